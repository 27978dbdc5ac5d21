"""Pages that lean: a scanner's or a printer's driver turned what they draw by a degree or two, or mirrored it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from math import atan2, cos, pi, sin
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from extract.pdfium import calls
from extract.pdfium.calls import Pointer, get_address, pointer
from extract.pdfium.objects import UNMOVED, Matrix, multiply, read_matrix
from extract.pdfium.settings import PDFIUM

_TEXT, _FORM = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM
_QUARTER = pi / 2


@dataclass(frozen=True, slots=True)
class Lean:
    """How a page's texts lean.

    ``radians`` is by how much they are turned off a quarter, against the clock, ``is_mirrored`` that most of
    them are mirrored.
    """

    radians: float = 0.0
    is_mirrored: bool = False


def find_lean(page: Any) -> Lean:  # noqa: ANN401 - a ctypes handle
    """Ask a few texts of a page how they stand: those that a page leans with all do."""
    handle = pointer(get_address(page))
    matrices = list(_sample_texts(handle, PDFIUM.fewest_sampled))
    if matrices and all(map(_is_upright, matrices)):
        return Lean()
    matrices = list(_sample_texts(handle, PDFIUM.sampled_objects))
    if not matrices:
        return Lean()
    mirrored = sum(a * d < b * c for a, b, c, d, *_ in matrices)
    if mirrored > PDFIUM.leaning_share * len(matrices):
        return Lean(is_mirrored=True)
    angles = [_measure_lean(matrix) for matrix in matrices]
    middle = median(angles)
    alike = sum(abs(angle - middle) < PDFIUM.least_lean_rad for angle in angles)
    leans = PDFIUM.least_lean_rad < abs(middle) < PDFIUM.most_lean_rad
    return Lean(middle if leans and alike >= PDFIUM.leaning_share * len(angles) else 0.0)


def straighten_page(document: Any, index: int, page: Any, lean: Lean) -> Any:  # noqa: ANN401
    """Return a page loaded anew, its content turned back around its middle."""
    frame = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, frame)
    x, y = (frame.left + frame.right) / 2, (frame.bottom + frame.top) / 2
    c, s = cos(-lean.radians), sin(-lean.radians)
    matrix = pdfium.FS_MATRIX(c, s, -s, c, x - c * x + s * y, y - s * x - c * y)
    pdfium.FPDFPage_TransFormWithClip(page, ctypes.byref(matrix), None)
    pdfium.FPDF_ClosePage(page)
    return pdfium.FPDF_LoadPage(document, index)


def _is_upright(matrix: Matrix) -> bool:
    a, b, c, d, *_ = matrix
    return b == c == 0 and a > 0 and d > 0


def _measure_lean(matrix: Matrix) -> float:
    angle = atan2(matrix[1], matrix[0])
    return angle - round(angle / _QUARTER) * _QUARTER


def _sample_texts(page: Pointer, many: int) -> Iterator[Matrix]:
    """Yield the matrices of texts among so ``many`` objects that stand apart in the order of drawing."""
    places = _spread(calls.count_objects(page), many)
    yield from _sample_objects(list(map(calls.get_object, repeat(page), places)), UNMOVED, many)


def _spread(count: int, many: int) -> range:
    return range(0, count, max(1, count // many))


def _sample_objects(addresses: list[int], around: Matrix, many: int) -> Iterator[Matrix]:
    for handle in map(pointer, addresses):
        kind = calls.get_type(handle)
        if kind == _TEXT:
            yield multiply(read_matrix(handle), around)
        elif kind == _FORM:
            places = _spread(calls.count_form_objects(handle), many)
            objects = list(map(calls.get_form_object, repeat(handle), places))
            yield from _sample_objects(objects, multiply(read_matrix(handle), around), many)
