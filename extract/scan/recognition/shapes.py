"""Signs that are told by their shape and not by a recogniser: dashes, slashes, dots and rests of rulings.

A lone dash reads as 1 or 一, and makes 10,000 yuan out of nothing.
"""

from __future__ import annotations

import numpy as np

from extract.geometry.marks import Floats
from extract.scan.recognition.settings import CELLS
from extract.scan.recognition.text_ink import AREA, HEIGHT, WIDTH
from extract.scan.recognition.text_lines import LineImage

NOTHING = ""
"""What a cell holds in which there is dirt alone."""

_DOTS = 3  # of one ellipsis


def read_shape(line: LineImage, em: float) -> str | None:
    """Return the sign that the only line of a cell is, ``NOTHING`` for dirt, None where it is text."""
    widths, heights = line.parts[:, WIDTH] / em, line.parts[:, HEIGHT] / em
    if len(widths) <= CELLS.most_strokes and _are_dashes(widths, heights):
        return _read_dashes((line.box[2] - line.box[0]) / em)
    if (np.maximum(widths, heights) < CELLS.dot_em).all():
        return _read_dots(widths, heights)
    if len(widths) > CELLS.most_strokes:
        return None
    if len(widths) == 1 and widths[0] < CELLS.bar_width_em and heights[0] > CELLS.bar_height_em:
        return NOTHING
    return _read_slash(line, (line.box[3] - line.box[1]) / em)


def is_full_stop(line: LineImage, em: float) -> bool:
    """Tell whether a line that follows others is a full stop, which reads as 0: one low small ring."""
    if len(line.parts) != 1:
        return False
    low, high = CELLS.stop_em
    sizes = line.parts[0, WIDTH:AREA] / em
    return bool((sizes > low).all() and (sizes < high).all())


def _read_dots(widths: Floats, heights: Floats) -> str:
    is_ellipsis = len(widths) >= _DOTS and np.ptp(heights) < CELLS.dots_slack_em
    return "…" * max(1, round(len(widths) / _DOTS)) if is_ellipsis else NOTHING


def _are_dashes(widths: Floats, heights: Floats) -> bool:
    low = (heights < CELLS.dash_height_em) & (widths >= CELLS.dash_ratio * heights)
    return bool(low.all() and widths.sum() >= CELLS.dash_width_em)


def _read_dashes(width_em: float) -> str:
    if width_em < CELLS.long_dash_em:
        return "-"
    return "—" if width_em < CELLS.double_dash_em else "——"


def _read_slash(line: LineImage, height_em: float) -> str | None:
    """Tell a slash: a straight stroke that leans to the right."""
    if height_em < CELLS.slash_height_em:
        return None
    y, x = np.nonzero(line.mask)
    (across, along), ways = np.linalg.eigh(np.cov(np.stack((x, -y)).astype(np.float64)))
    right, up = ways[:, 1]
    low, high = CELLS.slash_slope
    leans = low * abs(up) < right * np.sign(up) < high * abs(up)
    return "/" if leans and across < CELLS.slash_thin_share * along else None
