"""A PDF page's ruled lines: strokes and thin filled rectangles, also those inside form XObjects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium

from extract import pdf_calls as calls

Matrix = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]
Point = tuple[float, float]

_UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)
_THIN = 2.6  # points; thicker fills are shades
_LEVEL = 1.0  # points by which a stroke may lean
_WHITE = 250
_DEEPEST = 12
_SIMPLE = 5  # segments of a plain rectangle


@dataclass(frozen=True, slots=True)
class Drawn:
    """A leaf of the page's tree of objects: its handle, its kind, and the matrix of the forms around it."""

    handle: int
    kind: int
    matrix: Matrix


_floats = (ctypes.c_float * 6)()
_ints = (ctypes.c_uint * 4)()
_FLOAT = tuple(ctypes.addressof(_floats) + 4 * index for index in range(6))
_INT = tuple(ctypes.addressof(_ints) + 4 * index for index in range(4))


def drawn_objects(page: int) -> Iterator[Drawn]:
    """Walk all objects of a page, those inside forms too, in the order they are drawn."""
    for index in range(calls.count_objects(page)):
        yield from _leaves(calls.get_object(page, index), _UNMOVED, 0)


def rules_of(path: Drawn) -> Iterator[Bounds]:
    """Give the lines that a path rules, as thin boxes left, bottom, right, top in page space."""
    filled, stroked = _visible(path.handle)
    if not (filled or stroked):
        return
    calls.get_bounds(path.handle, *_FLOAT[:4])
    box = _moved(path.matrix, (_floats[0], _floats[1]), (_floats[2], _floats[3]))
    if _is_thin(box):
        yield box
    elif stroked:
        yield from _edges(path)
    elif calls.count_segments(path.handle) > _SIMPLE:
        yield from filter(_is_thin, map(_box_around, _outlines(path)))


def _leaves(handle: int, matrix: Matrix, depth: int) -> Iterator[Drawn]:
    kind = calls.get_type(handle)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield Drawn(handle, kind, matrix)
    elif depth < _DEEPEST:
        inner = _times(_matrix(handle), matrix)
        for index in range(calls.count_form_objects(handle)):
            yield from _leaves(calls.get_form_object(handle, index), inner, depth + 1)


def _visible(path: int) -> tuple[bool, bool]:
    """Tell whether a path's fill and its stroke are there and neither white nor transparent."""
    calls.get_draw_mode(path, _INT[0], _INT[1])
    filled, stroked = bool(_ints[0]), bool(_ints[1])
    return filled and _is_ink(calls.get_fill, path), stroked and _is_ink(calls.get_stroke, path)


def _is_ink(get_colour: object, path: int) -> bool:
    if not get_colour(path, *_INT):  # type: ignore[operator]
        return True
    red, green, blue, alpha = _ints
    return alpha > 0 and min(red, green, blue) < _WHITE


def _edges(path: Drawn) -> Iterator[Bounds]:
    for outline in _outlines(path):
        for (x0, y0), (x1, y1) in pairwise(outline):
            if abs(x0 - x1) <= _LEVEL or abs(y0 - y1) <= _LEVEL:
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _outlines(path: Drawn) -> Iterator[list[Point]]:
    """Give the corners of each part of a path in page space; curves part it."""
    matrix = _times(_matrix(path.handle), path.matrix)
    outline: list[Point] = []
    for index in range(calls.count_segments(path.handle)):
        segment = calls.get_segment(path.handle, index)
        calls.get_point(segment, _FLOAT[0], _FLOAT[1])
        point = _apply(matrix, _floats[0], _floats[1])
        if calls.get_segment_type(segment) != pdfium.FPDF_SEGMENT_LINETO:
            yield outline
            outline = []
        outline.append(point)
        if calls.get_close(segment):
            outline.append(outline[0])
    yield outline


def _box_around(points: list[Point]) -> Bounds:
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return min(xs), min(ys), max(xs), max(ys)


def _is_thin(box: Bounds) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= _THIN


def _matrix(handle: int) -> Matrix:
    calls.get_matrix(handle, _FLOAT[0])
    a, b, c, d, e, f = _floats
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """Multiply two matrices: ``first`` is applied first."""
    if then is _UNMOVED:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved(matrix: Matrix, low: Point, high: Point) -> Bounds:
    if matrix is _UNMOVED:
        return *low, *high
    return _box_around([_apply(matrix, x, y) for x in (low[0], high[0]) for y in (low[1], high[1])])
