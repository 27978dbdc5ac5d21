"""Texts of a form as the search index holds them.

They are folded, in pieces or lines, whose character bigrams tell where a word may stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from normalize import make_half_width
from store.entities import INDICATOR_PROSE, MANY, TEXTS
from store.settings import SETTINGS

if TYPE_CHECKING:
    from normalize import Form

FIELDS = {
    "form": ("title", "department", "project", "supervisor"),
    "header": ("label", "value"),
    "fund": ("source", "list", *(f"{cell}_text" for cell in TEXTS)),
    "goal": ("expected", "actual"),
    "level": ("name",),
    "indicator": ("level3", *INDICATOR_PROSE),
    "subtotal": ("name",),
}
"""The columns of each entity that are searched."""

Piece = list[str]
"""Folded texts of one form, or parts of them."""


class Entries(NamedTuple):
    """What the index holds of a form: folded ``lines`` in PostgreSQL, ``pieces`` of bigrams in SQLite."""

    lines: str
    pieces: list[str]


# pieces of a long text overlap, so that one of them holds the longest word whole
_STEP_CHARS = SETTINGS.piece_chars - SETTINGS.longest_word_chars + 1
_GAP = " 0 "  # no bigram, so no phrase goes over it
_PRIVATE = (
    0xF0000  # letters to FTS5: what is no letter to it moves there, so that signs are found as letters are
)
_PRIVATE_COUNT = 0xFFFE


class _Letters(dict[int, str]):
    """Each character as one that FTS5 takes for a letter; small and wide forms of a character are one."""

    def __missing__(self, code: int) -> str:
        folded = make_half_width(chr(code)).lower()[:1]
        is_latin = folded.isascii() and folded.isalnum()
        is_letter = is_latin or "\u4e00" <= folded <= "\u9fff"
        self[code] = letter = folded if is_letter else chr(_PRIVATE + ord(folded) % _PRIVATE_COUNT)
        return letter


_LETTERS = _Letters()


def fold_text(text: str) -> str:
    """Return a text character by character as the search compares it: ``Ａ４`` is ``a4``."""
    return text.translate(_LETTERS)


def make_entries(texts: Iterable[str]) -> Entries:
    """Fold texts; no folded text holds a line break, so no word goes over one."""
    lines = [line for line in map(fold_text, texts) if len(line) >= SETTINGS.shortest_word_chars]
    return Entries("\n".join(lines), [format_piece(piece) for piece in pack_pieces(lines)])


def pack_pieces(lines: Iterable[str]) -> Iterator[Piece]:
    """Pack folded texts into pieces of about a thousand characters."""
    piece: Piece = []
    size = 0
    for part in chain.from_iterable(map(_split_long, lines)):
        if piece and size + len(part) > SETTINGS.piece_chars:
            yield piece
            piece, size = [], 0
        piece.append(part)
        size += len(part)
    if piece:
        yield piece


def _split_long(text: str) -> tuple[str, ...]:
    if len(text) <= SETTINGS.piece_chars:
        return (text,)
    starts = range(0, len(text) - SETTINGS.longest_word_chars + 1, _STEP_CHARS)
    return tuple(text[start : start + SETTINGS.piece_chars] for start in starts)


def format_piece(piece: Piece) -> str:
    """Return a piece as bigrams that FTS5 parts at the blanks: 绩效自评 is 绩效, 效自, 自评."""
    return _GAP.join(map(_join_bigrams, piece))


def format_phrase(word: str) -> str:
    """Return a word (2 to 64 characters) as FTS5 asks for it."""
    return f'"{_join_bigrams(fold_text(word))}"'


def _join_bigrams(text: str) -> str:
    return " ".join(map(add, text, text[1:]))


def find_texts(form: Form) -> Iterator[str]:
    """Yield the texts of a form that is not stored yet, in the order of ``FIELDS``."""
    yield from _find_filled(form, "form")
    for entity, many in MANY.items():
        for entry in getattr(form, many):
            if entity == "fund":
                yield from entry.texts.values()
            yield from _find_filled(entry, entity)


def _find_filled(entry: Any, entity: str) -> Iterator[str]:  # noqa: ANN401 - any of the form's dataclasses
    for field in FIELDS[entity]:
        attribute = "list_heading" if field == "list" else field
        text = getattr(entry, attribute, None)
        if text:
            yield text
