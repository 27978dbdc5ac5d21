"""The tables of CONTRACT.md as typed classes."""

from store.tables.audit import CheckedRow, FindingRow, ReadingRow, SourceRow
from store.tables.base import Base
from store.tables.document import DocumentRow, PathRow, RunRow
from store.tables.form import (
    FormRow,
    FundRow,
    GoalRow,
    HeaderRow,
    IndicatorRow,
    LevelRow,
    QuantityRow,
    SearchTextRow,
    SubtotalPartRow,
    SubtotalRow,
)
from store.tables.people import (
    CorrectionRow,
    DecisionRow,
    DepartmentNameRow,
    SavedQueryRow,
    resolve_department,
)

__all__ = [
    "Base",
    "CheckedRow",
    "CorrectionRow",
    "DecisionRow",
    "DepartmentNameRow",
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
    "ReadingRow",
    "RunRow",
    "SavedQueryRow",
    "SearchTextRow",
    "SourceRow",
    "SubtotalPartRow",
    "SubtotalRow",
    "resolve_department",
]
