"""A second look at single pages.

Where the evidence of the first reading is weak, and in which cells another engine differs.

pdfplumber is imported only when a page is read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, product
from pathlib import Path
from typing import Literal

from msgspec import structs

from extract.engines.settings import ENGINES
from extract.grid import Box, Cell, Line, Page, PageTable
from extract.joining.pages import is_broken


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that two engines read differently: its box, and both texts without blanks."""

    box: Box
    first: str
    second: str


Doubt = Literal[
    "cut-number",
    "not-conserved",
    "text-beside-cells",
    "unruled-table",
    "unruled-columns",
    "broken-text",
]


def find_doubt(page: Page) -> Doubt | None:
    """Name why the reading of a page is not sure of itself; None where its evidence is strong."""
    if page.cut_numbers:
        return "cut-number"
    if page.glyphs != page.in_cells + page.outside:
        return "not-conserved"
    if any(_is_held(line, table) for table, line in product(page.tables, page.lines)):
        return "text-beside-cells"
    if page.tables and not is_ruled(page):
        return "unruled-table"
    if not page.tables and _has_columns(page.lines):
        return "unruled-columns"
    return "broken-text" if is_broken(page) else None


def _is_held(line: Line, table: PageTable) -> bool:
    x0, top, x1, bottom = _edges(line.box)
    return table.xs[0] < (x0 + x1) / 2 < table.xs[-1] and table.ys[0] < (top + bottom) / 2 < table.ys[-1]


def _has_columns(lines: Sequence[Line]) -> bool:
    wide = sum(len(line.text.split()) >= ENGINES.texts_in_columns for line in lines)
    return wide >= ENGINES.lines_in_columns


def read_again(path: Path, numbers: Collection[int]) -> Mapping[int, Page]:
    """Read some pages (numbers from 1) of a PDF with pdfplumber, at ten times the cost.

    Raises ``Unreadable``.
    """
    from extract.engines.plumber import read_pages  # noqa: PLC0415 - only who asks pays for the import

    return {page.number: page for page in read_pages(path.read_bytes(), only=sorted(numbers))}


def read_unruled_again(path: Path, numbers: Collection[int]) -> Mapping[int, Page]:
    """Read some pages (numbers from 1) of a PDF with camelot's network parser, at three times the cost.

    Raises ``Unreadable``.
    """
    # it brings pandas and OpenCV
    from extract.engines.camelot_tables import read_unruled_pages  # noqa: PLC0415

    return {page.number: page for page in read_unruled_pages(path.read_bytes(), only=numbers)}


def compare_pages(first: Page, second: Page) -> Iterator[Difference]:
    """Compare two readings of a page cell by cell, blanks aside; the boxes are the first's.

    Where the engines cut the page into other cells, a cell is held against what the second found within it,
    or around it.
    """
    others = list(_list_cells(second))
    for cell in _list_cells(first):
        here = _strip_blanks(cell.text)
        there = _text_at(cell.boxes[0], others)
        if here != there:
            yield Difference(cell.boxes[0], here, there)


def compare_unruled_pages(first: Page, second: Page) -> Iterator[Difference]:
    """Compare two readings of a page whose tables no upright rule draws; the boxes are the first's.

    The second makes a row of each line of text, and now and then one column of two. So a cell differs where
    the second parts its text beside each other, and cells that share texts of the second differ together
    where their characters do. Where a text stands in no table of the second's, characters tell nothing.
    """
    cells = [cell for table in first.tables for cell in table.cells]
    others = [cell for table in second.tables for cell in table.cells]
    for mine, theirs in _group_cells(cells, others):
        here = [cells[number] for number in mine]
        there = [others[number] for number in theirs]
        is_unseen = any(_crosses(line.box, cell.boxes[0]) for cell in here for line in second.lines)
        is_other = not is_unseen and _count_characters(here) != _count_characters(there)
        for cell in here:
            parts = [other for other in there if _crosses(other.boxes[0], cell.boxes[0])]
            if is_other or _has_neighbours(parts):
                yield Difference(
                    cell.boxes[0],
                    _strip_blanks(cell.text),
                    " ".join(_strip_blanks(part.text) for part in parts),
                )


def _has_neighbours(cells: Sequence[Cell]) -> bool:
    """Tell whether two cells stand beside each other in one row."""
    levels = sorted((cell.boxes[0].top or 0.0, cell.boxes[0].bottom or 0.0) for cell in cells)
    return any((top + bottom) / 2 < last for (_, last), (top, bottom) in pairwise(levels))


def _count_characters(cells: Sequence[Cell]) -> Counter[str]:
    return Counter(_strip_blanks("".join(cell.text for cell in cells)))


def _group_cells(cells: Sequence[Cell], others: Sequence[Cell]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the groups of cells and of others (by their numbers) that lie over each other."""
    at = [_find_over(cell.boxes[0], others) for cell in cells]
    groups: list[tuple[list[int], list[int]]] = []
    for number, over in enumerate(at):
        mine, theirs, apart = [number], set(over), []
        for group in groups:
            if theirs.isdisjoint(group[1]):
                apart.append(group)
            else:
                mine += group[0]
                theirs |= set(group[1])
        groups = [*apart, (sorted(mine), sorted(theirs))]
    yield from groups


def _find_over(box: Box, others: Sequence[Cell]) -> list[int]:
    """Return the numbers of the others with text that stands in a box at least in part."""
    return [number for number, other in enumerate(others) if other.text and _crosses(other.boxes[0], box)]


def _crosses(line: Box, box: Box) -> bool:
    """Tell whether a part of a line of text stands in a box."""
    x0, top, x1, bottom = _edges(line)
    left, above, right, below = _edges(box)
    is_level = above <= (top + bottom) / 2 <= below
    return is_level and min(x1, right) - max(x0, left) > ENGINES.edge_pt


def merge_readings(first: Page, found: Sequence[Difference]) -> Page | None:
    """Return the page with the second reading of the cells that differ in a figure.

    None where that cannot be the better one.

    It is no better where it empties a cell, or where it has other characters than the first: then more than
    an edge is wrong.
    """
    figures = [one for one in found if any(map(str.isdigit, one.first + one.second))]
    if not figures or not all(one.second for one in figures):
        return None
    if Counter("".join(one.first for one in figures)) != Counter("".join(one.second for one in figures)):
        return None
    texts = {one.box: one.second for one in figures}
    return replace(first, tables=tuple(_with_texts(table, texts) for table in first.tables))


def _with_texts(table: PageTable, texts: Mapping[Box, str]) -> PageTable:
    cells = (structs.replace(cell, text=texts.get(cell.boxes[0], cell.text)) for cell in table.cells)
    return replace(table, cells=tuple(cells))


def _list_cells(page: Page) -> Iterator[Cell]:
    return chain.from_iterable(table.cells for table in page.tables)


def is_ruled(page: Page) -> bool:
    """Tell whether rules draw the page's tables.

    Where only white parts them, the second engine finds none.
    """
    boxes = list(chain.from_iterable(cell.boxes for cell in _list_cells(page)))
    return bool(boxes) and all(map(_is_drawn, boxes))


def _is_drawn(box: Box) -> bool:
    """Tell whether a cell is what its rules draw; what its text is may be in doubt all the same."""
    is_of_rules = box.doubt not in (None, "inferred")
    return box.confidence == 1 or is_of_rules


def is_unruled(page: Page) -> bool:
    """Tell whether a table of the page was found by the alignment of its texts, without upright rules."""
    return any(table.inferred for table in page.tables)


def is_comparable(first: Page, second: Page) -> bool:
    """Tell whether the second engine found tables where the first did.

    One that sees none has nothing to say.
    """
    return bool(second.tables) and len(second.tables) >= len(first.tables)


def _text_at(box: Box, cells: Collection[Cell]) -> str:
    same = [cell for cell in cells if _is_same(box, cell.boxes[0])]
    within = same or [cell for cell in cells if _is_middle_in(cell.boxes[0], box)]
    found = within or [cell for cell in cells if _is_middle_in(box, cell.boxes[0])]
    return _strip_blanks("".join(cell.text for cell in found))


def _is_same(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= ENGINES.edge_pt for a, b in zip(_edges(one), _edges(other), strict=True))


def _is_middle_in(inner: Box, outer: Box) -> bool:
    x0, top, x1, bottom = _edges(inner)
    left, above, right, below = _edges(outer)
    return left <= (x0 + x1) / 2 <= right and above <= (top + bottom) / 2 <= below


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.x0 or 0.0, box.top or 0.0, box.x1 or 0.0, box.bottom or 0.0


def _strip_blanks(text: str) -> str:
    return "".join(text.split())
