"""Rows called 预算执行率 in the indicator table: the execution's own line, or indicators like any other, as the totals tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from normalize.form import Fund, Indicator

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
        again = next((value for i in lines if i.ordinal in kept and (value := self.of(i)) is not None), self.fund)
        others = [value for i in lines if i.ordinal not in kept and (value := self.of(i)) is not None]
        return abs(sum(others, again or Decimal()) - self.total) <= _ROUNDED

    def of(self, line: Indicator) -> Decimal | None:
        value: Decimal | None = getattr(line, self.field)
        return value


def told_apart(
    indicators: Sequence[Indicator], funds: Iterable[Fund], weight_total: Decimal | None, score_total: Decimal | None
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
    sure = printed if again else printed[:1]  # a row with other points than the fund row's is told by the weights alone
    weighed = printed[0].field == "weight"
    kept = next(
        (one for one in readings if all(points.hold(lines, one) for points in sure) and (weighed or one or not again)), None
    )
    return tuple(indicators if kept is None else (replace(i, execution=i.ordinal in kept) for i in indicators))


def _printed(
    lines: Sequence[Indicator], funds: Iterable[Fund], weight_total: Decimal | None, score_total: Decimal | None
) -> Iterator[_Points]:
    rows = [fund for fund in funds if fund.weight is not None or fund.score is not None]
    fund = next((row for row in rows if row.total), rows[0] if rows else None)
    if any(i.weight is not None for i in lines):
        yield _Points("weight", _WHOLE if weight_total is None else weight_total, fund.weight if fund else None)
    if score_total is not None and any(i.score is not None for i in lines):
        yield _Points("score", score_total, fund.score if fund else None)
