"""What goes wrong with the levels: names lost, merged cells in pieces."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from mutations.kinds import Change, register_for_sheets
from mutations.row_kinds import rows_of
from mutations.sheet import Sheet, SheetCell, place_cells


def _drop_levels(depth: int, *, keep_first: bool) -> None:
    def mutate(sheet: Sheet, chance: Random) -> Change | None:
        rows = rows_of(sheet, "indicator")
        merged = [
            placed
            for placed in place_cells(sheet)
            if placed.row in rows
            and placed.cell.text.split("(")[0].endswith("指标")
            and placed.cell.key is None
        ]
        columns = sorted({placed.col for placed in merged})
        if len(columns) < depth:
            return None
        names = [placed for placed in merged if placed.col == columns[depth - 1]]
        dropped = [chance.choice(names)] if keep_first else names
        changed = sheet
        for placed in dropped:
            changed = changed.with_cell(placed.row, placed.at, replace(placed.cell, text=""))
        # on a page the rulings still part the groups; in a text a blank goes on with the name above
        return Change(changed, sheet.numbers, accuses_in=".txt" if keep_first and depth == 1 else "")

    which = "one name" if keep_first else "all names"
    register_for_sheets(f"{which} of level {depth} dropped", mutate)


for _depth in (1, 2):
    _drop_levels(_depth, keep_first=True)
    _drop_levels(_depth, keep_first=False)


def _break_merged(text_again: bool) -> None:  # noqa: FBT001 - two kinds of one thing
    """Part every merged cell of the levels into one a row, its text in the first or in each."""

    def mutate(sheet: Sheet, _: Random) -> Change | None:
        broken: list[list[SheetCell]] = [[] for _ in sheet.rows]
        for placed in sorted(place_cells(sheet), key=lambda one: (one.row, one.col)):
            cell = placed.cell
            parts = [
                (placed.row + down, cell.text if text_again or down == 0 else "") for down in range(cell.rows)
            ]
            if placed.col == 0 and cell.rows > 1 and not cell.text.endswith(")"):
                parts = [(row, cell.text if row == placed.row else "") for row, _ in parts]
            for row, text in parts:
                broken[row].append(replace(cell, text=text, rows=1))
        if _by_column_is_lost(sheet):
            return None
        return Change(replace(sheet, rows=tuple(map(tuple, broken))), sheet.numbers)

    register_for_sheets(
        "merged cells broken, each row with the text"
        if text_again
        else "merged cells broken, the rest blank",
        mutate,
    )


def _by_column_is_lost(sheet: Sheet) -> bool:
    """Tell whether parted cells of two columns would come in another order than their columns."""
    rights: Counter[int] = Counter()
    for placed in sorted(place_cells(sheet), key=lambda one: (one.row, one.col)):
        for row in range(placed.row, placed.row + placed.cell.rows):
            if rights[row] > placed.col:
                return True
            rights[row] = placed.col
    return False


_break_merged(text_again=False)
_break_merged(text_again=True)
