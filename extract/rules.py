"""Ruled lines: snapped to common positions, their pieces joined, and told apart into the tables they draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extract.marks import Flags, Floats, Ints

SNAP = 3.0  # points within which two lines are one: a double line is 1.5 apart, and no row of text is as low
GAP = 4.0  # points that a line may fall short of another and still meet it
_SHORTEST = 5.0  # points; what is shorter parts no cells
_DOT = 2.6  # points; a dot may be a piece of a dotted line in either direction
_EXACT = 0.4  # points within which pieces are one line, were they never so short
_MOST = 3000  # lines in one direction; a map has more, and a table's lines are the longest


@dataclass(frozen=True, slots=True)
class Lines:
    """Parallel lines: where each stands (x of an upright one, y of a level one), and from where to where it goes."""

    at: Floats
    start: Floats
    end: Floats

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.at)

    def where(self, keep: Flags | Ints) -> Lines:
        """Take the lines of a mask or in the order of an index."""
        return Lines(self.at[keep], self.start[keep], self.end[keep])


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines that hang together as one table."""

    level: Lines
    upright: Lines


def frames(rules: Floats) -> list[Frame]:
    """Group ``rules`` (m, 4: x0, top, x1, bottom) into frames; a lone line is no frame."""
    level, upright = _split(rules)
    if not len(level) and not len(upright):
        return []
    of_level, of_upright = _components(level, upright)
    labels = np.unique(of_upright)
    return [Frame(level.where(of_level == label), upright.where(of_upright == label)) for label in labels]


def cluster(values: Floats, within: float = SNAP) -> tuple[Floats, Ints]:
    """Cluster ``values`` that follow each other ``within`` a distance: the sorted means, and the index of each value's mean."""
    if not len(values):
        return values, np.empty(0, np.int64)
    order = np.argsort(values, kind="stable")
    inorder = values[order]
    index = np.zeros(len(values), np.int64)
    index[order[1:]] = np.cumsum(inorder[1:] - inorder[:-1] > within)
    return np.bincount(index, values) / np.bincount(index), index


def _split(rules: Floats) -> tuple[Lines, Lines]:
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    dots = (width <= _DOT) & (height <= _DOT)
    level, upright = rules[(width >= height) | dots], rules[(height > width) | dots]
    return (
        _snapped(Lines((level[:, 1] + level[:, 3]) / 2, level[:, 0], level[:, 2])),
        _snapped(Lines((upright[:, 0] + upright[:, 2]) / 2, upright[:, 1], upright[:, 3])),
    )


def _snapped(lines: Lines) -> Lines:
    """Join what lies on one line, drop what is too short to part cells, and only then let lines that are close be one."""
    exact = _merged(lines, _EXACT)
    exact = exact.where(exact.end - exact.start >= _SHORTEST)
    longest = np.argsort(exact.start - exact.end, kind="stable")[:_MOST]
    return _merged(exact.where(np.sort(longest)), SNAP)


def _merged(lines: Lines, within: float) -> Lines:
    """Snap lines to common positions and join pieces that follow each other on one of them."""
    if not len(lines):
        return lines
    means, index = cluster(lines.at, within)
    far = lines.end.max() - lines.start.min() + GAP + 1
    order = np.lexsort((lines.start, index))
    start, end = lines.start[order] + index[order] * far, lines.end[order] + index[order] * far
    reach = np.maximum.accumulate(end)
    first = np.flatnonzero(np.concatenate(([True], start[1:] > reach[:-1] + GAP)))
    last = np.concatenate((first[1:], [len(start)])) - 1
    shift = index[order][first] * far
    return Lines(means[index[order][first]], start[first] - shift, reach[last] - shift)


def _components(level: Lines, upright: Lines) -> tuple[Ints, Ints]:
    """Label the lines by what they touch: the label of a frame is that of its first upright line."""
    meets = _meets(level, upright)
    hangs = _hang_together(meets, level, upright)
    of_upright = np.arange(len(upright))
    while True:
        of_level = _least(meets, of_upright)
        new = np.minimum(_least(meets.T, of_level), _least(hangs, of_upright))
        new = np.minimum(new, of_upright)
        if (new == of_upright).all():
            return of_level, of_upright
        of_upright = new


def _least(linked: Flags, labels: Ints) -> Ints:
    """Take for each row the least label it is linked to."""
    none = np.iinfo(np.int64).max
    least: Ints = np.where(linked, labels[None, :], none).min(axis=1, initial=none)
    return least


def _meets(level: Lines, upright: Lines) -> Flags:
    return (
        (upright.at[None, :] >= level.start[:, None] - GAP)
        & (upright.at[None, :] <= level.end[:, None] + GAP)
        & (level.at[:, None] >= upright.start[None, :] - GAP)
        & (level.at[:, None] <= upright.end[None, :] + GAP)
    )


def _hang_together(meets: Flags, level: Lines, upright: Lines) -> Flags:
    """Link upright lines that a page end cut at one height: they end together, and no rule closes one of them there."""
    linked: Flags = np.zeros((len(upright), len(upright)), np.bool_)
    for ends in (upright.start, upright.end):
        closed = np.any(meets & (np.abs(level.at[:, None] - ends[None, :]) <= GAP), axis=0)
        together = np.abs(ends[:, None] - ends[None, :]) <= GAP
        linked |= together & ~(closed[:, None] & closed[None, :])
    return linked
