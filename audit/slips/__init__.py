"""What slips make of numbers and totals: digits changed places, a line left out, another unit."""
