"""The lines that a form's totals add up: the indicators and, once, the total fund row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from audit.ledger.words import words
from extract import Message, message
from normalize import Form, Fund, Indicator

BONUS, DEDUCTION, VETO = "bonus", "deduction", "veto"
_BETWEEN = "\n"  # names of two levels are not read as one
_LONGEST_NAME = 24  # characters


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the form with its weight (分值) and score (得分); ``fund`` and ``indicator`` are its ordinals.

    ``is_execution`` marks the execution rate's line (预算执行率), wherever the form prints it; ``extra`` is
    ``bonus``, ``deduction`` or ``veto`` for a row beside the hundred points.
    """

    name: str | Message
    weight: Decimal | None
    score: Decimal | None
    fund: int | None = None
    indicator: int | None = None
    is_execution: bool = False
    extra: str | None = None


def find_extra(indicator: Indicator) -> str | None:
    """Return ``bonus``, ``deduction`` or ``veto`` for a row that is one by its names, else None."""
    return _extra_named(indicator.level1 or "", indicator.level2 or "", indicator.level3 or "")


@cache
def _extra_named(level1: str, level2: str, level3: str) -> str | None:
    called = level3.partition(":")[0]
    for kind in (BONUS, DEDUCTION, VETO):
        known: Iterable[str] = words("extra")[kind]
        if called in known or any(word in level1 + _BETWEEN + level2 for word in known):
            return kind
    return None


def find_lines(form: Form) -> tuple[Line, ...]:
    """Return what the totals of scores and weights add up, sub-rows and repetitions left out."""
    execution = find_execution(form)
    indicators = tuple(line_of(i) for i in form.indicators if not i.sub and not i.execution)
    return indicators if execution is None else (execution, *indicators)


def find_execution(form: Form) -> Line | None:
    """Return the line of the execution rate, or None.

    The row inside the indicator table where there is one, else the total fund row.
    """
    row = next((i for i in form.indicators if i.execution), None)
    fund = find_scored_fund(form)
    if row is None:
        return None if fund is None else _line_of_fund(fund, is_execution=True)
    return Line(
        name=name_indicator(row),
        weight=_first(row.weight, fund.weight if fund else None),
        score=_first(row.score, fund.score if fund else None),
        fund=fund.ordinal if fund else None,
        indicator=row.ordinal,
        is_execution=True,
    )


def find_total_fund(form: Form) -> Fund | None:
    """Return the total fund row (年度资金总额)."""
    return next((f for f in form.funds if f.total), None)


def find_scored_fund(form: Form) -> Fund | None:
    """Return the fund row that carries the execution score: the total row, else the first scored one."""
    total = find_total_fund(form)
    return total or next((f for f in form.funds if _has_points(f)), None)


def is_scored_elsewhere(form: Form, line: Line) -> bool:
    """Tell whether other fund rows print points and the total row does not: nobody knows which count."""
    is_blank = line.weight is None and line.score is None
    if line.fund is None or not is_blank:
        return False
    return any(_has_points(fund) for fund in form.funds if fund.ordinal != line.fund)


def find_scored_rows(form: Form) -> Iterator[Line]:
    """Yield every row with points: the lines, and fund rows that do not repeat the total row's."""
    execution = find_execution(form)
    yield from find_lines(form)
    for fund in form.funds:
        repeats = execution is not None and (fund.ordinal == execution.fund or fund.score == execution.score)
        if not repeats and fund.score is not None:
            yield _line_of_fund(fund)


def line_of(indicator: Indicator) -> Line:
    """Return an indicator as a line."""
    return Line(
        name=name_indicator(indicator),
        weight=indicator.weight,
        score=indicator.score,
        indicator=indicator.ordinal,
        extra=find_extra(indicator),
    )


def name_indicator(indicator: Indicator) -> str | Message:
    """Return what a message calls an indicator: its content, else its innermost level, cut if long."""
    name = indicator.content or indicator.level3 or indicator.level2 or indicator.level1
    if not name:
        return message("unnamed-line", ordinal=indicator.ordinal)
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…"


def _line_of_fund(fund: Fund, *, is_execution: bool = False) -> Line:
    return Line(
        name=fund.source,
        weight=fund.weight,
        score=fund.score,
        fund=fund.ordinal,
        is_execution=is_execution,
    )


def _has_points(fund: Fund) -> bool:
    return fund.weight is not None or fund.score is not None


def _first(*values: Decimal | None) -> Decimal | None:
    return next((v for v in values if v is not None), None)
