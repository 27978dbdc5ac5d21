"""Grids to forms: levels, values and totals in exact numbers."""
