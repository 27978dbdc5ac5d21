"""Totals against what they add up: scores, weights, levels, funds."""
