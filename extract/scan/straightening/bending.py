"""Bends of a page that lies curled, or open at a book's spine: its rulings are followed and bent straight."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from extract.geometry.marks import Floats
from extract.grid import Bend
from extract.scan.straightening.projection import (
    Projection,
    invert,
    measure_level_sharpness,
    project_segments,
)
from extract.scan.straightening.segments import find_direction, split_directions, swap_axes
from extract.scan.straightening.settings import STRAIGHTENING

_ROUNDS = 4


def find_bend(segments: Floats, projection: Projection) -> Bend | None:
    """Return how a page is bent that a projection made level and upright; None where it is flat.

    ``segments`` (n, 4) are straight pieces of the picture in points. The bend leads a point of the straightened
    page to where the projection's matrix takes it on.
    """
    pieces = project_segments(segments, invert(projection.matrix))
    direction = find_direction(pieces)
    if direction is None or abs(direction) > STRAIGHTENING.direction_slack_deg:
        return None
    level, upright = split_directions(pieces, 0.0)
    if min(len(level), len(upright)) < STRAIGHTENING.fewest_bent_pieces:
        return None
    bend = _fit(level, upright)
    if not STRAIGHTENING.least_bend_pt <= _measure_bend(bend) <= STRAIGHTENING.most_bend_pt:
        return None
    before = measure_level_sharpness(level, upright)
    after = measure_level_sharpness(_unbend_segments(level, bend), _unbend_segments(upright, bend))
    return bend if after >= STRAIGHTENING.bent_sharper * before else None


def _unbend_segments(segments: Floats, bend: Bend) -> Floats:
    """Return where the ends of pieces (n, 4) stand on the straightened page."""
    return unbend(segments.reshape(-1, 2), bend).reshape(-1, 4)


def unbend(points: Floats, bend: Bend) -> Floats:
    """Return the places (n, 2) on the straightened page that a bend leads to some points."""
    straight = points
    for _ in range(_ROUNDS):
        straight = straight + points - bend_points(straight, bend)
    return straight


def bend_points(points: Floats, bend: Bend) -> Floats:
    """Return where a bend leads points (n, 2)."""
    unit, (x, y) = bend.unit, bend.middle
    u = np.clip((points[:, 0] - x) / unit, -bend.reach[0], bend.reach[0])
    v = np.clip((points[:, 1] - y) / unit, -bend.reach[1], bend.reach[1])
    moved = points.copy()
    for column, terms in enumerate((bend.right, bend.down)):
        for i, j, share in terms:
            moved[:, column] += share * unit * u**i * v**j
    return moved


def _measure_bend(bend: Bend) -> float:
    """Return by how many points the page is bent at most."""
    steps = np.linspace(-1, 1, 9)
    places = np.array(list(product(steps * bend.reach[0], steps * bend.reach[1])))
    points = places * bend.unit + np.array(bend.middle)
    return float(np.abs(bend_points(points, bend) - points).max())


def _fit(level: Floats, upright: Floats) -> Bend:
    """Return the bend that all pieces follow: from end to end each keeps its level."""
    ends = np.concatenate([level, upright]).reshape(-1, 2)
    low, high = ends.min(axis=0), ends.max(axis=0)
    middle = (low + high) / 2
    unit = float(max(high - low)) / 2
    reach = (float(high[0] - low[0]) / 2 / unit, float(high[1] - low[1]) / 2 / unit)
    bend = Bend(middle=(float(middle[0]), float(middle[1])), unit=unit, reach=reach, right=(), down=())
    for turn in range(_ROUNDS):
        slack = STRAIGHTENING.bend_slack_deg / (turn + 1)
        down = _solve(level, _unbend_segments(level, bend), bend, slack)
        turned = replace(bend, middle=bend.middle[::-1])
        across = _solve(swap_axes(upright), swap_axes(_unbend_segments(upright, bend)), turned, slack)
        right = tuple((j, i, share) for i, j, share in across)
        bend = replace(bend, right=right, down=down)
    return bend


def _solve(
    seen: Floats, straight: Floats, bend: Bend, slack_deg: float
) -> tuple[tuple[int, int, float], ...]:
    """Return powers along and aside with their shares, by which level pieces rise from end to end.

    ``seen`` (n, 4) are pieces as they are bent, ``straight`` the same by what is known of the bend.
    """
    units = (straight - np.tile(bend.middle, 2)) / bend.unit
    begins, ends = units[:, 0], units[:, 2]
    aside = (units[:, 1] + units[:, 3]) / 2
    rises = (seen[:, 3] - seen[:, 1]) / bend.unit
    along = range(1, STRAIGHTENING.bend_powers_along + 1)
    powers = list(product(along, range(STRAIGHTENING.bend_powers_aside + 1)))
    terms = np.stack([(ends**i - begins**i) * aside**j for i, j in powers], axis=1)
    lengths = np.maximum(np.abs(ends - begins), 1e-6)
    weights = np.ones(len(seen))
    slack = np.radians(slack_deg)
    shares = np.zeros(len(powers))
    for _ in range(_ROUNDS):
        weighted = terms * weights[:, None]
        normal = weighted.T @ weighted
        ridge = STRAIGHTENING.bend_ridge * np.trace(normal) / len(powers) * np.eye(len(powers))
        shares = np.linalg.solve(normal + ridge, weighted.T @ (rises * weights))
        leans = np.abs(terms @ shares - rises) / lengths
        weights = 1 / np.sqrt(1 + (leans / slack) ** 2)
    return tuple((i, j, float(share)) for (i, j), share in zip(powers, shares, strict=True))
