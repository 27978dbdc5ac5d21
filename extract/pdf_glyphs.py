"""A PDF page's glyphs, one by one: bulk text does not tell where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from extract import pdf_calls as calls
from extract.marks import SLANTED, Floats, Ints
from extract.pdf_calls import Pointer, pointer
from extract.pdf_memory import doubles, floats, written
from extract.pdf_objects import Bounds, Layer, stand_upright
from extract.pdf_seals import in_seals

BLANK = 0x20
_QUARTER = np.pi / 2
_STRAIGHT = 0.03  # radians by which a glyph may lean and still stand straight
_SURROGATE = 0b11011  # the first bits of a unit that is half a character
_UNKNOWN = 0xFFFD
_FEW = 8  # one glyph of so many is asked first


@dataclass(frozen=True, slots=True)
class Clipped:
    """A text object's box, ``whole`` and as a clip lets it be ``seen``; where that has no extent nothing is."""

    whole: Bounds
    seen: Bounds


@dataclass(frozen=True, slots=True)
class Told:
    """What PDFium tells of a page's glyphs, in its order and in page space, as ``Glyphs`` are but for the boxes.

    ``boxes`` (n, 4) are left, top, right, bottom in points, where top and bottom may be exchanged. ``made_up`` are the places of
    blanks that no one drew, and ``clipped`` tells of the glyphs that a clip may hide.
    """

    codes: Ints
    boxes: NDArray[np.float32]
    turns: Ints
    origins: Floats
    made_up: Ints
    clipped: tuple[tuple[int, Clipped], ...] = ()


def glyphs_of(text_page: Pointer, clips: Mapping[int, Clipped], layers: Sequence[Layer] = ()) -> Told:
    """Ask for all glyphs of a page.

    ``clips`` tells of the texts that a clip hides some of, by the text object's address; ``layers`` are what the page draws.
    """
    count = calls.count_chars(text_page)
    if count <= 0:
        none = np.empty(0, np.int64)
        return Told(none, np.empty((0, 4), np.float32), none, np.empty((0, 2)), none)
    codes = _codes(text_page, count)
    codes[_without_unicode(text_page, count)] = _UNKNOWN
    _, words = written(calls.get_loose_box, [text_page] * count, range(count))
    boxes, upright = floats(words, 4), stand_upright(layers)
    turns = np.zeros(count, np.int64) if upright else _turns(text_page, count)
    origins = _upright_origins(text_page, boxes) if upright else _origins(text_page, count)
    turns[in_seals(text_page, boxes, turns, layers)] = SLANTED
    return Told(codes, boxes, turns, origins, _made_up(text_page, codes), tuple(_clipped(text_page, clips, count)))


def _codes(text_page: Pointer, count: int) -> Ints:
    """Take the text in bulk where each glyph has one unit of it: PDFium leaves some glyphs out and writes others as surrogates."""
    units: NDArray[np.uint16] = np.zeros(count + 1, np.uint16)
    whole = calls.get_text(text_page, 0, count, pointer(units.ctypes.data)) == len(units)
    if whole and not (units >> 11 == _SURROGATE).any():
        return units[:-1].astype(np.int64)
    return np.fromiter(map(calls.get_unicode, repeat(text_page), range(count)), np.int64, count)


def _without_unicode(text_page: Pointer, count: int) -> Ints:
    """Find the glyphs whose font does not say what they are, for which PDFium gives their number in the font; a few tell of all."""
    if not any(map(calls.has_map_error, repeat(text_page), range(0, count, _FEW))):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.fromiter(map(calls.has_map_error, repeat(text_page), range(count)), np.int64, count) == 1)


def _upright_origins(text_page: Pointer, boxes: NDArray[np.float32]) -> Floats:
    """Ask for one origin for each run of glyphs whose boxes are equally high: these are of one line and one font."""
    left, top, _, bottom = boxes.T
    begins = np.zeros(len(boxes), np.bool_)
    np.logical_or(bottom[1:] != bottom[:-1], top[1:] != top[:-1], out=begins[1:])
    first = [0, *np.flatnonzero(begins).tolist()]
    _, words = written(calls.get_origin, [text_page] * len(first), first, at=(0, 2))
    origins = np.empty((len(boxes), 2))
    origins[:, 0], origins[:, 1] = left, doubles(words)[np.cumsum(begins), 1]
    return origins


def _origins(text_page: Pointer, count: int) -> Floats:
    _, words = written(calls.get_origin, [text_page] * count, range(count), at=(0, 2))
    return doubles(words)[:, :2]


def _turns(text_page: Pointer, count: int) -> Ints:
    """Give each glyph's clockwise quarter turns; PDFium's angles run clockwise on a page whose y grows upwards."""
    angles = np.fromiter(map(calls.get_angle, repeat(text_page), range(count)), np.float64, count)
    turns = np.rint(angles / _QUARTER)
    straight = np.abs(angles - turns * _QUARTER) <= _STRAIGHT
    return np.where(straight, turns.astype(np.int64) % 4, SLANTED)


def _made_up(text_page: Pointer, codes: Ints) -> Ints:
    """Find the blanks that PDFium adds where it sees a gap."""
    blanks = np.flatnonzero(codes == BLANK)
    added = np.fromiter(map(calls.is_generated, repeat(text_page), blanks.tolist()), np.bool_, len(blanks))
    return blanks[added]


def _clipped(text_page: Pointer, clips: Mapping[int, Clipped], count: int) -> Iterator[tuple[int, Clipped]]:
    addresses: Iterable[int] = map(calls.text_object, repeat(text_page), range(count)) if clips else ()
    return ((index, clips[address]) for index, address in enumerate(addresses) if address in clips)
