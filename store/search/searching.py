"""Full text: every text of every form, found by any of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, Select, func, nulls_last, select

from store.engine.bulk import split_batches
from store.search.entries import fold_text
from store.search.filtering import EVERYTHING, FormFilter, build_conditions, holds_word, split_words
from store.search.stored_texts import StoredText, read_texts
from store.settings import SETTINGS
from store.tables import DocumentRow, FormRow

Span = tuple[int, int]
"""The start and the end of a word in a text."""


class SearchHit(NamedTuple):
    """A text that holds a word that was asked for.

    ``entity`` is the table that the text stands in, ``entity_id`` its row, ``row`` what that row is called,
    ``field`` the column; ``spans`` are where the words stand in ``text``, each as its start and its end.
    """

    form_id: int
    path: str
    department: str | None
    project: str | None
    year: int | None
    title: str
    entity: str
    entity_id: int
    field: str
    text: str
    row: str | None
    spans: tuple[tuple[int, int], ...]


def search_texts(
    engine: Engine, asked: str, chosen: FormFilter = EVERYTHING, limit: int = 50
) -> list[SearchHit]:
    """Return the texts that hold words, of the chosen forms that hold them all, the newest year first.

    At most ``limit``. ``asked`` holds words parted by blanks. Every part of a text is a word, signs and
    digits too; wide and small letters are taken for the others. Nothing is found for no word.
    """
    words = split_words(asked)
    if not words:
        return []
    with engine.connect() as connection:
        forms = connection.execute(_select_forms(words, chosen).limit(limit)).all()
        return list(islice(_find_hits(connection, forms, words), limit))


def count_found_forms(engine: Engine, asked: str, chosen: FormFilter = EVERYTHING) -> int:
    """Count the chosen forms that hold all the words."""
    words = split_words(asked)
    if not words:
        return 0
    held = [holds_word(word) for word in words]
    counted = select(func.count()).select_from(FormRow).where(*build_conditions(chosen), *held)
    with engine.connect() as connection:
        return connection.execute(counted).scalar_one()


def find_spans(text: str, words: Sequence[str]) -> tuple[Span, ...]:
    """Return where words stand in a text, in their order; places that overlap are one."""
    folded = fold_text(text)
    places: list[Span] = []
    for word in words:
        places.extend(_find_places(folded, fold_text(word)))
    spans: list[Span] = []
    for start, end in sorted(places):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def _find_places(text: str, word: str) -> Iterator[Span]:
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + 1)


def _select_forms(words: Sequence[str], chosen: FormFilter) -> Select[*tuple[Any, ...]]:
    head = (FormRow.id, DocumentRow.path, FormRow.department, FormRow.project, FormRow.year, FormRow.title)
    asked = select(*head).join(DocumentRow, DocumentRow.id == FormRow.document_id)
    held = (holds_word(word) for word in words)
    chosen_forms = asked.where(*build_conditions(chosen), *held)
    return chosen_forms.order_by(nulls_last(FormRow.year.desc()), FormRow.id)


def _find_hits(
    connection: Connection, forms: Sequence[Row[Any]], words: Sequence[str]
) -> Iterator[SearchHit]:
    for some in split_batches(forms, SETTINGS.searched_forms_at_once):
        texts = read_texts(connection, [form.id for form in some])
        for form in some:
            for text in texts[form.id]:
                spans = find_spans(text.text, words)
                if spans:
                    yield SearchHit._make((*form, *text, spans))


class SnippetPiece(NamedTuple):
    """A part of a text; ``found`` marks a word that was searched for."""

    text: str
    found: bool


class Snippet(NamedTuple):
    """A text that holds a word, cut to what stands around its first place.

    ``field`` is the column of ``entity`` it stands in.
    """

    entity: str
    field: str
    pieces: tuple[SnippetPiece, ...]


def find_snippets(engine: Engine, form_ids: Sequence[int], asked: str) -> dict[int, Snippet]:
    """Return by form the text that holds the most of the words; a form that holds none is left out."""
    words = split_words(asked)
    if not words or not form_ids:
        return {}
    with engine.connect() as connection:
        texts = read_texts(connection, form_ids)
    snippets = ((form_id, _make_snippet(of_form, words)) for form_id, of_form in texts.items())
    return {form_id: snippet for form_id, snippet in snippets if snippet is not None}


def _make_snippet(texts: Iterable[StoredText], words: Sequence[str]) -> Snippet | None:
    text = max(texts, key=lambda one: len(find_spans(one.text, words)), default=None)
    if text is None:
        return None
    spans = find_spans(text.text, words)
    return Snippet(text.entity, text.field, tuple(_cut(text.text, spans))) if spans else None


def _cut(text: str, spans: Sequence[Span]) -> Iterator[SnippetPiece]:
    start = max(0, spans[0][0] - SETTINGS.snippet_before_chars)
    end = min(len(text), spans[0][1] + SETTINGS.snippet_after_chars)
    at = start
    if start:
        yield SnippetPiece("…", found=False)
    for first, last in spans:
        if first >= end:
            break
        yield SnippetPiece(text[at:first], found=False)
        yield SnippetPiece(text[first:last], found=True)
        at = last
    rest = "…" if end < len(text) else ""
    yield SnippetPiece(text[at:end] + rest, found=False)
