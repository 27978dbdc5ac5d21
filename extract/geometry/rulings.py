"""Ruled lines: snapped to common positions, their pieces joined, and told apart into the tables they draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extract.geometry.marks import Flags, Floats, Ints
from extract.geometry.settings import GEOMETRY


@dataclass(frozen=True, slots=True)
class Lines:
    """Parallel lines: where each stands, and from where to where it goes.

    ``at`` is the x of an upright line, the y of a level one.
    """

    at: Floats
    start: Floats
    end: Floats

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.at)

    def where(self, keep: Flags | Ints | slice) -> Lines:
        """Take the lines of a mask, a slice or in the order of an index."""
        return Lines(self.at[keep], self.start[keep], self.end[keep])


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines that hang together as one table."""

    level: Lines
    upright: Lines


def find_frames(rules: Sequence[Floats]) -> list[list[Frame]]:
    """Group the rules (m, 4: x0, top, x1, bottom) of each page into frames; a lone line is no frame.

    Many pages' lines are snapped at once: a single page's arrays are so small that numpy spends its time on
    calls.
    """
    level, upright = _split_directions(
        np.concatenate(rules), np.repeat(np.arange(len(rules)), [len(page) for page in rules])
    )
    return [
        list(_find_page_frames(*lines))
        for lines in zip(
            _split_by_page(*level, len(rules)), _split_by_page(*upright, len(rules)), strict=True
        )
    ]


def _split_by_page(lines: Lines, pages: Ints, count: int) -> Iterator[Lines]:
    return (
        lines.where(slice(*ends)) for ends in pairwise(np.searchsorted(pages, np.arange(count + 1)).tolist())
    )


def _find_page_frames(level: Lines, upright: Lines) -> Iterator[Frame]:
    if not len(upright):
        return
    meets = _do_meet(level, upright)
    of_level, whole = _find_linked_to_first(meets)
    if whole:  # nearly all pages: one frame
        yield _make_frame(level if of_level.all() else level.where(of_level), upright, meets[of_level])
        return
    labels_of_level, labels = _spread_labels(
        np.arange(len(upright)), meets, _link_cut_ends(meets, level, upright)
    )
    for label in np.unique(labels):
        mine, across = labels_of_level == label, labels == label
        yield _make_frame(level.where(mine), upright.where(across), meets[mine][:, across])


def _make_frame(level: Lines, upright: Lines, meets: Flags) -> Frame:
    """Leave out what ends where no upright line stands, such as an underline.

    What ends with the table stays.
    """
    if _measure_misses(upright.at, level).max(initial=0.0) <= GEOMETRY.exact_gap_pt:
        return Frame(level, upright)
    gap = GEOMETRY.gap_pt
    if _is_exact(level, upright):
        gap, meets = GEOMETRY.exact_gap_pt, _do_meet(level, upright, GEOMETRY.exact_gap_pt)
    first = upright.at[meets.argmax(axis=1)]
    last = upright.at[len(upright) - 1 - meets[:, ::-1].argmax(axis=1)]
    outer = level.start.min(initial=np.inf) + gap, level.end.max(initial=-np.inf) - gap
    start = np.where((level.start < first - gap) & (level.start > outer[0]), first, level.start)
    end = np.where((level.end > last + gap) & (level.end < outer[1]), last, level.end)
    kept = (end - start >= GEOMETRY.shortest_pt) & (
        meets.any(axis=1) | ((start <= outer[0]) & (end >= outer[1]))
    )
    return Frame(Lines(level.at, start, end).where(kept), upright)


def _is_exact(level: Lines, upright: Lines) -> bool:
    """Tell whether most upright lines that end near a level one end on it."""
    away = _measure_misses(level.at, upright)
    return bool(
        2 * np.count_nonzero(away <= GEOMETRY.exact_gap_pt) > np.count_nonzero(away <= GEOMETRY.gap_pt)
    )


def _measure_misses(at: Floats, lines: Lines) -> Floats:
    """Return how far each end of some lines is from the nearest place where a line stands across."""
    ends = np.concatenate((lines.start, lines.end))
    misses: Floats = np.abs(at[:, None] - ends[None, :]).min(axis=0, initial=np.inf)
    return misses


def _find_linked_to_first(meets: Flags) -> tuple[Flags, bool]:
    """Tell which level lines hang together with the first upright one, and whether all upright ones do."""
    of_level: Flags = meets[:, 0]
    while True:
        of_upright: Flags = np.any(meets[of_level], axis=0)
        if of_upright.all():  # nearly all pages, at once
            every: Flags = np.any(meets, axis=1)
            return every, True
        more: Flags = np.any(meets[:, of_upright], axis=1)
        if (more == of_level).all():
            return of_level, meets.shape[1] == 1
        of_level = more


def cluster_values(values: Floats, within: float = GEOMETRY.snap_pt) -> tuple[Floats, Ints]:
    """Cluster ``values`` that follow each other ``within`` a distance.

    The sorted means, and the index of each value's mean.
    """
    if not len(values):
        return values, np.empty(0, np.int64)
    order = np.argsort(values, kind="stable")
    inorder = values[order]
    index = np.zeros(len(values), np.int64)
    index[order[1:]] = np.cumsum(inorder[1:] - inorder[:-1] > within)
    return np.bincount(index, values) / np.bincount(index), index


def _split_directions(rules: Floats, pages: Ints) -> tuple[tuple[Lines, Ints], tuple[Lines, Ints]]:
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    dots = (width <= GEOMETRY.dot_pt) & (height <= GEOMETRY.dot_pt)
    level, upright = np.flatnonzero((width >= height) | dots), np.flatnonzero((height > width) | dots)
    return _snap_rulings(rules[level], pages[level], across=1), _snap_rulings(
        rules[upright], pages[upright], across=0
    )


def _snap_rulings(rules: Floats, pages: Ints, *, across: int) -> tuple[Lines, Ints]:
    """Join what lies on one line, drop what is too short to part cells, then make close lines one."""
    pieces = Lines((rules[:, across] + rules[:, across + 2]) / 2, rules[:, 1 - across], rules[:, 3 - across])
    exact, pages = _merge_pieces(pieces, pages, GEOMETRY.exact_pt)
    kept = _find_longest(exact, pages)
    return _merge_pieces(exact.where(kept), pages[kept], GEOMETRY.snap_pt)


def _find_longest(lines: Lines, pages: Ints) -> Ints:
    """Return the places of the lines that are no dots, and of a page with too many the longest."""
    length = lines.end - lines.start
    if len(lines) <= GEOMETRY.most_rulings:
        return np.flatnonzero(length >= GEOMETRY.shortest_pt)
    order = np.lexsort((-length, pages))
    place = np.arange(len(order)) - np.searchsorted(pages, pages)
    return np.sort(order[(length[order] >= GEOMETRY.shortest_pt) & (place < GEOMETRY.most_rulings)])


def _merge_pieces(pieces: Lines, pages: Ints, within: float) -> tuple[Lines, Ints]:
    """Snap pieces to common positions and join those that follow each other on one."""
    order = np.lexsort((pieces.at, pages))
    pieces, pages = pieces.where(order), pages[order]
    apart = np.ones(len(order), np.bool_)
    apart[1:] = (pages[1:] != pages[:-1]) | (pieces.at[1:] - pieces.at[:-1] > within)
    group = np.cumsum(apart) - 1
    at = np.bincount(group, pieces.at) / np.bincount(group)
    order = np.lexsort((pieces.start, group))
    start, end = pieces.start[order], pieces.end[order]
    apart[1:] |= start[1:] > _measure_reach(group, end)[:-1] + GEOMETRY.gap_pt
    first = np.flatnonzero(apart)
    ends = np.maximum.reduceat(end, first) if len(first) else end
    return Lines(at[group[first]], start[first], ends), pages[first]


def _measure_reach(group: Ints, end: Floats) -> Floats:
    """Return how far each piece and those before it in its group go.

    It goes by ranks, so that a group begins anew.
    """
    order = np.argsort(end)
    rank = np.empty(len(end), np.int64)
    rank[order] = np.arange(len(end))
    return end[order[np.maximum.accumulate(group * len(end) + rank) - group * len(end)]]


def _spread_labels(of_upright: Ints, meets: Flags, hangs: Flags) -> tuple[Ints, Ints]:
    """Return lines that are linked the least of their labels, until none changes."""
    while True:
        of_level = _take_least(meets, of_upright)
        new = np.minimum(_take_least(meets.T, of_level), of_upright)
        new = np.minimum(_take_least(hangs, of_upright), new)
        if (new == of_upright).all():
            return of_level, of_upright
        of_upright = new


def _take_least(linked: Flags, labels: Ints) -> Ints:
    """Take for each row the least label it is linked to."""
    none = np.iinfo(np.int64).max
    least: Ints = np.where(linked, labels[None, :], none).min(axis=1, initial=none)
    return least


def _do_meet(level: Lines, upright: Lines, gap: float = GEOMETRY.gap_pt) -> Flags:
    return (
        (upright.at[None, :] >= level.start[:, None] - gap)
        & (upright.at[None, :] <= level.end[:, None] + gap)
        & (level.at[:, None] >= upright.start[None, :] - gap)
        & (level.at[:, None] <= upright.end[None, :] + gap)
    )


def _link_cut_ends(meets: Flags, level: Lines, upright: Lines) -> Flags:
    """Link upright lines that a page end cut at one height.

    They end together, and no rule closes one of them there.
    """
    linked: Flags = np.zeros((len(upright), len(upright)), np.bool_)
    for ends in (upright.start, upright.end):
        closed = np.any(meets & (np.abs(level.at[:, None] - ends[None, :]) <= GEOMETRY.gap_pt), axis=0)
        together = np.abs(ends[:, None] - ends[None, :]) <= GEOMETRY.gap_pt
        linked |= together & ~(closed[:, None] & closed[None, :])
    return linked
