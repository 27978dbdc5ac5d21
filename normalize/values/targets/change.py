"""Numbers that tell a change: 下降5.6% is no value of 5.6%, and 上升2% is its contrary."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

MORE, LESS = 1, -1


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    data: dict[str, Any] = tomllib.loads(
        resources.files("normalize.values.targets").joinpath("change.toml").read_text("utf-8")
    )
    return data


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of a change before a number, and that of one at the front of a quantity's text."""
    words = _words()
    changes = _choose([*words["words"]["less"], *words["words"]["more"]])
    between = _choose(words["between"]["words"])
    return re.compile(f"({changes})(?:{between})?$"), re.compile(f"({changes})")


def _choose(words: list[str]) -> str:
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return "|".join(longest_first)


def find_change_before(text: str, start: int, floor: int = 0) -> int:
    """Return where the word of change before ``start`` begins, ``start`` where there is none."""
    match = _patterns()[0].search(text, floor, start)
    return match.start() if match else start


def read_change(quantity_text: str) -> int:
    """Return 1 or -1 for a quantity whose text begins with a word of change, else 0."""
    match = _patterns()[1].match(quantity_text)
    if match is None:
        return 0
    return LESS if match[1] in _words()["words"]["less"] else MORE


def read_change_in_name(name: str) -> int:
    """Return 1 or -1 where a name is that of a change, as 下降率 or 增幅, else 0."""
    names = _words()["names"]
    if any(word in name for word in names["less"]):
        return LESS
    if any(word in name for word in names["more"]):
        return MORE
    return 0
