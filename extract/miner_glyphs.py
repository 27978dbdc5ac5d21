"""Glyphs as the readers of the pdfminer family (pdfplumber, playa) give them, cleaned as PDFium's are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract.marks import SLANTED, Glyphs, no_glyphs
from extract.radicals import fold_radicals

Box = tuple[float, float, float, float]

_STRAIGHT = 0.03  # quarter turns by which a glyph may lean and still stand straight
_NO_CHARACTER = re.compile(r"\(cid:\d+\)")
_UNKNOWN = "\ufffd"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One glyph: its text, its box, the point on the baseline where it begins, and how far the baseline runs right and up.

    ``word`` is the box of the word that it is a part of, where the engine sets words.
    """

    text: str
    box: Box
    origin: tuple[float, float]
    direction: tuple[float, float]
    word: Box | None = None

    @property
    def point(self) -> tuple[float, float]:
        """The middle of its word, or its own."""
        x0, top, x1, bottom = self.word or self.box
        return (x0 + x1) / 2, (top + bottom) / 2


def on_page(drawn: Iterable[Drawn], width: float, height: float) -> list[Drawn]:
    """Keep the glyphs that stand on a page of that size, and no control characters.

    One that stands for several characters is cut into as many; one that the font names by a number only is U+FFFD.
    """
    return [part for glyph in drawn if _is_on_page(glyph, width, height) for part in _parts(glyph) if part.text >= " "]


def glyphs_of(kept: Sequence[Drawn]) -> Glyphs:
    """Gather what is drawn into glyphs, in that order."""
    if not kept:
        return no_glyphs()
    return Glyphs(
        fold_radicals(np.array([ord(part.text) for part in kept], np.int64)),
        np.array([part.box for part in kept], np.float64),
        np.array([quarter_turns(*part.direction) for part in kept], np.int64),
        np.array([part.origin for part in kept], np.float64),
    )


def _is_on_page(glyph: Drawn, width: float, height: float) -> bool:
    x0, top, x1, bottom = glyph.box
    return 0 <= x0 + x1 <= 2 * width and 0 <= top + bottom <= 2 * height


def _parts(glyph: Drawn) -> Iterator[Drawn]:
    text = _NO_CHARACTER.sub(_UNKNOWN, glyph.text)
    if len(text) == 1:
        yield replace(glyph, text=text)
        return
    x0, top, x1, bottom = glyph.box
    for place, char in enumerate(text):
        left, right = (x0 + (x1 - x0) * step / len(text) for step in (place, place + 1))
        yield replace(glyph, text=char, box=(left, top, right, bottom), origin=(glyph.origin[0] + left - x0, glyph.origin[1]))


def quarter_turns(right: float, up: float) -> int:
    """Give the clockwise quarter turns of a baseline that runs so far right and up, ``SLANTED`` at an odd angle."""
    turns = -math.atan2(up, right) / (math.pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) <= _STRAIGHT else SLANTED
