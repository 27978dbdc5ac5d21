"""The rule ``full-score-without-actual``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audit.finding import Finding
from audit.ledger import Ledger
from audit.ledger.printed import words
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule
from audit.rules.scored import ScoredIndicator, find_scored
from audit.rules.targets.targeted import show_target
from extract import message
from normalize import Indicator


def prints_actuals(ledger: Ledger) -> bool:
    """Tell whether the form has a column of actual values, and indicators with points and a target."""
    has_column = "actual" in ledger.form.columns
    return has_column and any(_find_held(ledger))


@rule("full-score-without-actual", "warning", order=302, allowed_by=prints_actuals)
def full_score_without_actual(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag an indicator with a full score and no actual value.

    Formula: 分值 > 0, 得分 ≥ 分值, and 完成值 is blank, a placeholder (-, /, 未统计) or 不适用, where the
    indicator has a target. A parent whose sub-rows (其中) hold the values is none; nor is 无
    where the target is no number that asks for more (无, 0, ≤5%), nor 0, which is a number.
    Tolerance: none.
    Source: observed: points that nothing on the form bears out.
    Example: 「开展检查次数」目标值≥24次，没有填完成值，得分10为满分。
    """
    held = list(_find_held(ledger))
    found: list[Finding] = []
    if "actual" in ledger.form.columns:
        found = [_flag(one) for one in held if one.is_full and _is_unanswered(one.indicator)]
    yield from found
    yield check_findings("full-score-without-actual", held, found, "no-actual-column", field="actual")


def _find_held(ledger: Ledger) -> Iterator[ScoredIndicator]:
    """Yield the indicators with points and a target of their own, parents of sub-rows left out."""
    indicators = ledger.form.indicators
    after = {one.ordinal: later for one, later in pairwise(indicators)}
    for scored in find_scored(ledger.form):
        below = after.get(scored.indicator.ordinal)
        is_parent = below is not None and _is_part(below)
        if scored.weight > 0 and not is_parent and _has_target(scored.indicator):
            yield scored


def _is_part(indicator: Indicator) -> bool:
    """Tell whether a row holds values of the one above it: a sub-row, or one without points."""
    if indicator.sub:
        return True
    return indicator.weight is None and indicator.score is None and bool(indicator.actual.strip())


def _has_target(indicator: Indicator) -> bool:
    return _print_of(indicator.target) not in words("no_actual")


def _is_unanswered(indicator: Indicator) -> bool:
    printed = _print_of(indicator.actual)
    if printed in words("no_actual"):
        return True
    return printed in words("none") and _wants_some(indicator)


def _wants_some(indicator: Indicator) -> bool:
    """Tell whether a target is at least a number above 0, which 无 does not answer."""
    wanted = [quantity for quantity in indicator.quantities if quantity.field == "target"]
    return bool(wanted) and all(one.comparator in (">=", ">") and one.value > 0 for one in wanted)


def _print_of(text: str) -> str:
    return "".join(text.split())


def _flag(one: ScoredIndicator) -> Finding:
    shown = show_target(one.indicator)
    score = f"{one.score:f}"
    sentence = message("full-score-placeholder", **shown, score=score)
    if not shown["actual"]:
        sentence = message(
            "full-score-without-actual", name=shown["name"], target=shown["target"], score=score
        )
    return flag(
        "full-score-without-actual",
        sentence,
        indicator=one.indicator.ordinal,
        field="actual",
        stated=one.score,
        computed=one.weight,
    )
