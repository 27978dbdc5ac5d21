"""Excel packages: their sheets, strings, styles and drawings."""
