"""Two parts of a sheet's table side by side as one: rows by their edges on both, merged cells whole again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from msgspec import structs

from extract.grid import Box, Cell, Line, Page, PageTable, join_wrapped, with_doubt
from extract.joining.settings import JOINING


def join_lines(whole: Page, last: Page, right: Page) -> tuple[Line, ...]:
    """Return the lines of a sheet and of its next part; one that ends at the last part's edge may go on there."""
    lines, others = list(whole.lines), list(right.lines)
    edges = (last.tables[0].xs[-1], right.tables[0].xs[0])
    for at, line in enumerate(lines):
        ends = (line.box.x1 or 0.0) >= edges[0] - JOINING.cut_text_pt and line.box.page == last.number
        for other in others if ends else ():
            is_level = abs((line.box.top or 0.0) - (other.box.top or 0.0)) <= JOINING.same_row_pt
            if is_level and (other.box.x0 or 0.0) <= edges[1] + JOINING.cut_text_pt:
                lines[at] = replace(line, text=_join_pieces(line.text, other.text))
                others.remove(other)
                break
    return (*lines, *others)


def draw_blank_page(page: Page, columns: Sequence[int], like: PageTable) -> Page:
    """Return a page without tables with one of blank cells over the ``columns``, in a table's rows."""
    xs = tuple(map(float, columns))
    table = replace(like, xs=xs, cells=(), ruled_left=(), ruled_right=())
    blank = replace(page, tables=(replace(table, ys=(like.ys[0], like.ys[0])),))
    drawn, lines = complete_page(blank, like)
    return replace(page, tables=(drawn,), lines=lines)


def count_title_columns(left: PageTable, right: PageTable) -> int:
    """Count the first columns of a sheet that its next page prints again, as title columns."""
    count = 0
    for at in range(1, min(len(left.xs), len(right.xs)) - 1):
        steps = left.xs[at] - left.xs[0], right.xs[at] - right.xs[0]
        if abs(steps[0] - steps[1]) > JOINING.same_row_pt:
            break
        if _list_texts(left, at) <= _list_texts(right, at):
            count = at
    goes_on = any(left.ruled_right) and not all(left.ruled_right)
    fewest = 1 if goes_on else JOINING.fewest_title_cells
    return count if len(_list_texts(left, count)) >= fewest else 0


def drop_columns(table: PageTable, count: int) -> PageTable:
    """Return a table without its first columns, and with what of a merged cell stands right of them."""
    if not count:
        return table
    kept = []
    for cell in table.cells:
        end = cell.col + cell.colspan - count
        if end > 0:
            col = max(cell.col - count, 0)
            kept.append(structs.replace(cell, col=col, colspan=end - col))
    return replace(
        table,
        xs=table.xs[count:],
        cells=tuple(kept),
        ruled_top=table.ruled_top[count:],
        ruled_bottom=table.ruled_bottom[count:],
        ruled_left=(),
    )


def complete_page(page: Page, like: PageTable) -> tuple[PageTable, tuple[Line, ...]]:
    """Return a page's tables as one with the ends of the table left of it, and the lines that stay outside.

    Where the page draws no cell, one that the page's edge cuts goes on through it: its text is that of the
    lines at its height.
    """
    xs = max((table.xs for table in page.tables), key=len)
    covered = [(table.ys[0], table.ys[-1]) for table in page.tables]
    blank = [stretch for stretch in pairwise(like.ys) if not _is_within(stretch, covered)]
    edges = sorted({*(y for table in page.tables for y in table.ys), *(y for of in blank for y in of)})
    ys: list[float] = []
    for y in edges:
        if not ys or y - ys[-1] > JOINING.same_row_pt:
            ys.append(y)
    cells: list[Cell] = []
    ruled_left, ruled_right = [False] * (len(ys) - 1), [False] * (len(ys) - 1)
    for table in page.tables:
        cells += [_widen_to(_place_in_rows(cell, table, ys), table, xs) for cell in table.cells]
        first = _find_edge(table.ys[0], ys)
        for at, (left, right) in enumerate(zip(table.ruled_left, table.ruled_right, strict=False)):
            ruled_left[first + at], ruled_right[first + at] = left, right
    lines = list(page.lines)
    for top, bottom in blank:
        own = [line for line in lines if top < _middle_of(line) < bottom]
        lines = [line for line in lines if line not in own]
        box = Box(page.number, xs[0], top, xs[-1], bottom)
        row, end = _find_edge(top, ys), _find_edge(bottom, ys)
        text = join_wrapped([line.text for line in own])
        cells.append(Cell(row, 0, text, (box,), end - row, len(xs) - 1, len(own)))
    table = replace(
        page.tables[0],
        xs=xs,
        ys=tuple(ys),
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))),
        ruled_top=_spread_ends(page.tables[0].ruled_top, len(xs) - 1),
        ruled_bottom=_spread_ends(page.tables[-1].ruled_bottom, len(xs) - 1),
        open_bottom=page.tables[-1].open_bottom,
        ruled_left=tuple(ruled_left) if page.tables[0].ruled_left else (),
        ruled_right=tuple(ruled_right) if page.tables[0].ruled_right else (),
    )
    return table, tuple(lines)


def _is_within(stretch: tuple[float, float], covered: Sequence[tuple[float, float]]) -> bool:
    middle = (stretch[0] + stretch[1]) / 2
    return any(top < middle < bottom for top, bottom in covered)


def _widen_to(cell: Cell, table: PageTable, xs: Sequence[float]) -> Cell:
    """Return a cell with its columns by number among the edges of the page's table of most columns."""
    if len(table.xs) == len(xs):
        return cell
    first = min(range(len(xs)), key=lambda at: abs(xs[at] - table.xs[cell.col]))
    end = min(range(len(xs)), key=lambda at: abs(xs[at] - table.xs[cell.col + cell.colspan]))
    return structs.replace(cell, col=first, colspan=max(end - first, 1))


def _spread_ends(ruled: tuple[bool, ...], columns: int) -> tuple[bool, ...]:
    return ruled if len(ruled) in (0, columns) else (all(ruled),) * columns


def _middle_of(line: Line) -> float:
    return ((line.box.top or 0.0) + (line.box.bottom or 0.0)) / 2


def _list_texts(table: PageTable, columns: int) -> set[tuple[int, int, str]]:
    """List what the first columns print, each with its height and column."""
    found = set()
    for cell in table.cells:
        if cell.text and cell.col + cell.colspan <= columns:
            found.add((round(table.ys[cell.row]), cell.col, cell.text))
    return found


def join_tables(left: PageTable, right: PageTable) -> PageTable:
    """Return one table; a merged cell that the pages' edge cuts is whole again."""
    ys = _merge_edges(left.ys, right.ys)
    columns = len(left.xs) - 1
    shift = left.xs[-1] - right.xs[0]
    ends: dict[tuple[int, int], Cell] = {}
    placed: list[Cell] = []
    for cell in left.cells:
        moved = _place_in_rows(cell, left, ys)
        placed.append(moved)
        if moved.col + moved.colspan == columns:
            ends[moved.row, moved.rowspan] = moved
    whole: dict[tuple[int, int], Cell] = {}
    cells: list[Cell] = []
    for cell in right.cells:
        moved = _place_in_rows(cell, right, ys)
        end = ends.get((moved.row, moved.rowspan)) if cell.col == 0 else None
        if end and _is_cut(end, moved, is_open=_is_open(left, right, cell)):
            whole[end.row, end.col] = _join_cells(end, moved)
        else:
            cells.append(structs.replace(moved, col=cell.col + columns))
    kept = [whole.get((cell.row, cell.col), cell) for cell in placed]
    return replace(
        left,
        xs=(*left.xs, *(x + shift for x in right.xs[1:])),
        ys=ys,
        cells=tuple(sorted([*kept, *cells], key=lambda cell: (cell.row, cell.col))),
        open_top=left.open_top and right.open_top,
        open_bottom=left.open_bottom and right.open_bottom,
        ruled_top=_join_ends(left.ruled_top, right.ruled_top),
        ruled_bottom=_join_ends(left.ruled_bottom, right.ruled_bottom),
        ruled_left=_spread_rows(left, left.ruled_left, ys),
        ruled_right=_spread_rows(right, right.ruled_right, ys),
        inferred=left.inferred or right.inferred,
    )


def _spread_rows(table: PageTable, ruled: Sequence[bool], ys: Sequence[float]) -> tuple[bool, ...]:
    """Return what a side's rulings tell, row by row of both parts; empty where the reader does not know."""
    if not ruled:
        return ()
    rows = [bisect_left(table.ys, (top + bottom) / 2) - 1 for top, bottom in pairwise(ys)]
    return tuple(ruled[min(max(row, 0), len(ruled) - 1)] for row in rows)


def _join_ends(left: tuple[bool, ...], right: tuple[bool, ...]) -> tuple[bool, ...]:
    """Return what rulings close the ends of both parts; empty where the reader does not know."""
    return left + right if left and right else ()


def _merge_edges(ys: Sequence[float], others: Sequence[float]) -> tuple[float, ...]:
    """Return the row edges of both parts; those within a distance of each other are one."""
    more = [y for y in others if all(abs(y - own) > JOINING.same_row_pt for own in ys)]
    return tuple(sorted([*ys, *more]))


def _place_in_rows(cell: Cell, table: PageTable, ys: Sequence[float]) -> Cell:
    """Return a cell with its rows by number among the edges of both parts."""
    top = _find_edge(table.ys[cell.row], ys)
    bottom = _find_edge(table.ys[cell.row + cell.rowspan], ys)
    return structs.replace(cell, row=top, rowspan=bottom - top)


def _find_edge(y: float, ys: Sequence[float]) -> int:
    at = bisect_left(ys, y - JOINING.same_row_pt)
    near = range(at, min(at + 3, len(ys)))
    return min(near, key=lambda edge: abs(ys[edge] - y))


def _is_open(left: PageTable, right: PageTable, cell: Cell) -> bool:
    """Tell whether no ruling closes a cell of the right part's first column, nor what stands left of it."""
    rows = range(cell.row, cell.row + cell.rowspan)
    if not right.ruled_left or any(right.ruled_left[row] for row in rows):
        return False
    top, bottom = right.ys[cell.row], right.ys[cell.row + cell.rowspan]
    for row, is_ruled in enumerate(left.ruled_right):
        middle = (left.ys[row] + left.ys[row + 1]) / 2
        if is_ruled and top < middle < bottom:
            return False
    return bool(left.ruled_right)


def _is_cut(end: Cell, beginning: Cell, *, is_open: bool) -> bool:
    """Tell whether two cells beside a page's edge are one: no ruling stands there, and only one is filled.

    Where the reader does not know the rulings of a side, both are merged.
    """
    is_merged = end.colspan > 1 and beginning.colspan > 1
    return is_open or (is_merged and not (end.text and beginning.text))


def _join_cells(end: Cell, beginning: Cell) -> Cell:
    """Return one cell; what both print is one text that the edge cut, of which glyphs may be lost."""
    boxes = end.boxes + beginning.boxes
    if end.text and beginning.text:
        boxes = with_doubt(boxes, "mended")
    return structs.replace(
        end,
        text=_join_pieces(end.text, beginning.text),
        boxes=boxes,
        colspan=end.colspan + beginning.colspan,
        lines=max(end.lines, beginning.lines),
    )


def _join_pieces(left: str, right: str) -> str:
    """Return a text that a page's edge cut; what the left page shows of it already is not said again."""
    if left and all(char in left for char in right if not char.isspace()):
        return left
    return left + right
