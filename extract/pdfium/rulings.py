"""The lines that a PDF page rules: strokes and thin filled rectangles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import compress, pairwise

import numpy as np

from extract.geometry.marks import Flags, Floats, Ints
from extract.pdfium import calls
from extract.pdfium.calls import Pointer, call_for_each
from extract.pdfium.objects import (
    Bounds,
    Drawn,
    Layer,
    are_clipped,
    cut_to_clip,
    list_paths,
    read_boxes,
    read_clip,
    read_corners,
    surround_points,
)
from extract.pdfium.settings import PDFIUM
from extract.pdfium.white_paint import cut_under_white


def are_uncovered(rules: Floats, places: Ints, boxes: Floats, covers: Ints, of_layer: Ints) -> Flags:
    """Tell which rules (n, 4) still show, by the places (n) of their paths.

    ``covers`` are the places of the paths that paint white, ``boxes`` and ``of_layer`` tell of all paths.
    Only those of one layer are in the order in which they are drawn.
    """
    shown = np.ones(len(rules), np.bool_)
    if not len(covers) or not len(places) or covers[-1] < places.min():
        return shown
    level = rules[:, 2] - rules[:, 0] >= rules[:, 3] - rules[:, 1]
    inset = np.where(
        level[:, None],
        (-PDFIUM.border_within_pt, PDFIUM.border_within_pt),
        (PDFIUM.border_within_pt, -PDFIUM.border_within_pt),
    )
    low, high = rules[:, :2] - inset, rules[:, 2:] + inset
    for cover in covers[covers > places.min()].tolist():
        below = (places < cover) & (of_layer[places] == of_layer[cover])
        shown &= ~(below & (low >= boxes[cover, :2]).all(axis=1) & (high <= boxes[cover, 2:]).all(axis=1))
    return shown


_WHITE, _OPAQUE = 250, 255
_RECTANGLE = 5  # segments


def read_rulings(layers: Sequence[Layer]) -> tuple[Floats, Ints]:
    """Return the lines that paths rule, as thin boxes in page space, and each one's page (n).

    A box (n, 4) is left, bottom, right, top.

    Nearly all paths are thin and have no clip: these are told by arrays, and only the others one by one.
    """
    paths = list_paths(layers)
    of_layer = np.repeat(np.arange(len(layers)), [len(layer.paths) for layer in layers])
    boxes, clipped = read_boxes(layers), are_clipped(paths)
    filled, white, stroked, lined = _are_inked(paths)
    thin = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= PDFIUM.thin_fill_pt
    plain = thin & (filled | stroked) & ~clipped
    others = _drop_shades(paths, np.flatnonzero((filled | stroked) & ~plain), thin | stroked)
    found: list[Bounds] = []
    found_at: list[int] = []
    for at, of in zip(others.tolist(), of_layer[others].tolist(), strict=True):
        path = Drawn(paths[at], layers[of].around)
        ruled = list(_read_path(path, boxes[at].tolist(), stroked=bool(stroked[at])))
        found += ruled
        found_at += [at] * len(ruled)
    rules = np.concatenate((boxes[plain], np.array(found).reshape(-1, 4)))
    places = np.concatenate((np.flatnonzero(plain), np.array(found_at, np.int64)))
    covers = np.flatnonzero((white | (lined & thin)) & ~clipped)
    rules, places = cut_under_white(rules, places, boxes[covers], covers, of_layer)
    shown = are_uncovered(rules, places, boxes, np.flatnonzero(white & ~thin & ~clipped), of_layer)
    pages = np.array([layer.page for layer in layers])[of_layer[places]]
    order = np.argsort(pages, kind="stable")
    order = order[shown[order]]
    return rules[order], pages[order]


def _drop_shades(paths: Sequence[Pointer], places: Ints, ruling: Flags) -> Ints:
    """Leave out thick rectangles that are only filled."""
    segments = np.fromiter(
        map(calls.count_segments, map(paths.__getitem__, places.tolist())), np.int64, len(places)
    )
    return places[ruling[places] | (segments > _RECTANGLE)]


def _read_path(path: Drawn, box: Bounds, *, stroked: bool) -> Iterator[Bounds]:
    clip = read_clip(path)
    for rule in _find_rulings(path, box, stroked=stroked):
        left, bottom, right, top = cut_to_clip(rule, clip) if clip else rule
        if left <= right and bottom <= top:
            yield left, bottom, right, top


def _find_rulings(path: Drawn, box: Bounds, *, stroked: bool) -> Iterator[Bounds]:
    if _is_thin(box):
        yield box
    elif stroked:
        yield from _find_edges(path)
    else:
        boxes = list(map(surround_points, read_corners(path)))
        yield from filter(_is_thin, boxes)
        for one, other in pairwise(boxes):
            yield from _find_ring(one, other)


def _find_ring(one: Bounds, other: Bounds) -> Sequence[Bounds]:
    """Return the sides of a thin frame that is filled between two rectangles, one within the other."""
    left, bottom, right, top = outer = surround_points([one[:2], one[2:], other[:2], other[2:]])
    x0, y0, x1, y1 = inner = other if outer == one else one
    margins = [abs(far - near) for far, near in zip(outer, inner, strict=True)]
    if outer not in (one, other) or max(margins) > PDFIUM.thin_fill_pt or not max(margins):
        return ()
    sides = (
        (left, bottom, x0, top),
        (left, bottom, right, y0),
        (x1, bottom, right, top),
        (left, y1, right, top),
    )
    return [side for side, margin in zip(sides, margins, strict=True) if margin]


def _are_inked(paths: Sequence[Pointer]) -> tuple[Flags, Flags, Flags, Flags]:
    """Tell which paths have a fill that shows, which a white one, which a stroke that shows, and which a white one.

    What is neither white nor transparent shows.
    """
    _, modes = call_for_each(calls.get_draw_mode, paths, at=(0, 1))
    filled, stroked = modes[:, :2].T != 0
    return *_find_ink(calls.get_fill, paths, filled), *_find_ink(calls.get_stroke, paths, stroked)


def _find_ink(
    get_colour: Callable[..., int], paths: Sequence[Pointer], painted: Flags
) -> tuple[Flags, Flags]:
    """Tell which of the painted paths show on white paper, and which cover it with white.

    What has no plain colour, such as a pattern, shows.
    """
    if not painted.any():
        return painted, painted
    inked, white = painted.copy(), painted.copy()
    asked = list(compress(paths, painted.tolist()))
    known, colours = call_for_each(get_colour, asked, at=range(4))
    light = np.array(known, np.bool_) & (colours[:, :3].min(axis=1, initial=255) >= _WHITE)
    inked[painted] = ~np.array(known, np.bool_) | ((colours[:, 3] > 0) & ~light)
    white[painted] = light & (colours[:, 3] == _OPAQUE)
    return inked, white


def _find_edges(path: Drawn) -> Iterator[Bounds]:
    for corners in read_corners(path):
        for pair in pairwise(corners):
            left, bottom, right, top = surround_points(list(pair))
            if right - left <= PDFIUM.lean_pt or top - bottom <= PDFIUM.lean_pt:
                yield left, bottom, right, top


def _is_thin(box: Bounds) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= PDFIUM.thin_fill_pt
