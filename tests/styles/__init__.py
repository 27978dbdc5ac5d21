"""One long form printed in every way that producers draw tables, with its truth."""
