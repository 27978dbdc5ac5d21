"""Straight pieces of rulings in a picture, at whatever angle they stand."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from extract.geometry.marks import Floats
from extract.scan.images import Pixels
from extract.scan.straightening.settings import STRAIGHTENING

_QUARTER_DEG = 90.0


def find_segments(grey: Pixels, scale: float) -> Floats:
    """Return straight pieces (n, 4) of an evenly lit picture: x and y of both ends in points."""
    factor = min(1.0, STRAIGHTENING.segment_dots_pt / scale)
    if min(grey.shape) * factor < STRAIGHTENING.shortest_segment_pt:
        return np.empty((0, 4))
    small = grey
    if factor < 1:
        resized = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        small = cast("Pixels", resized)
    # the stairs of a page of one bit would be pieces of their own
    smooth = cv2.GaussianBlur(small, (0, 0), STRAIGHTENING.segment_blur)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD, 1.0).detect(smooth)[0]
    if found is None:
        return np.empty((0, 4))
    pieces = (found.reshape(-1, 4).astype(np.float64) + 0.5) / (scale * factor)
    lengths = measure_lengths(pieces)
    kept = np.argsort(-lengths)[: STRAIGHTENING.most_segments]
    pieces = pieces[kept]
    return pieces[lengths[kept] >= STRAIGHTENING.shortest_segment_pt]


def measure_lengths(segments: Floats) -> Floats:
    """Return the lengths (n,) of pieces."""
    return np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])


def measure_angles(segments: Floats) -> Floats:
    """Return by how many degrees pieces (n,) lean clockwise from level, 0 to below 180."""
    return np.degrees(np.arctan2(segments[:, 3] - segments[:, 1], segments[:, 2] - segments[:, 0])) % 180


def swap_axes(segments: Floats) -> Floats:
    """Return pieces (n, 4) with across and down exchanged."""
    return segments[:, [1, 0, 3, 2]]


def find_direction(segments: Floats) -> float | None:
    """Return the angle in degrees, -45 to 45, by which most rulings lean from level or upright.

    None where no two such directions stand out: there is no table.
    """
    lengths = measure_lengths(segments)
    angles = measure_angles(segments) % _QUARTER_DEG
    bins = round(_QUARTER_DEG / STRAIGHTENING.direction_step_deg)
    index = (angles / STRAIGHTENING.direction_step_deg).astype(np.int64) % bins
    weights = np.bincount(index, weights=lengths, minlength=bins)
    # a photo's rulings go apart: those of some degrees count together
    steps = STRAIGHTENING.direction_near_steps
    near = sum(np.roll(weights, shift) * (steps + 1 - abs(shift)) for shift in range(-steps, steps + 1))
    best = int(np.argmax(near))
    peak = (best + 0.5) * STRAIGHTENING.direction_step_deg
    around = (angles - peak + _QUARTER_DEG / 2) % _QUARTER_DEG - _QUARTER_DEG / 2
    kept = np.abs(around) < STRAIGHTENING.direction_near_deg
    if lengths[kept].sum() < STRAIGHTENING.fewest_length_pt:
        return None
    middle = peak + find_weighted_median(around[kept], lengths[kept])
    return (middle + _QUARTER_DEG / 2) % _QUARTER_DEG - _QUARTER_DEG / 2


def find_weighted_median(values: Floats, weights: Floats) -> float:
    """Return the value at which half of the weight is reached."""
    return float(np.quantile(values, 0.5, weights=weights, method="inverted_cdf"))


def split_directions(segments: Floats, direction_deg: float) -> tuple[Floats, Floats]:
    """Return the level and the upright pieces of a page that leans by an angle."""
    angles = measure_angles(segments) - direction_deg
    level = np.abs((angles + 90) % 180 - 90) < STRAIGHTENING.direction_slack_deg
    upright = np.abs(angles % 180 - 90) < STRAIGHTENING.direction_slack_deg
    return segments[level], segments[upright]
