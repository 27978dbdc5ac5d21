"""A PDF page's glyphs, one by one: bulk text does not tell where each stands."""

from __future__ import annotations

from itertools import repeat

import numpy as np

from extract import pdf_calls as calls
from extract.marks import SLANTED, Flags, Floats, Glyphs, Ints, no_glyphs
from extract.radicals import fold_radicals

_QUARTER = np.pi / 2
_STRAIGHT = 0.03  # radians by which a glyph may lean and still stand straight
_HYPHENS = (0x02, 0xFFFE)  # PDFium's signs for a hyphen at the end of a line
_SAME_PLACE = 0.3  # of a glyph's width or height
_BINS = 4.0  # points


def read_glyphs(text_page: int) -> Glyphs:
    """Read the glyphs that a page draws, in page space: boxes are left, bottom, right, top in points."""
    count = calls.count_chars(text_page)
    if count <= 0:
        return no_glyphs()
    codes = np.fromiter(map(calls.get_unicode, repeat(text_page), range(count)), np.int64, count)
    kept = np.flatnonzero(~_generated(text_page, codes))
    glyphs = Glyphs(fold_radicals(_cleaned(codes[kept])), _boxes(text_page, count)[kept], _turns(text_page, kept))
    return _once(glyphs.where(glyphs.codes >= ord(" ")))


def _generated(text_page: int, codes: Ints) -> Flags:
    """Find the blanks and line ends that PDFium makes up."""
    generated = np.zeros(len(codes), np.bool_)
    for index in np.flatnonzero(codes <= ord(" ")).tolist():
        generated[index] = calls.is_generated(text_page, index) and codes[index] not in _HYPHENS
    return generated


def _cleaned(codes: Ints) -> Ints:
    codes = np.where(np.isin(codes, _HYPHENS), ord("-"), codes)
    return np.where((codes >= 0xD800) & (codes < 0xE000), 0xFFFD, codes)  # noqa: PLR2004 - half of a surrogate pair is no character


def _boxes(text_page: int, count: int) -> Floats:
    raw = np.zeros((count, 4), np.float32)
    start, step = raw.ctypes.data, raw.strides[0]
    for index in range(count):
        calls.get_loose_box(text_page, index, start + step * index)
    left, top, right, bottom = raw.astype(np.float64).T
    return np.stack((left, np.minimum(top, bottom), right, np.maximum(top, bottom)), axis=1)


def _turns(text_page: int, indices: Ints) -> Ints:
    """Give each glyph's clockwise quarter turns; PDFium's angles run clockwise on a page whose y grows upwards."""
    angles = np.fromiter(map(calls.get_angle, repeat(text_page), indices.tolist()), np.float64, len(indices))
    turns = np.rint(angles / _QUARTER)
    straight = np.abs(angles - turns * _QUARTER) <= _STRAIGHT
    return np.where(straight, turns.astype(np.int64) % 4, SLANTED)


def _once(glyphs: Glyphs) -> Glyphs:
    """Drop glyphs drawn twice at one place to look bold. Two in a row in the very same box are one ligature's letters."""
    left, bottom, right, top = glyphs.boxes.T
    again = np.zeros(len(glyphs), np.bool_)
    for shift in (0.0, 0.5):
        band = np.floor(bottom / _BINS + shift)
        order = np.lexsort((left, band, glyphs.codes))
        same = np.diff(glyphs.codes[order], prepend=-1) == 0
        same &= np.diff(band[order], prepend=np.inf) == 0
        same &= _near(left[order], (right - left)[order]) & _near(bottom[order], (top - bottom)[order])
        ligature = (np.abs(np.diff(order, prepend=-2)) == 1) & (np.abs(np.diff(glyphs.boxes[order], axis=0, prepend=-1)) == 0).all(
            axis=1
        )
        again[order] |= same & ~ligature
    return glyphs.where(~again)


def _near(position: Floats, size: Floats) -> Flags:
    return np.abs(np.diff(position, prepend=np.inf)) < _SAME_PLACE * size
