"""What runs in a worker for the pages: a file's pages as pictures, their sizes, its lines.

The file may be hostile. Each function returns None where it is not the file that was read, or cannot be
shown.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Collection
from pathlib import Path

from msgspec import Struct

from extract import Cell, Grid, Unreadable
from hebiao.workers.job import Job

_LINE_END = re.compile(r"\r\n|\r|\n")

Size = tuple[float, float]
"""Width and height of a page as shown, in points."""


class ShownCell(Struct, frozen=True):
    """A cell of a table as the browser shows it; ``place`` is where it stands in its file."""

    text: str
    place: str
    rowspan: int
    colspan: int


class ShownTable(Struct, frozen=True):
    """A table with the lines before it: each line's place and text, each row's cells."""

    lines: list[tuple[str, str]]
    rows: list[list[ShownCell]]


def read_page_sizes(job: Job, first: int, last: int) -> list[Size] | None:
    """Return the sizes of the pages ``first`` to ``last`` (from 1), as many of them as the file has."""
    import pypdfium2

    content = _read_pages(job, shown=())
    if content is None:
        return None
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            return [pdf[number].get_size() for number in range(first - 1, min(last, len(pdf)))]
    except pypdfium2.PdfiumError:
        return None


def draw_page(job: Job, number: int, px_a_point: float, longest_px: int) -> bytes | None:
    """Draw page ``number`` (from 1) as a PNG, of which no side is longer than ``longest_px``."""
    import pypdfium2

    content = _read_pages(job, shown=(number,))
    if content is None:
        return None
    png = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            page = pdf[number - 1]
            scale = min(px_a_point, longest_px / max(page.get_size()))
            page.render(scale=scale).to_pil().save(png, "PNG")
    except (pypdfium2.PdfiumError, IndexError):
        return None
    return png.getvalue()


def read_text_lines(job: Job, first: int, last: int) -> list[str] | None:
    """Return the lines ``first`` to ``last`` (from 1) of a text file, as many of them as it has."""
    from extract import decode

    content = _read_content(job)
    if content is None:
        return None
    try:
        return _LINE_END.split(decode(content))[first - 1 : last]
    except Unreadable:
        return None


def read_tables(job: Job, places: Collection[str]) -> list[ShownTable] | None:
    """Return the tables of an Office or web file of which a cell or a line stands in one of ``places``."""
    from extract import read

    if _read_content(job) is None:
        return None
    try:
        document = read(Path(job.place))
    except Unreadable:
        return None
    tables = [_show_table(grid) for grid in document.grids]
    tail = [(line.box.place or "", line.text) for line in document.tail]
    tables.append(ShownTable(tail, []))
    return [table for table in tables if not _list_places(table).isdisjoint(places)]


def _show_table(grid: Grid) -> ShownTable:
    rows: list[list[ShownCell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(ShownCell(cell.text, _read_place(cell), cell.rowspan, cell.colspan))
    return ShownTable([(line.box.place or "", line.text) for line in grid.before], rows)


def _read_place(cell: Cell) -> str:
    return next((box.place for box in cell.boxes if box.place), "")


def _list_places(table: ShownTable) -> set[str]:
    places = {place for place, _ in table.lines}
    for row in table.rows:
        places.update(cell.place for cell in row)
    return places


def _read_pages(job: Job, shown: Collection[int]) -> bytes | None:
    """Return a PDF with the file's pages, at least those ``shown`` with their content; None where it has none."""
    from extract import make_drawable

    content = _read_content(job)
    try:
        return None if content is None else make_drawable(content, shown)
    except Unreadable:
        return None


def _read_content(job: Job) -> bytes | None:
    """Return the file's bytes, or None where they are not those that were read."""
    try:
        content = Path(job.place).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == job.sha256 else None
