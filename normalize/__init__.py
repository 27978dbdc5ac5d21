"""Grids to forms: levels, values and totals in exact numbers."""

from normalize.corrections.form import column_at, confidence_at, correct_text, text_at
from normalize.corrections.fund import unit_at
from normalize.entities import MANY, column_of, key_of, row_at, row_keys
from normalize.form import Form
from normalize.parts import (
    AMOUNTS,
    CELLS,
    TEXTS,
    Evidence,
    Fund,
    Goal,
    Header,
    Indicator,
    Level,
    Places,
    Quantity,
    Where,
)
from normalize.reader import Reading, read_forms
from normalize.refusals import CorrectionRefused, PlaceMissing, ValueRefused
from normalize.rows.seams import decide_seams
from normalize.values.clause import Clause
from normalize.values.counted_nouns import find_noun, find_unsure_clauses, name_counted
from normalize.values.tagger import load_tagger, preload_tagger

__all__ = [
    "AMOUNTS",
    "CELLS",
    "MANY",
    "TEXTS",
    "Clause",
    "CorrectionRefused",
    "Evidence",
    "Form",
    "Fund",
    "Goal",
    "Header",
    "Indicator",
    "Level",
    "PlaceMissing",
    "Places",
    "Quantity",
    "Reading",
    "ValueRefused",
    "Where",
    "column_at",
    "column_of",
    "confidence_at",
    "correct_text",
    "decide_seams",
    "find_noun",
    "find_unsure_clauses",
    "key_of",
    "load_tagger",
    "name_counted",
    "preload_tagger",
    "read_forms",
    "row_at",
    "row_keys",
    "text_at",
    "unit_at",
]
