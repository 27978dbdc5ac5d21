"""Labels beside several rows, where no ruling tells which: the cheapest way to share the rows among them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.layout.borderless.columns import Interval, merge_intervals
from extract.layout.borderless.placed_runs import PlacedRun, TableText
from extract.layout.borderless.rows import find_right_runs, heights_of
from extract.layout.settings import LAYOUT

_NOWHERE = float("inf")

RowRange = tuple[int, int]  # the first, and the one behind the last
SharedRows = tuple[float, tuple[RowRange, ...]]  # what it costs, and the rows of each label


@dataclass(frozen=True, slots=True)
class LabelColumn:
    """A column's labels, top down, beside the rows that ``ys`` part.

    ``centred`` labels stand in the middle of their rows, others beside the first. ``goes_on``: the first rows
    may belong to a label on the page before. ``tops`` are where the texts of each row begin. ``inner`` are
    the rows of each label in the column to the right, ``unlabelled`` the rows that have none there. No label
    goes on into ``parted`` rows: they and the row above have labels of their own to its left. ``row_costs``
    tell what it costs, in ems, that a row has no label. ``bottoms`` are where the texts of each row end, in the
    lines of a text: its rows' edges are not where a ruling would be.
    """

    labels: tuple[Interval, ...]
    ys: tuple[float, ...]
    tops: tuple[float, ...]
    em: float
    centred: bool
    goes_on: bool
    bottoms: tuple[float, ...] = ()
    inner: tuple[RowRange, ...] = ()
    parted: frozenset[int] = frozenset()
    row_costs: tuple[float, ...] = ()
    unlabelled: frozenset[int] = frozenset()

    def cost_of_rows(self, first: int, end: int) -> float:
        """Return what it costs that these rows have no label."""
        return sum(self.row_costs[first:end]) * self.em


def share_rows(
    text: TableText, columns: int, ys: Sequence[float], *, centred: bool
) -> tuple[float, list[tuple[RowRange, ...]]]:
    """Return the rows of each label in each of the first columns, and how well the labels stand beside them.

    ``ys`` are the rows' edges, one more than rows; in a tight table the white between lines tells nothing.
    The less it costs, the better they stand.
    """
    total = 0.0
    out: list[tuple[RowRange, ...]] = []
    bands = _find_bands(find_right_runs(text.runs, columns), ys)
    beside = LabelColumn(
        labels=(),
        ys=tuple(ys),
        tops=tuple(top for top, _ in bands),
        bottoms=tuple(bottom for _, bottom in bands) if text.in_lines else (),
        em=text.em,
        centred=centred,
        goes_on=text.goes_on,
    )
    labels = [_find_labels(text, column, columns, bands) for column in range(columns)]
    crossed = [_find_crossed_rows(text.runs, column, columns, ys) for column in range(columns)]
    for column in reversed(range(columns)):
        parted = _find_parted_rows(labels[:column], ys)
        costs = (LAYOUT.unlabelled_cost,) * len(bands)
        if not text.spaced:  # there any column of the left half may hold labels
            across = set().union(*crossed[column + 1 :], _find_merged_rows(text.runs, column + 1, ys))
            costs = _list_row_costs(beside, across)
        of_column = replace(beside, labels=labels[column], parted=parted, row_costs=costs)
        cost, groups = _share_column(of_column, crossed[column])
        total += cost
        out.insert(0, groups)
        unlabelled = frozenset(range(len(ys) - 1)) - _rows_in(groups) - crossed[column]
        beside = replace(beside, inner=groups, unlabelled=unlabelled)
    return total, out


def _list_row_costs(beside: LabelColumn, crossed: Collection[int]) -> tuple[float, ...]:
    """Return what it costs, in ems, that each row has no label.

    Little where a text runs across the columns of labels, much where it has a label to the right.
    """
    labelled = _rows_in(beside.inner)
    costs = []
    for row in range(len(beside.tops)):
        if row in crossed:
            costs.append(LAYOUT.unlabelled_crossed_cost)
        else:
            costs.append(LAYOUT.unlabelled_inner_cost if row in labelled else LAYOUT.unlabelled_cost)
    return tuple(costs)


def _find_labels(
    text: TableText, column: int, columns: int, bands: Sequence[Interval]
) -> tuple[Interval, ...]:
    """Find where the labels of a column stand, of which some may cover other columns of labels too."""
    lines = heights_of(p for p in text.runs if p.covers(column) and p.end <= columns)
    return merge_intervals(lines, 0.0) if text.tight else _join_lines(lines, bands, text.em)


def _find_parted_rows(labels: Sequence[Sequence[Interval]], ys: Sequence[float]) -> frozenset[int]:
    """Find the rows that begin with a label of their own where the row above has one too."""
    out: set[int] = set()
    for column in labels:
        rows = {bisect_right(ys, _middle(label)) - 1 for label in column}
        out |= {row for row in rows if row - 1 in rows}
    return frozenset(out)


def _rows_in(groups: Sequence[RowRange]) -> set[int]:
    rows: set[int] = set()
    for first, end in groups:
        rows.update(range(first, end))
    return rows


def _find_bands(runs: Sequence[PlacedRun], ys: Sequence[float]) -> list[Interval]:
    """Find where the texts of each row begin and end."""
    out: list[Interval] = []
    for top, bottom in pairwise(ys):
        mine = [placed.run for placed in runs if placed.is_within(top, bottom)]
        highest = min((run.top for run in mine), default=top)
        lowest = max((run.bottom for run in mine), default=bottom)
        out.append((highest, lowest))
    return out


def _join_in_row(labels: Sequence[Interval], ys: Sequence[float]) -> list[Interval]:
    """Join the labels whose middles stand in one row: no row has two."""
    out: list[Interval] = []
    for label in labels:
        if out and bisect_right(ys, _middle(out[-1])) == bisect_right(ys, _middle(label)):
            out[-1] = (out[-1][0], label[1])
        else:
            out.append(label)
    return out


def _join_lines(lines: Sequence[Interval], bands: Sequence[Interval], em: float) -> tuple[Interval, ...]:
    """Join the lines of a column to labels.

    A label goes on over the end of a row only where its lines are closer than the rows.
    """
    out: list[Interval] = []
    for line in merge_intervals(lines, 0.0):
        if out and _is_one_label(out[-1], line, bands, em):
            out[-1] = (out[-1][0], line[1])
        else:
            out.append(line)
    return tuple(out)


def _is_one_label(upper: Interval, lower: Interval, bands: Sequence[Interval], em: float) -> bool:
    gap = lower[0] - upper[1]
    if gap >= LAYOUT.label_line_white_em * em:
        return False
    for above, below in pairwise(bands):
        is_between = _middle(upper) < (above[1] + below[0]) / 2 < _middle(lower)
        if is_between and below[0] - above[1] <= gap + LAYOUT.label_closer_em * em:
            return False
    return True


def _find_crossed_rows(runs: Sequence[PlacedRun], column: int, columns: int, ys: Sequence[float]) -> set[int]:
    """Find the rows in which a text runs over the column and beyond the columns of labels."""
    across = [placed for placed in runs if placed.covers(column) and placed.end > columns]
    rows = set()
    for row, (top, bottom) in enumerate(pairwise(ys)):
        if any(placed.is_within(top, bottom) for placed in across):
            rows.add(row)
    return rows


def _find_merged_rows(runs: Sequence[PlacedRun], column: int, ys: Sequence[float]) -> set[int]:
    """Find the rows in which a text begins in the column and covers others too."""
    merged = [placed for placed in runs if placed.first == column and placed.end - placed.first > 1]
    return {bisect_right(ys, placed.run.middle) - 1 for placed in merged}


def _share_column(beside: LabelColumn, crossed: set[int]) -> SharedRows:
    """Share the rows of each stretch between those that a text crosses."""
    total = 0.0
    out: tuple[RowRange, ...] = ()
    for before, end in pairwise([-1, *sorted(crossed), len(beside.ys) - 1]):
        cost, groups = _share_stretch(beside, before + 1, end)
        total, out = total + cost, (*out, *groups)
    return total, out


def _share_stretch(beside: LabelColumn, first: int, end: int) -> SharedRows:
    """Share the rows of a stretch among its labels, in their order; some rows may have none."""
    top, bottom = beside.ys[first], beside.ys[end]
    inside = [label for label in beside.labels if top <= _middle(label) < bottom]
    labels = _join_in_row(inside, beside.ys)
    if not labels:
        return 0.0, ()
    best: dict[int, SharedRows] = {}
    for row in range(first, end):
        is_of_page_before = beside.goes_on and not first
        best[row] = (0.0 if is_of_page_before else beside.cost_of_rows(first, row), ())
    for label in labels:
        best = _add_label(best, label, beside, end)
    last = LAYOUT.unlabelled_end_cost * beside.em
    ways = [(cost + last * (end - row), groups) for row, (cost, groups) in best.items()]
    return min(ways, default=(0.0, ()))


def _add_label(
    best: dict[int, SharedRows], label: Interval, beside: LabelColumn, end: int
) -> dict[int, SharedRows]:
    """Return the best ways to share rows among the labels up to this one, by the row that comes next."""
    out: dict[int, SharedRows] = {}
    row = bisect_right(beside.ys, _middle(label)) - 1
    stops = range(row + 1, min(end, row + LAYOUT.label_rows) + 1)
    for before, (cost, groups) in best.items():
        starts = range(max(before, row - LAYOUT.label_rows), row + 1)
        for start in starts if groups else starts[:1]:
            paid = cost + beside.cost_of_rows(before, start) if groups else cost
            for stop in stops:
                total = paid + _measure_miss(label, beside, start, stop)
                if total < out.get(stop, (_NOWHERE,))[0]:
                    out[stop] = (total, (*groups, (start, stop)))
    return out


def _measure_miss(label: Interval, beside: LabelColumn, start: int, stop: int) -> float:
    """Return how far a label stands from where these rows would have it.

    What they leave of the labels to its right is added.
    """
    top, bottom = beside.ys[start], beside.ys[stop]
    if not top <= _middle(label) <= bottom or not beside.parted.isdisjoint(range(start + 1, stop)):
        return _NOWHERE
    em = beside.em
    reach = LAYOUT.label_reach_em * em
    if label[0] < top - reach or label[1] > bottom + reach:
        return LAYOUT.split_label_cost * em
    cost = max(_measure_distance(label, beside, start, stop) - LAYOUT.label_slack_em * em, 0.0)
    return cost + _cost_of_inner(beside, start, stop) * em


def _measure_distance(label: Interval, beside: LabelColumn, start: int, stop: int) -> float:
    from_top = abs(label[0] - beside.tops[start])
    away = from_top
    if beside.centred:
        top, bottom = beside.ys[start], beside.ys[stop]
        if beside.bottoms:
            top, bottom = beside.tops[start], beside.bottoms[stop - 1]
        away = abs(_middle(label) - (top + bottom) / 2)
    if stop == len(beside.ys) - 1:
        away = min(away, from_top + LAYOUT.cut_off_cost * beside.em)
    return away


def _cost_of_inner(beside: LabelColumn, start: int, stop: int) -> float:
    """Return what it costs, in ems, that rows cut labels' to the right, or hold some that have none there."""
    cut = 0
    for first, end in beside.inner:
        cut += first < start < end or first < stop < end
    cost = LAYOUT.cut_group_cost * cut
    is_wide = bool(beside.inner) and stop - start > 1
    if is_wide and not beside.unlabelled.isdisjoint(range(start, stop)):
        cost += LAYOUT.unlabelled_cost
    costs = set(beside.row_costs[start:stop])
    if {LAYOUT.unlabelled_crossed_cost, LAYOUT.unlabelled_inner_cost} <= costs:
        cost += LAYOUT.mixed_rows_cost
    return cost


def _middle(interval: Interval) -> float:
    return (interval[0] + interval[1]) / 2
