"""The points that cells print: numbers, percents of a weight where a form prints its scores so, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalize.rows.alignment import Column, Placed
from normalize.rows.row import LabelledCell
from normalize.values.number_cell import read_points_cell, read_rate_cell

READ = ("weight", "score", "review_score", "coefficient")
"""The fields of a line whose cells print numbers."""
_PERCENT = "%"
_OF_WEIGHT = ("score", "review_score")

Cells = Mapping[str, LabelledCell]
"""The cells of a line by field."""


@dataclass(frozen=True, slots=True)
class PointReader:
    """Reads the points of a table's cells.

    ``has_percent_scores``: scores are printed in percent of their weights; ``has_percent_weights``: all
    weights are printed as percent of the whole; ``has_percent_coefficients``: coefficients are printed in
    percent, with or without its sign.
    """

    has_percent_scores: bool = False
    has_percent_weights: bool = False
    has_percent_coefficients: bool = False

    def read(self, field: str, cells: Cells) -> Decimal | None:
        """Return the points of a field, or its coefficient as a ratio.

        None where none are printed, or no certain number.
        """
        cell = cells.get(field)
        if cell is None:
            return None
        if field == "coefficient":
            return read_rate_cell(cell.text, percent=self.has_percent_coefficients).value
        points = cell.labels.points if cell.labels.points_grade else read_points_cell(cell.text).value
        if points is None or _PERCENT not in cell.labels.folded or self.has_percent_weights:
            return points
        if field not in _OF_WEIGHT or not self.has_percent_scores:
            return None
        weight = self.read("weight", cells)
        return None if weight is None else take_share(weight, points)

    def is_unread(self, field: str, cells: Cells) -> bool:
        """Tell whether a cell for points prints something that is neither a number nor a blank mark."""
        cell = cells.get(field)
        if cell is None or cell.labels.is_blank:
            return False
        return self.read(field, cells) is None


def take_share(weight: Decimal, percent: Decimal) -> Decimal:
    """Return some percent of a weight, without zeros behind its last digit."""
    points = (weight * percent).scaleb(-2)
    whole = points.to_integral_value()
    return whole if points == whole else points.normalize()


def find_covered(placed: Placed, columns: Sequence[Column]) -> dict[int, int]:
    """Return the columns of points that a cell with digits of another column covers too, with that column.

    Whose its figures are nobody can tell.
    """
    covered: dict[int, int] = {}
    for n, cell in placed.items():
        has_digit = any(c.isdigit() for c in cell.text)
        if cell.colspan <= columns[n].colspan or not has_digit:
            continue
        for other, column in enumerate(columns):
            if column.field in READ and other not in placed and column.overlap(cell):
                covered[other] = n
    return covered


def are_in_percent(cells: Sequence[LabelledCell]) -> bool:
    """Tell whether all cells of a column that print something print percent."""
    printed = [cell for cell in cells if not cell.labels.is_blank]
    return bool(printed) and all(_PERCENT in cell.labels.folded for cell in printed)
