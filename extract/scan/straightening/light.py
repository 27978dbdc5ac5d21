"""The light on a page: where it is uneven it is evened, and the contrast is brought to full."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from extract.scan.images import Pixels, shrink
from extract.scan.straightening.paper import find_paper
from extract.scan.straightening.settings import STRAIGHTENING

WHITE = 255


def even_light(pixels: Pixels, scale: float) -> tuple[Pixels, Pixels | None]:
    """Return a picture of grey (h, w) or colours (h, w, 3) with its paper white (255) everywhere, and a shape.

    ``scale`` is its pixels a point. The shape is where the paper lies (h, w of 0 and 255, at about a pixel a
    point), None where it fills the picture; all that is beyond it is made white. A picture that is evenly lit
    is returned as it is.
    """
    height, width = pixels.shape[:2]
    small = shrink(pixels, width / scale, height / scale)  # about a pixel a point
    stroke = np.ones((STRAIGHTENING.stroke_pt, STRAIGHTENING.stroke_pt), np.uint8)
    # a median first, or a light speck of noise would count as paper
    lightest = cast(
        "Pixels", cv2.morphologyEx(cv2.medianBlur(small, STRAIGHTENING.speck_pt), cv2.MORPH_CLOSE, stroke)
    )
    paper = find_paper(small, lightest)
    if paper is not None:
        lightest = _spread_light(lightest, paper)
    smooth = STRAIGHTENING.smooth_pt
    light = cast(
        "Pixels", cv2.GaussianBlur(cv2.medianBlur(lightest, STRAIGHTENING.median_pt), (smooth, smooth), 0)
    )
    even = pixels
    told = (STRAIGHTENING.dark_percentile, STRAIGHTENING.light_percentile)
    dark, bright = np.percentile(light[::4, ::4], told).tolist()
    if dark < STRAIGHTENING.even_light * WHITE:
        darkest = max(1.0, STRAIGHTENING.darkest_paper * bright)
        even = cast(
            "Pixels", cv2.divide(pixels, _enlarge(np.maximum(light, np.uint8(darkest)), pixels), scale=WHITE)
        )
    if paper is None:
        return even, None
    even = even.copy() if even is pixels else even
    even[_enlarge(paper, pixels) < WHITE // 2] = WHITE
    return even, paper


def _spread_light(light: Pixels, paper: Pixels) -> Pixels:
    """Return the light as it would be if the paper went on beyond its edges."""
    blur = STRAIGHTENING.paper_blur_pt
    inside = cv2.erode(paper, np.ones((blur, blur), np.uint8)) > 0
    if not inside.any():
        return light
    reach = 2 * STRAIGHTENING.smooth_pt + 1
    weights = cv2.blur(inside.astype(np.float32), (reach, reach)) + 1e-6
    far = np.median(light[inside], axis=0)
    if light.ndim == 3:  # noqa: PLR2004 - colours
        inside, weights = inside[:, :, None], weights[:, :, None]
    spread = cv2.blur(light.astype(np.float32) * inside, (reach, reach)) / weights
    filled = np.where(weights > STRAIGHTENING.paper_near_share, spread, far)
    return cast("Pixels", np.where(inside, light, np.clip(filled, 0, 255)).astype(np.uint8))


def _enlarge(small: Pixels, pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    return cast("Pixels", cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))


def stretch_contrast(grey: Pixels) -> Pixels:
    """Return an evenly lit picture with its paper at 255 and its ink dark, were it never so faint."""
    counts = np.bincount(grey[::2, ::2].ravel(), minlength=WHITE + 1)
    paper = int(counts[WHITE // 2 :].argmax()) + WHITE // 2
    white = max(_find_grain(counts, paper), round(STRAIGHTENING.lightest_ink * paper))
    black = _find_black(counts, white)
    if black == 0 and white >= WHITE:
        return grey
    levels = np.clip((np.arange(WHITE + 1) - black) * (WHITE / max(1, white - black)), 0, WHITE)
    return cast("Pixels", cv2.LUT(grey, levels.astype(np.uint8)))


def _find_grain(counts: np.ndarray[tuple[int], np.dtype[np.int64]], paper: int) -> int:
    """Return the darkest level that the grain of the paper takes."""
    below = np.cumsum(counts[: paper + 1][::-1][: STRAIGHTENING.most_grain_levels])
    spread = int(np.searchsorted(below, 0.68 * below[-1])) + 1
    return round(paper - STRAIGHTENING.noise_spreads * spread)


def _find_black(counts: np.ndarray[tuple[int], np.dtype[np.int64]], white: int) -> int:
    """Return the level to be made black so that the inside of strokes gets dark."""
    ink = np.cumsum(counts[: max(1, white - STRAIGHTENING.fewest_white_levels)])
    if ink[-1] < STRAIGHTENING.fewest_ink:
        return 0
    level = int(np.searchsorted(ink, STRAIGHTENING.ink_rank * ink[-1]))
    if level <= STRAIGHTENING.ink_level:
        return 0
    share = STRAIGHTENING.ink_level / WHITE
    return max(0, round((level - share * white) / (1 - share)))
