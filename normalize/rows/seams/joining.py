"""The pages of a grid put together at its seams.

Where no ruling stands at a page end, the rows are halves of one, or two of which some cells go on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from msgspec import structs

from extract import Cell, Document, Grid, Seam, with_doubt
from normalize.rows.seams.late_labels import join_late_labels
from normalize.rows.seams.page_part import (
    Columns,
    HeadsSoFar,
    PagePart,
    columns_of,
    join_cells,
    lower_cell,
    split_at_seams,
)
from normalize.rows.settings import SEAMS
from normalize.vocabulary.lists import load_pattern

_READING_ORDER = attrgetter("row", "col")
_INSIDE_NUMBERS = ".,%％"
_DIGIT, _NUMBER = re.compile(r"\d"), re.compile(r"\d[\d,.]*%?")
_NOTE = load_pattern("note")
CellsAt = Mapping[Columns, Cell]


def decide_seams(document: Document) -> Document:
    """Return a document in whose grids cells that page ends cut are one; to do it again changes nothing."""
    grids = tuple(map(join_pages_of, document.grids))
    if all(new is old for new, old in zip(grids, document.grids, strict=True)):
        return document
    return replace(document, grids=grids)


def join_pages_of(grid: Grid) -> Grid:
    """Return a grid with its seams decided.

    Those that cut no row are left, as what a new page begins with may still go on.
    """
    if not any(seam.is_open for seam in grid.seams):
        return grid
    first, *parts = split_at_seams(grid)
    heads = HeadsSoFar(first)
    ended, whole = _part_ended(first)
    breaks: list[int] = []
    for page in parts:
        part = heads.drop_repeated(whole, page)
        is_cut = is_row_cut(whole, part)
        if not is_cut:
            breaks.append(whole.rows)
        more, whole = _part_ended(_append(whole, part, whole.rows - is_cut))
        ended += more
    cells = join_late_labels([*ended, *whole.cells], breaks, grid.cols)
    return replace(
        grid,
        rows=whole.rows,
        cells=tuple(sorted(cells, key=_READING_ORDER)),
        seams=tuple(map(Seam, breaks)),
    )


def _part_ended(part: PagePart) -> tuple[list[Cell], PagePart]:
    """Part the cells that end earlier from those in the last row, the only ones that may go on."""
    ended = [cell for cell in part.cells if cell.row + cell.rowspan < part.rows]
    last = tuple(cell for cell in part.cells if cell.row + cell.rowspan == part.rows)
    return ended, replace(part, cells=last)


def _append(whole: PagePart, part: PagePart, offset: int) -> PagePart:
    """Add a page's rows at row ``offset``; what stays open goes on in the cell below it."""
    going_on = find_open_columns(whole, part)
    last, first = whole.last_cells, part.first_cells
    is_partly_ruled = is_ruled(whole, part)
    joined: list[Cell] = []
    for at in going_on:
        cell = join_cells(last[at], first[at], offset)
        if _may_be_two_cells(last[at], first[at], is_partly_ruled=is_partly_ruled):
            cell = structs.replace(cell, boxes=with_doubt(cell.boxes, "broken"))
        joined.append(cell)
    kept = [cell for cell in whole.cells if columns_of(cell) not in going_on]
    added = [
        lower_cell(cell, offset) for cell in part.cells if cell.row > 0 or columns_of(cell) not in going_on
    ]
    return PagePart(part.rows + offset, (*kept, *joined, *added), whole.ruled_top, part.ruled_bottom)


def _may_be_two_cells(upper: Cell, lower: Cell, *, is_partly_ruled: bool) -> bool:
    """Tell whether the halves of a cell may be the cells of two rows between which a ruling is lost.

    So it is where rulings close the cells beside it, and where both print a short number of their own: a wrap
    cuts long ones.
    """
    if not (upper.text and lower.text):
        return False
    if is_partly_ruled and upper.rowspan == lower.rowspan == 1:
        return True
    numbers = [_NUMBER.fullmatch(cell.text) for cell in (upper, lower)]
    return all(numbers) and max(len(upper.text), len(lower.text)) <= SEAMS.short_number_characters


def is_row_cut(above: PagePart, below: PagePart) -> bool:
    """Tell whether a page end cuts the row that is last on the one page and first on the other.

    Then no ruling stands between them.
    """
    if is_ruled(above, below):
        return False
    last, first = above.last_cells, below.first_cells
    if last.keys() != first.keys() or _is_note(first):
        return False
    return not _are_two_rows(last, first)


def find_open_columns(above: PagePart, below: PagePart) -> set[Columns]:
    """Find the cells that go on over a page end: no ruling parts them, nor does what they print."""
    last, first = above.last_cells, below.first_cells
    shared = last.keys() & first.keys()
    if _is_note(first):
        return set()
    if is_ruled(above, below):
        return {at for at in shared if not _is_parted(above, below, at)}
    if _are_two_rows(last, first):
        columns = len(below.ruled_top)
        return {at for at in shared if _is_label_beside(last[at], first[at], columns)}
    if last.keys() == first.keys():
        return shared
    return {at for at in shared if not _are_numbers(last[at], first[at])}


def is_ruled(above: PagePart, below: PagePart) -> bool:
    """Tell whether a ruling stands somewhere between the last row of a page and the first of the next."""
    if any(above.ruled_bottom):
        return True
    return any(below.ruled_top)


def _is_note(first: CellsAt) -> bool:
    """Tell whether a text goes on after a blank line with a note in the first cell and nothing else."""
    filled = [cell for cell in first.values() if cell.text.strip()]
    is_alone = len(filled) == 1 and filled[0].col == 0
    if not is_alone or not all(box.line for box in filled[0].boxes):
        return False
    return _NOTE.match(filled[0].text) is not None


def _is_parted(above: PagePart, below: PagePart, at: Columns) -> bool:
    within = slice(at[0], at[0] + at[1])
    if any(above.ruled_bottom[within]):
        return True
    return any(below.ruled_top[within])


def _are_numbers(upper: Cell, lower: Cell) -> bool:
    """Tell numbers of two rows: the rows of a page end that have other cells are no halves of one."""
    if not _is_number(upper):
        return False
    return _is_number(lower)


def _is_number(cell: Cell) -> bool:
    if cell.rowspan != 1:
        return False
    return _NUMBER.fullmatch(cell.text) is not None


def _is_label_beside(upper: Cell, lower: Cell, columns: int) -> bool:
    """Tell whether two cells are one label beside several rows, which is mostly to the left."""
    is_left = 2 * (upper.col + upper.colspan) <= columns
    tallest, lowest = max(upper.rowspan, lower.rowspan), min(upper.rowspan, lower.rowspan)
    if not upper.text or not lower.text:
        return is_left or tallest > 1
    if _are_two_labels(upper.text, lower.text):
        return False
    return tallest > 1 if is_left else lowest > 1


def _are_two_labels(upper: str, lower: str) -> bool:
    """Tell two labels made alike from the halves of one."""
    ending = SEAMS.shared_ending
    if min(len(upper), len(lower)) <= ending:
        return False
    return upper[-ending:] == lower[-ending:]


def _are_two_rows(last: CellsAt, first: CellsAt) -> bool:
    """Tell two whole rows between which a page ends without a ruling, as browsers print them.

    A cut row prints a figure above the page end or below it: where each figure stands over another, or under
    a head, both rows are whole.
    """
    pairs = [(last[at], first[at]) for at in last.keys() & first.keys()]
    pairs = [pair for pair in pairs if pair[0].rowspan == pair[1].rowspan == 1]
    filled = [pair for pair in pairs if pair[0].text and pair[1].text]
    alone = _find_lone_cells(pairs)
    if len(filled) < max(SEAMS.full_row_cells, 2 * len(alone)) or any(map(_is_figure, alone)):
        return False
    figures = [lower for upper, lower in filled if _is_figure(upper) and _is_figure(lower)]
    if any(lower.text[0] in _INSIDE_NUMBERS for lower in figures):
        return False
    if figures:
        return True
    return sum(_is_number_under_head(*pair) for pair in filled) > 1


def _find_lone_cells(pairs: Sequence[tuple[Cell, Cell]]) -> list[Cell]:
    """Find the cells that print something where the other of the pair prints nothing."""
    alone = []
    for upper, lower in pairs:
        if bool(upper.text) != bool(lower.text):
            alone.append(upper if upper.text else lower)
    return alone


def _is_figure(cell: Cell) -> bool:
    if cell.lines > 1:
        return False
    return _DIGIT.search(cell.text) is not None


def _is_number_under_head(upper: Cell, lower: Cell) -> bool:
    if _NUMBER.fullmatch(lower.text) is None:
        return False
    return not _DIGIT.search(upper.text)
