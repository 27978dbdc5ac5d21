"""Labels that only the later page prints, though the rows of the page before are theirs too.

Two kinds: a label in a merged cell, whose part on the page before is blank, is one cell with that part; and a
level name that stands in a cell of its own is given to the blank cells that end above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from msgspec import structs

from extract import Cell
from normalize.rows.row import LabelledCell, Row
from normalize.rows.seams.page_part import Columns, columns_of, join_cells

Place = tuple[int, int, int]  # row, column, columns
Suits = Callable[[Row, LabelledCell], bool]


def join_late_labels(cells: Sequence[Cell], breaks: Sequence[int], columns: int) -> Sequence[Cell]:
    """Join labels that only a later page prints to the empty cells above them.

    What goes on from an earlier label is left alone.

    ``breaks`` are the rows that begin a page, ``columns`` how many the grid has.
    """
    begin, end = _cells_at_breaks(cells, breaks)
    joined: dict[Place, Cell | None] = {}
    printed: set[Place] = set()  # cells that go on from a label
    for row in breaks:
        for lower in begin[row]:
            upper = end[row].get(columns_of(lower))
            if upper is None:
                continue
            if upper.text or _place_of(upper) in printed:
                printed.add(_place_of(lower))
            elif _is_label_beside(lower, upper, columns):
                whole = join_cells(upper, lower, row)
                joined |= {_place_of(lower): None, _place_of(upper): whole}
                last_row = whole.row + whole.rowspan
                if last_row in end:
                    end[last_row][columns_of(whole)] = whole
    if not joined:
        return cells
    now = [joined.get(_place_of(cell), cell) for cell in cells]
    return [cell for cell in now if cell]


def _cells_at_breaks(
    cells: Sequence[Cell], breaks: Sequence[int]
) -> tuple[dict[int, list[Cell]], dict[int, dict[Columns, Cell]]]:
    """Return the cells that begin at each row that begins a page, and those that end above it by columns."""
    begin: dict[int, list[Cell]] = {row: [] for row in breaks}
    end: dict[int, dict[Columns, Cell]] = {row: {} for row in breaks}
    if not breaks:
        return begin, end
    for cell in cells:
        if cell.row in begin:
            begin[cell.row].append(cell)
        if cell.row + cell.rowspan in end:
            end[cell.row + cell.rowspan][columns_of(cell)] = cell
    return begin, end


def _is_label_beside(lower: Cell, upper: Cell, columns: int) -> bool:
    """Tell labels, which stand over several rows in the left half, from what other cells print."""
    if max(lower.rowspan, upper.rowspan) <= 1:
        return False
    return 2 * (lower.col + lower.colspan) <= columns


def _place_of(cell: Cell) -> Place:
    return cell.row, cell.col, cell.colspan


def give_late_names(rows: Iterable[Row]) -> list[Row]:
    """Give the last row of a page the level name that the next page prints first.

    Its own cell for it is blank.

    Only where names stand in cells over several rows: there a blank cell of its own is no part of the name
    above it, but at the top of a page it may be. A page that begins with the rest of a row prints that row's
    names.
    """
    found = list(rows)
    named = [cell for row in found for cell in _names_of(row)]
    merged: set[Columns] = set()
    if any(cell.rowspan > 1 for cell in named):
        merged = set(map(columns_of, named))
    beside = {cell.col for cell in named}
    for at in range(len(found) - 1, 0, -1):
        if _is_rest(found, at, beside):
            _move_names_up(found, at)
    for at, (above, row) in enumerate(pairwise(found)):
        if row.begins_page and not above.begins_page and not row.ragged:
            found[at] = _with_names_below(above, row, merged)
    for at, row in enumerate(found):
        if row.begins_page:
            _move_names_up(found, at, _is_name_under)
    return found


def _names_of(row: Row) -> list[LabelledCell]:
    return [cell for cell in row.filled if cell.labels.depths]


def _is_rest(rows: Sequence[Row], at: int, beside: set[int]) -> bool:
    """Tell whether a page's first row only goes on texts of a row that has printed its figures.

    Its level names, in the columns ``beside``, stand apart.
    """
    if not rows[at].begins_page or not rows[at].filled:
        return False
    above = next((row for row in reversed(rows[:at]) if not row.begins_page or _figure_columns(row)), rows[0])
    figures = _figure_columns(above)
    going_on = {cell.col for cell in rows[at].filled if cell.col not in beside and not cell.labels.is_side}
    if not figures or not going_on:
        return False
    return going_on <= {cell.col for cell in above.filled} - figures


def _figure_columns(row: Row) -> set[int]:
    return {cell.col for cell in row.filled if cell.labels.number is not None}


def _with_names_below(above: Row, row: Row, merged: set[Columns]) -> Row:
    """Return a row whose own blank cells print the names that the next page has below them.

    The names are in columns of ``merged`` names.
    """
    names = {columns_of(cell): cell for cell in _names_of(row) if columns_of(cell) in merged}
    cells = list(above.cells)
    for at, cell in enumerate(cells):
        name = names.get(columns_of(cell))
        if name and not cell.text and cell.rowspan == 1:
            cells[at] = structs.replace(cell, text=name.text, boxes=name.boxes)
    return replace(above, cells=tuple(cells))


def _is_name_under(row: Row, name: LabelledCell) -> bool:
    """Tell whether a row that begins a page prints a name that belongs under another: 社会效益指标 under 效益指标."""
    stem = name.labels.level_name.removesuffix("指标")
    right = [cell for cell in _names_of(row) if cell.col > name.col]
    if not row.begins_page:
        return False
    return any(stem in cell.text for cell in right)


def _suits_always(_row: Row, _name: LabelledCell) -> bool:
    return True


def _move_names_up(rows: list[Row], at: int, suits: Suits = _suits_always) -> None:
    """Move the names that a page's first row prints to the blank cells that end right above them."""
    names = _names_of(rows[at])
    ends: dict[Columns, tuple[int, LabelledCell]] = {}
    for above, row in enumerate(rows[:at] if names else ()):
        for cell in row.cells:
            if cell.row + cell.rowspan == rows[at].at:
                ends[columns_of(cell)] = (above, cell)
    for name in names:
        upper, blank = ends.get(columns_of(name), (at, name))
        if not blank.text and suits(rows[upper], name):
            named = structs.replace(blank, text=name.text, boxes=name.boxes)
            rows[upper] = _replace_cell(rows[upper], blank, named)
            rows[at] = _replace_cell(rows[at], name, structs.replace(name, text=""))


def _replace_cell(row: Row, cell: LabelledCell, other: LabelledCell) -> Row:
    return replace(row, cells=tuple(other if c is cell else c for c in row.cells))
