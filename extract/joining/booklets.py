"""Booklets: sheets of two pages that are in order once they are folded, put in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extract.grid import Page
from extract.joining.continuations import PAGE_NUMBER, has_same_columns, move_table
from extract.joining.settings import JOINING

_COLUMNS = 2


def order_booklet(pages: Iterable[Page]) -> Iterator[Page]:
    """Yield the pages in the order of reading.

    Those of a booklet are put in order where more tables go on from page to page that way. Other documents
    are none after their first page, and nothing of them is held.
    """
    rest = iter(pages)
    held: list[Page] = []
    for page in rest:
        held.append(page)
        if not _is_half(page) or len(held) > JOINING.booklet_pages:
            break
    else:
        yield from _choose_order(held)
        return
    yield from held
    yield from rest


def _is_half(page: Page) -> bool:
    """Tell whether a page is one of two side by side on a sheet."""
    if page.part is None:
        return False
    return len(page.part.xs) - 1 == _COLUMNS and len(page.part.ys) == _COLUMNS


def _choose_order(pages: Sequence[Page]) -> Sequence[Page]:
    folded = _fold(pages)
    return folded if _count_joined(folded) > _count_joined(pages) else pages


def _fold(pages: Sequence[Page]) -> Sequence[Page]:
    """Return pages as they follow each other in a folded booklet of all sheets."""
    sheets = sorted({page.number for page in pages})
    sides = {number: side for side, number in enumerate(sheets)}
    last = _COLUMNS * len(sheets) - 1

    def find_place(page: Page) -> int:
        side = sides[page.number]
        is_right = page.part is not None and page.part.left > 0
        is_front = side % 2 == 0
        return side if is_front == is_right else last - side

    return sorted(pages, key=find_place)


def _count_joined(pages: Sequence[Page]) -> int:
    return sum(_goes_on(one, other) for one, other in pairwise(pages))


def _goes_on(one: Page, other: Page) -> bool:
    """Tell whether a page begins with more of the table that ends the page before."""
    if not (one.tables and other.tables):
        return False
    last, first = one.tables[-1], other.tables[0]
    between = [line for line in one.lines if (line.box.top or 0.0) > last.ys[-1]]
    between += [line for line in other.lines if (line.box.top or 0.0) < first.ys[0]]
    if not all(PAGE_NUMBER.fullmatch(line.text) for line in between):
        return False
    return has_same_columns(last, move_table(first, last.xs[0]))
