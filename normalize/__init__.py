"""Grids to forms: levels, values and totals in exact numbers."""

from normalize.form import Form
from normalize.reader import Reading, read_forms

__all__ = ["Form", "Reading", "read_forms"]
