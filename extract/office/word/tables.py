"""Paragraphs and tables to grids and lines: tables inside tables in reading order, frames opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from extract.grid import Box, Doubt, Grid, Line, doubt_box
from extract.office.settings import LIMITS
from extract.office.spans import has_columns, make_grid
from extract.office.word.columns import Edges, find_runs, number_columns
from extract.office.word.left_out import LeftOut
from extract.office.word.merging import Merger
from extract.office.word.story import Block, Paragraph, WordCell, WordTable
from extract.pieces import Piece, name_paragraph_place, name_table_place

_Numbered = tuple[int, Sequence[WordCell]]


def read_blocks(blocks: Sequence[Block], left_out: LeftOut) -> list[Piece]:
    """Return the tables of a text and the lines between them, in reading order.

    A nested table that only lays out its cell is text of it. Any other comes between the rows above its cell
    and those below, as does what stands beside it. A table in which no row has two filled cells only lays out
    the page: its text is lines.
    """
    return list(_read_blocks(blocks, (), left_out))


def _read_blocks(
    blocks: Sequence[Block], outer: tuple[int, ...], left_out: LeftOut, tables: int = 0
) -> Iterator[Piece]:
    """Yield the pieces of blocks; ``tables`` are those that stand before them in the same table."""
    edges: dict[int, Edges] = {}
    for run in find_runs(block for block in blocks if isinstance(block, WordTable)):
        common = number_columns(run)
        edges |= {id(table): common for table in run}
    pending: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            pending.append(block)
            continue
        yield from _make_lines(pending)
        pending = []
        tables += 1
        yield from _read_table(block, edges[id(block)], (*outer, tables), left_out)
    yield from _make_lines(pending)


def _make_lines(paragraphs: Sequence[Paragraph]) -> Iterator[Line]:
    """Yield the lines of paragraphs; one that is joined to the next goes on in its line."""
    begun = ""
    for at, paragraph in enumerate(paragraphs):
        begun += paragraph.text
        if paragraph.is_joined and at + 1 < len(paragraphs):
            continue
        place = name_paragraph_place(paragraph.number)
        yield from _split_lines(begun, place, paragraph.doubt)
        begun = ""


def _split_lines(text: str, place: str, doubt: Doubt | None) -> Iterator[Line]:
    box = doubt_box(Box(place=place), doubt)
    return (Line(line.strip(), box) for line in text.split("\n") if line.strip())


def _read_table(
    table: WordTable, edges: Edges, number: tuple[int, ...], left_out: LeftOut
) -> Iterator[Piece]:
    if len(number) > LIMITS.depth:
        return
    reader = _TableReader(edges, number, left_out)
    rows: list[_Numbered] = []
    for at, row in enumerate(table.rows[: LIMITS.rows]):
        opened = [reader.open_cell(cell) for cell in row]
        if not any(opened):
            rows.append((at, row))
            continue
        yield from reader.read_rows(rows)
        rows = []
        for cell, inner in zip(row, opened, strict=True):
            yield from inner or _make_lines([block for block in cell.blocks if isinstance(block, Paragraph)])
    yield from reader.read_rows(rows)


class _TableReader:
    def __init__(self, edges: Edges, number: tuple[int, ...], left_out: LeftOut) -> None:
        self._edges = edges
        self._number = number
        self._left_out = left_out
        self._inner = 0
        self._texts: dict[int, list[Piece]] = {}

    def open_cell(self, cell: WordCell) -> list[Piece]:
        """Return a cell's pieces where a table with columns is among them, otherwise nothing."""
        tables = sum(isinstance(block, WordTable) for block in cell.blocks)
        if not tables:
            return []
        pieces = list(_read_blocks(cell.blocks, self._number, self._left_out, self._inner))
        self._inner += tables
        if any(isinstance(piece, Grid) for piece in pieces):
            return pieces
        self._texts[id(cell)] = pieces
        return []

    def read_rows(self, rows: Sequence[_Numbered]) -> list[Piece]:
        """Return rows that stand below each other as one grid, or as lines where they have no columns."""
        if not any(row for _, row in rows):
            return []
        merger = Merger(self._edges, self._read_text, self._left_out)
        grid = make_grid(merger.place(rows, self._name))
        return [grid] if has_columns(grid) else list(_read_lines(grid))

    def _name(self, row: int, col: int) -> str:
        return name_table_place(self._number, row, col)

    def _read_text(self, cell: WordCell) -> tuple[str, Doubt | None]:
        texts: list[str] = []
        doubts: list[Doubt] = []
        if id(cell) in self._texts:
            lines = [piece for piece in self._texts[id(cell)] if isinstance(piece, Line)]
            texts = [line.text for line in lines]
            doubts = [line.box.doubt for line in lines if line.box.doubt]
            return "\n".join(texts), next(iter(doubts), None)
        paragraphs = [block for block in cell.blocks if isinstance(block, Paragraph)]
        for paragraph in paragraphs:
            texts += [paragraph.text, "" if paragraph.is_joined else "\n"]
            doubts += [paragraph.doubt] if paragraph.doubt else []
        return "".join(texts).strip(), next(iter(doubts), None)


def _read_lines(grid: Grid) -> Iterator[Line]:
    """Yield the lines of a table that only lays out the page."""
    filled = (cell for cell in grid.cells if cell.text.strip())
    split = (_split_lines(cell.text, cell.boxes[0].place or "", cell.boxes[0].doubt) for cell in filled)
    return chain.from_iterable(split)
