"""Lines of text in a straightened page: which ink is a line, without rulings' rests and specks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.geometry.marks import Flags, Ints
from extract.scan.images import Pixels, find_runs
from extract.scan.recognition.settings import TEXT_LINES
from extract.scan.recognition.text_ink import (
    AREA,
    HEIGHT,
    LEFT,
    PAPER,
    TOP,
    WIDTH,
    Edges,
    Ink,
    InkMask,
    PixelBox,
    find_components,
    find_pixels,
)

Sides = tuple[bool, bool, bool, bool]
"""Of the left, top, right and bottom, whether a ruling was found there and cut off."""


@dataclass(frozen=True, slots=True)
class LineImage:
    """A line of text: its ink's left, top, right and bottom in pixels of the page, and its picture.

    ``picture`` begins at ``left`` of the page. ``parts`` (n, 5) are its components' left, top,
    width, height and area, in pixels of the picture; ``em`` is its text's height.
    """

    box: PixelBox
    picture: Pixels
    left: int
    parts: Ints
    mask: InkMask
    em: float


def measure_pad(em: float) -> int:
    """Return how many pixels of paper a line's picture has around its ink."""
    return max(2, round(TEXT_LINES.pad_em * em))


def find_cell_lines(ink: Ink, edges: Edges) -> list[LineImage]:
    """Find the lines of a cell whose left, top, right and bottom are given in points; rulings are left out."""
    (left, upper, right, lower), found = _find_inner_edges(ink, edges)
    mask = ink.mask[upper:lower, left:right].copy()
    if not mask.any():
        return []
    _clear_sides(mask, ink.scale)
    return _find_lines(ink, mask, (left, upper), found)


def _find_inner_edges(ink: Ink, edges: Edges) -> tuple[PixelBox, Sides]:
    """Return the left, top, right and bottom in pixels of what a cell's rulings enclose, and where one is found.

    A ruling may be drawn a little beside where the lattice has its edge.
    """
    reach = max(1, round(TEXT_LINES.ruling_reach_pt * ink.scale))
    inset = round(TEXT_LINES.inset_pt * ink.scale)
    x0, top, x1, bottom = find_pixels(edges, ink.scale)
    height, width = ink.mask.shape
    upright = ink.mask[top + reach : max(0, bottom - reach)].T  # each row of it is a column of the page
    level = ink.mask[:, x0 + reach : max(0, x1 - reach)]
    left, upper = _find_ruling_end(upright, x0, reach), _find_ruling_end(level, top, reach)
    right = _find_ruling_end(upright[::-1], width - x1, reach)
    lower = _find_ruling_end(level[::-1], height - bottom, reach)
    within = (
        x0 + inset if left is None else left,
        top + inset if upper is None else upper,
        min(width, x1 - inset) if right is None else width - right,
        min(height, bottom - inset) if lower is None else height - lower,
    )
    return within, (left is not None, upper is not None, right is not None, lower is not None)


def _find_ruling_end(strip: InkMask, edge: int, reach: int) -> int | None:
    """Return the row of a strip that is the first beyond a ruling near an edge; None where there is none."""
    begin = max(0, edge - reach)
    band = strip[begin : max(0, edge + reach)]
    if not band.size or not band.any():
        return None
    # a ruling that leans by a pixel or two fills no row of its own
    covered = cv2.dilate(np.ascontiguousarray(band), np.ones((3, 1), np.uint8)).mean(axis=1)
    best = int(np.argmax(covered))
    if covered[best] < TEXT_LINES.found_ruling_share:
        return None
    end = best
    while end < len(covered) and covered[end] > TEXT_LINES.ruling_share * covered[best]:
        end += 1
    return begin + end


def _clear_sides(mask: InkMask, scale: float) -> None:
    """Clear what rulings leave at the four sides of a cell's mask."""
    depth = max(1, round(TEXT_LINES.ruling_depth_pt * scale))
    for turned in range(4):
        side = np.rot90(mask, turned)  # a view, of which the upper side is cleared
        band = side[:depth]
        covered = np.flatnonzero(band.mean(axis=1) > TEXT_LINES.ruling_share)
        if len(covered) and len(side) > depth:
            band[: covered[-1] + 1] = 0


def _find_lines(
    ink: Ink, mask: InkMask, begins: tuple[int, int], sides: Sides | None = None
) -> list[LineImage]:
    """Find the lines in a mask that begins at a left and top of the page; a cell's has sides."""
    labels, stats = find_components(mask)
    keep = np.ones(len(stats), np.bool_)
    keep[0] = False
    if sides is not None:
        keep &= ~_are_rests(stats, mask.shape, ink, sides)
    if (keep & (stats[:, HEIGHT] >= TEXT_LINES.stroke_em * ink.em)).any():
        keep &= ~_are_specks(stats, keep, ink.em)
    else:
        keep &= stats[:, AREA] >= TEXT_LINES.speck_pt2 * ink.scale**2
    if not keep.any():
        return []
    parts = stats[keep]
    lines: list[LineImage] = []
    kept = keep[labels].astype(np.uint8)
    local = replace(ink, em=_measure_local_em(parts, ink.em))
    for first, last in _part_rows(kept, local.em)[: TEXT_LINES.most_lines]:
        line = _cut_line(local, kept, (first, last), begins)
        if line is not None:
            lines.append(line)
    return lines


def _are_specks(stats: Ints, keep: Flags, em: float) -> Flags:
    """Tell which components are too small for a stroke and belong to no character: none is beside them.

    Nor does a point or comma begin a line.
    """
    x0, y0 = stats[:, LEFT], stats[:, TOP]
    x1, y1 = x0 + stats[:, WIDTH], y0 + stats[:, HEIGHT]
    sizes = np.maximum(stats[:, WIDTH], stats[:, HEIGHT])
    is_round = stats[:, WIDTH] < TEXT_LINES.dash_ratio * stats[:, HEIGHT]
    small = np.flatnonzero(keep & is_round & (sizes < TEXT_LINES.speck_em * em))
    large = keep & (sizes >= TEXT_LINES.stroke_em * em)
    specks = np.zeros(len(stats), np.bool_)
    if not large.any() or not len(small):
        return specks
    left, right = x0[large][None], x1[large][None]
    middle = ((y0 + y1) / 2)[small, None]
    reach = TEXT_LINES.speck_level_em * em
    level = (middle > y0[large] - reach) & (middle < y1[large] + reach)
    before = x0[small, None] - right  # how far a stroke ends before the speck
    after = left - x1[small, None]
    is_after = level & (before < TEXT_LINES.speck_gap_em * em) & (after < 0)
    is_among = is_after.any(axis=1)
    is_low = middle > (y0[large] + y1[large]) / 2
    begins = level & (after >= 0)
    is_mark_above = (begins & (after < TEXT_LINES.speck_gap_em * em) & ~is_low).any(axis=1)
    # the point of a number that was wrapped before it stands on the baseline
    is_based = np.abs(y1[small, None] - y1[large]) < TEXT_LINES.based_em * em
    is_point = (begins & (after < TEXT_LINES.point_gap_em * em) & is_based).any(axis=1)
    specks[small[~is_among & ~is_mark_above & ~is_point]] = True
    return specks


def _measure_local_em(parts: Ints, em: float) -> float:
    """Return the height of the characters that components are; of figures and dashes alone that of the page."""
    heights = parts[parts[:, HEIGHT] > TEXT_LINES.full_em * em, HEIGHT]
    if not len(heights):
        return em
    low, high = TEXT_LINES.least_local_em * em, TEXT_LINES.most_local_em * em
    return float(np.clip(np.percentile(heights, TEXT_LINES.local_percentile), low, high))


def _are_rests(stats: Ints, shape: tuple[int, ...], ink: Ink, sides: Sides) -> Flags:
    """Tell which components at the sides of a cell are rests of rulings: thin, and along the side."""
    height, width = shape[0], shape[1]
    thin, depth = TEXT_LINES.rest_pt * ink.scale, TEXT_LINES.ruling_depth_pt * ink.scale
    x0, y0 = stats[:, LEFT], stats[:, TOP]
    x1, y1 = x0 + stats[:, WIDTH], y0 + stats[:, HEIGHT]
    # beside a ruling that was cut off there is but its fringe: a thicker stroke is a character's
    left, top, right, bottom = (TEXT_LINES.fringe_pt * ink.scale if found else thin for found in sides)
    level = (y0 <= 1) & (stats[:, HEIGHT] <= top) | (y1 >= height - 1) & (stats[:, HEIGHT] <= bottom)
    upright = (x0 <= 1) & (stats[:, WIDTH] <= left) | (x1 >= width - 1) & (stats[:, WIDTH] <= right)
    longest = max(TEXT_LINES.level_rest_em * ink.em, TEXT_LINES.level_rest_share * width)  # of a stroke
    long_level = (stats[:, HEIGHT] <= thin) & (stats[:, WIDTH] > longest)
    near = (x0 < depth) | (x1 > width - depth)
    long_upright = near & (stats[:, WIDTH] <= thin) & (stats[:, HEIGHT] > TEXT_LINES.upright_rest_em * ink.em)
    level &= ~_are_under_strokes(stats, level, ink.em)
    rests: Flags = level | upright | long_level | long_upright
    return rests


def _are_under_strokes(stats: Ints, rests: Flags, em: float) -> Flags:
    """Tell which rests have a stroke as wide right above or below, as those of 二 and 三 that lie on a ruling."""
    slack = TEXT_LINES.stroke_slack_em * em
    is_stroke = ~rests & (stats[:, HEIGHT] <= TEXT_LINES.flat_em * em) & (stats[:, WIDTH] > slack)
    strokes = stats[is_stroke]
    x0, x1 = stats[:, LEFT, None], (stats[:, LEFT] + stats[:, WIDTH])[:, None]
    left, right = strokes[:, LEFT], strokes[:, LEFT] + strokes[:, WIDTH]
    distance = np.abs(stats[:, TOP, None] - strokes[:, TOP])
    alike = (np.abs(x0 - left) < slack) & (np.abs(x1 - right) < slack) & (distance < em)
    under: Flags = rests & alike.any(axis=1)
    return under


def _part_rows(mask: InkMask, em: float) -> list[tuple[int, int]]:
    """Part a mask's rows of pixels into lines of text: the first and one beyond the last row of each."""
    profile = mask.sum(axis=1)
    runs = find_runs(profile > 0)
    merged = _merge_strokes(runs, em)
    lines: list[tuple[int, int]] = []
    for first, last in merged:
        if last - first > TEXT_LINES.tall_em * em:
            lines += _split_tall(profile, first, last, em)
        else:
            lines.append((first, last))
    return lines


def _merge_strokes(runs: Sequence[tuple[int, int]], em: float) -> list[tuple[int, int]]:
    """Merge runs of rows that are strokes of one line, as those of 二 and = are."""
    merged: list[tuple[int, int]] = []
    for first, last in runs:
        if merged:
            start, end = merged[-1]
            is_part = min(last - first, end - start) < TEXT_LINES.full_em * em
            is_near = first - end <= TEXT_LINES.merge_gap_em * em
            if is_part and is_near and last - start <= TEXT_LINES.merge_height_em * em:
                merged[-1] = (start, last)
                continue
        merged.append((first, last))
    return merged


def _split_tall(profile: Ints, first: int, last: int, em: float) -> Iterator[tuple[int, int]]:
    """Split rows of lines that touch, where the least ink is."""
    count = max(2, round((last - first + TEXT_LINES.pitch_slack_em * em) / (TEXT_LINES.pitch_em * em)))
    pitch = (last - first) / count
    reach = TEXT_LINES.cut_reach_share * pitch
    start = first
    for number in range(1, count):
        middle = first + number * pitch
        low, high = round(middle - reach), round(middle + reach)
        cut = low + int(np.argmin(profile[low:high]))
        yield start, cut
        start = cut
    yield start, last


def _cut_line(ink: Ink, kept: InkMask, rows: tuple[int, int], begins: tuple[int, int]) -> LineImage | None:
    """Cut out a line's picture, all ink that is not its own taken for paper."""
    (first, last), (left, upper) = rows, begins
    columns = np.flatnonzero(kept[first:last].any(axis=0))
    if not len(columns):
        return None
    x0, x1 = _reach_faint(ink, (int(columns[0]), int(columns[-1]) + 1), rows, begins, kept.shape[1])
    pad = measure_pad(ink.em)
    lacking = max(0, round(TEXT_LINES.least_height_em * ink.em) - (last - first))
    above, below = pad + lacking // 2, pad + lacking - lacking // 2
    own = np.zeros((last - first + above + below, x1 - x0 + 2 * pad), np.uint8)
    own[above : above + last - first, pad : pad + x1 - x0] = kept[first:last, x0:x1]
    top, start = upper + first - above, left + x0 - pad
    picture = np.full(own.shape, PAPER, np.uint8)
    grey, (at_y, at_x) = _take_within(ink.grey, start, top, own.shape)
    inside = slice(at_y, at_y + grey.shape[0]), slice(at_x, at_x + grey.shape[1])
    other, _ = _take_within(ink.mask, start, top, own.shape)
    # the soft edges of strokes belong to them
    near = np.ones((3, 3), np.uint8)
    mine, others = cv2.dilate(own[inside], near), cv2.dilate(other & (1 - own[inside]), near, iterations=2)
    picture[inside] = np.where((others > 0) & (mine == 0), PAPER, grey)
    _, stats = find_components(own)
    box = (left + x0, upper + first, left + x1, upper + last)
    return LineImage(box=box, picture=picture, left=start, parts=stats[1:], mask=own, em=ink.em)


def _reach_faint(
    ink: Ink, span: tuple[int, int], rows: tuple[int, int], begins: tuple[int, int], width: int
) -> tuple[int, int]:
    """Return a line's first and last column with a faint stroke beside it, as a blurred 一 is."""
    (x0, x1), (left, upper) = span, begins
    reach = round(TEXT_LINES.faint_reach_em * ink.em)
    level = PAPER - TEXT_LINES.faint_share * (PAPER - ink.threshold)
    lines = ink.grey[upper + rows[0] : upper + rows[1]]
    start, end = max(0, x0 - reach), min(width, x1 + reach)
    before = np.asarray((lines[:, left + start : left + x0] < level).any(axis=0))
    after = np.asarray((lines[:, left + x1 : left + end] < level).any(axis=0))
    fewest = TEXT_LINES.faint_width_em * ink.em
    if before.sum() > fewest:
        x0 = start + int(np.argmax(before))
    if after.sum() > fewest:
        x1 = end - int(np.argmax(after[::-1]))
    return x0, x1


def _take_within(grey: Pixels, left: int, top: int, shape: tuple[int, ...]) -> tuple[Pixels, tuple[int, int]]:
    """Take a part of a page that may reach beyond its edges, and where in the part it begins."""
    at_y, at_x = max(0, -top), max(0, -left)
    return grey[top + at_y : top + shape[0], left + at_x : left + shape[1]], (at_y, at_x)


def find_outer_lines(ink: Ink, boxes: Sequence[Edges]) -> list[LineImage]:
    """Find the lines outside the boxes of tables, in points, from top to bottom; each is a run of words."""
    mask = ink.mask.copy()
    reach = TEXT_LINES.ruling_depth_pt
    for x0, top, x1, bottom in boxes:
        reached = (x0 - reach, top - reach, x1 + reach, bottom + reach)
        left, upper, right, lower = find_pixels(reached, ink.scale)
        mask[upper:lower, left:right] = 0
    _clear_dirt(mask, ink)
    gap = max(1, round(TEXT_LINES.word_gap_em * ink.em))
    apart = max(1, round(TEXT_LINES.stroke_gap_em * ink.em))
    smeared = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8), borderValue=0)
    smeared = cv2.dilate(smeared, np.ones((apart, 1), np.uint8))
    labels, stats = find_components(smeared.astype(np.uint8))
    lines: list[LineImage] = []
    order = sorted(range(1, len(stats)), key=lambda at: (stats[at, TOP], stats[at, LEFT]))
    for at in order[: TEXT_LINES.most_lines]:
        left, top, width, height = stats[at, :AREA].tolist()
        if height < TEXT_LINES.lowest_line_em * ink.em:
            continue
        region = labels[top : top + height, left : left + width] == at
        own = mask[top : top + height, left : left + width] * region
        lines += _find_lines(ink, own.astype(np.uint8), (left, top))
    return lines


def _clear_dirt(mask: InkMask, ink: Ink) -> None:
    """Clear what is no text: specks, long lines, and what is larger than a title's character."""
    labels, stats = find_components(mask)
    area = stats[:, AREA] >= TEXT_LINES.speck_pt2 * ink.scale**2
    low = stats[:, HEIGHT] <= TEXT_LINES.highest_em * ink.em
    small = low & (stats[:, WIDTH] <= TEXT_LINES.widest_em * ink.em)
    thin = TEXT_LINES.rest_pt * ink.scale
    line = (stats[:, WIDTH] > TEXT_LINES.longest_stroke_em * ink.em) & (stats[:, HEIGHT] <= thin)
    upright = (stats[:, HEIGHT] > TEXT_LINES.highest_stroke_em * ink.em) & (stats[:, WIDTH] <= thin)
    keep = area & small & ~line & ~upright
    keep[0] = False
    mask[...] = keep[labels]
