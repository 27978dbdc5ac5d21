"""The rule ``fund-total``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from audit.finding import Check, Finding
from audit.ledger import Ledger
from audit.ledger.printed import money
from audit.ledger.sources import FundSum
from audit.messages.words import COLUMNS
from audit.packs import Pack
from audit.registry import Outcomes, flag, rule, unchecked
from audit.slips.numbers import HUNDREDTH, compare
from extract import Message, message

_UNSTATED = "unstated"  # the total row prints no amount
_PART = "part"  # the sources may be only a part of the total, and add up to less
_OUTCOMES = {"agrees": "agrees", "close": "agrees", "differs": "differs", _PART: "unchecked"}


def prints_sources(ledger: Ledger) -> bool:
    """Tell whether the form prints a total fund row and amounts of its sources."""
    return bool(ledger.fund_sums)


@rule("fund-total", "error", order=130, sets_verdict=True, allowed_by=prints_sources)
def fund_total(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag a total fund row (年度资金总额) that is not the sum of its sources.

    One finding a column, named in ``field``.

    Formula: 年度资金总额 = Σ 各资金来源, for 年初预算数, 全年预算数, 扣除统筹整合资金后预算金额, 全年执行数
    and 上级转移支付 each. A 其中 row below another source may be a part of that one, and so may rows that add
    up to the one above them, as most columns tell; where no 其中 marks those, that agrees proves nothing and
    the column is unchecked. A list of amounts without a column (按收入性质分, 按支出性质分) adds up to one of the total
    row's amounts. Sources that are only a part (a single 其中 row, blanks) may add up to less: info; with
    blanks the rule is unchecked then. A placeholder (-, /) or a 0 is no blank: it says that there is no such
    money.
    Tolerance: none; a difference of 0.01 in the form's money unit is info.
    Source: observed: 年度资金总额 stands above the sources that it is made of.
    Example: 全年预算数：年度资金总额填3658万元，各资金来源之和为3668万元，相差-10万元。
    """
    if not ledger.fund_sums:
        yield unchecked("fund-total", message("no-sources"))
    findings: list[Finding] = []
    checks: list[Check] = []
    for one in ledger.fund_sums:
        found = _compare(ledger, one)
        if found not in (_UNSTATED, "agrees"):
            findings.append(_flag(ledger, one, found))
        checks.append(_check(ledger, one, found))
    yield from _pick_one_a_column(findings)
    yield from checks


def _compare(ledger: Ledger, one: FundSum) -> str:
    if one.stated is None:
        return _UNSTATED
    found = compare(one.stated, one.computed, HUNDREDTH * ledger.unit_yuan)
    if found != "differs":
        return found
    if one.is_partial and one.computed < one.stated:
        return _PART
    return found


def _check(ledger: Ledger, one: FundSum, found: str) -> Check:
    ordinal = _find_total_row(ledger)
    if found == _UNSTATED:
        missing = message("no-total-amount", column=COLUMNS[one.field])
        return unchecked("fund-total", missing, fund=ordinal, field=one.field)
    check = Check(
        rule="fund-total",
        outcome=_OUTCOMES[found],
        stated=one.stated,
        computed=one.computed,
        explanation=_explain_check(one, found),
        fund=ordinal,
        field=one.field,
    )
    is_proof = _OUTCOMES[found] != "agrees" or not one.is_chosen
    if not is_proof:
        return replace(check, missing=message("chosen-sources"), outcome="unchecked")
    if found != _PART:
        return check
    if one.blank:
        return replace(check, missing=_missing(one))
    return replace(check, missing=_missing(one), outcome="n/a")


def _find_total_row(ledger: Ledger) -> int | None:
    """Return the ordinal of the total fund row."""
    if ledger.total_fund is None:
        return None
    return ledger.total_fund.ordinal


def _explain_check(one: FundSum, found: str) -> Message | None:
    if found == "close":
        return message("rounded-before")
    if one.heading is None:
        return None
    return message("as-printed", text=one.heading)


def _missing(one: FundSum) -> Message:
    if one.blank:
        return message("blank-sources", names=one.blank)
    return message("part-of-sources")


def _flag(ledger: Ledger, one: FundSum, found: str) -> Finding:
    assert one.stated is not None
    return flag(
        "fund-total",
        _say(ledger, one, one.stated),
        severity=None if found == "differs" else "info",
        fund=_find_total_row(ledger),
        field=one.field,
        stated=one.stated,
        computed=one.computed,
        tolerance=HUNDREDTH * ledger.unit_yuan,
        explanation=_explain(one, found),
    )


def _say(ledger: Ledger, one: FundSum, stated: Decimal) -> Message:
    shown = {
        "column": COLUMNS[one.field],
        "stated": money(stated, ledger.unit),
        "computed": money(one.computed, ledger.unit),
        "difference": money(stated - one.computed, ledger.unit),
    }
    if one.is_list:
        return message("fund-total-list", **shown, heading=one.heading or message("list-of-sources"))
    return message("fund-total", **shown)


def _explain(one: FundSum, found: str) -> Message | None:
    if found == "close":
        return message("rounded-before")
    if found == _PART:
        return _missing(one)
    return None


def _pick_one_a_column(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the gravest finding of each column: two lists that miss the same total tell of one mistake."""
    for field in dict.fromkeys(f.field for f in findings):
        same = [f for f in findings if f.field == field]
        yield next((f for f in same if f.severity != "info"), same[0])
