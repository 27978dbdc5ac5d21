"""Running heads, running feet and page numbers: they part no table from its continuation."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from importlib.resources import files

from extract.grid import Line, Page
from extract.joining.settings import JOINING

PAGE_NUMBER = re.compile(
    r"[\s\-–—―~·]*第?\s*\d{1,4}\s*页?\s*(?:[/／,，、]?\s*共?\s*\d{1,4}\s*页?)?[\s\-–—―~·]*"
)
_BETWEEN = re.compile(
    "|".join(tomllib.loads(files("extract.joining").joinpath("running.toml").read_text("utf-8"))["between"])
)

Place = tuple[
    str, str, int
]  # a line's text without figures, the edge of the page it is near, and how far from it
Margins = dict[int, Place]  # by the line's identity


def find_body_lines(pages: Iterable[Page]) -> Iterator[tuple[Page, tuple[Line, ...]]]:
    """Yield each page with its lines but those that part no table from its continuation.

    These are the page number, running heads and feet, and what only says that a table goes on. Running lines
    are known by standing on an earlier page or on one of the next two: left and right pages may have their
    own.
    """
    seen: Counter[Place] = Counter()
    waiting: deque[tuple[Page, Margins]] = deque()
    for page in pages:
        in_margin = [line for line in page.lines if _is_in_margin(line, page)]
        margins = {id(line): _name_place(line, page) for line in in_margin}
        seen.update(margins.values())
        waiting.append((page, margins))
        if len(waiting) > JOINING.pages_ahead:
            yield _leave_out_margins(*waiting.popleft(), seen)
    for page, margins in waiting:
        yield _leave_out_margins(page, margins, seen)


def _leave_out_margins(page: Page, margins: Margins, seen: Counter[Place]) -> tuple[Page, tuple[Line, ...]]:
    def is_body(line: Line) -> bool:
        if _BETWEEN.fullmatch(line.text):
            return False
        place = margins.get(id(line))
        if PAGE_NUMBER.fullmatch(line.text):
            return place is None and not _is_number_place(line, page)
        return place is None or seen[place] == 1

    return page, tuple(filter(is_body, page.lines))


def _is_number_place(line: Line, page: Page) -> bool:
    from_top, from_bottom = _measure_distances(line, page)
    height = page.height - from_top - from_bottom
    if any(table.ys[-1] > from_top + height / 2 for table in page.tables):
        return False
    is_low = from_bottom + height <= JOINING.number_foot_margin_pt
    return is_low and height <= JOINING.number_line_height_pt


def _name_place(line: Line, page: Page) -> Place:
    text = re.sub(r"[\d\s]+", "", line.text)
    from_top, from_bottom = _measure_distances(line, page)
    if from_top < from_bottom:
        return text, "head", round(from_top / JOINING.same_place_pt)
    return text, "foot", round(from_bottom / JOINING.same_place_pt)


def _is_in_margin(line: Line, page: Page) -> bool:
    from_top, from_bottom = _measure_distances(line, page)
    height = page.height - from_top - from_bottom
    if height > JOINING.running_line_height_pt:
        return False
    if any(table.ys[0] < from_top + height / 2 < table.ys[-1] for table in page.tables):
        return False
    is_head = from_top + height <= JOINING.head_margin_pt
    return is_head or from_bottom + height <= JOINING.foot_margin_pt


def _measure_distances(line: Line, page: Page) -> tuple[float, float]:
    """Return how far a line is from the page's upper and lower edge, in points."""
    return line.box.top or 0.0, page.height - (line.box.bottom or 0.0)
