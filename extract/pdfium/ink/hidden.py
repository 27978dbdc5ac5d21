"""Which glyphs leave ink: what a person does not see on the page is not read.

Asked a text object at a time: only on pages where something is hidden, glyph by glyph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, repeat
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.geometry.marks import Flags, Floats, Ints
from extract.pdfium import calls
from extract.pdfium.calls import Pointer
from extract.pdfium.glyphs import BLANK, UNKNOWN, RawGlyphs, TextPage
from extract.pdfium.objects import (
    Bounds,
    Drawn,
    Layer,
    cut_to_clip,
    hold_middles,
    list_moments,
    list_texts,
    read_bounds,
    read_clip,
)
from extract.pdfium.rulings import OPAQUE, RECTANGLE_SEGMENTS, WHITE, Paint, read_colours
from extract.pdfium.settings import PDFIUM
from extract.pdfium.textless import measure_picture_share

_MODES_WITHOUT_INK = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_ONLY_FILLED = (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP)
_ONLY_STROKED = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP)


@dataclass(frozen=True, slots=True)
class HiddenTexts:
    """What nobody sees of some pages' texts.

    ``whole`` (m) tells which text objects nobody sees at all. ``boxes`` (k, 4) tell where they stand, left,
    bottom, right and top, and ``pages`` (k) on which page; where a page has nothing but such text below its
    picture, as a scanner's program writes it, that text is read all the same, and is here to be doubted.
    ``covers`` are the areas that hide a part of a text, by the page's place.
    """

    whole: Flags
    boxes: Floats
    pages: Ints
    covers: Mapping[int, Sequence[tuple[Bounds, float]]]


@dataclass(frozen=True, slots=True)
class _Texts:
    """The text objects (m) of some layers: when, on which page, how and in which colour (m, 4) each shows."""

    layers: Sequence[Layer]
    moments: Floats
    pages: Ints
    modes: NDArray[np.int8]
    known: Flags
    colours: Ints

    def list_drawn(self, wanted: Flags) -> Iterator[Drawn]:
        """Return the handles of some, with the matrices around them."""
        around = chain.from_iterable(repeat(layer.around, len(layer.texts)) for layer in self.layers)
        found = zip(list_texts(self.layers), around, strict=True)
        return (Drawn(handle, matrix) for handle, matrix in compress(found, wanted.tolist()))


@dataclass(frozen=True, slots=True)
class _Fills:
    """The painted areas (k): their boxes (k, 4), colours (k, 3), pages and the moments of painting."""

    boxes: Floats
    colours: Ints
    pages: Ints
    moments: Floats


def find_hidden_texts(
    layers: Sequence[Layer],
    handles: Sequence[Pointer],
    paint: Paint,
    masked: Flags,
    frames: Sequence[Bounds],
) -> HiddenTexts:
    """Find what nobody sees: text without ink, in the colour of what lies below it, or painted over later.

    ``handles`` (m) are those of all the layers' texts, ``masked`` (m) tells which of them leave no ink for
    what lies around or over them, ``frames`` are the pages'. Where a page's text is without ink, a picture
    of the page decides, and without one the text is read.
    """
    texts = _read_texts(layers, handles)
    fills = _find_fills(layers, paint)
    inkless = _are_without_ink(texts) | masked
    whole = inkless | _find_blended(texts, fills, ~inkless)
    kept = np.zeros(len(whole), np.bool_)
    covers: dict[int, list[tuple[Bounds, float]]] = {}
    for page in np.unique(texts.pages[whole]).tolist():
        of_page = texts.pages == page
        if np.count_nonzero(inkless & of_page) >= PDFIUM.scan_text_share * np.count_nonzero(of_page):
            of_layers = [layer for layer in layers if layer.page == page]
            if measure_picture_share(frames[page], of_layers) < PDFIUM.scan_picture_share:
                whole[of_page] = False
                kept[of_page] = any(layer.images for layer in of_layers)
    for page in np.unique(fills.pages).tolist():
        covered = _find_covered(texts, fills, page)
        whole |= covered.whole
        if covered.partly:
            covers[page] = covered.partly
    told = whole | kept
    boxes = [read_bounds(text) for text in texts.list_drawn(told)]
    return HiddenTexts(whole, np.array(boxes, np.float64).reshape(-1, 4), texts.pages[told], covers)


class _Covered(NamedTuple):
    whole: Flags
    partly: list[tuple[Bounds, float]]


def _find_covered(texts: _Texts, fills: _Fills, page: int) -> _Covered:
    """Find the texts of a page that lie below later paint, and the paint that covers a part of one."""
    whole = np.zeros(len(texts.modes), np.bool_)
    of_page = texts.pages == page
    moments = texts.moments[of_page]
    later = np.flatnonzero((fills.pages == page) & (fills.moments > moments.min(initial=np.inf)))
    if not len(later):
        return _Covered(whole, [])
    boxes = np.array([read_bounds(text) for text in texts.list_drawn(of_page)])
    partly: list[tuple[Bounds, float]] = []
    places = np.flatnonzero(of_page)
    for at in later.tolist():
        low = np.maximum(boxes[:, :2], fills.boxes[at, :2])
        high = np.minimum(boxes[:, 2:], fills.boxes[at, 2:])
        shared = np.clip(high - low, 0, None) / np.maximum(boxes[:, 2:] - boxes[:, :2], 1e-6)
        below = moments < fills.moments[at]
        is_whole = below & (shared.min(axis=1) >= PDFIUM.covered_share)
        whole[places[is_whole]] = True
        is_part = below & ~is_whole & (shared.min(axis=1) >= 1 - PDFIUM.covered_share)
        if is_part.any():
            partly.append((_as_bounds(fills.boxes[at]), float(fills.moments[at])))
    return _Covered(whole, partly)


def find_hidden_glyphs(
    pages: Sequence[TextPage], raw: RawGlyphs, layers: Sequence[Layer], hidden: HiddenTexts
) -> Flags:
    """Tell which glyphs (n) are too small to be seen, or below paint that hides a part of their text."""
    unseen = _are_too_small(raw)
    moments = list_moments(layers, pdfium.FPDF_PAGEOBJ_TEXT)
    for place, covers in hidden.covers.items():
        own = slice(*np.searchsorted(raw.pages, (place, place + 1)).tolist())
        of_glyph = _find_texts(pages[place], layers)
        when = np.where(of_glyph >= 0, moments[of_glyph], np.inf)
        unseen[own] |= _are_painted_over(raw.boxes[own], when, covers)
    return unseen


def _read_texts(layers: Sequence[Layer], handles: Sequence[Pointer]) -> _Texts:
    asked = [layer.of_texts for layer in layers]
    modes = np.concatenate([texts.modes for texts in asked] or [np.empty(0, np.int8)])
    fills = (
        np.concatenate([texts.known for texts in asked] or [np.empty(0, np.bool_)]),
        np.concatenate([texts.colours for texts in asked] or [np.empty((0, 4), np.int64)]),
    )
    known, colours = _take_strokes(handles, modes, *fills)
    return _Texts(
        layers=layers,
        moments=list_moments(layers, pdfium.FPDF_PAGEOBJ_TEXT),
        pages=np.repeat([layer.page for layer in layers], [len(layer.texts) for layer in layers]),
        modes=modes,
        known=known,
        colours=colours,
    )


def _take_strokes(
    handles: Sequence[Pointer], modes: NDArray[np.int8], known: Flags, colours: Ints
) -> tuple[Flags, Ints]:
    """Return which texts (m) have a known colour, and the colours (m, 4), of fills or of outlines alone.

    ``known`` and ``colours`` are those of the fills.
    """
    outlined = ~np.isin(modes, (*_ONLY_FILLED, *_MODES_WITHOUT_INK))
    if not outlined.any():
        return known, colours
    is_known, strokes = read_colours(calls.get_stroke, handles, outlined)
    is_of_one = np.isin(modes, _ONLY_STROKED) | (strokes == colours).all(axis=1)
    known = np.where(outlined, is_known & is_of_one, known)
    return known, np.where(outlined[:, None], strokes, colours)


def _are_without_ink(texts: _Texts) -> Flags:
    """Tell which texts are rendered in no way, or filled with what lets all through."""
    transparent = texts.known & (texts.colours[:, 3] <= PDFIUM.least_opaque)
    without: Flags = transparent | np.isin(texts.modes, _MODES_WITHOUT_INK)
    return without


def _are_too_small(raw: RawGlyphs) -> Flags:
    """Tell which glyphs are too small to be seen; on a page whose text is mostly so small, none is."""
    heights = np.abs(raw.boxes[:, 1] - raw.boxes[:, 3])
    widths = np.abs(raw.boxes[:, 2] - raw.boxes[:, 0])
    drawn = (raw.codes > BLANK) & (raw.codes != UNKNOWN)  # of no glyph, it may have no size
    small: Flags = drawn & (np.maximum(heights, widths) < PDFIUM.smallest_glyph_pt)
    if not small.any() or 2 * np.count_nonzero(small) > np.count_nonzero(drawn):
        return np.zeros(len(small), np.bool_)
    return small


def _find_fills(layers: Sequence[Layer], paint: Paint) -> _Fills:
    """Find the areas that are painted so that nothing below them shows."""
    wanted = np.flatnonzero(paint.opaque & ~paint.thin)
    segments = [calls.count_segments(paint.paths[at]) for at in wanted.tolist()]
    wanted = wanted[np.array(segments, np.int64) <= RECTANGLE_SEGMENTS]
    boxes = paint.boxes[wanted]
    for row in np.flatnonzero(paint.clipped[wanted]).tolist():
        path = Drawn(paint.paths[wanted[row]], layers[paint.of_layer[wanted[row]]].around)
        clip = read_clip(path)
        if clip:
            boxes[row] = cut_to_clip(_as_bounds(boxes[row]), clip)
    pages = np.array([layer.page for layer in layers], np.int64)
    moments = list_moments(layers, pdfium.FPDF_PAGEOBJ_PATH)
    return _Fills(boxes, paint.colours[wanted, :3], pages[paint.of_layer[wanted]], moments[wanted])


def _as_bounds(box: Floats) -> Bounds:
    left, bottom, right, top = box.tolist()
    return left, bottom, right, top


def _find_blended(texts: _Texts, fills: _Fills, seen: Flags) -> Flags:
    """Tell which texts have the colour of the paper or of the paint below them."""
    blended = np.zeros(len(texts.modes), np.bool_)
    light = texts.colours[:, :3].min(axis=1, initial=OPAQUE) >= WHITE
    shades = {tuple(colour) for colour in fills.colours.tolist()}
    alike = np.zeros(len(light), np.bool_)
    for shade in shades:
        alike |= np.abs(texts.colours[:, :3] - shade).max(axis=1, initial=0) <= PDFIUM.same_shade_levels
    candidates = seen & texts.known & (light | alike)
    for at, text in zip(np.flatnonzero(candidates).tolist(), texts.list_drawn(candidates), strict=True):
        left, bottom, right, top = read_bounds(text)
        ground = _find_ground(
            fills, texts.pages[at], texts.moments[at], (left + right) / 2, (bottom + top) / 2
        )
        is_on_picture = _lies_on_picture(texts.layers, texts.pages[at], texts.moments[at], text)
        shade = np.abs(texts.colours[at, :3] - ground).max()
        blended[at] = shade <= PDFIUM.same_shade_levels and not is_on_picture
    return blended


def _find_ground(fills: _Fills, page: int, moment: float, x: float, y: float) -> Ints:
    """Return the colour (3) below what is drawn at a place: the last one painted before, else white paper."""
    below = (fills.pages == page) & (fills.moments < moment)
    low, high = fills.boxes[:, :2], fills.boxes[:, 2:]
    below &= ((low <= (x, y)) & (high >= (x, y))).all(axis=1)
    places = np.flatnonzero(below)
    if not len(places):
        return np.full(3, OPAQUE)
    ground: Ints = fills.colours[places[fills.moments[places].argmax()]]
    return ground


def _lies_on_picture(layers: Sequence[Layer], page: int, moment: float, text: Drawn) -> bool:
    """Tell whether a text stands on a picture, whose colours nobody asks."""
    left, bottom, right, top = read_bounds(text)
    for layer in layers:
        if layer.page != page or not layer.images:
            continue
        moments = layer.list_moments(pdfium.FPDF_PAGEOBJ_IMAGE)
        for handle, drawn in zip(layer.images, moments.tolist(), strict=True):
            x0, y0, x1, y1 = read_bounds(Drawn(handle, layer.around))
            if drawn < moment and x0 <= left and y0 <= bottom and x1 >= right and y1 >= top:
                return True
    return False


def _find_texts(page: TextPage, layers: Sequence[Layer]) -> Ints:
    """Return which of the layers' texts each glyph of a page is of, -1 where PDFium does not say."""
    known = chain.from_iterable(layer.addresses for layer in layers)
    places = {address: at for at, address in enumerate(known)}
    addresses = map(calls.text_object, repeat(page.handle), range(page.count))
    return np.fromiter((places.get(address, -1) for address in addresses), np.int64, page.count)


def _are_painted_over(
    boxes: NDArray[np.float32], moments: Floats, covers: Sequence[tuple[Bounds, float]]
) -> Flags:
    """Tell which glyphs (n) have their middle below paint that was put on later."""
    over = np.zeros(len(boxes), np.bool_)
    for cover, moment in covers:
        over |= hold_middles(cover, boxes) & (moments < moment)
    return over
