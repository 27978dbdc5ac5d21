"""What people decide: corrections, reviews, department names and kept questions."""
