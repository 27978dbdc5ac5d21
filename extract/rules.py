"""Ruled lines: snapped to common positions, their pieces joined, and told apart into the tables they draw."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from extract.marks import Flags, Floats, Ints

SNAP = 3.0  # points within which two lines are one: a double line is 1.5 apart, and no row of text is as low
GAP = 4.0  # points that a line may fall short of another and still meet it
_SHORTEST = 5.0  # points; what is shorter parts no cells
_DOT = 2.6  # points; a dot may be a piece of a dotted line in either direction
_EXACT = 0.4  # points within which pieces are one line, were they never so short
_MOST = 3000  # lines in one direction; a map has more, and a table's lines are the longest


Piece = tuple[float, float, float]  # at, start and end
_START = itemgetter(1)


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
    return _snapped(_pieces(level, across=1)), _snapped(_pieces(upright, across=0))


def _pieces(rules: Floats, *, across: int) -> list[Piece]:
    at = (rules[:, across] + rules[:, across + 2]) / 2
    return list(zip(at.tolist(), rules[:, 1 - across].tolist(), rules[:, 3 - across].tolist(), strict=True))


def _snapped(pieces: list[Piece]) -> Lines:
    """Join what lies on one line, drop what is too short to part cells, and only then let lines that are close be one."""
    exact = [piece for piece in _merged(pieces, _EXACT) if piece[2] - piece[1] >= _SHORTEST]
    longest = sorted(exact, key=lambda piece: piece[1] - piece[2])[:_MOST]
    return Lines(*np.array(list(_merged(longest, SNAP))).reshape(-1, 3).T)


def _merged(pieces: list[Piece], within: float) -> Iterator[Piece]:
    """Snap pieces to common positions and join those that follow each other on one; plain lists are soonest for so few."""
    for group in _side_by_side(sorted(pieces), within):
        at = sum(piece[0] for piece in group) / len(group)
        (_, begin, reach), *others = sorted(group, key=_START)
        for _, start, end in others:
            if start > reach + GAP:
                yield at, begin, reach
                begin, reach = start, end
            elif end > reach:
                reach = end
        yield at, begin, reach


def _side_by_side(pieces: list[Piece], within: float) -> Iterator[list[Piece]]:
    """Group sorted pieces that follow each other within a distance across."""
    group: list[Piece] = []
    last = -math.inf
    for piece in pieces:
        if group and piece[0] - last > within:
            yield group
            group = []
        group.append(piece)
        last = piece[0]
    if group:
        yield group


def _components(level: Lines, upright: Lines) -> tuple[Ints, Ints]:
    """Label the lines by what they touch: the label of a frame is that of its first upright line."""
    meets = _meets(level, upright)
    of_level, of_upright = _spread(np.arange(len(upright)), meets)
    if not of_upright.any():  # nearly all pages: one frame, and nothing to be hung to it
        return of_level, of_upright
    return _spread(of_upright, meets, _hang_together(meets, level, upright))


def _spread(of_upright: Ints, meets: Flags, hangs: Flags | None = None) -> tuple[Ints, Ints]:
    """Give lines that are linked the least of their labels, until none changes."""
    while True:
        of_level = _least(meets, of_upright)
        new = np.minimum(_least(meets.T, of_level), of_upright)
        new = new if hangs is None else np.minimum(_least(hangs, of_upright), new)
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
