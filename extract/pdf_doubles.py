"""Glyphs that a file draws twice at one place to look bold."""

from __future__ import annotations

import numpy as np

from extract.marks import Flags, Floats, Glyphs, Ints

_SAME_PLACE = 0.3  # of a glyph's width or height
_BAND = 4.0  # points
_FINE = 16  # parts of a point that tell glyphs apart
_BITS_ACROSS, _BITS_DOWN, _BITS_CODE = 19, 13, 21  # of one number to sort by, which is soonest sorted
_FAR = 1 << 14  # points: no page is larger


def without_doubles(glyphs: Glyphs, pages: Ints) -> Ints:
    """Give the places of the glyphs that are not drawn a second time at one place of a page; ``pages`` (n) tells each one's."""
    again = np.zeros(len(glyphs), np.bool_)
    reach = _SAME_PLACE * (glyphs.boxes[:, 2] - glyphs.boxes[:, 0]).max(initial=0.0)
    sign = ((pages << _BITS_CODE) + glyphs.codes) << _BITS_DOWN
    x, y = (np.clip(glyphs.boxes[:, side], 1 - _FAR, _FAR - 2 * _BAND) + _FAR for side in (0, 1))
    across = (x * _FINE).astype(np.int64)
    for shift in (0.0, 0.5):
        key = ((sign + (y / _BAND + shift).astype(np.int64)) << _BITS_ACROSS) + across
        order = np.argsort(key, kind="stable")
        alike = np.flatnonzero(_alike(key[order] >> (_BITS_ACROSS + _BITS_DOWN), glyphs.boxes[order, 0], reach))
        again[_doubles(glyphs, order[alike], order[alike + 1])] = True
    return np.flatnonzero(~again)


def _alike(signs: Ints, x: Floats, reach: float) -> Flags:
    """Tell which neighbours may be one glyph drawn twice: nearly none, which spares the exact look at the others."""
    alike: Flags = (signs[1:] == signs[:-1]) & (np.abs(x[1:] - x[:-1]) < reach)
    return alike


def _doubles(glyphs: Glyphs, first: Ints, second: Ints) -> Ints:
    """Find which second glyphs double the first. Two in a row in the very same box are one ligature's letters."""
    away = np.abs(glyphs.boxes[first, :2] - glyphs.boxes[second, :2])
    size = glyphs.boxes[second, 2:] - glyphs.boxes[second, :2]
    doubled = (away < _SAME_PLACE * size).all(axis=1)
    first, second = first[doubled], second[doubled]
    ligature = (np.abs(first - second) == 1) & (glyphs.boxes[first] == glyphs.boxes[second]).all(axis=1)
    doubles: Ints = second[~ligature]
    return doubles
