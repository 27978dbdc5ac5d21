"""Tables without upright rulings: columns and rows by the white between texts."""
