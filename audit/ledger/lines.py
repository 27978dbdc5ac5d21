"""The lines that a form's totals add up: the indicators and, once, the total fund row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from audit.ledger.words import words
from extract import Message, message
from normalize import Form, Fund, Indicator

BONUS, DEDUCTION, VETO = "bonus", "deduction", "veto"
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
    return _extra_named(indicator.level1, indicator.level2, indicator.level3)


@cache
def _extra_named(level1: str | None, level2: str | None, level3: str | None) -> str | None:
    called = (level3 or "").partition(":")[0]
    levels = f"{level1}\n{level2}"  # names of two levels are not read as one
    for kind in (BONUS, DEDUCTION, VETO):
        known: Iterable[str] = words("extra")[kind]
        if called in known or any(word in levels for word in known):
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
    if fund is None:
        return None if row is None else replace(line_of(row), is_execution=True, extra=None)
    of_fund = replace(line_of_fund(fund), is_execution=True)
    if row is None:
        return of_fund
    return replace(
        of_fund,
        name=name_indicator(row),
        weight=of_fund.weight if row.weight is None else row.weight,
        score=of_fund.score if row.score is None else row.score,
        indicator=row.ordinal,
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
            yield line_of_fund(fund)


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
    names = (indicator.content, indicator.level3, indicator.level2, indicator.level1)
    name = next(filter(None, names), None)
    if name is None:
        return message("unnamed-line", ordinal=indicator.ordinal)
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…"


def line_of_fund(fund: Fund) -> Line:
    """Return a fund row as a line."""
    return Line(name=fund.source, weight=fund.weight, score=fund.score, fund=fund.ordinal)


def _has_points(fund: Fund) -> bool:
    return fund.weight is not None or fund.score is not None
