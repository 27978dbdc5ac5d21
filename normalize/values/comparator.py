"""How a text compares with a number: signs and words before it, words after it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

REACHES = "reaches"
PLANS = frozenset({"target", "expected"})

_LONGEST = 7
_CLAUSE = 10
_NO_FLOOR = frozenset({"=", "~", REACHES, ""})


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of ``comparator.toml``: the comparator by word, and what stands around words."""

    before: dict[str, str]
    after: dict[str, str]
    not_after: dict[str, str]
    between: str
    ahead: re.Pattern[str]


@cache
def _words() -> _Words:
    data: dict[str, Any] = tomllib.loads(
        resources.files("normalize.values").joinpath("comparator.toml").read_text("utf-8")
    )
    before = {word: sign for sign, words in data["before"].items() for word in words}
    before |= dict.fromkeys(data["reach"]["words"], REACHES)
    after = {word: sign for sign, words in data["after"].items() for word in words}
    ahead = "|".join(word for words in data["ahead"].values() for word in words)
    return _Words(
        before,
        after,
        data["not_after"],
        data["between"]["characters"],
        re.compile(f"({ahead})[\u4e00-\u9fff]*$"),
    )


def before(text: str, start: int) -> tuple[str, int]:
    """Give the comparator that stands before ``start`` and where it begins; an empty one and ``start`` where none does."""
    words = _words()
    end = start
    while end and start - end < _LONGEST:
        for length in range(min(_LONGEST, end), 0, -1):
            word = text[end - length : end]
            if word in words.before and text[end - length - 1 : end - length] not in tuple(
                words.not_after.get(word, "")
            ):
                return words.before[word], end - length
        if text[end - 1] not in words.between:
            break
        end -= 1
    return _ahead(text, start)


def _ahead(text: str, start: int) -> tuple[str, int]:
    match = _words().ahead.search(text, max(0, start - _CLAUSE), start)
    return (_words().before[match[1]], match.start()) if match else ("", start)


def after(text: str, end: int) -> tuple[str, int]:
    """Give the comparator that stands after a unit that ends at ``end``, and where it ends itself."""
    words = _words().after
    for length in range(_LONGEST, 1, -1):
        sign = words.get(text[end : end + length])
        if sign:
            return sign, end + length
    return "", end


def settle(leading: str, trailing: str, field: str, *, over: bool) -> str:
    """Settle one comparator. A number that a plan wants reached is a floor; 以上 adds to no other sign; 余 means more than."""
    if trailing and leading in _NO_FLOOR:
        return trailing
    if leading == REACHES:
        return ">" if over else ">=" if field in PLANS else "="
    return leading or (">" if over else "=")
