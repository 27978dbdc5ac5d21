"""The tables of CONTRACT.md as typed classes."""

from store.tables.audit import CheckedRow, FindingRow, SourceRow
from store.tables.base import Base
from store.tables.document import CorrectionRow, DocumentRow, PathRow, RunRow
from store.tables.form import FormRow, FundRow, GoalRow, HeaderRow, IndicatorRow, LevelRow, QuantityRow

__all__ = [
    "Base",
    "CheckedRow",
    "CorrectionRow",
    "DocumentRow",
    "FindingRow",
    "FormRow",
    "FundRow",
    "GoalRow",
    "HeaderRow",
    "IndicatorRow",
    "LevelRow",
    "PathRow",
    "QuantityRow",
    "RunRow",
    "SourceRow",
]
