"""What is printed over or beside figures: lines that strike them out, marks of notes, other figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extract.geometry.marks import Flags, Floats, Glyphs, Ints, Marks, join_glyphs
from extract.geometry.settings import GEOMETRY

_ZERO, _NINE = ord("0"), ord("9")
_LATIN = np.array([*range(ord("a"), ord("z") + 1), *range(ord("A"), ord("Z") + 1)])
_OF_NUMBERS = np.array([*range(_ZERO, _NINE + 1), *map(ord, ".,%)％）")])
_BLANK = ord(" ")


def _have_loose_ends(rules: Sequence[Floats]) -> Flags:
    """Tell on which pages (n) a level ruling ends where no upright one stands; in a plain table none does."""
    joined = np.concatenate(rules)
    pages = np.repeat(np.arange(len(rules)), list(map(len, rules)))
    loose = np.zeros(len(rules), np.bool_)
    heights, widths = joined[:, 3] - joined[:, 1], joined[:, 2] - joined[:, 0]
    is_upright = heights > GEOMETRY.strike_pt
    is_level = ~is_upright & (widths > heights)
    edges = np.rint(joined[:, [0, 2]].clip(min=0)).astype(np.int64)
    edges += (pages * (edges.max(initial=0) + 1))[:, None]
    known = np.isin(edges[is_level], edges[is_upright]).all(axis=1)
    loose[pages[is_level][~known]] = True
    return loose


def _have_small_figures(glyphs: Sequence[Glyphs]) -> Flags:
    """Tell on which pages (n) a figure is so much smaller than other text that it may be a mark of a note."""
    small = np.zeros(len(glyphs), np.bool_)
    counts = np.array(list(map(len, glyphs)))
    filled = np.flatnonzero(counts)
    if not len(filled):
        return small
    joined = join_glyphs(glyphs)
    heights = joined.boxes[:, 3] - joined.boxes[:, 1]
    starts = (np.cumsum(counts) - counts)[filled]
    highest = np.maximum.reduceat(np.where(_are_upright(joined), heights, 0.0), starts)
    lowest = np.minimum.reduceat(np.where(_are_digits(joined), heights, np.inf), starts)
    small[filled] = lowest < GEOMETRY.raised_height_share * highest
    return small


class Struck(NamedTuple):
    """Which glyphs (n) a line goes through, and which rulings (m) are such lines."""

    glyphs: Flags
    rules: Flags


def find_all_struck(pages: Sequence[Marks]) -> list[Struck]:
    """Find what is struck out on each page.

    A level line goes through the middle of glyphs and ends where they end; a ruling of a table goes on.
    """
    loose = _have_loose_ends([marks.rules for marks in pages]).tolist()
    return [_find_struck(marks, is_loose=is_loose) for marks, is_loose in zip(pages, loose, strict=True)]


def _find_struck(marks: Marks, *, is_loose: bool) -> Struck:
    glyphs, rules = marks.glyphs, marks.rules
    struck = Struck(np.zeros(len(glyphs), np.bool_), np.zeros(len(rules), np.bool_))
    if not is_loose:
        return struck
    x0, top, x1, bottom = rules.T
    level = np.flatnonzero((bottom - top <= GEOMETRY.strike_pt) & (x1 - x0 > bottom - top))
    upright = np.flatnonzero(_are_upright(glyphs))
    if not len(upright):
        return struck
    order = level[np.argsort(top[level], kind="stable")]
    middles = (top[order] + bottom[order]) / 2
    boxes = glyphs.boxes[upright]
    height = boxes[:, 3] - boxes[:, 1]
    low, high = GEOMETRY.strike_from_share, GEOMETRY.strike_to_share
    first = np.searchsorted(middles, boxes[:, 1] + low * height)
    end = np.searchsorted(middles, boxes[:, 1] + high * height)
    crossed = np.flatnonzero(end > first)
    pairs = np.repeat(crossed, (end - first)[crossed])
    offsets = np.arange(len(pairs)) - np.repeat(np.cumsum((end - first)[crossed]), (end - first)[crossed])
    lines = order[offsets + end[pairs]]
    middle = (boxes[pairs, 0] + boxes[pairs, 2]) / 2
    through = (middle >= x0[lines]) & (middle <= x1[lines])
    pairs, lines = pairs[through], lines[through]
    for line in np.unique(lines).tolist():
        pieces = _find_pieces(rules, line)
        run = boxes[pairs[np.isin(lines, pieces)]]
        slack = GEOMETRY.strike_slack_share * (run[:, 3] - run[:, 1]).max()
        is_short = x0[pieces].min() >= run[:, 0].min() - slack and x1[pieces].max() <= run[:, 2].max() + slack
        if is_short and not _meets_upright(rules, pieces):
            struck.rules[line] = True
            struck.glyphs[upright[pairs[lines == line]]] = True
    return struck


def _find_pieces(rules: Floats, line: int) -> Ints:
    """Return the level rulings (k) that go on a ruling to both sides, itself among them."""
    x0, top, x1, bottom = rules.T
    level = np.flatnonzero(
        (np.abs(top - top[line]) <= GEOMETRY.touch_pt) & (bottom - top <= GEOMETRY.strike_pt)
    )
    pieces = {line}
    for others in (level[np.argsort(x0[level])], level[np.argsort(-x1[level])]):
        for other in others.tolist():
            ends = x0[list(pieces)].min() - GEOMETRY.touch_pt, x1[list(pieces)].max() + GEOMETRY.touch_pt
            if x0[other] <= ends[1] and x1[other] >= ends[0]:
                pieces.add(other)
    return np.array(sorted(pieces))


def _meets_upright(rules: Floats, pieces: Ints) -> bool:
    """Tell whether an upright ruling touches an end of a level one, as in every table."""
    x0, top, x1, bottom = rules.T
    upright = bottom - top > GEOMETRY.strike_pt
    for piece in pieces.tolist():
        beside = (np.abs(x0 - x0[piece]) <= GEOMETRY.touch_pt) | (np.abs(x1 - x1[piece]) <= GEOMETRY.touch_pt)
        across = (top - GEOMETRY.touch_pt <= bottom[piece]) & (bottom + GEOMETRY.touch_pt >= top[piece])
        if (upright & beside & across).any():
            return True
    return False


class Raised(NamedTuple):
    """Which glyphs (n) are marks of notes beside a number, and which are part of a unit, as in m²."""

    marks: Flags
    powers: Flags
    base: Ints
    """The glyph before each power (n), on whose line it stands."""


def find_all_raised(pages: Sequence[Marks]) -> list[Raised]:
    """Find on each page the small figures that stand higher or lower than what they follow."""
    glyphs = [marks.glyphs for marks in pages]
    small = _have_small_figures(glyphs).tolist()
    return [_find_raised(of_page, has_small=found) for of_page, found in zip(glyphs, small, strict=True)]


def _find_raised(glyphs: Glyphs, *, has_small: bool) -> Raised:
    none = np.zeros(len(glyphs), np.bool_)
    raised = Raised(none, none.copy(), np.full(len(glyphs), -1, np.int64))
    if not has_small:
        return raised
    heights = glyphs.boxes[:, 3] - glyphs.boxes[:, 1]
    upright = _are_upright(glyphs)
    digits = _are_digits(glyphs)
    small = np.flatnonzero(digits & (heights < GEOMETRY.raised_height_share * np.median(heights[upright])))
    others = np.flatnonzero(upright)
    for at in small.tolist():
        base = _find_base(glyphs, heights, at, others)
        if base < 0:
            continue
        if glyphs.codes[base] in _LATIN:
            raised.powers[at], raised.base[at] = True, base
        elif glyphs.codes[base] in _OF_NUMBERS:
            raised.marks[at] = True
    return raised


def _are_upright(glyphs: Glyphs) -> Flags:
    """Tell which glyphs (n) stand upright and are no blanks."""
    upright: Flags = (glyphs.turns == 0) & (glyphs.codes > _BLANK)
    return upright


def _are_digits(glyphs: Glyphs) -> Flags:
    """Tell which glyphs (n) are upright digits."""
    digits: Flags = (glyphs.turns == 0) & (glyphs.codes >= _ZERO) & (glyphs.codes <= _NINE)
    return digits


def _find_base(glyphs: Glyphs, heights: Floats, at: int, others: Ints) -> int:
    """Return the larger glyph right before or behind which a small one stands off its line, -1 for none."""
    x0, _, x1, _ = glyphs.boxes[at]
    size = heights[others]
    is_larger = heights[at] < GEOMETRY.raised_height_share * size
    rise = glyphs.origins[others, 1] - glyphs.origins[at, 1]
    is_lower = (rise > GEOMETRY.raised_share * size) & (rise < size)
    is_higher = (-rise > GEOMETRY.raised_share * size) & (-rise < GEOMETRY.lowered_share * size)
    gap = np.maximum(x0 - glyphs.boxes[others, 2], glyphs.boxes[others, 0] - x1)
    is_beside = (gap < GEOMETRY.raised_gap_share * size) & (gap > -size)
    found = np.flatnonzero(is_larger & (is_lower | is_higher) & is_beside)
    if not len(found):
        return -1
    lefts = glyphs.boxes[others[found], 0]
    before = lefts < x0
    if before.any():
        return int(others[found[before][lefts[before].argmax()]])
    return int(others[found[lefts.argmin()]])


def find_overlapping(glyphs: Glyphs, places: Ints) -> Ints:
    """Find the figures (k) that another figure of the same place, such as a cell, lies over.

    Nobody reads two figures that are printed over each other.
    """
    digits = np.flatnonzero(_are_digits(glyphs) & (places >= 0))
    digits = digits[np.lexsort((glyphs.boxes[digits, 0], places[digits]))]
    found: list[Ints] = []
    for step in (1, 2):  # figures of two numbers take turns from left to right
        one, other = digits[:-step], digits[step:]
        shared = _measure_shared(glyphs.boxes[one], glyphs.boxes[other])
        share = np.where(np.abs(one - other) == 1, GEOMETRY.overlap_next_share, GEOMETRY.overlap_share)
        over = (places[one] == places[other]) & (shared > share)
        found += [one[over], other[over]]
    overlapping: Ints = np.unique(np.concatenate(found))
    return overlapping


def find_crowded(glyphs: Glyphs, places: Ints) -> Ints:
    """Find the figures (k) that stand closer to the next than others of their number do.

    So stand the last figure of a number and the first of another that is printed over its end.
    """
    digits = np.flatnonzero(_are_digits(glyphs) & (places >= 0))
    x0, x1, y = glyphs.boxes[digits, 0], glyphs.boxes[digits, 2], glyphs.origins[digits, 1]
    order = np.lexsort((x0, np.rint(y), places[digits]))
    digits, x0, width, y = digits[order], x0[order], np.maximum((x1 - x0)[order], 1e-6), y[order]
    steps = np.diff(x0) / width[:-1]
    is_level = np.abs(np.diff(y)) < GEOMETRY.exact_pt
    follows = is_level & (np.diff(places[digits]) == 0) & (steps < GEOMETRY.next_figure_share)
    if not follows.any():
        return np.empty(0, np.int64)
    run = np.cumsum(np.concatenate(([True], ~follows)))[:-1][follows]
    widest = np.zeros(int(run.max()) + 1)
    np.maximum.at(widest, run, steps[follows])
    is_crowded = steps[follows] < GEOMETRY.crowded_share * np.minimum(widest[run], 1.0)
    crowded: Ints = digits[:-1][follows][is_crowded]
    return crowded


def _measure_shared(boxes: Floats, others: Floats) -> Floats:
    """Return how much of two boxes (n, 4) each is the other's too: the smaller share of width and height."""
    sizes = np.minimum(boxes[:, 2:] - boxes[:, :2], others[:, 2:] - others[:, :2])
    shared = np.minimum(boxes[:, 2:], others[:, 2:]) - np.maximum(boxes[:, :2], others[:, :2])
    share: Floats = (shared / np.maximum(sizes, 1e-6)).min(axis=1)
    return share
