"""Where a form prints its money unit.

The label of the funds comes before the form's own head, that before the lines between title and table. The
running head of a page and what stands above the title come last: in a report each table has its own unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from normalize.parts import Places
from normalize.rows.regions import Region
from normalize.rows.row import Row
from normalize.sections.blocks.types import Blocks
from normalize.sections.funds.money_units import MoneyUnit, find_unit_in_label, list_units_in_label
from normalize.sections.head import Pair, read_head
from normalize.sections.settings import FORMS
from normalize.values.text import fold_text
from normalize.vocabulary.labels import drop_numbering
from normalize.vocabulary.lists import load_pattern

_NAMED = load_pattern("named_unit")
_BRACKETED = load_pattern("bracketed_unit")
_RUNNING = load_pattern("running_head")
_CHOICE = re.compile("[/、,;或]")


class PrintedUnit(NamedTuple):
    """A money unit that a form prints, and where."""

    name: str
    boxes: Places


def find_money_unit(region: Region, blocks: Blocks) -> MoneyUnit:
    """Return the nearest unit that a form prints, and those that clash with it; nothing is proved yet."""
    found = _list_units(region, blocks) or _list_units_of_foot(blocks)
    if not found:
        return MoneyUnit()
    nearest, *others = dict.fromkeys(unit.name for unit in found)
    return MoneyUnit(nearest, tuple(others), boxes=found[0].boxes)


def _list_units(region: Region, blocks: Blocks) -> list[PrintedUnit]:
    """Return the units in sight, the nearest to the amounts first."""
    units = list(_list_units_of_block(blocks))
    for pair in read_head([row for row in blocks.head if not row.line]):
        units += _find_units_of_pair(pair)
    titles, running = _part_lines(region, blocks)
    for row in (*titles, *running):
        units += _find_units_of_line(row)
    return units


def _list_units_of_foot(blocks: Blocks) -> list[PrintedUnit]:
    """Return the units in the notes below a form that prints none else; there may be another table's, too."""
    units: list[PrintedUnit] = []
    for row in blocks.foot:
        for cell in row.filled:
            units += _find_named(cell.text, cell.boxes)
    return units


def _list_units_of_block(blocks: Blocks) -> Iterator[PrintedUnit]:
    """Yield the units of the labels of the funds: beside the block, over its columns, before its rows."""
    beside = [row for row in blocks.head if not row.line and row.filled[0].labels.is_side]
    rows = (*beside, *blocks.fund_heads, *blocks.funds)
    cells = [cell for row in rows for cell in row.filled if len(cell.text) <= FORMS.longest_told]
    cells.sort(key=lambda cell: not cell.labels.is_side)
    for cell in cells:
        unit = find_unit_in_label(cell.text)
        if unit and cell.labels.number is None:
            yield PrintedUnit(unit, cell.boxes)


def _find_units_of_pair(pair: Pair) -> Iterator[PrintedUnit]:
    if pair.kind != "money_unit":
        yield from _find_named(pair.label, pair.boxes)
        yield from _find_named(pair.value, pair.boxes)
        return
    for piece in _CHOICE.split(fold_text(pair.value)):
        for unit in list_units_in_label(f"({piece})"):
            yield PrintedUnit(unit, pair.boxes)


def _find_units_of_line(row: Row) -> Iterator[PrintedUnit]:
    for cell in row.filled:
        yield from _find_named(cell.text, cell.boxes)
        bracketed = _BRACKETED.search(cell.labels.folded)
        if bracketed:
            yield PrintedUnit(bracketed[1], cell.boxes)


def _find_named(text: str, boxes: Places) -> Iterator[PrintedUnit]:
    for match in _NAMED.finditer(fold_text(text[: FORMS.longest_unit_line])):
        yield PrintedUnit(match[1], boxes)


def _part_lines(region: Region, blocks: Blocks) -> tuple[list[Row], list[Row]]:
    """Part the lines of text over the form's table from running heads and what stands above the title."""
    titles = [region.title] if region.title else []
    running = [row for row in region.above if not _is_numbered(row)]
    is_in_table = False
    for row in blocks.head:
        is_in_table = is_in_table or not row.line
        if row.line:
            is_running = is_in_table or _RUNNING.search(row.filled[0].labels.folded) is not None
            (running if is_running else titles).append(row)
    return titles, running


def _is_numbered(row: Row) -> bool:
    """Tell whether a line is a numbered heading of a report, which heads more than the form."""
    printed = row.filled[0].text
    return drop_numbering(printed) != fold_text(printed)
