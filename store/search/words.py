"""What people may look for next: words and names that begin as they type, and what a department's forms are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Engine, select

from normalize import load_tagger
from store.search.bigrams import folded
from store.search.searching import search
from store.search.stored_texts import texts_of
from store.tables import FormRow

_HITS = 200
_FORMS = 200
_LONGEST_NAME = 30
_NAMED = ("department", "project", "level3", "content", "source")
_TOLD = {
    ("indicator", "level3"),
    ("indicator", "content"),
    ("goal", "expected"),
    ("goal", "actual"),
    ("form", "project"),
}


class Keyword(NamedTuple):
    """A word and how much it tells a department's forms from other texts (jieba's TF-IDF)."""

    word: str
    weight: float


def suggest(engine: Engine, prefix: str, limit: int = 10) -> list[str]:
    """Give names and words that hold what was typed, those that begin with it and stand in many texts first."""
    typed = folded(prefix.strip())
    hits = search(engine, prefix.strip().replace(" ", ""), limit=_HITS) if typed else []
    found = Counter(word for hit in hits for word in _words(hit.field, hit.text) if typed in folded(word))
    return sorted(found, key=lambda word: (not folded(word).startswith(typed), -found[word], len(word)))[
        :limit
    ]


def keywords(engine: Engine, department: str, limit: int = 20) -> list[Keyword]:
    """Give the words that a department's goals, projects and indicators are about, of its newest forms."""
    mine = (
        select(FormRow.id)
        .where(FormRow.department == department)
        .order_by(FormRow.year.desc(), FormRow.id)
        .limit(_FORMS)
    )
    with engine.connect() as connection:
        texts = texts_of(connection, list(connection.scalars(mine)))
    told = "\n".join(
        text.text for some in texts.values() for text in some if (text.entity, text.field) in _TOLD
    )
    words = _analyse().extract_tags(told, topK=limit, withWeight=True) if told else []
    return [Keyword(word, round(weight, 4)) for word, weight in words if not word.isascii()]


def _words(field: str, text: str) -> Iterator[str]:
    if field in _NAMED and len(text) <= _LONGEST_NAME:
        yield text
    yield from _longer(_jieba().cut(text))


def _longer(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if len(word) > 1)


@cache
def _jieba() -> Any:  # noqa: ANN401 - jieba has no types
    load_tagger()  # gives jieba our words, and a cache of its own
    import jieba  # noqa: PLC0415 - its dictionary is large, and few ask for words

    return jieba


@cache
def _analyse() -> Any:  # noqa: ANN401 - as above
    _jieba()
    from jieba import analyse  # noqa: PLC0415 - as above

    return analyse
