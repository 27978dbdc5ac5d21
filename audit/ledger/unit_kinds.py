"""Whether a target and its actual print units of different kinds, as % against 人 or 万元 against 个."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from audit.ledger.printed import words
from normalize import Indicator, Quantity, fold_text

_RATIO = "ratio"
_MARKS = re.compile(r"[≥≤>=<＞＜＝≧≦~约\s,，。;；:：]+")


def has_unit_conflict(indicator: Indicator) -> bool:
    """Tell whether target and actual are each nothing but a number, in units of different kinds.

    万元 and 元, 人 and 人次 are of one kind, and so are all nouns that are counted; a number without a unit
    and a unit of no sure kind (分, 月) conflict with nothing.
    """
    target = _find_kind(indicator, "target", indicator.target)
    if target is None:
        return False
    actual = _find_kind(indicator, "actual", indicator.actual)
    return actual is not None and target != actual


def _find_kind(indicator: Indicator, field: str, text: str) -> str | None:
    """Return the kind of the only number that a text is, or None."""
    numbers = [quantity for quantity in indicator.quantities if quantity.field == field]
    if len(numbers) != 1 or not _is_nothing_else(text, numbers[0]):
        return None
    unit = numbers[0].base_unit.partition("/")[0]
    if not unit and numbers[0].unit:
        return _RATIO
    return _kinds().get(unit)


def _is_nothing_else(text: str, number: Quantity) -> bool:
    """Tell whether a text is a number with its unit and comparator, and words that say no more."""
    rest = fold_text(text).replace(fold_text(number.text), "", 1)
    for word in words("around")["number"]:
        rest = rest.replace(word, "")
    return not _MARKS.sub("", rest)


@cache
def _kinds() -> Mapping[str, str]:
    """Return the kind of each base unit that has a sure one."""
    kinds: dict[str, str] = {}
    for kind, units in words("unit_kinds").items():
        kinds.update(dict.fromkeys(units, kind))
    return kinds
