"""Fonts whose map of signs contradicts what they draw: the text has an 8 where a person sees a 9.

PDFium tells what the map says. What is drawn is looked at once for each glyph that numbers are made of:
digits by their pictures, points and blanks by how much they draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat

import numpy as np

from extract.geometry.marks import SLANTED, Flags, Floats, Ints
from extract.pdfium import calls
from extract.pdfium.actual_text import is_replaced
from extract.pdfium.calls import call_for_each, read_doubles
from extract.pdfium.fonts.digit_shapes import Picture, is_digit, is_other_digit
from extract.pdfium.fonts.text_drawings import OpenPages, TextDrawings
from extract.pdfium.glyphs import BLANK, RawGlyphs, TextPage
from extract.pdfium.objects import Bounds, Drawn, Layer
from extract.pdfium.settings import PDFIUM

_SIGNS_BEFORE_WIDE, _SIGNS_BEFORE_LOW = 10, 20
_LOW = (ord("."), ord(","), ord("-"))
_BLANK = _SIGNS_BEFORE_LOW + len(_LOW) + 1
_BLANKS = (BLANK, 0xA0, *range(0x2000, 0x200B), 0x3000)
_WIDE_ZERO = 0xFF10
_PLACES, _FINE, _BEFORE = (
    2048,
    512,
    1.0,
)  # of a key: a box's edges in parts of a line's height, from one before
_WIDTHS = 512
_TURNS = 8
_LEAST_HEIGHT = 1e-3  # points: of a font without height


def _number_signs() -> Ints:
    """Give the signs of numbers a number by code: from 1 digits, wide digits, points and hyphens, blanks."""
    signs = np.zeros(0x10000, np.int64)
    signs[ord("0") : ord("0") + 10] = np.arange(1, 11)
    signs[_WIDE_ZERO : _WIDE_ZERO + 10] = np.arange(1, 11) + _SIGNS_BEFORE_WIDE
    signs[list(_LOW)] = np.arange(1, len(_LOW) + 1) + _SIGNS_BEFORE_LOW
    signs[list(_BLANKS)] = _BLANK
    return signs


_SIGNS = _number_signs()


@dataclass(frozen=True, slots=True)
class KnownFonts:
    """What was looked at in a document: each glyph's font by its key, and which fonts contradict their map.

    ``replaced`` are the keys of glyphs that no font draws: the file says them in place of others.
    """

    by_glyph: dict[int, str] = field(default_factory=dict)
    contradicting: set[str] = field(default_factory=set)
    replaced: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Contradicted:
    """The glyphs (n) of numbers in fonts that contradict their map, and the fonts' names page by page.

    ``replaced`` are the places of pages where the file says other numbers in place of what is drawn.
    """

    glyphs: Flags
    fonts: list[tuple[str, ...]]
    replaced: set[int]


def find_contradicted(
    opened: OpenPages, raw: RawGlyphs, layers: Sequence[Layer], known: KnownFonts
) -> Contradicted:
    """Find the signs of numbers in fonts that draw other signs than their map says.

    ``known`` grows by what is seen for the first time.
    """
    signs = _SIGNS.take(raw.codes, mode="clip")
    signs[raw.made_up] = 0
    signs[raw.turns == SLANTED] = 0
    places = np.flatnonzero(signs)
    boxes = _read_ink_boxes(opened.texts, raw, places)
    heights = _measure_heights(raw, places)
    keys = _make_keys(signs[places], boxes, raw, places, heights)
    new = [key for key in np.unique(keys).tolist() if key not in known.by_glyph]
    if new:
        shares = _measure_ink(raw, places, boxes) / heights
        drawings = TextDrawings(opened, layers)
    for key in new:
        for at in _choose_examples(np.flatnonzero(keys == key)):
            place = int(places[at])
            page = int(raw.pages[place])
            glyph = _Glyph(
                page=page, sign=int(signs[place]), box=_as_bounds(boxes[at]), height_share=float(shares[at])
            )
            text = drawings.find_text(page, place - int(np.searchsorted(raw.pages, page)))
            known.by_glyph.setdefault(key, "")
            if text is None:
                continue
            if is_replaced(text.handle):
                known.replaced.add(key)
                continue
            font = drawings.read_font(text)
            known.by_glyph[key] = font.name
            if not font.is_stand_in and _is_suspect(glyph) and _is_other_sign(glyph, text, drawings):
                known.contradicting.add(font.name)
    return _mark_contradicted(raw, places, keys, known, len(opened.texts))


def _choose_examples(places: Ints) -> set[int]:
    """Choose two of the glyphs that seem to be one: two digits of a font may have the same box."""
    return {int(places[0]), int(places[len(places) // 2])}


def _as_bounds(box: Floats) -> Bounds:
    left, bottom, right, top = box.tolist()
    return left, bottom, right, top


def _mark_contradicted(
    raw: RawGlyphs, places: Ints, keys: Ints, known: KnownFonts, pages: int
) -> Contradicted:
    marked = np.zeros(len(raw.codes), np.bool_)
    fonts: list[set[str]] = [set() for _ in range(pages)]
    if known.contradicting:
        for place, key in zip(places.tolist(), keys.tolist(), strict=True):
            font = known.by_glyph[key]
            if font in known.contradicting:
                marked[place] = True
                fonts[int(raw.pages[place])].add(font)
    of_replaced = raw.pages[places[np.isin(keys, list(known.replaced))]] if known.replaced else ()
    return Contradicted(marked, [tuple(sorted(names)) for names in fonts], set(map(int, of_replaced)))


def _read_ink_boxes(texts: Sequence[TextPage], raw: RawGlyphs, places: Ints) -> Floats:
    """Return the boxes around what glyphs draw: left, bottom, right, top (n, 4) in page space."""
    of_page = raw.pages[places]
    starts = np.searchsorted(raw.pages, np.arange(len(texts)))
    counts = np.bincount(of_page, minlength=len(texts)).tolist()
    handles = list(chain.from_iterable(map(repeat, [text.handle for text in texts], counts)))
    numbers = places - starts[of_page]
    _, words = call_for_each(calls.get_ink_box, handles, numbers.tolist(), at=(0, 2, 4, 6))
    return read_doubles(words)[:, [0, 2, 1, 3]]


def _measure_heights(raw: RawGlyphs, places: Ints) -> Floats:
    """Return the height of each glyph's line, from its font's descent to its ascent."""
    x0, top, x1, bottom = raw.boxes[places].astype(np.float64).T
    across = raw.turns[places] % 2 == 1
    heights: Floats = np.where(across, np.abs(x1 - x0), np.abs(bottom - top))
    return np.maximum(heights, _LEAST_HEIGHT)


def _measure_ink(raw: RawGlyphs, places: Ints, boxes: Floats) -> Floats:
    """Return how high the ink of each glyph is, across its line."""
    across = raw.turns[places] % 2 == 1
    return np.asarray(np.where(across, boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]))


def _make_keys(signs: Ints, boxes: Floats, raw: RawGlyphs, places: Ints, heights: Floats) -> Ints:
    """Make the numbers (n) that are equal where the same glyph of a font is drawn in whatever size."""
    loose = raw.boxes[places].astype(np.float64)
    x0, low = loose[:, 0], np.minimum(loose[:, 1], loose[:, 3])
    corner = np.stack((x0, low, x0, low), axis=1)
    edges = ((boxes - corner) / heights[:, None] + _BEFORE) * _FINE
    edges = np.rint(edges).clip(0, _PLACES - 1).astype(np.int64)
    widths = np.rint(np.abs(loose[:, 2] - x0) / heights * (_WIDTHS / 4)).clip(0, _WIDTHS - 1).astype(np.int64)
    keys = signs * _TURNS + raw.turns[places]
    keys = keys * _WIDTHS + widths
    for edge in edges.T:
        keys = keys * _PLACES + edge
    return keys


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A glyph to look at.

    Its page by place, which sign the map says it is, the box of its ink in page space, and
    how high that is, of its line.
    """

    page: int
    sign: int
    box: Bounds
    height_share: float

    @property
    def is_blank(self) -> bool:
        """Whether it is no sign at all."""
        return self.sign == _BLANK

    @property
    def is_low(self) -> bool:
        """Whether it is a point, comma or hyphen."""
        return _SIGNS_BEFORE_LOW < self.sign < _BLANK


def _is_suspect(glyph: _Glyph) -> bool:
    """Tell whether a glyph is to be looked at: points that are as low and blanks as empty as they are, are not."""
    if glyph.is_blank:
        return glyph.height_share >= PDFIUM.least_ink_share
    return not glyph.is_low or glyph.height_share > PDFIUM.highest_point_share


def _is_other_sign(glyph: _Glyph, text: Drawn, drawings: TextDrawings) -> bool:
    ink = drawings.cut_ink(text, glyph.page, glyph.box)
    if ink is None or not ink.size:
        return False
    inked = _cut_to_ink(ink)
    height_share = glyph.height_share * inked.shape[0] / ink.shape[0]
    if glyph.is_blank:
        is_high = glyph.height_share > PDFIUM.highest_point_share
        return _has_ink_inside(ink) and not (is_high and _is_box(inked))
    if height_share < PDFIUM.lowest_digit_share:
        return not glyph.is_low and (inked.size > 0 or glyph.height_share < PDFIUM.least_ink_share)
    if max(inked.shape) < PDFIUM.least_glyph_pixels:
        return False
    if glyph.is_low:
        return height_share > PDFIUM.highest_point_share and is_digit(inked)
    return is_other_digit(inked, (glyph.sign - 1) % 10)


def _has_ink_inside(ink: Picture) -> bool:
    """Tell whether there is ink in the middle half of a glyph's room; its neighbours may reach in at the ends."""
    quarter = ink.shape[1] // 4
    return bool((ink[:, quarter : ink.shape[1] - quarter] >= PDFIUM.ink_level).any())


def _is_box(inked: Picture) -> bool:
    """Tell whether ink has straight edges on all sides, as the box that stands for a missing glyph."""
    edges = np.concatenate((inked[0], inked[-1], inked[:, 0], inked[:, -1]))
    return bool((edges >= PDFIUM.ink_level).mean() >= PDFIUM.box_edge_share)


def _cut_to_ink(ink: Picture) -> Picture:
    is_ink = ink >= PDFIUM.ink_level
    rows, columns = np.flatnonzero(is_ink.any(axis=1)), np.flatnonzero(is_ink.any(axis=0))
    if not len(rows):
        return ink[:0, :0]
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
