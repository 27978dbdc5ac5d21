"""Coloured ink over a form: seals and pens are lifted off the paper, what was printed below them stays."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from extract.geometry.marks import Flags
from extract.scan.images import Pixels, shrink
from extract.scan.straightening.settings import STRAIGHTENING


def has_colours(pixels: Pixels) -> bool:
    """Return whether there is coloured ink on an evenly lit picture (h, w, 3)."""
    step = STRAIGHTENING.colour_sample
    sample = pixels[::step, ::step]
    spread = sample.max(axis=2) - sample.min(axis=2)
    coloured = np.count_nonzero(spread > STRAIGHTENING.coloured_levels)
    return bool(coloured >= STRAIGHTENING.coloured_share * spread.size)


def make_grey(pixels: Pixels) -> Pixels:
    """Return how light a picture (h, w) or (h, w, 3) of red, green and blue is, as an array of its own."""
    if pixels.ndim == 2:  # noqa: PLR2004 - grey already
        return pixels.copy()
    return cast("Pixels", cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def take_darkest_channel(pixels: Pixels) -> Pixels:
    """Return how light a picture (h, w, 3) is in the darkest of its channels."""
    return cast("Pixels", cv2.min(cv2.min(pixels[:, :, 0], pixels[:, :, 1]), pixels[:, :, 2]))


def lift_colours(pixels: Pixels, scale: float) -> tuple[Pixels, Flags]:
    """Return the grey of an evenly lit picture (h, w, 3) without its seals, and where they were lifted.

    A seal of red, blue or violet is light in one channel: there, what is dark in it too was printed in black.
    Text and rulings in colour stay: only ink that is larger than characters is lifted.
    """
    grey = make_grey(pixels)
    lightest = cv2.max(cv2.max(pixels[:, :, 0], pixels[:, :, 1]), pixels[:, :, 2])
    spread = cv2.subtract(lightest, take_darkest_channel(pixels))
    found = cv2.threshold(spread, STRAIGHTENING.coloured_levels, 255, cv2.THRESH_BINARY)[1]
    coloured = cast("Pixels", found)
    lifted = np.zeros(grey.shape, np.bool_)
    for left, top, hull in _find_seals(coloured, grey, scale):
        bottom, right = top + hull.shape[0], left + hull.shape[1]
        whole = hull.astype(np.bool_)
        inside = whole & (coloured[top:bottom, left:right] > 0)
        if not inside.any():
            continue
        part = lightest[top:bottom, left:right]
        own = float(np.percentile(part[inside], STRAIGHTENING.seal_light_percentile)) / 255
        paper = max(STRAIGHTENING.lifted_level, own)
        over = spread[top:bottom, left:right].astype(np.float32) - STRAIGHTENING.tinted_from_levels
        tint = np.clip(over / STRAIGHTENING.tinted_over_levels, 0, 1)
        light = part * (1 + (1 / paper - 1) * tint)
        grey[top:bottom, left:right][whole] = np.minimum(light, 255).astype(np.uint8)[whole]
        lifted[top:bottom, left:right] |= inside
    return grey, lifted


def _find_seals(coloured: Pixels, grey: Pixels, scale: float) -> list[tuple[int, int, Pixels]]:
    """Return left, top and shape (0 and 1) of each seal and stroke of a pen, in pixels of the picture."""
    height, width = coloured.shape
    dots = STRAIGHTENING.colour_dots_pt
    factor = dots / scale
    size = width * factor, height * factor
    small = (shrink(coloured, *size) > STRAIGHTENING.coloured_dot_level).astype(np.uint8)
    ink = (shrink(grey, *size) < STRAIGHTENING.inked_dot_level).astype(np.uint8)
    _clear_rulings(small, ink)
    solid = _mark_long(small, STRAIGHTENING.longest_character_pt * dots)
    gap = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (round(STRAIGHTENING.seal_gap_pt * dots),) * 2)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, gap)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    with_solid = np.bincount(labels[solid > 0], minlength=count) > 0
    large = stats[:, 2:4].min(axis=1) >= STRAIGHTENING.smallest_seal_pt * dots
    seals = np.zeros_like(small)
    for label in np.flatnonzero(large & with_solid)[: STRAIGHTENING.most_seals]:
        if label == 0:
            continue
        points = cv2.findNonZero((labels == label).astype(np.uint8))
        cv2.fillConvexPoly(seals, cv2.convexHull(points), 1)
    wide = round(STRAIGHTENING.seal_spread_pt * dots) + 1
    marked = cv2.dilate(seals | solid, np.ones((wide, wide), np.uint8))
    return _cut_out(cast("Pixels", marked), width, height)


def _clear_rulings(dots: Pixels, ink: Pixels) -> None:
    """Take the rulings out of coloured ink where the table itself is printed in colour."""
    long = round(STRAIGHTENING.shortest_ruling_pt * STRAIGHTENING.colour_dots_pt)
    share = STRAIGHTENING.coloured_rulings_share
    coloured: list[Pixels] = []
    for shape in (1, long), (long, 1):
        found = _find_straight(dots, shape)
        if not np.count_nonzero(found) > share * np.count_nonzero(_find_straight(ink | dots, shape)):
            return  # a seal and a line of a pen have no rulings in both directions
        coloured.append(found)
    dots[(coloured[0] | coloured[1]) > 0] = 0


def _find_straight(dots: Pixels, shape: tuple[int, int]) -> Pixels:
    """Return what of some ink are pieces longer than the level top of a seal's ring."""
    thick = cv2.dilate(dots, np.ones((3, 3), np.uint8))
    return cast("Pixels", cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(shape, np.uint8))) & dots


def _mark_long(dots: Pixels, longest: float) -> Pixels:
    """Return the pieces of ink that are longer than a character."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dots, connectivity=8)
    is_long = stats[:, 2:4].max(axis=1) >= longest
    is_long[0] = False
    return cast("Pixels", is_long[labels].astype(np.uint8))


def _cut_out(marked: Pixels, width: int, height: int) -> list[tuple[int, int, Pixels]]:
    """Return each marked place at the size of the picture."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(marked, connectivity=8)
    across, down = width / marked.shape[1], height / marked.shape[0]
    places: list[tuple[int, int, Pixels]] = []
    for left, top, wide, high, _ in stats[1 : STRAIGHTENING.most_seals + 1]:
        x0, y0 = int(left * across), int(top * down)
        x1, y1 = min(width, int((left + wide) * across) + 1), min(height, int((top + high) * down) + 1)
        shape = marked[top : top + high, left : left + wide]
        shape = cast("Pixels", cv2.resize(shape, (x1 - x0, y1 - y0), interpolation=cv2.INTER_NEAREST))
        places.append((x0, y0, shape))
    return places
