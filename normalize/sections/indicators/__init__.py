"""The indicator table of a form: its lines, their levels, and the rows that print sums of them."""
