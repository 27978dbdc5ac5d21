"""Which side of a bare target is better: by what the indicator measures, for a rate never by its group."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from normalize.parts import Indicator, Quantity
from normalize.values.text import cache_short_texts, fold_label, fold_text

Direction = Literal["more", "less"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The better side of a target, ``by`` the sign column, the indicator's name or its group."""

    direction: Direction
    by: Literal["sign", "name", "group"]


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    data: dict[str, Any] = tomllib.loads(
        resources.files("normalize.values.targets").joinpath("direction.toml").read_text("utf-8")
    )
    return data


def find_wanted(line: Indicator, target: Quantity) -> Wanted | None:
    """Return which side of the target is better; None where neither sign, name nor group tells."""
    by_sign = _read_sign(line.sign or "")
    if by_sign is not None:
        return Wanted(by_sign, "sign")
    for name in (line.content, line.level3):
        direction = read_direction(name or "")
        if direction is not None:
            return Wanted(direction, "name")
    by_group = _read_group(line.level2, target)
    return None if by_group is None else Wanted(by_group, "group")


def _read_sign(sign: str) -> Direction | None:
    signs = _data()["signs"]
    if any(word in sign for word in signs["less"]):
        return "less"
    return "more" if any(word in sign for word in signs["more"]) else None


def _read_group(name: str | None, target: Quantity) -> Direction | None:
    """Return the better side of a count or an amount by its group; a rate's is never told by it."""
    is_rate_or_bare = not target.base_unit
    if is_rate_or_bare:
        return None
    groups = _data()["groups"]
    is_span = name in groups["spans"] and target.base_unit in groups["span_units"]
    if is_span or name in groups["less"]:
        return "less"
    return "more" if name in groups["more"] else None


@cache_short_texts
def read_direction(name: str) -> Direction | None:
    """Return whether more or less is better of what a name says is measured; None where it does not tell."""
    folded = fold_label(fold_text(name))
    longest, direction = 0, None
    for kind, pattern in _patterns():
        match = pattern.search(folded)
        if match is not None and len(match[0]) > longest:
            longest, direction = len(match[0]), kind
    return direction


@cache
def _patterns() -> tuple[tuple[Direction | None, re.Pattern[str]], ...]:
    tails = _choose(_data()["tails"]["words"])
    kinds: tuple[tuple[Direction | None, str], ...] = ((None, "unknown"), ("less", "less"), ("more", "more"))
    return tuple(
        (kind, re.compile(f"(?:{_choose(_data()[name]['words'])})(?:{tails})*$")) for kind, name in kinds
    )


def _choose(words: list[str]) -> str:
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return "|".join(longest_first)
