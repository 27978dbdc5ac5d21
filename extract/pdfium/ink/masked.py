"""Texts that nobody sees for what lies around or over them: masks, faint forms, pictures, clips.

Only where a page has such things is it asked, by drawing it without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extract.geometry.marks import Flags, Floats, Ints
from extract.pdfium import calls
from extract.pdfium.calls import Pointer, get_address
from extract.pdfium.glyphs import Clipped
from extract.pdfium.objects import (
    Bounds,
    Drawn,
    Layer,
    cut_to_clip,
    list_moments,
    list_texts,
    read_bounds,
)
from extract.pdfium.rulings import RECTANGLE_SEGMENTS, Paint
from extract.pdfium.settings import PDFIUM
from extract.pdfium.switched_off import draw_page, is_seen

_LEAST_SIZE = 1e-6  # points: of a text without ink
_MASKS = (b"/Luminosity", b"/S/Alpha", b"/S /Alpha", b"/ObjStm")


def may_have_masks(data: bytes) -> bool:
    """Tell whether a file may mask texts: it says so, or is packed so that only its objects tell."""
    return any(mark in data for mark in _MASKS)


@dataclass(frozen=True)
class _PlacedTexts:
    """The text objects (m) of some layers, when and on which page each is drawn."""

    layers: Sequence[Layer]

    @cached_property
    def moments(self) -> Floats:
        """When each is drawn (m)."""
        return list_moments(self.layers, pdfium.FPDF_PAGEOBJ_TEXT)

    @cached_property
    def pages(self) -> Ints:
        """The place of each one's page (m)."""
        return np.repeat([layer.page for layer in self.layers], [len(layer.texts) for layer in self.layers])

    @cached_property
    def handles(self) -> list[Pointer]:
        """The objects (m)."""
        return list_texts(self.layers)

    @cached_property
    def boxes(self) -> Floats:
        """Return left, bottom, right, top (m, 4) in page space."""
        around = chain.from_iterable(repeat(layer.around, len(layer.texts)) for layer in self.layers)
        texts = map(Drawn, self.handles, around)
        return np.array([read_bounds(text) for text in texts], np.float64).reshape(-1, 4)


@dataclass(frozen=True, slots=True)
class _Suspects:
    """Texts, by their places, that nobody sees if a page looks the same without some objects."""

    page: int
    objects: list[Pointer]
    texts: Ints


@dataclass(frozen=True, slots=True)
class _Cover:
    """What is drawn over texts: on which page, when and where."""

    page: int
    moment: float
    box: Bounds


def find_masked_texts(
    pages: Sequence[Any], layers: Sequence[Layer], paint: Paint, *, has_masks: bool
) -> Flags:
    """Tell which texts (m) leave no ink on the open ``pages``, whatever their own colour is.

    ``has_masks``: the file may mask single texts.
    """
    texts = _PlacedTexts(layers)
    masked = np.zeros(sum(len(layer.texts) for layer in layers), np.bool_)
    suspects = chain(
        _find_in_faint_forms(layers),
        _find_below(texts, _list_pictures(layers)),
        _find_below(texts, _list_curved_fills(layers, paint)),
        _find_faint_texts(texts) if has_masks else (),
    )
    shown: dict[int, bytes] = {}
    for suspect in islice(suspects, PDFIUM.most_optional):
        page = pages[suspect.page]
        if suspect.page not in shown:
            shown[suspect.page] = draw_page(page)
        masked[suspect.texts] |= not is_seen(page, suspect.objects, shown[suspect.page])
    return masked


def find_clipped_away(layers: Sequence[Layer], clipped: Mapping[int, Clipped]) -> Flags:
    """Tell which texts (m) a clip hides whole where other text stands.

    PDFium takes equal figures at one place for one, so that the hidden one would stand for the other.
    """
    addresses = list(chain.from_iterable(layer.addresses for layer in layers))
    hidden = np.zeros(len(addresses), np.bool_)
    for place, address in enumerate(addresses) if clipped else ():
        text = clipped.get(address)
        if text:
            left, bottom, right, top = cut_to_clip(text.whole, text.clip)
            hidden[place] = left >= right or bottom >= top
    if not hidden.any():
        return hidden
    texts = _PlacedTexts(layers)
    for place in np.flatnonzero(hidden).tolist():
        others = (texts.pages == texts.pages[place]) & ~hidden
        low = np.maximum(texts.boxes[others, :2], texts.boxes[place, :2])
        high = np.minimum(texts.boxes[others, 2:], texts.boxes[place, 2:])
        hidden[place] = (low < high).all(axis=1).any()
    return hidden


def _find_in_faint_forms(layers: Sequence[Layer]) -> Iterator[_Suspects]:
    first = 0
    found: dict[int, tuple[Layer, list[int]]] = {}
    for layer in layers:
        end = first + len(layer.texts)
        if layer.faint_form is not None:
            _, places = found.setdefault(get_address(layer.faint_form), (layer, []))
            places += range(first, end)
        first = end
    for layer, places in found.values():
        if layer.faint_form is not None and places:
            yield _Suspects(layer.page, [layer.faint_form], np.array(places))


def _find_faint_texts(texts: _PlacedTexts) -> Iterator[_Suspects]:
    """Find the texts that are drawn with a mask or let something through, each page's together."""
    answers = map(calls.has_transparency, texts.handles)
    faint = np.fromiter(answers, np.int64, len(texts.handles)) == 1
    for page in np.unique(texts.pages[faint]).tolist():
        places = np.flatnonzero(faint & (texts.pages == page))
        yield _Suspects(page, [texts.handles[place] for place in places.tolist()], places)
        if len(places) > 1:
            for place in places.tolist():
                yield _Suspects(page, [texts.handles[place]], np.array([place]))


def _find_below(texts: _PlacedTexts, covers: Iterable[_Cover]) -> Iterator[_Suspects]:
    """Find the texts that lie wholly below what is drawn later."""
    for cover in covers:
        before = (texts.pages == cover.page) & (texts.moments < cover.moment)
        if not before.any():
            continue
        low = np.maximum(texts.boxes[:, :2], cover.box[:2])
        high = np.minimum(texts.boxes[:, 2:], cover.box[2:])
        sizes = np.maximum(texts.boxes[:, 2:] - texts.boxes[:, :2], _LEAST_SIZE)
        is_below = ((high - low) / sizes).min(axis=1) >= PDFIUM.covered_share
        places = np.flatnonzero(before & is_below)
        if len(places):
            yield _Suspects(cover.page, [texts.handles[place] for place in places.tolist()], places)


def _list_pictures(layers: Sequence[Layer]) -> Iterator[_Cover]:
    for layer in layers:
        moments = layer.list_moments(pdfium.FPDF_PAGEOBJ_IMAGE).tolist()
        for image, moment in zip(layer.images, moments, strict=True):
            yield _Cover(layer.page, moment, read_bounds(Drawn(image, layer.around)))


def _list_curved_fills(layers: Sequence[Layer], paint: Paint) -> Iterator[_Cover]:
    """List the areas painted over that are no rectangles; those are looked at without drawing the page."""
    sizes = paint.boxes[:, 2:] - paint.boxes[:, :2]
    is_large = sizes.min(axis=1, initial=np.inf) >= PDFIUM.smallest_glyph_pt
    covers = paint.opaque & ~paint.thin & is_large
    if not covers.any():
        return
    moments = list_moments(layers, pdfium.FPDF_PAGEOBJ_PATH)
    of_texts = (layer.list_moments(pdfium.FPDF_PAGEOBJ_TEXT).min(initial=np.inf) for layer in layers)
    is_late = moments > min(of_texts, default=np.inf)
    wanted = np.flatnonzero(is_late & covers)
    for at in wanted.tolist():
        if calls.count_segments(paint.paths[at]) > RECTANGLE_SEGMENTS:
            left, bottom, right, top = paint.boxes[at].tolist()
            page = layers[paint.of_layer[at]].page
            yield _Cover(page, float(moments[at]), (left, bottom, right, top))
