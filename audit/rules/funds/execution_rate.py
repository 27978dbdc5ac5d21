"""The rule ``execution-rate``."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.explain.rate import StatedRate
from audit.finding import Check, Finding
from audit.ledger import Ledger
from audit.ledger.formula import Formula
from audit.ledger.settings import LEDGER
from audit.packs import Pack
from audit.registry import Outcomes, flag, not_applicable, outcome_where, rule, unchecked
from audit.slips.numbers import STORED_PLACES, percent, rounded
from extract import message
from normalize import Fund


def prints_rates(ledger: Ledger) -> bool:
    """Tell whether the form prints a rate together with the amounts that it divides."""
    funds = ledger.form.funds
    has_rate = any(f.rate is not None for f in funds)
    has_executed = any(f.executed_yuan is not None for f in funds)
    has_budget = any(f.budget_yuan is not None or f.initial_yuan is not None for f in funds)
    return all((has_rate, has_executed, has_budget))


@rule("execution-rate", "warning", order=150, sets_verdict=True, allowed_by=prints_rates)
def execution_rate(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag a stated rate (执行率) that the form's own formula does not give at the printed precision.

    One finding a fund row.

    Formula: the one in the column's head, as (B-C)/A; B/A where it prints none. Half a unit of the last
    printed place either way agrees. A row with neither budget nor spending has no rate to hold, and a 0%
    beside amounts that are not printed is a blank. An amount in 元 among others in 万元, which the sum of its
    sources tells of, counts as it was meant.
    Tolerance: half the last printed place: 103.89% may be printed 103.9% or 104%, not 104.00%; a rate that
    was cut instead of rounded is flagged and explained.
    Source: the forms' column heads; the packs name each formula's.
    Example: 年度资金总额：执行率填104.00%，按(B-C)/A计算为103.89%。
    """
    formula = ledger.formula
    if formula is None:
        missing = message("unknown-formula", formula=ledger.form.rate_formula or "")
        yield unchecked("execution-rate", missing, field="rate")
        return
    outcomes: list[Finding | Check] = []
    for fund in ledger.form.funds:
        if fund.rate is not None:
            outcomes += _hold(ledger, formula, fund, fund.rate)
    if not outcomes:
        outcomes.append(unchecked("execution-rate", message("no-rate"), field="rate"))
    yield from outcomes


def _hold(ledger: Ledger, formula: Formula, fund: Fund, stated: Decimal) -> Iterator[Finding | Check]:
    amounts = ledger.ratio(fund)
    if amounts is None:
        missing, is_nothing = message("no-amounts", name=fund.source), stated == 0
    elif not amounts.below:
        missing, is_nothing = message("nothing-budgeted", name=fund.source), amounts.above == 0
    else:
        rate = StatedRate(fund, stated, amounts.value, formula, ledger.base, ledger.unit)
        yield from _compare(rate)
        return
    tell = not_applicable if is_nothing else unchecked
    yield tell("execution-rate", missing, fund=fund.ordinal, field="rate", stated=stated)


def _compare(rate: StatedRate) -> Iterator[Finding | Check]:
    agrees = rate.is_printed_of(rate.computed)
    computed = rounded(rate.computed, STORED_PLACES)
    if not agrees:
        yield flag(
            "execution-rate",
            message(
                "execution-rate",
                name=rate.fund.source,
                stated=percent(rate.stated, rate.step),
                formula=rate.formula.text,
                computed=percent(rate.computed, min(rate.step, LEDGER.rate_step)),
            ),
            fund=rate.fund.ordinal,
            field="rate",
            stated=rate.stated,
            computed=computed,
            tolerance=rate.step / 2,
        )
    yield Check(
        "execution-rate",
        outcome_where(differs=not agrees),
        rate.stated,
        computed,
        explanation=rate.formula.basis,
        fund=rate.fund.ordinal,
        field="rate",
    )
