"""Running heads, running feet and page numbers: they stand between a table and its continuation without parting them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extract.grid import Line
from extract.page import Page

_HEAD = 60.0  # points from the page's upper edge
_FOOT = 72.0  # points from its lower edge
_LOW = 14.0  # points; a title that stands on each page is higher
_SAME_PLACE = 6.0  # points
_PAGE_NUMBER = re.compile(r"[\s\-–—―~·]*第?\s*\d{1,4}\s*页?\s*(?:[/／,，、]?\s*共?\s*\d{1,4}\s*页?)?[\s\-–—―~·]*")

Place = tuple[str, str, int]


def body_lines(pages: Sequence[Page]) -> list[tuple[Line, ...]]:
    """Give each page's lines without its page number and its running heads and feet."""
    margins = [[(line, _place(line, page)) for line in page.lines if _in_margin(line, page)] for page in pages]
    repeated = _repeated(place for lines in margins for _, place in lines)
    running = {id(line) for lines in margins for line, place in lines if place in repeated or _PAGE_NUMBER.fullmatch(line.text)}
    return [tuple(line for line in page.lines if id(line) not in running) for page in pages]


def _repeated(places: Iterator[Place]) -> set[Place]:
    return {place for place, times in Counter(places).items() if times > 1}


def _place(line: Line, page: Page) -> Place:
    """Name a line by its text without figures, its edge of the page and its distance from there."""
    text = re.sub(r"[\d\s]+", "", line.text)
    from_top, from_bottom = _distances(line, page)
    return (
        (text, "head", round(from_top / _SAME_PLACE))
        if from_top < from_bottom
        else (text, "foot", round(from_bottom / _SAME_PLACE))
    )


def _in_margin(line: Line, page: Page) -> bool:
    from_top, from_bottom = _distances(line, page)
    height = page.height - from_top - from_bottom
    outside = not any(table.ys[0] < from_top + height / 2 < table.ys[-1] for table in page.tables)
    return outside and height <= _LOW and (from_top + height <= _HEAD or from_bottom + height <= _FOOT)


def _distances(line: Line, page: Page) -> tuple[float, float]:
    return line.box.top or 0.0, page.height - (line.box.bottom or 0.0)
