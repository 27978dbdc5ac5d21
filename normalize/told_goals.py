"""Goals printed one below the other: 年初设定目标 and its text in one row, 全年完成情况 and its text in the next."""

from __future__ import annotations

from collections.abc import Sequence

from extract.grid import Cell
from normalize.clean import is_blank
from normalize.form import Goal
from normalize.goals import GOAL_FIELDS, goal_of
from normalize.label_words import likely_kind
from normalize.labels import kind_of, side_label
from normalize.number import number
from normalize.rows import Row, joined

PAIR = 2


def tells_a_goal(row: Row) -> bool:
    """Tell whether a row is a goal's label and its text, a label beside the block before it left out."""
    return _told(row) is not None


def told_goals(rows: Sequence[Row]) -> tuple[Goal, ...]:
    """Read the rows; a label that comes again begins a goal of its own, and a row without one goes on the row before."""
    found: list[dict[str, Cell]] = []
    last = ""
    for row in rows:
        told = _told(row)
        if told is None and found:
            found[-1][last] = joined(found[-1][last], row.filled[-1])
        elif told is not None:
            last, cell = told
            if not found or last in found[-1]:
                found.append({})
            found[-1][last] = cell
    return tuple(goal_of(n, cells) for n, cells in enumerate(found, 1))


def _told(row: Row) -> tuple[str, Cell] | None:
    cells = row.filled
    if len(cells) > PAIR and side_label(cells[0].text):
        cells = cells[1:]
    kind = likely_kind("goal", cells[0].text) or ("expected" if side_label(cells[0].text) else None)
    if len(cells) != PAIR or kind not in GOAL_FIELDS or kind_of("head", cells[0].text):
        return None
    value = cells[1].text
    is_value = number(value) is None and not is_blank(value) and likely_kind("goal", value) is None and not side_label(value)
    return (kind, cells[1]) if is_value else None
