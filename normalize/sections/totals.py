"""The total row (总分): weight, score and, in some places, a grade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from extract import with_doubt
from normalize.rows.alignment import POINTS, Column, align_cells
from normalize.rows.column import compare_width
from normalize.rows.row import LabelledCell, Row
from normalize.sections.settings import LINES
from normalize.vocabulary.lists import load_pattern
from normalize.vocabulary.text_labels import TextLabels, label_text

_POINTS_ALONE = re.compile(r"[\d.,/分\s]+")  # 93.88分/93.88分 is long and no words
_GRADE = load_pattern("grade")
_TOTAL_WITH_GRADE = load_pattern("total_with_grade")
_GRADE_WITH_TOTAL = load_pattern("grade_with_total")
_SCORED = load_pattern("scored")
_IN_LABEL = re.compile(r"(\D+?)[:：]?\s*(\d[\d.]*)\s*分?")
_SPREADSHEET_FAULT = "#"  # as #REF! and ####
_TOTALLED = (*POINTS, "review_score")
_NOT_TOTALLED = ("level1_weight", "level2_weight", "coefficient", "other")
"""Columns of numbers whose sum is no total of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The cells of the total row, None where it prints none.

    ``unread`` are cells whose digits are no number, the total among them where no other cell is it; ``lost``
    is what fitted nowhere.
    """

    weight: LabelledCell | None = None
    score: LabelledCell | None = None
    review: LabelledCell | None = None
    grade: LabelledCell | None = None
    unread: tuple[LabelledCell, ...] = ()
    lost: tuple[LabelledCell, ...] = ()


def read_total(rows: Sequence[Row], columns: Sequence[Column]) -> Total:
    """Read the total rows: of 指标得分合计 and 总分 below it the last score counts, and the largest weight."""
    totals = [_read_total(row, columns) for row in rows]
    weights = [each.weight for each in totals if each.weight]
    lost: list[LabelledCell] = []
    unread: list[LabelledCell] = []
    for each in totals:
        lost += each.lost
        unread += each.unread
    return Total(
        weight=max(weights, key=lambda cell: cell.labels.points or 0, default=None),
        score=_find_last([each.score for each in totals]),
        review=_find_last([each.review for each in totals]),
        grade=_find_last([each.grade for each in totals]),
        unread=tuple(unread),
        lost=tuple(lost),
    )


def _find_last(cells: Sequence[LabelledCell | None]) -> LabelledCell | None:
    printed = [cell for cell in reversed(cells) if cell is not None]
    return next((cell for cell in printed if cell.labels.points is not None), next(iter(printed), None))


def _read_total(row: Row, columns: Sequence[Column]) -> Total:
    """Read a total row by the columns of the indicator table; ``总分:98分`` in one cell is the score."""
    parted: list[LabelledCell] = []
    for cell in row.filled:
        parted += _part_grade(cell)
    cells = [cell for cell in map(_find_value, parted) if not _is_label(cell)]
    cells = [_doubt_broken(cell) for cell in cells]
    numbers = [cell for cell in cells if cell.labels.points is not None or is_unread_number(cell.labels)]
    grade = next((cell for cell in cells if _GRADE.fullmatch(cell.text)), None)
    unread = tuple(cell for cell in cells if is_unread_number(cell.labels))
    has_no_points = not any(column.field in POINTS for column in columns)
    if len(numbers) == 1 and (has_no_points or numbers[0].col == row.filled[0].col):
        return Total(score=numbers[0], grade=grade, unread=unread)
    width = compare_width(row, columns)
    has_places = not row.ragged or width == "same"
    fields = (*_TOTALLED, *_NOT_TOTALLED) if has_places else _TOTALLED
    candidates = [column for column in columns if column.field in fields]
    placed, lost = align_cells(numbers, candidates, ragged=row.ragged, width=width)
    stand_beside = any(candidates[n].overlap(cell) < 1 for n, cell in placed.items())
    if not row.ragged and (lost or stand_beside):
        scored = grade is not None or _SCORED.search(row.texts[0]) is not None
        by_field, lost = _read_by_order(numbers, columns, scored=scored)
    else:
        by_field = {candidates[n].field: cell for n, cell in placed.items()}
    return Total(
        weight=by_field.get("weight"),
        score=by_field.get("score"),
        review=by_field.get("review_score"),
        grade=grade,
        unread=unread,
        lost=lost,
    )


def _doubt_broken(cell: LabelledCell) -> LabelledCell:
    if is_unread_number(cell.labels):
        return structs.replace(cell, boxes=with_doubt(cell.boxes, "broken"))
    return cell


def is_unread_number(labels: TextLabels) -> bool:
    """Tell whether a short text of a total has digits, or is a fault of a spreadsheet, and is no number."""
    is_number_like = labels.text.startswith(_SPREADSHEET_FAULT) or any(c.isdigit() for c in labels.text)
    is_short = len(labels.text) <= LINES.longest_number or _POINTS_ALONE.fullmatch(labels.folded) is not None
    return is_number_like and labels.points is None and is_short


def _part_grade(cell: LabelledCell) -> list[LabelledCell]:
    """Part ``98.5分(优)`` in its score and its grade; other cells stay whole."""
    folded = cell.labels.folded
    with_grade, of_grade = _TOTAL_WITH_GRADE.fullmatch(folded), _GRADE_WITH_TOTAL.fullmatch(folded)
    if with_grade is not None:
        score, grade = with_grade[1], with_grade[2]
    elif of_grade is not None:
        grade, score = of_grade[1], of_grade[2]
    else:
        return [_take_score_alone(cell)]
    return [structs.replace(cell, text=score), structs.replace(cell, text=grade)]


def _take_score_alone(cell: LabelledCell) -> LabelledCell:
    """Leave out the name of the total that stands before its number, as in ``自评得分98.5分``."""
    named = _IN_LABEL.fullmatch(cell.labels.folded)
    if named is None or label_text(named[1]).kinds.get("head") != "score_total":
        return cell
    return structs.replace(cell, text=named[2])


def _is_label(cell: LabelledCell) -> bool:
    if cell.labels.is_side:
        return True
    return "total" in cell.labels.names


def _read_by_order(
    numbers: Sequence[LabelledCell], columns: Sequence[Column], *, scored: bool
) -> tuple[dict[str, LabelledCell], tuple[LabelledCell, ...]]:
    """Read a total row whose cells do not stand under the table's columns.

    Two numbers are told by their order, one by what it is under. Return them by field, and those left over.

    ``scored``: the row says that it prints a score.
    """
    of_points = [column for column in columns if column.field in _TOTALLED]
    fields = [column.field for column in of_points]
    if len(of_points) != len(numbers):
        under = [column.field for column in of_points if len(numbers) == 1 and column.overlap(numbers[0])]
        is_weight = under == ["weight"] and not scored
        fields = ["weight"] if is_weight else ["score"]
    by_field = dict(zip(fields, numbers, strict=False))
    return by_field, tuple(numbers[len(by_field) :])


def _find_value(cell: LabelledCell) -> LabelledCell:
    """Return ``总分:98`` as its number; other cells as they are."""
    m = _IN_LABEL.fullmatch(cell.text)
    if m and "total" in label_text(m[1]).names:
        return structs.replace(cell, text=m[2])
    return cell
