"""What a number counts, by its clause alone."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

_BOUNDARY = re.compile(r"[-。；;，,、:：！!？?()（）<>=≥≤\s\0]")
_NOUN = re.compile(r"[\u4e00-\u9fff]{2,10}")
_PER = re.compile("(?:每[\u4e00-\u9fff]{1,2})+$")
_OPENING = {"”": "“", "》": "《", '"': '"'}
_QUOTES = '“”"《》‘’?'


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data: dict[str, Any] = tomllib.loads(
        resources.files("normalize.values").joinpath("clause.toml").read_text("utf-8")
    )
    choices = {
        name: "|".join(sorted(map(re.escape, table["words"]), key=len, reverse=True))
        for name, table in data.items()
    }
    return {
        "before": re.compile(f"^(?:{choices['before']})+"),
        "verbs": re.compile(f"^(?:{choices['verbs']})了?(?=..)"),
        "after": re.compile(f"(?:{choices['after']})+$"),
        "ends": re.compile(choices["ends"]),
    }


def what_by_clause(text: str, start: int, end: int, floor: int = 0) -> str | None:
    """Give what the quantity at ``start`` to ``end`` counts, by its clause alone; None where the clause does not say.

    The noun right after it (105个项目), or after 的 (8.8万元/人的补贴), else the words before it (拆房1201栋)
    back to ``floor``, the end of the quantity before.
    """
    following = words_after(text, end)
    stop = _patterns()["ends"].search(following)
    noun = following[: stop.start()] if stop else following
    return noun if len(noun) > 1 else words_before(text, start, floor) or None


def words_after(text: str, end: int) -> str:
    """Give the Chinese words right after a quantity that ends at ``end``, past a 的."""
    match = _NOUN.match(text, end + 1 if text.startswith("的", end) else end)
    return match[0] if match else ""


def words_before(text: str, start: int, floor: int = 0) -> str:
    """Give the words of the clause before ``start``, less verbs, times and adverbs in front and linking words behind."""
    opening = _OPENING.get(text[start - 1 : start])
    quote = text.rfind(opening, floor, start - 1) if opening else -1
    if quote >= 0:
        return text[quote + 1 : start - 1]
    patterns = _patterns()
    clause = _BOUNDARY.split(text[floor:start].rstrip(_QUOTES))[-1].rstrip(_QUOTES)
    words = patterns["after"].sub("", _PER.sub("", clause)).rstrip(_QUOTES)
    words = patterns["verbs"].sub("", patterns["before"].sub("", words))
    return words if "”" in words else words.lstrip(_QUOTES)
