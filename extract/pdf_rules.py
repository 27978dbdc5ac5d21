"""The lines that a PDF page rules: strokes and thin filled rectangles."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise

from extract import pdf_calls as calls
from extract.pdf_objects import Bounds, Drawn, bounds_of, box_around, clip_of, corners_of, within

_THIN = 2.6  # points; thicker fills are shades
_LEANS = 1.0  # points by which a stroke may lean
_WHITE = 250
_RECTANGLE = 5  # segments

_ints = (ctypes.c_uint * 4)()
_INT = tuple(ctypes.addressof(_ints) + 4 * index for index in range(4))


def rules_of(path: Drawn) -> Iterator[Bounds]:
    """Give the lines that a path rules, as thin boxes left, bottom, right, top in page space."""
    clip = clip_of(path)
    for box in _rules(path):
        left, bottom, right, top = within(box, clip) if clip else box
        if left <= right and bottom <= top:
            yield left, bottom, right, top


def _rules(path: Drawn) -> Iterator[Bounds]:
    filled, stroked = _inked(path.handle)
    if not (filled or stroked):
        return
    box = bounds_of(path)
    if _is_thin(box):
        yield box
    elif stroked:
        yield from _edges(path)
    elif calls.count_segments(path.handle) > _RECTANGLE:
        yield from filter(_is_thin, map(box_around, corners_of(path)))


def _inked(path: int) -> tuple[bool, bool]:
    """Tell whether a path's fill and its stroke are there and neither white nor transparent."""
    calls.get_draw_mode(path, _INT[0], _INT[1])
    filled, stroked = bool(_ints[0]), bool(_ints[1])
    return filled and _is_ink(calls.get_fill, path), stroked and _is_ink(calls.get_stroke, path)


def _is_ink(get_colour: Callable[..., int], path: int) -> bool:
    if not get_colour(path, *_INT):
        return True
    red, green, blue, alpha = _ints
    return alpha > 0 and min(red, green, blue) < _WHITE


def _edges(path: Drawn) -> Iterator[Bounds]:
    for corners in corners_of(path):
        for pair in pairwise(corners):
            left, bottom, right, top = box_around(list(pair))
            if right - left <= _LEANS or top - bottom <= _LEANS:
                yield left, bottom, right, top


def _is_thin(box: Bounds) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= _THIN
