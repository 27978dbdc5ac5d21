"""Running heads, running feet and page numbers: they stand between a table and its continuation without parting them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

from extract.grid import Line, Page

_HEAD = 60.0  # points from the page's upper edge
_FOOT = 72.0  # points from its lower edge
_LOW = 14.0  # points; a title that stands on each page is higher
_NUMBER_FOOT, _NUMBER_LOW = (
    110.0,
    24.0,
)  # the same of page numbers: official documents (GB/T 9704) have them 28 mm up, in 14 points
_SAME_PLACE = 6.0  # points
_AHEAD = 2  # pages
PAGE_NUMBER = re.compile(
    r"[\s\-–—―~·]*第?\s*\d{1,4}\s*页?\s*(?:[/／,，、]?\s*共?\s*\d{1,4}\s*页?)?[\s\-–—―~·]*"
)
_BETWEEN = re.compile(
    "|".join(tomllib.loads(files("extract.joining").joinpath("running.toml").read_text("utf-8"))["between"])
)

Place = tuple[str, str, int]
Margins = Mapping[int, Place]  # by the line's identity


def with_body_lines(pages: Iterable[Page]) -> Iterator[tuple[Page, tuple[Line, ...]]]:
    """Give each page with its lines but the page number, the running heads and feet, and what only says that a table goes on.

    These are known by standing on an earlier page or on one of the next two: left and right pages may have
    their own.
    """
    seen: Counter[Place] = Counter()
    waiting: deque[tuple[Page, Margins]] = deque()
    for page in pages:
        margins = {id(line): _place(line, page) for line in page.lines if _in_margin(line, page)}
        seen.update(margins.values())
        waiting.append((page, margins))
        if len(waiting) > _AHEAD:
            yield _body(*waiting.popleft(), seen)
    yield from (_body(*pair, seen) for pair in waiting)


def _body(page: Page, margins: Margins, seen: Counter[Place]) -> tuple[Page, tuple[Line, ...]]:
    def runs(line: Line) -> bool:
        if _BETWEEN.fullmatch(line.text):
            return True
        if PAGE_NUMBER.fullmatch(line.text):
            return id(line) in margins or _is_number_place(line, page)
        return id(line) in margins and seen[margins[id(line)]] > 1

    return page, tuple(line for line in page.lines if not runs(line))


def _is_number_place(line: Line, page: Page) -> bool:
    from_top, from_bottom = _distances(line, page)
    height = page.height - from_top - from_bottom
    below = not any(table.ys[-1] > from_top + height / 2 for table in page.tables)
    return below and height <= _NUMBER_LOW and from_bottom + height <= _NUMBER_FOOT


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
