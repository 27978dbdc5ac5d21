"""A PDF page's objects, those inside form XObjects too, each with what it takes to place it on the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat

import pypdfium2.raw as pdfium

from extract import pdf_calls as calls

Matrix = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]
Point = tuple[float, float]

_UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)
_DEEPEST = 12

_floats = (ctypes.c_float * 6)()
_FLOAT = tuple(ctypes.addressof(_floats) + 4 * index for index in range(6))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A leaf of the page's tree of objects: its handle, its kind, and the matrix of the forms around it."""

    handle: int
    kind: int
    around: Matrix


def drawn_objects(page: int) -> Iterator[Drawn]:
    """Walk the objects of a page in the order they are drawn."""
    return _leaves(map(calls.get_object, repeat(page), range(calls.count_objects(page))), _UNMOVED, 0)


def bounds_of(drawn: Drawn) -> Bounds:
    """Give an object's left, bottom, right, top in page space."""
    calls.get_bounds(drawn.handle, *_FLOAT[:4])
    left, bottom, right, top = _floats[:4]
    if drawn.around is _UNMOVED:
        return left, bottom, right, top
    return box_around([_apply(drawn.around, x, y) for x in (left, right) for y in (bottom, top)])


def corners_of(path: Drawn) -> Iterator[list[Point]]:
    """Give the corners of each part of a path in page space; curves part it."""
    matrix = _times(_matrix(path.handle), path.around)
    segments = (calls.get_segment(path.handle, index) for index in range(calls.count_segments(path.handle)))
    return _parts(segments, matrix)


def clip_of(drawn: Drawn) -> Bounds | None:
    """Give the box that an object is clipped to in page space, if any."""
    clip = calls.get_clip(drawn.handle)
    count = calls.count_clip_paths(clip)
    if count <= 0:
        return None
    boxes = [_clip_box(clip, path, drawn.around) for path in range(count)]
    return _overlap(boxes)


def within(box: Bounds, clip: Bounds) -> Bounds:
    """Cut a box to a clip; nothing is left of it where a side passes the one across."""
    return _overlap([box, clip])


def box_around(points: list[Point]) -> Bounds:
    """Give the box around points; a dot at the origin around none."""
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return min(xs), min(ys), max(xs), max(ys)


def _leaves(handles: Iterable[int], around: Matrix, depth: int) -> Iterator[Drawn]:
    for handle in handles:
        kind = calls.get_type(handle)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield Drawn(handle, kind, around)
        elif depth < _DEEPEST:
            inside = map(calls.get_form_object, repeat(handle), range(calls.count_form_objects(handle)))
            yield from _leaves(inside, _times(_matrix(handle), around), depth + 1)


def _clip_box(clip: int, path: int, around: Matrix) -> Bounds:
    segments = (calls.get_clip_segment(clip, path, index) for index in range(calls.count_clip_segments(clip, path)))
    return box_around([point for part in _parts(segments, around) for point in part])


def _overlap(boxes: list[Bounds]) -> Bounds:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return max(lefts), max(bottoms), min(rights), min(tops)


def _parts(segments: Iterator[int], matrix: Matrix) -> Iterator[list[Point]]:
    part: list[Point] = []
    for segment in segments:
        calls.get_point(segment, _FLOAT[0], _FLOAT[1])
        point = _apply(matrix, _floats[0], _floats[1])
        if calls.get_segment_type(segment) != pdfium.FPDF_SEGMENT_LINETO:
            yield part
            part = []
        part.append(point)
        if calls.get_close(segment):
            part.append(part[0])
    yield part


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
