"""The tables of a page, from rulings or from the white between texts."""
