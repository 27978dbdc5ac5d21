"""One page's part of a table, in the columns of the whole table, and what of it may go on over a page end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from msgspec import structs

from extract.grid import Cell

Columns = tuple[int, int]

_FILLED = 3  # cells of a row
_IN_NUMBERS = ".,%％"
_ENDING = 2  # characters
_DIGIT, _NUMBER = re.compile(r"\d"), re.compile(r"\d[\d,.]*%?")


@dataclass(frozen=True, slots=True)
class Part:
    """A page's part in the columns of the whole table: its cells, and which columns a rule closes above and below it."""

    rows: int
    cells: tuple[Cell, ...]
    ruled_top: tuple[bool, ...]
    ruled_bottom: tuple[bool, ...]


def columns_of(cell: Cell) -> Columns:
    """Give the columns that a cell covers."""
    return cell.col, cell.colspan


def last_cells(part: Part) -> dict[Columns, Cell]:
    """Give the cells that end with the last row, by their columns."""
    return {columns_of(cell): cell for cell in part.cells if cell.row + cell.rowspan == part.rows}


def first_cells(part: Part) -> dict[Columns, Cell]:
    """Give the cells that begin with the first row, by their columns."""
    return {columns_of(cell): cell for cell in part.cells if cell.row == 0}


def is_cut(whole: Part, part: Part) -> bool:
    """Tell whether a page end cuts the row that is last on the one page and first on the other: no rule stands between the two."""
    if _is_ruled(whole, part):
        return False
    last, first = last_cells(whole), first_cells(part)
    return set(last) == set(first) and not _are_two_rows(last, first)


def stay_open(whole: Part, part: Part) -> set[Columns]:
    """Give the columns in which a cell may go on: between two whole rows that no rule parts, only what stands beside several."""
    last, first = last_cells(whole), first_cells(part)
    shared = last.keys() & first.keys()
    if _is_ruled(whole, part):
        return shared
    if _are_two_rows(last, first):
        return {at for at in shared if _is_beside(last[at], first[at], len(part.ruled_top))}
    return shared if set(last) == set(first) else {at for at in shared if not _are_numbers(last[at], first[at])}


def _are_numbers(*cells: Cell) -> bool:
    """Tell numbers of two rows: the rows of a page end that have other cells are no halves of one."""
    return all(cell.rowspan == 1 and _NUMBER.fullmatch(cell.text) for cell in cells)


def _is_ruled(whole: Part, part: Part) -> bool:
    return any(whole.ruled_bottom) or any(part.ruled_top)


def _is_beside(upper: Cell, lower: Cell, cols: int) -> bool:
    left = 2 * (upper.col + upper.colspan) <= cols
    if not (upper.text and lower.text):
        return left or max(upper.rowspan, lower.rowspan) > 1
    return (max if left else min)(upper.rowspan, lower.rowspan) > 1 and not _are_two_labels(upper.text, lower.text)


def _are_two_labels(upper: str, lower: str) -> bool:
    """Tell two labels made alike from the halves of one."""
    return min(len(upper), len(lower)) > _ENDING and upper[-_ENDING:] == lower[-_ENDING:]


def _are_two_rows(last: Mapping[Columns, Cell], first: Mapping[Columns, Cell]) -> bool:
    """Tell two whole rows between which a page ends without a rule, as browsers print them.

    A cut row prints a figure above the page end or below it: where each figure stands over another, or under a head, both rows are
    whole.
    """
    both = [(last[at], first[at]) for at in last.keys() & first.keys() if last[at].rowspan == first[at].rowspan == 1]
    filled = [(upper, lower) for upper, lower in both if upper.text and lower.text]
    alone = [cell for pair in both if pair not in filled for cell in pair if cell.text]
    figures = [pair for pair in filled if all(map(_is_figure, pair))]
    wrapped = any(lower.text[0] in _IN_NUMBERS for _, lower in figures)
    headed = [lower for upper, lower in filled if _NUMBER.fullmatch(lower.text) and not _DIGIT.search(upper.text)]
    more_filled = len(filled) >= _FILLED and len(filled) >= 2 * len(alone)
    return (bool(figures) or len(headed) > 1) and more_filled and not wrapped and not any(map(_is_figure, alone))


def _is_figure(cell: Cell) -> bool:
    return cell.lines <= 1 and _DIGIT.search(cell.text) is not None


def without_strip(part: Part) -> Part:
    """Leave out an empty strip below the last row: labels beside it reach down to the page end, and the next row did not fit."""
    begun = [cell for cell in part.cells if cell.row == part.rows - 1]
    if any(part.ruled_bottom) or len(begun) != 1 or begun[0].text or begun[0].colspan == 1 or len(part.cells) == 1:
        return part
    return replace(part, rows=part.rows - 1, cells=tuple(_raised(cell, part.rows - 1) for cell in part.cells if cell not in begun))


def _raised(cell: Cell, bottom: int) -> Cell:
    return structs.replace(cell, rowspan=min(cell.rowspan, bottom - cell.row))
