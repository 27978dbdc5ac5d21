"""Text files whose columns are made with blanks, as `pdftotext -layout` prints them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise

import numpy as np
from msgspec import structs

from extract.geometry.lattice import Lattice, find_spans
from extract.grid import Box, Cell, Grid, Line, Seam, join_wrapped
from extract.layout.borderless.columns import find_blocks, find_cells
from extract.layout.borderless.ink_runs import InkLines, InkRun, is_figure, lead_length
from extract.layout.borderless.tables import RowsBy, find_borderless_tables
from extract.layout.settings import LAYOUT
from extract.text.settings import TEXT

_EM = 2.0  # columns of a Chinese character, and the height of a line
_WORD = re.compile(r"\S+")

Width = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with its run and its line's number in the file."""

    text: str
    run: InkRun
    line: int


def read_blank_columns(lines: Sequence[str]) -> Iterator[Grid | Line]:
    """Yield the tables that blanks lay out and the lines outside them, in order.

    A form feed begins a new page.
    """
    pages = _cut_pages(lines)
    shown = [_set_words(page, _show_width) for page in pages]
    counted = [_set_words(page, len) for page in pages]
    better = shown if _weigh_columns(shown) <= _weigh_columns(counted) else counted
    yield from _join_tables(chain.from_iterable(_read_pages(better)))


def _cut_pages(lines: Sequence[str]) -> list[list[tuple[int, str]]]:
    """Return the lines of each page, each with its number in the file, from 1.

    A page has a limit, for what it costs grows with its square.
    """
    pages: list[list[tuple[int, str]]] = []
    for number, text in enumerate(lines, 1):
        if not pages or "\f" in text or len(pages[-1]) >= TEXT.longest_page_lines:
            pages.append([])
        pages[-1].append((number, text.replace("\f", "")))
    return pages


def _show_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _set_words(page: Sequence[tuple[int, str]], width: Width) -> list[list[_Word]]:
    """Set a page's words in lines.

    Some programs count a Chinese character as one column, so ``width`` tells a text's width.
    """
    lines: list[list[_Word]] = []
    for at, (number, text) in enumerate(page):
        words = [_make_word(found, text, number, at * _EM, width) for found in _WORD.finditer(text)]
        if words:
            lines.append(words)
    return lines


def _make_word(found: re.Match[str], text: str, number: int, top: float, width: Width) -> _Word:
    x0 = float(width(text[: found.start()]))
    lead = width(found[0][: lead_length(found[0])])
    run = InkRun(x0, top, x0 + width(found[0]), top + _EM, is_figure(found[0]), lead)
    return _Word(found[0], run, number)


def _find_ink(lines: Sequence[Sequence[_Word]]) -> InkLines:
    return InkLines(tuple(map(_list_runs, lines)), _EM)


def _list_runs(line: Sequence[_Word]) -> tuple[InkRun, ...]:
    return tuple(word.run for word in line)


def _weigh_columns(pages: Sequence[list[list[_Word]]]) -> float:
    """Tell how badly the words of all pages stand in columns.

    Cells that run together, then columns that need not be.
    """
    total = 0.0
    for page in pages:
        blocks, cost = find_blocks(_find_ink(page).lines, _EM)
        total += cost + TEXT.column_cost_cells * sum(len(block.columns) for block in blocks)
    return total


def _read_pages(pages: Sequence[list[list[_Word]]]) -> Iterator[list[Grid | Line]]:
    """Return each page's tables and lines; a table may go on in the columns of the page before."""
    known: tuple[float, ...] = ()
    rows_by = _find_row_ends(pages)
    for page in pages:
        lattices = find_borderless_tables(_find_ink(page), np.empty((0, 4)), known, rows_by=rows_by)
        known = tuple(lattices[-1].xs) if lattices else ()
        yield list(_read_page(page, lattices))


def _find_row_ends(pages: Sequence[list[list[_Word]]]) -> RowsBy:
    """Tell what parts the rows.

    Blank lines where there are many among the lines of several cells, else the ends of the lines.
    """
    rich = white = 0
    for page in pages:
        several = [_is_rich(line) for line in page]
        table: list[list[_Word]] = []
        if any(several):
            table = page[several.index(True) : len(page) - several[::-1].index(True)]
        rich += sum(several)
        white += sum(lower[0].run.top - upper[0].run.top > _EM for upper, lower in pairwise(table))
    return "blank lines" if white * TEXT.rich_lines_a_blank > rich else "ends"


def _is_rich(line: Sequence[_Word]) -> bool:
    return len(find_cells(_list_runs(line), _EM)) >= TEXT.rich_line_cells


def _read_page(page: list[list[_Word]], lattices: Sequence[Lattice]) -> Iterator[Grid | Line]:
    for lattice, group in groupby(page, key=lambda line: _find_holder(line[0].run, lattices)):
        if lattice is None:
            yield from (Line(_space_words(line), Box(line=line[0].line)) for line in group)
        else:
            yield _make_grid(lattices[lattice], list(group))


def _find_holder(run: InkRun, lattices: Sequence[Lattice]) -> int | None:
    for number, lattice in enumerate(lattices):
        if lattice.ys[0] <= run.middle <= lattice.ys[-1]:
            return number
    return None


def _make_grid(lattice: Lattice, lines: list[list[_Word]]) -> Grid:
    found, owner = find_spans(lattice)
    held: list[list[_Word]] = [[] for _ in found]
    xs, ys = lattice.xs[1:-1], lattice.ys[1:-1]
    for word in chain.from_iterable(lines):
        row, col = bisect_right(ys, word.run.middle), bisect_right(xs, word.run.x0 + _EM / 4)
        held[owner[row][col]].append(word)
    rows, cols = lattice.shape
    cells = (_make_cell(words, *span) for span, words in zip(found, held, strict=True))
    return Grid(rows, cols, tuple(cells), ragged=True)


def _make_cell(words: list[_Word], *place: int) -> Cell:
    row, col, rowspan, colspan = place
    lines = [(number, list(line)) for number, line in groupby(words, key=lambda word: word.line)]
    return Cell(
        row=row,
        col=col,
        text=join_wrapped([_space_words(line) for _, line in lines]),
        boxes=tuple(_make_box(number) for number, _ in lines),
        rowspan=rowspan,
        colspan=colspan,
    )


def _make_box(line: int) -> Box:
    return Box(line=line, confidence=LAYOUT.inferred_confidence, doubt="inferred")


def _space_words(words: Sequence[_Word]) -> str:
    """Set the words of a line as they stand, wide gaps as two blanks."""
    text = words[0].text
    for before, word in pairwise(words):
        gap = "  " if word.run.x0 - before.run.x1 > 1 else " "
        text += gap + word.text
    return text


def _join_tables(pieces: Iterator[Grid | Line]) -> Iterator[Grid | Line]:
    """Join tables between which no line stands: a page end parts them."""
    whole: Grid | None = None
    for piece in pieces:
        if isinstance(piece, Grid):
            whole = piece if whole is None else _add_below(whole, piece)
            continue
        if whole is not None:
            yield whole
            whole = None
        yield piece
    if whole is not None:
        yield whole


def _add_below(upper: Grid, lower: Grid) -> Grid:
    cells = tuple(structs.replace(cell, row=cell.row + upper.rows) for cell in lower.cells)
    return Grid(
        rows=upper.rows + lower.rows,
        cols=max(upper.cols, lower.cols),
        cells=upper.cells + cells,
        seams=(*upper.seams, Seam(upper.rows)),
        ragged=True,
    )
