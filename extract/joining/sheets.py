"""Wide sheets that a spreadsheet printed over several pages: what stands to the right is put there again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from extract.geometry.text_lines import count_visible
from extract.grid import Line, Page, PageTable
from extract.joining.beside import (
    complete_page,
    count_title_columns,
    draw_blank_page,
    drop_columns,
    join_lines,
    join_tables,
)
from extract.joining.continuations import PAGE_NUMBER, has_near, has_same_columns, move_table
from extract.joining.settings import JOINING
from extract.messages import Message, message

Stretch = tuple[float, float]  # of a table's side, from its top to its bottom
Columns = tuple[int, ...]  # edges, in whole points
Known = set[tuple[Columns, ...]]  # the columns of the parts of sheets, from left to right


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page and what goes on to its right, as one page and in its parts, each with one table if any."""

    whole: Page
    parts: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class _Ended:
    """A sheet that was given away: its page, its parts' columns, and whether its outer sides are partly open."""

    number: int
    columns: tuple[Columns, ...]
    is_open: bool


def join_sheets(pages: Iterable[Page], warnings: list[Message]) -> Iterator[Page]:
    """Yield pages, each with the pages that go on to its right as a part of it.

    Spreadsheets print first to the right and then down, or the other way round: a page is held until the next
    few are read. What looks like a part of a sheet and joined nothing is told in ``warnings``.
    """
    held: deque[_Sheet] = deque()
    known: Known = set()
    ended: list[_Ended] = []
    for page in pages:
        _draw_lone_cells(held, page, known)
        at = next((at for at, left in enumerate(held) if _goes_on_right(left, page, known)), None)
        if at is not None:
            warnings.extend(_tell_gap(held[at], page, known))
            held[at] = _put_right(held[at], page, known)
            continue
        warnings.extend(_tell_unjoined(held, page))
        held.append(_Sheet(page, (page,)))
        if len(held) > JOINING.sheets_ahead:
            ended.append(_end_sheet(held[0]))
            yield held.popleft().whole
    for sheet in held:
        ended.append(_end_sheet(sheet))
        yield sheet.whole
    warnings.extend(_tell_incomplete(ended, known))


def _draw_lone_cells(held: deque[_Sheet], page: Page, known: Known) -> None:
    """Give the pages before a right part their tables where they print a cell alone, such as 总分.

    Its edge is open, so that no table was found.
    """
    columns = _round_columns(page)
    if not columns or not held or held[-1].whole.tables:
        return
    pairs = list(_list_pairs(known))
    before = next((left for left, right in pairs if _are_columns_of(columns, right)), None)
    blanks: list[Columns] = []
    while before is not None and len(blanks) < len(held) and not held[-1 - len(blanks)].whole.tables:
        blanks.append(before)
        before = next((left for left, right in pairs if right == before), None)
    if not blanks or before is not None:
        return
    like = page.tables[0]
    sheets = [held.pop() for _ in blanks]
    drawn = [draw_blank_page(sheet.whole, of, like) for sheet, of in zip(sheets, blanks, strict=True)]
    sheet = _Sheet(drawn[-1], (drawn[-1],))
    for part in reversed(drawn[:-1]):
        sheet = _put_right(sheet, part, known)
    held.append(sheet)


def _are_columns_of(columns: Columns, known: Columns) -> bool:
    """Tell whether columns have the sides of known ones, and no edge but theirs: merged cells hide some."""
    if not columns or not known:
        return False
    ends = all(abs(columns[end] - known[end]) <= 1 for end in (0, -1))
    return ends and all(any(abs(x - other) <= 1 for other in known) for x in columns)


def _end_sheet(sheet: _Sheet) -> _Ended:
    """Return what is kept of a sheet; its outer sides are open where the page's edge cuts merged cells."""
    sides = [_list_outer(sheet.parts[0], table, "ruled_left", 0) for table in sheet.parts[0].tables]
    sides += [_list_outer(sheet.parts[-1], table, "ruled_right", -1) for table in sheet.parts[-1].tables]
    is_open = any(any(ruled) and not all(ruled) for ruled in sides)
    return _Ended(sheet.whole.number, tuple(map(_round_columns, sheet.parts)), is_open)


def _list_outer(page: Page, table: PageTable, side: str, end: int) -> list[bool]:
    """Return an outer side of a table row by row: whether a ruling closes it; nothing where none is drawn.

    A scanned page's end cuts the corner's merged cell where its bottom is open too: beside it the ruling ends
    at no crossing and may not be seen, so that those rows tell nothing.
    """
    if table.inferred:
        return []
    ruled = list(getattr(table, side))
    if page.is_scanned and table.ruled_bottom and not table.ruled_bottom[end]:
        while ruled and not ruled[-1]:
            ruled.pop()
    return ruled


def _tell_incomplete(ended: Iterable[_Ended], known: Known) -> Iterator[Message]:
    """Tell each sheet of which a page to the left or the right is missing.

    It is open at its outer sides, has the first parts of another sheet but not all, or is a right part alone.
    """
    pairs = list(_list_pairs(known))
    for sheet in ended:
        first = sheet.columns[0]
        is_left = any(_are_columns_of(first, left) for left, _ in pairs)
        is_right = not is_left and any(_are_columns_of(first, right) for _, right in pairs)
        if sheet.is_open or is_right or any(_begins(sheet.columns, columns) for columns in known):
            yield message("sheet-unjoined", page=sheet.number)


def _begins(own: Sequence[Columns], columns: Sequence[Columns]) -> bool:
    """Tell whether a sheet has the first parts of another one, and not all."""
    if not all(own) or len(own) >= len(columns):
        return False
    return all(map(_are_columns_of, own, columns))


def _list_pairs(known: Known) -> Iterator[tuple[Columns, Columns]]:
    """List the columns of parts that stand beside each other."""
    for columns in known:
        yield from pairwise(columns)


def _tell_gap(sheet: _Sheet, page: Page, known: Known) -> Iterator[Message]:
    """Tell where a part between a sheet and the page right of it is missing.

    Then another part stood beside the sheet's last one in the rows above, or the page's left side closes cells
    that the sheet's right side leaves open, or the reverse. A page with title columns has no such side, and
    one on which the edge's ruling is not drawn at all tells nothing.
    """
    ends = _round_columns(sheet.parts[-1]), _round_columns(page)
    beside = [right for left, right in _list_pairs(known) if _are_columns_of(ends[0], left)]
    if beside and not any(_are_columns_of(ends[1], right) for right in beside):
        yield message("sheet-unjoined", page=sheet.whole.number)
    if count_title_columns(sheet.parts[0].tables[0], page.tables[0]):
        return
    last = sheet.parts[-1].tables
    table, _ = complete_page(page, sheet.whole.tables[0])
    sides = [_find_stretches(last, "ruled_right"), _find_stretches([table], "ruled_left")]
    is_drawn = all(any(is_ruled for _, is_ruled in side) for side in sides)
    if is_drawn and any(_is_open_in(one, other) for one, other in (sides, sides[::-1])):
        yield message("sheet-unjoined", page=sheet.whole.number)


def _tell_unjoined(held: Iterable[_Sheet], page: Page) -> Iterator[Message]:
    """Tell a page that joined no sheet although it has a sheet's rows."""
    for sheet in held:
        first = sheet.parts[0]
        is_comparable = len(first.tables) == 1 and bool(page.tables)
        if not is_comparable or any(_shares_sides(part, page) for part in sheet.parts):
            continue
        if _is_whole(first.tables[0], page.tables) and _has_rows_of(first.tables[0], page.tables):
            yield message("sheet-unjoined", page=first.number)
            yield message("sheet-unjoined", page=page.number)


def _goes_on_right(sheet: _Sheet, page: Page, known: Known) -> bool:
    """Tell whether a page's tables have the rows of a sheet at the same heights, in other columns.

    So sure is nothing but that merged cells which the sheet's right side leaves open are open on the page's
    left side too, that the sheet's rows above went on in the same columns, or that the page prints the
    sheet's first columns again; else many rows of several heights, or more rows of one, below a title at most
    on one of the two.
    """
    first, last = sheet.parts[0], sheet.parts[-1]
    if len(first.tables) != 1 or not page.tables:
        return False
    is_open = _is_open_beside(last.tables, page.tables)
    if not is_open and _has_all_columns(first, page):  # nearly all pages: rows are dearer to compare
        return False
    if not _has_rows_of(sheet.whole.tables[0], page.tables):
        return False
    return is_open or _stands_beside(sheet, page, known)


def _stands_beside(sheet: _Sheet, page: Page, known: Known) -> bool:
    """Tell whether a page with a sheet's rows stands right of it, and not below one of its parts."""
    first, last = sheet.parts[0], sheet.parts[-1]
    if _has_all_columns(first, page):
        return False
    if len(page.tables) == 1 and count_title_columns(first.tables[0], page.tables[0]):
        return True
    if any(_has_all_columns(part, page) for part in sheet.parts):
        return False
    is_known = any(_follows(last, page, *pair) for pair in _list_pairs(known))
    return is_known or _has_telling_rows(sheet, page)


def _follows(last: Page, page: Page, left: Columns, right: Columns) -> bool:
    return _are_columns_of(_round_columns(last), left) and _are_columns_of(_round_columns(page), right)


def _has_telling_rows(sheet: _Sheet, page: Page) -> bool:
    """Tell whether a page has a sheet's rows, and too many of them to have them by chance."""
    like, last = sheet.whole.tables[0], sheet.parts[-1]
    if not _is_whole(like, page.tables):
        return False
    is_titled = all((_find_own_lines(sheet.whole, page), _find_own_lines(page, sheet.whole)))
    if is_titled and not _is_cut_title(last, page):
        return False
    rows, heights = _count_rows([like])
    if heights >= JOINING.fewest_row_heights:
        return rows >= JOINING.fewest_sheet_rows
    return rows >= JOINING.fewest_even_rows and not _shares_sides(last, page)


def _has_all_columns(part: Page, page: Page) -> bool:
    """Tell whether a table of a page has the columns of a part: it goes on below it, if anywhere."""
    moves = part.part or page.part
    for one in part.tables[:1]:
        for other in page.tables:
            if has_same_columns(one, move_table(other, one.xs[0]) if moves else other):
                return True
    return False


def _shares_sides(part: Page, page: Page) -> bool:
    """Tell whether a table of two pages has the same left and right edge."""
    for one, other in zip(part.tables, page.tables, strict=False):
        if all(abs(one.xs[end] - other.xs[end]) <= JOINING.same_edge_pt for end in (0, -1)):
            return True
    return False


def _has_rows_of(like: PageTable, tables: Sequence[PageTable]) -> bool:
    """Tell whether tables stand between a table's ends, and nearly all of their edges stand where it has one.

    Merged cells hide edges of the others' rows.
    """
    if (
        tables[0].ys[0] < like.ys[0] - JOINING.same_row_pt
        or tables[-1].ys[-1] > like.ys[-1] + JOINING.same_row_pt
    ):
        return False
    edges = [y for table in tables for y in table.ys]
    within = [y for y in like.ys if any(_reaches(table, y) for table in tables)]
    fewer, more = sorted((sorted(edges), within), key=len)
    shared = sum(has_near(more, y, JOINING.same_row_pt) for y in fewer)
    return shared >= JOINING.same_rows_share * len(fewer)


def _reaches(table: PageTable, y: float) -> bool:
    """Tell whether a table begins above a height and ends below it."""
    return table.ys[0] <= y + JOINING.same_row_pt and y - JOINING.same_row_pt <= table.ys[-1]


def _is_whole(like: PageTable, tables: Sequence[PageTable]) -> bool:
    """Tell whether one table begins and ends where another does."""
    if len(tables) != 1:
        return False
    return all(abs(like.ys[end] - tables[0].ys[end]) <= JOINING.same_row_pt for end in (0, -1))


def _count_rows(tables: Sequence[PageTable]) -> tuple[int, int]:
    """Return how many rows tables have, and of how many heights."""
    heights: set[int] = set()
    rows = 0
    for table in tables:
        rows += len(table.ys) - 1
        heights.update(round(below - above) for above, below in pairwise(table.ys))
    return rows, len(heights)


def _round_columns(page: Page) -> Columns:
    return tuple(map(round, chain.from_iterable(table.xs for table in page.tables)))


def _is_open_beside(left: Sequence[PageTable], right: Sequence[PageTable]) -> bool:
    """Tell whether a table's right side is open only where the tables right of it are open or end.

    It is closed at other heights: a table without outer rulings tells nothing.
    """
    if all(all(table.ruled_right) for table in left):
        return False
    sides = _find_stretches(left, "ruled_right"), _find_stretches(right, "ruled_left")
    ruled = [is_ruled for _, is_ruled in sides[0]]
    if all(ruled) or not any(ruled) or not any(is_ruled for _, is_ruled in sides[1]):
        return False
    return not _is_open_in(*sides)


def _find_stretches(tables: Sequence[PageTable], side: str) -> list[tuple[Stretch, bool]]:
    """Return a side of tables row by row: from where to where it goes, and whether a ruling closes it."""
    found: list[tuple[Stretch, bool]] = []
    for table in tables:
        found += zip(pairwise(table.ys), getattr(table, side), strict=False)
    return found


def _is_open_in(one: Sequence[tuple[Stretch, bool]], other: Sequence[tuple[Stretch, bool]]) -> bool:
    """Tell whether one side is open where the other is closed."""
    heights = [(top + bottom) / 2 for (top, bottom), is_ruled in one if not is_ruled]
    closed = [stretch for stretch, is_ruled in other if is_ruled]
    return any(top < height < bottom for height in heights for top, bottom in closed)


def _find_own_lines(page: Page, other: Page) -> list[Line]:
    """Return the lines above a page's tables but page numbers and what the other page prints there too."""
    found = []
    for line in page.lines:
        is_above = (line.box.bottom or 0.0) <= page.tables[0].ys[0]
        is_shared = any(line.text == same.text and _is_level(line, same) for same in other.lines)
        if is_above and not is_shared and not PAGE_NUMBER.fullmatch(line.text):
            found.append(line)
    return found


def _is_cut_title(left: Page, right: Page) -> bool:
    """Tell whether each line above the right page's tables goes on one that ends at the left page's edge."""
    own = _find_own_lines(right, left)
    before = _find_own_lines(left, right)
    edges = left.tables[0].xs[-1], right.tables[0].xs[0]
    for line in own:
        begun = [one for one in before if _is_level(one, line)]
        is_at_edge = (line.box.x0 or 0.0) <= edges[1] + JOINING.cut_text_pt
        if not is_at_edge or not any((one.box.x1 or 0.0) >= edges[0] - JOINING.cut_text_pt for one in begun):
            return False
    return True


def _is_level(one: Line, other: Line) -> bool:
    return abs((one.box.top or 0.0) - (other.box.top or 0.0)) <= JOINING.same_place_pt


def _put_right(sheet: _Sheet, page: Page, known: Known) -> _Sheet:
    """Return a sheet with a page right of its last part, and note the columns of both."""
    left, last = sheet.whole, sheet.parts[-1]
    table, lines = complete_page(page, left.tables[0])
    moved = page.outside - sum(count_visible(line.text) for line in [*lines, *page.overlay])
    part = replace(page, tables=(table,), lines=lines)
    known.add(tuple(map(_round_columns, (*sheet.parts, part))))
    beside = drop_columns(table, count_title_columns(sheet.parts[0].tables[0], table))
    whole = replace(
        left,
        tables=(join_tables(left.tables[0], beside),),
        lines=join_lines(left, last, part),
        overlay=(*left.overlay, *page.overlay),
        glyphs=left.glyphs + page.glyphs,
        in_cells=left.in_cells + page.in_cells + moved,
        outside=left.outside + page.outside - moved,
    )
    return _Sheet(whole, (*sheet.parts, part))
