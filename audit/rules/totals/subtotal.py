"""The rule ``subtotal``."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.finding import Check, Finding
from audit.ledger import Ledger
from audit.ledger.printed import money
from audit.ledger.subtotals import SubtotalSum
from audit.messages.words import COLUMNS
from audit.packs import Pack
from audit.registry import Outcomes, flag, outcome_of, rule, severity_of, unchecked
from audit.slips.numbers import HUNDREDTH, compare, plain
from extract import Message, message


def prints_subtotals(ledger: Ledger) -> bool:
    """Tell whether the form prints a sum of rows inside its tables, beside what it adds up."""
    return any(one.parts for one in ledger.subtotals)


@rule("subtotal", "error", order=125, sets_verdict=True, allowed_by=prints_subtotals)
def subtotal(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag a subtotal that is not the sum of its rows.

    One finding a column, named in ``field``.

    Formula: of a 小计 row or a level in a row of its own, 分值, 得分 and 复核分 = Σ of its indicators; of a 小计
    row among the funds, each amount = Σ of its rows; of a list's heading with an amount (按收入性质分:2030.12),
    that amount = Σ of its list; of a source with 其中 rows of its own, each amount = Σ of those, where at least
    one other column adds up.
    Tolerance: none; a difference of 0.01 (of the form's money unit for amounts) is info. Where a row's number
    is blank it is unchecked, unless the others add up to the subtotal or to more; so is one that only holds
    for rows that were chosen because they add up.
    Source: observed: subtotals stand below, above or beside the rows that they are made of.
    Example: 「产出指标」的分值填40，所含各行之和为38，相差2。
    """
    if not ledger.subtotals:
        yield unchecked("subtotal", message("no-subtotals"))
    for one in ledger.subtotals:
        yield from _hold(ledger, one)


def _hold(ledger: Ledger, one: SubtotalSum) -> Iterator[Finding | Check]:
    tolerance = HUNDREDTH
    if one.is_money:
        tolerance *= ledger.unit_yuan
    found = compare(one.stated, one.computed, tolerance)
    missing = _find_missing(one, tolerance, found)
    if missing is not None:
        yield unchecked("subtotal", missing, fund=one.fund, field=one.field, stated=one.stated)
        return
    rounded_before = message("rounded-before") if found == "close" else None
    if found != "agrees":
        yield flag(
            "subtotal",
            message(
                "subtotal",
                name=one.name,
                column=COLUMNS[one.field],
                stated=_show(ledger, one, one.stated),
                computed=_show(ledger, one, one.computed),
                difference=_show(ledger, one, one.stated - one.computed),
            ),
            severity=severity_of(found),
            fund=one.fund,
            subtotal=one.subtotal,
            field=one.field,
            stated=one.stated,
            computed=one.computed,
            tolerance=tolerance,
            explanation=rounded_before,
        )
    yield Check(
        "subtotal",
        outcome_of(found),
        one.stated,
        one.computed,
        explanation=rounded_before or message("as-printed", text=one.name),
        fund=one.fund,
        field=one.field,
    )


def _find_missing(one: SubtotalSum, tolerance: Decimal, found: str) -> Message | None:
    """Return what keeps a subtotal from being checked, None where nothing does."""
    if not one.parts:
        return message("no-parts", name=one.name)
    if one.lacking and one.stated - one.computed > tolerance:
        return message("lacking-parts", name=one.name, names=one.lacking)
    if one.doubt == "chosen" and found != "differs":
        return message("chosen-rows", name=one.name)
    return None


def _show(ledger: Ledger, one: SubtotalSum, value: Decimal) -> str | Message:
    if one.is_money:
        return money(value, ledger.unit)
    return plain(value)
