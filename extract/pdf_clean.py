"""The glyphs of many pages made clean at once: a single page's arrays are so small that numpy spends its time on calls."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extract.marks import Flags, Floats, Glyphs, Ints
from extract.pdf_glyphs import BLANK, Clipped, Told
from extract.radicals import fold_radicals

_HYPHENS = (0x02, 0xFFFE)  # PDFium's signs for a hyphen at the end of a line
_SURROGATES = (0xD800, 0xDFFF)
_UNKNOWN = 0xFFFD
_ON_LINE = 0.3  # points
_TRUE_GAP = 0.25  # of a glyph's height: a narrow blank's width, and more than the space set between Chinese and Latin


def cleaned(told: Told) -> tuple[Glyphs, Flags]:
    """Give all glyphs of pages, in page space, and which (n) show."""
    glyphs = Glyphs(_plain(told.codes), _upright_boxes(told.boxes), told.turns, told.origins)
    kept = _kept(glyphs, told.pages, told.made_up)
    for index, text in told.clipped:
        kept[index] &= _shows(glyphs.boxes[index], int(glyphs.turns[index] % 2), text)
    return glyphs, kept


def _plain(codes: Ints) -> Ints:
    codes = np.where((codes == _HYPHENS[0]) | (codes == _HYPHENS[1]), ord("-"), fold_radicals(codes))
    return np.where((codes >= _SURROGATES[0]) & (codes <= _SURROGATES[1]), _UNKNOWN, codes)


def _upright_boxes(told: NDArray[np.float32]) -> Floats:
    """Give left, bottom, right, top."""
    boxes = np.empty(told.shape)
    boxes[:, ::2] = told[:, ::2]
    np.minimum(told[:, 1], told[:, 3], out=boxes[:, 1])
    np.maximum(told[:, 1], told[:, 3], out=boxes[:, 3])
    return boxes


def _kept(glyphs: Glyphs, pages: Ints, made_up: Ints) -> Flags:
    kept: Flags = glyphs.codes >= BLANK
    kept[made_up] = False
    kept[_set_in_gaps(glyphs, pages, made_up)] = True
    return kept


def _set_in_gaps(glyphs: Glyphs, pages: Ints, blanks: Ints) -> Ints:
    """Set made-up blanks into the true gaps between two neighbours on one line, and tell which: some producers draw no blanks.

    A blank stands right behind the glyph before it: a wide gap may hold other text that is drawn later.
    """
    blanks = blanks[(blanks > 0) & (blanks < len(glyphs) - 1)]
    blanks = blanks[(pages[blanks - 1] == pages[blanks]) & (pages[blanks + 1] == pages[blanks])]
    before, after = glyphs.where(blanks - 1), glyphs.where(blanks + 1)
    low = np.minimum(before.boxes[:, 2:], after.boxes[:, 2:])
    high = np.maximum(before.boxes[:, :2], after.boxes[:, :2])
    size = np.maximum(_extent(before), _extent(after))
    on_line = np.abs(before.origins - after.origins) < _ON_LINE
    gap = on_line[:, ::-1] & (high - low >= _TRUE_GAP * size[:, None])
    behind = np.where(before.boxes[:, :2] < after.boxes[:, :2], low, high)
    place = np.where(gap, behind, (low + high) / 2)
    glyphs.boxes[blanks] = np.concatenate((place, place), axis=1)
    glyphs.origins[blanks] = np.where(on_line, before.origins, place)
    glyphs.turns[blanks] = before.turns
    return blanks[gap.any(axis=1)]


def _extent(glyphs: Glyphs) -> Floats:
    return np.asarray((glyphs.boxes[:, 2:] - glyphs.boxes[:, :2]).max(axis=1))


def _shows(box: Floats, along: int, text: Clipped) -> bool:
    """Tell whether a glyph's line is seen, and squeeze the line into what is seen of it: half a number is another number."""
    (low, high), (start, end) = (side[along::2] for side in (text.seen, text.whole))
    box[along::2] = low + (box[along::2] - start) * ((high - low) / max(end - start, 1.0))
    middle = (box[1 - along] + box[3 - along]) / 2
    return bool(low <= high and text.seen[1 - along] <= middle <= text.seen[3 - along])
