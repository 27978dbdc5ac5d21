"""Which tables of consecutive pages are one, and the lines of text between the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extract.grid import Line
from extract.margins import with_body_lines
from extract.page import Page, PageTable

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
        yield page, bool(before and before.tables and page.tables and _goes_on(before, lines_before, page, lines))
        before, lines_before = page, lines


def _goes_on(before: Page, lines_before: tuple[Line, ...], page: Page, lines: tuple[Line, ...]) -> bool:
    last, first = before.tables[-1], page.tables[0]
    nothing_after = not any(_middle(line) > last.ys[-1] for line in lines_before)
    nothing_ahead = not any(_middle(line) < first.ys[0] for line in lines)
    turned = (before.width > before.height) != (page.width > page.height)
    return nothing_after and nothing_ahead and (_agree(last, first) or (turned and _agree_in_share(last, first)))


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
