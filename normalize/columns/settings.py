"""The numbers that decide what a column holds; all observed on samples."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ColumnSettings:
    """When a column's content tells what it is."""

    last_column: int = 10_000
    """Where the last head of a text ends: right of everything."""
    tiers: int = 2
    """Head rows of a table of two tiers."""
    level_share: float = 0.6
    """Of a column's texts that are level names, for a column of levels."""
    points_share: float = 0.6
    """Of a column's texts that are points, for a column of weights or scores."""
    filled_rows_share: float = 0.5
    """Of the rows that print something there, for a column of points."""
    most_points: int = 100
    """The largest weight or score of a line."""
    full_score: Decimal = Decimal(100)
    """What each line of a scale of a hundred is worth: it is no weight."""
    numbers_share: float = 0.5
    """Of a column's texts that are numbers, for a column of numbers that has to be read or told."""
    rate_difference: Decimal = Decimal("0.006")
    """How far executed over budget may be from the printed rate: it is rounded to a percent."""
    goal_columns: int = 2
    """Columns of goals that no label told, of which the first is what was expected."""


SETTINGS = ColumnSettings()
