"""Folds of a letter: soft dark lines right across a picture, over the margins too."""

from __future__ import annotations

import numpy as np

from extract.geometry.marks import Floats
from extract.scan.images import Pixels, find_runs
from extract.scan.straightening.settings import STRAIGHTENING

_WHITE = 255.0


def even_creases(grey: Pixels, scale: float) -> None:
    """Lighten the folds of an evenly lit picture (h, w) as much as they darken its margins.

    A fold darkens paper and ink by the same share, so that the ink on it stays.
    """
    _even_level(grey, scale)
    _even_level(grey.T, scale)


def _even_level(grey: Pixels, scale: float) -> None:
    band = max(3, round(STRAIGHTENING.streak_margin_pt * scale))
    height, width = grey.shape
    reach = round(STRAIGHTENING.crease_reach_pt * scale)
    if min(width, height) < STRAIGHTENING.fewest_margins * band or reach < 2:  # noqa: PLR2004
        return
    left = _measure_light(grey[:, band : 2 * band])
    right = _measure_light(grey[:, -2 * band : -band])
    for begin, end in _pair_dips(_find_dips(left, scale), _find_dips(right, scale), height):
        centres = begin + (end - begin) * np.linspace(0, 1, width)
        top = max(0, int(centres.min()) - reach)
        bottom = min(height, int(centres.max()) + reach + 2)
        far = np.arange(top, bottom)[:, None] - centres[None, :]
        shares = np.linspace(0, 1, width)[None, :]
        light = (1 - shares) * _look_up(left, begin + far) + shares * _look_up(right, end + far)
        light[np.abs(far) > reach] = 1.0
        light = np.maximum(light, STRAIGHTENING.darkest_crease)
        grey[top:bottom] = np.minimum(_WHITE, grey[top:bottom] / light).astype(np.uint8)


def _measure_light(margin: Pixels) -> Floats:
    """Return how light each row of a margin is, as a share of its paper."""
    light = np.median(margin, axis=1)
    shares: Floats = np.minimum(1.0, light / max(1.0, float(np.median(light))))
    return shares


def _find_dips(light: Floats, scale: float) -> list[float]:
    """Return the middles of the rows in which a margin is dark; none where more than folds is on it."""
    is_dark = light < STRAIGHTENING.crease_light
    if not is_dark.any() or is_dark.mean() > STRAIGHTENING.streaked_share:
        return []
    least, most = (STRAIGHTENING.thinnest_crease_pt * scale, STRAIGHTENING.crease_reach_pt * scale)
    middles: list[float] = []
    for begin, end in find_runs(is_dark):
        if least <= end - begin <= most:
            depth = 1 - light[begin:end]
            middles.append(float((np.arange(begin, end) * depth).sum() / depth.sum()))
    return middles


def _pair_dips(left: list[float], right: list[float], height: int) -> list[tuple[float, float]]:
    """Return which fold of one margin is which of the other; none where they do not match."""
    pairs: list[tuple[float, float]] = []
    for begin in left:
        ends = [end for end in right if abs(end - begin) < STRAIGHTENING.crease_slope * height]
        if len(ends) == 1:
            pairs.append((begin, ends[0]))
    return pairs


def _look_up(light: Floats, rows: Floats) -> Floats:
    """Return the light at rows and parts of rows."""
    held = np.clip(rows, 0, len(light) - 1.001)
    whole = held.astype(np.int64)
    part = held - whole
    found: Floats = light[whole] * (1 - part) + light[whole + 1] * part
    return found
