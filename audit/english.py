"""The audit's sentences in English: each is the pair of a Chinese one in the catalogue or in a pack."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from audit.catalogue import data
from audit.packs import packs


def english(text: str) -> str:
    """Return a sentence of the audit in English; what the form prints in it, and any other text, stay as they are."""
    if text in _phrases():
        return _phrases()[text]
    for pattern, sentence in _sentences():
        if match := pattern.fullmatch(text):
            return sentence.format(**{name: english(value) for name, value in match.groupdict().items()})
    return text


@cache
def _phrases() -> dict[str, str]:
    messages = data("messages.toml")
    said = {pair["zh"]: pair["en"] for pair in messages["say"].values()}
    named = {pack.name: pack.english for pack in packs()}
    clauses = {clause.text: clause.english for pack in packs() for clause in pack.clauses}
    return said | named | clauses | dict(zip(messages["places"]["zh"], messages["places"]["en"], strict=True))


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences with blanks: those that hold another sentence first, then those of the most words of their own."""
    pairs = [(pair["zh"], pair["en"]) for pair in data("messages.toml")["say"].values() if "{" in pair["zh"]]
    return tuple((re.compile(_pattern(zh), re.DOTALL), en) for zh, en in sorted(pairs, key=_order))


def _pattern(sentence: str) -> str:
    return "".join(re.escape(own) + (f"(?P<{name}>.*?)" if name else "") for own, name, *_ in Formatter().parse(sentence))


def _order(pair: tuple[str, str]) -> tuple[bool, int]:
    own_words = sum(len(own) for own, *_ in Formatter().parse(pair[0]))
    return not pair[0].startswith("{message}"), -own_words
