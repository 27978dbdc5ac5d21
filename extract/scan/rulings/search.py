"""Rulings of a scanned page: strokes that go on from edge to edge, with nothing hanging on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extract.geometry.marks import Floats
from extract.scan.ink import find_strokes
from extract.scan.rulings.edges import Edge, Ruled, find_edges, sum_ink
from extract.scan.rulings.lines import Line, find_lines
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


def find_rulings(sheet: Sheet) -> Rulings:
    """Find the rulings of a straightened sheet.

    Long level strokes come first. Upright ones are edges from one of them to the next, then level ones from
    upright to upright, and so once more with all that were found.
    """
    level, upright = find_strokes(sheet)
    em = level.em * level.scale
    levels = find_lines(level, RULINGS.level_window_em, RULINGS.level_ink_share, RULINGS.level_side_share)
    uprights = find_lines(upright, RULINGS.upright_window_em, RULINGS.upright_ink_share, 1.0)
    levels = _leave_out_streaks(levels, sheet.grey.shape[1], sheet.scale)
    uprights = _leave_out_streaks(uprights, sheet.grey.shape[0], sheet.scale)
    on_level, on_upright = sum_ink(level), sum_ink(upright)
    long_levels, long_uprights = _list_long(levels, em), _list_long(uprights, em)
    beams, posts = _take_long(levels, em), list[Ruled]()
    for _ in range(2):
        posts = find_edges(on_upright, uprights, [*beams, *_close_open_ends(long_uprights, beams, em)])
        beams = find_edges(on_level, levels, [*posts, *_close_open_ends(long_levels, posts, em)])
    boxes = [*_make_boxes(beams, is_level=True), *_make_boxes(posts, is_level=False)]
    strength = [edge.strength for ruled in (*beams, *posts) for edge in ruled.edges]
    return Rulings(
        np.array(boxes).reshape(-1, 4) / sheet.scale, np.array(strength, np.float64), np.empty((0, 4))
    )


def _leave_out_streaks(lines: Sequence[Line], size: int, scale: float) -> list[Line]:
    """Leave out lines that run out of the sheet, which is ``size`` pixels long."""
    margin = RULINGS.margin_pt * scale
    return [line for line in lines if line.start > margin and line.end < size - margin]


def _make_boxes(found: Sequence[Ruled], *, is_level: bool) -> list[tuple[float, float, float, float]]:
    boxes = []
    for ruled in found:
        at = ruled.line.middle
        for edge in ruled.edges:
            if is_level:
                boxes.append((edge.start, at - 0.5, edge.end, at + 0.5))
            else:
                boxes.append((at - 0.5, edge.start, at + 0.5, edge.end))
    return boxes


def _take_long(lines: Sequence[Line], em: float) -> list[Ruled]:
    """Take the lines that are longer than any stroke of text, before what crosses them is known."""
    taken = []
    for line in lines:
        if (line.ends - line.starts).max() >= RULINGS.level_seed_em * em:
            edges = [Edge(start, end, 1.0) for start, end in zip(line.starts, line.ends, strict=True)]
            taken.append(Ruled(line, tuple(edges)))
    return taken


def _list_long(lines: Sequence[Line], em: float) -> list[Line]:
    return [line for line in lines if line.length >= RULINGS.long_em * em]


def _close_open_ends(lines: Sequence[Line], across: Sequence[Ruled], em: float) -> list[Ruled]:
    """Close lines that end together beyond the last ruling across them, as where a page cuts a table."""
    closing = []
    for is_end in (False, True):
        ends = sorted(_list_open_ends(lines, across, em, is_end=is_end))
        while ends:
            group = [end for end in ends if end[0] - ends[0][0] <= RULINGS.open_end_em * em / 2]
            ends = ends[len(group) :]
            if len(group) > 1:
                closing.append(_close_ends(group))
    return closing


def _list_open_ends(
    lines: Sequence[Line], across: Sequence[Ruled], em: float, *, is_end: bool
) -> list[tuple[float, float]]:
    """List where lines end beyond the last ruling across them, and where they stand."""
    ends = []
    for line in lines:
        limits = [
            ruled.line.middle
            for ruled in across
            if ruled.line.start - em <= line.middle <= ruled.line.end + em
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
    line = Line(np.array([first]), np.array([last]), np.array([first, last]), np.array([at, at]))
    return Ruled(line, (Edge(first, last, 1.0),))
