"""Columns that a form does not need: numbers of rows, other years' points, points taken off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from mutations.kinds import Change, register_for_sheets
from mutations.row_kinds import rows_of
from mutations.sheet import Sheet, SheetCell, place_cells

Fill = Callable[[int, Mapping[str, Decimal]], str]
"""Gives a row's text in the new column: the row's number from 1, and its weight and score by column."""


def _insert(sheet: Sheet, behind: str, label: str, fill: Fill) -> Sheet | None:
    """Print a further column behind one of the indicators' columns; rows without points are blank there."""
    spots = [
        placed
        for placed in place_cells(sheet)
        if placed.cell.key is not None
        and placed.cell.key.entity == "indicator"
        and placed.cell.key.column == behind
    ]
    if not spots:
        return None
    col, first = spots[0].col, min(placed.row for placed in spots)
    points = points_of(sheet)
    if not points:
        return None
    rows: list[list[SheetCell]] = [list(row) for row in sheet.rows]
    added: list[tuple[int, int, SheetCell]] = []
    for placed in place_cells(sheet):
        if not placed.col <= col <= placed.col + placed.cell.cols - 1:
            continue
        if placed.row == first - 1 and placed.cell.cols == 1:
            added.append((placed.row, placed.at, SheetCell(label, rows=placed.cell.rows)))
        elif placed.row >= first and placed.cell.cols == 1:
            number = sorted(points).index(placed.row) + 1 if placed.row in points else 0
            text = fill(number, points[placed.row]) if number else ""
            added.append((placed.row, placed.at, SheetCell(text, rows=placed.cell.rows)))
        else:
            rows[placed.row][placed.at] = replace(placed.cell, cols=placed.cell.cols + 1)
    if not added or added[0][0] != first - 1:
        return None
    for row, at, cell in added:
        rows[row].insert(at + 1, cell)
    widths = (*sheet.widths[: col + 1], sheet.widths[col], *sheet.widths[col + 1 :])
    return replace(sheet, rows=tuple(map(tuple, rows)), widths=widths)


def points_of(sheet: Sheet) -> dict[int, dict[str, Decimal]]:
    """Return the weight and score of each row of the indicators that has both."""
    found = {}
    for row, keys in rows_of(sheet, "indicator").items():
        points = {key.column: sheet.numbers[key] for key in keys if key.column in {"weight", "score"}}
        if len(points) == 2:  # noqa: PLR2004 - both
            found[row] = points
    return found


def _add(name: str, behind: str, label: str, fill: Fill, *, may_agree: bool) -> None:
    """Add a kind with a further column; the numbers that the form had stay what they are."""

    def mutate(sheet: Sheet, _: Random) -> Change | None:
        changed = _insert(sheet, behind, label, fill)
        return None if changed is None else Change(changed, sheet.numbers, may_agree=may_agree)

    register_for_sheets(name, mutate)


_add("a column that numbers the rows", "target", "序号", lambda number, _: str(number), may_agree=True)
_add("a column of years", "target", "年度", lambda *_: "2022", may_agree=True)
_add("a column of codes", "actual", "指标编码", lambda number, _: f"A{number:03}", may_agree=True)
_add("a column of yes and no", "score", "是否核心指标", lambda *_: "是", may_agree=True)
_add("last year's scores beside", "score", "上年得分", lambda _, row: str(row["weight"] - 1), may_agree=True)
_add(
    "last year's scores before", "weight", "上年度得分", lambda _, row: str(row["weight"] - 1), may_agree=True
)
_add(
    "the points taken off beside",
    "score",
    "扣分",
    lambda _, row: str(row["weight"] - row["score"]),
    may_agree=True,
)
_add(
    "the share of the points beside",
    "score",
    "得分率",
    lambda _, row: f"{row['score'] / row['weight']:.0%}",
    may_agree=True,
)
_add("a strange column of numbers", "score", "乙栏", lambda number, _: str(number), may_agree=False)
_add("a column of numbers without a head", "score", "", lambda number, _: str(number), may_agree=False)
_add("a strange column of numbers before", "weight", "乙栏", lambda number, _: str(number), may_agree=False)
_add("an average score beside", "score", "平均得分", lambda _, row: str(row["score"]), may_agree=True)
