"""A PDF page's glyphs, one by one: bulk text does not tell where each stands."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from extract import pdf_calls as calls
from extract.marks import SLANTED, Floats, Glyphs, Ints, no_glyphs
from extract.pdf_doubles import without_doubles
from extract.pdf_objects import Bounds, Layer, columns_of, stand_upright
from extract.pdf_seals import in_seals
from extract.radicals import fold_radicals

_QUARTER = np.pi / 2
_STRAIGHT = 0.03  # radians by which a glyph may lean and still stand straight
_BLANK = 0x20
_HYPHENS = (0x02, 0xFFFE)  # PDFium's signs for a hyphen at the end of a line
_SURROGATES = (0xD800, 0xDFFF)
_UNKNOWN = 0xFFFD
_FEW = 8  # one glyph of so many is asked first
_ON_LINE = 0.3  # points
_TRUE_GAP = 0.25  # of a glyph's height: a narrow blank's width, and more than the space set between Chinese and Latin


@dataclass(frozen=True, slots=True)
class Clipped:
    """A text object's box, ``whole`` and as a clip lets it be ``seen``; where that has no extent nothing is."""

    whole: Bounds
    seen: Bounds


def read_glyphs(text_page: int, clips: Mapping[int, Clipped], layers: Sequence[Layer] = ()) -> Glyphs:
    """Read the glyphs that a page shows, in page space: boxes are left, bottom, right, top in points.

    ``clips`` tells of the texts that a clip hides some of, by the text object's handle; ``layers`` are what the page draws.
    """
    count = calls.count_chars(text_page)
    if count <= 0:
        return no_glyphs()
    codes = _codes(text_page, count)
    codes[_without_unicode(text_page, count)] = _UNKNOWN
    boxes, upright = _boxes(text_page, count), stand_upright(layers)
    turns = np.zeros(count, np.int64) if upright else _turns(text_page, count)
    origins = _upright_origins(text_page, boxes) if upright else _origins(text_page, count)
    glyphs = Glyphs(_cleaned(codes), boxes, turns, origins)
    glyphs.turns[in_seals(text_page, glyphs, layers)] = SLANTED
    made_up = _made_up(text_page, glyphs.codes)
    kept = glyphs.codes >= _BLANK
    kept[made_up] = False
    kept[_set_in_gaps(glyphs, made_up)] = True
    for index, text in _clipped(text_page, clips, count):
        kept[index] &= _shows(glyphs.boxes[index], int(glyphs.turns[index] % 2), text)
    return without_doubles(glyphs.where(kept))


def _codes(text_page: int, count: int) -> Ints:
    """Take the text in bulk where each glyph has one unit of it: PDFium leaves some glyphs out and writes others as surrogates."""
    units = np.zeros(count + 1, np.uint16)
    whole = calls.get_text(text_page, 0, count, units.ctypes.data) == len(units)
    if whole and not ((units >= _SURROGATES[0]) & (units <= _SURROGATES[1])).any():
        return units[:-1].astype(np.int64)
    return np.fromiter(map(calls.get_unicode, repeat(text_page), range(count)), np.int64, count)


def _clipped(text_page: int, clips: Mapping[int, Clipped], count: int) -> Iterator[tuple[int, Clipped]]:
    handles: Iterable[int] = map(calls.text_object, repeat(text_page), range(count)) if clips else ()
    return ((index, clips[handle]) for index, handle in enumerate(handles) if handle in clips)


def _shows(box: Floats, along: int, text: Clipped) -> bool:
    """Tell whether a glyph's line is seen, and squeeze the line into what is seen of it: half a number is another number."""
    (low, high), (start, end) = (side[along::2] for side in (text.seen, text.whole))
    box[along::2] = low + (box[along::2] - start) * ((high - low) / max(end - start, 1.0))
    middle = (box[1 - along] + box[3 - along]) / 2
    return bool(low <= high and text.seen[1 - along] <= middle <= text.seen[3 - along])


def _cleaned(codes: Ints) -> Ints:
    codes = np.where((codes == _HYPHENS[0]) | (codes == _HYPHENS[1]), ord("-"), fold_radicals(codes))
    return np.where((codes >= _SURROGATES[0]) & (codes <= _SURROGATES[1]), _UNKNOWN, codes)


def _without_unicode(text_page: int, count: int) -> Ints:
    """Find the glyphs whose font does not say what they are, for which PDFium gives their number in the font; a few tell of all."""
    if not any(map(calls.has_map_error, repeat(text_page), range(0, count, _FEW))):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.fromiter(map(calls.has_map_error, repeat(text_page), range(count)), np.int64, count) == 1)


def _made_up(text_page: int, codes: Ints) -> Ints:
    """Find the blanks that PDFium adds where it sees a gap."""
    blanks = np.flatnonzero(codes == _BLANK)
    added = np.fromiter(map(calls.is_generated, repeat(text_page), blanks.tolist()), np.bool_, len(blanks))
    return blanks[added]


def _set_in_gaps(glyphs: Glyphs, blanks: Ints) -> Ints:
    """Set made-up blanks into the true gaps between two neighbours on one line, and tell which: some producers draw no blanks.

    A blank stands right behind the glyph before it: a wide gap may hold other text that is drawn later.
    """
    blanks = blanks[(blanks > 0) & (blanks < len(glyphs) - 1)]
    if not len(blanks):
        return blanks
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


def _boxes(text_page: int, count: int) -> Floats:
    raw = np.zeros((count, 4), np.float32)
    _run(map(calls.get_loose_box, repeat(text_page), range(count), next(columns_of(raw))))
    left, top, right, bottom = raw.astype(np.float64).T
    return np.stack((left, np.minimum(top, bottom), right, np.maximum(top, bottom)), axis=1)


def _upright_origins(text_page: int, boxes: Floats) -> Floats:
    """Ask for one origin for each run of glyphs whose boxes are equally high: these are of one line and one font."""
    _, bottom, _, top = boxes.T
    first = np.concatenate(([True], (bottom[1:] != bottom[:-1]) | (top[1:] != top[:-1])))
    at = np.flatnonzero(first).tolist()
    found = np.zeros((len(at), 2))
    _run(map(calls.get_origin, repeat(text_page), at, *columns_of(found)))
    return np.stack((boxes[:, 0], found[np.cumsum(first) - 1, 1]), axis=1)


def _origins(text_page: int, count: int) -> Floats:
    origins = np.zeros((count, 2))
    _run(map(calls.get_origin, repeat(text_page), range(count), *columns_of(origins)))
    return origins


def _run(loop: Iterator[int]) -> None:
    deque(loop, maxlen=0)


def _turns(text_page: int, count: int) -> Ints:
    """Give each glyph's clockwise quarter turns; PDFium's angles run clockwise on a page whose y grows upwards."""
    angles = np.fromiter(map(calls.get_angle, repeat(text_page), range(count)), np.float64, count)
    turns = np.rint(angles / _QUARTER)
    straight = np.abs(angles - turns * _QUARTER) <= _STRAIGHT
    return np.where(straight, turns.astype(np.int64) % 4, SLANTED)
