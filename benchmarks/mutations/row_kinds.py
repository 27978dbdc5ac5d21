"""What goes wrong with rows, columns, levels and units of a form, on paper as in a text."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from mutations.cell_kinds import AMOUNTS
from mutations.kinds import Change, doubled, register_for_sheets, without
from mutations.sheet import Key, Sheet, SheetCell, SheetRow, place_cells


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


def _over(sheet: Sheet, row: int, change: int) -> list[SheetRow]:
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
        changed = (*_over(sheet, row, 1), sheet.rows[row], sheet.rows[row], *sheet.rows[row + 1 :])
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
        changed = (*_over(sheet, row, -1), *sheet.rows[row + 1 :])
        left = without(sheet.numbers, *rows[row])
        # a fund's only source may go: the total row stands alone then
        return Change(replace(sheet, rows=changed), left, may_agree=entity == "fund", accuses=True)

    register_for_sheets(f"a row of the {entity}s lost", mutate)


for _entity in ("indicator", "fund"):
    _double_row(_entity, accuses=True)
    _lose_row(_entity)


def _column_at(sheet: Sheet, column: str) -> tuple[int, int] | None:
    """Return the first row of the indicators and the grid column that prints ``column``."""
    found = [
        placed
        for placed in place_cells(sheet)
        if placed.cell.key is not None
        and placed.cell.key.entity == "indicator"
        and placed.cell.key.column == column
    ]
    return (min(placed.row for placed in found), found[0].col) if found else None


def _with_column(sheet: Sheet, column: str, *, same: bool, label: str = "") -> Change | None:
    """Print a column a second time beside itself, with other figures in one of its cells unless the ``same``."""
    place = _column_at(sheet, column)
    if place is None:
        return None
    first, col = place
    rows = [list(row) for row in sheet.rows]
    inserted: list[tuple[int, int, SheetCell]] = []
    for placed in place_cells(sheet):
        last = placed.col + placed.cell.cols - 1
        if placed.col <= col <= last:
            if placed.row >= first - 1 and placed.cell.cols == 1:
                text = label if label and placed.row == first - 1 else placed.cell.text
                inserted.append((placed.row, placed.at, replace(placed.cell, text=text, key=None)))
            else:
                wider = replace(placed.cell, cols=placed.cell.cols + 1)
                rows[placed.row][placed.at] = wider
    for number, (row, at, cell) in enumerate(inserted):
        other = number == len(inserted) // 2 and not same
        rows[row].insert(at + 1, replace(cell, text="1") if other else cell)
    widths = (*sheet.widths[: col + 1], sheet.widths[col], *sheet.widths[col + 1 :])
    changed = replace(sheet, rows=tuple(map(tuple, rows)), widths=widths)
    return Change(changed, sheet.numbers, may_agree=False, accuses=bool(label))


register_for_sheets(
    "the score column printed twice", lambda sheet, _: _with_column(sheet, "score", same=False)
)
register_for_sheets(
    "the weight column printed twice", lambda sheet, _: _with_column(sheet, "weight", same=False)
)


def _column_with(text: str, column: str) -> None:
    """Put a word into each cell of a column of numbers."""

    def mutate(sheet: Sheet, _: Random) -> Change | None:
        changed, left = sheet, dict(sheet.numbers)
        for row, at, cell in list(sheet.spots()):
            if cell.key is not None and cell.key.entity == "indicator" and cell.key.column == column:
                changed = changed.with_cell(row, at, replace(cell, text=text, key=None))
                left.pop(cell.key)
        if changed is sheet:
            return None
        return Change(changed, left, may_agree=False, accuses=True)

    register_for_sheets(f"words in the whole column of {column}s", mutate)


_column_with("满分", "score")
_column_with("同上", "weight")


def _relabel(name: str, column: str, label: str) -> None:
    """Print a head that nobody knows over a column of numbers."""

    def mutate(sheet: Sheet, _: Random) -> Change | None:
        place = _column_at(sheet, column)
        if place is None:
            return None
        first, col = place
        heads = [one.at for one in place_cells(sheet) if (one.row, one.col) == (first - 1, col)]
        if not heads:
            return None
        at = heads[0]
        head = replace(sheet.rows[first - 1][at], text=label)
        return Change(sheet.with_cell(first - 1, at, head), sheet.numbers, may_agree=False)

    register_for_sheets(name, mutate)


_relabel("a score column without a head", "score", "")
_relabel("a score column under a strange head", "score", "甲栏")
_relabel("a weight column without a head", "weight", "")


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


# -- the money unit


def _has_amounts(sheet: Sheet) -> bool:
    return any(key.column in AMOUNTS for key in sheet.numbers)


def _unit_of(sheet: Sheet) -> str:
    texts = [cell.text for row in sheet.rows for cell in row]
    return "万元" if any("(万元)" in text for text in texts) else "元"


def _without_unit(sheet: Sheet, other: str = "") -> Sheet:
    unit = _unit_of(sheet)
    rows = [
        tuple(replace(cell, text=cell.text.replace(f"({unit})", other)) for cell in row) for row in sheet.rows
    ]
    above = [line for line in sheet.above if other or f"单位:{unit}" not in line]
    return replace(sheet, above=tuple(above), rows=tuple(rows))


def remove_unit(sheet: Sheet, _: Random) -> Change | None:
    """Print no money unit anywhere."""
    if not _has_amounts(sheet) or _without_unit(sheet) == sheet:
        return None
    unsure = frozenset(key for key in sheet.numbers if key.column in AMOUNTS)
    return Change(_without_unit(sheet), without(sheet.numbers, *unsure), unsure, may_agree=False)


def head_other_unit(sheet: Sheet, _: Random) -> Change | None:
    """Print a running head with another table's unit: the block's own label tells the form's."""
    if _without_unit(sheet) == sheet:
        return None
    other = {"万元": "元", "元": "万元"}[_unit_of(sheet)]
    return Change(replace(sheet, above=(f"公开13表 单位:{other}", *sheet.above)), sheet.numbers)


def tell_two_units(sheet: Sheet, _: Random) -> Change | None:
    """Print another unit in the form's own head, and nothing tells which holds."""
    if _without_unit(sheet) == sheet:
        return None
    other = {"万元": "元", "元": "万元"}[_unit_of(sheet)]
    width = len(sheet.widths)
    row = (SheetCell("金额单位", 2), SheetCell(other, width - 2))
    changed = replace(sheet, rows=(row, *sheet.rows))
    return Change(changed, sheet.numbers, may_agree=False)


def unit_in_head_only(sheet: Sheet, _: Random) -> Change | None:
    """Print the unit in the lines above the form alone."""
    changed = _without_unit(sheet)
    if changed == sheet:
        return None
    return Change(replace(changed, above=(*changed.above, f"金额单位:{_unit_of(sheet)}")), sheet.numbers)


register_for_sheets("the money unit removed", remove_unit)
register_for_sheets("another table's unit in a running head", head_other_unit)
register_for_sheets("a second unit in the form's head", tell_two_units)
register_for_sheets("the unit in the lines above alone", unit_in_head_only)


def state_other_total(sheet: Sheet, chance: Random) -> Change | None:
    """Print another total than the lines add up to."""
    for row, at, cell in sheet.spots():
        if cell.key is not None and cell.key.column == "score_total":
            other = sheet.numbers[cell.key] - chance.choice((1, 2, 5))
            changed = sheet.with_cell(row, at, replace(cell, text=f"{other:f}"))
            return Change(changed, {**sheet.numbers, cell.key: other}, may_agree=False, accuses=True)
    return None


def total_with_grade(sheet: Sheet, _: Random) -> Change | None:
    """Print the total as 98.5分(优)."""
    for row, at, cell in sheet.spots():
        if cell.key is not None and cell.key.column == "score_total":
            return Change(sheet.with_cell(row, at, replace(cell, text=f"{cell.text}分(优)")), sheet.numbers)
    return None


register_for_sheets("another total", state_other_total)
register_for_sheets("the total's grade beside its number", total_with_grade)
