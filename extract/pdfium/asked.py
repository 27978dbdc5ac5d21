"""What is asked of each object of a page as soon as it is found, while the processor has it at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.geometry.marks import Flags, Ints
from extract.pdfium import calls
from extract.pdfium.calls import Pointer, call_for_each, read_flags, read_floats

NO_MODES = np.empty((0, 2), np.uint32)


@dataclass(frozen=True, slots=True)
class AskedTexts:
    """What is asked of all texts of a layer.

    ``modes`` (m) are how they are rendered, ``clipped`` (m) tells which have a clip, ``known`` (m) which have a
    plain fill colour. ``colours`` (m, 4) are these, red, green, blue and opacity, 0 to 255; ``matrices`` (m, 6)
    are the texts' own.
    """

    modes: NDArray[np.int8]
    clipped: Flags
    known: Flags
    colours: Ints
    matrices: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class AskedPaths:
    """What is asked of all paths of a layer: whether each has a clip (n), is filled and is stroked (n)."""

    clipped: Flags
    filled: Flags
    stroked: Flags


def ask_texts(texts: Sequence[Pointer], modes: NDArray[np.int8]) -> AskedTexts:
    """Ask texts, whose ``modes`` (m) are known."""
    known, colours = call_for_each(calls.get_fill, texts, at=range(4))
    _, matrices = call_for_each(calls.get_matrix, texts)
    return AskedTexts(
        modes=modes,
        clipped=_are_clipped(texts),
        known=read_flags(known),
        colours=colours[:, :4].astype(np.int64),
        matrices=read_floats(matrices, 6),
    )


def ask_paths(paths: Sequence[Pointer], draw_modes: NDArray[np.uint32]) -> AskedPaths:
    """Ask paths of which it is known how they are drawn (n, 2): filled and stroked."""
    return AskedPaths(_are_clipped(paths), draw_modes[:, 0] != 0, draw_modes[:, 1] != 0)


def _are_clipped(handles: Sequence[Pointer]) -> Flags:
    """Tell which objects have a clip."""
    return np.fromiter(map(calls.count_clip_paths, map(calls.get_clip, handles)), np.int64, len(handles)) > 0
