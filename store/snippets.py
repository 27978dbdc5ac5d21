"""What of each form holds the words that were searched for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Engine

from store.matching import words_of
from store.searching import places_of
from store.texts import texts_of

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
        form_id: max(found, key=lambda text: len(places_of(text.text, words)), default=None) for form_id, found in texts.items()
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
