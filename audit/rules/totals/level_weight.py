"""The rule ``level-weight``."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.finding import Check, Finding
from audit.ledger import Ledger
from audit.ledger.levels import LevelSum
from audit.packs import Pack
from audit.registry import Outcomes, flag, outcome_of, rule, severity_of, unchecked
from audit.slips.numbers import HUNDREDTH, compare, plain
from extract import message

_SENTENCES = {1: "level-weight-1", 2: "level-weight-2"}  # by the level's depth


def prints_level_weights(ledger: Ledger) -> bool:
    """Tell whether the form prints weights in level names and on indicators."""
    in_names = any(level.weight is not None for level in ledger.form.levels)
    on_indicators = any(indicator.weight is not None for indicator in ledger.form.indicators)
    return all((in_names, on_indicators))


@rule("level-weight", "warning", order=120, sets_verdict=True, allowed_by=prints_level_weights)
def level_weight(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag a weight in a level's name that is not the sum of the weights of its indicators.

    Formula: 产出指标(50分) = Σ 产出指标下各指标分值. A name that is printed again (on every row, after a page
    break) is taken once, with all its indicators.
    Tolerance: none; a difference of 0.01 is info.
    Source: observed: 产出指标(50分), 数量指标(10分); scoring systems hold the sums to it.
    Example: 一级指标「产出指标」标明50分，其下指标分值之和为48分。
    """
    if not ledger.level_sums:
        yield unchecked("level-weight", message("no-level-weights"))
    for level in ledger.level_sums:
        yield from _hold_level(level, level.computed)


def _hold_level(level: LevelSum, computed: Decimal | None) -> Iterator[Finding | Check]:
    if computed is None:
        missing = message("lacking-level", name=level.name)
        yield unchecked("level-weight", missing, field="weight", stated=level.stated)
        return
    found = compare(level.stated, computed)
    field = f"level{level.depth}"
    if found != "agrees":
        yield flag(
            "level-weight",
            message(
                _SENTENCES[level.depth],
                name=level.name,
                stated=plain(level.stated),
                computed=plain(computed),
            ),
            severity=severity_of(found),
            indicator=level.indicator,
            field=field,
            stated=level.stated,
            computed=computed,
            tolerance=HUNDREDTH,
        )
    yield Check(
        "level-weight",
        outcome_of(found),
        level.stated,
        computed,
        explanation=message("as-printed", text=level.name),
        field=field,
    )
