"""The total row (总分): weight, score and, in some places, a grade."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from msgspec import structs

from extract.grid import Cell
from normalize.form import Fund, Indicator
from normalize.rows.alignment import Column, align
from normalize.rows.row import Row
from normalize.values.number import points
from normalize.values.text import fold
from normalize.vocabulary.label_words import names
from normalize.vocabulary.labels import side_label

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
    pair = [
        c for c in columns if c.field in (("weight", "score") if row.ragged else ("weight", "score", "other"))
    ]
    placed, lost = align(numbers, pair, ragged=row.ragged)
    if not row.ragged and (lost or any(pair[n].overlap(cell) < 1 for n, cell in placed.items())):
        return _by_order(
            numbers, columns, grade, scored=grade is not None or _SCORED.search(row.texts[0]) is not None
        )
    by_field = {pair[n].field: cell for n, cell in placed.items()}
    return Total(by_field.get("weight"), by_field.get("score"), grade, lost)


def _by_order(
    numbers: Sequence[Cell], columns: Sequence[Column], grade: Cell | None, *, scored: bool
) -> Total:
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


# the score that a conclusion begins with is the total
_OPENING = r"^(?:综上(?:所述)?,?)?(?:满分100分,)?(?:[本该]?(?:项目|单位|部门))?"
_SCORE = re.compile(
    rf"(?:(?:自评|综合|总)(?:总|综合)?(?:得|评)?分|{_OPENING}(?:最终|最后|实际)?得分)(?:数)?(?:为|是|:)?(\d{{1,3}}(?:\.\d+)?)分"
)
_CONCLUSION_GRADE = re.compile(
    r"(?:等级|结论|结果|档次)(?:为|是|:)?[“\"「]?(优秀?|良好?|中等?|较?差|不?合格)"
)
_WORD = re.compile(r"(?:优秀?|良好?|中等?|较?差|不?合格)[级等]?")


def score_told(text: str) -> str | None:
    """Give the total score of ``综上,自评得分98.5分,等级为优``, None where it tells none or several."""
    told = {m[1] for m in _SCORE.finditer(fold(text))}
    return told.pop() if len(told) == 1 else None


def grade_told(text: str) -> str | None:
    """Give the grade of a conclusion: the word where it is one, or names one as the grade; None where prose tells only a score."""
    if _WORD.fullmatch(fold(text)):
        return text
    named = _CONCLUSION_GRADE.search(fold(text))
    return named[1] if named else (None if score_told(text) else text)


_WHOLE = Decimal(100)
_ROUNDED = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Points:
    """What the form prints of weights or of scores: the ``total`` that they should be, and those of the execution's fund row."""

    field: str
    total: Decimal
    fund: Decimal | None

    def hold(self, lines: Sequence[Indicator], kept: frozenset[int]) -> bool:
        """Tell whether they add up where only the rows ``kept`` are the fund row printed again."""
        again = next(
            (value for i in lines if i.ordinal in kept and (value := self.of(i)) is not None), self.fund
        )
        others = [value for i in lines if i.ordinal not in kept and (value := self.of(i)) is not None]
        return abs(sum(others, again or Decimal()) - self.total) <= _ROUNDED

    def of(self, line: Indicator) -> Decimal | None:
        value: Decimal | None = getattr(line, self.field)
        return value


def told_apart(
    indicators: Sequence[Indicator],
    funds: Iterable[Fund],
    weight_total: Decimal | None,
    score_total: Decimal | None,
) -> tuple[Indicator, ...]:
    """Give the indicators, and as the execution's line only those rows that the form's totals do not add up beside the fund row.

    All that are called so stay it where the totals hold by them, or by no other reading.
    """
    lines = [i for i in indicators if not i.sub]
    marked = frozenset(i.ordinal for i in lines if i.execution)
    printed = tuple(_printed(lines, funds, weight_total, score_total))
    if not marked or not printed or any(one.hold(lines, marked) for one in printed):
        return tuple(indicators)
    again = {i.ordinal for i in lines if i.execution and all(one.of(i) == one.fund for one in printed)}
    single = sorted(marked, key=lambda ordinal: (ordinal not in again, ordinal)) if len(marked) > 1 else ()
    readings = (*(frozenset((ordinal,)) for ordinal in single), frozenset[int]())
    sure = (
        printed if again else printed[:1]
    )  # a row with other points than the fund row's is told by the weights alone
    weighed = printed[0].field == "weight"
    kept = next(
        (
            one
            for one in readings
            if all(points.hold(lines, one) for points in sure) and (weighed or one or not again)
        ),
        None,
    )
    return tuple(
        indicators if kept is None else (replace(i, execution=i.ordinal in kept) for i in indicators)
    )


def _printed(
    lines: Sequence[Indicator],
    funds: Iterable[Fund],
    weight_total: Decimal | None,
    score_total: Decimal | None,
) -> Iterator[_Points]:
    rows = [fund for fund in funds if fund.weight is not None or fund.score is not None]
    fund = next((row for row in rows if row.total), rows[0] if rows else None)
    if any(i.weight is not None for i in lines):
        yield _Points(
            "weight", _WHOLE if weight_total is None else weight_total, fund.weight if fund else None
        )
    if score_total is not None and any(i.score is not None for i in lines):
        yield _Points("score", score_total, fund.score if fund else None)
