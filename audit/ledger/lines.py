"""The lines that a form's totals add up: the indicators and, once, the total fund row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from audit.ledger.words import words
from extract import Message, message
from normalize.form import Form, Fund, Indicator

BONUS, DEDUCTION, VETO = "bonus", "deduction", "veto"


def aside(indicator: Indicator) -> str | None:
    """Return ``bonus``, ``deduction`` or ``veto`` for a row that its level names as one, or that is called so; else None."""
    return _named(indicator.level1 or "", indicator.level2 or "", indicator.level3 or "")


@cache
def _named(level1: str, level2: str, level3: str) -> str | None:
    for kind in (BONUS, DEDUCTION, VETO):
        known: Iterable[str] = words("extra")[kind]
        if any(word in level1 or word in level2 or level3.partition(":")[0] == word for word in known):
            return kind
    return None


_NAME_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the form with its weight (分值) and score (得分); ``fund`` and ``indicator`` are its ordinals.

    ``execution`` marks the execution rate's line (预算执行率), wherever the form prints it; ``aside`` is
    ``bonus``, ``deduction`` or ``veto`` for a row beside the hundred points.
    """

    name: str | Message
    weight: Decimal | None
    score: Decimal | None
    fund: int | None = None
    indicator: int | None = None
    execution: bool = False
    aside: str | None = None


def lines(form: Form) -> tuple[Line, ...]:
    """Return what the totals of scores and weights add up, sub-rows and repetitions left out."""
    execution = execution_line(form)
    plain = tuple(indicator_line(i) for i in form.indicators if not i.sub and not i.execution)
    return ((execution,) if execution else ()) + plain


def execution_line(form: Form) -> Line | None:
    """Return the line of the execution rate: the row inside the indicator table where there is one, else the total fund row."""
    row = next((i for i in form.indicators if i.execution), None)
    fund = scored_fund(form)
    if row is None and fund is None:
        return None
    return Line(
        name=indicator_name(row) if row else fund.source if fund else "",
        weight=_first(row.weight if row else None, fund.weight if fund else None),
        score=_first(row.score if row else None, fund.score if fund else None),
        fund=fund.ordinal if fund else None,
        indicator=row.ordinal if row else None,
        execution=True,
    )


def total_row(form: Form) -> Fund | None:
    """Return the total fund row (年度资金总额)."""
    return next((f for f in form.funds if f.total), None)


def scored_fund(form: Form) -> Fund | None:
    """Return the fund row that carries the execution score: the total row, or the first scored row where no total is printed."""
    return total_row(form) or next(
        (f for f in form.funds if f.weight is not None or f.score is not None), None
    )


def scored_elsewhere(form: Form, line: Line) -> bool:
    """Tell whether the total fund row prints no points where other fund rows do, so that nobody knows which of theirs count."""
    others = (fund for fund in form.funds if fund.ordinal != line.fund)
    blank = line.fund is not None and line.weight is None and line.score is None
    return blank and any(fund.weight is not None or fund.score is not None for fund in others)


def scored_rows(form: Form) -> Iterator[Line]:
    """Yield every row with a weight or score of its own: the lines, and fund rows that do not repeat the total row's."""
    execution = execution_line(form)
    yield from lines(form)
    for fund in form.funds:
        repeats = execution is not None and (fund.ordinal == execution.fund or fund.score == execution.score)
        if not repeats and fund.score is not None:
            yield Line(fund.source, fund.weight, fund.score, fund=fund.ordinal)


def indicator_line(indicator: Indicator) -> Line:
    """Return an indicator as a line."""
    name, kind = indicator_name(indicator), aside(indicator)
    return Line(name, indicator.weight, indicator.score, indicator=indicator.ordinal, aside=kind)


def indicator_name(indicator: Indicator) -> str | Message:
    """Return what a message calls an indicator: its content, else its innermost level, cut where it is long."""
    name = indicator.content or indicator.level3 or indicator.level2 or indicator.level1
    if not name:
        return message("unnamed-line", ordinal=indicator.ordinal)
    return name if len(name) <= _NAME_LENGTH else name[:_NAME_LENGTH] + "…"


def prints_scores(form: Form) -> bool:
    """Tell whether the form prints any score, of a line or in all."""
    return form.score_total is not None or any(line.score is not None for line in lines(form))


def prints_weights(form: Form) -> bool:
    """Tell whether the form prints the weights of its indicators."""
    return any(i.weight is not None for i in form.indicators)


def _first(*values: Decimal | None) -> Decimal | None:
    return next((v for v in values if v is not None), None)
