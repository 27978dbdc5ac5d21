"""The lines that a form's totals add up: the indicators and, once, the total fund row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from audit.ledger.printed import words
from audit.ledger.settings import LEDGER
from audit.messages.words import shorten
from extract import Message, message
from normalize import Form, Fund, Indicator, fold_text

_BEHIND_NAME = re.compile(r"[:(,—-]")  # what parts a row's name from what is said of it: 扣分项(未按时报送)

BONUS, DEDUCTION, VETO = "bonus", "deduction", "veto"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of the form with its weight (分值) and score (得分); ``fund`` and ``indicator`` are its ordinals.

    ``split`` are the ordinals of the fund rows whose points it adds up, where they stand in several sources.
    ``is_execution`` marks the execution rate's line (预算执行率), wherever the form prints it; ``extra`` is
    ``bonus``, ``deduction`` or ``veto`` for a row beside the hundred points, ``is_taken_off`` marks a
    deduction whose score is taken off the total, with or without a minus.
    """

    name: str | Message
    weight: Decimal | None
    score: Decimal | None
    fund: int | None = None
    indicator: int | None = None
    is_execution: bool = False
    extra: str | None = None
    is_taken_off: bool = False
    split: tuple[int, ...] = ()

    @property
    def counted_score(self) -> Decimal | None:
        """The score as a total counts it."""
        if self.score is None or not self.is_taken_off:
            return self.score
        return -abs(self.score)


def find_extra(indicator: Indicator) -> str | None:
    """Return ``bonus``, ``deduction`` or ``veto`` for a row that is one by its names, else None."""
    return _extra_named(indicator.level1, indicator.level2, indicator.level3)


@cache
def _extra_named(level1: str | None, level2: str | None, level3: str | None) -> str | None:
    called = _BEHIND_NAME.split(fold_text(level3 or ""))[0]
    levels = f"{level1}\n{level2}"  # names of two levels are not read as one
    for kind in (BONUS, DEDUCTION, VETO):
        known: Iterable[str] = words("extra")[kind]
        if called in known or any(word in levels for word in known):
            return kind
    return None


def find_lines(form: Form) -> tuple[LedgerLine, ...]:
    """Return what the totals of scores and weights add up, sub-rows and repetitions left out."""
    execution = find_execution(form)
    lines = [line_of(indicator) for indicator in form.indicators if is_own_line(indicator)]
    if execution is not None:
        lines.insert(0, execution)
    if _weigh_deductions(form, lines):
        return tuple(lines)
    return tuple(replace(line, is_taken_off=line.extra == DEDUCTION) for line in lines)


def _weigh_deductions(form: Form, lines: Iterable[LedgerLine]) -> bool:
    """Tell whether the hundred points count the deductions' weights: such a row is a line as others are."""
    whole = Decimal(100) if form.weight_total is None else form.weight_total
    beside = sum((line.weight for line in lines if line.weight and line.extra != DEDUCTION), Decimal())
    deducted = sum((line.weight for line in lines if line.weight and line.extra == DEDUCTION), Decimal())
    return deducted > 0 and beside + deducted == whole


def is_own_line(indicator: Indicator) -> bool:
    """Tell whether an indicator counts by itself: it is no sub-row (其中), and not the execution's row."""
    return not (indicator.sub or indicator.execution)


def find_execution(form: Form) -> LedgerLine | None:
    """Return the line of the execution rate, or None.

    The row inside the indicator table where there is one, else the total fund row.
    """
    row = next((i for i in form.indicators if i.execution), None)
    fund = find_scored_fund(form)
    if fund is None:
        if row is None:
            return None
        return replace(line_of(row), is_execution=True, extra=None)
    of_fund = replace(_add_split_points(form, fund), is_execution=True)
    if row is None:
        return of_fund
    return replace(
        of_fund,
        name=name_indicator(row),
        weight=_first_printed(row.weight, of_fund.weight),
        score=_first_printed(row.score, of_fund.score),
        indicator=row.ordinal,
    )


def _first_printed(*values: Decimal | None) -> Decimal | None:
    return next((value for value in values if value is not None), None)


def find_total_fund(form: Form) -> Fund | None:
    """Return the total fund row (年度资金总额)."""
    return next((f for f in form.funds if f.total), None)


def find_scored_fund(form: Form) -> Fund | None:
    """Return the fund row that carries the execution score.

    The total row, unless one source alone prints points; without a total row the first that does.
    """
    total, scored = find_total_fund(form), _find_scored_sources(form)
    if total is None or (len(scored) == 1 and not _has_points(total)):
        return next(iter(scored), total)
    return total


def find_split_funds(form: Form) -> tuple[Fund, ...]:
    """Return the sources that the execution's points are split over, none where the total row has them.

    Points that are split are of different weights: equal ones may as well repeat the execution's.
    """
    total, scored = find_total_fund(form), _find_scored_sources(form)
    if total is None or _has_points(total):
        return ()
    weights = [fund.weight for fund in scored if fund.weight is not None and fund.score is not None]
    if len(weights) != len(scored) or len(set(weights)) < len(weights):
        return ()
    first, others = weights[:1], weights[1:]
    is_nested = first == [sum(others, Decimal())]
    if not others or is_nested:
        return ()
    return scored


def _find_scored_sources(form: Form) -> tuple[Fund, ...]:
    """Return the sources with points of their own."""
    return tuple(fund for fund in form.funds if _has_points(fund) and not fund.total and not fund.subtotal)


def _add_split_points(form: Form, fund: Fund) -> LedgerLine:
    """Return the execution's line: a fund row, with the points of the sources that they are split over."""
    line, split = line_of_fund(fund), find_split_funds(form)
    if not split:
        return line
    weights = (one.weight for one in split if one.weight is not None)
    scores = (one.score for one in split if one.score is not None)
    return replace(
        line,
        weight=sum(weights, Decimal()),
        score=sum(scores, Decimal()),
        split=tuple(one.ordinal for one in split),
    )


def is_scored_elsewhere(form: Form, line: LedgerLine) -> bool:
    """Tell whether other fund rows print points and the total row does not: nobody knows which count."""
    if line.fund is None or _has_points(line):
        return False
    return any(_has_points(fund) for fund in form.funds if fund.ordinal != line.fund)


def find_scored_rows(form: Form) -> Iterator[LedgerLine]:
    """Yield every row with points: the lines, and fund rows that do not repeat the total row's.

    Sources that the execution's points are split over stand for its line.
    """
    execution = find_execution(form)
    yield from (line for line in find_lines(form) if not line.split)
    for fund in form.funds:
        if fund.score is None:
            continue
        if execution is None or not _repeats(fund, execution):
            yield line_of_fund(fund)


def _repeats(fund: Fund, execution: LedgerLine) -> bool:
    """Tell whether a fund row is the execution's own or repeats its score."""
    return fund.ordinal == execution.fund or fund.score == execution.score


def line_of(indicator: Indicator) -> LedgerLine:
    """Return an indicator as a line."""
    return LedgerLine(
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
    return shorten(name, LEDGER.name_characters)


def line_of_fund(fund: Fund) -> LedgerLine:
    """Return a fund row as a line."""
    return LedgerLine(name=fund.source, weight=fund.weight, score=fund.score, fund=fund.ordinal)


def _has_points(row: Fund | LedgerLine) -> bool:
    return row.weight is not None or row.score is not None
