"""The rule ``execution-score``."""

from __future__ import annotations

from collections.abc import Iterator

from audit.finding import Check, Finding
from audit.ledger import Ledger
from audit.ledger.execution import Scored, find_fits
from audit.ledger.settings import LEDGER
from audit.messages.words import COLUMNS
from audit.packs import Pack, binding, elsewhere
from audit.registry import Outcomes, flag, rule, unchecked
from audit.slips.numbers import percent, plain
from extract import Message, message


def prints_execution_points(ledger: Ledger) -> bool:
    """Tell whether the form prints points of the execution."""
    line = ledger.execution
    return line is not None and (line.weight is not None or line.score is not None)


@rule("execution-score", "warning", order=160, allowed_by=prints_execution_points)
def execution_score(ledger: Ledger, pack: Pack) -> Outcomes:
    """Flag a fund row's score that no rule of its place makes of its rate; ``checked`` names one that does.

    Formula: 得分 = 分值 × 执行率 up to 100%, above it 满分 (national practice), or what the rules of the form's
    own place give above it: 分值 × (2 − 执行率), 分值 × A/B; each from the exact or the displayed rate, rounded or
    cut at the printed decimals. Another place's rule that gives the score is named as a possibility and
    excuses nothing. Where the indicator table prints the execution again, both have to print the same weight
    and score.
    Tolerance: none at the printed decimals.
    Source: the packs name each rule's: the form's own pack is tried first, then the national one.
    Example: 预算执行得分9.61 = 10 × (2 − 851.92/820)，超支部分扣分。
    """
    yield from _flag_told_otherwise(ledger)
    if not ledger.scored_rows:
        yield unchecked("execution-score", message("no-execution-score"), field="score")
    for scored in ledger.scored_rows:
        yield from _hold(ledger, pack, scored)


def _hold(ledger: Ledger, pack: Pack, scored: Scored) -> Iterator[Finding | Check]:
    if not scored.rates:
        yield unchecked(
            "execution-score",
            message("no-execution-rate"),
            fund=scored.fund.ordinal,
            field="score",
            stated=scored.score,
        )
        return
    rule_name, ordinal, stated = "execution-score", scored.fund.ordinal, scored.score
    fit = next(find_fits(scored, binding(pack, "score", ledger.form.year)), None)
    if fit is not None:
        yield Check(
            rule_name,
            "agrees",
            stated,
            fit.computed,
            explanation=fit.explanation,
            fund=ordinal,
            field="score",
        )
    elif ledger.budgets_nothing(scored.fund):
        missing = message("nothing-budgeted", name=scored.fund.source)
        yield unchecked(rule_name, missing, fund=ordinal, field="score", stated=stated)
    else:
        yield _flag(ledger, pack, scored)
        yield Check(rule_name, "differs", stated, fund=ordinal, field="score")


def _flag_told_otherwise(ledger: Ledger) -> Iterator[Finding | Check]:
    """Flag points of the fund row that are not those of the execution's row among the indicators."""
    line = ledger.execution
    if line is None or line.split:
        return
    fund = next((fund for fund in ledger.form.funds if fund.ordinal == line.fund), None)
    if fund is None:
        return
    for name in ("weight", "score"):
        stated, computed = getattr(fund, name), getattr(line, name)
        if stated is None or stated == computed:
            continue
        otherwise = message(
            "execution-told-otherwise", what=COLUMNS[name], fund=plain(stated), row=plain(computed)
        )
        yield flag(
            "execution-score",
            otherwise,
            fund=fund.ordinal,
            field=name,
            stated=stated,
            computed=computed,
        )
        yield Check("execution-score", "differs", stated, computed, fund=fund.ordinal, field=name)


def _flag(ledger: Ledger, pack: Pack, scored: Scored) -> Finding:
    return flag(
        "execution-score",
        message(
            "execution-score",
            score=f"{scored.score:f}",
            weight=f"{scored.weight:f}",
            rate=percent(scored.rates[0], LEDGER.rate_step),
        ),
        fund=scored.fund.ordinal,
        field="score",
        stated=scored.score,
        explanation=_find_borrowed(ledger, pack, scored),
    )


def _find_borrowed(ledger: Ledger, pack: Pack, scored: Scored) -> Message | None:
    """Return the rule of another place that gives the score, though it does not bind this form."""
    borrowed = next(find_fits(scored, elsewhere(pack, "score", ledger.form.year)), None)
    if borrowed is None:
        return None
    return message("fits-elsewhere", place=borrowed.clause.place, clause=borrowed.clause.text)
