"""A table of merged cells, and how a text file and a page print it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple


class Cell(NamedTuple):
    """A text that covers ``rows`` by ``cols`` places; ``long`` texts are set from the left."""

    text: str
    cols: int = 1
    rows: int = 1
    long: bool = False


Row = list[Cell]


def tabbed(rows: Sequence[Row]) -> list[str]:
    """Write one line for each row, a tab between columns; a merged cell's text stands in its upper left place."""
    places: dict[tuple[int, int], str] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (x, y) in places:
                x += 1
            covered = ((x + i, y + j) for j in range(cell.rows) for i in range(cell.cols))
            places |= dict.fromkeys(covered, "")
            places[x, y] = cell.text
    width = 1 + max(x for x, _ in places)
    return ["\t".join(places.get((x, y), "") for x in range(width)) for y in range(len(rows))]


def html(rows: Sequence[Row], widths: Sequence[int]) -> str:
    """Write a table element; ``widths`` are the columns' shares of the line in percent."""
    columns = "".join(f'<col style="width:{share}%">' for share in widths)
    return f"<table><colgroup>{columns}</colgroup>{''.join(map(_html_row, rows))}</table>"


def _html_row(row: Row) -> str:
    return f"<tr>{''.join(map(_html_cell, row))}</tr>"


def _html_cell(cell: Cell) -> str:
    look = ' class="long"' if cell.long else ""
    return f'<td colspan="{cell.cols}" rowspan="{cell.rows}"{look}>{escape(cell.text)}</td>'
