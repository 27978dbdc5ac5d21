"""Texts as the search index holds them: folded, in pieces or lines, whose character bigrams tell where a word may stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import add
from typing import NamedTuple

from normalize.values.text import half_width

Piece = list[str]
"""Folded texts of one form, or parts of them."""


class Entries(NamedTuple):
    """What the search index holds of one form: folded ``lines`` in PostgreSQL, ``pieces`` of bigrams in SQLite."""

    lines: str
    pieces: list[str]


SHORTEST, LONGEST = 2, 64
"""The words that bigrams find, in characters."""

_PIECE = 1000
_STEP = (
    _PIECE - LONGEST + 1
)  # pieces of a long text overlap, so that one of them holds the longest word whole
_GAP = " 0 "  # no bigram, so no phrase goes over it
_PRIVATE = (
    0xF0000  # letters to FTS5; what is no letter to it moves there, so that signs are found as letters are
)
_PRIVATE_COUNT = 0xFFFE


class _Letters(dict[int, str]):
    """Each character as one that FTS5 takes for a letter; small and wide forms of a character are one."""

    def __missing__(self, code: int) -> str:
        folded = half_width(chr(code)).lower()[:1]
        plain = (folded.isascii() and folded.isalnum()) or "\u4e00" <= folded <= "\u9fff"
        self[code] = letter = folded if plain else chr(_PRIVATE + ord(folded) % _PRIVATE_COUNT)
        return letter


_LETTERS = _Letters()


def folded(text: str) -> str:
    """Give a text character by character as the search compares it: ``Ａ４`` is ``a4``."""
    return text.translate(_LETTERS)


def entries_of(texts: Iterable[str]) -> Entries:
    """Fold texts; no folded text holds a line break, so no word goes over one."""
    lines = [line for line in map(folded, texts) if len(line) >= SHORTEST]
    return Entries("\n".join(lines), list(map(as_fts5, pieces(lines))))


def pieces(lines: Iterable[str]) -> Iterator[Piece]:
    """Pack folded texts into pieces of about a thousand characters."""
    piece: Piece = []
    size = 0
    for part in chain.from_iterable(map(_parts, lines)):
        if piece and size + len(part) > _PIECE:
            yield piece
            piece, size = [], 0
        piece.append(part)
        size += len(part)
    if piece:
        yield piece


def _parts(text: str) -> tuple[str, ...]:
    if len(text) <= _PIECE:
        return (text,)
    return tuple(text[start : start + _PIECE] for start in range(0, len(text) - LONGEST + 1, _STEP))


def as_fts5(piece: Piece) -> str:
    """Give a piece as bigrams that FTS5 parts at the blanks: 绩效自评 is 绩效, 效自, 自评."""
    return _GAP.join(map(_bigrams, piece))


def fts5_phrase(word: str) -> str:
    """Give a word of ``SHORTEST`` to ``LONGEST`` characters as FTS5 asks for it."""
    return f'"{_bigrams(folded(word))}"'


def _bigrams(text: str) -> str:
    return " ".join(map(add, text, text[1:]))
