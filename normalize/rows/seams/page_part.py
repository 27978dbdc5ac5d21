"""A page's part of a table, its cells at the page ends, and the heads that it prints again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter

from msgspec import structs

from extract import Cell, Grid, join_wrapped
from normalize.rows.settings import SEAMS

Columns = tuple[int, int]  # the first, and how many
RowTexts = set[
    tuple[Columns, str]
]  # the columns and the text of each cell that begins in a row and prints something


@dataclass(frozen=True, slots=True)
class PagePart:
    """A page's part, or those of several; for each column whether a ruling closes it at the two ends."""

    rows: int
    cells: tuple[Cell, ...]
    ruled_top: tuple[bool, ...]
    ruled_bottom: tuple[bool, ...]

    @property
    def last_cells(self) -> dict[Columns, Cell]:
        """The cells that end with the last row, by their columns."""
        return {columns_of(cell): cell for cell in self.cells if cell.row + cell.rowspan == self.rows}

    @property
    def first_cells(self) -> dict[Columns, Cell]:
        """The cells that begin with the first row, by their columns."""
        return {columns_of(cell): cell for cell in self.cells if cell.row == 0}


def split_at_seams(grid: Grid) -> Iterator[PagePart]:
    """Yield a grid's parts, page by page, the rows of each from 0."""
    rulings = [(True,) * grid.cols]
    for seam in grid.seams:
        rulings += (seam.ruled_above, seam.ruled_below)
    rulings.append((True,) * grid.cols)
    ends = [0, *(seam.row for seam in grid.seams), grid.rows]
    by_part: list[list[Cell]] = [[] for _ in ends[1:]]
    part = 0
    for cell in grid.cells:  # in reading order
        while cell.row >= ends[part + 1]:
            part += 1
        by_part[part].append(lower_cell(cell, -ends[part]))
    for at, (start, end) in enumerate(pairwise(ends)):
        yield PagePart(end - start, tuple(by_part[at]), rulings[2 * at], rulings[2 * at + 1])


def columns_of(cell: Cell) -> Columns:
    """Return the columns that a cell covers."""
    return cell.col, cell.colspan


def lower_cell(cell: Cell, by: int) -> Cell:
    """Return a cell so many rows further down."""
    if not by:
        return cell
    return Cell(cell.row + by, cell.col, cell.text, cell.boxes, cell.rowspan, cell.colspan, cell.lines)


def join_cells(upper: Cell, lower: Cell, offset: int) -> Cell:
    """Return the cell that a page end cut in two; ``offset`` is the row at which the lower page begins."""
    return structs.replace(
        upper,
        text=join_wrapped([upper.text, lower.text]),
        boxes=upper.boxes + lower.boxes,
        rowspan=offset + lower.rowspan - upper.row,
        lines=lower.lines,
    )


def index_texts(cells: Sequence[Cell]) -> dict[Columns, str]:
    """Return what cells print, by their columns; the empty ones are left out."""
    return {columns_of(cell): cell.text for cell in cells if cell.text}


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
    if not all(letters):
        return False
    return sum(letters) >= SEAMS.head_letters * len(row)


def _iterate_rows(part: PagePart) -> Iterator[RowTexts]:
    """Yield, row by row, the columns and the text of the cells that begin there and print something."""
    begun = {row: list(cells) for row, cells in groupby(part.cells, key=attrgetter("row"))}
    for row in range(part.rows):
        yield {(columns_of(cell), cell.text) for cell in begun.get(row, ()) if cell.text}
