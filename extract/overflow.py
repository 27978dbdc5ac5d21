"""Text that runs out of a table below the page's last row: a browser prints a merged cell so that a page end cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from extract.grid import Cell, Line
from extract.lines import count_visible, join_wrapped
from extract.page import Page, PageTable

_NEAR = 0.8  # of a line's height
_SLACK = 1.0  # points


def with_overflow(page: Page) -> Page:
    """Give the page with the lines right below its last table in the cells above them that no rule closes there."""
    if not page.tables or not page.lines:
        return page
    table, moved = page.tables[-1], list[Line]()
    bottoms: dict[int, float] = {}
    for line in sorted(page.lines, key=lambda line: line.box.top or 0.0):
        cell = _cell_over(line, table, bottoms)
        if cell is not None:
            table = _with(table, cell, line)
            bottoms[cell.col] = line.box.bottom or 0.0
            moved.append(line)
    glyphs = sum(count_visible(line.text) for line in moved)
    return replace(
        page,
        tables=(*page.tables[:-1], table),
        lines=tuple(line for line in page.lines if line not in moved),
        in_cells=page.in_cells + glyphs,
        outside=page.outside - glyphs,
    )


def _cell_over(line: Line, table: PageTable, bottoms: dict[int, float]) -> Cell | None:
    """Find the cell of the last row that a line goes on, right below it or below the line before."""
    box = line.box
    if box.top is None or box.bottom is None or box.x0 is None or box.x1 is None:
        return None
    for cell in table.cells:
        within = table.xs[cell.col] - _SLACK <= box.x0 and box.x1 <= table.xs[cell.col + cell.colspan] + _SLACK
        last = cell.row + cell.rowspan == len(table.ys) - 1
        if within and last and cell.text and not _is_closed(table.ruled_bottom[cell.col : cell.col + cell.colspan]):
            bottom = bottoms.get(cell.col, table.ys[-1])
            near = _NEAR * (box.bottom - box.top)
            return cell if bottom - near < box.top < bottom + near else None
    return None


def _is_closed(ruled: Sequence[bool]) -> bool:
    return not ruled or any(ruled)


def _with(table: PageTable, cell: Cell, line: Line) -> PageTable:
    longer = structs.replace(cell, text=join_wrapped([cell.text, line.text]), lines=cell.lines + 1)
    return replace(table, cells=tuple(longer if c is cell else c for c in table.cells))
