"""A file's pages joined to its document, and what is wrong with them told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from msgspec import structs

from extract.geometry.text_lines import count_visible
from extract.grid import (
    Box,
    Cell,
    CellReading,
    Conservation,
    Document,
    Grid,
    Line,
    Page,
    PageTable,
    Turn,
    Warp,
    join_wrapped,
)
from extract.joining.booklets import order_booklet
from extract.joining.continuations import chain_tables
from extract.joining.settings import JOINING
from extract.joining.sheets import join_sheets
from extract.joining.stacking import stack_tables
from extract.messages import Message, message

_UNMAPPED = "(cid:"
_NO_CHARACTER = "\ufffd"
_OWN_CHARACTERS = "\ue000-\uf8ff\U000f0000-\U0010ffff"  # a font's own, which mean nothing elsewhere
_LATIN = re.compile("[\u00a1-\u00ff]")
_MEANINGLESS = re.compile(f"[{_NO_CHARACTER}{_OWN_CHARACTERS}]")


def put_recognised(pages: Iterable[Page], recognised: Mapping[int, Sequence[Page]]) -> Iterator[Page]:
    """Yield the pages; in the place of a picture what was recognised on it, by its number."""
    for page in pages:
        if is_picture(page):
            yield from recognised.get(page.number, (page,))
        else:
            yield page


def join_pages(
    pages: Iterable[Page],
    *,
    format: str,  # noqa: A002 - the field's name
    engine: str,
) -> Document:
    """Join pages, in their order, to a document: a table that goes on over page ends is one grid."""
    *grids, document = stream_grids(pages, format=format, engine=engine)
    assert isinstance(document, Document)
    return replace(document, grids=tuple(grid for grid in grids if isinstance(grid, Grid)))


def stream_grids(
    pages: Iterable[Page],
    *,
    format: str,  # noqa: A002 - the field's name
    engine: str,
) -> Iterator[Grid | Document]:
    """Yield each grid when its last page is read, and in the end the document without them.

    No page is held for longer.
    """
    counts: list[tuple[int, int, int]] = []
    warnings: list[Message] = []
    turns: dict[int | None, Turn | Warp] = {}
    numbers: set[int] = set()
    scans: list[Page] = []

    def note_pages() -> Iterator[Page]:
        before: Page | None = None
        for page in map(_take_overflow, order_booklet(pages)):
            numbers.add(page.number)
            if before and _is_repeated(before, page):
                counts.append((0, 0, 0))
                warnings.append(message("page-repeated", page=page.number))
                continue
            counts.append((page.glyphs, page.in_cells, page.outside))
            warnings.extend(_find_warnings(page, before))
            if page.turn:
                turns[page.number] = page.turn
            if page.is_scanned or is_picture(page):
                scans.append(replace(page, tables=(), lines=()))
            before = page
            yield page

    tail: tuple[Line, ...] = ()
    for table in chain_tables(join_sheets(note_pages(), warnings)):
        if table.parts:
            yield _turn_grid_back(stack_tables(table.parts, table.before, table.left), turns)
        else:
            tail = _turn_lines_back(table.before, turns)
    conservation = Conservation(*map(sum, zip((0, 0, 0), *counts, strict=True)))
    if not conservation.holds:
        warnings.append(_loss(conservation))
    yield Document(
        format=format,
        engine=engine,
        pages=len(numbers),
        grids=(),
        tail=tail,
        conservation=conservation,
        warnings=tuple(warnings),
        scanned=tuple(dict.fromkeys(page.number for page in scans if page.is_scanned)),
        readings=tuple(chain.from_iterable(map(_turn_readings_back, scans))),
        pictures=tuple(dict.fromkeys(page.number for page in scans if not page.is_scanned)),
    )


def _turn_grid_back(grid: Grid, turns: Mapping[int | None, Turn | Warp]) -> Grid:
    """Return a grid whose places are those of the pages as shown, where pages were turned to be read."""
    if not turns:
        return grid
    cells = (structs.replace(cell, boxes=_turn_boxes_back(cell.boxes, turns)) for cell in grid.cells)
    return replace(grid, cells=tuple(cells), before=_turn_lines_back(grid.before, turns))


def _turn_lines_back(lines: Sequence[Line], turns: Mapping[int | None, Turn | Warp]) -> tuple[Line, ...]:
    return tuple(replace(line, box=_turn_boxes_back((line.box,), turns)[0]) for line in lines)


def _turn_boxes_back(boxes: Sequence[Box], turns: Mapping[int | None, Turn | Warp]) -> tuple[Box, ...]:
    return tuple(turns[box.page].turn_back(box) if box.page in turns else box for box in boxes)


def _turn_readings_back(page: Page) -> Sequence[CellReading]:
    """Return how the cells of a page were recognised, with their places on the page as shown."""
    turn = page.turn
    if turn is None:
        return page.readings
    return [replace(reading, box=turn.turn_back(reading.box)) for reading in page.readings]


def _is_repeated(before: Page, page: Page) -> bool:
    """Tell whether a page prints the tables of the page before again, as one that was scanned or bound twice.

    Pages that are apart may be of two forms that one unit copied from the other: each counts.
    """
    if page.in_cells < JOINING.repeated_page_glyphs or page.in_cells != before.in_cells:
        return False
    return list(_list_texts(before)) == list(_list_texts(page))


def _is_corrected(before: Page, page: Page) -> bool:
    """Tell whether a page prints nearly what the page before does: one of the two corrects the other.

    Forms of one template differ in more: their names, targets and figures.
    """
    if min(before.in_cells, page.in_cells) < JOINING.repeated_page_glyphs:
        return False
    if _count_cells(before) != _count_cells(page):
        return False
    old, new = list(_list_texts(before)), list(_list_texts(page))
    if [place[:2] for place in old] != [place[:2] for place in new]:
        return False
    filled = [one == other for one, other in zip(old, new, strict=True) if one[2] or other[2]]
    return sum(filled) >= JOINING.corrected_share * len(filled)


def _count_cells(page: Page) -> int:
    return sum(len(table.cells) for table in page.tables)


def _list_texts(page: Page) -> Iterator[tuple[int, int, str]]:
    for table in page.tables:
        for cell in table.cells:
            yield cell.row, cell.col, cell.text


def _take_overflow(page: Page) -> Page:
    """Return the page with the lines right below its last table in the cells above them that are open."""
    if not page.tables or not page.lines or all(page.tables[-1].ruled_bottom):
        return page
    table, moved = page.tables[-1], list[Line]()
    ends: dict[int, float] = {}
    for line in sorted(page.lines, key=lambda line: line.box.top or 0.0):
        cell = _find_cell_over(line, table, ends)
        if cell is not None:
            table = _append_line(table, cell, line)
            ends[cell.col] = line.box.bottom or 0.0
            moved.append(line)
    glyphs = sum(count_visible(line.text) for line in moved)
    return replace(
        page,
        tables=(*page.tables[:-1], table),
        lines=tuple(line for line in page.lines if line not in moved),
        in_cells=page.in_cells + glyphs,
        outside=page.outside - glyphs,
    )


def _find_cell_over(line: Line, table: PageTable, ends: Mapping[int, float]) -> Cell | None:
    """Find the cell of the last row that a line goes on.

    The line stands right below the cell, or below the line before, whose end is in ``ends`` by column.
    """
    box = line.box
    if box.top is None or box.bottom is None or box.x0 is None or box.x1 is None:
        return None
    for cell in table.cells:
        left, right = table.xs[cell.col], table.xs[cell.col + cell.colspan]
        is_within = left - JOINING.overflow_slack_pt <= box.x0 and box.x1 <= right + JOINING.overflow_slack_pt
        if is_within and _is_left_open(cell, table):
            end = ends.get(cell.col, table.ys[-1])
            near = JOINING.overflow_height_share * (box.bottom - box.top)
            return cell if abs(box.top - end) < near else None
    return None


def _is_left_open(cell: Cell, table: PageTable) -> bool:
    """Tell whether a cell prints something in the last row, and no ruling closes it there."""
    ruled = table.ruled_bottom[cell.col : cell.col + cell.colspan]
    is_last = cell.row + cell.rowspan == len(table.ys) - 1
    is_open = bool(ruled) and not any(ruled)
    return bool(cell.text) and is_last and is_open


def _append_line(table: PageTable, cell: Cell, line: Line) -> PageTable:
    longer = structs.replace(cell, text=join_wrapped([cell.text, line.text]), lines=cell.lines + 1)
    cells = list(table.cells)
    cells[cells.index(cell)] = longer
    return replace(table, cells=tuple(cells))


def _find_warnings(page: Page, before: Page | None) -> Iterator[Message]:
    if before and _is_corrected(before, page):
        yield message("page-corrected", page=page.number)
    yield from page.warnings
    text = _join_texts(page)
    if is_picture(page):
        yield message("scan-page", page=page.number)
    elif page.is_drawn:
        yield message("curves-page", page=page.number)
    elif _is_latin(page, text):
        yield message("latin-page", page=page.number)
    elif _is_broken(page, text):
        yield message("broken-text-layer", page=page.number)
    if before and _lacks_column(before, page):
        yield message("narrower-table", page=page.number)


def is_picture(page: Page) -> bool:
    """Tell whether a page is a picture, with no text but perhaps the mark of the program that scanned it.

    One that was recognised is none any more.
    """
    if page.is_scanned:
        return False
    if page.images and not page.glyphs:
        return True
    return page.picture_share >= JOINING.picture_page_share


def _is_latin(page: Page, text: str) -> bool:
    """Tell whether much of a page's text is Latin letters, as the bytes of Chinese read without their codes."""
    found = len(_LATIN.findall(text))
    return found >= max(JOINING.fewest_latin_letters, JOINING.latin_share * page.glyphs)


def _join_texts(page: Page) -> str:
    """Return all that a page prints, in its cells and outside."""
    texts = [cell.text for table in page.tables for cell in table.cells]
    texts += [line.text for line in page.lines]
    return "".join(texts)


def _lacks_column(before: Page, page: Page) -> bool:
    """Tell whether a text stands beside a table where the table on the page before had a column."""
    if not before.tables or not page.tables or before.part != page.part:
        return False
    (left, *_, right), table = before.tables[-1].xs, page.tables[0]
    beside = [line.box.x0 or 0.0 for line in page.lines if table.ys[0] < (line.box.top or 0.0) < table.ys[-1]]
    return any(left < x < table.xs[0] or table.xs[-1] < x < right for x in beside)


def _loss(conservation: Conservation) -> Message:
    return message(
        "pages-not-conserved",
        total=conservation.total,
        inside=conservation.in_cells,
        outside=conservation.outside,
    )


def is_broken(page: Page) -> bool:
    """Tell whether a page's text layer does not say what the page shows.

    Its characters have no meaning, or there are none at all.

    A font of figures may be broken alone, and few characters are figures.
    """
    return _is_broken(page, _join_texts(page))


def _is_broken(page: Page, text: str) -> bool:
    found = len(_MEANINGLESS.findall(text))
    if _UNMAPPED in text or found > JOINING.broken_text_share * max(page.glyphs, 1):
        return True
    if found < 2 * JOINING.broken_cells:
        return False
    cells = [cell.text for table in page.tables for cell in table.cells]
    return sum(map(_says_nothing, cells)) >= JOINING.broken_cells


def _says_nothing(text: str) -> bool:
    found = len(_MEANINGLESS.findall(text))
    return found > 1 and 2 * found > len(text)
