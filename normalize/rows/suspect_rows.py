"""Rows whose cells may stand a column beside their own, though they have as many as their header."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from extract import with_doubt
from normalize.rows.column import POINTS, Column
from normalize.rows.fits import score_fit
from normalize.rows.row import LabelledCell

_VALUES = ("target", "adjusted", "unit", "actual")
_PROSE = ("reason", "measures")

Placed = dict[int, LabelledCell]


def doubt_slid_row(placed: Placed, columns: Sequence[Column]) -> Placed:
    """Mark a row's cells as ``inferred`` where they may have slid by a column: they stay where they are.

    So it is where a quantity stands for points, where a bare number stands for a reason beside a blank target
    or points, and where all points would be there a column further to the right, and the cells fit better.
    """
    may_have_slid = (
        _has_quantity_for_points(placed, columns)
        or _has_number_for_reason(placed, columns)
        or _fits_better_to_the_right(placed, columns)
    )
    if not may_have_slid:
        return placed
    return {n: structs.replace(c, boxes=with_doubt(c.boxes, "inferred")) for n, c in placed.items()}


def _has_quantity_for_points(placed: Placed, columns: Sequence[Column]) -> bool:
    cells = [cell for n, cell in placed.items() if columns[n].field in POINTS]
    return any(cell.labels.points is None and _has_digit(cell.text) for cell in cells)


def _could_be_points(cell: LabelledCell) -> bool:
    return cell.labels.points is not None and "%" not in cell.labels.folded


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _has_number_for_reason(placed: Placed, columns: Sequence[Column]) -> bool:
    """Tell whether a bare number stands in a column of prose while a cell before it is blank."""
    reasons = [n for n, column in enumerate(columns) if column.field in _PROSE]
    has_number = any(n in placed and placed[n].labels.points is not None for n in reasons)
    wanted = [n for n, column in enumerate(columns) if column.field in (*POINTS, "target")]
    return has_number and any(n not in placed for n in wanted)


def _fits_better_to_the_right(placed: Placed, columns: Sequence[Column]) -> bool:
    """Tell whether a row that lacks points has all of them, and fits better, a column to the right."""
    points = [n for n, column in enumerate(columns) if column.field in POINTS]
    first = next((n for n, column in enumerate(columns) if column.field in _VALUES), len(columns))
    if not points or all(n in placed for n in points):
        return False
    slid = {n + 1: cell for n, cell in placed.items() if first <= n <= points[-1]}
    if not all(n in slid and _could_be_points(slid[n]) for n in points):
        return False
    stays = sum(score_fit(cell.labels, columns[n - 1].field) for n, cell in slid.items())
    goes = sum(score_fit(cell.labels, columns[n].field) for n, cell in slid.items() if n < len(columns))
    return goes > stays
