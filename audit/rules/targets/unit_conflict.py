"""The rule ``unit-conflict``."""

from __future__ import annotations

from audit.finding import Finding
from audit.ledger import Ledger
from audit.ledger.lines import find_extra
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule
from audit.rules.targets.targeted import prints_targets, show_target
from extract import message
from normalize import Indicator


@rule("unit-conflict", "warning", order=325, allowed_by=prints_targets)
def unit_conflict(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag a target and an actual that print units of different kinds.

    Formula: the kind of unit of 目标值 ≠ that of 完成值, where each is nothing but a number with its unit: %
    against 人, 万元 against 个, 公里 against %. 万元 and 元, 人 and 人次, 元/人 and 元 are of one kind, and so
    are nouns that are counted (个, 项, 次, 场). No other rule compares the two.
    Tolerance: a number without a unit, and a unit of no sure kind (分, 月), conflict with nothing.
    Source: observed: a count given for a rate, a rate for an amount.
    Example: 「培训合格率」目标值≥95%，完成值320人，单位不是一类，无法比较。
    """
    held = [one for one in ledger.form.indicators if _has_units(one) and find_extra(one) is None]
    found = [_flag(indicator) for indicator in held if indicator.ordinal in ledger.unit_conflicts]
    yield from found
    yield check_findings("unit-conflict", held, found, "no-units", field="actual")


def _has_units(indicator: Indicator) -> bool:
    """Tell whether both target and actual print a unit."""
    fields = {quantity.field for quantity in indicator.quantities if quantity.unit}
    return {"target", "actual"} <= fields


def _flag(indicator: Indicator) -> Finding:
    return flag(
        "unit-conflict",
        message("unit-conflict", **show_target(indicator)),
        indicator=indicator.ordinal,
        field="actual",
    )
