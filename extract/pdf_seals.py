"""Seals (公章) stamped over a table: their level words are no text of its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract import pdf_calls as calls
from extract.marks import SLANTED, Flags, Ints
from extract.pdf_calls import Pointer, pointer
from extract.pdf_memory import written
from extract.pdf_objects import Bounds, Drawn, Layer, bounds_of

_LEAST, _MOST = 50.0, 200.0  # points across; China's are 30 to 60 mm
_OVAL = 1.8  # times as wide as high
_COLOURED = 60  # between the strongest and the weakest of red, green and blue, of 255


def in_seals(text_page: Pointer, boxes: NDArray[np.float32], turns: Ints, layers: Iterable[Layer]) -> Flags:
    """Tell which of the page's glyphs (n), by their boxes (n, 4) and turns (n), are coloured and stand inside a coloured ring.

    A ring without words around it, which stand at all angles, is not looked for.
    """
    inside = np.zeros(len(turns), np.bool_)
    if not (turns == SLANTED).any():
        return inside
    middle = (boxes[:, :2].astype(np.float64) + boxes[:, 2:]) / 2
    for left, bottom, right, top in _rings(layers):
        inside |= ((middle > (left, bottom)) & (middle < (right, top))).all(axis=1)
    candidates = np.flatnonzero(inside)
    inside[candidates] = [_is_coloured(calls.get_text_fill, text_page, index) for index in candidates.tolist()]
    return inside


def _rings(layers: Iterable[Layer]) -> Iterator[Bounds]:
    for path in (Drawn(handle, layer.around) for layer in layers for handle in layer.paths):
        if _is_round(bounds_of(path)) and _is_coloured(calls.get_stroke, path.handle):
            segments = map(calls.get_segment, repeat(path.handle), range(calls.count_segments(path.handle)))
            if any(calls.get_segment_type(pointer(segment)) == pdfium.FPDF_SEGMENT_BEZIERTO for segment in segments):
                yield bounds_of(path)


def _is_round(box: Bounds) -> bool:
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    return short >= _LEAST and long <= _MOST and long <= _OVAL * short


def _is_coloured(get_colour: Callable[..., int], *of: Any) -> bool:  # noqa: ANN401 - a handle, or a page's and a number
    (known,), words = written(get_colour, *([argument] for argument in of), at=range(4))
    colours = words[0, :3].tolist() if known else [0]
    return max(colours) - min(colours) >= _COLOURED
