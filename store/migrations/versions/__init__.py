"""The steps, each its own DDL."""
