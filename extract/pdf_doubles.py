"""Glyphs that a file draws twice at one place to look bold."""

from __future__ import annotations

import numpy as np

from extract.marks import Flags, Floats, Glyphs, Ints

_SAME_PLACE = 0.3  # of a glyph's width or height
_BAND = 4.0  # points
_FINE, _FAR = 16, 1 << 20  # parts of a point that tell glyphs apart; the furthest part from the origin


def without_doubles(glyphs: Glyphs) -> Glyphs:
    """Drop glyphs drawn twice at one place to look bold."""
    again = np.zeros(len(glyphs), np.bool_)
    reach = _SAME_PLACE * (glyphs.boxes[:, 2] - glyphs.boxes[:, 0]).max(initial=0.0)
    x = np.clip(glyphs.boxes[:, 0] * _FINE, -_FAR, _FAR).astype(np.int64) + _FAR
    for shift in (0.0, 0.5):
        band = np.clip(glyphs.boxes[:, 1] / _BAND + shift, -_FAR, _FAR).astype(np.int64) + _FAR
        key = (glyphs.codes * 2 * _FAR + band) * 2 * _FAR + x  # one number to sort by is soonest sorted
        order = np.argsort(key, kind="stable")
        alike = np.flatnonzero(_alike(glyphs.codes[order], glyphs.boxes[order, 0], reach))
        again[_doubles(glyphs, order[alike], order[alike + 1])] = True
    return glyphs.where(~again) if again.any() else glyphs


def _alike(codes: Ints, x: Floats, reach: float) -> Flags:
    """Tell which neighbours may be one glyph drawn twice: nearly none, which spares the exact look at the others."""
    alike: Flags = (codes[1:] == codes[:-1]) & (np.abs(x[1:] - x[:-1]) < reach)
    return alike


def _doubles(glyphs: Glyphs, first: Ints, second: Ints) -> Ints:
    """Find which second glyphs double the first. Two in a row in the very same box are one ligature's letters."""
    away = np.abs(glyphs.boxes[first, :2] - glyphs.boxes[second, :2])
    size = glyphs.boxes[second, 2:] - glyphs.boxes[second, :2]
    doubled = (
        (glyphs.codes[first] == glyphs.codes[second])
        & (away[:, 0] < _SAME_PLACE * size[:, 0])
        & (away[:, 1] < _SAME_PLACE * size[:, 1])
    )
    first, second = first[doubled], second[doubled]
    ligature = (np.abs(first - second) == 1) & (glyphs.boxes[first] == glyphs.boxes[second]).all(axis=1)
    doubles: Ints = second[~ligature]
    return doubles
