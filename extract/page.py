"""One page as a reader saw it, before the pages are joined."""

from __future__ import annotations

from dataclasses import dataclass

from extract.grid import Cell, Line


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on one page.

    ``xs`` and ``ys`` are its column and row edges in points from the page's upper left, one more than it has columns and
    rows. ``cells`` cover it without gap or overlap, in reading order; a cell's ``row`` and ``col`` index ``ys`` and ``xs``.
    ``open_top`` and ``open_bottom`` tell that no rule closes the first or last row there, as where a page end cuts a row.
    ``ruled_top`` and ``ruled_bottom`` tell the same column by column, where the reader knows it. ``inferred``: no upright rule
    draws it, and its columns are told by the white between them.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]
    open_top: bool = False
    open_bottom: bool = False
    ruled_top: tuple[bool, ...] = ()
    ruled_bottom: tuple[bool, ...] = ()
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page as shown (after rotation): its tables from top to bottom, and the lines of text outside them.

    ``glyphs`` counts the visible glyphs (blanks left out) on the whole page, independently of the tables; ``in_cells`` those that
    stand in cells, ``outside`` those in ``lines`` and ``overlay``. ``images`` counts pictures: a page with pictures and no glyphs
    is a scan. ``overlay`` holds text at an angle, such as a watermark. ``cut_numbers`` counts the places where an edge of a cell
    runs through a number.
    """

    number: int
    width: float
    height: float
    tables: tuple[PageTable, ...]
    lines: tuple[Line, ...]
    glyphs: int = 0
    in_cells: int = 0
    outside: int = 0
    images: int = 0
    warnings: tuple[str, ...] = ()
    overlay: tuple[Line, ...] = ()
    cut_numbers: int = 0
