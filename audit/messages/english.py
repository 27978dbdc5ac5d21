"""The audit's sentences in English: each is the pair of a Chinese one in the catalogue or in a pack."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from audit.messages.catalogue import data
from audit.packs import packs

_PRINTED = frozenset(
    {"name", "names", "target", "actual", "text", "first", "second"}
)  # blanks that the form's own words fill
_STAND_INS = ("row", "empty-cell")  # what is said there where the form prints nothing
_AMOUNT = re.compile(r"(?P<number>-?\d+(?:\.\d+)?)(?P<unit>\D*元)")


def english(text: str) -> str:
    """Return a sentence of the audit in English; what the form prints in it, and any other text, stay as they are."""
    if text in _phrases():
        return _phrases()[text]
    if (amount := _AMOUNT.fullmatch(text)) and amount["unit"] in data("messages.toml")["money-words"]:
        return data("messages.toml")["money-words"][amount["unit"]].format(number=amount["number"])  # type: ignore[no-any-return]
    for pattern, sentence in _sentences():
        if match := pattern.fullmatch(text):
            return sentence.format(
                **{name: _filled(name, value) for name, value in match.groupdict().items()}
            )
    return text


def _filled(blank: str, text: str) -> str:
    """Put in English what fills a blank, but for the form's own words."""
    stands_in = any(_pattern(data("messages.toml")["say"][key]["zh"]).fullmatch(text) for key in _STAND_INS)
    return text if blank in _PRINTED and not stands_in else english(text)


@cache
def _phrases() -> dict[str, str]:
    messages = data("messages.toml")
    said = {pair["zh"]: pair["en"] for pair in messages["say"].values()}
    named = {pack.name: pack.english for pack in packs()}
    clauses = {clause.text: clause.english for pack in packs() for clause in pack.clauses}
    listed = (
        pair
        for table in ("places", "grades")
        for pair in zip(messages[table]["zh"], messages[table]["en"], strict=True)
    )
    return said | named | clauses | dict(listed)


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences with blanks: those that hold another sentence first, then those of the most words of their own."""
    pairs = [(pair["zh"], pair["en"]) for pair in data("messages.toml")["say"].values() if "{" in pair["zh"]]
    return tuple((_pattern(zh), en) for zh, en in sorted(pairs, key=_order))


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    parts = (
        re.escape(own) + (f"(?P<{name}>.*?)" if name else "") for own, name, *_ in Formatter().parse(sentence)
    )
    return re.compile("".join(parts), re.DOTALL)


def _order(pair: tuple[str, str]) -> tuple[bool, int]:
    own_words = sum(len(own) for own, *_ in Formatter().parse(pair[0]))
    return not pair[0].startswith("{message}"), -own_words
