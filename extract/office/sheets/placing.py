"""Which cells of a sheet are shown, and where: merged, centred over neighbours, hidden, outside the print area."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import Struct, structs

from extract.grid import Box, Doubt, doubt_box
from extract.messages import Message, message
from extract.office.sheets.settings import SHEETS
from extract.office.sheets.sheet import Area, Sheet, SheetCell, name_cell


class Placed(Struct, frozen=True, gc=False):
    """A cell as it is shown, at its row and column among those that are not hidden."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    place: str
    doubt: Doubt | None = None
    is_ruled: bool = False

    @property
    def end(self) -> int:
        """The column behind it."""
        return self.col + self.colspan

    @property
    def box(self) -> Box:
        """Its place in the file."""
        return doubt_box(Box(place=self.place), self.doubt)


@dataclass(slots=True)
class _LeftOut:
    """Cells that are not read: how many, and the first, by the reason's code."""

    sheet: Sheet
    cells: dict[str, list[SheetCell]] = field(default_factory=lambda: defaultdict(list))

    def tell(self) -> Iterator[Message]:
        for code, cells in self.cells.items():
            place = name_cell(self.sheet.name, cells[0].row, cells[0].col)
            yield message("sheet-left-out", count=len(cells), place=place, why=message(code))


@dataclass(frozen=True, slots=True)
class PlacedSheet:
    """The cells that a sheet shows, and what is told of those that it does not."""

    cells: Sequence[Placed]
    told: Sequence[Message]
    ruled_cols: Collection[int]
    """The columns, among those that are not hidden, of blank cells with borders."""


def place_cells(sheet: Sheet) -> PlacedSheet:
    """Return the cells that are shown, with their spans; hidden rows and columns take no room."""
    left_out = _LeftOut(sheet)
    merged = _find_merged(sheet)
    kept: list[tuple[SheetCell, Area]] = []
    for cell in sheet.cells:
        area = merged.get((cell.row, cell.col))
        if area is None:
            area = _centre(sheet, cell)
        elif (area.top, area.left) != (cell.row, cell.col):
            left_out.cells["sheet-under-merged"].append(cell)
            continue
        shown = _cut_hidden(sheet, area)
        if shown is None:
            left_out.cells["sheet-in-hidden"].append(cell)
        else:
            kept.append((cell, shown))
    printed = [
        (_doubt_covered(sheet, cell), area) for cell, area in _leave_out_unprinted(sheet, kept, left_out)
    ]
    rows, cols = _Shown(sheet.hidden_rows), _Shown(sheet.hidden_cols)
    placed = [
        Placed(
            row=rows.place(area.top),
            col=cols.place(area.left),
            rowspan=rows.place(area.bottom + 1) - rows.place(area.top),
            colspan=cols.place(area.right + 1) - cols.place(area.left),
            text=cell.text,
            place=name_cell(sheet.name, cell.row, cell.col),
            doubt=cell.doubt,
            is_ruled=cell.is_ruled,
        )
        for cell, area in printed
    ]
    placed.sort(key=lambda one: (one.row, one.col))
    ruled_cols = {cols.place(col) for col in sheet.ruled_cols if col not in sheet.hidden_cols}
    return PlacedSheet(placed, [*sheet.told, *left_out.tell()], ruled_cols)


class _Shown:
    """The places of rows or columns among those that are not hidden."""

    def __init__(self, hidden: Iterable[int]) -> None:
        self._hidden = sorted(set(hidden))

    def place(self, number: int) -> int:
        return number - bisect_left(self._hidden, number)


def _find_merged(sheet: Sheet) -> Mapping[tuple[int, int], Area]:
    """Return the merged area of each filled cell that stands in one."""
    by_row: dict[int, list[int]] = defaultdict(list)
    for cell in sheet.cells:
        by_row[cell.row].append(cell.col)
    rows = sorted(by_row)
    found: dict[tuple[int, int], Area] = {}
    left = SHEETS.merged_rows
    for area in sheet.merged[: SHEETS.merged_areas]:
        within = rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]
        left -= len(within)
        if left < 0:
            break
        for row in within:
            for col in by_row[row]:
                if area.left <= col <= area.right:
                    found.setdefault((row, col), area)
    return found


def _centre(sheet: Sheet, cell: SheetCell) -> Area:
    """Return the cell with the blank cells behind it over which its text is centred."""
    right = cell.col
    if cell.is_centred:
        while (cell.row, right + 1) in sheet.centred_blanks:
            right += 1
    return Area(cell.row, cell.col, cell.row, right)


def _cut_hidden(sheet: Sheet, area: Area) -> Area | None:
    """Return the area from its first row and column that are shown; None where all is hidden."""
    top = next((row for row in range(area.top, area.bottom + 1) if row not in sheet.hidden_rows), None)
    left = next((col for col in range(area.left, area.right + 1) if col not in sheet.hidden_cols), None)
    if top is None or left is None:
        return None
    return Area(top, left, area.bottom, area.right)


def _leave_out_unprinted(
    sheet: Sheet, kept: Sequence[tuple[SheetCell, Area]], left_out: _LeftOut
) -> Iterator[tuple[SheetCell, Area]]:
    """Leave out what stands outside the print area, but for rows of a ruled table that go on beyond it.

    Rows are added to a form below the area that its template had.
    """
    inside = [cell for cell, _ in kept if _is_printed(sheet, cell)]
    if not sheet.printed or not inside:
        yield from kept
        return
    is_table_ruled = sum(cell.is_ruled for cell in inside) > SHEETS.ruled_share * len(inside)
    for cell, area in kept:
        if _is_printed(sheet, cell) or (is_table_ruled and cell.is_ruled):
            yield cell, area
        else:
            left_out.cells["sheet-outside-print-area"].append(cell)


def _is_printed(sheet: Sheet, cell: SheetCell) -> bool:
    return any(area.holds(cell.row, cell.col) for area in sheet.printed)


def _doubt_covered(sheet: Sheet, cell: SheetCell) -> SheetCell:
    """Put a cell in doubt that a text box hides."""
    is_covered = any(box.is_opaque and box.over.holds(cell.row, cell.col) for box in sheet.boxes)
    return structs.replace(cell, doubt="covered") if is_covered else cell
