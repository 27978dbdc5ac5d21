"""Wide sheets that a spreadsheet printed over several pages: what stands to the right is put there again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from extract.grid import Cell, Line, Page, PageTable
from extract.joining.continuations import has_same_columns, move_table
from extract.joining.settings import JOINING


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page and what goes on to its right, as one page and in its parts."""

    whole: Page
    parts: tuple[Page, ...]


def join_sheets(pages: Iterable[Page]) -> Iterator[Page]:
    """Yield pages, each with the pages that go on to its right as a part of it.

    Spreadsheets print first to the right and then down, or the other way round: a page is held until the next
    few are read.
    """
    held: deque[_Sheet] = deque()
    for page in pages:
        at = next((at for at, left in enumerate(held) if _goes_on_right(left, page)), None)
        if at is not None:
            held[at] = _Sheet(_put_right(held[at].whole, page), (*held[at].parts, page))
            continue
        held.append(_Sheet(page, (page,)))
        if len(held) > JOINING.sheets_ahead:
            yield held.popleft().whole
    for sheet in held:
        yield sheet.whole


def _goes_on_right(sheet: _Sheet, page: Page) -> bool:
    """Tell whether a page's tables have a sheet's row heights at the same places, in other columns."""
    first = sheet.parts[0]
    if not first.tables or len(first.tables) != len(page.tables):
        return False
    if not all(map(_has_same_rows, first.tables, page.tables)) or not _are_telling(first.tables):
        return False
    if any(_stands_above(line, page.tables[0]) for line in page.lines):
        return False
    return not any(_shares_columns(part, page) for part in sheet.parts)


def _shares_columns(part: Page, page: Page) -> bool:
    moves = part.part or page.part
    for one, other in zip(part.tables, page.tables, strict=True):
        if has_same_columns(one, move_table(other, one.xs[0]) if moves else other):
            return True
    return False


def _stands_above(line: Line, table: PageTable) -> bool:
    return (line.box.bottom or 0.0) <= table.ys[0]


def _has_same_rows(one: PageTable, other: PageTable) -> bool:
    if len(one.ys) != len(other.ys):
        return False
    return all(abs(y - z) <= JOINING.same_row_pt for y, z in zip(one.ys, other.ys, strict=True))


def _are_telling(tables: Sequence[PageTable]) -> bool:
    """Tell whether the tables' rows have so many heights that they agree with no other's by chance."""
    heights: set[int] = set()
    rows = 0
    for table in tables:
        rows += len(table.ys) - 1
        heights.update(round(below - above) for above, below in zip(table.ys, table.ys[1:], strict=False))
    return rows >= JOINING.fewest_sheet_rows and len(heights) >= JOINING.fewest_row_heights


def _put_right(left: Page, right: Page) -> Page:
    tables = (_join_tables(*pair) for pair in zip(left.tables, right.tables, strict=True))
    return replace(
        left,
        tables=tuple(tables),
        lines=(*left.lines, *right.lines),
        overlay=(*left.overlay, *right.overlay),
        glyphs=left.glyphs + right.glyphs,
        in_cells=left.in_cells + right.in_cells,
        outside=left.outside + right.outside,
    )


def _join_tables(left: PageTable, right: PageTable) -> PageTable:
    """Return one table; a merged cell that a page's edge cut is whole again where one page fills it."""
    columns = len(left.xs) - 1
    shift = left.xs[-1] - right.xs[0]
    ends = {(cell.row, cell.rowspan): cell for cell in left.cells if cell.col + cell.colspan == columns}
    cells: list[Cell] = []
    whole: dict[tuple[int, int], Cell] = {}
    for cell in right.cells:
        end = ends.get((cell.row, cell.rowspan)) if cell.col == 0 else None
        if end and _is_cut(end, cell):
            whole[end.row, end.col] = structs.replace(
                end,
                text=end.text + cell.text,
                boxes=end.boxes + cell.boxes,
                colspan=end.colspan + cell.colspan,
            )
        else:
            cells.append(structs.replace(cell, col=cell.col + columns))
    kept = [whole.get((cell.row, cell.col), cell) for cell in left.cells]
    return replace(
        left,
        xs=(*left.xs, *(x + shift for x in right.xs[1:])),
        cells=tuple(sorted([*kept, *cells], key=lambda cell: (cell.row, cell.col))),
        open_top=left.open_top and right.open_top,
        open_bottom=left.open_bottom and right.open_bottom,
        ruled_top=left.ruled_top + right.ruled_top,
        ruled_bottom=left.ruled_bottom + right.ruled_bottom,
        inferred=left.inferred or right.inferred,
    )


def _is_cut(end: Cell, beginning: Cell) -> bool:
    """Tell whether two cells beside a page's edge are one: both merged, and only one of them filled."""
    is_merged = end.colspan > 1 and beginning.colspan > 1
    return is_merged and not (end.text and beginning.text)
