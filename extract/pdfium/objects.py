"""A PDF page's objects, those inside form XObjects too, each with what it takes to place it on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_double
from dataclasses import dataclass, replace
from itertools import chain, compress, product, repeat

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.geometry.marks import Flags, Floats
from extract.pdfium import calls
from extract.pdfium.asked import NO_MODES, AskedPaths, AskedTexts, ask_paths, ask_texts
from extract.pdfium.calls import (
    Pointer,
    call_for_each,
    pointer,
    read_flags,
    read_floats,
    read_four_floats,
    read_six_floats,
)

Matrix = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]
Point = tuple[float, float]

UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)
_DEEPEST = 12
_FAR_AWAY = tuple(map(c_double, (1, 0, 0, 1, 1e5, 1e5)))
_PATH, _TEXT = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_TEXT
_IMAGE, _FORM = pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
_NO_MODE = pdfium.FPDF_TEXTRENDERMODE_UNKNOWN


def _mark_kind(kind: int) -> bytes:
    """Make the table that translates kinds of objects to whether they are this one."""
    return bytes(value == kind for value in range(256))


_ARE = {kind: _mark_kind(kind) for kind in (_IMAGE, _FORM)}
_WITHOUT_DRAWINGS = bytes(0 if kind in (_PATH, _IMAGE) else kind for kind in range(256))


@dataclass(frozen=True, slots=True)
class Drawn:
    """An object: its handle, and the matrix of the forms around it."""

    handle: Pointer
    around: Matrix = UNMOVED


@dataclass(frozen=True, slots=True)
class Layer:
    """What a page, or a form on it, draws itself.

    The objects by kind, and the matrix of the forms around them.

    ``page`` is its place among the pages that are open, ``addresses`` are the texts', which is how PDFium
    names the text that a glyph is of. ``kinds`` are those of all its objects as they are drawn; the first is
    drawn at the moment ``start``, each next one ``step`` later, and a form's own objects before that.
    ``faint_form`` is the outermost form around them that lets something through, or is masked.
    """

    page: int
    paths: list[Pointer]
    texts: list[Pointer]
    images: list[Pointer]
    addresses: list[int]
    of_texts: AskedTexts
    of_paths: AskedPaths
    around: Matrix
    kinds: bytes
    start: float = 0.0
    step: float = 1.0
    faint_form: Pointer | None = None

    @property
    def is_moved(self) -> bool:
        """Whether a form's matrix moves, turns or scales it."""
        return self.around != UNMOVED

    def list_moments(self, kind: int) -> Floats:
        """Return when its objects of a kind are drawn: later than another's is above it."""
        places = np.flatnonzero(np.frombuffer(self.kinds, np.uint8) == kind)
        return np.asarray(self.start + self.step * places, np.float64)


def find_layers(page: Pointer, place: int, own: int) -> Iterator[Layer]:
    """Walk a page and the forms on it.

    Of what stands behind its ``own`` objects only the texts: a field's frame rules nothing.
    """
    count = calls.count_objects(page)
    printed = map(calls.get_object, repeat(page), range(min(own, count)))
    yield from _walk_layers(place, printed, (0.0, 1.0), UNMOVED, 0)
    if own < count:
        added = map(calls.get_object, repeat(page), range(own, count))
        typed = _walk_layers(place, added, (float(own), 1.0), UNMOVED, 0)
        for layer in typed:
            kinds = layer.kinds.translate(_WITHOUT_DRAWINGS)
            yield replace(layer, paths=[], of_paths=ask_paths([], NO_MODES), images=[], kinds=kinds)


def walk_objects(
    of: Pointer, around: Matrix = UNMOVED, *, of_form: bool = False, depth: int = 0
) -> Iterator[Drawn]:
    """Yield the objects of a page, or of a form, each followed by those of the form that it is."""
    count, get = calls.count_objects, calls.get_object
    if of_form:
        if calls.get_type(of) != _FORM or depth >= _DEEPEST:
            return
        count, get = calls.count_form_objects, calls.get_form_object
        around = multiply(read_matrix(of), around)
    for at in range(count(of)):
        handle = pointer(get(of, at))
        yield Drawn(handle, around)
        yield from walk_objects(handle, around, of_form=True, depth=depth + 1)


def move_far_away(handle: Pointer) -> None:
    """Take an object from its page, for all that is asked from now on."""
    calls.set_active(handle, 0)
    calls.transform_object(handle, *_FAR_AWAY)


def take_off_texts(layers: Sequence[Layer], gone: Flags) -> set[int]:
    """Take the texts (m) that are ``gone`` from their pages, and return these, whose text is to be loaded anew.

    PDFium tells a figure once that is drawn twice at one place: one that nobody sees would stand for the
    other.
    """
    if not gone.any():
        return set()
    for text in compress(list_texts(layers), gone.tolist()):
        move_far_away(text)  # a text drawn again at its place would be left out all the same
    pages = np.repeat([layer.page for layer in layers], [len(layer.texts) for layer in layers])
    return set(pages[gone].tolist())


def list_paths(layers: Iterable[Layer]) -> list[Pointer]:
    """Return all paths of some layers in one list."""
    return list(chain.from_iterable(layer.paths for layer in layers))


def list_moments(layers: Sequence[Layer], kind: int) -> Floats:
    """Return when each of the layers' objects of a kind is drawn (n)."""
    return np.concatenate([layer.list_moments(kind) for layer in layers] or [np.empty(0)])


def list_texts(layers: Iterable[Layer]) -> list[Pointer]:
    """Return all texts of some layers in one list."""
    return list(chain.from_iterable(layer.texts for layer in layers))


def read_boxes(layers: Sequence[Layer]) -> Floats:
    """Return the boxes (n, 4: left, bottom, right, top) of all paths in page space."""
    _, words = call_for_each(calls.get_bounds, list_paths(layers), at=range(4))
    boxes = read_floats(words, 4).astype(np.float64)
    first = 0
    for layer in layers:
        end = first + len(layer.paths)
        if layer.around is not UNMOVED:
            boxes[first:end] = move_boxes(boxes[first:end], layer.around)
        first = end
    return boxes


def move_boxes(boxes: Floats, matrix: Matrix) -> Floats:
    """Return the boxes (n, 4: left, bottom, right, top) around boxes that a matrix moves."""
    a, b, c, d, e, f = matrix
    x, y = boxes[:, [0, 0, 2, 2]], boxes[:, [1, 3, 1, 3]]
    x, y = a * x + c * y + e, b * x + d * y + f
    return np.stack((x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1)), axis=1)


def find_askew(layers: Sequence[Layer]) -> set[int]:
    """Find the pages with text that is turned, slanted or mirrored.

    On the others all glyphs of a line share a height.
    """
    return {layer.page for layer in layers if layer.texts and not _has_upright_texts(layer)}


def _has_upright_texts(layer: Layer) -> bool:
    if not _is_upright(layer.around):
        return False
    matrices = layer.of_texts.matrices
    is_askew = (matrices[:, 1] != 0) | (matrices[:, 0] <= 0) | (matrices[:, 3] <= 0)
    return not is_askew.any()


def _is_upright(matrix: Matrix) -> bool:
    return matrix[0] > 0 and matrix[1] == matrix[2] == 0 and matrix[3] > 0


def read_bounds(drawn: Drawn) -> Bounds:
    """Return an object's left, bottom, right, top in page space."""
    left, bottom, right, top = read_four_floats(calls.get_bounds, drawn.handle)
    if drawn.around is UNMOVED:
        return left, bottom, right, top
    corners = product((left, right), (bottom, top))
    return surround_points([_apply(drawn.around, x, y) for x, y in corners])


def read_corners(path: Drawn) -> Iterator[list[Point]]:
    """Return the corners of each part of a path in page space; curves part it."""
    matrix = multiply(read_matrix(path.handle), path.around)
    segments = map(calls.get_segment, repeat(path.handle), range(calls.count_segments(path.handle)))
    return _read_parts(segments, matrix)


def read_clip(drawn: Drawn) -> Bounds | None:
    """Return the box that an object is clipped to in page space, if any."""
    clip = calls.get_clip(drawn.handle)
    count = calls.count_clip_paths(clip)
    boxes = [_read_clip_box(pointer(clip), path, drawn.around) for path in range(count)]
    return _intersect(boxes) if boxes else None


def hold_middles(box: Bounds, glyphs: NDArray[np.float32]) -> Flags:
    """Tell which glyphs' boxes (n, 4), in any order of their edges, have their middle in a box."""
    left, bottom, right, top = box
    x, y = (glyphs[:, 0] + glyphs[:, 2]) / 2, (glyphs[:, 1] + glyphs[:, 3]) / 2
    held: Flags = (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
    return held


def cut_to_clip(box: Bounds, clip: Bounds) -> Bounds:
    """Cut a box to a clip; nothing is left of it where a side passes the one across."""
    return _intersect([box, clip])


def move_into(box: Bounds, around: Matrix) -> Bounds:
    """Return where a box of page space lies in the space of what a matrix is around."""
    if around is UNMOVED:
        return box
    a, b, c, d, e, f = around
    size = a * d - b * c
    if not size:
        return box
    back = (d / size, -b / size, -c / size, a / size, (c * f - d * e) / size, (b * e - a * f) / size)
    left, bottom, right, top = box
    return surround_points([_apply(back, x, y) for x, y in product((left, right), (bottom, top))])


def surround_points(points: list[Point]) -> Bounds:
    """Return the box around points; a dot at the origin around none."""
    xs, ys = zip(*(points or [(0.0, 0.0)]), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _walk_layers(
    page: int,
    objects: Iterable[int],
    when: tuple[float, float],
    around: Matrix,
    depth: int,
    *,
    faint_form: Pointer | None = None,
) -> Iterator[Layer]:
    """Walk the objects; the first is drawn at the moment ``when[0]``, each next one ``when[1]`` later."""
    addresses = list(objects)
    handles = list(map(pointer, addresses))
    modes = np.fromiter(map(calls.get_render_mode, handles), np.int8, len(handles))
    are_texts = modes != _NO_MODE
    others = list(compress(handles, (~are_texts).tobytes()))
    are_paths, draw_modes = call_for_each(calls.get_draw_mode, others, at=(0, 1))
    kinds = _read_kinds(others, are_texts, read_flags(are_paths))
    paths, texts = list(compress(others, are_paths)), list(compress(handles, are_texts.tobytes()))
    start, step = when
    yield Layer(
        page=page,
        paths=paths,
        texts=texts,
        images=list(compress(handles, kinds.translate(_ARE[_IMAGE]))) if _IMAGE in kinds else [],
        addresses=list(compress(addresses, are_texts.tobytes())),
        of_texts=ask_texts(texts, modes[are_texts]),
        of_paths=ask_paths(paths, draw_modes[read_flags(are_paths)]),
        around=around,
        kinds=kinds,
        start=start,
        step=step,
        faint_form=faint_form,
    )
    if depth >= _DEEPEST or _FORM not in kinds:
        return
    for at, form in compress(enumerate(handles), kinds.translate(_ARE[_FORM])):
        count = calls.count_form_objects(form)
        inside = map(calls.get_form_object, repeat(form), range(count))
        moments = (start + step * at, step / (count + 1))
        faint = faint_form or (form if calls.has_transparency(form) == 1 else None)
        matrix = multiply(read_matrix(form), around)
        yield from _walk_layers(page, inside, moments, matrix, depth + 1, faint_form=faint)


def _read_kinds(others: Sequence[Pointer], are_texts: Flags, are_paths: Flags) -> bytes:
    """Return the kinds of objects: texts (n), ``others`` that are paths, and what PDFium is to be asked of."""
    of_others = np.full(len(others), _PATH, np.uint8)
    for at in np.flatnonzero(~are_paths).tolist():
        of_others[at] = calls.get_type(others[at])
    kinds = np.full(len(are_texts), _TEXT, np.uint8)
    kinds[~are_texts] = of_others
    return kinds.tobytes()


def _read_clip_box(clip: Pointer, path: int, around: Matrix) -> Bounds:
    segments = map(
        calls.get_clip_segment, repeat(clip), repeat(path), range(calls.count_clip_segments(clip, path))
    )
    _, words = call_for_each(calls.get_point, list(map(pointer, segments)), at=(0, 1))
    points = read_floats(words, 2).tolist()
    if around is not UNMOVED:
        points = [_apply(around, x, y) for x, y in points]
    return surround_points(points)


def _intersect(boxes: list[Bounds]) -> Bounds:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return max(lefts), max(bottoms), min(rights), min(tops)


def _read_parts(segments: Iterator[int], matrix: Matrix) -> Iterator[list[Point]]:
    part: list[Point] = []
    handles = list(map(pointer, segments))
    _, words = call_for_each(calls.get_point, handles, at=(0, 1))
    for segment, (x, y) in zip(handles, read_floats(words, 2).tolist(), strict=True):
        point = _apply(matrix, x, y)
        if calls.get_segment_type(segment) != pdfium.FPDF_SEGMENT_LINETO:
            yield part
            part = []
        part.append(point)
        if calls.get_close(segment):
            part.append(part[0])
    yield part


def read_matrix(handle: Pointer) -> Matrix:
    """Return an object's own matrix."""
    a, b, c, d, e, f = read_six_floats(calls.get_matrix, handle)
    return a, b, c, d, e, f


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """Multiply two matrices: ``first`` is applied first."""
    if then is UNMOVED:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
