"""All that PDFium tells of a few pages, in page space: asked while they are open, the same of all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import compress
from typing import Any

import pypdfium2.raw as pdfium

from extract import pdf_calls as calls
from extract.grid import Unreadable
from extract.marks import Floats, Ints
from extract.pdf_calls import Pointer, address, pointer
from extract.pdf_glyphs import Clipped, TextPage, Told, glyphs_of
from extract.pdf_memory import floats, written
from extract.pdf_objects import Bounds, Drawn, Layer, are_clipped, bounds_of, clip_of, layers_of, within
from extract.pdf_rules import rules_of
from extract.pdf_typed import load_page
from extract.refusals import BROKEN

_PAGES, _MARKS = 16, 12_000  # pages open at once, and their glyphs and objects: more would be faster, and take more memory


@dataclass(frozen=True, slots=True)
class Sheets:
    """A few pages.

    ``numbers`` begin with 1. ``frames`` are left, bottom, right, top. ``turns`` tell how many quarters each is turned when shown,
    clockwise. ``told`` are the glyphs of all of them. ``rules`` (n, 4) are thin boxes, left, bottom, right, top, and ``of_rules``
    (n) tells each one's page by its place among these. ``images`` counts each page's.
    """

    numbers: list[int]
    frames: list[Bounds]
    turns: list[int]
    told: Told
    rules: Floats
    of_rules: Ints
    images: list[int]


@dataclass(frozen=True, slots=True)
class _Open:
    number: int
    turns: int
    page: Pointer
    text: TextPage
    own: int


def sheets_of(document: Any, indices: Iterable[int], before: int = 0) -> Iterator[Sheets]:  # noqa: ANN401 - a ctypes handle
    """Read the pages at ``indices`` (from 0) of a document, a few at a time; ``Unreadable`` where one is broken.

    ``before`` counts the pages of the file that are not in the document and come before it.
    """
    rest = iter(indices)
    while True:
        with ExitStack() as until_closed:
            opened = list(_opened(document, rest, before, until_closed))
            if not opened:
                return
            sheets = _sheets(opened)
        yield sheets


def _opened(
    document: Any,  # noqa: ANN401
    indices: Iterator[int],
    before: int,
    until_closed: ExitStack,
) -> Iterator[_Open]:
    marks = 0
    for many, index in enumerate(indices, 1):
        page, own = load_page(document, index)
        if not page:
            raise Unreadable(BROKEN)
        until_closed.callback(pdfium.FPDF_ClosePage, page)
        text_page = pdfium.FPDFText_LoadPage(page)
        until_closed.callback(pdfium.FPDFText_ClosePage, text_page)
        text = pointer(address(text_page))
        handle, count = pointer(address(page)), max(calls.count_chars(text), 0)
        yield _Open(before + index + 1, pdfium.FPDFPage_GetRotation(page) % 4, handle, TextPage(text, count), own)
        marks += count + calls.count_objects(handle)
        if many == _PAGES or marks > _MARKS:
            return


def _sheets(opened: Sequence[_Open]) -> Sheets:
    layers = [layer for place, page in enumerate(opened) for layer in layers_of(page.page, place, page.own)]
    images = [0] * len(opened)
    for layer in layers:
        images[layer.page] += layer.images
    return Sheets(
        [page.number for page in opened],
        _frames([page.page for page in opened]),
        [page.turns for page in opened],
        glyphs_of([page.text for page in opened], _clipped_texts(layers), layers),
        *rules_of(layers),
        images,
    )


def _frames(pages: Sequence[Pointer]) -> list[Bounds]:
    _, words = written(calls.get_page_box, pages)
    return [(left, bottom, right, top) for left, top, right, bottom in floats(words, 4).tolist()]


def _clipped_texts(layers: Sequence[Layer]) -> dict[int, Clipped]:
    """Find the texts that do not show whole, by their addresses."""
    clipped = iter(are_clipped([text for layer in layers for text in layer.texts]).tolist())
    texts = (
        (Drawn(text, layer.around), at)
        for layer in layers
        for text, at in compress(zip(layer.texts, layer.addresses, strict=True), clipped)
    )
    boxes = ((at, Clipped(whole, clip)) for text, at in texts if (clip := clip_of(text)) and (whole := bounds_of(text)))
    return {at: text for at, text in boxes if within(text.whole, text.clip) != text.whole}
