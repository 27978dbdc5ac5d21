"""A running site and a browser to look at it, for the tests of the pages."""
