"""Full text: every text of every form, found by any of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, Select, func, nulls_last, select

from store.search.bigrams import folded
from store.search.filtering import EVERYTHING, FormFilter, conditions
from store.search.matching import holding, words_of
from store.search.stored_texts import texts_of
from store.tables import DocumentRow, FormRow

_FORMS_AT_ONCE = 100


class Hit(NamedTuple):
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


def search(engine: Engine, asked: str, chosen: FormFilter = EVERYTHING, limit: int = 50) -> list[Hit]:
    """Give the texts that hold words, of the chosen forms that hold them all, the newest year first; at most ``limit``.

    ``asked`` holds words parted by blanks. Every part of a text is a word, signs and digits too; wide and
    small letters are taken for the others. Nothing is found for no word.
    """
    words = words_of(asked)
    if not words:
        return []
    with engine.connect() as connection:
        forms = connection.execute(_matched(words, chosen).limit(limit)).all()
        return list(islice(_hits(connection, forms, words), limit))


def count_forms(engine: Engine, asked: str, chosen: FormFilter = EVERYTHING) -> int:
    """Count the chosen forms that hold all the words."""
    words = words_of(asked)
    held = [holding(word) for word in words]
    counted = select(func.count()).select_from(FormRow).where(*conditions(chosen), *held)
    with engine.connect() as connection:
        return connection.execute(counted).scalar_one() if words else 0


def places_of(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Give where words stand in a text, each as its start and its end, in their order; places that overlap are one."""
    plain = folded(text)
    found: list[tuple[int, int]] = []
    for start, end in sorted(place for word in words for place in _places(plain, folded(word))):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _places(text: str, word: str) -> Iterator[tuple[int, int]]:
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + 1)


def _matched(words: Sequence[str], chosen: FormFilter) -> Select[*tuple[Any, ...]]:
    head = (FormRow.id, DocumentRow.path, FormRow.department, FormRow.project, FormRow.year, FormRow.title)
    asked = select(*head).join(DocumentRow, DocumentRow.id == FormRow.document_id)
    held = (holding(word) for word in words)
    return asked.where(*conditions(chosen), *held).order_by(nulls_last(FormRow.year.desc()), FormRow.id)


def _hits(connection: Connection, forms: Sequence[Row[Any]], words: Sequence[str]) -> Iterator[Hit]:
    for at in range(0, len(forms), _FORMS_AT_ONCE):
        some = forms[at : at + _FORMS_AT_ONCE]
        texts = texts_of(connection, [form.id for form in some])
        for form in some:
            yield from (
                Hit._make((*form, *text, spans))
                for text in texts[form.id]
                if (spans := places_of(text.text, words))
            )


_AROUND = 16


class Piece(NamedTuple):
    """A part of a text; ``found`` marks a word that was searched for."""

    text: str
    found: bool


class Snippet(NamedTuple):
    """A text that holds a word, cut to what stands around its first place; ``field`` is the column of ``entity`` it stands in."""

    entity: str
    field: str
    pieces: tuple[Piece, ...]


def snippets(engine: Engine, form_ids: Sequence[int], asked: str) -> dict[int, Snippet]:
    """Give by form the text that holds the most of the words; a form that holds none is left out."""
    words = words_of(asked)
    if not words or not form_ids:
        return {}
    with engine.connect() as connection:
        texts = texts_of(connection, form_ids)
    best = {
        form_id: max(found, key=lambda text: len(places_of(text.text, words)), default=None)
        for form_id, found in texts.items()
    }
    return {
        form_id: Snippet(text.entity, text.field, tuple(_pieces(text.text, spans)))
        for form_id, text in best.items()
        if text is not None and (spans := places_of(text.text, words))
    }


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    start = max(0, spans[0][0] - _AROUND)
    end = min(len(text), spans[0][1] + 3 * _AROUND)
    at = start
    if start:
        yield Piece("…", found=False)
    for first, last in spans:
        if first >= end:
            break
        yield Piece(text[at:first], found=False)
        yield Piece(text[first:last], found=True)
        at = last
    yield Piece(text[at:end] + ("…" if end < len(text) else ""), found=False)
