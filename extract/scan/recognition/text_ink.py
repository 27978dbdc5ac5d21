"""The ink of a straightened page's text, parted from paper: its components, and how high its characters are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.geometry.marks import Ints
from extract.scan.images import FlatSheet, Pixels
from extract.scan.recognition.settings import TEXT_LINES

PAPER = 255
LEFT, TOP, WIDTH, HEIGHT, AREA = range(5)  # the columns of cv2's component statistics

InkMask = NDArray[np.uint8]
"""1 where ink is."""
PixelBox = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""
Edges = tuple[float, float, float, float]
"""Left, top, right and bottom in points."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A page's ink: ``mask`` (h, w) is 1 where ink is, ``grey`` the page, ``em`` its text's height in pixels.

    ``scale`` are pixels a point; what is darker than ``threshold`` is ink.
    """

    grey: Pixels
    mask: InkMask
    em: float
    scale: float
    threshold: float


def measure_ink(sheet: FlatSheet) -> Ink:
    """Tell ink from paper on a page, and how high its text is."""
    grey = sheet.grey
    dark = grey[grey < PAPER - TEXT_LINES.least_ink]
    level = float(np.percentile(dark, TEXT_LINES.darkest_percent)) if dark.size else 0.0
    threshold = PAPER - TEXT_LINES.ink_share * (PAPER - level)
    mask = (grey < threshold).astype(np.uint8)
    between = (grey > TEXT_LINES.black) & (grey < PAPER - TEXT_LINES.black)
    if between.sum() < TEXT_LINES.bilevel_share * dark.size:
        grey = cv2.GaussianBlur(grey, (0, 0), TEXT_LINES.bilevel_blur_pt * sheet.scale).astype(np.uint8)
    return Ink(grey, mask, _measure_em(mask, sheet.scale), sheet.scale, threshold)


def find_components(mask: InkMask) -> tuple[Ints, Ints]:
    """Return the number of each pixel's component (h, w), and their statistics (n, 5), the paper's first."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return np.asarray(labels), np.asarray(stats)


def _measure_em(mask: InkMask, scale: float) -> float:
    """Return the height in pixels of most characters of a page."""
    _, stats = find_components(mask)
    heights, widths = stats[1:, HEIGHT], stats[1:, WIDTH]
    low, high = TEXT_LINES.least_em_pt * scale, TEXT_LINES.most_em_pt * scale
    is_high = (heights >= low) & (heights <= high)
    is_wide = (widths >= TEXT_LINES.least_width_share * heights) & (widths <= high)
    likely = is_high & is_wide
    if likely.sum() < TEXT_LINES.fewest_components:
        return TEXT_LINES.usual_em_pt * scale
    return float(np.percentile(heights[likely], TEXT_LINES.em_percentile))


def enclose_boxes(boxes: Iterable[PixelBox]) -> PixelBox:
    """Return the box around some."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def find_pixels(edges: Edges, scale: float) -> PixelBox:
    """Return where edges in points are in pixels, none of them before the page's first."""
    x0, top, x1, bottom = (max(0, round(edge * scale)) for edge in edges)
    return x0, top, x1, bottom
