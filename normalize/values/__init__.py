"""Texts to exact values: numbers, units, quantities, dates, and whether a target is met."""
