"""The lines that a PDF page rules: strokes and thin filled rectangles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise

import numpy as np
import pypdfium2.raw as pdfium

from extract.geometry.marks import Flags, Floats, Ints
from extract.pdfium import calls
from extract.pdfium.calls import Pointer, call_for_each, read_flags, read_floats
from extract.pdfium.objects import (
    Bounds,
    Drawn,
    Layer,
    cut_to_clip,
    list_moments,
    list_paths,
    read_boxes,
    read_clip,
    read_corners,
    surround_points,
)
from extract.pdfium.settings import PDFIUM
from extract.pdfium.white_paint import Drawings, cut_under_white, find_on_shades


def are_uncovered(rules: Floats, places: Ints, boxes: Floats, covers: Ints, drawn: Drawings) -> Flags:
    """Tell which rules (n, 4) still show, by the places (n) of their paths.

    ``covers`` are the places of the paths that paint white, ``boxes`` and ``drawn`` tell of all paths.
    """
    shown = np.ones(len(rules), np.bool_)
    level = rules[:, 2] - rules[:, 0] >= rules[:, 3] - rules[:, 1]
    inset = np.where(
        level[:, None],
        (-PDFIUM.border_within_pt, PDFIUM.border_within_pt),
        (PDFIUM.border_within_pt, -PDFIUM.border_within_pt),
    )
    low, high = rules[:, :2] - inset, rules[:, 2:] + inset
    for cover in covers.tolist():
        below = drawn.are_below(places, cover)
        shown &= ~(below & (low >= boxes[cover, :2]).all(axis=1) & (high <= boxes[cover, 2:]).all(axis=1))
    return shown


WHITE, OPAQUE = 250, 255
RECTANGLE_SEGMENTS = 5


@dataclass(frozen=True, slots=True)
class Paint:
    """What the paths of some layers paint.

    ``of_layer`` (n) is each one's layer, ``boxes`` (n, 4) are left, bottom, right, top in page space.
    ``filled`` and ``stroked`` (n) tell whether a fill or stroke shows on white paper, ``lined`` whether a
    stroke is white, ``colours`` (n, 4) are the fills' red, green, blue and opacity, 0 to 255; ``known`` (n)
    tells which fills have one. ``thin`` (n) paths are as narrow as a ruling.
    """

    paths: list[Pointer]
    of_layer: Ints
    boxes: Floats
    clipped: Flags
    filled: Flags
    stroked: Flags
    lined: Flags
    known: Flags
    colours: Ints
    thin: Flags

    @property
    def white(self) -> Flags:
        """Tell which fills cover with white what lies below."""
        return _are_white(self.known, self.colours)

    @property
    def opaque(self) -> Flags:
        """Tell which fills let nothing through that lies below."""
        opaque: Flags = self.known & (self.colours[:, 3] == OPAQUE)
        return opaque


def read_paint(layers: Sequence[Layer]) -> Paint:
    """Ask what the paths of some layers paint."""
    paths = list_paths(layers)
    boxes = read_boxes(layers)
    filled = _join_flags([layer.of_paths.filled for layer in layers])
    stroked = _join_flags([layer.of_paths.stroked for layer in layers])
    known, colours = read_colours(calls.get_fill, paths, filled)
    lines_known, line_colours = read_colours(calls.get_stroke, paths, stroked)
    return Paint(
        paths=paths,
        of_layer=np.repeat(np.arange(len(layers)), [len(layer.paths) for layer in layers]),
        boxes=boxes,
        clipped=_join_flags([layer.of_paths.clipped for layer in layers]),
        filled=_are_inked(filled, known, colours),
        stroked=_are_inked(stroked, lines_known, line_colours),
        lined=_are_white(lines_known, line_colours),
        known=known,
        colours=colours,
        thin=np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= PDFIUM.thin_fill_pt,
    )


def _join_flags(parts: Sequence[Flags]) -> Flags:
    return np.concatenate(parts) if parts else np.zeros(0, np.bool_)


def read_rulings(layers: Sequence[Layer], paint: Paint) -> tuple[Floats, Ints]:
    """Return the lines that paths rule, as thin boxes in page space, and each one's page (n).

    A box (n, 4) is left, bottom, right, top.

    Nearly all paths are thin and have no clip: these are told by arrays, and only the others one by one.
    """
    paths, of_layer, boxes, clipped = paint.paths, paint.of_layer, paint.boxes, paint.clipped
    filled, stroked, thin = paint.filled, paint.stroked, paint.thin
    drawn = Drawings(
        list_moments(layers, pdfium.FPDF_PAGEOBJ_PATH),
        np.array([layer.page for layer in layers], np.int64)[of_layer],
    )
    covers = np.flatnonzero((paint.white | (paint.lined & thin)) & ~clipped)
    lines = covers[thin[covers]]
    ruled_white = lines[find_on_shades(lines, np.flatnonzero(filled & ~thin), boxes, drawn)]
    plain = thin & (filled | stroked) & ~clipped
    plain[ruled_white] = True
    others = _drop_shades(paths, np.flatnonzero((filled | stroked) & ~plain), thin | stroked)
    found: list[Bounds] = []
    found_at: list[int] = []
    for at, of in zip(others.tolist(), of_layer[others].tolist(), strict=True):
        path = Drawn(paths[at], layers[of].around)
        ruled = list(_read_path(path, boxes[at].tolist(), stroked=bool(stroked[at])))
        found += ruled
        found_at += [at] * len(ruled)
    rules = np.concatenate((boxes[plain], np.array(found).reshape(-1, 4)))
    places = np.concatenate((np.flatnonzero(plain), np.array(found_at, np.int64)))
    over = _list_covers(layers, paint, np.setdiff1d(covers, ruled_white))
    rules, places = cut_under_white(rules, places, *over, drawn)
    shown = are_uncovered(rules, places, boxes, covers[~thin[covers]], drawn)
    pages = drawn.pages[places]
    order = np.argsort(pages, kind="stable")
    order = order[shown[order]]
    return rules[order], pages[order]


def _list_covers(layers: Sequence[Layer], paint: Paint, single: Ints) -> tuple[Floats, Ints]:
    """Return the boxes (n, 4) of white areas and lines, single or bundled, with their paths' places (n)."""
    bundled = list(_list_white_lines(layers, paint))
    boxes = np.array([box for _, box in bundled]).reshape(-1, 4)
    places = np.array([at for at, _ in bundled], np.int64)
    return np.concatenate((paint.boxes[single], boxes)), np.concatenate((single, places))


def _list_white_lines(layers: Sequence[Layer], paint: Paint) -> Iterator[tuple[int, Bounds]]:
    """Yield the white lines of paths that stroke several, each path's place with the box of a line."""
    for at in np.flatnonzero(paint.lined & ~paint.thin & ~paint.clipped).tolist():
        path = Drawn(paint.paths[at], layers[paint.of_layer[at]].around)
        _, words = call_for_each(calls.get_stroke_width, [path.handle])
        half = float(read_floats(words, 1)[0, 0]) / 2
        for left, bottom, right, top in _find_edges(path):
            level = right - left >= top - bottom
            beside, above = (0.0, half) if level else (half, 0.0)
            yield at, (left - beside, bottom - above, right + beside, top + above)


def _drop_shades(paths: Sequence[Pointer], places: Ints, ruling: Flags) -> Ints:
    """Leave out thick rectangles that are only filled."""
    segments = np.fromiter(
        map(calls.count_segments, map(paths.__getitem__, places.tolist())), np.int64, len(places)
    )
    return places[ruling[places] | (segments > RECTANGLE_SEGMENTS)]


def _read_path(path: Drawn, box: Bounds, *, stroked: bool) -> Iterator[Bounds]:
    clip = read_clip(path)
    for rule in _find_rulings(path, box, stroked=stroked):
        left, bottom, right, top = cut_to_clip(rule, clip) if clip else rule
        if left <= right and bottom <= top:
            yield left, bottom, right, top


def _find_rulings(path: Drawn, box: Bounds, *, stroked: bool) -> Iterator[Bounds]:
    if _is_thin(box):
        yield box
    elif stroked:
        yield from _find_edges(path)
    else:
        boxes = list(map(surround_points, read_corners(path)))
        yield from filter(_is_thin, boxes)
        for one, other in pairwise(boxes):
            yield from _find_ring(one, other)


def _find_ring(one: Bounds, other: Bounds) -> Sequence[Bounds]:
    """Return the sides of a thin frame that is filled between two rectangles, one within the other."""
    left, bottom, right, top = outer = surround_points([one[:2], one[2:], other[:2], other[2:]])
    x0, y0, x1, y1 = inner = other if outer == one else one
    margins = [abs(far - near) for far, near in zip(outer, inner, strict=True)]
    if outer not in (one, other) or max(margins) > PDFIUM.thin_fill_pt or not max(margins):
        return ()
    sides = (
        (left, bottom, x0, top),
        (left, bottom, right, y0),
        (x1, bottom, right, top),
        (left, y1, right, top),
    )
    return [side for side, margin in zip(sides, margins, strict=True) if margin]


def read_colours(
    get_colour: Callable[..., int], paths: Sequence[Pointer], painted: Flags
) -> tuple[Flags, Ints]:
    """Return which painted paths have a plain colour (n), not a pattern, and the colours (n, 4)."""
    known, colours = np.zeros(len(painted), np.bool_), np.zeros((len(painted), 4), np.int64)
    if painted.any():
        answers, words = call_for_each(get_colour, list(compress(paths, painted.tolist())), at=range(4))
        known[painted], colours[painted] = read_flags(answers), words[:, :4]
    return known, colours


def _are_inked(painted: Flags, known: Flags, colours: Ints) -> Flags:
    """Tell which of the painted paths show on white paper: what is neither white nor transparent does.

    What has no plain colour, such as a pattern, shows.
    """
    light = colours[:, :3].min(axis=1, initial=OPAQUE) >= WHITE
    inked: Flags = painted & (~known | ((colours[:, 3] > 0) & ~light))
    return inked


def _are_white(known: Flags, colours: Ints) -> Flags:
    """Tell which colours (n, 4) cover with white what lies below."""
    light = colours[:, :3].min(axis=1, initial=OPAQUE) >= WHITE
    white: Flags = known & light & (colours[:, 3] == OPAQUE)
    return white


def _find_edges(path: Drawn) -> Iterator[Bounds]:
    for corners in read_corners(path):
        for pair in pairwise(corners):
            left, bottom, right, top = surround_points(list(pair))
            if right - left <= PDFIUM.lean_pt or top - bottom <= PDFIUM.lean_pt:
                yield left, bottom, right, top


def _is_thin(box: Bounds) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= PDFIUM.thin_fill_pt
