"""The sound samples of the layout families as sheets: their numbers are those that the program reads of them."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import hebiao
from audit import audit_form
from mutations.reading import numbers_of, texts_of
from mutations.sheet import Key, Placed, Sheet, SheetCell, place_cells, text_of

HOUSE = Path(__file__).parents[2]
sys.path.append(str(HOUSE / "samples"))  # what the samples print stands beside them

from source.family import Family, load_families  # noqa: E402
from source.family_layout import parts  # noqa: E402


def load_family_sheets() -> Iterator[Sheet]:
    """Give each family's form that stands alone in its file, is one table, and agrees as it is."""
    families = load_families()
    files = Counter(family.file for family in families)
    for family in families:
        if family.kind and files[family.file] == 1 and (sheet := _lay_out(family)):
            yield from _with_keys(sheet)


def _lay_out(family: Family) -> Sheet | None:
    laid = list(parts(family))
    tables = [at for at, part in enumerate(laid) if not isinstance(part[0], str)]
    if len(tables) != 1:
        return None
    at = tables[0]
    prose = [[str(line) for line in part] for part in laid]
    rows = tuple(
        tuple(SheetCell(cell.text, cell.cols, cell.rows) for cell in row if not isinstance(cell, str))
        for row in laid[at]
    )
    above = [line for lines in prose[:at] for line in lines]
    below = [line for lines in prose[at + 1 :] for line in lines]
    head = [line for line in (family.title, family.year_line) if line]
    return Sheet(family.file, (*head, *above), rows, tuple(below), tuple(family.widths))


def _with_keys(sheet: Sheet) -> Iterator[Sheet]:
    """Give the sheet with the keys of its numbers, where it is one form that agrees."""
    with tempfile.NamedTemporaryFile(suffix=".txt") as file:
        file.write(text_of(sheet).encode())
        file.flush()
        forms = hebiao.read(Path(file.name))
    if len(forms) != 1 or audit_form(forms[0]).verdict != "agrees":
        return
    form = forms[0]
    found = replace(sheet, numbers=numbers_of(form))
    places: list[tuple[Key, list[Placed]]] = []
    for key, text, boxes in texts_of(form):
        lines = [box.line for box in boxes if box.line]
        if len(lines) == 1 and key in found.numbers:
            places.append((key, _find_cells(sheet, lines[0] - 1 - len(sheet.above), text)))
    columns = Counter((key.entity, key.column, cells[0].col) for key, cells in places if len(cells) == 1)
    for key, cells in places:
        likely = max(cells, key=lambda one: columns[key.entity, key.column, one.col], default=None)
        if likely is not None and columns[key.entity, key.column, likely.col]:
            cell = replace(likely.cell, key=key)
            found = found.with_cell(likely.row, likely.at, cell)
    yield found


def _find_cells(sheet: Sheet, row: int, text: str) -> list[Placed]:
    """Return the cells of a row that print the text."""
    return [placed for placed in place_cells(sheet) if placed.row == row and placed.cell.text.strip() == text]
