"""PDF pages' glyphs, one by one: bulk text does not tell where each stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.geometry.marks import SLANTED, Flags, Floats, Ints
from extract.pdfium import calls
from extract.pdfium.actual_text import find_replaced_texts, move_replaced_glyphs
from extract.pdfium.calls import Pointer, call_for_each, pointer, read_doubles, read_floats
from extract.pdfium.objects import Bounds, Drawn, Layer, read_bounds
from extract.pdfium.settings import PDFIUM


def are_in_seals(
    text_page: Pointer, boxes: NDArray[np.float32], turns: Ints, layers: Iterable[Layer]
) -> Flags:
    """Tell which of a page's glyphs (n) are coloured and stand inside a coloured ring.

    ``boxes`` (n, 4) and ``turns`` (n) are the glyphs'. A ring without words around it, which stand at all
    angles, is not looked for.
    """
    inside = np.zeros(len(turns), np.bool_)
    if not (turns == SLANTED).any():
        return inside
    middle = (boxes[:, :2].astype(np.float64) + boxes[:, 2:]) / 2
    for left, bottom, right, top in _find_rings(layers):
        inside |= ((middle > (left, bottom)) & (middle < (right, top))).all(axis=1)
    candidates = np.flatnonzero(inside)
    inside[candidates] = [
        _is_coloured(calls.get_text_fill, text_page, index) for index in candidates.tolist()
    ]
    return inside


def _find_rings(layers: Iterable[Layer]) -> Iterator[Bounds]:
    for layer in layers:
        for handle in layer.paths:
            box = read_bounds(Drawn(handle, layer.around))
            if _is_round(box) and _is_coloured(calls.get_stroke, handle) and _has_curve(handle):
                yield box


def _has_curve(path: Pointer) -> bool:
    segments = map(calls.get_segment, repeat(path), range(calls.count_segments(path)))
    kinds = map(calls.get_segment_type, map(pointer, segments))
    return pdfium.FPDF_SEGMENT_BEZIERTO in kinds


def _is_round(box: Bounds) -> bool:
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    longest = min(PDFIUM.largest_seal_pt, PDFIUM.seal_oval_ratio * short)
    return short >= PDFIUM.smallest_seal_pt and long <= longest


# a handle, or a page's and a number
def _is_coloured(get_colour: Callable[..., int], *of: Any) -> bool:  # noqa: ANN401
    (known,), words = call_for_each(get_colour, *([argument] for argument in of), at=range(4))
    colours = words[0, :3].tolist() if known else [0]
    return max(colours) - min(colours) >= PDFIUM.seal_colour_levels


BLANK = 0x20
_QUARTER = np.pi / 2
_SURROGATE = 0b11011  # the first bits of a unit that is half a character
UNKNOWN = 0xFFFD
_LINE_END_HYPHENS = (0x02, 0xFFFE)
_DELETE, _NO_CONTROL = 0x7F, 0xA0
_FIRST_CHARACTER, _LAST_CHARACTER = 0x4E00, 0x9FFF


@dataclass(frozen=True, slots=True)
class Clipped:
    """A text object's box, ``whole``, and the box of its ``clip``."""

    whole: Bounds
    clip: Bounds


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page's handle, and how many glyphs it has."""

    handle: Pointer
    count: int


@dataclass(frozen=True, slots=True)
class RawGlyphs:
    """What PDFium tells of the glyphs of a few pages, in its order and in page space.

    It is what ``Glyphs`` hold but for the boxes.

    ``pages`` (n) tells each one's page by its place. ``boxes`` (n, 4) are left, top, right, bottom in points,
    where top and bottom may be exchanged. ``made_up`` are the places of blanks that no one drew; ``clipped``
    tells of the glyphs that a clip may hide.
    """

    pages: Ints
    codes: Ints
    boxes: NDArray[np.float32]
    turns: Ints
    origins: Floats
    made_up: Ints
    clipped: tuple[tuple[int, Clipped], ...] = ()


@dataclass(frozen=True, slots=True)
class _Places:
    """Where all glyphs stand.

    The handle of each one's page (n), its number on that page (n), and its page's place (n).
    """

    handles: list[Pointer]
    numbers: list[int]
    pages: Ints

    def at(self, places: Ints) -> tuple[list[Pointer], list[int]]:
        """Return what it takes to ask for some glyphs."""
        wanted = places.tolist()
        return [self.handles[place] for place in wanted], [self.numbers[place] for place in wanted]


def read_glyphs(
    pages: Sequence[TextPage], clips: Mapping[int, Clipped], layers: Sequence[Layer], askew: Collection[int]
) -> RawGlyphs:
    """Ask for all glyphs of pages.

    ``clips`` tells of the texts that a clip hides some of, by the text object's address; ``layers`` are what
    the pages draw, and ``askew`` the places of those with text that does not stand upright.
    """
    places = _list_places(pages)
    codes = _read_codes(pages, places)
    made_up = _find_made_up(places, codes)
    controls, is_drawn = _look_at_controls(places, codes)
    is_sign = np.ones(len(codes), np.bool_)
    is_sign[made_up] = is_sign[controls] = False
    codes[_find_unknown(places, codes, np.flatnonzero(is_sign))] = UNKNOWN
    codes[controls[is_drawn]] = UNKNOWN
    is_sign[controls[is_drawn]] = True
    _, words = call_for_each(calls.get_loose_box, places.handles, places.numbers)
    boxes = read_floats(words, 4)
    leaning = np.flatnonzero(np.isin(places.pages, list(askew)))
    turns, origins = (
        np.zeros(len(codes), np.int64),
        _read_line_origins(places, boxes, np.flatnonzero(is_sign)),
    )
    if len(leaning):
        turns[leaning], origins[leaning] = _read_turns(places, leaning), _read_origins(places, leaning)
    replaced = find_replaced_texts(layers)
    if replaced:
        move_replaced_glyphs((places.handles, places.numbers), boxes, origins, replaced)
    if (turns == SLANTED).any():
        turns[_are_in_seals(pages, places, boxes, turns, layers)] = SLANTED
    return RawGlyphs(
        places.pages,
        codes,
        boxes,
        turns,
        origins,
        made_up,
        tuple(_find_clipped(places, clips)),
    )


def _list_places(pages: Sequence[TextPage]) -> _Places:
    counts = [page.count for page in pages]
    handles = list(chain.from_iterable(repeat(page.handle, page.count) for page in pages))
    return _Places(
        handles, list(chain.from_iterable(map(range, counts))), np.repeat(np.arange(len(pages)), counts)
    )


def _read_codes(pages: Sequence[TextPage], places: _Places) -> Ints:
    """Take the text in bulk where each glyph has one unit of it.

    PDFium leaves some glyphs out and writes others as surrogates.
    """
    units: NDArray[np.uint16] = np.zeros(len(places.numbers) + 1, np.uint16)
    at, whole = units.ctypes.data, True
    for page in pages:  # each overwrites the zero that closes the one before
        if page.count:
            whole &= calls.get_text(page.handle, 0, page.count, pointer(at)) == page.count + 1
        at += 2 * page.count
    if whole and not (units >> 11 == _SURROGATE).any():
        return units[:-1].astype(np.int64)
    return np.fromiter(map(calls.get_unicode, places.handles, places.numbers), np.int64, len(places.numbers))


def _find_unknown(places: _Places, codes: Ints, drawn: Ints) -> Ints:
    """Find the glyphs whose font does not say what they are, for which PDFium gives their number in the font.

    A font may say it of all signs but one: all that are ``drawn`` are asked, but of each Chinese character
    one glyph. Its code is the number of another sign only by chance, and no font has such a number alone.
    """
    is_character = (codes[drawn] >= _FIRST_CHARACTER) & (codes[drawn] <= _LAST_CHARACTER)
    others, characters = drawn[~is_character], drawn[is_character]
    last = np.empty(_LAST_CHARACTER + 1 - _FIRST_CHARACTER, np.int64)
    ranks = codes[characters] - _FIRST_CHARACTER
    last[ranks] = characters
    is_last = last[ranks] == characters
    unknown = _have_map_error(places, np.concatenate((others, characters[is_last])))
    if not len(unknown):
        return unknown
    return np.concatenate((unknown, _have_map_error(places, characters[~is_last])))


def _have_map_error(places: _Places, asked: Ints) -> Ints:
    """Return those of the ``asked`` whose code is their number in the font."""
    errors = map(calls.has_map_error, *places.at(asked))
    unknown: Ints = asked[np.fromiter(errors, np.int64, len(asked)) == 1]
    return unknown


def _read_line_origins(places: _Places, boxes: NDArray[np.float32], signs: Ints) -> Floats:
    """Ask for one origin for each run of upright glyphs whose boxes are equally high.

    These are of one line and one font. Only ``signs`` are asked: what PDFium adds has no height.
    """
    _, top, _, bottom = boxes[signs].T
    pages = places.pages[signs]
    begins = np.ones(len(signs), np.bool_)
    begins[1:] = (bottom[1:] != bottom[:-1]) | (top[1:] != top[:-1]) | (pages[1:] != pages[:-1])
    _, words = call_for_each(calls.get_origin, *places.at(signs[begins]), at=(0, 2))
    origins: Floats = boxes[:, [0, 3]].astype(np.float64)
    origins[signs, 1] = read_doubles(words)[np.cumsum(begins) - 1, 1]
    return origins


def _read_origins(places: _Places, asked: Ints) -> Floats:
    _, words = call_for_each(calls.get_origin, *places.at(asked), at=(0, 2))
    return read_doubles(words)[:, :2]


def _read_turns(places: _Places, asked: Ints) -> Ints:
    """Return glyphs' clockwise quarter turns.

    PDFium's angles run clockwise on a page whose y grows upwards.
    """
    angles = np.fromiter(map(calls.get_angle, *places.at(asked)), np.float64, len(asked))
    turns = np.rint(angles / _QUARTER)
    straight = np.abs(angles - turns * _QUARTER) <= PDFIUM.upright_rad
    return np.where(straight, turns.astype(np.int64) % 4, SLANTED)


def _are_in_seals(
    pages: Sequence[TextPage],
    places: _Places,
    boxes: NDArray[np.float32],
    turns: Ints,
    layers: Sequence[Layer],
) -> Flags:
    inside = np.zeros(len(turns), np.bool_)
    for place, page in enumerate(pages):
        own = slice(*np.searchsorted(places.pages, (place, place + 1)).tolist())
        inside[own] = are_in_seals(
            page.handle, boxes[own], turns[own], [layer for layer in layers if layer.page == place]
        )
    return inside


def _look_at_controls(places: _Places, codes: Ints) -> tuple[Ints, Flags]:
    """Find what has the code of a control, and tell what of it is drawn.

    Then a font's map is wrong, and nobody knows the sign. PDFium's own line ends and the hyphens that it
    found at line ends are not drawn.
    """
    is_hyphen = (codes == _LINE_END_HYPHENS[0]) | (codes == _LINE_END_HYPHENS[1])
    is_control = (codes < BLANK) | ((codes >= _DELETE) & (codes < _NO_CONTROL))
    controls = np.flatnonzero(is_control & ~is_hyphen)
    added = np.fromiter(map(calls.is_generated, *places.at(controls)), np.bool_, len(controls))
    hyphens = np.flatnonzero(is_hyphen)
    known = np.fromiter(map(calls.is_hyphen, *places.at(hyphens)), np.bool_, len(hyphens))
    return np.concatenate((controls, hyphens)), ~np.concatenate((added, known))


def _find_made_up(places: _Places, codes: Ints) -> Ints:
    """Find the blanks that PDFium adds where it sees a gap."""
    blanks = np.flatnonzero(codes == BLANK)
    added = np.fromiter(map(calls.is_generated, *places.at(blanks)), np.bool_, len(blanks))
    return blanks[added]


def _find_clipped(places: _Places, clips: Mapping[int, Clipped]) -> Iterator[tuple[int, Clipped]]:
    addresses: Iterable[int] = map(calls.text_object, places.handles, places.numbers) if clips else ()
    return ((index, clips[address]) for index, address in enumerate(addresses) if address in clips)
