"""Rulings of a scanned page: strokes that go on from edge to edge, with nothing hanging on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extract.geometry.marks import Flags, Floats
from extract.geometry.rulings import cluster_values
from extract.scan.images import FlatSheet
from extract.scan.rulings.edges import Edge, Ruled, find_edges, list_long, sum_ink
from extract.scan.rulings.ink import Strokes, find_strokes
from extract.scan.rulings.lines import RuledLine, find_lines, measure_contrast
from extract.scan.rulings.settings import RULINGS


@dataclass(frozen=True, slots=True)
class Rulings:
    """Thin ``boxes`` (m, 4: x0, top, x1, bottom in points of the sheet), and how strong each is (m).

    A strength of 1 is an edge beyond doubt; one below a half may be none. ``lost`` (k, 4) are places where an
    edge may have stood, that are not among the boxes.
    """

    boxes: Floats
    strength: Floats
    lost: Floats


def find_rulings(sheet: FlatSheet) -> Rulings:
    """Find the rulings of a straightened sheet.

    Long level strokes come first. Upright ones are edges from one of them to the next, then level ones from
    upright to upright, and so once more with all that were found.
    """
    level, upright = find_strokes(sheet)
    em = level.em * level.scale
    levels = find_lines(level, RULINGS.level_window_em, RULINGS.level_ink_share, RULINGS.level_side_share)
    uprights = find_lines(upright, RULINGS.upright_window_em, RULINGS.upright_ink_share, 1.0)
    on_level, on_upright = sum_ink(level), sum_ink(upright)
    levels, uprights = _leave_out_faint(level, levels), _leave_out_faint(upright, uprights)
    long_levels, long_uprights = list_long(levels, on_level), list_long(uprights, on_upright)
    beams, posts = _take_longest(long_levels, em), list[Ruled]()
    for _ in range(2):
        posts = find_edges(on_upright, uprights, [*beams, *_close_open_ends(long_uprights, beams, em)])
        beams = find_edges(on_level, levels, [*posts, *_close_open_ends(long_levels, posts, em)])
        beams = _doubt_underlines(beams, em, sheet.scale)
    found = [*beams, *posts]
    at = [*_snap_middles(beams, sheet.scale), *_snap_middles(posts, sheet.scale)]
    strength = [edge.strength for ruled in found for edge in ruled.edges]
    boxes = _make_boxes([ruled.edges for ruled in found], at, len(beams)) / sheet.scale
    kept = _are_in_tables(boxes, sheet, level.em)
    lost = _make_boxes([ruled.lost for ruled in found], at, len(beams)) / sheet.scale
    return Rulings(boxes[kept], np.array(strength, np.float64)[kept], lost)


def _snap_middles(found: Sequence[Ruled], scale: float) -> list[float]:
    """Return where lines stand, those of a double ruling at one place."""
    means, index = cluster_values(np.array([ruled.line.middle for ruled in found]), RULINGS.same_pt * scale)
    places: list[float] = means[index].tolist()
    return places


def _make_boxes(edges: Sequence[Sequence[Edge]], at: Sequence[float], level: int) -> Floats:
    """Make thin boxes (m, 4) in pixels of the edges of lines, of which the first, ``level``, are level."""
    boxes = []
    for place, (middle, of_line) in enumerate(zip(at, edges, strict=True)):
        for edge in of_line:
            if place < level:
                boxes.append((edge.start, middle - 0.5, edge.end, middle + 0.5))
            else:
                boxes.append((middle - 0.5, edge.start, middle + 0.5, edge.end))
    return np.array(boxes, np.float64).reshape(-1, 4)


def _are_in_tables(boxes: Floats, sheet: FlatSheet, em: float) -> Flags:
    """Tell which edges hang together as something larger than a character of a title."""
    drawn = np.zeros((round(sheet.height) + 1, round(sheet.width) + 1), np.uint8)
    slack = RULINGS.same_pt
    corners = np.rint(boxes + np.array([-slack, -slack, slack, slack])).astype(np.int64).clip(0)
    for x0, top, x1, bottom in corners.tolist():
        drawn[top : bottom + 1, x0 : x1 + 1] = 1
    _, labels, stats, _ = cv2.connectedComponentsWithStats(drawn, connectivity=8)
    widths, heights = stats[:, cv2.CC_STAT_WIDTH] - 2 * slack, stats[:, cv2.CC_STAT_HEIGHT] - 2 * slack
    is_table = (widths >= RULINGS.narrowest_em * em) & (heights >= RULINGS.lowest_em * em)
    middles = ((corners[:, :2] + corners[:, 2:]) / 2).astype(np.int64)
    inside = labels[
        np.minimum(middles[:, 1], drawn.shape[0] - 1), np.minimum(middles[:, 0], drawn.shape[1] - 1)
    ]
    kept: Flags = is_table[inside]
    return kept


def _doubt_underlines(beams: Sequence[Ruled], em: float, scale: float) -> list[Ruled]:
    """Take an edge that a longer ruling accompanies, lower than a row of text, for a line under words."""
    near, far = RULINGS.same_pt * scale, RULINGS.lowest_row_em * em
    doubted = []
    for ruled in beams:
        around = [other for other in beams if near < abs(other.line.middle - ruled.line.middle) < far]
        beside = [other for other in around if other.length >= RULINGS.longer_ratio * ruled.length]
        edges = tuple(edge for edge in ruled.edges if not _is_accompanied(edge, beside))
        underlines = tuple(edge for edge in ruled.edges if edge not in edges)
        doubted.append(Ruled(ruled.line, edges, (*ruled.lost, *underlines)))
    return doubted


def _is_accompanied(edge: Edge, beside: Sequence[Ruled]) -> bool:
    middle = (edge.start + edge.end) / 2
    return any(other.start <= middle <= other.end for ruled in beside for other in ruled.edges)


def _leave_out_faint(strokes: Strokes, lines: Sequence[RuledLine]) -> list[RuledLine]:
    """Leave out lines much fainter than the page's own, as those of its back that shine through."""
    long = [line for line in lines if line.length >= RULINGS.long_em * strokes.em * strokes.scale]
    if not long:
        return list(lines)
    contrasts = [measure_contrast(strokes, line) for line in long]
    usual = np.quantile(
        contrasts,
        RULINGS.usual_contrast_share,
        weights=[line.length for line in long],
        method="inverted_cdf",
    )
    faint = {
        id(line)
        for line, contrast in zip(long, contrasts, strict=True)
        if contrast < RULINGS.faint_ratio * usual
    }
    return [line for line in lines if id(line) not in faint]


def _take_longest(lines: Sequence[RuledLine], em: float) -> list[Ruled]:
    """Take the lines that are longer than any stroke of text, before what crosses them is known."""
    taken = []
    for line in lines:
        if (line.ends - line.starts).max() >= RULINGS.level_seed_em * em:
            edges = [Edge(start, end, 1.0) for start, end in zip(line.starts, line.ends, strict=True)]
            taken.append(Ruled(line, tuple(edges)))
    return taken


def _close_open_ends(lines: Sequence[RuledLine], across: Sequence[Ruled], em: float) -> list[Ruled]:
    """Close lines that end together beyond the last ruling across them, as where a page cuts a table."""
    closing = []
    for is_end in (False, True):
        ends = sorted(_list_open_ends(lines, across, em, is_end=is_end))
        while ends:
            group = [end for end in ends if end[0] - ends[0][0] <= RULINGS.open_end_em * em]
            ends = ends[len(group) :]
            if len(group) > 1:
                closing.append(_close_ends(group))
    return closing


def _list_open_ends(
    lines: Sequence[RuledLine], across: Sequence[Ruled], em: float, *, is_end: bool
) -> list[tuple[float, float]]:
    """List where lines end beyond the last ruling across them, and where they stand."""
    ends = []
    for line in lines:
        limits = [
            ruled.line.middle
            for ruled in across
            if ruled.edges and ruled.line.start - em <= line.middle <= ruled.line.end + em
        ]
        if not limits:
            continue
        end = line.end if is_end else line.start
        beyond = end - max(limits) if is_end else min(limits) - end
        if beyond > RULINGS.open_end_em * em:
            ends.append((end, line.middle))
    return ends


def _close_ends(ends: Sequence[tuple[float, float]]) -> Ruled:
    at = float(np.mean([end for end, _ in ends]))
    first, last = min(place for _, place in ends), max(place for _, place in ends)
    line = RuledLine(np.array([first]), np.array([last]), np.array([first, last]), np.array([at, at]))
    return Ruled(line, (Edge(first, last, 1.0),))
