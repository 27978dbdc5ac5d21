"""The glyphs of many pages made clean at once.

A single page's arrays are so small that numpy spends its time on calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from extract.geometry.marks import Flags, Floats, Glyphs, Ints, fold_radicals
from extract.grid import UPSIDE_DOWN
from extract.pdfium.glyphs import BLANK, UNKNOWN, Clipped, RawGlyphs
from extract.pdfium.objects import cut_to_clip
from extract.pdfium.settings import PDFIUM

_BAND = 4.0  # points
_FINE = 16  # parts of a point that tell glyphs apart
_BITS_ACROSS, _BITS_DOWN, _BITS_CODE = 19, 13, 21  # of one number to sort by, which is soonest sorted
_FAR = 1 << 14  # points: no page is larger


def drop_doubles(glyphs: Glyphs, pages: Ints, at: Ints) -> Ints:
    """Leave out of the places ``at`` the glyphs drawn a second time at one place of a page.

    ``pages`` (n) tells each one's.
    """
    again = np.zeros(len(at), np.bool_)
    x, y, x1, _ = glyphs.boxes[at].T
    reach = PDFIUM.same_place_share * (x1 - x).max(initial=0.0)
    of_page, codes = pages[at] << _BITS_DOWN, glyphs.codes[at] << _BITS_ACROSS
    across = ((np.clip(x, 1 - _FAR, _FAR - 1) + _FAR) * _FINE).astype(np.int64)
    band = (np.clip(y, 1 - _FAR, _FAR - _BAND) + _FAR) / _BAND
    for shift in (0.0, 0.5):
        key = ((of_page + (band + shift).astype(np.int64)) << (_BITS_CODE + _BITS_ACROSS)) + codes + across
        order = np.argsort(key, kind="stable")
        alike = np.flatnonzero(_are_alike(key[order] >> _BITS_ACROSS, x[order], reach))
        if len(alike):
            again[_find_doubles(glyphs, at, order[alike], order[alike + 1])] = True
    return at[~again] if again.any() else at


def _are_alike(signs: Ints, x: Floats, reach: float) -> Flags:
    """Tell which neighbours may be one glyph drawn twice.

    Nearly none, which spares the exact look at the others.
    """
    alike: Flags = (signs[1:] == signs[:-1]) & (np.abs(x[1:] - x[:-1]) < reach)
    return alike


def _find_doubles(glyphs: Glyphs, at: Ints, first: Ints, second: Ints) -> Ints:
    """Find which second glyphs double the first.

    Two in a row in the very same box are one ligature's letters. A watermark's glyph that meets one like it
    in a cell has another size or angle, and doubles nothing.
    """
    one, other = glyphs.boxes[at[first]], glyphs.boxes[at[second]]
    size = other[:, 2:] - other[:, :2]
    size[:, 0] = np.maximum(size[:, 0], PDFIUM.narrow_share * size[:, 1])
    near = np.abs(one - other) < PDFIUM.same_place_share * np.tile(size, 2)
    doubled = near.all(axis=1) & (glyphs.turns[at[first]] == glyphs.turns[at[second]])
    ligature = (np.abs(first - second) == 1) & (one == other).all(axis=1)
    doubles: Ints = second[doubled & ~ligature]
    return doubles


# PDFium's signs for a hyphen at the end of a line, and what some fonts name the hyphen
_HYPHENS = (0x02, 0xFFFE, 0xAD)
_SURROGATES = (0xD800, 0xDFFF)
_INVISIBLE = (*range(0x200B, 0x2010), 0x2060, 0xFEFF)
_OF_NUMBERS = frozenset("0123456789.,%")
_NO_GLYPH = -2


def clean_glyphs(raw: RawGlyphs) -> tuple[Glyphs, Flags]:
    """Return all glyphs of pages, in page space, and which (n) show."""
    glyphs = Glyphs(_fold_codes(raw.codes), _sort_edges(raw.boxes), raw.turns, raw.origins)
    glyphs.codes[_find_drawn_invisible(glyphs)] = UNKNOWN
    kept = _are_kept(glyphs, raw.pages, raw.made_up)
    for line in _group_clipped(glyphs, raw):
        kept[_cut_line(glyphs, line)] = False
    return glyphs, kept


def _fold_codes(codes: Ints) -> Ints:
    hyphens = (codes == _HYPHENS[0]) | (codes == _HYPHENS[1]) | (codes == _HYPHENS[2])
    codes = np.where(hyphens, ord("-"), fold_radicals(codes))
    return np.where((codes >= _SURROGATES[0]) & (codes <= _SURROGATES[1]), UNKNOWN, codes)


def _find_drawn_invisible(glyphs: Glyphs) -> Ints:
    """Find the signs without width that take a digit's room beside a digit: a font's map is wrong there."""
    places = np.flatnonzero(np.isin(glyphs.codes, _INVISIBLE))
    width, height = (glyphs.boxes[places, 2:] - glyphs.boxes[places, :2]).T
    along, across = np.maximum(width, height), np.minimum(width, height)
    is_wide = across >= PDFIUM.narrow_share * along
    codes = np.concatenate(([BLANK], glyphs.codes, [BLANK]))
    is_digit = (codes >= ord("0")) & (codes <= ord("9"))
    drawn: Ints = places[is_wide & (is_digit[places] | is_digit[places + 2])]
    return drawn


def _sort_edges(raw: NDArray[np.float32]) -> Floats:
    """Return left, bottom, right, top."""
    boxes = np.empty(raw.shape)
    boxes[:, ::2] = raw[:, ::2]
    np.minimum(raw[:, 1], raw[:, 3], out=boxes[:, 1])
    np.maximum(raw[:, 1], raw[:, 3], out=boxes[:, 3])
    return boxes


def _are_kept(glyphs: Glyphs, pages: Ints, made_up: Ints) -> Flags:
    kept: Flags = glyphs.codes >= BLANK
    kept[made_up] = False
    kept[_set_blanks_in_gaps(glyphs, pages, made_up)] = True
    return kept


def _set_blanks_in_gaps(glyphs: Glyphs, pages: Ints, blanks: Ints) -> Ints:
    """Set made-up blanks into the true gaps between two neighbours on one line, and tell which.

    Some producers draw no blanks.

    A blank stands right behind the glyph before it: a wide gap may hold other text that is drawn later.
    PDFium gives text that stands on its head on the page as shown from its end: there, only a narrow gap has
    a blank, in its middle.
    """
    blanks = blanks[(blanks > 0) & (blanks < len(glyphs) - 1)]
    blanks = blanks[(pages[blanks - 1] == pages[blanks]) & (pages[blanks + 1] == pages[blanks])]
    before, after = glyphs.where(blanks - 1), glyphs.where(blanks + 1)
    low = np.minimum(before.boxes[:, 2:], after.boxes[:, 2:])
    high = np.maximum(before.boxes[:, :2], after.boxes[:, :2])
    size = np.maximum(_measure(before), _measure(after))
    on_line = np.abs(before.origins - after.origins) < PDFIUM.level_pt
    gap = on_line[:, ::-1] & (high - low >= PDFIUM.true_gap_share * size[:, None])
    behind = np.where(before.boxes[:, :2] < after.boxes[:, :2], low, high)
    goes_on = after.boxes[:, 0] > before.boxes[:, 0]
    on_head = np.where(goes_on, before.turns == UPSIDE_DOWN, before.turns == 0)
    gap[on_head] &= (high - low)[on_head] < PDFIUM.widest_gap_share * size[on_head, None]
    place = np.where(gap & ~on_head[:, None], behind, (low + high) / 2)
    glyphs.boxes[blanks] = np.concatenate((place, place), axis=1)
    glyphs.origins[blanks] = np.where(on_line, before.origins, place)
    glyphs.turns[blanks] = before.turns
    return blanks[gap.any(axis=1)]


def _measure(glyphs: Glyphs) -> Floats:
    return np.asarray((glyphs.boxes[:, 2:] - glyphs.boxes[:, :2]).max(axis=1))


def _group_clipped(glyphs: Glyphs, raw: RawGlyphs) -> Iterable[list[tuple[int, Clipped]]]:
    """Group the glyphs that clips may hide by their line and its clip."""
    lines: dict[tuple[object, ...], list[tuple[int, Clipped]]] = {}
    for index, text in raw.clipped:
        turn = int(glyphs.turns[index])
        across = 1 - turn % 2
        base = round(float(glyphs.origins[index, across]), 1)
        lines.setdefault((raw.pages[index], turn, text.clip[across::2], base), []).append((index, text))
    return lines.values()


def _cut_line(glyphs: Glyphs, line: Sequence[tuple[int, Clipped]]) -> list[int]:
    """Return the glyphs of a line that a clip hides, and cut the others to it.

    A page end cuts a line of text at one height and its glyphs, of several fonts, at others: all go by the
    line's middle, for what is hidden here shows on the next page.
    """
    places = [index for index, _ in line]
    across = 1 - int(glyphs.turns[places[0]] % 2)
    low, high = line[0][1].clip[across::2]
    edges = glyphs.boxes[places, across::2]
    if not low <= (edges[:, 0].min() + edges[:, 1].max()) / 2 <= high:
        return places
    glyphs.boxes[places, across::2] = edges.clip(low, high)
    hidden: list[int] = []
    is_on_sheet = _is_cut_by_sheet(line[0][1], 1 - across)
    for run in [list(line)] if is_on_sheet else _list_runs(glyphs, line):
        seen = [_is_in_clip(glyphs.boxes[index], 1 - across, text) for index, text in run]
        if not any(seen):
            hidden += [index for index, _ in run]
        elif not all(seen):
            for index, text in run:
                _squeeze(glyphs.boxes[index], 1 - across, text)
    return hidden


def _is_cut_by_sheet(text: Clipped, along: int) -> bool:
    """Tell whether a clip would hold the whole text, so that only the sheet's edge cuts it.

    A spreadsheet prints a wide cell's text whole on the page of its middle; nothing of it is on the other.
    """
    (low, high), (start, end) = text.clip[along::2], text.whole[along::2]
    return high - low >= end - start


def _list_runs(glyphs: Glyphs, line: Sequence[tuple[int, Clipped]]) -> list[list[tuple[int, Clipped]]]:
    """Part a line into its numbers, each whole, for half of one is another number, and its other glyphs."""
    runs: list[list[tuple[int, Clipped]]] = []
    last = _NO_GLYPH
    for index, text in line:
        is_next = index == last + 1 and _is_of_number(glyphs, index) and _is_of_number(glyphs, last)
        if is_next:
            runs[-1].append((index, text))
        else:
            runs.append([(index, text)])
        last = index
    return runs


def _is_of_number(glyphs: Glyphs, index: int) -> bool:
    return chr(int(glyphs.codes[index])) in _OF_NUMBERS


def _is_in_clip(box: Floats, along: int, text: Clipped) -> bool:
    """Tell whether most of a glyph is seen of its text along the line."""
    low, high = text.clip[along::2]
    start, end = box[along::2]
    return bool(min(high, end) - max(low, start) >= PDFIUM.seen_share * (end - start))


def _squeeze(box: Floats, along: int, text: Clipped) -> None:
    """Squeeze a glyph of a number that a clip cuts into what is seen of its text along the line."""
    (low, high), (start, end) = (side[along::2] for side in (cut_to_clip(text.whole, text.clip), text.whole))
    low, high = low + PDFIUM.clip_margin_pt, high - PDFIUM.clip_margin_pt
    box[along::2] = low + (box[along::2] - start) * ((high - low) / max(end - start, 1.0))
