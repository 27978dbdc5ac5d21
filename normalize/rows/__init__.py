"""Rows of labelled cells: wrapped texts, page ends, regions and alignment."""
