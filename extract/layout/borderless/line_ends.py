"""Rows of a text whose lines stand at one distance: a cell goes on where it fills its upper line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.layout.borderless.placed_runs import PlacedRun, join_line_runs
from extract.layout.borderless.rows import RowCut
from extract.layout.settings import LAYOUT

_THREE = 3
_FIRST_COLUMN = (0, 1)

Line = Sequence[PlacedRun]


def cut_at_line_ends(lines: Sequence[Line], em: float) -> list[RowCut]:
    """Cut between two lines unless they may be of one row.

    Then each cell that stands on both fills its upper line.

    Lines of long texts only may be paragraphs of one cell. Of two lines without a common cell one stands
    between full lines of a cell of the other.
    """
    cells = [join_line_runs(line) for line in lines]
    every = [placed for line in cells for placed in line]
    cuts = []
    for at, (upper, lower) in enumerate(pairwise(cells)):
        longer = list(_find_longer_above(upper, cells[at - 1], em)) if at else []
        if _may_be_one_row(upper, lower, [*every, *longer], em):
            continue
        if any(_passes_middle(cells[n : n + _THREE], every, em) for n in (at - 1, at) if n >= 0):
            continue
        cuts.append(_cut_between(upper, lower))
    return cuts


def _cut_between(upper: Line, lower: Line) -> RowCut:
    bottom, top = max(placed.run.bottom for placed in upper), min(placed.run.top for placed in lower)
    return RowCut((bottom + top) / 2)


def _find_longer_above(line: Line, above: Line, em: float) -> Iterator[PlacedRun]:
    """Yield the longer lines right above that begin where one of these does, in the columns of its cell."""
    for placed in line:
        for longer in above:
            if _begin_together(longer, placed, em) and longer.run.width > placed.run.width:
                yield replace(longer, first=placed.first, end=placed.end)


def _may_be_one_row(upper: Line, lower: Line, every: Line, em: float) -> bool:
    pairs = list(_pair_cells(upper, lower))
    white = min(placed.run.top for placed in lower) - max(placed.run.bottom for placed in upper)
    if not pairs or white >= em / 2:
        return False
    return all(is_full(*pair, every, em) or are_paragraphs(*pair, em) for pair in pairs)


def _passes_middle(lines: Sequence[Line], every: Line, em: float) -> bool:
    """Tell whether a cell goes on past the middle of three lines, which shares no cell with the others."""
    if len(lines) < _THREE:
        return False
    upper, middle, lower = lines
    if any(_pair_cells(upper, middle)) or any(_pair_cells(middle, lower)):
        return False
    return any(is_full(*pair, every, em) for pair in _pair_cells(upper, lower))


def _pair_cells(upper: Line, lower: Line) -> Iterator[tuple[PlacedRun, PlacedRun]]:
    """Yield the cells of two lines that share a column."""
    for above in upper:
        for below in lower:
            if above.shares_columns(below):
                yield above, below


def are_paragraphs(upper: PlacedRun, lower: PlacedRun, em: float) -> bool:
    """Tell whether two lines may be paragraphs of one long text, which may end anywhere."""
    is_long = max(upper.run.width, lower.run.width) > LAYOUT.paragraph_em * em
    return is_long and _begin_together(upper, lower, em)


def _begin_together(one: PlacedRun, other: PlacedRun, em: float) -> bool:
    return abs(one.run.x0 - other.run.x0) < LAYOUT.indent_em * em


def is_full(upper: PlacedRun, lower: PlacedRun, every: Line, em: float) -> bool:
    """Tell whether what the lower line begins with had no room above, in the columns that either covers."""
    if upper.run.figure or not _are_aligned(upper, lower, em):
        return False
    first, end = min(upper.first, lower.first), max(upper.end, lower.end)
    inside = [placed.run for placed in every if first <= placed.first and placed.end <= end]
    room = max(run.x1 for run in inside) - min(run.x0 for run in inside)
    return upper.run.width + lower.run.lead > room


def _are_aligned(upper: PlacedRun, lower: PlacedRun, em: float) -> bool:
    """Tell whether two lines may be of one cell.

    They begin, end or have their middle below each other, or the first is indented.
    """
    begins, ends = lower.run.x0 - upper.run.x0, lower.run.x1 - upper.run.x1
    indented = abs(begins + 2 * em)
    return min(abs(begins), abs(ends), abs(begins + ends) / 2, indented) <= em


def join_label_lines(lines: Sequence[Line], em: float) -> list[PlacedRun]:
    """Return all runs; the last lines of a label at the left edge reach up to its first.

    They are shorter than its full ones.

    Labels stand beside several rows: where most lines have a text there it is no column of labels.
    """
    every = [placed for line in lines for placed in line]
    if 2 * sum(map(_is_label, every)) >= len(lines):
        return every
    out: list[PlacedRun] = []
    above: PlacedRun | None = None
    for line in lines:
        label = next(filter(_is_label, line), None)
        if label and above and _ends_label(above, label, every, em):
            label = replace(label, run=replace(label.run, top=above.run.top))
        out += [label if label and _is_label(placed) else placed for placed in line]
        above = label
    return out


def _ends_label(above: PlacedRun, label: PlacedRun, every: Line, em: float) -> bool:
    return label.run.width < above.run.width and is_full(above, label, every, em)


def _is_label(placed: PlacedRun) -> bool:
    return placed.columns == _FIRST_COLUMN
