"""Glyphs that a file draws twice at one place to look bold."""

from __future__ import annotations

import numpy as np

from extract.marks import Flags, Floats, Glyphs, Ints

_SAME_PLACE = 0.3  # of a glyph's width or height
_NARROW = 0.4  # of its height: a point that is narrower is drawn twice as far apart as its figures are
_BAND = 4.0  # points
_FINE = 16  # parts of a point that tell glyphs apart
_BITS_ACROSS, _BITS_DOWN, _BITS_CODE = 19, 13, 21  # of one number to sort by, which is soonest sorted
_FAR = 1 << 14  # points: no page is larger


def without_doubles(glyphs: Glyphs, pages: Ints, at: Ints) -> Ints:
    """Leave out of the places ``at`` the glyphs drawn a second time at one place of a page; ``pages`` (n) tells each one's."""
    again = np.zeros(len(at), np.bool_)
    x, y, x1, _ = glyphs.boxes[at].T
    reach = _SAME_PLACE * (x1 - x).max(initial=0.0)
    of_page, codes = pages[at] << _BITS_DOWN, glyphs.codes[at] << _BITS_ACROSS
    across = ((np.clip(x, 1 - _FAR, _FAR - 1) + _FAR) * _FINE).astype(np.int64)
    band = (np.clip(y, 1 - _FAR, _FAR - _BAND) + _FAR) / _BAND
    for shift in (0.0, 0.5):
        key = ((of_page + (band + shift).astype(np.int64)) << (_BITS_CODE + _BITS_ACROSS)) + codes + across
        order = np.argsort(key, kind="stable")
        alike = np.flatnonzero(_alike(key[order] >> _BITS_ACROSS, x[order], reach))
        if len(alike):
            again[_doubles(glyphs, at, order[alike], order[alike + 1])] = True
    return at[~again] if again.any() else at


def _alike(signs: Ints, x: Floats, reach: float) -> Flags:
    """Tell which neighbours may be one glyph drawn twice: nearly none, which spares the exact look at the others."""
    alike: Flags = (signs[1:] == signs[:-1]) & (np.abs(x[1:] - x[:-1]) < reach)
    return alike


def _doubles(glyphs: Glyphs, at: Ints, first: Ints, second: Ints) -> Ints:
    """Find which second glyphs double the first. Two in a row in the very same box are one ligature's letters.

    A watermark's glyph that meets one like it in a cell has another size or angle, and doubles nothing.
    """
    one, other = glyphs.boxes[at[first]], glyphs.boxes[at[second]]
    size = other[:, 2:] - other[:, :2]
    size[:, 0] = np.maximum(size[:, 0], _NARROW * size[:, 1])
    near = np.abs(one - other) < _SAME_PLACE * np.tile(size, 2)
    doubled = near.all(axis=1) & (glyphs.turns[at[first]] == glyphs.turns[at[second]])
    ligature = (np.abs(first - second) == 1) & (one == other).all(axis=1)
    doubles: Ints = second[doubled & ~ligature]
    return doubles
