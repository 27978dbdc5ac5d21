"""Which digit the picture of a glyph looks like, whatever the typeface."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from extract.geometry.marks import Floats, Ints
from extract.pdfium.settings import PDFIUM

Picture = NDArray[np.uint8]
"""How much ink is at each point (rows, columns), from 0 to 255."""

_ROWS, _COLUMNS = 14, 10
_FULL = 9  # of a point of the stored shapes
_OPAQUE = 255
_WIDTH_WEIGHT, _WIDEST = 5.0, 1.5  # a width counts as much as a few points; broader ones are alike
_BLUR = (0.15, 0.7)  # the shares of each neighbour and of a point itself
_LEAST = 0.1  # of a distance: two shapes that are the same are not infinitely alike


@dataclass(frozen=True, slots=True)
class _Shapes:
    """The stored shapes as vectors (k, m), digit by digit, their squares, and where each digit begins (10)."""

    vectors: Floats
    squares: Floats
    starts: Ints


def is_digit(picture: Picture) -> bool:
    """Tell whether a glyph, cut to its ink, looks like some digit."""
    return bool(_measure_distances(picture).min() <= PDFIUM.like_distance)


def is_other_digit(picture: Picture, digit: int) -> bool:
    """Tell whether a glyph, cut to its ink, looks like another digit and not like the one it is said to be."""
    distances = _measure_distances(picture)
    own = distances[digit]
    distances[digit] = np.inf
    other = distances.min()
    is_like = other <= PDFIUM.like_distance
    return bool(is_like and other + _LEAST <= PDFIUM.other_digit_ratio * (own + _LEAST))


def _measure_distances(picture: Picture) -> Floats:
    """Return how far the picture is from the nearest shape of each digit (10)."""
    shapes = _load_shapes()
    height, width = picture.shape
    points = _blur_parts(height, _ROWS) @ (picture / _OPAQUE) @ _blur_parts(width, _COLUMNS).T
    vector = _make_vector(points, width / height)
    squares = shapes.squares - 2 * (shapes.vectors @ vector) + vector @ vector
    return np.sqrt(np.maximum(np.minimum.reduceat(squares, shapes.starts), 0))


@lru_cache(maxsize=256)
def _blur_parts(points: int, parts: int) -> Floats:
    """Return the share of each point in each part (parts, points), whose neighbours have a share too.

    Strokes that are moved by a little then change little.
    """
    edges = np.linspace(0, points, parts + 1)
    starts = np.arange(points)
    ends = np.minimum(edges[1:, None], starts + 1)
    covered = np.clip(ends - np.maximum(edges[:-1, None], starts), 0, 1) * (parts / points)
    return np.asarray(_make_blur(parts) @ covered, np.float64)


def _make_blur(parts: int) -> Floats:
    beside, own = _BLUR
    return own * np.eye(parts) + beside * (np.eye(parts, k=1) + np.eye(parts, k=-1))


def _make_vector(points: Floats, width: float) -> Floats:
    """Return the points (rows, columns) in a row with the width."""
    vector = np.empty(points.size + 1)
    vector[:-1] = points.ravel()
    vector[-1] = _WIDTH_WEIGHT * min(width, _WIDEST)
    return vector


@cache
def _load_shapes() -> _Shapes:
    stored = tomllib.loads(files("extract.pdfium.fonts").joinpath("digits.toml").read_text("utf-8"))
    down, across = _make_blur(_ROWS), _make_blur(_COLUMNS)
    vectors: list[Floats] = []
    starts: list[int] = []
    for digit in range(10):
        starts.append(len(vectors))
        for shape in stored[str(digit)]:
            width, *rows = shape.split()
            points = np.array([list(row) for row in rows], np.float64) / _FULL
            vectors.append(_make_vector(down @ points @ across, float(width)))
    of_all = np.stack(vectors)
    return _Shapes(of_all, (of_all**2).sum(axis=1), np.array(starts, np.int64))
