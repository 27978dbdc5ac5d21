"""Bytes to grids: cells and their places, whatever the file."""
