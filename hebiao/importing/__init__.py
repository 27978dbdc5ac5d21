"""An import: which files are read, what becomes of each, and what is told of it."""
