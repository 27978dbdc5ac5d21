"""What people may look for next: words and names that hold what they type, and subjects of a department."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Engine, select

from normalize import load_tagger
from store.search.entries import fold_text
from store.search.searching import search_texts
from store.search.stored_texts import read_texts
from store.tables import FormRow

_HITS = 200  # texts that are looked through for words
_FORMS = 200  # newest forms of a department that tell what it is about
_LONGEST_NAME = 30  # characters of a text that is suggested whole
_NAME_FIELDS = ("department", "project", "level3", "content", "source")
_SUBJECT_FIELDS = {
    ("indicator", "level3"),
    ("indicator", "content"),
    ("goal", "expected"),
    ("goal", "actual"),
    ("form", "project"),
}


def suggest_words(engine: Engine, typed: str, limit: int = 10) -> list[str]:
    """Return names and words that hold what was typed, first those that begin with it, then the frequent."""
    wanted = fold_text(typed.strip())
    if not wanted:
        return []
    found: Counter[str] = Counter()
    for hit in search_texts(engine, typed.strip().replace(" ", ""), limit=_HITS):
        found.update(word for word in _split_text(hit.field, hit.text) if wanted in fold_text(word))

    def rank(word: str) -> tuple[bool, int, int]:
        is_within = not fold_text(word).startswith(wanted)
        return is_within, -found[word], len(word)

    return sorted(found, key=rank)[:limit]


def find_keywords(engine: Engine, department: str, limit: int = 20) -> list[str]:
    """Return what a department's goals, projects and indicators are about, the weightiest (TF-IDF) first."""
    newest = (
        select(FormRow.id)
        .where(FormRow.department == department)
        .order_by(FormRow.year.desc(), FormRow.id)
        .limit(_FORMS)
    )
    with engine.connect() as connection:
        texts = read_texts(connection, list(connection.scalars(newest)))
    subjects: list[str] = []
    for some in texts.values():
        subjects += [text.text for text in some if (text.entity, text.field) in _SUBJECT_FIELDS]
    if not subjects:
        return []
    words: list[str] = _load_analyser().extract_tags("\n".join(subjects), topK=limit)
    return [word for word in words if not word.isascii()]


def _split_text(field: str, text: str) -> Iterator[str]:
    """Yield a short name as a whole, and every word of a text."""
    if field in _NAME_FIELDS and len(text) <= _LONGEST_NAME:
        yield text
    for word in _load_segmenter().cut(text):
        if len(word) > 1:
            yield word


@cache
def _load_segmenter() -> Any:  # noqa: ANN401 - jieba has no types
    load_tagger()  # gives jieba our words, and a cache of its own
    import jieba  # noqa: PLC0415 - its dictionary is large, and few ask for words

    return jieba


@cache
def _load_analyser() -> Any:  # noqa: ANN401 - as above
    _load_segmenter()
    from jieba import analyse  # noqa: PLC0415 - as above

    return analyse
