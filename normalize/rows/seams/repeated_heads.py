"""Heads that a new page prints again above the rows that go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from extract import Cell
from normalize.rows.seams.page_part import Columns, PagePart, columns_of, index_texts, lower_cell
from normalize.rows.settings import SEAMS

RowTexts = set[
    tuple[Columns, str]
]  # the columns and the text of each cell that begins in a row and prints something


class HeadsSoFar:
    """The rows of earlier pages that may be heads.

    A page's rows are looked at only when a later page may repeat one.
    """

    def __init__(self, first: PagePart) -> None:
        self._heads: list[RowTexts] = []
        self._unread = [first]

    def drop_repeated(self, whole: PagePart, part: PagePart) -> PagePart:
        """Return a page's part without the rows on top that repeat earlier ones.

        ``whole`` is what stands above it.
        """
        kept = part
        if _may_be_head(next(_iterate_rows(part))):
            for read in self._unread:
                self._heads += filter(_may_be_head, _iterate_rows(read))
            self._unread = []
            kept = _drop_rows(whole, part, _count_repeated(part, self._heads))
        self._unread.append(kept)
        return kept


def _count_repeated(part: PagePart, heads: Sequence[RowTexts]) -> int:
    rows = 0
    for row in _iterate_rows(part):
        if not _may_be_head(row) or not any(row <= head for head in heads):
            break
        rows += 1
    return rows


def _drop_rows(whole: PagePart, part: PagePart, rows: int) -> PagePart:
    """Leave out a page's first rows; what is below them goes on a row that the page before left open."""
    if rows in (0, part.rows) or any(cell.row < rows < cell.row + cell.rowspan for cell in part.cells):
        return part
    kept = tuple(lower_cell(cell, -rows) for cell in part.cells if cell.row >= rows)
    ruled_top = whole.ruled_bottom
    if not any(ruled_top) and _begins_row(whole, kept):
        ruled_top = (True,) * len(part.ruled_top)
    return PagePart(part.rows - rows, kept, ruled_top, part.ruled_bottom)


def _begins_row(whole: PagePart, cells: Sequence[Cell]) -> bool:
    """Tell whether what stands below a head is a row of its own.

    The page end cut the lower margin of the last row only.

    Its cells are others, or all that the last row prints has a text below it, figures too.
    """
    last = whole.last_cells
    below = index_texts([cell for cell in cells if cell.row == 0])
    if not below.keys() <= last.keys():
        return True
    above = index_texts([cell for cell in last.values() if cell.rowspan == 1])
    if len(above) < SEAMS.full_row_cells or not above.keys() <= below.keys():
        return False
    return any(_has_digit(text) and _has_digit(below[at]) for at, text in above.items())


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _may_be_head(row: RowTexts) -> bool:
    """Tell whether a row prints only words: two lines' figures may well be the same."""
    if len(row) < SEAMS.full_row_cells:
        return False
    letters = [sum(map(str.isalpha, text)) for _, text in row]
    return all(letters) and sum(letters) >= SEAMS.head_letters * len(row)


def _iterate_rows(part: PagePart) -> Iterator[RowTexts]:
    """Yield, row by row, the columns and the text of the cells that begin there and print something."""
    begun = {row: list(cells) for row, cells in groupby(part.cells, key=attrgetter("row"))}
    for row in range(part.rows):
        yield {(columns_of(cell), cell.text) for cell in begun.get(row, ()) if cell.text}
