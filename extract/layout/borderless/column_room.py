"""How much room a table's columns have for a line: told by their edges and by what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.layout.borderless.line_ends import are_paragraphs
from extract.layout.borderless.placed_runs import Columns, PlacedRun, TableText
from extract.layout.settings import LAYOUT


@dataclass(frozen=True, slots=True)
class ColumnRoom:
    """How wide the columns of a table are, by their edges ``xs`` and by the ``lines`` of their cells."""

    xs: tuple[float, ...]
    lines: tuple[PlacedRun, ...]
    em: float
    widths: dict[Columns, float] = field(default_factory=dict)

    def measure_fullness(self, upper: PlacedRun, lower: PlacedRun) -> float:
        """Return how sure it is, from 0 to 1, that what the lower line begins with had no room above.

        A column is as wide as its widest line, or as its edges are apart.
        """
        if self.is_rest(upper, lower):
            return 1.0
        if upper.run.figure or not self._is_near(upper, lower):
            return 0.0
        needed = upper.run.width + lower.run.lead + LAYOUT.edge_slack_em * self.em
        first, end = min(upper.first, lower.first), max(upper.end, lower.end)
        if needed < self.find_widest((first, end)):
            return 0.0
        between_edges = self.xs[end] - self.xs[first] - LAYOUT.padding_em * self.em
        if end - first > 1 or needed > between_edges:
            return 1.0
        return LAYOUT.likely_full

    def find_widest(self, columns: Columns) -> float:
        """Return how wide the widest line of a column is.

        Of several columns, how far apart their outermost texts begin and end.
        """
        if columns not in self.widths:
            first, end = columns
            inside = [line.run for line in self.lines if first <= line.first and line.end <= end]
            if end - first > 1:
                self.widths[columns] = max(run.x1 for run in inside) - min(run.x0 for run in inside)
            else:
                self.widths[columns] = max(run.width for run in inside)
        return self.widths[columns]

    def is_rest(self, upper: PlacedRun, lower: PlacedRun) -> bool:
        """Tell whether the characters where a line ends part one text.

        A percent sign alone may be a unit below others.
        """
        if not self._is_near(upper, lower):
            return False
        if upper.run.goes_on or not lower.run.rest:
            return upper.run.goes_on
        is_shorter = upper.run.figure and lower.run.width < upper.run.width - self.em / 2
        return is_shorter or not lower.run.figure

    def cost_of_split(self, upper: PlacedRun, lower: PlacedRun) -> float:
        """Return what it costs, in ems, that two lines are of two cells."""
        if self.is_rest(upper, lower):
            return LAYOUT.split_text_cost
        return LAYOUT.split_cost * self.measure_fullness(upper, lower)

    def cost_of_join(self, upper: PlacedRun, lower: PlacedRun) -> float:
        """Return what it costs, in ems, that two lines are of one cell.

        Nothing where the upper is full or both are of paragraphs; more where they are far apart.
        """
        if not self._is_near(upper, lower):
            return LAYOUT.join_cost + LAYOUT.wide_white_cost
        if are_paragraphs(upper, lower, self.em):
            return 0.0
        return LAYOUT.join_cost * (1 - self.measure_fullness(upper, lower))

    def _is_near(self, upper: PlacedRun, lower: PlacedRun) -> bool:
        return lower.run.top - upper.run.bottom <= LAYOUT.line_apart_em * self.em


def measure_room(text: TableText) -> ColumnRoom:
    """Measure the columns of a table by the lines of its cells, which are in order from top to bottom."""
    return ColumnRoom(text.xs, tuple(_join_runs(text.runs, text.em)), text.em)


def _join_runs(runs: Sequence[PlacedRun], em: float) -> list[PlacedRun]:
    """Join the runs of one cell's line, which blanks part; from top to bottom."""
    out: list[PlacedRun] = []
    in_columns = sorted(runs, key=lambda p: (p.first, p.end, round(p.run.middle / em, 1), p.run.x0))
    for placed in in_columns:
        if out and _is_same_line(out[-1], placed, em):
            run = out[-1].run
            figure = run.figure and placed.run.figure
            out[-1] = replace(out[-1], run=replace(run, x1=max(run.x1, placed.run.x1), figure=figure))
        else:
            out.append(placed)
    return sorted(out, key=lambda placed: placed.run.middle)


def _is_same_line(left: PlacedRun, right: PlacedRun, em: float) -> bool:
    is_level = right.run.middle - left.run.middle < LAYOUT.same_height_em * em
    return left.columns == right.columns and is_level


def join_labels_down(text: TableText) -> tuple[PlacedRun, ...]:
    """Return a table's runs; each full line of a label reaches down into the line on which it goes on."""
    room = measure_room(text)
    return tuple(_reach_down(placed, text, room) for placed in text.runs)


def _reach_down(placed: PlacedRun, text: TableText, room: ColumnRoom) -> PlacedRun:
    if placed.end > text.half:
        return placed
    below = [p for p in text.runs if p.columns == placed.columns and p.run.top > placed.run.middle]
    lower = min(below, key=lambda p: (p.run.top, p.run.x0), default=None)
    if lower and _goes_on(placed, lower, room):
        return replace(placed, run=replace(placed.run, bottom=lower.run.middle))
    return placed


def _goes_on(upper: PlacedRun, lower: PlacedRun, room: ColumnRoom) -> bool:
    if lower.run.top - upper.run.bottom >= LAYOUT.label_line_white_em * room.em:
        return False
    is_shorter = lower.run.width <= upper.run.width - room.em / 2
    fullness = room.measure_fullness(upper, lower)
    return fullness > 0.0 if is_shorter else fullness > LAYOUT.likely_full
