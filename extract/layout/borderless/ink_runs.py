"""Runs of ink: what a page prints without a gap, from which columns and rows are told where no rule draws them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extract.geometry.marks import Floats, Glyphs

_SAME_LINE = 0.3  # of an em, between two baselines
_GAP = 0.3  # of an em: wider than what is set between two letters, narrower than a cell's own margins
_ABOVE = 0.88  # of an em, from the baseline to the top of a Chinese character
_BELOW = 0.12
_WIDE = 0x2E80  # the first of the characters that are as wide as high
_FIGURE = re.compile(r"[\d.,%\uff0c\uff05/\\*+\-\u2013\u2014]+")
_OPENING, _CLOSING = (
    "（《“‘【〔〈(",
    "，。、；：！？）》”’】〕〉%％,.;:!?)",
)  # what ends no line, and what begins none
_LEAD = re.compile(rf"[{_OPENING}]*(?:[!-~]+|.)[{_CLOSING}]*")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text without a gap: its box, and whether it is a figure or the dash that stands for none.

    ``lead`` is how wide the beginning is that no line end parts: a character, or a word or number. ``rest``:
    it begins as no text does, as ``.51``; ``goes_on``: it ends as none does.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    figure: bool = False
    lead: float = 0.0
    rest: bool = False
    goes_on: bool = False

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Inked:
    """Runs in lines from top to bottom, each from left to right; ``em`` is the width of a Chinese character."""

    lines: tuple[tuple[Run, ...], ...]
    em: float


def lead_length(text: str) -> int:
    """Count the characters that a text begins with and no line end parts."""
    found = _LEAD.match(text)
    return found.end() if found else 1


def is_rest(text: str) -> bool:
    """Tell whether a text begins with what ends one, as ``.51`` or ``%)``."""
    return text[0] in _CLOSING


def goes_on(text: str) -> bool:
    """Tell whether a text ends with what stands before more, as ``2,093.`` or an opening bracket."""
    return text[-1] in _OPENING or re.search(r"\d[.,]$", text) is not None


def is_figure(text: str) -> bool:
    """Tell whether a text is a bare figure, or a dash in its place."""
    return bool(_FIGURE.fullmatch(text))


def runs_of(glyphs: Glyphs) -> Inked:
    """Set upright glyphs in lines of runs; boxes in points."""
    ink = glyphs.where((glyphs.turns == 0) & ~np.isin(glyphs.codes, (0x20, 0xA0, 0x3000)))
    if not len(ink):
        return Inked((), 1.0)
    sizes = _sizes(ink)
    em = float(np.median(sizes))
    ink, sizes, starts = _in_lines(ink, sizes, em)
    return Inked(
        tuple(_line(ink.where(part), sizes[part]) for part in map(np.arange, starts[:-1], starts[1:])), em
    )


def _sizes(glyphs: Glyphs) -> Floats:
    """Give each glyph's em: a Chinese character's width, or the part of a letter's height that its font's em takes."""
    width, height = (glyphs.boxes[:, 2:] - glyphs.boxes[:, :2]).T
    sizes: Floats = np.maximum(np.where(glyphs.codes >= _WIDE, width, height * 0.8), 1.0)
    return sizes


def _in_lines(glyphs: Glyphs, sizes: Floats, em: float) -> tuple[Glyphs, Floats, list[int]]:
    order = np.argsort(glyphs.origins[:, 1], kind="stable")
    y = glyphs.origins[order, 1]
    line = np.empty(len(glyphs), np.int64)
    line[order] = np.cumsum(np.diff(y, prepend=y[0]) > _SAME_LINE * em)
    order = np.lexsort((glyphs.boxes[:, 0], line))
    starts = np.flatnonzero(np.diff(line[order], prepend=-1)).tolist()
    return glyphs.where(order), sizes[order], [*starts, len(glyphs)]


def _line(glyphs: Glyphs, sizes: Floats) -> tuple[Run, ...]:
    reach = np.maximum.accumulate(glyphs.boxes[:, 2])
    gap = glyphs.boxes[1:, 0] - reach[:-1]
    cuts = np.flatnonzero(gap > _GAP * np.maximum(sizes[1:], sizes[:-1])) + 1
    return tuple(
        _run(glyphs.where(np.arange(*ends)), float(sizes[slice(*ends)].max()))
        for ends in pairwise([0, *cuts, len(glyphs)])
    )


def _run(glyphs: Glyphs, size: float) -> Run:
    baseline = float(np.median(glyphs.origins[:, 1]))
    text = "".join(map(chr, glyphs.codes.tolist()))
    x0, x1 = float(glyphs.boxes[:, 0].min()), float(glyphs.boxes[:, 2].max())
    lead = float(glyphs.boxes[lead_length(text) - 1, 2]) - x0
    top, bottom = baseline - _ABOVE * size, baseline + _BELOW * size
    return Run(x0, top, x1, bottom, is_figure(text), lead, is_rest(text), goes_on(text))
