"""Runs of ink: what a page prints without a gap. Columns and rows are told from them where no ruling is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extract.geometry.marks import Floats, Glyphs
from extract.layout.settings import LAYOUT

_BLANKS = (0x20, 0xA0, 0x3000)
_FIRST_WIDE = 0x2E80  # the first of the characters that are as wide as high
_FIGURE = re.compile(r"[\d.,%\uff0c\uff05/\\*+\-\u2013\u2014]+")
_OPENING = "（《“‘【〔〈("  # what ends no line
_CLOSING = "，。、；：！？）》”’】〕〉%％,.;:!?)"  # what begins none
_BEGINNING = re.compile(rf"[{_OPENING}]*(?:[!-~]+|.)[{_CLOSING}]*")
_UNFINISHED_NUMBER = re.compile(r"\d[.,]$")


@dataclass(frozen=True, slots=True)
class InkRun:
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

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.x1 - self.x0


InkLine = tuple[InkRun, ...]  # from left to right


@dataclass(frozen=True, slots=True)
class InkLines:
    """Lines of runs from top to bottom; ``em`` is the width of a Chinese character, in the runs' unit."""

    lines: tuple[InkLine, ...]
    em: float


def lead_length(text: str) -> int:
    """Count the characters that a text begins with and no line end parts."""
    found = _BEGINNING.match(text)
    return found.end() if found else 1


def is_rest(text: str) -> bool:
    """Tell whether a text begins with what ends one, as ``.51`` or ``%)``."""
    return text[0] in _CLOSING


def goes_on(text: str) -> bool:
    """Tell whether a text ends with what stands before more, as ``2,093.`` or an opening bracket."""
    return text[-1] in _OPENING or _UNFINISHED_NUMBER.search(text) is not None


def is_figure(text: str) -> bool:
    """Tell whether a text is a bare figure, or a dash in its place."""
    return _FIGURE.fullmatch(text) is not None


def find_ink_lines(glyphs: Glyphs) -> InkLines:
    """Set upright glyphs in lines of runs; boxes in points."""
    ink = glyphs.where((glyphs.turns == 0) & ~np.isin(glyphs.codes, _BLANKS))
    if not len(ink):
        return InkLines((), 1.0)
    sizes = _measure_ems(ink)
    em = float(np.median(sizes))
    ink, sizes, starts = _sort_in_lines(ink, sizes, em)
    lines = []
    for start, end in pairwise(starts):
        part = np.arange(start, end)
        lines.append(_split_line(ink.where(part), sizes[part]))
    return InkLines(tuple(lines), em)


def _measure_ems(glyphs: Glyphs) -> Floats:
    """Return each glyph's em.

    It is a Chinese character's width, or the part of a letter's height that its font's em takes.
    """
    width, height = (glyphs.boxes[:, 2:] - glyphs.boxes[:, :2]).T
    ems = np.where(glyphs.codes >= _FIRST_WIDE, width, height * LAYOUT.letter_em_share)
    at_least_one: Floats = np.maximum(ems, 1.0)
    return at_least_one


def _sort_in_lines(glyphs: Glyphs, sizes: Floats, em: float) -> tuple[Glyphs, Floats, list[int]]:
    """Sort glyphs by line and from left to right.

    Return them, their ems, and where each line starts, with the end of the last.
    """
    order = np.argsort(glyphs.origins[:, 1], kind="stable")
    y = glyphs.origins[order, 1]
    line = np.empty(len(glyphs), np.int64)
    line[order] = np.cumsum(np.diff(y, prepend=y[0]) > LAYOUT.baseline_em * em)
    order = np.lexsort((glyphs.boxes[:, 0], line))
    starts = np.flatnonzero(np.diff(line[order], prepend=-1)).tolist()
    return glyphs.where(order), sizes[order], [*starts, len(glyphs)]


def _split_line(glyphs: Glyphs, sizes: Floats) -> InkLine:
    """Part a line's glyphs into runs at its gaps."""
    reach = np.maximum.accumulate(glyphs.boxes[:, 2])
    gap = glyphs.boxes[1:, 0] - reach[:-1]
    cuts = np.flatnonzero(gap > LAYOUT.run_gap_em * np.maximum(sizes[1:], sizes[:-1])) + 1
    runs = []
    for start, end in pairwise([0, *cuts.tolist(), len(glyphs)]):
        runs.append(_as_run(glyphs.where(np.arange(start, end)), float(sizes[start:end].max())))
    return tuple(runs)


def _as_run(glyphs: Glyphs, size: float) -> InkRun:
    baseline = float(np.median(glyphs.origins[:, 1]))
    text = "".join(map(chr, glyphs.codes.tolist()))
    x0 = float(glyphs.boxes[:, 0].min())
    return InkRun(
        x0=x0,
        top=baseline - LAYOUT.ascent_em * size,
        x1=float(glyphs.boxes[:, 2].max()),
        bottom=baseline + LAYOUT.descent_em * size,
        figure=is_figure(text),
        lead=float(glyphs.boxes[lead_length(text) - 1, 2]) - x0,
        rest=is_rest(text),
        goes_on=goes_on(text),
    )
