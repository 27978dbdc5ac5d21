"""Texts as character bigrams: a phrase of them is found wherever its characters stand, in FTS5 and in tsvectors alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from normalize.clean import half_width

Tokens = list[str]

SHORTEST, LONGEST = 2, 64
"""The words that bigrams find, in characters."""

_PIECE = 256  # a tsvector keeps no more places of one word
_STEP = _PIECE - (LONGEST - 2)  # pieces of a long text overlap, so that one of them holds the longest word whole
_GAP = "0"  # no bigram, so no phrase goes over it
_PRIVATE = 0xF0000  # letters to FTS5; what is no letter to it moves there, so that signs are found as letters are
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


def bigrams(text: str) -> Tokens:
    """Give each pair of neighbours: 绩效自评 is 绩效, 效自, 自评; none for a text of one character."""
    letters = folded(text)
    return [letters[at : at + 2] for at in range(len(letters) - 1)]


def pieces(texts: Iterable[str]) -> Iterator[Tokens]:
    """Pack texts into pieces of at most 256 tokens; no phrase goes from one text into another."""
    piece: Tokens = []
    for text in texts:
        tokens = bigrams(text)
        if piece and len(piece) + len(tokens) >= _PIECE:
            yield piece
            piece = []
        while len(tokens) > _PIECE:
            yield tokens[:_PIECE]
            tokens = tokens[_STEP:]
        piece += [_GAP, *tokens] if piece and tokens else tokens
    if piece:
        yield piece


def as_fts5(piece: Tokens) -> str:
    """Give a piece as the text that FTS5 cuts at its blanks."""
    return " ".join(piece)


def as_tsvector(piece: Tokens) -> str:
    """Give a piece as a tsvector's own notation, which no parser touches."""
    places: dict[str, list[str]] = {}
    for place, token in enumerate(piece, start=1):
        if token != _GAP:
            places.setdefault(token, []).append(str(place))
    return " ".join(f"'{token}':{','.join(at)}" for token, at in places.items())


def fts5_phrase(word: str) -> str:
    """Give a word of ``SHORTEST`` to ``LONGEST`` characters as FTS5 asks for it."""
    return f'"{as_fts5(bigrams(word))}"'


def tsquery_phrase(word: str) -> str:
    """Give such a word as a tsquery."""
    return " <-> ".join(f"'{token}'" for token in bigrams(word))
