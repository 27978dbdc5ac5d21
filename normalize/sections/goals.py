"""The goals block (年度总体目标): what was expected and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from normalize.columns.columns import cells_inside, read_columns
from normalize.columns.inferred import infer_goal_columns
from normalize.form import Goal, Quantity
from normalize.rows.alignment import Column, Placed, align_cells, cells_by_field
from normalize.rows.column import compare_width
from normalize.rows.row import LabelledCell, Row, join_halves_of_cell
from normalize.sections.settings import BLOCKS, GOALS
from normalize.values.quantity import find_quantities

GOAL_FIELDS = ("expected", "actual")
_NUMBERS = ("weight", "score")
_ENDS = re.compile(r"[。;；！!？?]\s*$")
_STEP = re.compile(r"([一二三四五六七八九])是")
_STEPS = "一二三四五六七八九"


def read_goals(
    heads: Sequence[Row], rows: Sequence[Row]
) -> tuple[tuple[Goal, ...], tuple[LabelledCell, ...]]:
    """Read the goal rows; return the cells that fit no column, too."""
    columns = tuple(c for c in infer_goal_columns(read_columns(heads, "goal")) if c.field != "other")
    found: list[Placed] = []
    lost: list[LabelledCell] = []
    for row in rows:
        cells = cells_inside(row, columns)
        if _is_blank_header(row):
            continue
        if row.begins_page and found and not _is_one_more(found, cells, columns):
            found[-1], outside = join_rest(found[-1], cells, columns, ragged=row.ragged)
            lost += outside
            continue
        placed, outside = align_cells(cells, columns, ragged=row.ragged, width=compare_width(row, columns))
        lost += outside
        if placed:
            found.append(placed)
    goals_found = [_read_goal(n, cells_by_field(placed, columns)) for n, placed in enumerate(found, 1)]
    return tuple(goals_found), tuple(lost)


def _is_blank_header(row: Row) -> bool:
    """Tell whether a row prints the label of a header and nothing beside it, as an outline that was not filled in."""
    labels = [cell.labels for cell in row.filled if not cell.labels.is_side]
    return len(labels) == 1 and "head" in labels[0].kinds


def _is_one_more(found: Sequence[Placed], cells: Sequence[LabelledCell], columns: Sequence[Column]) -> bool:
    """Tell whether a page begins with a goal of its own.

    Then each goal has a row, the one before has ended, and this one is whole.
    """
    has_ended = all(_ENDS.search(cell.text) for cell in found[-1].values())
    if len(found) == 1 or not has_ended:
        return False
    placed, _ = align_cells(cells, columns, ragged=False)
    return _goal_fields(placed, columns) >= _goal_fields(found[0], columns)


def _goal_fields(placed: Placed, columns: Sequence[Column]) -> set[str]:
    return {columns[n].field for n in placed} & set(GOAL_FIELDS)


def join_rest(
    before: Placed,
    cells: Sequence[LabelledCell],
    columns: Sequence[Column],
    *,
    ragged: bool,
    whole: frozenset[str] = frozenset(),
) -> tuple[Placed, tuple[LabelledCell, ...]]:
    """Join the cells that a page end cut off to the row before; return the cells that fit nowhere, too.

    In ragged text a piece goes on the cell that it continues: the tallest reached the page's end, and its
    text stopped short. ``whole`` holds texts that other rows print too: they are not cut.
    """

    def score_going_on(cell: LabelledCell, number: int) -> float:
        first = before.get(number)
        if first is None or columns[number].field in _NUMBERS or first.text in whole:
            return GOALS.never
        return score_continuity(first.text, cell.text)

    placed, outside = align_cells(cells, columns, ragged=ragged, meaning=score_going_on)
    both = dict(before)
    for number, cell in placed.items():
        both[number] = join_halves_of_cell(before[number], cell) if number in before else cell
    return both, outside


def score_continuity(first: str, second: str) -> float:
    """Score how well a text goes on another: by its length, an open end, and the counting 一是, 二是, 三是."""
    end = GOALS.closed_end if _ENDS.search(first) else GOALS.open_end
    score = min(len(first) / GOALS.line_characters, GOALS.most_lines) + end
    steps, next_steps = _STEP.findall(first), _STEP.findall(second)
    if steps and next_steps and _STEPS.index(next_steps[0]) == _STEPS.index(steps[-1]) + 1:
        score += GOALS.next_step
    return score


def _read_goal(ordinal: int, cells: Mapping[str, LabelledCell]) -> Goal:
    """Return the goal that cells tell by field; one that was adjusted in the year is the goal."""
    told = {field: cells[field] for field in cells if field in GOAL_FIELDS}
    if "adjusted" in cells and not cells["adjusted"].labels.is_blank:
        told["expected"] = cells["adjusted"]
    texts = {field: cell.text for field, cell in told.items()}
    found: list[Quantity] = []
    for field in GOAL_FIELDS:
        found += find_quantities(texts.get(field, ""), field)
    return Goal(
        ordinal=ordinal,
        expected=texts.get("expected", ""),
        actual=texts.get("actual", ""),
        quantities=tuple(found),
        where={field: cell.boxes for field, cell in told.items()},
    )


def is_labelled_goal(row: Row) -> bool:
    """Tell whether a row is a goal's label and its text, a label beside the block before it left out."""
    return _find_labelled_goal(row) is not None


def read_labelled_goals(rows: Sequence[Row]) -> tuple[Goal, ...]:
    """Read rows of labels and texts.

    A label that comes again begins a goal of its own; a row without one goes on the row before.
    """
    found: list[dict[str, LabelledCell]] = []
    last = ""
    for row in rows:
        labelled = _find_labelled_goal(row)
        if labelled is None and found:
            found[-1][last] = join_halves_of_cell(found[-1][last], row.filled[-1])
        elif labelled is not None:
            last, cell = labelled
            if not found or last in found[-1]:
                found.append({})
            found[-1][last] = cell
    return tuple(_read_goal(n, cells) for n, cells in enumerate(found, 1))


def _find_labelled_goal(row: Row) -> tuple[str, LabelledCell] | None:
    """Return the field that a row's label names, and the cell of its text."""
    cells = row.filled
    if len(cells) > BLOCKS.label_and_text and cells[0].labels.is_side:
        cells = cells[1:]
    labels = cells[0].labels
    field = labels.likely.get("goal")
    if field is None and labels.is_side:
        field = "expected"
    if len(cells) != BLOCKS.label_and_text or field not in GOAL_FIELDS or "head" in labels.kinds:
        return None
    if _is_prose(cells[1]):
        return (field, cells[1])
    return None


def _is_prose(cell: LabelledCell) -> bool:
    labels = cell.labels
    is_label = labels.is_side or "goal" in labels.likely
    if is_label:
        return False
    if labels.is_blank:
        return False
    return labels.number is None
