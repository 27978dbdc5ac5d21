"""Which stretches of a line, from ruling to ruling across it, are edges of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.geometry.marks import Floats, Ints
from extract.scan.images import Pixels
from extract.scan.rulings.ink import Strokes, dilate
from extract.scan.rulings.lines import RuledLine, take_darkest
from extract.scan.rulings.settings import (
    BRIDGED_EDGES,
    LIKELY_EDGES,
    LOST_EDGES,
    PLAIN_EDGES,
    RULINGS,
    EdgeKind,
)

Sums = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Edge:
    """A stretch of a line that parts cells; a ``strength`` of 1 is beyond doubt."""

    start: float
    end: float
    strength: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """A line, the stretches of it that part cells, and those that may though they are taken for none."""

    line: RuledLine
    edges: tuple[Edge, ...]
    lost: tuple[Edge, ...] = ()

    @property
    def length(self) -> float:
        """How long its edges are together."""
        return sum(edge.end - edge.start for edge in self.edges)


@dataclass(frozen=True, slots=True)
class InkSums:
    """Ink on lines and beside them, summed along each row of pixels, (h, w + 1).

    ``contrast`` and ``ink`` are (h, w).
    """

    on: Sums
    beside: Sums
    contrast: Pixels
    ink: Pixels
    scale: float
    em: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A line from one ruling across to the next; shares of it that have ink, and ink beside it.

    ``length_em`` is in heights of text. ``emptier`` and ``fuller`` are the shares of both sides; ``gap_pt`` is
    the longest gap in the ink near its ends, ``touched`` at how many ends it goes on to the ruling.
    """

    start: float
    end: float
    length_em: float
    ink: float
    emptier: float
    fuller: float
    gap_pt: float
    touched: int


def sum_ink(strokes: Strokes) -> InkSums:
    """Sum what ink lies on lines, and beside them."""
    wide = max(1, round((RULINGS.side_far_pt - RULINGS.side_near_pt) * strokes.scale))
    return InkSums(
        on=_sum_along(dilate(strokes.thin, 3, 1)),
        beside=_sum_along(dilate(strokes.ink, wide, 1)),
        contrast=strokes.contrast,
        ink=dilate(strokes.ink, 3, 1),
        scale=strokes.scale,
        em=strokes.em,
    )


def _sum_along(mask: Pixels) -> Sums:
    sums = np.zeros((mask.shape[0], mask.shape[1] + 1), np.int32)
    np.cumsum(mask, axis=1, dtype=np.int32, out=sums[:, 1:])
    return sums


def list_long(lines: Sequence[RuledLine], sums: InkSums) -> list[RuledLine]:
    """List lines that are longer than text and do not run out of the sheet."""
    least, margin = RULINGS.long_em * sums.em * sums.scale, RULINGS.margin_pt * sums.scale
    last = sums.ink.shape[1] - margin
    return [line for line in lines if line.length >= least and line.start > margin and line.end < last]


def find_edges(sums: InkSums, lines: Sequence[RuledLine], across: Sequence[Ruled]) -> list[Ruled]:
    """Find which stretches of lines between the rulings across them are edges."""
    across = [ruled for ruled in across if ruled.edges]
    lines, streaks = _part_streaks(lines, across, sums)
    measured = [_measure_stretches(sums, line, across, RULINGS.far_pt * sums.scale) for line in lines]
    flaw_pt = _measure_flaws([stretch for stretches in measured for stretch in stretches])
    ruled = [_choose_edges(*item, flaw_pt) for item in zip(lines, measured, strict=True)]
    if flaw_pt >= RULINGS.broken_pt:  # then no piece may tell of an edge
        lines = [item.line for item in ruled if item.edges]
        measured = [_measure_stretches(sums, line, across, np.inf) for line in lines]
        ruled = [_choose_edges(*item, flaw_pt) for item in zip(lines, measured, strict=True)]
    crossed = [_make_lost(line, across, sums.scale) for line in streaks]
    return [item for item in (*ruled, *crossed) if item.edges or item.lost]


def _make_lost(line: RuledLine, across: Sequence[Ruled], scale: float) -> Ruled:
    """Take a streak for what may hide an edge, wherever it goes from ruling to ruling."""
    crossings = _find_crossings(line, across, scale, RULINGS.far_pt * scale)
    lost = [
        Edge(start, end, 0.0)
        for (_, start), (end, _) in pairwise(crossings)
        if line.measure_covered(start, end) >= RULINGS.hiding_share * (end - start)
    ]
    return Ruled(line, (), tuple(lost))


def _measure_stretches(
    sums: InkSums, line: RuledLine, across: Sequence[Ruled], beyond: float
) -> list[Stretch]:
    """Measure a line from ruling to ruling across it, as far as its pieces go and some pixels beyond."""
    crossings = _find_crossings(line, across, sums.scale, beyond)
    least = RULINGS.covered_share if np.isfinite(beyond) else 0.0
    return [
        _measure_stretch(sums, line, start, end)
        for (_, start), (end, _) in pairwise(crossings)
        if line.measure_covered(start, end) >= least * (end - start)
    ]


def _measure_flaws(stretches: Sequence[Stretch]) -> float:
    """Measure the gaps in points that a page's rulings have anyhow."""
    gaps = [
        stretch.gap_pt
        for stretch in stretches
        if stretch.length_em >= RULINGS.long_em
        and stretch.ink >= RULINGS.flaw_ink_share
        and stretch.fuller <= RULINGS.flaw_side_share
    ]
    return min(float(np.quantile(gaps, RULINGS.flaw_share)), RULINGS.most_flaw_pt) if gaps else 0.0


def _choose_edges(line: RuledLine, stretches: Sequence[Stretch], flaw_pt: float) -> Ruled:
    """Choose the edges of a line: what is one by itself, then what may be one beside them."""
    plain = [_measure_strength(stretch, PLAIN_EDGES, flaw_pt) for stretch in stretches]
    if line.is_veiled:
        plain = [min(strength, RULINGS.veiled_strength) for strength in plain]
    known = sum(stretch.length_em for stretch, strength in zip(stretches, plain, strict=True) if strength)
    if known < RULINGS.known_em:
        return Ruled(line, _list_edges(stretches, plain), ())
    likely = [
        strength or _measure_strength(stretch, LIKELY_EDGES, flaw_pt)
        for stretch, strength in zip(stretches, plain, strict=True)
    ]
    strengths = list(likely)
    for place in range(1, len(stretches) - 1):
        if not likely[place] and likely[place - 1] and likely[place + 1]:
            strengths[place] = _measure_strength(stretches[place], BRIDGED_EDGES, flaw_pt)
    lost = [
        0.0 if strength else _measure_strength(stretch, LOST_EDGES, flaw_pt)
        for stretch, strength in zip(stretches, strengths, strict=True)
    ]
    return Ruled(line, _list_edges(stretches, strengths), _list_edges(stretches, lost))


def _list_edges(stretches: Sequence[Stretch], strengths: Sequence[float]) -> tuple[Edge, ...]:
    return tuple(
        Edge(stretch.start, stretch.end, strength)
        for stretch, strength in zip(stretches, strengths, strict=True)
        if strength
    )


def _find_crossings(
    line: RuledLine, across: Sequence[Ruled], scale: float, beyond: float
) -> list[tuple[float, float]]:
    """Find where rulings cross a line: from where to where, which differ at a double ruling."""
    reach, mine = RULINGS.reach_pt * scale, line.middle
    crossings: list[float] = []
    for ruled in across:
        if not any(edge.start - reach <= mine <= edge.end + reach for edge in ruled.edges):
            continue
        at = ruled.line.find_at(mine)
        if line.start - beyond <= at <= line.end + beyond:
            crossings.append(at)
    merged: list[tuple[float, float]] = []
    for crossing in sorted(crossings):
        if merged and crossing - merged[-1][1] <= RULINGS.same_pt * scale:
            merged[-1] = (merged[-1][0], crossing)
        else:
            merged.append((crossing, crossing))
    return merged


def _part_streaks(
    lines: Sequence[RuledLine], across: Sequence[Ruled], sums: InkSums
) -> tuple[list[RuledLine], list[RuledLine]]:
    """Part lines from those that go on beyond the rulings that they pass, alone, as streaks do.

    A table's own end together. Where a crease or a streak is darker within the table, a ruling lies under it.
    """
    long = list_long(lines, sums)
    starts, ends = np.array([line.start for line in long]), np.array([line.end for line in long])
    slack = RULINGS.far_pt * sums.scale
    kept, streaks = [], []
    for line in lines:
        begins_together = np.count_nonzero(np.abs(starts - line.start) <= slack) >= RULINGS.fewest_together
        ends_together = np.count_nonzero(np.abs(ends - line.end) <= slack) >= RULINGS.fewest_together
        passed = _find_outermost(line, across, slack)
        if (begins_together and ends_together) or not passed or not _goes_beyond(line, passed, sums.scale):
            kept.append(line)
        elif _is_darker_within(line, passed, sums):
            kept.append(line.cut(*passed))
        else:
            streaks.append(line)
    return kept, streaks


def _find_outermost(line: RuledLine, across: Sequence[Ruled], slack: float) -> tuple[float, float] | None:
    """Find the first and the last ruling that a line passes, if any."""
    passed = [
        ruled.line.middle
        for ruled in across
        if ruled.edges[0].start - slack <= line.middle <= ruled.edges[-1].end + slack
    ]
    return (min(passed), max(passed)) if passed else None


def _goes_beyond(line: RuledLine, passed: tuple[float, float], scale: float) -> bool:
    first, last = passed
    within = (line.starts < last) & (line.ends > first)
    over = first - line.starts[within].min(initial=np.inf)
    under = line.ends[within].max(initial=-np.inf) - last
    return bool(max(over, under) > RULINGS.beyond_pt * scale)


def _is_darker_within(line: RuledLine, passed: tuple[float, float], sums: InkSums) -> bool:
    """Tell whether a line is much darker between the rulings that it passes than beyond them."""
    along = np.arange(round(line.start), min(round(line.end), sums.contrast.shape[1]))
    dark = take_darkest(sums.contrast, line, along, sums.scale)
    margin = RULINGS.reach_pt * sums.scale
    within = dark[(along > passed[0] + margin) & (along < passed[1] - margin)]
    beyond = dark[(along < passed[0] - margin) | (along > passed[1] + margin)]
    if not within.size or not beyond.size:
        return False
    return bool(np.median(within) > RULINGS.darker_ratio * np.median(beyond))


def _measure_strength(stretch: Stretch, kinds: Sequence[EdgeKind], flaw_pt: float) -> float:
    """Tell how sure a stretch is an edge: as the first of some kinds that it fits; 0 if it fits none."""
    return next((kind.strength for kind in kinds if _fits(stretch, kind, flaw_pt)), 0.0)


def _fits(stretch: Stretch, kind: EdgeKind, flaw_pt: float) -> bool:
    has_ink = stretch.ink >= kind.least_ink and stretch.length_em >= kind.least_length_em
    is_free = stretch.emptier <= kind.most_emptier and stretch.fuller <= kind.most_fuller
    is_closed = stretch.gap_pt <= kind.most_gap_pt + flaw_pt and stretch.touched >= kind.least_touched
    return has_ink and is_free and is_closed


def _measure_stretch(sums: InkSums, line: RuledLine, start: float, end: float) -> Stretch:
    """Measure the ink on and beside a line from one ruling across it to the next, following its bends."""
    scale = sums.scale
    pad = min(RULINGS.crossing_pt * scale, (end - start) / RULINGS.crossings_a_stretch)
    count = max(1, round((end - start) / (RULINGS.bend_pt * scale)))
    cuts = np.linspace(start + pad, end - pad, count + 1).tolist()
    places, ink, sides = [], [], []
    for first, last in pairwise(cuts):
        share, place = _follow_line(sums, line, first, last)
        places.append(place)
        ink.append(share)
        sides.append(_measure_sides(sums, place, first, last))
    reach = min(RULINGS.end_pt * scale, end - start)
    gaps = (
        _list_gaps(sums, places[0], start, start + reach),
        _list_gaps(sums, places[-1], end - reach, end)[::-1],
    )
    emptier, fuller = np.mean(sides, axis=0).tolist()
    return Stretch(
        start=start,
        end=end,
        length_em=(end - start) / (sums.em * scale),
        ink=float(np.mean(ink)),
        emptier=emptier,
        fuller=fuller,
        gap_pt=max(max(gap) for gap in gaps) / scale,
        touched=sum(_is_touched(gap, scale) for gap in gaps),
    )


def _follow_line(sums: InkSums, line: RuledLine, first: float, last: float) -> tuple[float, int]:
    """Find the row of pixels near a line that has the most ink, and how much."""
    at = line.find_at((first + last) / 2)
    reach = max(1, round(RULINGS.search_pt * sums.scale))
    rows = np.clip(np.arange(round(at) - reach, round(at) + reach + 1), 0, sums.on.shape[0] - 1)
    shares = _take_shares(sums.on, rows, first, last)
    shares = shares - RULINGS.off_cost * np.abs(np.arange(-reach, reach + 1)) / reach
    best = int(np.argmax(shares))
    return float(_take_shares(sums.on, rows[best : best + 1], first, last)[0]), int(rows[best])


def _measure_sides(sums: InkSums, at: int, first: float, last: float) -> tuple[float, float]:
    """Measure how much of a stretch has ink at its emptier and its fuller side.

    A thick ruling has its own ink near: the emptier of two distances counts.
    """
    near = 0.5 * (RULINGS.side_near_pt + RULINGS.side_far_pt)
    away = np.array([near, near + RULINGS.thicker_pt]) * sums.scale
    rows = np.rint(np.concatenate((at - away, at + away))).astype(np.int64)
    shares = _take_shares(sums.beside, np.clip(rows, 0, sums.beside.shape[0] - 1), first, last).reshape(2, 2)
    sides = shares[:, np.argmin(shares.sum(axis=0))]
    return float(sides.min()), float(sides.max())


def _take_shares(sums: Sums, rows: Ints, first: float, last: float) -> Floats:
    """Take how much of a stretch of rows of pixels is filled."""
    low = min(max(round(first), 0), sums.shape[1] - 2)
    high = min(max(round(last), low + 1), sums.shape[1] - 1)
    shares: Floats = (sums[rows, high] - sums[rows, low]) / (high - low)
    return shares


def _list_gaps(sums: InkSums, row: int, start: float, end: float) -> list[int]:
    """List the steps between pixels of ink on a stretch less one: gaps, and none where ink goes on."""
    strip = sums.ink[row, max(round(start), 0) : max(round(end), 0)]
    inked = np.flatnonzero(np.concatenate(([1], strip, [1])))
    gaps: list[int] = (np.diff(inked) - 1).tolist()
    return gaps


def _is_touched(gaps: Sequence[int], scale: float) -> bool:
    """Tell whether ink goes on from the ruling at an end, the first of the gaps, without a gap."""
    first = gaps[: max(1, round(RULINGS.touch_pt * scale))]
    return len(first) > RULINGS.touch_pt * scale / 2 and max(first) <= RULINGS.join_pt * scale
