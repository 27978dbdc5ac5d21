"""Where the cells and the text disagree: numbers that an edge cuts in two."""

from __future__ import annotations

import numpy as np

from extract.marks import Flags, Glyphs, Ints

_CLOSE = 0.15  # of a glyph's height: figures of one number stand no further apart
_OVERLAP = 0.3  # of a glyph's height: figures of one number cover no more of each other
_LEVEL = 0.1  # of a glyph's height


def figures(glyphs: Glyphs) -> Flags:
    """Tell which glyphs (n) stand upright and are figures, or the signs inside a number."""
    codes = glyphs.codes
    signs = (codes == ord(".")) | (codes == ord(",")) | (codes == ord("%"))
    found: Flags = (glyphs.turns == 0) & (signs | ((codes >= ord("0")) & (codes <= ord("9"))))
    return found


def cuts_in_numbers(glyphs: Glyphs, owner: Ints, page: Ints) -> Ints:
    """Find the figures of a page (n) with another owner (n) than the next one of their number, drawn after it without a gap."""
    first = np.flatnonzero((owner[1:] != owner[:-1]) & (page[1:] == page[:-1]))
    both = glyphs.where(first), glyphs.where(first + 1)
    height = np.maximum(both[0].boxes[:, 3] - both[0].boxes[:, 1], 1.0)
    gap = (both[1].boxes[:, 0] - both[0].boxes[:, 2]) / height
    level = np.abs(both[1].origins[:, 1] - both[0].origins[:, 1]) <= _LEVEL * height
    cut: Ints = first[figures(both[0]) & figures(both[1]) & level & (gap <= _CLOSE) & (gap >= -_OVERLAP)]
    return cut
