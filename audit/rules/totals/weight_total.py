"""The rule ``weight-total``."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.finding import Check, Finding
from audit.ledger import WHOLE, Ledger, add_printed
from audit.packs import Pack, PackClause
from audit.registry import Outcomes, flag, outcome_of, rule, severity_of
from audit.rules.totals.stated_total import (
    WEIGHTS,
    StatedTotal,
    all_agree,
    has_points,
    hold_total,
    pick_nearest,
)
from audit.slips.numbers import (
    HUNDREDTH,
    compare,
    plain,
)
from extract import message


def prints_weights(ledger: Ledger) -> bool:
    """Tell whether the form prints the weights of its indicators."""
    return any(i.weight is not None for i in ledger.form.indicators)


@rule("weight-total", "error", order=110, sets_verdict=True, allowed_by=prints_weights)
def weight_total(ledger: Ledger, pack: Pack) -> Outcomes:
    """Flag a stated total weight (总分值) that is not the sum of the lines' weights, or not 100.

    One finding a form.

    Formula: 总分值 = Σ 各指标分值 + 预算执行分值 = 100. Where the form states no total weight, the sum has to
    be 100. Rows beside the hundred (加分项, 扣分项, 一票否决) are counted only where the total counts them.
    Where both totals leave the execution out (合计90分, and 10 for the execution), that is info, and the two
    together have to be 100: 100 and 10 besides are 110 points.
    Tolerance: none; a difference of 0.01 is info.
    Source: observed: the total row prints 100.
    Example: 分值合计填100，各项分值之和为101，相差-1。
    """
    form = ledger.form
    stated = WHOLE if form.weight_total is None else form.weight_total
    hundred = _list_weights(ledger, with_extra=False)
    weighed = pick_nearest(stated, hundred, _list_weights(ledger, with_extra=True))
    computed = add_printed(weighed)
    unweighed = [line for line in ledger.lines if line.weight is None]
    lacking = [line for line in unweighed if has_points(ledger, line, line.score)]
    if form.weight_total is None and weighed and not lacking:
        yield from _hold_to_whole(ledger, pack, computed)
        return
    total = StatedTotal(
        WEIGHTS,
        form.weight_total,
        weighed,
        lacking,
    )
    outcomes = [*hold_total(total)]
    if form.weight_total is not None and all_agree(outcomes):
        outcomes += _hold_to_whole(ledger, pack, form.weight_total)
    yield from outcomes
    if all_agree(outcomes):
        yield from _tell_left_out(ledger)


def _list_weights(ledger: Ledger, *, with_extra: bool) -> list[Decimal]:
    """Return the lines' weights; rows beside the hundred points (加分项) are among them only ``with_extra``."""
    lines = [line for line in ledger.counted if with_extra or not line.extra]
    return [line.weight for line in lines if line.weight is not None]


def _hold_to_whole(ledger: Ledger, pack: Pack, total: Decimal) -> Iterator[Finding | Check]:
    """Hold the weights to 100; a total that was held against its sum has a second check if it fails."""
    total += _weight_beside(ledger)
    stated, found = ledger.form.weight_total, compare(total, WHOLE)
    if found != "agrees":
        yield _flag_not_whole(ledger, pack, total)
    if stated is None or found == "differs":
        yield Check(
            "weight-total",
            outcome_of(found),
            stated,
            total,
            explanation=message("held-to-whole"),
            field="weight_total",
        )


def _weight_beside(ledger: Ledger) -> Decimal:
    """Return the execution's weight where both totals leave it out, else 0."""
    beside = ledger.execution_beside
    if beside is None or beside.weight is None:
        return Decimal()
    return beside.weight


def _flag_not_whole(ledger: Ledger, pack: Pack, total: Decimal) -> Finding:
    """Flag weights that are not 100: as info where the place does not hold them to it."""
    released = _find_release(pack, ledger.form.year)
    if released is None:
        severity, explanation = severity_of(compare(total, WHOLE)), None
    else:
        severity, explanation = "info", released.basis
    beside, stated = _weight_beside(ledger), ledger.form.weight_total
    sentence = message("weight-not-whole", total=plain(total))
    if beside and stated is not None:
        sentence = message(
            "weight-beside-whole", stated=plain(stated), value=plain(beside), total=plain(total)
        )
    return flag(
        "weight-total",
        sentence,
        severity=severity,
        field="weight_total",
        stated=ledger.form.weight_total,
        computed=total,
        tolerance=HUNDREDTH,
        explanation=explanation,
    )


def _find_release(pack: Pack, year: int | None) -> PackClause | None:
    """Return the clause that does not hold the weights to 100, or None."""
    clauses = (clause for clause in pack.clauses if clause.kind == "whole")
    return next((clause for clause in clauses if clause.holds_in(year)), None)


def _tell_left_out(ledger: Ledger) -> Iterator[Finding]:
    """Tell that the totals leave the execution out, which adds up all the same."""
    beside, stated = _weight_beside(ledger), ledger.form.weight_total
    if beside and stated is not None:
        left_out = message("without-execution", stated=plain(stated), value=plain(beside))
        yield flag("weight-total", left_out, severity="info", field="weight_total", stated=stated)
