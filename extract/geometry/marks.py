"""What a page draws, whichever engine read it: glyphs and ruled lines, before any table is seen."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from extract.grid import Part

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SLANTED = -1


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Glyphs in the order they are drawn.

    ``codes`` (n) are code points, ``boxes`` (n, 4) are x0, top, x1, bottom in points from the page's upper
    left, ``turns`` (n) are clockwise quarter turns of the upright glyph, ``SLANTED`` at any other angle.
    ``origins`` (n, 2) are x, y of the points on the baseline where the glyphs begin: glyphs of one line share
    a baseline, whatever the height of their boxes. ``sure`` (n) tells of recognised glyphs how sure each is,
    from 0 to 1; None where the file says what its glyphs are.
    """

    codes: Ints
    boxes: Floats
    turns: Ints
    origins: Floats
    sure: Floats | None = None

    def __len__(self) -> int:
        """Count the glyphs."""
        return len(self.codes)

    def where(self, keep: Flags | Ints) -> Glyphs:
        """Take the glyphs of a mask or in the order of an index."""
        # a mask asked for once takes a third of the time
        at = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep
        return Glyphs(
            self.codes.take(at),
            self.boxes.take(at, axis=0),
            self.turns.take(at),
            self.origins.take(at, axis=0),
            None if self.sure is None else self.sure.take(at),
        )

    def part(self, of: slice) -> Glyphs:
        """Take some that follow each other, without a copy."""
        sure = None if self.sure is None else self.sure[of]
        return Glyphs(self.codes[of], self.boxes[of], self.turns[of], self.origins[of], sure)


def make_no_glyphs() -> Glyphs:
    """Make the glyphs of an empty page."""
    return Glyphs(np.empty(0, np.int64), np.empty((0, 4)), np.empty(0, np.int64), np.empty((0, 2)))


@dataclass(frozen=True, slots=True)
class Marks:
    """A page as shown: its glyphs, its rulings and its count of ``images``.

    ``rules`` (m, 4) are thin boxes: x0, top, x1, bottom. ``unseen`` (k, 4) are the boxes of texts that leave
    no ink, ``notes`` marks of notes and ``struck`` glyphs that a line goes through: none of them is read, and
    where one stands in a cell, the cell is in doubt. ``misread`` (k, 4) are the boxes of glyphs that may
    be others than the text says, in ``contradicting_fonts``: they are read, in doubt. ``part`` is the stretch
    of the page that this is, if not the whole. ``picture_share`` tells, of a page of few glyphs, how much of
    it pictures cover, and ``is_drawn`` that its paths are as many as a page of text has. ``lean_rad``
    tells by how much the page leaned against the clock before it was straightened, ``is_mirrored`` that its
    text is mirrored.
    """

    number: int
    width: float
    height: float
    glyphs: Glyphs
    rules: Floats
    images: int = 0
    unseen: Floats = field(default_factory=lambda: np.empty((0, 4)))
    notes: Glyphs = field(default_factory=make_no_glyphs)
    struck: Glyphs = field(default_factory=make_no_glyphs)
    part: Part | None = None
    misread: Floats = field(default_factory=lambda: np.empty((0, 4)))
    contradicting_fonts: tuple[str, ...] = ()
    picture_share: float = 0.0
    is_drawn: bool = False
    lean_rad: float = 0.0
    is_mirrored: bool = False


def join_glyphs(parts: Sequence[Glyphs]) -> Glyphs:
    """Make one of the glyphs of several pages; their arrays are copied."""
    return Glyphs(
        np.concatenate([part.codes for part in parts]),
        np.concatenate([part.boxes for part in parts]),
        np.concatenate([part.turns for part in parts]),
        np.concatenate([part.origins for part in parts]),
        _join_sure(parts),
    )


def _join_sure(parts: Sequence[Glyphs]) -> Floats | None:
    """Join how sure the glyphs are; those that were not recognised are."""
    if all(part.sure is None for part in parts):
        return None
    return np.concatenate([np.ones(len(part)) if part.sure is None else part.sure for part in parts])


_FIRST_RADICAL, _LAST_RADICAL = 0x2E80, 0x2FDF


def fold_radicals(codes: Ints) -> Ints:
    """Replace CJK and Kangxi radicals among code points by the characters they stand for.

    Nothing else is replaced: NFKC would turn ``3²`` into 32.
    """
    radical = (codes >= _FIRST_RADICAL) & (codes <= _LAST_RADICAL)
    if not radical.any():
        return codes
    folded = codes.copy()
    folded[radical] = _load_radicals()[codes[radical] - _FIRST_RADICAL]
    return folded


@cache
def _load_radicals() -> Ints:
    table = np.arange(_FIRST_RADICAL, _LAST_RADICAL + 1)
    pairs = tomllib.loads(files("extract.geometry").joinpath("radicals.toml").read_text("utf-8"))["fold"]
    for radical, plain in pairs.items():
        table[ord(radical) - _FIRST_RADICAL] = ord(plain)
    return table
