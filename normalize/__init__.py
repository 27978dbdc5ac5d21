"""Grids to forms: levels, values and totals in exact numbers."""

from normalize.form import Form
from normalize.reader import Reading, read_forms
from normalize.rows.seams import decide_seams

__all__ = ["Form", "Reading", "decide_seams", "read_forms"]
