"""PDF pages through PDFium: what each page draws, turned as it is shown, and read by the lattice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, compress
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.errors import BrokenPdf
from extract.geometry.marks import SLANTED, Flags, Floats, Glyphs, Ints, Marks
from extract.grid import Page
from extract.layout.pages import read_together
from extract.pdfium import calls
from extract.pdfium.actual_text import restore_drawn_numbers
from extract.pdfium.annotations import Overlaid
from extract.pdfium.calls import Pointer, call_for_each, get_address, pointer, read_floats
from extract.pdfium.cleaning import clean_glyphs, drop_doubles
from extract.pdfium.fonts.contradictions import Contradicted, KnownFonts, find_contradicted
from extract.pdfium.fonts.text_drawings import OpenPages
from extract.pdfium.glyphs import BLANK, Clipped, RawGlyphs, TextPage, read_glyphs
from extract.pdfium.ink.hidden import find_hidden_glyphs, find_hidden_texts
from extract.pdfium.ink.masked import find_clipped_away, find_masked_texts
from extract.pdfium.leaning import Lean, find_lean, straighten_page
from extract.pdfium.objects import (
    Bounds,
    Drawn,
    Layer,
    cut_to_clip,
    find_askew,
    find_layers,
    hold_middles,
    list_texts,
    read_bounds,
    read_clip,
    take_off_texts,
)
from extract.pdfium.parts import FilePart, load_page, open_parts
from extract.pdfium.rulings import read_paint, read_rulings
from extract.pdfium.switched_off import take_off_optional
from extract.pdfium.textless import Textless, find_textless

# pages open at once, and their glyphs and objects: more would be faster, and take more memory
_PAGES, _MARKS = 32, 24_000


@dataclass(frozen=True, slots=True)
class Sheets:
    """A few pages.

    ``numbers`` begin with 1. ``frames`` are left, bottom, right, top. ``turns`` tell how many quarters each
    is turned when shown, clockwise. ``raw`` are the glyphs of all of them, ``hidden`` (n) tells which of
    these nobody sees, ``struck`` (n) which a reviewer struck out. ``unseen`` (k, 4) are the boxes of texts
    that nobody sees or that lie below notes, ``of_unseen`` (k) tells each one's page by its place among
    these. ``rules`` (n, 4) are thin boxes, left, bottom, right, top, and ``of_rules`` (n) tells each one's
    page by its place among these. ``images`` counts each page's, ``textless`` tells what pages of few glyphs
    show, ``contradicted`` which glyphs are of fonts that draw other signs than they say, ``leans`` how each
    page leaned before it was straightened.
    """

    numbers: list[int]
    frames: list[Bounds]
    turns: list[int]
    raw: RawGlyphs
    hidden: Flags
    struck: Flags
    unseen: Floats
    of_unseen: Ints
    rules: Floats
    of_rules: Ints
    images: list[int]
    textless: list[Textless]
    contradicted: Contradicted
    leans: list[Lean]


@dataclass(frozen=True, slots=True)
class _OpenPage:
    number: int
    turns: int
    loaded: Any  # ctypes' own handle
    page: Pointer
    text: TextPage
    own: int
    overlaid: Overlaid
    switched_off: list[Bounds]
    lean: Lean


def read_sheets(part: FilePart) -> Iterator[Sheets]:
    """Read the wanted pages of an open document, a few at a time; ``Unreadable`` where one is broken."""
    rest, known = iter(part.wanted), KnownFonts()
    while True:
        with ExitStack() as until_closed:
            opened = list(_open_pages(part, rest, until_closed))
            if not opened:
                return
            sheets = _read_opened(part, opened, known, until_closed)
        yield sheets


def _open_pages(
    part: FilePart,
    indices: Iterator[int],
    until_closed: ExitStack,
) -> Iterator[_OpenPage]:
    marks = 0
    for many, index in enumerate(indices, 1):
        page, own, overlaid = load_page(part.document, index)
        if not page:
            raise BrokenPdf
        lean = find_lean(page)
        if lean.radians:
            page = straighten_page(part.document, index, page, lean)
        until_closed.callback(pdfium.FPDF_ClosePage, page)
        handle = pointer(get_address(page))
        switched_off = take_off_optional(page) if part.has_layers else []
        text = _load_text(page, until_closed)
        yield _OpenPage(
            number=part.before + index + 1,
            turns=pdfium.FPDFPage_GetRotation(page) % 4,
            loaded=page,
            page=handle,
            text=text,
            own=own,
            overlaid=overlaid,
            switched_off=switched_off,
            lean=lean,
        )
        marks += text.count + calls.count_objects(handle)
        if many == _PAGES or marks > _MARKS:
            return


# a ctypes handle
def _load_text(page: Any, until_closed: ExitStack) -> TextPage:  # noqa: ANN401
    """Load the text of what a page draws now."""
    text_page = pdfium.FPDFText_LoadPage(page)
    until_closed.callback(pdfium.FPDFText_ClosePage, text_page)
    text = pointer(get_address(text_page))
    return TextPage(text, max(calls.count_chars(text), 0))


def _read_opened(
    part: FilePart,
    opened: Sequence[_OpenPage],
    known: KnownFonts,
    until_closed: ExitStack,
) -> Sheets:
    layers: list[Layer] = []
    for place, page in enumerate(opened):
        layers += find_layers(page.page, place, page.own)
    images = [0] * len(opened)
    for layer in layers:
        images[layer.page] += len(layer.images)
    paint, drawn = read_paint(layers), list_texts(layers)
    clipped = _find_clipped_texts(layers)
    loaded = [page.loaded for page in opened]
    masked = find_masked_texts(loaded, layers, paint, has_masks=part.has_masks)
    masked |= find_clipped_away(layers, clipped)
    frames = _read_frames([page.page for page in opened])
    hidden = find_hidden_texts(layers, drawn, paint, masked, frames)
    texts = [page.text for page in opened]
    for place in take_off_texts(layers, hidden.whole):
        texts[place] = _load_text(opened[place].loaded, until_closed)
    askew = find_askew(layers)
    raw = read_glyphs(texts, clipped, layers, askew)
    pages = OpenPages(part.document, loaded, texts)
    contradicted = find_contradicted(pages, raw, layers, known)
    if contradicted.replaced:
        restore_drawn_numbers(layers, contradicted.replaced)
        for place in contradicted.replaced:
            texts[place] = _load_text(opened[place].loaded, until_closed)
        raw = read_glyphs(texts, clipped, layers, askew)
        contradicted = find_contradicted(pages, raw, layers, known)
    unseen = find_hidden_glyphs(texts, raw, layers, hidden)
    away = [[*page.switched_off, *page.overlaid.covered] for page in opened]
    off = np.array([*chain.from_iterable(away)], np.float64).reshape(-1, 4)
    doubted = unseen | _find_under(raw, [page.overlaid.covered for page in opened])
    return Sheets(
        [page.number for page in opened],
        frames,
        [page.turns for page in opened],
        raw,
        unseen,
        _find_under(raw, [page.overlaid.struck for page in opened]),
        np.concatenate((hidden.boxes, _sort_corners(raw.boxes[doubted]), off)),
        np.concatenate(
            (hidden.pages, raw.pages[doubted], np.repeat(np.arange(len(opened)), list(map(len, away))))
        ),
        *read_rulings(layers, paint),
        images,
        find_textless([text.count for text in texts], frames, layers),
        contradicted,
        [page.lean for page in opened],
    )


def _find_under(raw: RawGlyphs, areas: Sequence[Sequence[Bounds]]) -> Flags:
    """Tell which glyphs (n) have their middle below one of the areas of their page."""
    under = np.zeros(len(raw.codes), np.bool_)
    for place, of_page in enumerate(areas):
        for area in of_page:
            under |= hold_middles(area, raw.boxes) & (raw.pages == place) & (raw.codes > BLANK)
    return under


def _read_frames(pages: Sequence[Pointer]) -> list[Bounds]:
    _, words = call_for_each(calls.get_page_box, pages)
    return [(left, bottom, right, top) for left, top, right, bottom in read_floats(words, 4).tolist()]


def _find_clipped_texts(layers: Sequence[Layer]) -> dict[int, Clipped]:
    """Find the texts of the layers that do not show whole, by their addresses."""
    found: dict[int, Clipped] = {}
    for layer in layers:
        clipped = layer.of_texts.clipped.tobytes()
        for handle, at in compress(zip(layer.texts, layer.addresses, strict=True), clipped):
            text = Drawn(handle, layer.around)
            clip, whole = read_clip(text), read_bounds(text)
            if clip and cut_to_clip(whole, clip) != whole:
                found[at] = Clipped(whole, clip)
    return found


def read_pages(data: bytes, *, max_pages: int, only: Collection[int] | None = None) -> Iterator[Page]:
    """Read a PDF page by page.

    ``Unreadable`` where it is locked, broken, empty or has more than ``max_pages`` pages.

    ``only`` names the pages (from 1) to read; without it all are read.
    """
    parts, page = open_parts(data, max_pages, only), None
    del data  # of a long file nothing stays in memory
    for part in parts:
        for sheets in read_sheets(part):
            # each page is read after the one before
            for page in read_together(list(_make_marks(sheets)), page):  # noqa: B020
                yield page


def _make_marks(sheets: Sheets) -> Iterator[Marks]:
    """Turn pages as they are shown."""
    sizes = [_measure_page(frame, turns) for frame, turns in zip(sheets.frames, sheets.turns, strict=True)]
    unseen = _turn_boxes(sheets, sheets.unseen, sheets.of_unseen)
    of_misread = sheets.raw.pages[sheets.contradicted.glyphs]
    misread = _turn_boxes(sheets, _sort_corners(sheets.raw.boxes[sheets.contradicted.glyphs]), of_misread)
    shown = zip(sizes, _show_glyphs(sheets, sizes), _show_rules(sheets, sizes), strict=True)
    for place, ((width, height), (glyphs, struck), rules) in enumerate(shown):
        textless = sheets.textless[place]
        lean = sheets.leans[place]
        yield Marks(
            number=sheets.numbers[place],
            width=width,
            height=height,
            glyphs=glyphs,
            rules=rules,
            images=sheets.images[place],
            unseen=unseen[sheets.of_unseen == place],
            struck=struck,
            misread=misread[of_misread == place],
            contradicting_fonts=sheets.contradicted.fonts[place],
            picture_share=textless.picture_share,
            is_drawn=textless.is_drawn,
            lean_rad=lean.radians,
            is_mirrored=lean.is_mirrored,
        )


def _sort_corners(boxes: NDArray[np.float32]) -> Floats:
    """Return PDFium's boxes (n, 4: left, top, right, bottom) as left, bottom, right, top."""
    return boxes[:, [0, 3, 2, 1]].astype(np.float64)


def _show_glyphs(sheets: Sheets, sizes: Sequence[tuple[float, float]]) -> Iterator[tuple[Glyphs, Glyphs]]:
    """Yield each page's glyphs, and those of them that a reviewer struck out."""
    glyphs, kept = clean_glyphs(sheets.raw)
    pages = sheets.raw.pages
    turns = glyphs.turns
    if any(sheets.turns):
        turns = _add_turns(turns, np.array(sheets.turns)[pages])
    shown = Glyphs(
        codes=glyphs.codes,
        boxes=_turn_boxes(sheets, glyphs.boxes, pages),
        turns=turns,
        origins=_turn_boxes(sheets, glyphs.origins[:, [0, 1, 0, 1]], pages)[:, :2],
    )
    kept &= _are_on_page(shown.boxes, _spread_values(sizes, pages))
    at = drop_doubles(shown, pages, np.flatnonzero(kept & ~sheets.hidden))
    seen, struck = shown.where(at), np.flatnonzero(sheets.struck[at])
    parts = _slice_by_page(sheets, pages[at]), _slice_by_page(sheets, pages[at[struck]])
    out = seen.where(struck)
    for of_page, out_of_page in zip(*parts, strict=True):
        yield seen.part(of_page), out.part(out_of_page)


def _show_rules(sheets: Sheets, sizes: Sequence[tuple[float, float]]) -> Iterator[Floats]:
    rules, pages = _turn_boxes(sheets, sheets.rules, sheets.of_rules), sheets.of_rules
    kept = _are_on_page(rules, _spread_values(sizes, pages))
    if not kept.all():
        rules, pages = rules[kept], pages[kept]
    return map(rules.__getitem__, _slice_by_page(sheets, pages))


def _slice_by_page(sheets: Sheets, pages: Ints) -> Iterator[slice]:
    """Return each page's part of what is told page by page, by each one's page (n)."""
    ends = np.searchsorted(pages, np.arange(len(sheets.numbers) + 1)).tolist()
    return map(slice, ends, ends[1:])


def _spread_values(values: Sequence[tuple[float, ...]], pages: Ints) -> Floats:
    """Return each glyph or rule its page's values; a single row where all pages have the same."""
    if len(set(values)) == 1:
        return np.array(values[:1])
    return np.array(values)[pages]


def _measure_page(frame: Bounds, turns: int) -> tuple[float, float]:
    """Return a page's width and height as it is shown."""
    left, bottom, right, top = frame
    if turns % 2:
        return top - bottom, right - left
    return right - left, top - bottom


def _add_turns(glyphs: Ints, pages: Ints) -> Ints:
    return np.where(glyphs == SLANTED, SLANTED, (glyphs + pages) % 4)


def _turn_boxes(sheets: Sheets, boxes: Floats, pages: Ints) -> Floats:
    """Turn boxes (n, 4) of page space to x0, top, x1, bottom of their ``pages`` (n) as they are shown."""
    left, bottom, right, top = _spread_values(sheets.frames, pages).T
    x0, y0, x1, y1 = boxes.T
    ways = {
        0: lambda: (x0 - left, top - y1, x1 - left, top - y0),
        1: lambda: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        2: lambda: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        3: lambda: (top - y1, right - x1, top - y0, right - x0),
    }
    if len(set(sheets.turns)) == 1:
        return np.stack(ways[sheets.turns[0]](), axis=1)
    turns = np.array(sheets.turns)[pages]
    sides = zip(*(ways[turn]() for turn in range(4)), strict=True)
    return np.stack([np.choose(turns, edges) for edges in sides], axis=1)


def _are_on_page(boxes: Floats, sizes: Floats) -> Flags:
    """Tell which boxes' middle stands on their page.

    ``sizes`` (n or 1, 2) are the pages' widths and heights.
    """
    x0, top, x1, bottom = boxes.T
    x, y = x0 + x1, top + bottom
    width, height = 2 * sizes.T
    shown: Flags = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    return shown
