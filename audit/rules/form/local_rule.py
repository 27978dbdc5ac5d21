"""The rule ``local-rule``: what some places ask for beyond the rules that hold everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from audit.finding import Check, Finding
from audit.ledger import Ledger, add_printed
from audit.ledger.formula import read_amount
from audit.ledger.lines import is_own_line, name_indicator
from audit.ledger.printed import money, words
from audit.ledger.settings import LEDGER
from audit.ledger.targets import DOWN, EXACT
from audit.packs import Pack, PackClause
from audit.registry import Outcomes, flag, not_applicable, outcome_where, rule
from audit.slips.numbers import percent, plain
from extract import message
from normalize import Fund, Indicator

_NOTE = re.compile("[(（][^()（）]*应说明[^()（）]*[)）]")


@rule("local-rule", "info", order=420)
def local_rule(ledger: Ledger, pack: Pack) -> Outcomes:
    """Flag what the rules of the form's place ask for beyond those that hold everywhere.

    Formula: by the pack's clauses. 四川: 执行率 < 90%, or 全年预算数 ≠ 年初预算数, with no 原因 in the fund
    row of a form that has that column. 山西: a score where the target is blank, of a cost indicator above 5.
    天津, on forms filled in since its system does so (2024-04-28, 2024-05-09; by the year where no day is
    printed): 完成值 > 目标值 of a reverse indicator, 完成值 ≠ 目标值 of one that has to equal its
    target. 财政系统, only where it is named: 1 − 执行得分率 ÷ 指标得分率 > 5%, 未执行 > 20%.
    Tolerance: none.
    Source: the pack's clause; the explanation names it.
    Example: 年度资金总额：执行率85%，没有说明原因。
    """
    clauses = [clause for clause in pack.clauses if clause.kind in _HELD]
    in_force = [clause for clause in clauses if clause.holds_in(ledger.form.year)]
    if not in_force:
        yield not_applicable("local-rule", message("no-local-rule"))
        return
    found: list[Finding] = []
    for clause in in_force:
        found += _HELD[clause.kind](ledger, clause)
    yield from found
    yield Check("local-rule", outcome_where(differs=bool(found)))


def _find_no_reason(ledger: Ledger, clause: PackClause) -> Iterator[Finding]:
    """Flag a low rate, or a budget that was changed, without a reason."""
    if "reason" not in ledger.form.fund_columns:
        return
    fund = ledger.scored_fund
    if fund is None or _is_explained(fund):
        return
    if "below" in clause.terms:
        yield from _find_low_rate(ledger, clause, fund)
    if "changed" in clause.terms:
        yield from _find_changed_budget(ledger, clause, fund)


def _find_low_rate(ledger: Ledger, clause: PackClause, fund: Fund) -> Iterator[Finding]:
    rate = ledger.rate(fund)
    if rate is None or rate >= Decimal(clause.terms["below"]):
        return
    yield flag(
        "local-rule",
        message("rate-unexplained", name=fund.source, rate=percent(rate, LEDGER.rate_step)),
        fund=fund.ordinal,
        field="rate",
        stated=rate,
        explanation=clause.basis,
    )


def _find_changed_budget(ledger: Ledger, clause: PackClause, fund: Fund) -> Iterator[Finding]:
    before, after = fund.initial_yuan, fund.budget_yuan
    if before is None or after is None or before == after:
        return
    yield flag(
        "local-rule",
        message(
            "change-unexplained",
            name=fund.source,
            before=money(before, ledger.unit),
            after=money(after, ledger.unit),
        ),
        fund=fund.ordinal,
        field="budget_yuan",
        stated=after,
        explanation=clause.basis,
    )


def _is_explained(fund: Fund) -> bool:
    """Tell whether a fund row gives a reason; the form's own note of when to give one is none.

    One that has its place and no text was read by a version that did not store it.
    """
    if "reason" in fund.where and "reason" not in fund.texts:
        return True
    given = _NOTE.sub("", "".join(fund.texts.get("reason", "").split()))
    return given not in words("blank")


def _find_scored_without_target(ledger: Ledger, clause: PackClause) -> Iterator[Finding]:
    """Flag a score where the target is blank, above what the clause lets the indicator's level have."""
    for indicator in ledger.form.indicators:
        if indicator.score is None or not is_own_line(indicator):
            continue
        if indicator.target.strip() not in words("blank"):
            continue
        most = _most_without_target(clause, indicator)
        if indicator.score > most:
            yield flag(
                "local-rule",
                message("unset-scored", name=name_indicator(indicator), score=plain(indicator.score)),
                indicator=indicator.ordinal,
                field="score",
                stated=indicator.score,
                computed=most,
                explanation=clause.basis,
            )


def _most_without_target(clause: PackClause, indicator: Indicator) -> Decimal:
    own = (indicator.level1, indicator.level2)
    return next((Decimal(most) for name, most in clause.terms["levels"].items() if name in own), Decimal())


def _find_departing(ledger: Ledger, clause: PackClause) -> Iterator[Finding]:
    """Flag an actual above its target, or other than it, in the direction that the clause is about."""
    for indicator in ledger.form.indicators:
        found = ledger.comparison(indicator)
        if indicator.achieved is None or indicator.sub:
            continue
        if found is None or found.direction != clause.terms["direction"]:
            continue
        departs = {DOWN: found.actual > found.target, EXACT: found.actual != found.target}
        if departs[found.direction]:
            yield flag(
                "local-rule",
                message(
                    "departs",
                    name=name_indicator(indicator),
                    target=indicator.target,
                    actual=indicator.actual,
                ),
                indicator=indicator.ordinal,
                field="actual",
                stated=found.actual,
                computed=found.target,
                explanation=clause.basis,
            )


def _find_execution_behind(ledger: Ledger, clause: PackClause) -> Iterator[Finding]:
    """Flag an execution that earns less of its weight than the indicators do of theirs."""
    execution = ledger.execution
    if execution is None or not execution.weight or execution.score is None:
        return
    others = [line for line in ledger.lines if not line.is_execution]
    scored = [line for line in others if line.weight and line.score is not None]
    if not scored:
        return
    earned = add_printed(line.score for line in scored) / add_printed(line.weight for line in scored)
    spent = execution.score / execution.weight
    if not earned:
        return
    if (earned - spent) / earned > Decimal(clause.terms["most"]):
        yield flag(
            "local-rule",
            message(
                "execution-behind",
                spent=percent(spent, LEDGER.rate_step),
                earned=percent(earned, LEDGER.rate_step),
            ),
            fund=execution.fund,
            indicator=execution.indicator,
            field="score",
            stated=execution.score,
            explanation=clause.basis,
        )


def _find_unspent(ledger: Ledger, clause: PackClause) -> Iterator[Finding]:
    """Flag a budget of which too much is unspent."""
    fund = ledger.scored_fund
    if ledger.scored is not None:
        fund = ledger.scored.fund
    if fund is None:
        return
    rate = ledger.rate(fund)
    if rate is None or rate >= 1 - Decimal(clause.terms["most"]):
        return
    yield flag(
        "local-rule",
        message("unspent", name=fund.source, rate=percent(1 - rate, LEDGER.rate_step)),
        fund=fund.ordinal,
        field="executed_yuan",
        stated=read_amount(fund, "executed"),
        explanation=clause.basis,
    )


_HELD: dict[str, Callable[[Ledger, PackClause], Iterator[Finding]]] = {
    "reason": _find_no_reason,
    "unset": _find_scored_without_target,
    "marked": _find_departing,
    "gap": _find_execution_behind,
    "unspent": _find_unspent,
}
