"""Tables that go on over page ends: nothing stands between the two parts, and their columns agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.grid import Line, Page, PageTable
from extract.joining.running_heads import find_body_lines
from extract.joining.settings import JOINING

_OUTER_EDGES = 2


@dataclass(frozen=True, slots=True)
class TableParts:
    """One table: the lines before it, and its parts page by page."""

    before: tuple[Line, ...]
    parts: tuple[PageTable, ...]


def chain_tables(pages: Iterable[Page]) -> Iterator[TableParts]:
    """Chain the pages' tables in reading order, each given when it has ended.

    The last has no parts, only the lines behind all tables.
    """
    open_table: TableParts | None = None
    waiting: tuple[Line, ...] = ()
    overlay: tuple[Line, ...] = ()
    for page, goes_on in _tell_continuations(pages):
        overlay += page.overlay
        for item in _sort_from_top(page):
            if isinstance(item, Line):
                waiting += (item,)
            elif goes_on and open_table and item is page.tables[0]:
                fitted = _fit_columns(open_table.parts[0], item)
                open_table = TableParts(open_table.before, (*open_table.parts, fitted))
            else:
                if open_table:
                    yield open_table
                open_table, waiting = TableParts(waiting, (item,)), ()
    if open_table:
        yield open_table
    yield TableParts(waiting + overlay, ())


def _tell_continuations(pages: Iterable[Page]) -> Iterator[tuple[Page, bool]]:
    """Tell of each page whether its first table goes on from the page before."""
    before: Page | None = None
    lines_before: tuple[Line, ...] = ()
    for page, lines in find_body_lines(pages):
        goes_on = before is not None and _goes_on(before, lines_before, page, lines)
        yield page, goes_on
        before, lines_before = page, lines


def _goes_on(before: Page, lines_before: tuple[Line, ...], page: Page, lines: tuple[Line, ...]) -> bool:
    if not (before.tables and page.tables):
        return False
    last, first = before.tables[-1], page.tables[0]
    if any(_middle_of(line) > last.ys[-1] for line in lines_before):
        return False
    if any(_middle_of(line) < first.ys[0] for line in lines):
        return False
    if _has_same_columns(last, first):
        return True
    is_turned = (before.width > before.height) != (page.width > page.height)
    return is_turned and _has_same_columns_scaled(last, first)


def _has_same_columns(last: PageTable, first: PageTable) -> bool:
    """Tell whether the outer edges agree, and an inner one too unless the row is cut.

    A page need not show all columns.
    """
    if not _has_same_sides(last, first):
        return False
    is_cut = last.open_bottom and first.open_top
    has_one_column = min(len(last.xs), len(first.xs)) == _OUTER_EDGES
    return is_cut or has_one_column or _count_shared(first.xs[1:-1], last.xs[1:-1]) > 0


def _has_same_columns_scaled(last: PageTable, first: PageTable) -> bool:
    """Tell whether most inner edges agree once the one table is moved and drawn out over the other.

    A table is drawn out on a page that lies.
    """
    inner = [_fit_columns(last, first).xs[1:-1], last.xs[1:-1]]
    fewer, more = sorted(inner, key=len)
    return 2 * _count_shared(fewer, more) > len(fewer) > 0


def _count_shared(xs: Sequence[float], others: Sequence[float]) -> int:
    return sum(any(_is_same_edge(x, other) for other in others) for x in xs)


def _fit_columns(like: PageTable, table: PageTable) -> PageTable:
    """Return a table with its column edges moved between the outer edges of another.

    The places of its cells stay.
    """
    if _has_same_sides(like, table):
        return table
    scale = (like.xs[-1] - like.xs[0]) / (table.xs[-1] - table.xs[0])
    return replace(table, xs=tuple(like.xs[0] + (x - table.xs[0]) * scale for x in table.xs))


def _has_same_sides(one: PageTable, other: PageTable) -> bool:
    return _is_same_edge(one.xs[0], other.xs[0]) and _is_same_edge(one.xs[-1], other.xs[-1])


def _is_same_edge(one: float, other: float) -> bool:
    return abs(one - other) <= JOINING.same_edge_pt


def _sort_from_top(page: Page) -> list[Line | PageTable]:
    items: list[Line | PageTable] = [*page.tables, *page.lines]
    return sorted(items, key=_height_of)


def _height_of(item: Line | PageTable) -> float:
    return _middle_of(item) if isinstance(item, Line) else item.ys[0]


def _middle_of(line: Line) -> float:
    """Return the height of a line's middle, in points from the page's upper edge."""
    return ((line.box.top or 0.0) + (line.box.bottom or 0.0)) / 2
