"""What goes wrong with the money unit and with the total: none, two, one elsewhere."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from mutations.cell_kinds import AMOUNTS
from mutations.kinds import Change, register_for_sheets, without
from mutations.sheet import Sheet, SheetCell


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
