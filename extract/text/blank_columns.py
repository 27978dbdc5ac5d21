"""Text files whose columns are made with blanks, as `pdftotext -layout` prints them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from msgspec import structs

from extract.geometry.lattice import Lattice, spans
from extract.grid import Box, Cell, Grid, Line, Seam
from extract.layout.borderless.columns import find_blocks, find_cells
from extract.layout.borderless.ink_runs import InkLines, InkRun, is_figure, lead_length
from extract.layout.borderless.tables import RowsBy, find_borderless_tables
from extract.layout.settings import LAYOUT
from extract.text.settings import TEXT
from extract.wrapped_text import join_wrapped

_EM = 2.0  # columns of a Chinese character, and the height of a line
_WORD = re.compile(r"\S+")

Width = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with its run and its line's number in the file."""

    text: str
    run: InkRun
    line: int


def blank_tables_and_lines(lines: Sequence[str]) -> Iterator[Grid | Line]:
    """Yield the tables that blanks lay out and the lines outside them, in order.

    A form feed begins a new page.
    """
    pages = [tuple(page) for _, page in groupby(_numbered(lines), key=lambda line: line[0])]
    sides = [_words([line[1:] for line in page], width) for width in (_shown_width, len) for page in pages]
    shown, counted = sides[: len(pages)], sides[len(pages) :]
    better = shown if _cost(shown) <= _cost(counted) else counted
    yield from _joined(piece for words in _with_known(better) for piece in words)


def _numbered(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Return each line with its page and its number, both from 1.

    A page has a limit, for what it costs grows with its square.
    """
    page, first = 1, 1
    for number, text in enumerate(lines, 1):
        if "\f" in text or number - first >= TEXT.longest_page_lines:
            page, first = page + 1, number
        yield page, number, text.replace("\f", "")


def _shown_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _words(page: Sequence[tuple[int, str]], width: Width) -> list[list[_Word]]:
    """Set a page's words in lines.

    Some programs count a Chinese character as one column, so ``width`` tells a text's width.
    """
    out = [
        [_word(found, text, number, at * _EM, width) for found in _WORD.finditer(text)]
        for at, (number, text) in enumerate(page)
    ]
    return [line for line in out if line]


def _word(found: re.Match[str], text: str, number: int, top: float, width: Width) -> _Word:
    x0 = float(width(text[: found.start()]))
    lead = width(found[0][: lead_length(found[0])])
    run = InkRun(x0, top, x0 + width(found[0]), top + _EM, is_figure(found[0]), lead)
    return _Word(found[0], run, number)


def _inked(lines: Sequence[Sequence[_Word]]) -> InkLines:
    return InkLines(tuple(tuple(word.run for word in line) for line in lines), _EM)


def _cost(pages: Sequence[list[list[_Word]]]) -> float:
    """Tell how badly the words of all pages stand in columns.

    Cells that run together, then columns that need not be.
    """
    found = [find_blocks(_inked(page).lines, _EM) for page in pages]
    return sum(
        cost + TEXT.column_cost_cells * sum(len(block.columns) for block in on_page)
        for on_page, cost in found
    )


def _with_known(pages: Sequence[list[list[_Word]]]) -> Iterator[list[Grid | Line]]:
    """Return each page's tables and lines; a table may go on in the columns of the page before."""
    known: tuple[float, ...] = ()
    rows_by = _rows_by(pages)
    for page in pages:
        lattices = find_borderless_tables(_inked(page), np.empty((0, 4)), known, rows_by=rows_by)
        known = tuple(lattices[-1].xs) if lattices else ()
        yield list(_pieces(page, lattices))


def _rows_by(pages: Sequence[list[list[_Word]]]) -> RowsBy:
    """Tell what parts the rows.

    Blank lines where there are many among the lines of several cells, else the ends of the lines.
    """
    rich = white = 0
    for page in pages:
        several = [_is_rich(line) for line in page]
        table = page[several.index(True) : len(page) - several[::-1].index(True)] if any(several) else []
        rich += sum(several)
        white += sum(lower[0].run.top - upper[0].run.top > _EM for upper, lower in pairwise(table))
    return "blank lines" if white * TEXT.rich_lines_a_blank > rich else "ends"


def _is_rich(line: Sequence[_Word]) -> bool:
    return len(find_cells([word.run for word in line], _EM)) >= TEXT.rich_line_cells


def _pieces(page: list[list[_Word]], lattices: Sequence[Lattice]) -> Iterator[Grid | Line]:
    for lattice, group in groupby(page, key=lambda line: _held(line[0].run, lattices)):
        if lattice is None:
            yield from (Line(_spaced(line), Box(line=line[0].line)) for line in group)
        else:
            yield _grid(lattices[lattice], list(group))


def _held(run: InkRun, lattices: Sequence[Lattice]) -> int | None:
    return next(
        (n for n, lattice in enumerate(lattices) if lattice.ys[0] <= run.middle <= lattice.ys[-1]), None
    )


def _grid(lattice: Lattice, lines: list[list[_Word]]) -> Grid:
    found, owner = spans(lattice)
    held: list[list[_Word]] = [[] for _ in found]
    xs, ys = lattice.xs[1:-1], lattice.ys[1:-1]
    for word in (word for line in lines for word in line):
        held[owner[bisect_right(ys, word.run.middle)][bisect_right(xs, word.run.x0 + _EM / 4)]].append(word)
    rows, cols = lattice.shape
    cells = (_cell(words, *span) for span, words in zip(found, held, strict=True))
    return Grid(rows, cols, tuple(cells), ragged=True)


def _cell(words: list[_Word], *place: int) -> Cell:
    row, col, rowspan, colspan = place
    lines = [(number, list(line)) for number, line in groupby(words, key=lambda word: word.line)]
    text = join_wrapped([_spaced(line) for _, line in lines])
    return Cell(
        row,
        col,
        text,
        tuple(Box(line=number, confidence=LAYOUT.inferred_confidence) for number, _ in lines),
        rowspan,
        colspan,
    )


def _spaced(words: Sequence[_Word]) -> str:
    """Set the words of a line as they stand, wide gaps as two blanks."""
    text = words[0].text
    for before, word in pairwise(words):
        text += ("  " if word.run.x0 - before.run.x1 > 1 else " ") + word.text
    return text


def _joined(pieces: Iterator[Grid | Line]) -> Iterator[Grid | Line]:
    """Join tables between which no line stands: a page end parts them."""
    whole: Grid | None = None
    for piece in pieces:
        if isinstance(piece, Grid):
            whole = piece if whole is None else _below(whole, piece)
            continue
        if whole is not None:
            yield whole
            whole = None
        yield piece
    if whole is not None:
        yield whole


def _below(upper: Grid, lower: Grid) -> Grid:
    cells = tuple(structs.replace(cell, row=cell.row + upper.rows) for cell in lower.cells)
    seams = (*upper.seams, Seam(upper.rows))
    return Grid(
        upper.rows + lower.rows, max(upper.cols, lower.cols), upper.cells + cells, seams=seams, ragged=True
    )
