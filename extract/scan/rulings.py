"""Rulings of a scanned page: strokes that go on from edge to edge, with nothing hanging on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.geometry.marks import Floats
from extract.scan.images import Pixels
from extract.scan.ink import Strokes, dilate, find_strokes
from extract.scan.settings import RULINGS
from extract.scan.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Rulings:
    """Thin ``boxes`` (m, 4: x0, top, x1, bottom in points of the sheet), and how strong each is (m).

    A strength of 1 is an edge beyond doubt; one below a half may be none. ``lost`` (k, 4) are places where an
    edge may have stood, that are not among the boxes.
    """

    boxes: Floats
    strength: Floats
    lost: Floats


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a ruling in pixels: from ``start`` to ``end``, at ``at[i]`` above ``along[i]``."""

    start: float
    end: float
    along: Floats
    at: Floats

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Line:
    """Pieces in one line; ``at`` gives its place at any point along."""

    pieces: tuple[_Piece, ...]
    along: Floats
    at: Floats

    def find_at(self, along: Floats) -> Floats:
        return np.interp(along, self.along, self.at)

    @property
    def start(self) -> float:
        return min(piece.start for piece in self.pieces)

    @property
    def end(self) -> float:
        return max(piece.end for piece in self.pieces)

    @property
    def length(self) -> float:
        return sum(piece.length for piece in self.pieces)

    @property
    def middle(self) -> float:
        return float(
            np.average([np.mean(p.at) for p in self.pieces], weights=[p.length for p in self.pieces])
        )


@dataclass(frozen=True, slots=True)
class _Edge:
    """A stretch of a line that parts cells."""

    start: float
    end: float
    strength: float


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A line, and the stretches of it that part cells."""

    line: _Line
    edges: tuple[_Edge, ...]


def find_rulings(sheet: Sheet) -> Rulings:
    """Find the rulings of a straightened sheet."""
    level, upright = find_strokes(sheet)
    em = level.em * level.scale
    levels = _find_lines(level, RULINGS.level_window_em, RULINGS.level_ink_share, RULINGS.level_side_share)
    uprights = _find_lines(upright, RULINGS.upright_window_em, RULINGS.upright_ink_share, 1.0)
    beams = [_Ruled(line, _take_long(line, RULINGS.level_seed_em * em)) for line in levels]
    beams = [beam for beam in beams if beam.edges]
    on_level, on_upright = _make_sums(level), _make_sums(upright)
    posts = _find_edges(on_upright, uprights, beams + _close_open_ends(_list_long(uprights, em), beams, em))
    beams = _find_edges(on_level, levels, posts + _close_open_ends(_list_long(levels, em), posts, em))
    posts = _find_edges(on_upright, uprights, beams + _close_open_ends(_list_long(uprights, em), beams, em))
    beams = _find_edges(on_level, levels, posts + _close_open_ends(_list_long(levels, em), posts, em))
    boxes, strength = [], []
    for is_level, found in ((True, beams), (False, posts)):
        for ruled in found:
            at = ruled.line.middle
            for edge in ruled.edges:
                level_box = (edge.start, at - 0.5, edge.end, at + 0.5)
                boxes.append(level_box if is_level else (at - 0.5, edge.start, at + 0.5, edge.end))
                strength.append(edge.strength)
    return Rulings(np.array(boxes).reshape(-1, 4) / sheet.scale, np.array(strength), np.empty((0, 4)))


def _list_long(lines: Sequence[_Line], em: float) -> list[_Line]:
    return [line for line in lines if line.length >= RULINGS.long_em * em]


def _close_open_ends(lines: Sequence[_Line], across: Sequence[_Ruled], em: float) -> list[_Ruled]:
    """Close lines that end together beyond the last ruling across them, as where a page cuts a table."""
    closing = []
    for is_end in (False, True):
        ends = []
        for line in lines:
            end = line.end if is_end else line.start
            mine = line.middle
            limits = [
                ruled.line.middle for ruled in across if ruled.line.start - em <= mine <= ruled.line.end + em
            ]
            if not limits:
                continue
            beyond = end - max(limits) if is_end else min(limits) - end
            if beyond > RULINGS.open_end_em * em:
                ends.append((end, mine))
        ends.sort()
        while ends:
            group = [item for item in ends if item[0] - ends[0][0] <= RULINGS.open_end_em * em / 2]
            ends = ends[len(group) :]
            if len(group) > 1:
                at = float(np.mean([end for end, _ in group]))
                start, end = min(mine for _, mine in group), max(mine for _, mine in group)
                along = np.array([start, end])
                piece = _Piece(start, end, along, np.array([at, at]))
                closing.append(_Ruled(_Line((piece,), along, piece.at), (_Edge(start, end, 1.0),)))
    return closing


def _take_long(line: _Line, least: float) -> tuple[_Edge, ...]:
    return tuple(_Edge(piece.start, piece.end, 1.0) for piece in line.pieces if piece.length >= least)


def _find_lines(strokes: Strokes, window_em: float, ink_share: float, side_share: float) -> list[_Line]:
    scale = strokes.scale
    window = max(3, round(window_em * strokes.em * scale))
    thick = dilate(strokes.thin, 3, 1)
    full = cv2.boxFilter(thick, cv2.CV_32F, (window, 1)) >= ink_share
    kept = dilate(full.astype(np.uint8), 1, window) & thick
    gap = max(1, round(RULINGS.gap_pt * scale))
    joined = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    pieces = []
    step = max(2, round(2 * scale))
    for label in range(1, count):
        x, y, w, h, _ = stats[label]
        if w < 0.9 * window:
            continue
        mask = labels[y : y + h, x : x + w] == label
        sums = mask.sum(axis=0)
        centre = (mask * np.arange(h)[:, None]).sum(axis=0) / np.maximum(sums, 1) + y
        along = np.arange(x, x + w)[::step]
        at = np.array([np.mean(centre[i : i + step]) for i in range(0, w, step)])
        pieces.append(_Piece(float(x), float(x + w), along.astype(np.float64), at))
    if side_share < 1:
        pieces = [p for p in pieces if _measure_sides(strokes, p) <= side_share]
    return _join_pieces(pieces, scale)


def _measure_sides(strokes: Strokes, piece: _Piece) -> float:
    """Measure how much of a piece has ink right beside it, on the emptier side of both."""
    scale = strokes.scale
    xs = np.arange(int(piece.start), int(piece.end))
    ys = np.interp(xs, piece.along, piece.at)
    best = 1.0
    for near, far in ((0.9, 2.2), (2.0, 3.4)):
        sides = []
        for sign in (-1, 1):
            hit = np.zeros(len(xs), np.bool_)
            for d in np.arange(near * scale, far * scale, 1.0):
                rows = np.clip(np.rint(ys + sign * d).astype(int), 0, strokes.ink.shape[0] - 1)
                hit |= strokes.ink[rows, xs] > 0
            sides.append(hit.mean())
        best = min(best, 0.5 * sum(sides))
    return best


def _join_pieces(pieces: Sequence[_Piece], scale: float) -> list[_Line]:
    """Join pieces that lie in one line: the longest take those that stand where they lead."""
    groups: list[list[_Piece]] = []
    lines: list[_Line] = []
    for piece in sorted(pieces, key=lambda piece: -piece.length):
        best, best_off = None, RULINGS.drift_pt * scale
        for index, line in enumerate(lines):
            off = _measure_offset(line, piece)
            if off < best_off:
                best, best_off = index, off
        if best is None:
            groups.append([piece])
            lines.append(_make_line([piece]))
        else:
            groups[best].append(piece)
            lines[best] = _make_line(groups[best])
    return lines


def _measure_offset(line: _Line, piece: _Piece) -> float:
    """Measure how far a piece stands off a line at the line's nearest point."""
    middle = float(np.mean(piece.at))
    return abs(float(np.mean(line.find_at(piece.along))) - middle)


def _make_line(pieces: list[_Piece]) -> _Line:
    inorder = sorted(pieces, key=lambda piece: piece.start)
    along = np.concatenate([piece.along for piece in inorder])
    at = np.concatenate([piece.at for piece in inorder])
    order = np.argsort(along, kind="stable")
    return _Line(tuple(inorder), along[order], at[order])


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums along lines of ink on them and beside them."""

    on: NDArray[np.int32]
    beside: NDArray[np.int32]
    raw: Pixels
    scale: float
    em: float


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of a line between two rulings across: shares of it that have ink, and ink beside it.

    ``less`` and ``more`` are of its emptier and its fuller side; ``gap_pt`` is the longest gap of the ink near
    the rulings at both ends.
    """

    start: float
    end: float
    ink: float
    less: float
    more: float
    gap_pt: float


def _find_edges(sums: _Sums, lines: Sequence[_Line], across: Sequence[_Ruled]) -> list[_Ruled]:
    """Find which stretches of lines between the rulings across them are edges."""
    scale = sums.scale
    found = []
    for line in lines:
        marks = _find_crossings(line, across, scale)
        if len(marks) < 2:  # noqa: PLR2004 - two ends make an edge
            continue
        units = [
            _measure_edge(sums, line, start, end)
            for start, end in pairwise(marks)
            if _has_pieces(line, start, end)
        ]
        length = sum(unit.end - unit.start for unit in units if _is_plain(unit))
        is_known = length >= RULINGS.known_em * sums.em * scale
        edges = [
            _Edge(unit.start, unit.end, strength)
            for unit in units
            if (strength := _measure_strength(unit, is_known=is_known)) > 0
        ]
        if edges:
            found.append(_Ruled(line, tuple(edges)))
    return found


def _has_pieces(line: _Line, start: float, end: float) -> bool:
    """Tell whether pieces of a line cover a good part of a stretch."""
    covered = sum(max(0.0, min(piece.end, end) - max(piece.start, start)) for piece in line.pieces)
    return covered >= RULINGS.covered_share * (end - start)


def _is_plain(unit: _Unit) -> bool:
    """Tell whether a unit is an edge, whatever stands in line with it."""
    is_full = unit.ink >= RULINGS.plain_ink_share and unit.gap_pt <= RULINGS.plain_gap_pt
    return is_full and unit.more <= RULINGS.plain_side_share


def _measure_strength(unit: _Unit, *, is_known: bool) -> float:
    """Tell how sure a unit is an edge; ``is_known``: others in line with it are."""
    if _is_plain(unit):
        return 1.0
    if not is_known:
        return 0.0
    is_full = unit.ink >= RULINGS.plain_ink_share
    if is_full and unit.more <= RULINGS.likely_side_share:
        return 0.8
    if is_full and unit.gap_pt <= RULINGS.likely_gap_pt and unit.more <= RULINGS.crowded_side_share:
        return 0.6
    if unit.ink >= RULINGS.likely_ink_share and unit.more <= RULINGS.clean_side_share:
        return 0.4
    return 0.0


def _find_crossings(line: _Line, across: Sequence[_Ruled], scale: float) -> list[float]:
    """Find where rulings cross a line, at most one within a double ruling's width."""
    reach, mine = 2.5 * scale, line.middle
    marks = []
    for ruled in across:
        if any(edge.start - reach <= mine <= edge.end + reach for edge in ruled.edges):
            at = float(ruled.line.find_at(np.array([mine]))[0])
            if line.start - 2.5 * reach <= at <= line.end + 2.5 * reach:
                marks.append(at)
    return _merge_near(sorted(marks), RULINGS.same_pt * scale)


def _merge_near(values: list[float], within: float) -> list[float]:
    merged: list[float] = []
    for value in values:
        if merged and value - merged[-1] <= within:
            merged[-1] = (merged[-1] + value) / 2
        else:
            merged.append(value)
    return merged


def _make_sums(strokes: Strokes) -> _Sums:
    scale = strokes.scale
    on = dilate(strokes.thin, 3, 1)
    raw = dilate(strokes.ink, 3, 1)
    tall = max(1, round((RULINGS.side_far_pt - RULINGS.side_near_pt) * scale))
    beside = dilate(strokes.ink, tall, 1)
    return _Sums(_sum_along(on), _sum_along(beside), raw, scale, strokes.em)


def _sum_along(mask: Pixels) -> NDArray[np.int32]:
    sums = np.zeros((mask.shape[0], mask.shape[1] + 1), np.int32)
    np.cumsum(mask, axis=1, dtype=np.int32, out=sums[:, 1:])
    return sums


def _measure_edge(sums: _Sums, line: _Line, start: float, end: float) -> _Unit:
    """Measure how much of an edge has ink, how much beside it, and how well it touches at its ends."""
    scale = sums.scale
    pad = min(1.0 * scale, (end - start) / 6)
    first, last = start + pad, end - pad
    count = max(1, round((last - first) / (40 * scale)))
    cuts = np.linspace(first, last, count + 1)
    inked, less, more = 0.0, 0.0, 0.0
    places = []
    for a, b in pairwise(cuts.tolist()):
        ink, at = _find_best(sums.on, line, a, b, scale)
        places.append(at)
        inked += ink * (b - a)
        middle = 0.5 * (RULINGS.side_near_pt + RULINGS.side_far_pt)
        sides = [_measure_both_sides(sums, at, d * scale, (a, b)) for d in (middle, middle + 1.0)]
        emptier = min(sides, key=sum)
        less += emptier[0] * (b - a)
        more += emptier[1] * (b - a)
    length = last - first
    gaps = [
        _measure_end_gap(sums, places[0], start, min(end, start + 6 * scale)),
        _measure_end_gap(sums, places[-1], end, max(start, end - 6 * scale)),
    ]
    return _Unit(start, end, inked / length, less / length, more / length, max(gaps) / scale)


def _measure_both_sides(sums: _Sums, at: float, away: float, ends: tuple[float, float]) -> list[float]:
    return sorted(_take(sums.beside, at + sign * away, *ends) for sign in (-1, 1))


def _measure_end_gap(sums: _Sums, row: float, start: float, end: float) -> float:
    """Measure the longest gap in a line's ink near the ruling at its end, in pixels."""
    at = min(max(round(row), 0), sums.raw.shape[0] - 1)
    low, high = sorted((round(start), round(end)))
    strip = sums.raw[at, max(low, 0) : high]
    if not len(strip):
        return 0.0
    inked = np.flatnonzero(np.concatenate(([1], strip, [1])))
    return float(np.diff(inked).max() - 1)


def _find_best(on: NDArray[np.int32], line: _Line, a: float, b: float, scale: float) -> tuple[float, float]:
    at = float(line.find_at(np.array([(a + b) / 2]))[0])
    reach = RULINGS.search_pt * scale
    best, place = -1.0, at
    for row in sorted(range(round(at - reach), round(at + reach) + 1), key=lambda row: abs(row - at)):
        share = _take(on, row, a, b)
        if share > best + 0.02:
            best, place = share, float(row)
    return best, place


def _take(sums: NDArray[np.int32], row: float, a: float, b: float) -> float:
    at = min(max(round(row), 0), sums.shape[0] - 1)
    first = min(max(round(a), 0), sums.shape[1] - 1)
    last = min(max(round(b), first), sums.shape[1] - 1)
    return float((sums[at, last] - sums[at, first]) / max(1, last - first))
