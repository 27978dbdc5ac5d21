"""The total row (总分): weight, score and, in some places, a grade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from extract.grid import Cell
from normalize.align import Column, align
from normalize.label_words import names
from normalize.labels import side_label
from normalize.number import points
from normalize.rows import Row

_GRADE = re.compile(r"优秀?|良好?|中等?|较?差|不?合格")
_SCORED = re.compile(r"得分|自评|评分")
_IN_LABEL = re.compile(r"(\D+?)[:：]?\s*(\d[\d.]*)\s*分?")


@dataclass(frozen=True, slots=True)
class Total:
    """The cells of the total row, None where it prints none, and what fitted nowhere."""

    weight: Cell | None = None
    score: Cell | None = None
    grade: Cell | None = None
    lost: tuple[Cell, ...] = ()


def total(rows: Sequence[Row], columns: Sequence[Column]) -> Total:
    """Read the total rows: of 指标得分合计 and 总分 below it the last score counts, and the largest weight."""
    totals = [_total(row, columns) for row in rows]
    weights = [t.weight for t in totals if t.weight]
    return Total(
        max(weights, key=lambda cell: points(cell.text) or 0, default=None),
        next((t.score for t in reversed(totals) if t.score), None),
        next((t.grade for t in reversed(totals) if t.grade), None),
        tuple(cell for t in totals for cell in t.lost),
    )


def _total(row: Row, columns: Sequence[Column]) -> Total:
    """Read a total row by the columns of the indicator table; ``总分:98分`` in one cell is the score."""
    cells = [c for c in map(_value_in, row.filled) if not side_label(c.text) and not names("total", c.text)]
    grade = next((c for c in cells if _GRADE.fullmatch(c.text)), None)
    numbers = [c for c in cells if points(c.text) is not None]
    told = not any(c.field in ("weight", "score") for c in columns)
    if len(numbers) == 1 and (told or numbers[0].col == row.filled[0].col):
        return Total(score=numbers[0], grade=grade)
    pair = [c for c in columns if c.field in (("weight", "score") if row.ragged else ("weight", "score", "other"))]
    placed, lost = align(numbers, pair, ragged=row.ragged)
    if not row.ragged and (lost or any(pair[n].overlap(cell) < 1 for n, cell in placed.items())):
        return _by_order(numbers, columns, grade, scored=grade is not None or _SCORED.search(row.texts[0]) is not None)
    by_field = {pair[n].field: cell for n, cell in placed.items()}
    return Total(by_field.get("weight"), by_field.get("score"), grade, lost)


def _by_order(numbers: Sequence[Cell], columns: Sequence[Column], grade: Cell | None, *, scored: bool) -> Total:
    """Read a total row whose cells do not stand under the table's columns: two numbers in their order, one by what it is under.

    ``scored``: the row says that it prints a score.
    """
    points_of = [c for c in columns if c.field in ("weight", "score")]
    under = [c.field for c in points_of if len(numbers) == 1 and c.overlap(numbers[0])]
    single = "weight" if under == ["weight"] and not scored else "score"
    fields = [c.field for c in points_of] if len(points_of) == len(numbers) else [single]
    by_field = dict(zip(fields, numbers, strict=False))
    return Total(by_field.get("weight"), by_field.get("score"), grade, tuple(numbers[len(by_field) :]))


def _value_in(cell: Cell) -> Cell:
    """Give ``总分:98`` as its number; other cells as they are."""
    m = _IN_LABEL.fullmatch(cell.text)
    return structs.replace(cell, text=m[2]) if m and names("total", m[1]) else cell
