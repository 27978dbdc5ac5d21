"""The goals block (年度总体目标): what was expected and what came of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.grid import Cell
from normalize.columns.columns import columns_of, is_beside
from normalize.columns.inferred import goal_columns
from normalize.form import Goal
from normalize.rows.alignment import Column, Placed, align
from normalize.rows.row import Row, joined
from normalize.values.number import number
from normalize.values.quantity import quantities
from normalize.values.text import is_blank
from normalize.vocabulary.label_words import likely_kind
from normalize.vocabulary.labels import kind_of, side_label

GOAL_FIELDS = ("expected", "actual")
NUMBERS = ("weight", "score")
TALL = 25
_ENDS = re.compile(r"[。;；！!？?]\s*$")
_STEP = re.compile(r"([一二三四五六七八九])是")
_STEPS = "一二三四五六七八九"


def goals(heads: Sequence[Row], rows: Sequence[Row]) -> tuple[tuple[Goal, ...], tuple[Cell, ...]]:
    """Read the goal rows; give the cells that fit no column, too."""
    columns = tuple(c for c in goal_columns(columns_of(heads, "goal")) if c.field != "other")
    found: list[Placed] = []
    lost: list[Cell] = []
    for row in rows:
        cells = [c for c in row.filled if not is_beside(c, columns, ragged=row.ragged)]
        if row.fresh and found and not _is_one_more(found, cells, columns):
            found[-1], outside = go_on(found[-1], cells, columns, ragged=row.ragged)
            lost += outside
            continue
        placed, outside = align(cells, columns, ragged=row.ragged)
        lost += outside
        if placed:
            found.append(placed)
    return tuple(_goal(n, placed, columns) for n, placed in enumerate(found, 1)), tuple(lost)


def _is_one_more(found: Sequence[Placed], cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Tell whether a page begins with a goal of its own: each goal has a row, the one before has ended, and this one is whole."""
    ended = all(_ENDS.search(cell.text) for cell in found[-1].values())
    return (
        len(found) > 1
        and ended
        and _told(align(cells, columns, ragged=False)[0], columns) >= _told(found[0], columns)
    )


def _told(placed: Placed, columns: Sequence[Column]) -> set[str]:
    return {columns[n].field for n in placed if columns[n].field in GOAL_FIELDS}


def go_on(
    before: Placed,
    cells: Sequence[Cell],
    columns: Sequence[Column],
    *,
    ragged: bool,
    whole: frozenset[str] = frozenset(),
) -> tuple[Placed, tuple[Cell, ...]]:
    """Join the cells that a page end cut off to the row before; give the cells that fit nowhere, too.

    In ragged text a piece goes on the cell that it continues: the tallest reached the page's end, and its
    text stopped short. ``whole`` holds texts that other rows print too: they are not cut.
    """

    def continues(cell: Cell, number: int) -> float:
        first = before.get(number)
        if first is None or columns[number].field in NUMBERS or first.text in whole:
            return -4.0
        return continuity(first.text, cell.text)

    placed, outside = align(cells, columns, ragged=ragged, meaning=continues)
    both = {n: joined(before[n], cell) if n in before else cell for n, cell in placed.items()}
    return before | both, outside


def continuity(first: str, second: str) -> float:
    """Score how well a text goes on another: by its length, an open end, and the counting 一是, 二是, 三是."""
    score = min(len(first) / TALL, 6.0) + (-1.0 if _ENDS.search(first) else 2.0)
    last, following = _STEP.findall(first), _STEP.findall(second)
    if last and following and _STEPS.index(following[0]) == _STEPS.index(last[-1]) + 1:
        score += 2.0
    return score


def _goal(ordinal: int, placed: Placed, columns: Sequence[Column]) -> Goal:
    return goal_of(ordinal, {columns[n].field: cell for n, cell in placed.items()})


def goal_of(ordinal: int, by_field: dict[str, Cell]) -> Goal:
    """Give the goal that cells tell by field; one that was adjusted in the year is the goal."""
    if "adjusted" in by_field and not is_blank(by_field["adjusted"].text):
        by_field["expected"] = by_field["adjusted"]
    by_field = {field: cell for field, cell in by_field.items() if field in GOAL_FIELDS}
    texts = {field: cell.text for field, cell in by_field.items()}
    found = tuple(q for field in GOAL_FIELDS for q in quantities(texts.get(field, ""), field))
    where = {field: cell.boxes for field, cell in by_field.items()}
    return Goal(ordinal, texts.get("expected", ""), texts.get("actual", ""), found, where)


PAIR = 2


def tells_a_goal(row: Row) -> bool:
    """Tell whether a row is a goal's label and its text, a label beside the block before it left out."""
    return _told_goals_told(row) is not None


def told_goals(rows: Sequence[Row]) -> tuple[Goal, ...]:
    """Read the rows; a label that comes again begins a goal of its own, and a row without one goes on the row before."""
    found: list[dict[str, Cell]] = []
    last = ""
    for row in rows:
        told = _told_goals_told(row)
        if told is None and found:
            found[-1][last] = joined(found[-1][last], row.filled[-1])
        elif told is not None:
            last, cell = told
            if not found or last in found[-1]:
                found.append({})
            found[-1][last] = cell
    return tuple(goal_of(n, cells) for n, cells in enumerate(found, 1))


def _told_goals_told(row: Row) -> tuple[str, Cell] | None:
    cells = row.filled
    if len(cells) > PAIR and side_label(cells[0].text):
        cells = cells[1:]
    kind = likely_kind("goal", cells[0].text) or ("expected" if side_label(cells[0].text) else None)
    if len(cells) != PAIR or kind not in GOAL_FIELDS or kind_of("head", cells[0].text):
        return None
    value = cells[1].text
    is_value = (
        number(value) is None
        and not is_blank(value)
        and likely_kind("goal", value) is None
        and not side_label(value)
    )
    return (kind, cells[1]) if is_value else None
