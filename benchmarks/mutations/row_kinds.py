"""What goes wrong with rows, columns, levels and units of a form, on paper as in a text."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from mutations.kinds import Change, doubled, register_for_sheets, without
from mutations.sheet import Key, Sheet, SheetRow, place_cells


def rows_of(sheet: Sheet, entity: str) -> dict[int, set[Key]]:
    """Return the rows that print numbers of an entity, with the keys of these numbers."""
    found: dict[int, set[Key]] = {}
    for row, _, cell in sheet.spots():
        if cell.key is not None and cell.key.entity == entity:
            found.setdefault(row, set()).add(cell.key)
    return found


def _inner_rows(sheet: Sheet, entity: str) -> dict[int, set[Key]]:
    """Return those rows of an entity where no merged cell begins or ends."""
    ends = {placed.row + placed.cell.rows - 1 for placed in place_cells(sheet) if placed.cell.rows > 1}
    begins = {placed.row for placed in place_cells(sheet) if placed.cell.rows > 1}
    rows = {row: keys for row, keys in rows_of(sheet, entity).items() if row not in ends | begins}
    return {row: keys for row, keys in rows.items() if _counts(sheet, entity, keys)}


def _counts(sheet: Sheet, entity: str, keys: set[Key]) -> bool:
    """Tell whether a row counts in its sum: a line with points, a source with money and not the total row."""
    has_points = any(key.column == "score" for key in keys)
    has_money = any(sheet.numbers[key] for key in keys if key.column == "budget_yuan")
    return has_points if entity == "indicator" else has_money and not has_points


def stretch_over(sheet: Sheet, row: int, change: int) -> list[SheetRow]:
    """Return the rows above ``row``, their merged cells that reach over it higher or lower by ``change``."""
    grown = []
    for number, cells in enumerate(sheet.rows[:row]):
        grown.append(
            tuple(
                replace(cell, rows=cell.rows + change) if number + cell.rows > row else cell for cell in cells
            )
        )
    return grown


def _double_row(entity: str, *, accuses: bool) -> None:
    def mutate(sheet: Sheet, chance: Random) -> Change | None:
        rows = _inner_rows(sheet, entity)
        if not rows:
            return None
        row = chance.choice(sorted(rows))
        changed = (*stretch_over(sheet, row, 1), sheet.rows[row], sheet.rows[row], *sheet.rows[row + 1 :])
        return Change(
            replace(sheet, rows=changed),
            doubled(sheet.numbers, rows[row]),
            may_agree=False,
            accuses=accuses,
        )

    register_for_sheets(f"a row of the {entity}s doubled", mutate)


def _lose_row(entity: str) -> None:
    def mutate(sheet: Sheet, chance: Random) -> Change | None:
        rows = _inner_rows(sheet, entity)
        if not rows:
            return None
        row = chance.choice(sorted(rows))
        changed = (*stretch_over(sheet, row, -1), *sheet.rows[row + 1 :])
        left = without(sheet.numbers, *rows[row])
        # a fund's only source may go: the total row stands alone then
        return Change(replace(sheet, rows=changed), left, may_agree=entity == "fund", accuses=True)

    register_for_sheets(f"a row of the {entity}s lost", mutate)


for _entity in ("indicator", "fund"):
    _double_row(_entity, accuses=True)
    _lose_row(_entity)


def _slide(name: str, step: int) -> None:
    """Add a kind that sets the cells of one row with points, from the target on, a column further."""

    def mutate(sheet: Sheet, chance: Random) -> Change | None:
        rows = rows_of(sheet, "indicator")
        scored = [row for row, keys in rows.items() if any(key.column == "score" for key in keys)]
        if not scored:
            return None
        row = chance.choice(sorted(scored))
        cells = list(sheet.rows[row])
        first = min(at for at, cell in enumerate(cells) if cell.key is not None)
        texts = [cell.text for cell in cells[first:]]
        slid = ["", *texts[:-1]] if step > 0 else [*texts[1:], ""]
        if slid == texts:
            return None
        keys = [cell.key for cell in cells if cell.key is not None]
        moved = [replace(cell, text=text, key=None) for cell, text in zip(cells[first:], slid, strict=True)]
        changed = replace(sheet, rows=(*sheet.rows[:row], (*cells[:first], *moved), *sheet.rows[row + 1 :]))
        return Change(changed, without(sheet.numbers, *keys), frozenset(keys), may_agree=False, accuses=True)

    register_for_sheets(name, mutate)


_slide("a row slid to the right", 1)
_slide("a row slid to the left", -1)
