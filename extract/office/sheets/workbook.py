"""A workbook's sheets to one document, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extract.grid import Box, Document, Line
from extract.messages import Message, message
from extract.office.sheets.placing import PlacedSheet, place_cells
from extract.office.sheets.regions import part_cells
from extract.office.sheets.sheet import Sheet, TextBox, name_cell, quote_sheet
from extract.pieces import Piece, make_document


def make_workbook_document(
    sheets: Iterable[Sheet],
    *,
    format: str,  # noqa: A002 - the document's own word
    hidden: Sequence[str] = (),
    told: Iterable[Message] = (),
) -> Document:
    """Return the sheets as one document; ``hidden`` names the sheets that are not shown and not read."""
    pieces: list[Piece] = []
    shown: list[str] = []
    warnings = [*told]
    if hidden:
        warnings.append(message("sheets-hidden", count=len(hidden), names=tuple(hidden)))
    for sheet in sheets:
        if not (sheet.cells or sheet.boxes):
            warnings += sheet.told
            continue
        placing = place_cells(sheet)
        pieces += _read_sheet(sheet, placing)
        shown += [cell.text for cell in placing.cells]
        shown += [box.text for box in sheet.boxes]
        shown += [*sheet.header, *sheet.footer]
        warnings += placing.told
    return make_document(pieces, "\n".join(shown), format=format, warnings=warnings)


def _read_sheet(sheet: Sheet, placing: PlacedSheet) -> Iterator[Piece]:
    """Yield the texts that lie above the cells, the tables and lines of the cells, and the other texts."""
    first = min((cell.row for cell in sheet.cells), default=0)
    above = [box for box in sheet.boxes if box.over.top <= first]
    below = [box for box in sheet.boxes if box.over.top > first]
    yield from _make_running_lines(sheet, sheet.header)
    yield from _make_lines(sheet, above)
    yield from part_cells(placing.cells, placing.ruled_cols)
    yield from _make_lines(sheet, below)
    yield from _make_running_lines(sheet, sheet.footer)


def _make_running_lines(sheet: Sheet, texts: Sequence[str]) -> Iterator[Line]:
    place = Box(place=quote_sheet(sheet.name))
    yield from (Line(text, place) for text in texts)


def _make_lines(sheet: Sheet, boxes: Sequence[TextBox]) -> Iterator[Line]:
    for box in boxes:
        place = Box(place=name_cell(sheet.name, box.over.top, box.over.left))
        yield from (Line(text.strip(), place) for text in box.text.split("\n") if text.strip())
