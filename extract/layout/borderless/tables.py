"""Tables that no upright ruling draws: columns by the white between runs, rows by lines and level rulings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Literal

from extract.geometry.lattice import Lattice
from extract.geometry.marks import Floats
from extract.layout.borderless.column_room import join_labels_down
from extract.layout.borderless.columns import (
    ColumnBlock,
    find_blocks,
    find_cells,
    find_edges,
    intervals_of,
    merge_intervals,
    split_blocks,
)
from extract.layout.borderless.ink_runs import InkLine, InkLines
from extract.layout.borderless.known_columns import (
    Edges,
    find_known_columns,
    find_wide_blocks,
    has_edge_in_each_gutter,
    has_known_columns,
)
from extract.layout.borderless.lattice import find_level_rulings, lay_ruled, lay_unruled
from extract.layout.borderless.line_ends import cut_at_line_ends, join_label_lines
from extract.layout.borderless.placed_runs import TableText, place_line
from extract.layout.borderless.rows import find_row_cuts
from extract.layout.borderless.tight_rows import find_tight_cuts
from extract.layout.settings import LAYOUT

RowsBy = Literal["white", "blank lines", "ends"]


def find_borderless_tables(
    ink: InkLines, rules: Floats, known: Edges = (), *, rows_by: RowsBy = "white"
) -> list[Lattice]:
    """Find a page's tables without upright rulings; boxes in the runs' unit.

    ``rules`` (m, 4) are the page's, ``known`` the column edges of the page before.

    A table opens where three lines or more have three cells or more, one below the other; ``known`` opens it
    too where its columns go on. ``rows_by`` says what parts the rows: ``white``, ``blank lines`` in a text,
    or the ``ends`` of lines where all stand at one distance. Boxes in the runs' unit.
    """
    if not known and sum(_has_table_columns(line, ink.em) for line in ink.lines) < LAYOUT.table_rows:
        return []
    ink = _drop_foot(ink)
    blocks, _ = find_blocks(ink.lines, ink.em)
    tables = []
    for start, end in _find_regions(ink, blocks, known):
        tables.append(_read_table(ink, blocks[start:end], rules, known, rows_by))
    return tables


def _drop_foot(ink: InkLines) -> InkLines:
    """Leave out a lone text far below all others, as the page's number, and notes below the table."""
    last = len(ink.lines) - 1
    if last >= 1 and _is_lone(ink.lines[last], ink.em):
        is_far = _measure_white_above(ink, last) > LAYOUT.apart_white_em * ink.em
        if is_far:
            ink = replace(ink, lines=ink.lines[:last])
    return replace(ink, lines=ink.lines[: _find_notes(ink)])


def _find_notes(ink: InkLines) -> int:
    """Return the line with which notes begin below a table, or how many lines there are.

    Notes are lone texts from the table's left edge on; the first runs across columns and is no rest of a cell
    above, the lines below may be its rest.
    """
    left = min((line[0].x0 for line in ink.lines), default=0.0)
    first = notes = len(ink.lines)
    while first > LAYOUT.table_rows and _begins_lone_at(ink.lines[first - 1], left, ink.em):
        first -= 1
        if _crosses_gutter(ink.lines[first], ink.lines[:first], ink.em) and not _is_wrapped(ink, first):
            notes = first
    return notes


def _begins_lone_at(line: InkLine, left: float, em: float) -> bool:
    return _is_lone(line, em) and line[0].x0 < left + LAYOUT.indent_em * em


def _is_lone(line: InkLine, em: float) -> bool:
    return len(merge_intervals(intervals_of(line), 2 * em)) == 1


def _crosses_gutter(line: InkLine, above: Sequence[InkLine], em: float) -> bool:
    """Tell whether a line runs over the first two cells of a line above."""
    for other in above:
        cells = find_cells(other, em)
        if len(cells) > 1 and line[-1].x1 > cells[1][0] and line[0].x0 < cells[0][1]:
            return True
    return False


def _is_wrapped(ink: InkLines, at: int) -> bool:
    """Tell whether a line may be the rest of a long cell that begins above it."""
    line, above = ink.lines[at], ink.lines[at - 1]
    if _measure_white_above(ink, at) > LAYOUT.wrap_white_em * ink.em:
        return False
    start, end = find_cells(above, ink.em)[0]
    is_below = abs(start - line[0].x0) < LAYOUT.indent_em * ink.em
    return is_below and _crosses_gutter(above, ink.lines[: at - 1], ink.em) and end >= line[-1].x1 - ink.em


def _find_regions(ink: InkLines, blocks: Sequence[ColumnBlock], known: Edges) -> list[tuple[int, int]]:
    """Find the runs of blocks that are tables.

    Blocks of several columns hang together, one of them is a table's core.
    """
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(blocks):
        end = _find_region_end(ink, blocks, at)
        if any(_is_core(ink, block) or has_known_columns(ink, block, known) for block in blocks[at:end]):
            out.append((at, end))
        at = max(end, at + 1)
    return out


def _find_region_end(ink: InkLines, blocks: Sequence[ColumnBlock], start: int) -> int:
    """Return where the blocks end that hang together with the first; what stands apart does not."""
    end = start
    while end < len(blocks):
        if not blocks[end].is_wide and not _is_inside(ink, blocks, start, end):
            break
        end += 1
    while end > start and not blocks[end - 1].is_wide:
        if _measure_white_above(ink, blocks[end - 1].first) < ink.em / 2:
            break
        end -= 1
    return end


def _is_inside(ink: InkLines, blocks: Sequence[ColumnBlock], start: int, at: int) -> bool:
    """Tell whether a block of one column stands within a table.

    It is close to it, and right of the labels at its left edge.
    """
    if at == start:
        return False
    left = min(block.columns[0][0] for block in find_wide_blocks(blocks[start:at]))
    is_close = _measure_white_above(ink, blocks[at].first) < LAYOUT.apart_white_em * ink.em
    return is_close and blocks[at].columns[0][0] > left + ink.em


def _has_table_columns(line: InkLine, em: float) -> bool:
    return len(find_cells(line, em)) >= LAYOUT.table_columns


def _is_core(ink: InkLines, block: ColumnBlock) -> bool:
    if len(block.columns) < LAYOUT.table_columns:
        return False
    lines = ink.lines[block.first : block.end]
    return sum(_has_table_columns(line, ink.em) for line in lines) >= LAYOUT.table_rows


def _measure_white_above(ink: InkLines, line: int) -> float:
    return min(run.top for run in ink.lines[line]) - max(run.bottom for run in ink.lines[line - 1])


def _read_table(
    ink: InkLines, blocks: Sequence[ColumnBlock], rules: Floats, known: Edges, rows_by: RowsBy
) -> Lattice:
    end = _find_end(ink, blocks)
    body = [block for block in blocks if block.end <= end] or list(blocks)
    top = _find_top(ink, body)
    known = find_known_columns(ink, body, top, known)
    xs = known or find_edges(split_blocks(ink.lines, find_wide_blocks(body), ink.em), ink.em)
    first = body[0].first if known else top
    lines = [place_line(line, xs, ink.em) for line in ink.lines[first:end]]
    is_tight = rows_by == "ends"
    text = TableText(
        runs=tuple(join_label_lines(lines, ink.em) if is_tight else chain(*lines)),
        xs=xs,
        em=ink.em,
        goes_on=bool(known),
        tight=is_tight,
        spaced=rows_by == "blank lines",
    )
    cuts = find_row_cuts(text, cut_at_line_ends(lines, ink.em) if is_tight else [])
    level = find_level_rulings(rules, text)
    if len(level) >= max(LAYOUT.table_rows, len(cuts) // 2):
        return lay_ruled(level, text)
    is_text = rows_by != "white"
    weighed = text
    if is_text:
        weighed = replace(text, runs=tuple(chain(*lines)), in_lines=True)
    has_enough = not is_text or len(lines) >= LAYOUT.fewest_weighed_lines
    tight_cuts = find_tight_cuts(weighed, cuts) if has_enough else []
    if tight_cuts:
        text = replace(weighed, tight=True, spaced=False)
        cuts = tight_cuts
    if tight_cuts or not is_text:
        text = replace(text, runs=join_labels_down(text))
    return lay_unruled(cuts, text)


def _find_end(ink: InkLines, blocks: Sequence[ColumnBlock]) -> int:
    """Return the line before which a table ends.

    What stands below it in columns of its own is a line of signatures or the like.
    """
    last, rest = blocks[-1], find_wide_blocks(blocks[:-1])
    if last.end - last.first >= LAYOUT.table_rows or not rest:
        return last.end
    xs = find_edges(rest, ink.em)
    for line in range(last.first, last.end):
        if not has_edge_in_each_gutter(find_cells(ink.lines[line], ink.em), xs):
            return line
    return last.end


def _find_top(ink: InkLines, blocks: Sequence[ColumnBlock]) -> int:
    """Return the line with which a table begins.

    The title and other single texts above it are no part of it.
    """
    rows = range(blocks[0].first, blocks[-1].end)
    first = next((at for at in rows if len(find_cells(ink.lines[at], ink.em)) > 1), rows[0])
    while first > rows[0]:
        is_close = _measure_white_above(ink, first) < ink.em / 2
        if not is_close or not _may_wrap(ink, first - 1):
            break
        first -= 1
    return first


def _may_wrap(ink: InkLines, row: int) -> bool:
    """Tell whether a line may go on in the next one.

    It is no title in larger letters, and as wide as what stands below it.
    """
    if max(run.bottom - run.top for run in ink.lines[row]) > LAYOUT.title_em * ink.em:
        return False
    (x0, x1), *_ = merge_intervals(intervals_of(ink.lines[row]), 2 * ink.em)
    widest = 0.0
    for start, end in find_cells(ink.lines[row + 1], ink.em):
        if start < x1 and x0 < end:
            widest = max(widest, end - start)
    return x1 - x0 > widest - ink.em
