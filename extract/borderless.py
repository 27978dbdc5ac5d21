"""Tables that no upright rule draws: their columns from the white between runs of text, their rows from lines and level rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from extract.borderless_columns import CELL_GAP, Block, Span, blocks, edges, merged, spans_of
from extract.borderless_labels import labelled
from extract.borderless_rows import Cut, Piece, cuts
from extract.borderless_runs import Inked, Run
from extract.cells import Lattice
from extract.marks import Flags, Floats
from extract.rules import cluster

_COLUMNS = 3
_ROWS = 3
_SLACK = 0.1  # of an em that a run may reach over its column's edge
_FAR = 2.5  # ems of white above or below which a line is no part of the table

Lines = Sequence[tuple[Run, ...]]


def borderless(inked: Inked, rules: Floats, known: tuple[float, ...] = ()) -> list[Lattice]:
    """Find a page's tables without upright rules; ``rules`` (m, 4) are the page's, ``known`` the column edges of the page before.

    A table opens where three lines or more have three cells or more, one below the other; ``known`` opens it too where its
    columns go on. Boxes in the runs' unit.
    """
    if not known and sum(_is_rich(line, inked.em) for line in inked.lines) < _ROWS:
        return []
    found, _ = blocks(inked.lines, inked.em)
    tables = [_table(inked, found[first:end], rules, known) for first, end in _regions(inked, found, known)]
    return [table for table in tables if table is not None]


def _regions(inked: Inked, found: Sequence[Block], known: tuple[float, ...]) -> list[tuple[int, int]]:
    """Give the runs of blocks that are tables: blocks of several columns that hang together, one of them a table's core."""
    wide = [len(block.columns) > 1 for block in found]
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and (wide[end] or (end > at and _inside(inked, found, at, end))):
            end += 1
        while end > at and not wide[end - 1] and not _hangs(inked, found[end - 1]):
            end -= 1
        if end > at and any(_is_core(inked.lines, block, inked.em) or _goes_on(block, known) for block in found[at:end]):
            out.append((at, end))
        at = max(end, at + 1)
    return out


def _is_rich(line: tuple[Run, ...], em: float) -> bool:
    return len(merged(spans_of(line), CELL_GAP * em)) >= _COLUMNS


def _is_core(lines: Lines, block: Block, em: float) -> bool:
    rich = [line for line in lines[block.first : block.end] if _is_rich(line, em)]
    return len(block.columns) >= _COLUMNS and len(rich) >= _ROWS


def _goes_on(block: Block, known: tuple[float, ...]) -> bool:
    return len(block.columns) >= _COLUMNS and _stabbed([block], known)


def _inside(inked: Inked, found: Sequence[Block], start: int, at: int) -> bool:
    """Tell whether a block of one column stands within a table: close to it, and right of the labels at its left edge."""
    left = min(block.columns[0][0] for block in found[start:at] if len(block.columns) > 1)
    above, below = inked.lines[found[at].first - 1], inked.lines[found[at].first]
    close = min(run.top for run in below) - max(run.bottom for run in above) < _FAR * inked.em
    return close and found[at].columns[0][0] > left + inked.em


def _hangs(inked: Inked, last: Block) -> bool:
    above, below = inked.lines[last.first - 1], inked.lines[last.first]
    return min(run.top for run in below) - max(run.bottom for run in above) < inked.em / 2


def _table(inked: Inked, found: Sequence[Block], rules: Floats, known: tuple[float, ...]) -> Lattice | None:
    end = _end_row(inked, found)
    body = [block for block in found if block.end <= end] or found
    goes_on = _fits(body, known)
    first = body[0].first if goes_on else _first_row(inked, body)
    lines = inked.lines[first:end]
    xs = known if goes_on else edges(_several(body), inked.em)
    pieces = [piece for line in lines for piece in _pieces(line, xs, inked.em)]
    top, bottom = min(p.run.top for p in pieces), max(p.run.bottom for p in pieces)
    level = _level_rules(rules, xs, (top - inked.em, bottom + inked.em))
    found_cuts = cuts(pieces, len(xs) - 1, inked.em)
    if len(level) >= max(_ROWS, len(found_cuts) // 2):
        return _ruled(level, pieces, xs, (top, bottom))
    return _lattice(found_cuts, pieces, xs, (top - inked.em / 2, bottom + inked.em / 2), inked.em)


def _several(found: Sequence[Block]) -> list[Block]:
    return [block for block in found if len(block.columns) > 1]


def _end_row(inked: Inked, found: Sequence[Block]) -> int:
    """Leave out what stands below a table in columns of its own, such as a line of signatures."""
    last, rest = found[-1], _several(found[:-1])
    if last.end - last.first >= _ROWS or not rest:
        return last.end
    xs = edges(rest, inked.em)
    own = [
        line
        for line in range(last.first, last.end)
        if not _is_stabbed(merged(spans_of(inked.lines[line]), CELL_GAP * inked.em), xs)
    ]
    return own[0] if own else last.end


def _first_row(inked: Inked, found: Sequence[Block]) -> int:
    """Leave out the title and other single texts above a table."""
    lines = inked.lines
    single = (at for at in range(found[0].first, found[-1].end) if len(merged(spans_of(lines[at]), CELL_GAP * inked.em)) > 1)
    return next(single, found[0].first)


def _fits(found: Sequence[Block], known: tuple[float, ...]) -> bool:
    several = _several(found)
    within = bool(known) and all(known[0] <= block.columns[0][0] and block.columns[-1][1] <= known[-1] for block in several)
    return within and _stabbed(several, known)


def _stabbed(found: Sequence[Block], xs: Sequence[float]) -> bool:
    return all(_is_stabbed(block.columns, xs) for block in found)


def _is_stabbed(columns: Sequence[Span], xs: Sequence[float]) -> bool:
    return all(any(left[1] < x < right[0] for x in xs) for left, right in pairwise(columns))


def _pieces(line: tuple[Run, ...], xs: tuple[float, ...], em: float) -> list[Piece]:
    """Set a line's runs in columns; a text with blanks that crosses an edge anywhere covers all the columns it passes."""
    out: list[Piece] = []
    for start, end in merged(spans_of(line), CELL_GAP * em):
        runs = [run for run in line if start <= run.x0 < end or run.x0 == start]
        columns = [_columns(run.x0, run.x1, xs, em) for run in runs]
        if any(last - first > 1 for first, last in columns):
            columns = [_columns(start, end, xs, em)] * len(runs)
        out += [Piece(run, *at) for run, at in zip(runs, columns, strict=True)]
    return out


def _columns(x0: float, x1: float, xs: tuple[float, ...], em: float) -> tuple[int, int]:
    inner = np.array(xs[1:-1])
    first = int(np.searchsorted(inner, x0 + _SLACK * em, "right"))
    return first, max(int(np.searchsorted(inner, x1 - _SLACK * em, "left")), first) + 1


def _level_rules(rules: Floats, xs: tuple[float, ...], within: tuple[float, float]) -> list[tuple[float, list[bool]]]:
    """Give the level rules of a table: their heights, and which columns each of them covers."""
    flat = rules[rules[:, 2] - rules[:, 0] > rules[:, 3] - rules[:, 1]]
    heights, index = cluster((flat[:, 1] + flat[:, 3]) / 2)
    out: dict[float, list[bool]] = {}
    for y, start, end in zip(heights[index].tolist(), flat[:, 0].tolist(), flat[:, 2].tolist(), strict=True):
        covers = [start <= (left + right) / 2 <= end for left, right in pairwise(xs)]
        if within[0] <= y <= within[1] and any(covers):
            out[y] = [old or new for old, new in zip(out.get(y, [False] * len(covers)), covers, strict=True)]
    return sorted(out.items())


def _ruled(
    level: Sequence[tuple[float, list[bool]]], pieces: Sequence[Piece], xs: tuple[float, ...], ends: tuple[float, float]
) -> Lattice:
    """Lay a lattice whose rows the rules part; where a page end cuts the first or last row, no rule closes it."""
    open_row = [False] * (len(xs) - 1)
    above = [(ends[0], open_row)] if level[0][0] > ends[0] else []
    below = [(ends[1], open_row)] if level[-1][0] < ends[1] else []
    rows = [*above, *level, *below]
    ys = [y for y, _ in rows]
    return Lattice(np.array(xs), np.array(ys), np.array([covers for _, covers in rows]), _upright(pieces, xs, ys))


def _lattice(found: Sequence[Cut], pieces: Sequence[Piece], xs: tuple[float, ...], ends: tuple[float, float], em: float) -> Lattice:
    ys = [ends[0], *(cut.y for cut in found), ends[1]]
    level = np.ones((len(ys), len(xs) - 1), np.bool_)
    for at, cut in enumerate(found, 1):
        level[at, : cut.first] = False
    for column in range((len(xs) - 1) // 2):
        for first, end in labelled(pieces, column, ys, em):
            level[first, column] = level[end, column] = True
            level[first + 1 : end, column] = False
    return Lattice(np.array(xs), np.array(ys), level, _upright(pieces, xs, ys))


def _upright(pieces: Sequence[Piece], xs: tuple[float, ...], ys: Sequence[float]) -> Flags:
    """Put an upright line on each edge of each row that no text crosses."""
    upright = np.ones((len(ys) - 1, len(xs)), np.bool_)
    for piece in pieces:
        row = int(np.searchsorted(ys[1:-1], piece.run.middle, "right"))
        upright[row, piece.first + 1 : piece.end] = False
    return upright
