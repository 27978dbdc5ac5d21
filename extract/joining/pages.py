"""A file's pages joined to its document, and what is wrong with them told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from msgspec import structs

from extract.geometry.text_lines import count_visible, join_wrapped
from extract.grid import Cell, Conservation, Document, Grid, Line, Page, PageTable
from extract.joining.rows import stitch
from extract.joining.running_heads import with_body_lines

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
        within = (
            table.xs[cell.col] - _SLACK <= box.x0 and box.x1 <= table.xs[cell.col + cell.colspan] + _SLACK
        )
        last = cell.row + cell.rowspan == len(table.ys) - 1
        if (
            within
            and last
            and cell.text
            and not _is_closed(table.ruled_bottom[cell.col : cell.col + cell.colspan])
        ):
            bottom = bottoms.get(cell.col, table.ys[-1])
            near = _NEAR * (box.bottom - box.top)
            return cell if bottom - near < box.top < bottom + near else None
    return None


def _is_closed(ruled: Sequence[bool]) -> bool:
    return not ruled or any(ruled)


def _with(table: PageTable, cell: Cell, line: Line) -> PageTable:
    longer = structs.replace(cell, text=join_wrapped([cell.text, line.text]), lines=cell.lines + 1)
    return replace(table, cells=tuple(longer if c is cell else c for c in table.cells))


_AGREE = 3.0  # points


@dataclass(frozen=True, slots=True)
class Chain:
    """One table: the lines before it, and its parts page by page."""

    before: tuple[Line, ...]
    parts: tuple[PageTable, ...]


def chains(pages: Iterable[Page]) -> Iterator[Chain]:
    """Chain the pages' tables in reading order, each given when it has ended; the last has no parts, only the lines behind it."""
    open_chain: Chain | None = None
    waiting: tuple[Line, ...] = ()
    overlay: tuple[Line, ...] = ()
    for page, goes_on in _with_continuations(pages):
        overlay += page.overlay
        for item in _in_order(page):
            if isinstance(item, Line):
                waiting += (item,)
            elif goes_on and open_chain and item is page.tables[0]:
                open_chain = Chain(open_chain.before, (*open_chain.parts, _fitted(open_chain.parts[0], item)))
            else:
                if open_chain:
                    yield open_chain
                open_chain, waiting = Chain(waiting, (item,)), ()
    if open_chain:
        yield open_chain
    yield Chain(waiting + overlay, ())


def _with_continuations(pages: Iterable[Page]) -> Iterator[tuple[Page, bool]]:
    """Tell of each page whether its first table goes on from the page before."""
    before: Page | None = None
    lines_before: tuple[Line, ...] = ()
    for page, lines in with_body_lines(pages):
        yield (
            page,
            bool(before and before.tables and page.tables and _goes_on(before, lines_before, page, lines)),
        )
        before, lines_before = page, lines


def _goes_on(before: Page, lines_before: tuple[Line, ...], page: Page, lines: tuple[Line, ...]) -> bool:
    last, first = before.tables[-1], page.tables[0]
    nothing_after = not any(_middle(line) > last.ys[-1] for line in lines_before)
    nothing_ahead = not any(_middle(line) < first.ys[0] for line in lines)
    turned = (before.width > before.height) != (page.width > page.height)
    return (
        nothing_after and nothing_ahead and (_agree(last, first) or (turned and _agree_in_share(last, first)))
    )


def _agree(last: PageTable, first: PageTable) -> bool:
    """Tell whether the outer edges agree, and an inner one too unless the row is cut: a page need not show all columns."""
    outer = _near(last.xs[0], first.xs[0]) and _near(last.xs[-1], first.xs[-1])
    inner = any(_near(one, other) for one in last.xs[1:-1] for other in first.xs[1:-1])
    return outer and (inner or (last.open_bottom and first.open_top) or min(len(last.xs), len(first.xs)) == 2)  # noqa: PLR2004


def _agree_in_share(last: PageTable, first: PageTable) -> bool:
    """Tell whether most inner edges agree once the one table is moved and drawn out over the other, as on a page that lies."""
    inner = [_fitted(last, first).xs[1:-1], last.xs[1:-1]]
    fewer, more = sorted(inner, key=len)
    return 2 * sum(any(_near(one, other) for other in more) for one in fewer) > len(fewer) > 0


def _fitted(like: PageTable, table: PageTable) -> PageTable:
    """Give a table with the edges of its columns between the outer edges of another; the places of its cells stay."""
    if _near(like.xs[0], table.xs[0]) and _near(like.xs[-1], table.xs[-1]):
        return table
    scale = (like.xs[-1] - like.xs[0]) / (table.xs[-1] - table.xs[0])
    return replace(table, xs=tuple(like.xs[0] + (x - table.xs[0]) * scale for x in table.xs))


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _AGREE


def _in_order(page: Page) -> list[Line | PageTable]:
    items: list[Line | PageTable] = [*page.tables, *page.lines]
    return sorted(items, key=lambda item: _middle(item) if isinstance(item, Line) else item.ys[0])


def _middle(line: Line) -> float:
    return ((line.box.top or 0.0) + (line.box.bottom or 0.0)) / 2


_BROKEN_SHARE = 0.3
_BROKEN_CELLS = 3  # of two characters or more: a check box is one
_UNMAPPED = "(cid:"
_MEANINGLESS = re.compile(
    "[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]"
)  # no character, or one of a font's own


# the field's name
def join_pages(pages: Iterable[Page], *, format: str, engine: str) -> Document:  # noqa: A002
    """Join pages, in their order, to a document: a table that goes on over page ends is one grid."""
    *grids, document = joined(pages, format=format, engine=engine)
    assert isinstance(document, Document)
    return replace(document, grids=tuple(grid for grid in grids if isinstance(grid, Grid)))


def joined(pages: Iterable[Page], *, format: str, engine: str) -> Iterator[Grid | Document]:  # noqa: A002
    """Give each grid when its last page is read, and in the end the document without them: no page is held for longer."""
    counts: list[tuple[int, int, int]] = []
    warnings: list[str] = []

    def noted() -> Iterator[Page]:
        before: Page | None = None
        for page in map(with_overflow, pages):
            counts.append((page.glyphs, page.in_cells, page.outside))
            warnings.extend(_warnings(page))
            if before and _lacks_a_column(before, page):
                warnings.append(f"第{page.number}页的表格比上一页窄，旁边的文字不在任何单元格内")
            before = page
            yield page

    tail: tuple[Line, ...] = ()
    for table in chains(noted()):
        if table.parts:
            yield stitch(table.parts, table.before)
        else:
            tail = table.before
    conservation = Conservation(*map(sum, zip((0, 0, 0), *counts, strict=True)))
    if not conservation.holds:
        warnings.append(_loss(conservation))
    yield Document(format, engine, len(counts), (), tail, conservation, tuple(warnings))


def _warnings(page: Page) -> Iterator[str]:
    yield from page.warnings
    if page.images and not page.glyphs:
        yield f"第{page.number}页是图片(扫描件)，没有文字层"
    elif is_broken(page):
        yield f"第{page.number}页的文字层已损坏，读出的文字不可靠"


def _lacks_a_column(before: Page, page: Page) -> bool:
    """Tell whether a text stands beside a table where the table on the page before had a column: no rule closes it."""
    if not before.tables or not page.tables:
        return False
    (left, *_, right), table = before.tables[-1].xs, page.tables[0]
    beside = [line.box.x0 or 0.0 for line in page.lines if table.ys[0] < (line.box.top or 0.0) < table.ys[-1]]
    return any(left < x < table.xs[0] or table.xs[-1] < x < right for x in beside)


def _loss(conservation: Conservation) -> str:
    return f"文字没有守恒：页面共{conservation.total}字，表内{conservation.in_cells}字，表外{conservation.outside}字"


def is_broken(page: Page) -> bool:
    """Tell whether a page's text layer does not say what it shows: characters without a meaning, or none at all.

    A font of figures may be broken alone, and few characters are figures.
    """
    cells = [cell.text for table in page.tables for cell in table.cells]
    text = "".join(chain(cells, (line.text for line in page.lines)))
    found = len(_MEANINGLESS.findall(text))
    if _UNMAPPED in text or found > _BROKEN_SHARE * max(page.glyphs, 1):
        return True
    return found >= 2 * _BROKEN_CELLS and sum(map(_says_nothing, cells)) >= _BROKEN_CELLS


def _says_nothing(text: str) -> bool:
    found = len(_MEANINGLESS.findall(text))
    return found > 1 and 2 * found > len(text)
