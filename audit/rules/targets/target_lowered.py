"""The rule ``target-lowered``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.finding import Finding
from audit.ledger import Ledger
from audit.ledger.lines import name_indicator
from audit.ledger.targets import DOWN, UP, find_direction
from audit.messages.words import shorten
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule
from audit.rules.settings import RULES
from audit.slips.numbers import STORED_PLACES, rounded
from extract import message
from normalize import Indicator, Quantity


@dataclass(frozen=True, slots=True)
class _AdjustedTarget:
    """An indicator's target before and after it was adjusted, in one base unit."""

    indicator: Indicator
    before: Decimal
    after: Decimal
    direction: str

    @property
    def is_lowered(self) -> bool:
        """Whether the adjusted target asks for less, in the indicator's direction."""
        if self.direction == UP:
            return self.after < self.before
        return self.direction == DOWN and self.after > self.before


def prints_initial_targets(ledger: Ledger) -> bool:
    """Tell whether an indicator prints the target that it had before it was adjusted."""
    return any(indicator.initial_target for indicator in ledger.form.indicators)


@rule("target-lowered", "info", order=330, allowed_by=prints_initial_targets)
def target_lowered(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag an adjusted target that asks for less than the initial one.

    Formula: 调整指标值 < 年初指标值 where more is better, > where less is better. Silent where the two are not
    each one number of one unit, or nobody can tell which side is better.
    Tolerance: none.
    Source: observed: 年初指标值 and 调整指标值 side by side in the forms of Chongqing.
    Example: 「培训人次」年初指标值≥300人次，调整后为≥200人次，要求降低。
    """
    held = list(_find_adjusted(ledger))
    found = [_flag(one) for one in held if one.is_lowered]
    yield from found
    yield check_findings("target-lowered", held, found, "no-initial-targets", field="target")


def _find_adjusted(ledger: Ledger) -> Iterator[_AdjustedTarget]:
    for indicator in ledger.form.indicators:
        before = _only_number(indicator, "initial_target")
        after = _only_number(indicator, "target")
        if before is None or after is None or before.base_unit != after.base_unit:
            continue
        direction = _find_direction(indicator, before, after)
        if direction is None or before.base_value is None or after.base_value is None:
            continue
        yield _AdjustedTarget(indicator, before.base_value, after.base_value, direction)


def _only_number(indicator: Indicator, field: str) -> Quantity | None:
    numbers = [quantity for quantity in indicator.quantities if quantity.field == field]
    if len(numbers) != 1 or numbers[0].value_high is not None:
        return None
    return numbers[0]


def _find_direction(indicator: Indicator, before: Quantity, after: Quantity) -> str | None:
    """Return the direction that the targets print, or that a bare one has by its sign and names.

    None where the two say different things.
    """
    directions = {find_direction(indicator, one) for one in (before, after)} & {UP, DOWN}
    if len(directions) != 1:
        return None
    return directions.pop()


def _flag(one: _AdjustedTarget) -> Finding:
    indicator = one.indicator
    return flag(
        "target-lowered",
        message(
            "target-lowered",
            name=name_indicator(indicator),
            before=shorten(indicator.initial_target or "", RULES.excerpt_characters),
            after=shorten(indicator.target, RULES.excerpt_characters),
        ),
        indicator=indicator.ordinal,
        field="target",
        stated=rounded(one.after, STORED_PLACES),
        computed=rounded(one.before, STORED_PLACES),
    )
