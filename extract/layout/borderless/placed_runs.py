"""Runs set in a table's columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.layout.borderless.columns import Interval, find_cells
from extract.layout.borderless.ink_runs import InkLine, InkRun
from extract.layout.settings import LAYOUT

Columns = tuple[int, int]  # the first, and the one behind the last


@dataclass(frozen=True, slots=True)
class PlacedRun:
    """A run in its table: the columns ``first`` up to ``end`` that it covers."""

    run: InkRun
    first: int
    end: int

    @property
    def columns(self) -> Columns:
        """The columns that it covers."""
        return self.first, self.end

    @property
    def height(self) -> Interval:
        """Where it begins and ends from top to bottom."""
        return self.run.top, self.run.bottom

    def covers(self, column: int) -> bool:
        """Tell whether it covers a column."""
        return self.first <= column < self.end

    def shares_columns(self, other: PlacedRun) -> bool:
        """Tell whether it covers a column that another covers too."""
        return self.first < other.end and other.first < self.end

    def is_within(self, top: float, bottom: float) -> bool:
        """Tell whether its middle is between two heights."""
        return top < self.run.middle < bottom


@dataclass(frozen=True, slots=True)
class TableText:
    """A table's runs in its column edges ``xs``, which may be those of the page before (``goes_on``).

    Lengths are in the unit of ``em``.

    ``tight``: its lines stand at one distance, and the white between them tells nothing. ``spaced``: blank
    lines of a text part its rows, a few of them only. ``in_lines``: heights are lines of a text, and between
    two lines of a cell in the middle of its row may stand one of other cells.
    """

    runs: tuple[PlacedRun, ...]
    xs: tuple[float, ...]
    em: float
    goes_on: bool = False
    tight: bool = False
    spaced: bool = False
    in_lines: bool = False

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.xs) - 1

    @property
    def half(self) -> int:
        """How many columns may hold labels: those of the left half."""
        return self.columns // 2

    @property
    def top(self) -> float:
        """The upper end of its ink."""
        return min(placed.run.top for placed in self.runs)

    @property
    def bottom(self) -> float:
        """The lower end of its ink."""
        return max(placed.run.bottom for placed in self.runs)


def place_line(line: InkLine, xs: tuple[float, ...], em: float) -> list[PlacedRun]:
    """Set a line's runs in columns.

    A text with blanks that crosses an edge anywhere covers all the columns it passes, unless its blanks stand
    at edges.
    """
    out: list[PlacedRun] = []
    for cell in find_cells(line, em):
        start, end = cell
        runs = [run for run in line if start <= run.x0 < end or run.x0 == start]
        columns = _place_in_columns(runs, cell, xs, em)
        out += [PlacedRun(run, *at) for run, at in zip(runs, columns, strict=True)]
    return out


def _place_in_columns(
    runs: Sequence[InkRun], cell: Interval, xs: tuple[float, ...], em: float
) -> list[Columns]:
    """Find the columns of each run of one cell."""
    slack = LAYOUT.edge_slack_em * em
    columns = [_find_columns((run.x0, run.x1), xs, slack) for run in runs]
    if all(last - first == 1 for first, last in columns):
        return columns
    if len(runs) > 1:
        columns = [_find_columns((run.x0, run.x1), xs, LAYOUT.pushed_slack_em * em) for run in runs]
        if all(left[1] <= right[0] for left, right in pairwise(columns)):
            return columns
    return [_find_columns(cell, xs, slack)] * len(runs)


def _find_columns(interval: Interval, xs: tuple[float, ...], slack: float) -> Columns:
    inner = xs[1:-1]
    first = bisect_right(inner, interval[0] + slack)
    return first, max(bisect_left(inner, interval[1] - slack), first) + 1


def join_line_runs(line: Iterable[PlacedRun]) -> list[PlacedRun]:
    """Join a line's runs of one cell, which blanks part."""
    whole: dict[Columns, PlacedRun] = {}
    for placed in line:
        before = whole.setdefault(placed.columns, placed)
        whole[placed.columns] = extend_run(before, placed)
    return list(whole.values())


def extend_run(placed: PlacedRun, right: PlacedRun) -> PlacedRun:
    """Return a run that reaches to the end of one to its right; both together are a figure where each is."""
    figure = placed.run.figure and right.run.figure
    return replace(placed, run=replace(placed.run, x1=right.run.x1, figure=figure))


def find_figure_columns(runs: Iterable[PlacedRun], columns: int) -> set[int]:
    """Find the columns of figures that print the most of them."""
    by_column: list[list[bool]] = [[] for _ in range(columns)]
    for placed in runs:
        if placed.end - placed.first == 1:
            by_column[placed.first].append(placed.run.figure)
    counts = {}
    for column, figures in enumerate(by_column):
        if figures and sum(figures) >= LAYOUT.figure_share * len(figures):
            counts[column] = sum(figures)
    most = max(counts.values(), default=0)
    return {column for column, count in counts.items() if 2 * count > most}
