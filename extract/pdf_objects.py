"""A PDF page's objects, those inside form XObjects too, each with what it takes to place it on the page."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract import pdf_calls as calls
from extract.marks import Flags, Floats

Matrix = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]
Point = tuple[float, float]

_UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)
_DEEPEST = 12
_KINDS = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)

_floats = (ctypes.c_float * 6)()
_FLOAT = tuple(ctypes.addressof(_floats) + 4 * index for index in range(6))


@dataclass(frozen=True, slots=True)
class Drawn:
    """An object: its handle, and the matrix of the forms around it."""

    handle: int
    around: Matrix


@dataclass(frozen=True, slots=True)
class Layer:
    """What the page, or a form on it, draws itself: the objects' handles by kind, and the matrix of the forms around them."""

    paths: list[int]
    texts: list[int]
    images: int
    around: Matrix


def layers_of(page: int) -> list[Layer]:
    """Walk a page and the forms on it."""
    return list(_layers(map(calls.get_object, repeat(page), range(calls.count_objects(page))), _UNMOVED, 0))


def boxes_of(handles: Sequence[int], around: Matrix) -> Floats:
    """Give objects' boxes (n, 4: left, bottom, right, top) in page space; one loop in C for all of them."""
    raw = np.zeros((len(handles), 4), np.float32)
    deque(map(calls.get_bounds, handles, *columns_of(raw)), maxlen=0)
    boxes = raw.astype(np.float64)
    if around is _UNMOVED:
        return boxes
    a, b, c, d, e, f = around
    x, y = boxes[:, [0, 0, 2, 2]], boxes[:, [1, 3, 1, 3]]
    x, y = a * x + c * y + e, b * x + d * y + f
    return np.stack((x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1)), axis=1)


def columns_of(rows: NDArray[Any]) -> Iterator[range]:
    """Give the addresses of each column's numbers, which is where PDFium is to write them."""
    start, end = rows.ctypes.data, rows.ctypes.data + rows.nbytes
    step = rows.shape[1] * rows.itemsize
    return (range(start + place * rows.itemsize, end, step) for place in range(rows.shape[1]))


def are_clipped(handles: Sequence[int]) -> Flags:
    """Tell which objects have a clip."""
    return np.fromiter(map(calls.count_clip_paths, map(calls.get_clip, handles)), np.int64, len(handles)) > 0


def stand_upright(layers: Iterable[Layer]) -> bool:
    """Tell whether no text is turned, slanted or mirrored, so that all glyphs of a line share a height."""
    return all(_is_upright(layer.around) and _texts_upright(layer.texts) for layer in layers if layer.texts)


def _texts_upright(handles: Sequence[int]) -> bool:
    raw = np.zeros((len(handles), 6), np.float32)
    deque(map(calls.get_matrix, handles, next(columns_of(raw))), maxlen=0)
    a, b, _, d, *_ = raw.T
    return bool(((b == 0) & (a > 0) & (d > 0)).all())


def _is_upright(matrix: Matrix) -> bool:
    return matrix[0] > 0 and matrix[1] == matrix[2] == 0 and matrix[3] > 0


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


def _layers(objects: Iterable[int], around: Matrix, depth: int) -> Iterator[Layer]:
    handles = list(objects)
    kinds = list(map(calls.get_type, handles))
    by_kind: dict[int, list[int]] = {kind: [] for kind in set(kinds)}
    for handle, kind in zip(handles, kinds, strict=True):
        by_kind[kind].append(handle)
    paths, texts, images, forms = (by_kind.get(kind, []) for kind in _KINDS)
    yield Layer(paths, texts, len(images), around)
    for form in forms if depth < _DEEPEST else ():
        inside = map(calls.get_form_object, repeat(form), range(calls.count_form_objects(form)))
        yield from _layers(inside, _times(_matrix(form), around), depth + 1)


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
