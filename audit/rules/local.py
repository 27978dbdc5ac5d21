"""What some places ask for beyond the rules that hold everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from audit.finding import Check, Finding
from audit.ledger.execution import scored_execution
from audit.ledger.formula import base_column, column, rate_formula, ratio
from audit.ledger.lines import execution_line, indicator_name, lines, scored_fund
from audit.ledger.printed import form_unit, money, percent, plain
from audit.ledger.targets import DOWN, EXACT, measured
from audit.ledger.words import words
from audit.packs import Clause, Pack
from audit.registry import Said, flag, rule_by_pack, unchecked
from extract import Message, message
from normalize.form import Form, Fund

_NOTE = re.compile("[(（][^()（）]*应说明[^()（）]*[)）]")
_STEP = Decimal("0.0001")


@rule_by_pack("local-rule", "info")
def local_rule(form: Form, pack: Pack) -> Said:
    """Flag what the rules of the form's place ask for beyond those that hold everywhere.

    Formula: by the pack's clauses. 四川: 执行率 < 90%, or 全年预算数 ≠ 年初预算数, with no 原因 in the fund
    row of a form that has that column. 山西: a score where the target is blank, of a cost indicator above 5.
    天津, from 2024: 完成值 > 目标值 of a reverse indicator, 完成值 ≠ 目标值 of one that has to equal its
    target. 财政系统, only where it is named: 1 − 执行得分率 ÷ 指标得分率 > 5%, 未执行 > 20%.
    Tolerance: none.
    Source: the pack's clause; the explanation names it.
    Example: 年度资金总额：执行率85%，没有说明原因。
    """
    clauses = [clause for clause in pack.clauses if clause.kind in _HELD and clause.holds_in(form.year)]
    if not clauses:
        yield unchecked("local-rule", message("no-local-rule"))
        return
    found = [finding for clause in clauses for finding in _HELD[clause.kind](form, clause)]
    yield from found
    yield Check("local-rule", "differs" if found else "agrees")


def _reason(form: Form, clause: Clause) -> Iterator[Finding]:
    fund = scored_fund(form)
    if fund is None or "reason" not in form.fund_columns or _explained(fund):
        return
    rate = _rate(form, fund)
    if "below" in clause.terms and rate is not None and rate < Decimal(clause.terms["below"]):
        silent = message("rate-unexplained", name=fund.source, rate=percent(rate, _STEP))
        yield _about(clause, silent, fund=fund.ordinal, field="rate", stated=rate)
    if (
        "changed" in clause.terms
        and None not in (fund.initial_yuan, fund.budget_yuan)
        and fund.initial_yuan != fund.budget_yuan
    ):
        before, after = (
            money(yuan or Decimal(), form_unit(form)) for yuan in (fund.initial_yuan, fund.budget_yuan)
        )
        silent = message("change-unexplained", name=fund.source, before=before, after=after)
        yield _about(clause, silent, fund=fund.ordinal, field="budget_yuan", stated=fund.budget_yuan)


def _explained(fund: Fund) -> bool:
    """Tell whether a fund row gives a reason; the form's own note of when to give one is none.

    One that has its place and no text was read by a version that did not store it.
    """
    if "reason" in fund.where and "reason" not in fund.texts:
        return True
    said = _NOTE.sub("", "".join(fund.texts.get("reason", "").split()))
    return said not in words("blank")


def _rate(form: Form, fund: Fund) -> Decimal | None:
    formula = rate_formula(form)
    amounts = ratio(formula, fund, base_column(formula, form.funds)) if formula else None
    return amounts.value if amounts and amounts.below else fund.rate


def _unset(form: Form, clause: Clause) -> Iterator[Finding]:
    for line in form.indicators:
        if line.sub or line.execution or line.score is None or line.target.strip() not in words("blank"):
            continue
        most = next(
            (
                Decimal(most)
                for name, most in clause.terms["levels"].items()
                if name in (line.level1, line.level2)
            ),
            Decimal(),
        )
        if line.score > most:
            scored = message("unset-scored", name=indicator_name(line), score=plain(line.score))
            yield _about(
                clause, scored, indicator=line.ordinal, field="score", stated=line.score, computed=most
            )


def _marked(form: Form, clause: Clause) -> Iterator[Finding]:
    for line in form.indicators:
        found = measured(line)
        if line.sub or found is None or found.direction != clause.terms["direction"]:
            continue
        departs = {DOWN: found.actual > found.target, EXACT: found.actual != found.target}[found.direction]
        if departs:
            departing = message("departs", name=indicator_name(line), target=line.target, actual=line.actual)
            said = {
                "indicator": line.ordinal,
                "field": "actual",
                "stated": found.actual,
                "computed": found.target,
            }
            yield _about(clause, departing, **said)


def _gap(form: Form, clause: Clause) -> Iterator[Finding]:
    execution = execution_line(form)
    others = [line for line in lines(form) if not line.execution and line.weight and line.score is not None]
    if execution is None or not execution.weight or execution.score is None or not others:
        return
    earned = _sum(line.score for line in others) / _sum(line.weight for line in others)
    spent = execution.score / execution.weight
    if earned and (earned - spent) / earned > Decimal(clause.terms["most"]):
        behind = message("execution-behind", spent=percent(spent, _STEP), earned=percent(earned, _STEP))
        yield _about(
            clause,
            behind,
            fund=execution.fund,
            indicator=execution.indicator,
            field="score",
            stated=execution.score,
        )


def _unspent(form: Form, clause: Clause) -> Iterator[Finding]:
    scored = scored_execution(form)
    fund = scored.fund if scored else scored_fund(form)
    rate = _rate(form, fund) if fund else None
    if fund is None or rate is None or rate >= 1 - Decimal(clause.terms["most"]):
        return
    unspent = message("unspent", name=fund.source, rate=percent(1 - rate, _STEP))
    yield _about(clause, unspent, fund=fund.ordinal, field="executed_yuan", stated=column(fund, "executed"))


def _sum(values: Iterator[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal())


def _about(clause: Clause, told: Message, **said: object) -> Finding:
    return flag("local-rule", told, explanation=clause.basis, **said)  # type: ignore[arg-type]


_HELD: dict[str, Callable[[Form, Clause], Iterator[Finding]]] = {
    "reason": _reason,
    "unset": _unset,
    "marked": _marked,
    "gap": _gap,
    "unspent": _unspent,
}
