"""Grids to forms: levels, values and totals in exact numbers."""

from normalize.form import Form
from normalize.parts import Evidence, Fund, Goal, Header, Indicator, Level, Places, Quantity, Where
from normalize.reader import Reading, read_forms
from normalize.rows.seams import decide_seams

__all__ = [
    "Evidence",
    "Form",
    "Fund",
    "Goal",
    "Header",
    "Indicator",
    "Level",
    "Places",
    "Quantity",
    "Reading",
    "Where",
    "decide_seams",
    "read_forms",
]
