"""What a number counts, by the words of its clause."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from normalize.values.settings import SETTINGS

_BOUNDARY = re.compile(r"[-。；;，,、:：！!？?()（）<>=≥≤\s\0]")
_NOUN = re.compile(rf"[\u4e00-\u9fff]{{2,{SETTINGS.noun_after_characters}}}")
_PER = re.compile("(?:每[\u4e00-\u9fff]{1,2})+$")
_COMPARED = re.compile("(?:较|比)(?:上年|去年|上年同期|去年同期)|同比")
_RATE = re.compile("(?:率|比例|占比|比重|密度|满意度|浓度|强度)$")
_BY_STANDARD = re.compile("按照?$")
_OPENING = {"”": "“", "》": "《", '"': '"'}
_QUOTES = '“”"《》‘’?'


class Clause(NamedTuple):
    """The words of a clause that may name what a number counts: those ``after`` it, else those ``before`` it.

    ``has_verb`` tells that a known verb was taken off in front of those before it.
    """

    after: str
    before: str
    has_verb: bool = False


@cache
def _words() -> dict[str, list[str]]:
    data: dict[str, Any] = tomllib.loads(
        resources.files("normalize.values").joinpath("clause.toml").read_text("utf-8")
    )
    return {name: table["words"] for name, table in data.items()}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    choices: dict[str, str] = {}
    for name, words in _words().items():
        longest_first = sorted(map(re.escape, words), key=len, reverse=True)
        choices[name] = "|".join(longest_first)
    return {
        "before": re.compile(f"^(?:{choices['before']})+"),
        "linking_verbs": re.compile(f"^(?:{choices['linking_verbs']})了?(?=..)"),
        "verbs": re.compile(f"^(?:{choices['verbs']})了?(?=..)"),
        "after": re.compile(f"(?:{choices['after']})+$"),
        "ends": re.compile(choices["ends"]),
    }


def name_by_clause(text: str, start: int, end: int, floor: int = 0) -> str | None:
    """Return what the quantity at ``start`` to ``end`` counts; None where its clause does not say.

    The noun right after it (105个项目), or after 的 (8.8万元/人的补贴), else the words before it (拆房1201栋)
    back to ``floor``, the end of the quantity before.
    """
    clause = split_clause(text, start, end, floor)
    return clause.after or clause.before or None


def split_clause(text: str, start: int, end: int, floor: int = 0) -> Clause:
    """Return the words around a quantity that name what it counts."""
    following = find_words_after(text, end)
    stop = _patterns()["ends"].search(following)
    noun = following[: stop.start()] if stop else following
    is_by_standard = noun.startswith("标准") and _BY_STANDARD.search(text, floor, start)
    clause = find_words_before(text, start, floor)
    if len(noun) > 1 and not is_by_standard:
        return clause._replace(after=noun)
    return clause


def find_words_after(text: str, end: int) -> str:
    """Return the Chinese words right after a quantity that ends at ``end``, past a 的."""
    match = _NOUN.match(text, end + 1 if text.startswith("的", end) else end)
    return match[0] if match else ""


def find_words_before(text: str, start: int, floor: int = 0) -> Clause:
    """Return the words before ``start`` without verbs and adverbs in front and linking words behind."""
    opening = _OPENING.get(text[start - 1 : start])
    quote = text.rfind(opening, floor, start - 1) if opening else -1
    if quote >= 0:
        return Clause("", text[quote + 1 : start - 1])
    patterns = _patterns()
    clause = _BOUNDARY.split(text[floor:start].rstrip(_QUOTES))[-1].rstrip(_QUOTES)
    clause = _COMPARED.sub("", _PER.sub("", clause))
    words = patterns["after"].sub("", clause).rstrip(_QUOTES)
    if len(words) == 1 and len(clause) > 1:  # 户均 is no 户
        words = clause
    words = patterns["linking_verbs"].sub("", patterns["before"].sub("", words))
    noun = strip_verbs(words)
    return Clause("", noun if "”" in noun else noun.lstrip(_QUOTES), has_verb=noun != words)


def strip_verbs(words: str) -> str:
    """Take known verbs off the front, as long as what is left says by itself what is counted."""
    shortest = 0
    while match := _patterns()["verbs"].match(words):
        noun = words[match.end() :]
        if len(noun) < shortest or needs_modifier(noun):
            break
        words, shortest = noun, SETTINGS.noun_after_two_verbs
    return words


def needs_modifier(noun: str) -> bool:
    """Tell whether a noun does not say by itself what is counted: a rate or degree, or a bare head as 面积."""
    if _RATE.search(noun) is not None:
        return True
    return noun in _words()["heads"]


def is_known_verb(word: str) -> bool:
    """Tell whether a word is one of those that say what was done to what is counted."""
    return word in _words()["verbs"]


def is_linking_verb(word: str) -> bool:
    """Tell whether a word only says that what is counted is so, as 实现."""
    return word in _words()["linking_verbs"]
