"""Lines that dirt on a scanner's glass leaves: they run level or upright over the whole picture."""

from __future__ import annotations

import numpy as np

from extract.geometry.marks import Flags
from extract.scan.images import Pixels, find_runs
from extract.scan.straightening.settings import STRAIGHTENING

_HALF = 128


def lift_streaks(grey: Pixels, lifted: Flags, scale: float) -> None:
    """Take streaks out of an evenly lit picture (h, w), and mark in ``lifted`` where they were.

    A streak stands on both margins, where no ruling goes on to. What it crosses is drawn on below it; a stroke
    that it covers as a whole cannot be seen, which is why its place is marked.
    """
    upright, level = _find_streaks(grey, scale), _find_streaks(grey.T, scale)
    if upright and level:
        return  # a table that the picture's edges cut
    _lift_upright(grey, lifted, upright, scale)
    _lift_upright(grey.T, lifted.T, level, scale)


def _lift_upright(grey: Pixels, lifted: Flags, streaks: list[tuple[int, int]], scale: float) -> None:
    for begin, end in streaks:
        aside = max(1, round(STRAIGHTENING.streak_aside_pt * scale))
        left, right = begin - aside, end - 1 + aside
        if left < 0 or right >= grey.shape[1]:
            continue
        before, after = grey[:, left].astype(np.int16), grey[:, right].astype(np.int16)
        seen = grey[:, begin:end].min(axis=1)
        lighter = np.minimum(before, after)
        goes_on = (seen < lighter - STRAIGHTENING.faintest_streak) | (lighter < _HALF)
        if goes_on.mean() < STRAIGHTENING.streak_share:
            continue
        low, high = max(0, begin - aside + 1), min(grey.shape[1], end + aside - 1)
        shares = (np.arange(low, high) - left) / (right - left)
        between = before[:, None] + (after - before)[:, None] * shares
        grey[:, low:high] = np.maximum(grey[:, low:high], between.astype(np.uint8))
        lifted[:, begin:end] = True


def _find_streaks(grey: Pixels, scale: float) -> list[tuple[int, int]]:
    """Return the columns, from and to, that are dark on both margins of a picture, where all else is blank."""
    band = max(3, round(STRAIGHTENING.streak_margin_pt * scale))
    if grey.shape[0] < STRAIGHTENING.fewest_margins * band:
        return []
    dark: list[Flags] = []
    for margin in (grey[band : 2 * band], grey[-2 * band : -band]):
        light = margin.mean(axis=0)
        is_dark = light < np.median(light) - STRAIGHTENING.faintest_streak
        if is_dark.mean() > STRAIGHTENING.streaked_share:
            return []
        dark.append(is_dark)
    widest = STRAIGHTENING.widest_streak_pt * scale
    streaks = [run for run in find_runs(dark[0] & dark[1]) if run[1] - run[0] <= widest]
    return [] if _are_outer_rulings(grey, streaks) else streaks


def _are_outer_rulings(grey: Pixels, streaks: list[tuple[int, int]]) -> bool:
    """Return whether all ink stands between the first and the last: the picture's edges cut a table."""
    if len(streaks) < 2:  # noqa: PLR2004
        return False
    beside = STRAIGHTENING.streak_blur_px
    outside = grey[:, : max(0, streaks[0][0] - beside)], grey[:, streaks[-1][1] + beside :]
    return not any((side < _HALF).any() for side in outside)
