"""Rulings of a scanned page, from its strokes."""

from extract.scan.rulings.search import Rulings, find_rulings

__all__ = ["Rulings", "find_rulings"]
