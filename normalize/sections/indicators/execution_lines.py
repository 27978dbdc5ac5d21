"""Rows of the indicator table called 预算执行率: the fund row printed again, or indicators of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract import with_doubt
from normalize.form import Fund, Indicator
from normalize.sections.settings import LINES

_POINTS = ("weight", "score")


@dataclass(frozen=True, slots=True)
class _PrintedPoints:
    """What the form prints of weights or of scores.

    ``total`` is what they should be, ``fund`` those of the execution's fund row.
    """

    field: str
    total: Decimal
    fund: Decimal | None

    def add_up(self, lines: Sequence[Indicator], kept: frozenset[int]) -> bool:
        """Tell whether they add up where only the rows ``kept`` are the fund row printed again."""
        repeated = [self.of(line) for line in lines if line.ordinal in kept]
        execution = next((value for value in repeated if value is not None), self.fund)
        others = [self.of(line) for line in lines if line.ordinal not in kept]
        found = sum((value for value in others if value is not None), execution or Decimal())
        return abs(found - self.total) <= LINES.rounding

    def of(self, line: Indicator) -> Decimal | None:
        """Return a line's own."""
        value: Decimal | None = getattr(line, self.field)
        return value


@dataclass(frozen=True, slots=True)
class _Reading:
    """The rows that are the fund row printed again; ``is_chosen``: by a sum alone."""

    kept: frozenset[int]
    is_chosen: bool = False


def mark_execution_lines(
    indicators: Sequence[Indicator],
    funds: Iterable[Fund],
    weight_total: Decimal | None,
    score_total: Decimal | None,
) -> tuple[Indicator, ...]:
    """Mark the lines that are the fund row of the execution printed again.

    Of the rows that are called so, those with other points than the fund row's are lines of their own. One
    with its points is the fund row, unless the totals hold only where both count. What a sum alone tells is
    in doubt.
    """
    lines = [line for line in indicators if not line.sub]
    named = [line for line in lines if line.execution]
    if not named:
        return tuple(indicators)
    fund = _find_fund(funds)
    printed = tuple(_find_printed(lines, fund, weight_total, score_total))
    reading = _choose_reading(lines, named, fund, printed)
    marked = {line.ordinal for line in named}
    return tuple(_mark(line, reading) if line.ordinal in marked else line for line in indicators)


def _find_fund(funds: Iterable[Fund]) -> Fund | None:
    """Return the fund row that prints points, the total row before others."""
    rows = [fund for fund in funds if fund.weight is not None or fund.score is not None]
    rows.sort(key=lambda fund: not fund.total)
    return rows[0] if rows else None


def _choose_reading(
    lines: Sequence[Indicator],
    named: Sequence[Indicator],
    fund: Fund | None,
    printed: Sequence[_PrintedPoints],
) -> _Reading:
    everyone = frozenset(line.ordinal for line in named)
    if fund is None:
        return _Reading(_choose_without_fund(lines, everyone, printed))
    same = [line for line in named if _has_points_of(line, fund, _POINTS)]
    if not same:
        return _choose_by_weight(lines, named, fund, printed)
    natural = frozenset(line.ordinal for line in same)
    single = [frozenset((line.ordinal,)) for line in same]
    if not printed or any(points.add_up(lines, natural) for points in printed):
        return _Reading(natural, is_chosen=len(same) > 1)
    has_weights = any(points.field == "weight" for points in printed)
    none = [frozenset[int]()] if has_weights else []  # scores alone may count the fund row twice by mistake
    for kept in (*single, *none):
        if all(points.add_up(lines, kept) for points in printed):
            return _Reading(kept, is_chosen=True)
    return _Reading(natural, is_chosen=len(same) > 1)


def _choose_without_fund(
    lines: Sequence[Indicator], everyone: frozenset[int], printed: Sequence[_PrintedPoints]
) -> frozenset[int]:
    """Return the rows that are the execution where no fund row prints points: all, or the one that fits."""
    if any(points.add_up(lines, everyone) for points in printed):
        return everyone
    for ordinal in sorted(everyone):
        kept = frozenset((ordinal,))
        if all(points.add_up(lines, kept) for points in printed):
            return kept
    return everyone


def _choose_by_weight(
    lines: Sequence[Indicator], named: Sequence[Indicator], fund: Fund, printed: Sequence[_PrintedPoints]
) -> _Reading:
    """Return the row with the fund row's weight and another score, where the weights hold only with it."""
    weights = [points for points in printed if points.field == "weight"]
    for line in named:
        kept = frozenset((line.ordinal,))
        is_same = fund.weight is not None and line.weight == fund.weight
        if is_same and any(points.add_up(lines, kept) for points in weights):
            return _Reading(kept, is_chosen=True)
    return _Reading(frozenset())


def _has_points_of(line: Indicator, fund: Fund, fields: Sequence[str]) -> bool:
    """Tell whether a line prints the points of a fund row, as far as both print any."""
    pairs = [(getattr(line, field), getattr(fund, field)) for field in fields]
    both = [(own, other) for own, other in pairs if own is not None and other is not None]
    return bool(both) and all(own == other for own, other in both)


def _find_printed(
    lines: Sequence[Indicator],
    fund: Fund | None,
    weight_total: Decimal | None,
    score_total: Decimal | None,
) -> Iterator[_PrintedPoints]:
    weight, score = (fund.weight, fund.score) if fund else (None, None)
    if any(line.weight is not None for line in lines):
        whole = LINES.whole_weight if weight_total is None else weight_total
        yield _PrintedPoints("weight", whole, weight)
    if score_total is not None and any(line.score is not None for line in lines):
        yield _PrintedPoints("score", score_total, score)


def _mark(line: Indicator, reading: _Reading) -> Indicator:
    marked = replace(line, execution=line.ordinal in reading.kept)
    if not reading.is_chosen:
        return marked
    doubted = {field: with_doubt(boxes, "chosen") for field, boxes in line.where.items() if field in _POINTS}
    return replace(marked, where={**line.where, **doubted})
