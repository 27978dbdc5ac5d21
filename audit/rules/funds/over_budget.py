"""The rule ``over-budget``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audit.finding import Check, Finding
from audit.ledger import Ledger
from audit.ledger.formula import B_OVER_A, Formula, Ratio, find_base_column, ratio_of
from audit.ledger.printed import money
from audit.messages.words import COLUMNS
from audit.packs import Pack
from audit.registry import Outcomes, flag, outcome_where, rule, unchecked
from extract import Message, message
from normalize import Fund


@dataclass(frozen=True, slots=True)
class _Spending:
    """What a fund row spent of its budget, which the column ``base`` holds."""

    fund: Fund
    amounts: Ratio
    formula: Formula
    base: str

    @property
    def is_over(self) -> bool:
        return self.amounts.above > self.amounts.below


def prints_spending(ledger: Ledger) -> bool:
    """Tell whether the form prints an amount that was executed."""
    return any(fund.executed_yuan is not None for fund in ledger.form.funds)


@rule("over-budget", "warning", order=140, allowed_by=prints_spending)
def over_budget(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag more executed than budgeted (超预算).

    Once in the total fund row, in sources only where the total is not over.

    Formula: 全年执行数 > 全年预算数, or the column that the form's rate divides by; where it takes upper
    transfers out, (B-C) > A. An amount in 元 among others in 万元, which the sum of its sources or its rate
    tells of, counts as it was meant.
    Tolerance: none.
    Source: observed: the budget column is the adjusted budget of the year, which spending keeps to.
    Example: 年度资金总额：全年执行数851.92万元，全年预算数为820万元，超预算31.92万元。
    """
    rows = tuple(_find_spendings(ledger))
    if not rows:
        yield unchecked("over-budget", message("no-budget"))
        return
    over = [row for row in rows if row.is_over]
    for row in [row for row in over if row.fund.total] or over:
        yield _flag(ledger, row)
    first = rows[0]
    yield Check(
        "over-budget",
        outcome_where(differs=bool(over)),
        first.amounts.above,
        first.amounts.below,
        fund=first.fund.ordinal,
    )


def _find_spendings(ledger: Ledger) -> Iterator[_Spending]:
    funds = ledger.form.funds
    formula = ledger.formula or B_OVER_A
    base = find_base_column(formula, funds)
    for fund in funds:
        amounts = ratio_of(formula, ledger.as_meant(fund), base)
        if amounts is not None:
            yield _Spending(fund, amounts, formula, base)


def _flag(ledger: Ledger, row: _Spending) -> Finding:
    return flag(
        "over-budget",
        _say(ledger, row),
        fund=row.fund.ordinal,
        field="executed_yuan",
        stated=row.amounts.above,
        computed=row.amounts.below,
        explanation=row.formula.basis if row.amounts.taken else None,
    )


def _say(ledger: Ledger, row: _Spending) -> Message:
    amounts, unit = row.amounts, ledger.unit
    shown: dict[str, str | Message] = {
        "name": row.fund.source,
        "executed": money(amounts.above, unit),
        "column": COLUMNS[f"{row.base}_yuan"],
        "budget": money(amounts.below, unit),
        "difference": money(amounts.above - amounts.below, unit),
    }
    if not amounts.taken:
        return message("over-budget", **shown)
    return message(
        "over-budget-net", **shown, added=money(amounts.added, unit), taken=money(amounts.taken, unit)
    )
