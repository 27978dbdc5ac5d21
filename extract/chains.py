"""Which tables of consecutive pages are one, and the lines of text between the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.grid import Line
from extract.margins import body_lines
from extract.page import Page, PageTable

_AGREE = 3.0  # points


@dataclass(frozen=True, slots=True)
class Chain:
    """One table: the lines before it, and its parts page by page."""

    before: tuple[Line, ...]
    parts: tuple[PageTable, ...]


def chains(pages: Sequence[Page]) -> tuple[list[Chain], tuple[Line, ...]]:
    """Chain the pages' tables in reading order, and give the lines after the last."""
    going_on = _continuations(pages)
    found: list[Chain] = []
    waiting: tuple[Line, ...] = ()
    for page in pages:
        for item in _in_order(page):
            if isinstance(item, Line):
                waiting += (item,)
            elif id(item) in going_on:
                found[-1] = Chain(found[-1].before, (*found[-1].parts, item))
            else:
                found.append(Chain(waiting, (item,)))
                waiting = ()
    return found, waiting + tuple(line for page in pages for line in page.overlay)


def _continuations(pages: Sequence[Page]) -> set[int]:
    """Find the tables that go on from the page before, by identity."""
    bodies = zip(pages, body_lines(pages), strict=True)
    return {
        id(page.tables[0])
        for (before, lines_before), (page, lines) in pairwise(bodies)
        if before.tables and page.tables and _goes_on(before, lines_before, page, lines)
    }


def _goes_on(before: Page, lines_before: tuple[Line, ...], page: Page, lines: tuple[Line, ...]) -> bool:
    last, first = before.tables[-1], page.tables[0]
    nothing_after = not any(_middle(line) > last.ys[-1] for line in lines_before)
    nothing_ahead = not any(_middle(line) < first.ys[0] for line in lines)
    return nothing_after and nothing_ahead and _agree(last, first)


def _agree(last: PageTable, first: PageTable) -> bool:
    """Tell whether the outer edges agree, and an inner one too unless the row is cut: a page need not show all columns."""
    outer = _near(last.xs[0], first.xs[0]) and _near(last.xs[-1], first.xs[-1])
    inner = any(_near(one, other) for one in last.xs[1:-1] for other in first.xs[1:-1])
    return outer and (inner or (last.open_bottom and first.open_top) or min(len(last.xs), len(first.xs)) == 2)  # noqa: PLR2004


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _AGREE


def _in_order(page: Page) -> list[Line | PageTable]:
    items: list[Line | PageTable] = [*page.tables, *page.lines]
    return sorted(items, key=lambda item: _middle(item) if isinstance(item, Line) else item.ys[0])


def _middle(line: Line) -> float:
    return ((line.box.top or 0.0) + (line.box.bottom or 0.0)) / 2
