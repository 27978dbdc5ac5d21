"""Glyphs to text: set in lines by where they stand, never by the order in which a file draws them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.geometry.marks import Flags, Floats, Glyphs, Ints
from extract.geometry.settings import GEOMETRY

# the place of what stands in no cell; where there are several pages, each has a place below zero
OUTSIDE = -1
# points; parts of a point that order glyphs; bits of one number that hold them
_FAR, _FINE, _BITS = 1 << 20, 1 << 10, 32
_DIGITS = (0x30, 0x39)
_BLANK = 0x20
_LETTERS = ((0x41, 0x5A), (0x61, 0x7A))


class TextLine(NamedTuple):
    """A line of text in the place it was set for, such as a cell, and the box around its glyphs."""

    place: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class TextLines:
    """Lines of text, none of them empty.

    The place that each was set for, and the box (n, 4) around its glyphs.
    """

    places: Ints
    texts: list[str]
    boxes: Floats

    def __iter__(self) -> Iterator[TextLine]:
        """Return the lines one by one."""
        return map(TextLine, self.places.tolist(), self.texts, *self.boxes.T.tolist())

    def where(self, part: slice) -> TextLines:
        """Take some of the lines."""
        return TextLines(self.places[part], self.texts[part], self.boxes[part])


_NO_LINES = TextLines(np.empty(0, np.int64), [], np.empty((0, 4)))


def set_text_lines(glyphs: Glyphs, places: Ints) -> TextLines:
    """Set the glyphs of each place (n) in lines, from the first to the last place.

    ``OUTSIDE`` puts blanks in wide gaps too.

    Upright glyphs come first, then those turned by a quarter, each in the way they are read.
    """
    if not len(glyphs):
        return _NO_LINES
    along, across, size = _find_reading_axes(glyphs)
    order = _sort_in_groups(4 * places + glyphs.turns % 4 if glyphs.turns.any() else places, across)
    broken = _differs(places[order]) | _differs(glyphs.turns[order])
    across, high = across[order], size[order]
    broken |= np.abs(across - _take_before(across)) > GEOMETRY.same_line_share * np.maximum(
        high, _take_before(high)
    )
    line = np.empty(len(glyphs), np.int64)
    line[order] = np.cumsum(broken)
    order = _sort_in_groups(line, along[:, 0])
    line, places, glyphs = line[order], places[order], glyphs.where(order)
    gaps = _measure_gaps(along[order], size[order])
    spread = _are_spread(glyphs.codes, line, gaps) & (places > OUTSIDE)
    if spread.any():
        drawn = ~spread | (glyphs.codes != _BLANK)
        line, places, gaps, glyphs = line[drawn], places[drawn], gaps[drawn], glyphs.where(drawn)
        spread = spread[drawn]
    lacks_blank = _lacks_blank(glyphs.codes, line, gaps, places <= OUTSIDE) & ~spread
    return _cut_lines(glyphs, places, line, lacks_blank)


def set_slanted_lines(glyphs: Glyphs) -> TextLines:
    """Set glyphs at odd angles, such as a watermark, in the order in which they are drawn.

    One line for each run of neighbours.
    """
    if not len(glyphs):
        return _NO_LINES
    centre = (glyphs.boxes[:, :2] + glyphs.boxes[:, 2:]) / 2
    size = (glyphs.boxes[:, 2:] - glyphs.boxes[:, :2]).max(axis=1)
    away = np.hypot(*np.diff(centre, axis=0, prepend=centre[:1]).T) > 2 * size
    return _cut_lines(
        glyphs, np.zeros(len(glyphs), np.int64), np.cumsum(away), np.zeros(len(glyphs), np.bool_)
    )


def count_visible(text: str) -> int:
    """Count the characters that are no blanks."""
    return sum(map(len, text.split()))


def _sort_in_groups(groups: Ints, values: Floats) -> Ints:
    """Order by group, then by value, then as they come.

    One sort, which gains by it that a file's glyphs are nearly in order.
    """
    return np.argsort((groups << _BITS) + (values.clip(-_FAR, _FAR) * _FINE).astype(np.int64), kind="stable")


def _find_reading_axes(glyphs: Glyphs) -> tuple[Floats, Floats, Floats]:
    """Return where each glyph begins and ends along its line (n, 2), where its line stands, and its size.

    The line's place and the glyph's size are across the line.
    """
    x0, top, x1, bottom = glyphs.boxes.T
    if not glyphs.turns.any():
        return glyphs.boxes[:, [0, 2]], glyphs.origins[:, 1], np.maximum(bottom - top, 1.0)
    turns = glyphs.turns[:, None]
    right, down = np.stack((x0, x1), axis=1), np.stack((top, bottom), axis=1)
    ways = [down, -right[:, ::-1], -down[:, ::-1]]
    along = np.select([turns == way for way in (1, 2, 3)], ways, right)
    x, y = glyphs.origins.T
    across = np.choose(glyphs.turns % 4, [y, -x, -y, x])
    size = np.where(glyphs.turns % 2 == 1, x1 - x0, bottom - top)
    return along, across, np.maximum(size, 1.0)


def _cut_lines(glyphs: Glyphs, places: Ints, line: Ints, lacks_blank: Flags) -> TextLines:
    starts = np.flatnonzero(_differs(line))
    low, high = (
        np.minimum.reduceat(glyphs.boxes[:, :2], starts),
        np.maximum.reduceat(glyphs.boxes[:, 2:], starts),
    )
    texts, boxes = _make_texts(glyphs.codes, starts, lacks_blank), np.concatenate((low, high), axis=1)
    if all(texts):
        return TextLines(places[starts], texts, boxes)
    filled = np.flatnonzero([bool(text) for text in texts])
    return TextLines(places[starts[filled]], list(filter(None, texts)), boxes[filled])


def _make_texts(codes: Ints, starts: Ints, lacks_blank: Flags) -> list[str]:
    """Return the text of each line, blanks put in before the glyphs that lack one."""
    places = np.flatnonzero(lacks_blank)
    shifted = starts + np.searchsorted(places, starts)
    text = np.insert(codes.astype(np.uint32), places, ord(" ")).tobytes().decode("utf-32-le", "replace")
    return [text[first:end].strip() for first, end in pairwise([*shifted.tolist(), len(text)])]


def _measure_gaps(along: Floats, size: Floats) -> Floats:
    """Return the gap before each glyph of a line, as a share of its size or its larger neighbour's."""
    gaps: Floats = np.concatenate(([0.0], along[1:, 0] - along[:-1, 1])) / np.maximum(
        size, _take_before(size)
    )
    return gaps


def _lacks_blank(codes: Ints, line: Ints, gaps: Floats, loose: Flags) -> Flags:
    """Tell before which glyphs a blank belongs that the file does not draw."""
    word = (codes >= _DIGITS[0]) & (codes <= _DIGITS[1])
    for first, last in _LETTERS:
        word |= (codes >= first) & (codes <= last)
    between_words = (gaps > GEOMETRY.word_gap_share) & word & _take_before(word)
    wide = (gaps > GEOMETRY.line_gap_share) & loose
    blank = (codes == 0x20) | (codes == 0xA0) | (codes == 0x3000)  # noqa: PLR2004
    lacks: Flags = (between_words | wide) & ~blank & ~_take_before(blank) & ~_differs(line)
    return lacks


def _are_spread(codes: Ints, line: Ints, gaps: Floats) -> Flags:
    """Tell which glyphs (n) are of a line that is set apart over its cell's width: its gaps are all alike.

    The blanks that PDFium makes up in such gaps have no width.
    """
    begins = _differs(line)
    inner = np.where(begins | (codes == _BLANK), np.nan, gaps)
    if not (inner > GEOMETRY.word_gap_share).any():
        return np.zeros(len(line), np.bool_)
    starts = np.flatnonzero(begins)
    narrowest, widest = np.fmin.reduceat(inner, starts), np.fmax.reduceat(inner, starts)
    counts = np.add.reduceat((codes != _BLANK).astype(np.int64), starts)
    is_even = (widest - narrowest) <= GEOMETRY.spread_slack_share * widest
    spread: Flags = is_even & (narrowest > GEOMETRY.word_gap_share) & (counts >= GEOMETRY.fewest_spread)
    return np.repeat(spread, np.diff([*starts.tolist(), len(line)]))


def _differs(values: Ints) -> Flags:
    differs = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs


def _take_before(values: NDArray[Any]) -> NDArray[Any]:
    """Return each glyph's neighbour's value; the first has the last for one, which begins another line."""
    return np.concatenate((values[-1:], values[:-1]))
