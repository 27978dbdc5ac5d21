"""A bare number beside a percentage: 96 answers 95% as 96%, 0.96 as a ratio."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from normalize.form import Quantity

_WHOLE = Decimal(100)
# How far the two may be apart: a ratio is seldom written beside a percentage that it is far from, a percentage without its sign may
# well be; a percentage beside a bare target may as well be the share of it that was done (200 and 100%).
_AS_RATIO, _WITHOUT_SIGN, _BARE_TARGET = Decimal(3), Decimal(10), Decimal("1.5")


def answering(actual: Quantity, target: Quantity) -> Quantity | None:
    """Give the actual on the scale of its target where one of the two leaves its percent sign out; None where that is not sure."""
    mine, theirs = _scale(actual), _scale(target)
    if (mine is None) == (theirs is None) or not actual.base_value or not target.base_value:
        return actual
    if _is_near(actual.base_value, target.base_value, _AS_RATIO):
        return actual
    if theirs is not None:
        return _scaled(actual, 1 / theirs, target.base_value, _WITHOUT_SIGN)
    is_all_of_it = actual.base_value == 1 and target.base_value > _WHOLE
    return None if is_all_of_it else _scaled(actual, mine or Decimal(1), target.base_value, _BARE_TARGET)


def _scaled(actual: Quantity, factor: Decimal, target: Decimal, times: Decimal) -> Quantity | None:
    value = (actual.base_value or Decimal()) * factor
    return replace(actual, base_value=value) if _is_near(value, target, times) else None


def _scale(quantity: Quantity) -> Decimal | None:
    """Give what a percentage is divided by, 100 or 1000; None for a number without a unit, or of another."""
    is_share = bool(quantity.unit and not quantity.base_unit and quantity.base_value)
    return quantity.value / quantity.base_value if is_share and quantity.base_value else None


def _is_near(one: Decimal, other: Decimal, times: Decimal) -> bool:
    return 0 < other / times <= one <= other * times
