"""The projection that makes the rulings of a leaning or photographed page level and upright."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extract.geometry.marks import Floats
from extract.scan.straightening.segments import (
    find_direction,
    find_weighted_median,
    measure_angles,
    measure_lengths,
    split_directions,
    swap_axes,
)
from extract.scan.straightening.settings import STRAIGHTENING

_ROUNDS = 12
_SAMPLES = 8  # of points on each piece, to see how sharply they fall on levels


@dataclass(frozen=True, slots=True)
class Projection:
    """How a page is made straight.

    ``matrix`` (3, 3) leads a point of the straightened page to its place on the picture, both in points.
    ``tilt_deg`` is by how much the page leans clockwise, ``residual_deg`` how far its rulings still are from
    level and upright. ``is_flat``: the matrix only turns.
    """

    matrix: Floats
    tilt_deg: float
    residual_deg: float
    is_flat: bool


STRAIGHT = Projection(np.eye(3), 0.0, 0.0, is_flat=True)


def find_projection(segments: Floats, width: float, height: float) -> Projection | None:
    """Return how a page of some size in points is straightened; None where it has no rulings."""
    direction = find_direction(segments)
    if direction is None:
        return None
    level, upright = split_directions(segments, direction)
    tilt = _refine_tilt(level, upright, direction)
    turning = _turn_around(width / 2, height / 2, tilt)
    flat = Projection(turning, tilt, _measure_residual(level, upright, turning), is_flat=True)
    if flat.residual_deg <= STRAIGHTENING.flat_residual_deg:
        return flat
    matrix = _fit_projection(level, upright, turning, width, height)
    if matrix is None:
        return flat
    if _measure_both(level, upright, matrix) < STRAIGHTENING.sharper * _measure_both(level, upright, turning):
        return flat
    return Projection(matrix, tilt, _measure_residual(level, upright, matrix), is_flat=False)


def _measure_both(level: Floats, upright: Floats, matrix: Floats) -> float:
    """Return how sharply the pieces fall on levels and uprights when they are straightened."""
    back = invert(matrix)
    return measure_level_sharpness(project_segments(level, back), project_segments(upright, back))


def measure_level_sharpness(level: Floats, upright: Floats) -> float:
    """Return how sharply level and upright pieces (n, 4) fall on single levels: more is straighter."""
    points = np.concatenate([_sample_points(level), _sample_points(swap_axes(upright))])
    weights = np.repeat(np.concatenate([measure_lengths(level), measure_lengths(upright)]), _SAMPLES)
    return _measure_sharpness(points, weights, 0.0)


def _refine_tilt(level: Floats, upright: Floats, coarse_deg: float) -> float:
    """Return the tilt at which the points of most pieces fall on the same levels."""
    points = np.concatenate(
        [_sample_points(level), _sample_points(upright) @ np.array([[0.0, -1.0], [1.0, 0.0]])]
    )
    weights = np.repeat(np.concatenate([measure_lengths(level), measure_lengths(upright)]), _SAMPLES)
    steps = np.arange(-1, 1, STRAIGHTENING.fine_step_deg / STRAIGHTENING.fine_reach_deg)
    angles = coarse_deg + STRAIGHTENING.fine_reach_deg * steps
    scores = [_measure_sharpness(points, weights, angle) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _sample_points(segments: Floats) -> Floats:
    """Return points (n * samples, 2) along pieces."""
    shares = np.linspace(0, 1, _SAMPLES)[None, :, None]
    begins, ends = segments[:, None, :2], segments[:, None, 2:]
    points: Floats = (begins + shares * (ends - begins)).reshape(-1, 2)
    return points


def _measure_sharpness(points: Floats, weights: Floats, angle_deg: float) -> float:
    angle = np.radians(angle_deg)
    offsets = points[:, 1] * np.cos(angle) - points[:, 0] * np.sin(angle)
    bins = np.floor((offsets - offsets.min()) * 2).astype(np.int64)  # half a point each
    counts = np.bincount(bins, weights=weights)
    return float((counts * counts).sum() + (counts[1:] * counts[:-1]).sum())


def _turn_around(x: float, y: float, angle_deg: float) -> Floats:
    """Return the matrix that turns clockwise, as seen, around a point."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[c, -s, x - c * x + s * y], [s, c, y - s * x - c * y], [0.0, 0.0, 1.0]])


def invert(matrix: Floats) -> Floats:
    """Return the matrix (3, 3) that leads back."""
    return np.linalg.inv(matrix).astype(np.float64)


def project(points: Floats, matrix: Floats) -> Floats:
    """Return where a matrix (3, 3) leads points (n, 2)."""
    led = points @ matrix[:, :2].T + matrix[:, 2]
    projected: Floats = led[:, :2] / led[:, 2:]
    return projected


def project_segments(segments: Floats, matrix: Floats) -> Floats:
    """Return where a matrix (3, 3) leads pieces (n, 4)."""
    return project(segments.reshape(-1, 2), matrix).reshape(-1, 4)


def _measure_residual(level: Floats, upright: Floats, matrix: Floats) -> float:
    """Return how far, in the middle, the level or the upright pieces lean when they are straightened."""
    back = invert(matrix)
    straight = [project_segments(pieces, back) for pieces in (level, upright) if len(pieces)]
    return max(
        find_weighted_median(np.abs(_measure_leans(pieces)), measure_lengths(pieces)) for pieces in straight
    )


def _measure_leans(segments: Floats) -> Floats:
    """Return by how many degrees pieces (n,) lean clockwise from level or upright, whichever is nearer."""
    leans: Floats = (measure_angles(segments) + 45) % 90 - 45
    return leans


def _fit_projection(
    level: Floats, upright: Floats, turning: Floats, width: float, height: float
) -> Floats | None:
    """Return the projection under which the pieces are level and upright.

    In coordinates around the middle, a piece from 1 to 2 becomes level under X = (u + av) / (1 + gu + hv),
    Y = (v + bu) / (1 + gu + hv) where (v1 - v2) + b (u1 - u2) + (g - bh) (v1 u2 - v2 u1) = 0, and upright
    likewise: linear in two unknowns each.
    """
    back = invert(turning)
    unit = max(width, height) / 2
    centre = np.array([[1 / unit, 0, -width / 2 / unit], [0, 1 / unit, -height / 2 / unit], [0, 0, 1]])
    to_unit = centre @ back
    across = _solve(project_segments(level, to_unit))
    down = _solve(swap_axes(project_segments(upright, to_unit)))
    if across is None or down is None:
        return None
    (b, c), (a, d) = across, down
    g = (c + b * d) / (1 - a * b)
    h = (d + a * c) / (1 - a * b)
    forth = np.array([[1, a, 0], [b, 1, 0], [g, h, 1]])
    if max(abs(g), abs(h), abs(a), abs(b)) > STRAIGHTENING.most_projection:
        return None
    matrix = turning @ invert(centre) @ invert(forth) @ centre
    normed: Floats = matrix / matrix[2, 2]
    return normed


def _solve(pieces: Floats) -> Floats | None:
    """Return b and c of pieces (n, 4), of which those that fit badly count little."""
    u1, v1, u2, v2 = pieces.T
    lengths = measure_lengths(pieces)
    if len(pieces) < STRAIGHTENING.fewest_pieces:
        return None
    terms = np.stack([u1 - u2, v1 * u2 - v2 * u1], axis=1) / lengths[:, None]
    leans = (v2 - v1) / lengths
    weights = np.sqrt(lengths)
    unknown = np.zeros(2)
    for turn in range(_ROUNDS):
        unknown = np.linalg.lstsq(terms * weights[:, None], leans * weights, rcond=None)[0]
        rest = np.abs(terms @ unknown - leans)
        slack_deg = STRAIGHTENING.projection_slack_deg / (turn + 1)
        slack = np.radians(max(STRAIGHTENING.least_projection_slack_deg, slack_deg))
        weights = np.sqrt(lengths / (1 + (rest / slack) ** 2))
    return unknown
