"""Glyphs to text lines and rulings to a lattice: plain functions over arrays."""
