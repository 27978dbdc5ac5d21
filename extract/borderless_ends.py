"""Rows of lines that stand at one distance, as in text files: a cell goes on where its line is full to the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.borderless_rows import Cut, Piece

_LONG = 20  # ems of a line in a text of paragraphs, which may end anywhere
_INDENT = 2.5  # ems
_THREE = 3

Line = Sequence[Piece]


def cuts_at_ends(lines: Sequence[Line], em: float) -> list[Cut]:
    """Cut between two lines unless they may be of one row: then each cell that stands on both fills its upper line.

    Lines of long texts only may be paragraphs of one cell. Of two lines without a common cell one stands between full lines of a
    cell of the other.
    """
    cells = [_cells(line) for line in lines]
    every = [piece for line in cells for piece in line]
    return [
        _between(upper, lower)
        for at, (upper, lower) in enumerate(pairwise(cells))
        if not (
            _may_be_one_row(upper, lower, [*every, *_longer_above(upper, cells[at - 1], em)] if at else every, em)
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
    return bool(pairs) and near and all(_is_full(*pair, every, em) or _are_paragraphs(*pair, em) for pair in pairs)


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
