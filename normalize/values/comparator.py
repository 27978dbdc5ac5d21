"""How a text compares with a number: signs and words before it, words after it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any

from normalize.values.settings import SETTINGS

FLOOR = (">=", ">")
CEILING = ("<=", "<")
REACHES = "reaches"
PLANS = frozenset({"target", "expected"})

_NO_FLOOR = frozenset({"=", "~", REACHES, ""})


@dataclass(frozen=True, slots=True)
class _ComparatorWords:
    """The words of ``comparator.toml``: the comparator by word, and what stands around words."""

    before: dict[str, str]
    after: dict[str, str]
    not_after: dict[str, str]
    between: str
    ahead: re.Pattern[str]


@cache
def _words() -> _ComparatorWords:
    data: dict[str, Any] = tomllib.loads(
        resources.files("normalize.values").joinpath("comparator.toml").read_text("utf-8")
    )
    ahead = "|".join(chain.from_iterable(data["ahead"].values()))
    return _ComparatorWords(
        before=_sign_of_word(data["before"]) | dict.fromkeys(data["reach"]["words"], REACHES),
        after=_sign_of_word(data["after"]),
        not_after=data["not_after"],
        between=data["between"]["characters"],
        ahead=re.compile(f"({ahead})[\u4e00-\u9fff]*$"),
    )


def _sign_of_word(words_of_sign: Mapping[str, Sequence[str]]) -> dict[str, str]:
    signs: dict[str, str] = {}
    for sign, words in words_of_sign.items():
        signs |= dict.fromkeys(words, sign)
    return signs


def find_before(text: str, start: int) -> tuple[str, int]:
    """Return the comparator before ``start`` and where it begins; an empty one and ``start`` for none."""
    words = _words()
    end = start
    while end and start - end < SETTINGS.comparator_characters:
        for length in range(min(SETTINGS.comparator_characters, end), 0, -1):
            word, preceding = text[end - length : end], text[end - length - 1 : end - length]
            is_part_of_other = preceding in tuple(words.not_after.get(word, ""))
            if word in words.before and not is_part_of_other:
                return words.before[word], end - length
        if text[end - 1] not in words.between:
            break
        end -= 1
    return _ahead(text, start)


def _ahead(text: str, start: int) -> tuple[str, int]:
    match = _words().ahead.search(text, max(0, start - SETTINGS.ahead_characters), start)
    return (_words().before[match[1]], match.start()) if match else ("", start)


def find_after(text: str, end: int) -> tuple[str, int]:
    """Return the comparator that stands after a unit that ends at ``end``, and where it ends itself."""
    words = _words().after
    for length in range(SETTINGS.comparator_characters, 1, -1):
        sign = words.get(text[end : end + length])
        if sign:
            return sign, end + length
    return "", end


def settle_comparator(leading: str, trailing: str, field: str, *, over: bool) -> str:
    """Settle one comparator of those before and after a number.

    What a plan wants reached is a floor, 以上 adds to no other sign, 余 means more than.
    """
    if trailing and leading in _NO_FLOOR:
        return trailing
    if leading and leading != REACHES:
        return leading
    if over:
        return ">"
    is_wanted = leading == REACHES and field in PLANS
    return ">=" if is_wanted else "="
