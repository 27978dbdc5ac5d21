"""A sheet's cells to its tables and the lines around them, in reading order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from extract.grid import Line
from extract.office.sheets.placing import Placed
from extract.office.sheets.settings import SHEETS
from extract.office.spans import PlacedCell, make_grid
from extract.pieces import Piece

Block = Sequence[Placed]


def part_cells(cells: Block, ruled_cols: Collection[int] = frozenset()) -> Iterator[Piece]:
    """Yield the tables and lines that a sheet's cells make, in reading order.

    Blocks far from each other, and forms side by side, are tables of their own. ``ruled_cols`` are the
    columns of blank cells with borders, which are no gap between tables.
    """
    for block in _split_far(cells):
        for part in _part_sides(block, ruled_cols):
            yield from _read_block(part)


def _split_far(cells: Block) -> Iterator[Block]:
    """Part the cells where many rows are blank, and then where many columns are."""
    for rows in _split(
        cells, [(cell.row, cell.row + cell.rowspan) for cell in cells], SHEETS.blank_rows_between
    ):
        yield from _split(rows, [(cell.col, cell.end) for cell in rows], SHEETS.blank_cols_between)


def _split(cells: Block, extents: Sequence[tuple[int, int]], blank: int) -> list[Block]:
    """Part the cells at each stretch of as many blank rows or columns."""
    cuts: list[int] = []
    end: int | None = None
    for start, stop in sorted(extents):
        if end is not None and start - end >= blank:
            cuts.append(start)
        end = stop if end is None else max(end, stop)
    if not cuts:
        return [cells]
    parts: list[list[Placed]] = [[] for _ in range(len(cuts) + 1)]
    for cell, (start, _) in zip(cells, extents, strict=True):
        parts[sum(start >= cut for cut in cuts)].append(cell)
    return list(parts)


def _part_sides(block: Block, ruled_cols: Collection[int]) -> Iterator[Block]:
    """Yield the forms that stand side by side in a block from left to right, else the block."""
    bands = _split(block, [(cell.row, cell.row + cell.rowspan) for cell in block], 1)
    whole = _part_under_heads(block, ruled_cols)
    if len(whole) > 1 or len(bands) == 1:
        yield from whole
        return
    parted = [_part_under_heads(band, ruled_cols) for band in bands]
    if all(len(parts) == 1 for parts in parted):
        yield block
    else:
        for parts in parted:
            yield from parts


def _part_under_heads(block: Block, ruled_cols: Collection[int]) -> Sequence[Block]:
    """Part a block from left to right, its first rows of one cell, which stand over all parts, left out."""
    rows = [list(row) for _, row in groupby(block, key=lambda cell: cell.row)]
    for heads in range(min(SHEETS.heads_above, len(rows)) + 1):
        if any(len(row) > 1 for row in rows[:heads]):
            break
        below = [cell for row in rows[heads:] for cell in row]
        parts = _part_at_gaps(below, ruled_cols)
        if len(parts) > 1:
            above = [cell for row in rows[:heads] for cell in row]
            return [above, *parts] if above else parts
    return [block]


def _part_at_gaps(block: Block, ruled_cols: Collection[int]) -> Sequence[Block]:
    """Part a block at the first column edge that parts two tables, and what is right of it again."""
    for cut in _find_gaps(block):
        left, right = _cut(block, cut)
        if not _is_drawn(left, cut, ruled_cols) and _are_apart(left, right):
            return [left, *_part_at_gaps(right, ruled_cols)]
    titles = [cell.col for cell in block if cell.row == block[0].row]
    if len(titles) > 1:
        left, right = _cut(block, titles[1])
        next_one = [cell for cell in right if len(titles) == 2 or cell.col < titles[2]]  # noqa: PLR2004
        if max(cell.end for cell in left) <= titles[1] and _are_twins(left, next_one):
            return [left, *_part_at_gaps(right, ruled_cols)]
    return [block]


def _cut(block: Block, col: int) -> tuple[Block, Block]:
    return [cell for cell in block if cell.col < col], [cell for cell in block if cell.col >= col]


def _find_gaps(block: Block) -> Iterator[int]:
    """Yield each column that a blank one stands before, from the left."""
    end = min((cell.col for cell in block), default=0)
    for col, stop in sorted({(cell.col, cell.end) for cell in block}):
        if col > end:
            yield col
        end = max(end, stop)


def _is_drawn(left: Block, cut: int, ruled_cols: Collection[int]) -> bool:
    """Tell whether borders draw a column between the cells on the left and the cut."""
    return any(col in ruled_cols for col in range(max(cell.end for cell in left), cut))


def _is_table(cells: Block) -> bool:
    rows = Counter(cell.row for cell in cells)
    return sum(count > 1 for count in rows.values()) >= SHEETS.table_rows


def _are_apart(left: Block, right: Block) -> bool:
    """Tell whether what stands on both sides of blank columns is two tables, or a table and a note."""
    rows = sorted(len({cell.row for cell in cells}) for cells in (left, right))
    if rows[0] <= SHEETS.note_share * rows[1]:
        return True
    if not (_is_table(left) and _is_table(right)):
        return False
    is_ruled = _is_ruled(left), _is_ruled(right)
    return any(is_ruled) or (_has_title(left) and _has_title(right))


def _are_twins(left: Block, right: Block) -> bool:
    """Tell whether two tables under titles of their own in the same row print the same labels."""
    if not (_is_table(left) and _is_table(right)):
        return False
    texts = _find_labels(left), _find_labels(right)
    repeated = len(texts[0] & texts[1])
    most = max(len(texts[0]), len(texts[1]))
    return repeated >= SHEETS.repeated_texts and repeated >= SHEETS.repeated_share * most


def _find_labels(cells: Block) -> set[str]:
    return {cell.text for cell in cells if not any(char.isdigit() for char in cell.text)}


def _has_title(cells: Block) -> bool:
    return sum(cell.row == cells[0].row for cell in cells) == 1


def _is_ruled(cells: Block) -> bool:
    ruled = sum(cell.is_ruled for cell in cells)
    return ruled >= SHEETS.table_rows and ruled >= SHEETS.ruled_share * len(cells)


def _read_block(block: Block) -> Iterator[Piece]:
    """Yield a block's tables, the rows of one cell around them as lines, and the notes beside them."""
    notes: Block = []
    if _is_ruled(block):
        block, notes = _part_notes(block)
    rows = _find_table_rows(block)
    for is_table, cells in groupby(block, key=lambda cell: cell.row in rows):
        if is_table:
            yield make_grid(_compress(list(cells)))
        else:
            yield from _make_lines(list(cells))
    yield from _make_lines(notes)


def _find_table_rows(block: Block) -> Collection[int]:
    """Return the rows of tables: with two cells or, in a block drawn by borders, one that has some.

    Rows of one cell between those of a table without borders are its headings.
    """
    counts = Counter(cell.row for cell in block)
    rows = {row for row, count in counts.items() if count > 1}
    if not rows:
        return rows
    if not _is_ruled(block):
        return range(min(rows), max(rows) + 1)
    for cell in block:
        if cell.is_ruled:
            rows.update(row for row in counts if cell.row <= row < cell.row + cell.rowspan)
    return rows


def _part_notes(block: Block) -> tuple[Block, Block]:
    """Part what stands beside a ruled table, outside its columns and without borders, from the rest."""
    ruled = [cell for cell in block if cell.is_ruled]
    left, right = min(cell.col for cell in ruled), max(cell.end for cell in ruled)
    notes = [cell for cell in block if not cell.is_ruled and (cell.end <= left or cell.col >= right)]
    kept = [cell for cell in block if cell.is_ruled or not (cell.end <= left or cell.col >= right)]
    return kept, notes


def _make_lines(cells: Block) -> Iterator[Line]:
    for cell in cells:
        for text in cell.text.split("\n"):
            if text.strip():
                yield Line(text.strip(), cell.box)


def _compress(cells: Block) -> Iterator[PlacedCell]:
    """Yield the cells without the rows and columns in which none begins."""
    rows, cols = sorted({cell.row for cell in cells}), sorted({cell.col for cell in cells})
    for cell in cells:
        row, col = bisect_left(rows, cell.row), bisect_left(cols, cell.col)
        yield PlacedCell(
            row=row,
            col=col,
            text=cell.text,
            place=cell.place,
            rowspan=bisect_left(rows, cell.row + cell.rowspan) - row,
            colspan=bisect_left(cols, cell.end) - col,
            doubt=cell.doubt,
        )
