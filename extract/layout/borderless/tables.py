"""Tables that no upright rule draws: their columns from the white between runs of text, their rows from lines and level rules."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Literal

from extract.geometry.lattice import Lattice
from extract.geometry.marks import Floats
from extract.layout.borderless.columns import CELL_GAP, Block, Span, blocks, edges, merged, parted, spans_of
from extract.layout.borderless.ink_runs import Inked, Run
from extract.layout.borderless.lattice import Laid, level_rules, pieces, ruled, unruled
from extract.layout.borderless.rows import Cut, Piece, cuts
from extract.layout.borderless.tight_rows import joined_lines, tight_cuts

_LONG = 20  # ems of a line in a text of paragraphs, which may end anywhere
_INDENT = 2.5  # ems
_THREE = 3

Line = Sequence[Piece]


def cuts_at_ends(lines: Sequence[Line], em: float) -> list[Cut]:
    """Cut between two lines unless they may be of one row: then each cell that stands on both fills its upper line.

    Lines of long texts only may be paragraphs of one cell. Of two lines without a common cell one stands
    between full lines of a cell of the other.
    """
    cells = [_cells(line) for line in lines]
    every = [piece for line in cells for piece in line]
    return [
        _between(upper, lower)
        for at, (upper, lower) in enumerate(pairwise(cells))
        if not (
            _may_be_one_row(
                upper, lower, [*every, *_longer_above(upper, cells[at - 1], em)] if at else every, em
            )
            or any(_goes_past(cells[n : n + _THREE], every, em) for n in (at - 1, at) if n >= 0)
        )
    ]


def _cells(line: Line) -> list[Piece]:
    """Join the pieces of one cell, which blanks part."""
    whole: dict[tuple[int, int], Piece] = {}
    for piece in line:
        before = whole.setdefault((piece.first, piece.end), piece)
        whole[piece.first, piece.end] = replace(
            before, run=replace(before.run, x1=piece.run.x1, figure=before.run.figure and piece.run.figure)
        )
    return list(whole.values())


def _longer_above(line: Line, above: Line, em: float) -> Iterator[Piece]:
    """Give the lines right above that begin where one of these does, as wide as its cell, whatever columns they cover."""
    for piece in line:
        for longer in above:
            if abs(longer.run.x0 - piece.run.x0) < _INDENT * em and _width(longer) > _width(piece):
                yield replace(longer, first=piece.first, end=piece.end)


def _may_be_one_row(upper: Line, lower: Line, every: Line, em: float) -> bool:
    pairs = list(_pairs(upper, lower))
    near = min(piece.run.top for piece in lower) - max(piece.run.bottom for piece in upper) < em / 2
    return (
        bool(pairs)
        and near
        and all(_is_full(*pair, every, em) or _are_paragraphs(*pair, em) for pair in pairs)
    )


def _goes_past(lines: Sequence[Line], every: Line, em: float) -> bool:
    """Tell whether a cell goes on past the middle one of three lines, which shares no cell with the others."""
    if len(lines) < _THREE or any(_pairs(*lines[:2])) or any(_pairs(*lines[1:])):
        return False
    return any(_is_full(*pair, every, em) for pair in _pairs(lines[0], lines[2]))


def _are_paragraphs(upper: Piece, lower: Piece, em: float) -> bool:
    return max(_width(upper), _width(lower)) > _LONG * em and abs(upper.run.x0 - lower.run.x0) < _INDENT * em


def joined_labels(lines: Sequence[Line], em: float) -> list[Piece]:
    """Give all pieces; the last lines of a label at the left edge, shorter than its full ones, reach up to its first.

    Labels stand beside several rows: where most lines have a text there it is no column of labels.
    """
    every = [piece for line in lines for piece in line]
    if 2 * sum(map(_is_label, every)) >= len(lines):
        return every
    out: list[Piece] = []
    above: Piece | None = None
    for line in lines:
        label = next(filter(_is_label, line), None)
        if label and above and _width(label) < _width(above) and _is_full(above, label, every, em):
            label = replace(label, run=replace(label.run, top=above.run.top))
        out += [label if label and _is_label(piece) else piece for piece in line]
        above = label
    return out


def _is_label(piece: Piece) -> bool:
    return (piece.first, piece.end) == (0, 1)


def _between(upper: Line, lower: Line) -> Cut:
    return Cut((max(piece.run.bottom for piece in upper) + min(piece.run.top for piece in lower)) / 2)


def _pairs(upper: Line, lower: Line) -> Iterator[tuple[Piece, Piece]]:
    for above in upper:
        yield from ((above, below) for below in lower if above.first < below.end and below.first < above.end)


def _is_full(upper: Piece, lower: Piece, every: Line, em: float) -> bool:
    """Tell whether what the lower line begins with had no room on the upper one, in the columns that either covers.

    Lines of one cell begin, end or have their middle below each other.
    """
    begins, ends = lower.run.x0 - upper.run.x0, lower.run.x1 - upper.run.x1
    if min(abs(begins), abs(ends), abs(begins + ends) / 2, abs(begins + 2 * em)) > em:
        return False
    first, end = min(upper.first, lower.first), max(upper.end, lower.end)
    inside = [piece.run for piece in every if first <= piece.first and piece.end <= end]
    room = max(run.x1 for run in inside) - min(run.x0 for run in inside)
    return not upper.run.figure and _width(upper) + lower.run.lead > room


def _width(piece: Piece) -> float:
    return piece.run.x1 - piece.run.x0


INFERRED = 0.8  # the confidence in cells that only the white between texts parts

_COLUMNS = 3
_ROWS = 3
_LARGE = 1.25  # ems: the letters of a title
_FAR = 2.5  # ems of white above or below which a line is no part of the table

Lines = Sequence[tuple[Run, ...]]
RowsBy = Literal["white", "blank lines", "ends"]


def borderless(
    inked: Inked, rules: Floats, known: tuple[float, ...] = (), *, rows_by: RowsBy = "white"
) -> list[Lattice]:
    """Find a page's tables without upright rules; ``rules`` (m, 4) are the page's, ``known`` the column edges of the page before.

    A table opens where three lines or more have three cells or more, one below the other; ``known`` opens it
    too where its columns go on. ``rows_by`` says what parts the rows: ``white``, ``blank lines`` in a text,
    or the ``ends`` of lines where all stand at one distance. Boxes in the runs' unit.
    """
    if not known and sum(_is_rich(line, inked.em) for line in inked.lines) < _ROWS:
        return []
    inked = _without_foot(inked)
    found, _ = blocks(inked.lines, inked.em)
    return [
        _table(inked, found[first:end], rules, known, rows_by) for first, end in _regions(inked, found, known)
    ]


def _without_foot(inked: Inked) -> Inked:
    """Leave out a lone text far below all others, as the page's number."""
    lone = len(inked.lines) > 1 and len(merged(spans_of(inked.lines[-1]), 2 * inked.em)) == 1
    far = lone and _white_above(inked, len(inked.lines) - 1) > _FAR * inked.em
    return replace(inked, lines=inked.lines[:-1]) if far else inked


def _regions(inked: Inked, found: Sequence[Block], known: tuple[float, ...]) -> list[tuple[int, int]]:
    """Give the runs of blocks that are tables: blocks of several columns that hang together, one of them a table's core."""
    wide = [len(block.columns) > 1 for block in found]
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and (wide[end] or (end > at and _inside(inked, found, at, end))):
            end += 1
        while end > at and not wide[end - 1] and _white_above(inked, found[end - 1].first) >= inked.em / 2:
            end -= 1
        if end > at and any(
            _is_core(inked.lines, block, inked.em) or _goes_on(inked, block, known) for block in found[at:end]
        ):
            out.append((at, end))
        at = max(end, at + 1)
    return out


def _is_rich(line: tuple[Run, ...], em: float) -> bool:
    return len(merged(spans_of(line), CELL_GAP * em)) >= _COLUMNS


def _is_core(lines: Lines, block: Block, em: float) -> bool:
    rich = [line for line in lines[block.first : block.end] if _is_rich(line, em)]
    return len(block.columns) >= _COLUMNS and len(rich) >= _ROWS


def _goes_on(inked: Inked, block: Block, known: tuple[float, ...]) -> bool:
    """Tell whether a block has the known columns: as a whole or, where a text stands across them, line by line."""
    if len(block.columns) < _COLUMNS or not known:
        return False
    lines = [merged(spans_of(line), CELL_GAP * inked.em) for line in inked.lines[block.first : block.end]]
    full = any(len(cells) >= max(_COLUMNS, len(known) // 2) for cells in lines)
    return _stabbed([block], known) or (full and all(_is_stabbed(cells, known) for cells in lines))


def _inside(inked: Inked, found: Sequence[Block], start: int, at: int) -> bool:
    """Tell whether a block of one column stands within a table: close to it, and right of the labels at its left edge."""
    left = min(block.columns[0][0] for block in found[start:at] if len(block.columns) > 1)
    return (
        _white_above(inked, found[at].first) < _FAR * inked.em and found[at].columns[0][0] > left + inked.em
    )


def _white_above(inked: Inked, line: int) -> float:
    return min(run.top for run in inked.lines[line]) - max(run.bottom for run in inked.lines[line - 1])


def _table(
    inked: Inked, found: Sequence[Block], rules: Floats, known: tuple[float, ...], rows_by: RowsBy
) -> Lattice:
    end = _end_row(inked, found)
    body = [block for block in found if block.end <= end] or found
    top = _first_row(inked, body)
    first = _is_first(inked, top, known)
    shifted = (
        _shifted(body, known) or _kept(inked, body, known) if first else known if _fits(body, known) else ()
    )
    goes_on = bool(shifted)
    lines = inked.lines[body[0].first if goes_on else top : end]
    xs = shifted or edges(parted(inked.lines, _several(body), inked.em), inked.em)
    on_lines = [pieces(line, xs, inked.em) for line in lines]
    tight = rows_by == "ends"
    every = tuple(joined_labels(on_lines, inked.em) if tight else chain(*on_lines))
    laid = Laid(every, xs, inked.em, goes_on=goes_on, tight=tight, spaced=rows_by == "blank lines")
    level = level_rules(rules, laid)
    told = cuts_at_ends(on_lines, inked.em) if tight else []
    found_cuts = cuts(laid.pieces, len(xs) - 1, inked.em, told)
    if len(level) >= max(_ROWS, len(found_cuts) // 2):
        return ruled(level, laid)
    if rows_by == "white":
        close = tight_cuts(laid.pieces, xs, inked.em, found_cuts)
        laid = replace(laid, pieces=joined_lines(laid.pieces, xs, inked.em), tight=bool(close))
        found_cuts = close or found_cuts
    return unruled(found_cuts, laid)


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
    rows = range(found[0].first, found[-1].end)
    first = next(
        (at for at in rows if len(merged(spans_of(inked.lines[at]), CELL_GAP * inked.em)) > 1), rows[0]
    )
    while first > rows[0] and _white_above(inked, first) < inked.em / 2 and _may_wrap(inked, first - 1):
        first -= 1
    return first


def _may_wrap(inked: Inked, row: int) -> bool:
    """Tell whether a line may go on in the next one: it is no title in larger letters, and as wide as what stands below it."""
    (x0, x1), *_ = merged(spans_of(inked.lines[row]), 2 * inked.em)
    below = [
        end - start
        for start, end in merged(spans_of(inked.lines[row + 1]), CELL_GAP * inked.em)
        if start < x1 and x0 < end
    ]
    large = max(run.bottom - run.top for run in inked.lines[row]) > _LARGE * inked.em
    return not large and x1 - x0 > max(below, default=0.0) - inked.em


def _is_first(inked: Inked, row: int, known: tuple[float, ...]) -> bool:
    """Tell whether a page begins with this row, but for the rest of a cell of the page before: a title crosses columns."""
    return bool(known) and all(len(_columns_of(inked, line, known)) == 1 for line in inked.lines[:row])


def _columns_of(inked: Inked, line: tuple[Run, ...], known: tuple[float, ...]) -> set[int]:
    return {column for piece in pieces(line, known, inked.em) for column in range(piece.first, piece.end)}


def _fits(found: Sequence[Block], known: tuple[float, ...]) -> bool:
    several = _several(found)
    within = bool(known) and all(
        known[0] <= block.columns[0][0] and block.columns[-1][1] <= known[-1] for block in several
    )
    return within and _stabbed(several, known)


def _shifted(found: Sequence[Block], known: tuple[float, ...]) -> tuple[float, ...]:
    """Give the edges of the page before, moved into this page's gutters; none where its columns are others."""
    first = next((block for block in _several(found) if len(block.columns) >= _COLUMNS), None)
    if not known or first is None or first.columns[0][0] < known[0] or first.columns[-1][1] > known[-1]:
        return ()
    free = [x for x in known[1:-1] if not any(low < x < high for low, high in first.gutters)]
    moved = list(known)
    for low, high in first.gutters:
        if not any(low < x < high for x in moved) and free:
            nearest = min(free, key=lambda x: abs(x - (low + high) / 2))
            moved[moved.index(nearest)] = (low + high) / 2
            free.remove(nearest)
    return tuple(moved) if moved == sorted(moved) and _stabbed([first], moved) else ()


def _kept(inked: Inked, found: Sequence[Block], known: tuple[float, ...]) -> tuple[float, ...]:
    """Give the edges of the page before where most lines have each cell in a column of its own: a label may stand across."""
    lines = [
        merged(spans_of(line), CELL_GAP * inked.em) for line in inked.lines[found[0].first : found[-1].end]
    ]
    fitting = sum(_each_in_its_own(line, known) for line in lines)
    fewer = all(len(block.columns) < len(known) for block in found)
    return known if fewer and fitting >= _ROWS and fitting * 3 >= len(lines) * 2 else ()


def _each_in_its_own(cells: Sequence[Span], xs: Sequence[float]) -> bool:
    ends = [(bisect_right(xs, start), bisect_right(xs, end)) for start, end in cells]
    alone = len({first for first, _ in ends}) == len(ends)
    return alone and all(first == last and 0 < first < len(xs) for first, last in ends)


def _stabbed(found: Sequence[Block], xs: Sequence[float]) -> bool:
    return all(_is_stabbed(block.columns, xs) for block in found)


def _is_stabbed(columns: Sequence[Span], xs: Sequence[float]) -> bool:
    return all(any(left[1] < x < right[0] for x in xs) for left, right in pairwise(columns))
