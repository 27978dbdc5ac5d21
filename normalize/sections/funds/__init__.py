"""The funds of a form: rows and lists of sources with their amounts, and the unit that they are in."""
