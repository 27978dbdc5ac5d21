"""The execution rate (执行率) against its own formula, and the score that it earns."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.explain.amounts import meant_amount
from audit.explain.execution import Rated, explain_rate, explain_score
from audit.finding import Check, Finding
from audit.ledger.execution import Fit, Scored, fits, meant_scores, scored_execution
from audit.ledger.formula import Formula, base_column, budgets_nothing, column, rate_formula, ratio
from audit.ledger.lines import execution_line
from audit.ledger.printed import STORED_PLACES, amount, form_unit, percent, plain, rounded
from audit.messages.words import COLUMNS
from audit.packs import Clause, Pack, in_force, known
from audit.registry import Said, flag, rule, rule_by_pack, unchecked
from extract import Message, message
from normalize.form import Form, Fund


def prints_rates(form: Form) -> bool:
    """Tell whether the form prints a rate together with the amounts that it divides."""
    columns = (
        any(f.rate is not None for f in form.funds),
        any(f.executed_yuan is not None for f in form.funds),
    )
    return all(columns) and any(f.budget_yuan is not None or f.initial_yuan is not None for f in form.funds)


@rule("execution-rate", "warning", sets_verdict=True, allowed_by=prints_rates)
def execution_rate(form: Form) -> Said:
    """Flag a stated rate (执行率) that the form's own formula does not give at the precision it prints; one finding a fund row.

    Formula: the one in the column's head, as (B-C)/A; B/A where it prints none. Half a unit of the last
    printed place either way agrees. A row with neither budget nor spending has no rate to hold, and a 0%
    beside amounts that are not printed is a blank.
    Tolerance: half the last printed place: 103.89% may be printed 103.9% or 104%, not 104.00%; a rate that
    was cut instead of rounded is flagged and explained.
    Source: the forms' column heads; the packs name each formula's.
    Example: 年度资金总额：执行率填104.00%，按(B-C)/A计算为103.89%。
    """
    stated = [fund for fund in form.funds if fund.rate is not None]
    formula = rate_formula(form)
    if formula is None:
        yield unchecked(
            "execution-rate", message("unknown-formula", formula=form.rate_formula or ""), field="rate"
        )
        return
    said = [entry for fund in stated for entry in _hold(form, formula, fund)]
    yield from said or [unchecked("execution-rate", message("no-rate"), field="rate")]


@rule_by_pack("execution-score", "warning")
def execution_score(form: Form, pack: Pack) -> Said:
    """Flag a fund row's score that no known rule makes of its rate; where one does, ``checked`` names it.

    Formula: 得分 = 分值 × 执行率 up to 100%; above it 满分, 分值 × (2 − 执行率), 分值 × A/B or 分值 × 执行率
    uncapped, each from the exact or the displayed rate, rounded or cut at the printed decimals. Where the
    indicator table prints the execution again, both have to print the same weight and score.
    Tolerance: none at the printed decimals.
    Source: the packs name each rule's: the form's own pack is tried first, then the national one, then the
    others.
    Example: 预算执行得分9.61 = 10 × (2 − 851.92/820)，超支部分扣分。
    """
    yield from _told_otherwise(form)
    scored = scored_execution(form)
    if scored is None:
        yield unchecked("execution-score", message("no-execution-score"), field="score")
    elif not scored.rates:
        yield unchecked(
            "execution-score",
            message("no-execution-rate"),
            fund=scored.fund.ordinal,
            field="score",
            stated=scored.score,
        )
    else:
        yield from _fitted(form, pack, scored)


def _hold(form: Form, formula: Formula, fund: Fund) -> Said:
    assert fund.rate is not None
    below = base_column(formula, form.funds)
    amounts = ratio(formula, fund, below)
    if amounts is not None and amounts.below:
        yield from _compared(form, Rated(fund, fund.rate, amounts.value, formula, below, form_unit(form)))
        return
    missing = message("no-amounts" if amounts is None else "nothing-budgeted", name=fund.source)
    possible = fund.rate != 0 if amounts is None else amounts.above != 0
    yield unchecked(
        "execution-rate", missing, fund=fund.ordinal, field="rate", stated=fund.rate, possible=possible
    )


def _compared(form: Form, rate: Rated) -> Iterator[Finding | Check]:
    step = rate.step
    agrees = rate.answers(rate.computed)
    computed = rounded(rate.computed, STORED_PLACES)
    if not agrees:
        yield flag(
            "execution-rate",
            message(
                "execution-rate",
                name=rate.fund.source,
                stated=percent(rate.stated, step),
                formula=rate.formula.text,
                computed=percent(rate.computed, min(step, Decimal("0.0001"))),
            ),
            fund=rate.fund.ordinal,
            field="rate",
            stated=rate.stated,
            computed=computed,
            tolerance=step / 2,
            explanation=_by_the_sums(form, rate) or explain_rate(rate),
        )
    outcome = "agrees" if agrees else "differs"
    fund, basis = rate.fund.ordinal, rate.formula.basis
    yield Check("execution-rate", outcome, rate.stated, computed, explanation=basis, fund=fund, field="rate")


def _by_the_sums(form: Form, rate: Rated) -> Message | None:
    """Return what one amount should be, where that mends both the sum of its column and the rate."""
    for name in (*rate.formula.plus, rate.below):
        meant, printed = meant_amount(form, rate.fund, name), column(rate.fund, name)
        if meant is not None and printed is not None:
            value, instead = amount(printed, rate.unit), amount(meant, rate.unit)
            return message("rate-amount-meant", column=COLUMNS[f"{name}_yuan"], value=value, meant=instead)
    return None


def _fitted(form: Form, pack: Pack, scored: Scored) -> Iterator[Finding | Check]:
    fit: Fit | None = next(fits(scored, known(pack, "score", form.year)), None)
    if fit is None and budgets_nothing(form, scored.fund):
        missing = message("nothing-budgeted", name=scored.fund.source)
        yield unchecked(
            "execution-score", missing, fund=scored.fund.ordinal, field="score", stated=scored.score
        )
        return
    if fit is None:
        yield _unfitted(scored, form, in_force(pack, "score", form.year))
    yield Check(
        "execution-score",
        "agrees" if fit else "differs",
        scored.score,
        fit.computed if fit else None,
        explanation=fit.explanation if fit else None,
        fund=scored.fund.ordinal,
        field="score",
    )


def _told_otherwise(form: Form) -> Iterator[Finding | Check]:
    """Flag a score or weight of the fund row that is not the one that the indicator table prints for the execution."""
    line = execution_line(form)
    fund = next((f for f in form.funds if line and f.ordinal == line.fund), None)
    for name in ("weight", "score") if line and fund else ():
        stated, computed = getattr(fund, name), getattr(line, name)
        if fund and stated is not None and stated != computed:
            told = message(
                "execution-told-otherwise", what=COLUMNS[name], fund=plain(stated), row=plain(computed)
            )
            yield flag(
                "execution-score", told, fund=fund.ordinal, field=name, stated=stated, computed=computed
            )
            yield Check("execution-score", "differs", stated, computed, fund=fund.ordinal, field=name)


def _unfitted(scored: Scored, form: Form, clauses: tuple[Clause, ...]) -> Finding:
    meant = [score for _, score in meant_scores(scored, clauses)]
    return flag(
        "execution-score",
        message(
            "execution-score",
            score=f"{scored.score:f}",
            weight=f"{scored.weight:f}",
            rate=percent(scored.rates[0], Decimal("0.0001")),
        ),
        fund=scored.fund.ordinal,
        field="score",
        stated=scored.score,
        explanation=explain_score(scored.score, scored.rates, meant, form.score_total),
    )
