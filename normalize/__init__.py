"""Grids to forms: levels, values and totals in exact numbers.

What other rooms may use. Nothing is imported until it is asked for: a form's types cost no vocabulary.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from normalize.corrections.form import column_at, confidence_at, correct_text, doubt_at, text_at
    from normalize.corrections.parts import unit_at
    from normalize.divisions import UnitPlace, find_unit_place
    from normalize.entities import (
        MANY,
        CorrectionRefused,
        PlaceMissing,
        ValueRefused,
        column_of,
        key_of,
        list_rows,
        name_row,
        row_at,
        row_keys,
    )
    from normalize.form import Form
    from normalize.parts import (
        AMOUNTS,
        CELLS,
        INDICATOR_POINTS,
        INDICATOR_PROSE,
        INDICATOR_TEXTS,
        SUBTOTAL_CELLS,
        TEXTS,
        Evidence,
        FieldReading,
        Fund,
        Goal,
        Header,
        Indicator,
        Level,
        Places,
        Quantity,
        Subtotal,
        Where,
    )
    from normalize.raw_columns import AddColumn, ColumnSum, SummedColumn, SummedFigure, make_adder
    from normalize.reader import Reading, read_forms
    from normalize.rows.seams import decide_seams
    from normalize.sections.conclusion import read_stated_score
    from normalize.snapping.cells import Readings, index_readings, snap_labels
    from normalize.snapping.signs import add_bar, find_likely_sign
    from normalize.values.amount import parse_yuan
    from normalize.values.clause import Clause
    from normalize.values.counted_nouns import (
        find_noun,
        find_unsure_clauses,
        load_tagger,
        name_counted,
        preload_tagger,
    )
    from normalize.values.number import MULTIPLIERS, parse_points
    from normalize.values.targets.achieved import find_answer, find_changes, order_steps
    from normalize.values.targets.direction import find_wanted
    from normalize.values.text import fold_text, is_blank, make_half_width
    from normalize.vocabulary.labels import find_label_kind
    from normalize.vocabulary.lists import LabelError, add_labels, load_label_lists, merge_labels

__all__ = [
    "AMOUNTS",
    "CELLS",
    "INDICATOR_POINTS",
    "INDICATOR_PROSE",
    "INDICATOR_TEXTS",
    "MANY",
    "MULTIPLIERS",
    "SUBTOTAL_CELLS",
    "TEXTS",
    "AddColumn",
    "Clause",
    "ColumnSum",
    "CorrectionRefused",
    "Evidence",
    "FieldReading",
    "Form",
    "Fund",
    "Goal",
    "Header",
    "Indicator",
    "LabelError",
    "Level",
    "PlaceMissing",
    "Places",
    "Quantity",
    "Reading",
    "Readings",
    "Subtotal",
    "SummedColumn",
    "SummedFigure",
    "UnitPlace",
    "ValueRefused",
    "Where",
    "add_bar",
    "add_labels",
    "column_at",
    "column_of",
    "confidence_at",
    "correct_text",
    "decide_seams",
    "doubt_at",
    "find_answer",
    "find_changes",
    "find_label_kind",
    "find_likely_sign",
    "find_noun",
    "find_unit_place",
    "find_unsure_clauses",
    "find_wanted",
    "fold_text",
    "index_readings",
    "is_blank",
    "key_of",
    "list_rows",
    "load_label_lists",
    "load_tagger",
    "make_adder",
    "make_half_width",
    "merge_labels",
    "name_counted",
    "name_row",
    "order_steps",
    "parse_points",
    "parse_yuan",
    "preload_tagger",
    "read_forms",
    "read_stated_score",
    "row_at",
    "row_keys",
    "snap_labels",
    "text_at",
    "unit_at",
]

_HOMES = {
    "AddColumn": "raw_columns",
    "ColumnSum": "raw_columns",
    "SummedColumn": "raw_columns",
    "SummedFigure": "raw_columns",
    "make_adder": "raw_columns",
    "column_at": "corrections.form",
    "confidence_at": "corrections.form",
    "doubt_at": "corrections.form",
    "correct_text": "corrections.form",
    "text_at": "corrections.form",
    "unit_at": "corrections.parts",
    "UnitPlace": "divisions",
    "find_unit_place": "divisions",
    "MANY": "entities",
    "column_of": "entities",
    "key_of": "entities",
    "list_rows": "entities",
    "name_row": "entities",
    "row_at": "entities",
    "row_keys": "entities",
    "Form": "form",
    "AMOUNTS": "parts",
    "CELLS": "parts",
    "INDICATOR_PROSE": "parts",
    "INDICATOR_TEXTS": "parts",
    "TEXTS": "parts",
    "Evidence": "parts",
    "FieldReading": "parts",
    "Fund": "parts",
    "Goal": "parts",
    "Header": "parts",
    "Indicator": "parts",
    "Level": "parts",
    "Places": "parts",
    "Quantity": "parts",
    "SUBTOTAL_CELLS": "parts",
    "Subtotal": "parts",
    "INDICATOR_POINTS": "parts",
    "Where": "parts",
    "Reading": "reader",
    "read_forms": "reader",
    "CorrectionRefused": "entities",
    "PlaceMissing": "entities",
    "ValueRefused": "entities",
    "decide_seams": "rows.seams",
    "read_stated_score": "sections.conclusion",
    "Readings": "snapping.cells",
    "index_readings": "snapping.cells",
    "snap_labels": "snapping.cells",
    "add_bar": "snapping.signs",
    "find_likely_sign": "snapping.signs",
    "order_steps": "values.targets.achieved",
    "Clause": "values.clause",
    "find_answer": "values.targets.achieved",
    "find_changes": "values.targets.achieved",
    "find_noun": "values.counted_nouns",
    "find_unsure_clauses": "values.counted_nouns",
    "find_wanted": "values.targets.direction",
    "name_counted": "values.counted_nouns",
    "load_tagger": "values.counted_nouns",
    "preload_tagger": "values.counted_nouns",
    "MULTIPLIERS": "values.number",
    "parse_points": "values.number",
    "parse_yuan": "values.amount",
    "fold_text": "values.text",
    "make_half_width": "values.text",
    "is_blank": "values.text",
    "find_label_kind": "vocabulary.labels",
    "LabelError": "vocabulary.lists",
    "add_labels": "vocabulary.lists",
    "load_label_lists": "vocabulary.lists",
    "merge_labels": "vocabulary.lists",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'normalize' has no attribute {name!r}")
    return getattr(import_module(f"normalize.{_HOMES[name]}"), name)
