"""Glyphs whose text a file gives as ``/ActualText``: inside a form, PDFium leaves them at the form's places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from extract.geometry.marks import Floats, Ints
from extract.pdfium import calls
from extract.pdfium.calls import Pointer, call_for_each, pointer, read_doubles, read_floats
from extract.pdfium.objects import Layer, Matrix, move_boxes
from extract.pdfium.switched_off import read_mark_text

_KEY = b"ActualText"
_SLACK_PT = 0.1  # between an origin and its glyph's matrix, which are the same point


def find_replaced_texts(layers: Iterable[Layer]) -> dict[int, Matrix]:
    """Find the texts inside forms that the file says otherwise, by their addresses, with the form's matrix."""
    found: dict[int, Matrix] = {}
    for layer in layers:
        if layer.is_moved:
            for handle, address in zip(layer.texts, layer.addresses, strict=True):
                if is_replaced(handle):
                    found[address] = layer.around
    return found


def is_replaced(text: Pointer) -> bool:
    """Tell whether the file says what is to be read in place of a text."""
    return any(_list_marks(text))


def restore_drawn_numbers(layers: Iterable[Layer], pages: Collection[int]) -> None:
    """Leave out what the file says in place of numbers on some pages, by their place: what is drawn counts.

    The pages' text is to be loaded anew.
    """
    for layer in layers:
        if layer.page in pages:
            for text in layer.texts:
                for mark in [pointer(calls.get_mark(text, at)) for at in range(calls.count_marks(text))]:
                    if any(map(str.isdecimal, read_mark_text(mark, _KEY))):
                        calls.remove_mark(text, mark)


def _list_marks(text: Pointer) -> Iterator[bool]:
    """Yield of each mark of a text whether it says what is to be read in its place."""
    for at in range(calls.count_marks(text)):
        yield calls.get_mark_value_type(pointer(calls.get_mark(text, at)), _KEY) > 0


def move_replaced_glyphs(
    glyphs: tuple[Sequence[Pointer], Sequence[int]],
    boxes: NDArray[np.float32],
    origins: Floats,
    texts: dict[int, Matrix],
) -> None:
    """Move the boxes (n, 4: left, top, right, bottom) and origins of glyphs to where the page shows them.

    ``glyphs`` are the handles of their pages and their numbers there, ``texts`` those that may be misplaced.
    """
    addresses = list(map(calls.text_object, *glyphs))
    at = np.array([place for place, address in enumerate(addresses) if address in texts], np.int64)
    asked = [[of[place] for place in at.tolist()] for of in glyphs]
    shown = read_floats(call_for_each(calls.get_char_matrix, *asked)[1], 6)[:, 4:].astype(np.float64)
    told = read_doubles(call_for_each(calls.get_origin, *asked, at=(0, 2))[1])[:, :2]
    away: Ints = np.flatnonzero((np.abs(told - shown) > _SLACK_PT).any(axis=1))
    for index in away.tolist():
        place = at[index]
        left, top, right, bottom = boxes[place].tolist()
        box = np.array([[left, bottom, right, top]])
        boxes[place] = move_boxes(box, texts[addresses[place]])[0, [0, 3, 2, 1]]
        origins[place] = shown[index]
