"""Tables that go on over page ends: nothing stands between the two parts, and their columns agree."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files

from extract.grid import Line, Page, PageTable
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


@dataclass(slots=True)
class _Margins:
    """What was seen in the margins so far: where each line stands, and on which edges each page has any."""

    pages: dict[Place, list[int]] = field(default_factory=dict)
    edges: list[set[str]] = field(default_factory=list)

    def add_page(self, places: Sequence[Place]) -> None:
        """Note the lines of the next page."""
        number = len(self.edges)
        self.edges.append({place[1] for place in places})
        for place in set(places):
            self.pages.setdefault(place, []).append(number)

    def is_running(self, place: Place, number: int) -> bool:
        """Tell whether a page's line stands at its place on another one, and all between have one there.

        The title of each form of two pages is at one place, and the pages between the titles have none.
        """
        numbers = self.pages[place]
        at = bisect_left(numbers, number)
        nearest = [*numbers[max(at - 1, 0) : at], *numbers[at + 1 : at + 2]]
        return any(self._is_linked(place[1], number, other) for other in nearest)

    def _is_linked(self, edge: str, one: int, other: int) -> bool:
        between = self.edges[min(one, other) + 1 : max(one, other)]
        return all(edge in edges for edges in between)


def find_body_lines(pages: Iterable[Page]) -> Iterator[tuple[Page, tuple[Line, ...]]]:
    """Yield each page with its lines but those that part no table from its continuation.

    These are the page number, running heads and feet, and what only says that a table goes on. Running lines
    are known by standing on an earlier page or on one of the next two: left and right pages may have their
    own.
    """
    seen = _Margins()
    waiting: deque[tuple[int, Page, Margins]] = deque()
    for number, page in enumerate(pages):
        in_margin = [line for line in page.lines if _is_in_margin(line, page)]
        margins = {id(line): _name_place(line, page) for line in in_margin}
        seen.add_page(tuple(margins.values()))
        waiting.append((number, page, margins))
        if len(waiting) > JOINING.pages_ahead:
            yield _leave_out_margins(*waiting.popleft(), seen)
    for number, page, margins in waiting:
        yield _leave_out_margins(number, page, margins, seen)


def _leave_out_margins(
    number: int, page: Page, margins: Margins, seen: _Margins
) -> tuple[Page, tuple[Line, ...]]:
    def is_body(line: Line) -> bool:
        if _BETWEEN.fullmatch(line.text):
            return False
        place = margins.get(id(line))
        if PAGE_NUMBER.fullmatch(line.text):
            return place is None and not _is_number_place(line, page)
        return place is None or not seen.is_running(place, number)

    return page, tuple(filter(is_body, page.lines))


def _is_number_place(line: Line, page: Page) -> bool:
    _, from_bottom = _measure_distances(line, page)
    height = _measure_height(line)
    if any(table.ys[-1] > _middle_of(line) for table in page.tables):
        return False
    scale = _find_scale(page)
    is_low = from_bottom + height <= scale * JOINING.number_foot_margin_pt
    return is_low and height <= scale * JOINING.number_line_height_pt


def _name_place(line: Line, page: Page) -> Place:
    text = re.sub(r"[\d\s]+", "", line.text)
    from_top, from_bottom = _measure_distances(line, page)
    if from_top < from_bottom:
        return text, "head", round(from_top / JOINING.same_place_pt)
    return text, "foot", round(from_bottom / JOINING.same_place_pt)


def _is_in_margin(line: Line, page: Page) -> bool:
    from_top, from_bottom = _measure_distances(line, page)
    height = _measure_height(line)
    scale = _find_scale(page)
    if height > scale * JOINING.running_line_height_pt:
        return False
    if any(table.ys[0] < _middle_of(line) < table.ys[-1] for table in page.tables):
        return False
    is_head = from_top + height <= scale * JOINING.head_margin_pt
    return is_head or from_bottom + height <= scale * JOINING.foot_margin_pt


def _measure_distances(line: Line, page: Page) -> tuple[float, float]:
    """Return how far a line is from the upper and lower edge of its page, or of its part, in points."""
    top, bottom = (page.part.top, page.part.bottom) if page.part else (0.0, page.height)
    return (line.box.top or 0.0) - top, bottom - (line.box.bottom or 0.0)


def _find_scale(page: Page) -> float:
    """Return how small a page is printed that is a part of a sheet."""
    if page.part is None:
        return 1.0
    short, long = sorted((page.part.right - page.part.left, page.part.bottom - page.part.top))
    return min(1.0, short / JOINING.paper_short_pt, long / JOINING.paper_long_pt)


def _measure_height(line: Line) -> float:
    return (line.box.bottom or 0.0) - (line.box.top or 0.0)


_OUTER_EDGES = 2


@dataclass(frozen=True, slots=True)
class TableParts:
    """One table: the lines before it, and its parts page by page.

    ``left`` is where the page, or the part of a sheet, begins that has the first of them.
    """

    before: tuple[Line, ...]
    parts: tuple[PageTable, ...]
    left: float = 0.0


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
                open_table = replace(open_table, parts=(*open_table.parts, fitted))
            else:
                if open_table:
                    yield open_table
                left = page.part.left if page.part else 0.0
                open_table, waiting = TableParts(waiting, (item,), left), ()
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
    has_text_below = any(_middle_of(line) > last.ys[-1] for line in lines_before)
    has_text_above = any(_middle_of(line) < first.ys[0] for line in lines)
    if has_text_below or has_text_above:
        return False
    if before.part or page.part:  # on sheets of several pages, a page stands beside the one before
        first = move_table(first, last.xs[0])
    if has_same_columns(last, first):
        return True
    if before.is_scanned or page.is_scanned:
        return _has_same_columns_moved(last, first)
    if _has_other_size(before, page):
        return _has_same_columns_scaled(last, first)
    return _has_all_columns_scaled(last, first)


def move_table(table: PageTable, left: float) -> PageTable:
    """Return a table with its column edges moved to begin at ``left``; the places of its cells stay."""
    away = left - table.xs[0]
    return replace(table, xs=tuple(x + away for x in table.xs))


def has_same_columns(last: PageTable, first: PageTable) -> bool:
    """Tell whether the outer edges agree, and an inner one too unless the row is cut.

    A page need not show all columns.
    """
    if not _has_same_sides(last, first):
        return False
    is_cut = last.open_bottom and first.open_top
    has_one_column = min(len(last.xs), len(first.xs)) == _OUTER_EDGES
    return is_cut or has_one_column or _shares_inner_edge(last, first)


def _has_same_columns_moved(last: PageTable, first: PageTable) -> bool:
    """Tell whether two tables are one that a scanner moved, or drew out by little, on one of their pages."""
    widths = [table.xs[-1] - table.xs[0] for table in (last, first)]
    if abs(widths[0] - widths[1]) > JOINING.scan_stretch_share * widths[0]:
        return False
    return has_same_columns(last, _fit_columns(last, first))


def _has_same_columns_scaled(last: PageTable, first: PageTable) -> bool:
    """Tell whether most inner edges agree once the one table is moved and drawn out over the other.

    A table is drawn out on a page that lies.
    """
    inner = [_fit_columns(last, first).xs[1:-1], last.xs[1:-1]]
    fewer, more = sorted(inner, key=len)
    return 2 * _count_shared(fewer, more) > len(fewer) > 0


def _has_other_size(before: Page, page: Page) -> bool:
    """Tell whether one of two pages lies, or is wider or higher than the other."""
    is_wider = abs(before.width - page.width) > JOINING.same_edge_pt
    return is_wider or abs(before.height - page.height) > JOINING.same_edge_pt


def _has_all_columns_scaled(last: PageTable, first: PageTable) -> bool:
    """Tell whether two tables of many columns differ in nothing but their place and width."""
    columns = len(first.xs) - 1
    if columns < JOINING.fewest_scaled_columns or len(last.xs) != len(first.xs):
        return False
    return _count_shared(_fit_columns(last, first).xs, last.xs) == len(first.xs)


def _shares_inner_edge(one: PageTable, other: PageTable) -> bool:
    inner = one.xs[1:-1]
    return any(has_near(inner, x, JOINING.same_edge_pt) for x in other.xs[1:-1])


def has_near(edges: Sequence[float], at: float, within_pt: float) -> bool:
    """Tell whether one of some edges, in order, lies no farther than ``within_pt`` from a place."""
    place = bisect_left(edges, at)
    return any(abs(at - near) <= within_pt for near in edges[max(place - 1, 0) : place + 1])


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
