"""Lines read by two models: by the tiny one first, and by the small one where that is not sure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp

import numpy as np

from extract.geometry.marks import Floats, Glyphs
from extract.grid import Alternative
from extract.scan.images import Pixels
from extract.scan.recognition.decoding import Steps, find_texts, rank_texts, spell
from extract.scan.recognition.numbers import (
    begins_with_letter,
    find_number,
    find_numbers,
    group_lines,
    has_words,
    is_well_grouped,
    load_figures,
    may_be_number,
    spell_number,
)
from extract.scan.recognition.recogniser import Recogniser
from extract.scan.recognition.settings import CELLS, RECOGNISER
from extract.scan.recognition.text_ink import HEIGHT, LEFT, PAPER, WIDTH, Ink, PixelBox, enclose_boxes
from extract.scan.recognition.text_lines import LineImage


@dataclass(slots=True)
class LineReading:
    """A line of text, or characters one below the other: its pictures, side by side, and what was read.

    ``text`` has ``sure`` and ``at`` of each character: how sure it is, and where its middle is, as a share of
    ``picture``'s width.
    """

    images: tuple[LineImage, ...]
    picture: Pixels
    starts: tuple[int, ...]
    text: str = ""
    sure: tuple[float, ...] = ()
    at: tuple[float, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    is_known: bool = False
    is_number: bool = False
    is_settled: bool = False  # its characters are placed, and it is not read again
    is_stray: bool = False  # no number in a column of numbers
    spelled: list[str] = field(default_factory=list)
    steps: list[Steps] = field(default_factory=list)

    @property
    def box(self) -> PixelBox:
        """The box around its ink."""
        return enclose_boxes(image.box for image in self.images)

    @property
    def cost(self) -> float:
        """The negative logarithm of its text's probability."""
        return self.alternatives[0].cost if self.alternatives else 0.0

    @property
    def confidence(self) -> float:
        """How sure its least sure character is."""
        return min(self.sure, default=0.0)

    @property
    def figure_confidence(self) -> float:
        """How sure the least sure figure or sign of a number is; a text without words may be one whole."""
        if self.is_number or not has_words(self.text):
            return min(self.confidence, CELLS.doubtful) if self.is_stray else self.confidence
        pairs = zip(self.sure, self.text, strict=True)
        if begins_with_letter(self.text):
            return min(self.confidence, CELLS.doubtful)
        return min((sure for sure, letter in pairs if letter in load_figures()), default=1.0)

    @property
    def readings(self) -> tuple[str, ...]:
        """What each of two models reads, once where it is the same; nothing where one model did."""
        if self.is_known:
            return (self.text,)
        return tuple(dict.fromkeys(self.spelled)) if len(self.spelled) > 1 else ()

    def make_glyphs(self, ink: Ink) -> Glyphs:
        """Make the glyphs of its characters, edge to edge, each line of them on its own baseline."""
        middles = np.array(self.at) * self.picture.shape[1]
        owner = np.searchsorted(self.starts, middles, "right") - 1
        codes: list[int] = []
        boxes: list[tuple[float, float, float, float]] = []
        sure: list[float] = []
        for number, (image, start) in enumerate(zip(self.images, self.starts, strict=True)):
            own = np.flatnonzero(owner == number)
            codes += [ord(self.text[at]) for at in own]
            sure += [self.sure[at] for at in own]
            boxes += _tile_boxes(image.box, middles[own] - start + image.left, ink.em)
        box = np.array(boxes).reshape(-1, 4) / ink.scale
        return Glyphs(
            np.array(codes, np.int64),
            box,
            np.zeros(len(codes), np.int64),
            np.stack((box[:, 0], box[:, 3]), axis=1),
            np.array(sure, np.float64),
        )


def _tile_boxes(box: PixelBox, middles: Floats, em: float) -> list[tuple[float, float, float, float]]:
    """Part a line's box between characters whose middles are given, from left to right."""
    x0, top, x1, bottom = box
    lacking = max(0.0, CELLS.least_glyph_em * em - (bottom - top)) / 2
    inner = np.clip((middles[1:] + middles[:-1]) / 2, x0, x1)
    edges = np.maximum.accumulate([x0, *inner.tolist(), x1]) if len(middles) else np.empty(0)
    lefts, rights = edges[:-1].tolist(), edges[1:].tolist()
    return [(left, top - lacking, right, bottom + lacking) for left, right in zip(lefts, rights, strict=True)]


def make_reading(images: Sequence[LineImage], sign: str | None = None) -> LineReading:
    """Begin to read the images of one line; ``sign`` is its text where that is told by its shape."""
    height = max(image.picture.shape[0] for image in images)
    starts = np.cumsum([0, *(image.picture.shape[1] for image in images)])
    picture = np.full((height, starts[-1]), PAPER, np.uint8)
    for image, start in zip(images, starts[:-1].tolist(), strict=True):
        rows, columns = image.picture.shape
        above = (height - rows) // 2
        picture[above : above + rows, start : start + columns] = image.picture
    reading = LineReading(tuple(images), picture, tuple(starts[:-1].tolist()))
    if sign is not None:
        reading.is_known = True
        reading.text, reading.sure = sign, (1.0,) * len(sign)
        reading.at = spread_evenly(len(sign))
        reading.alternatives = (Alternative(sign, 0.0),)
    return reading


def spread_evenly(count: int) -> tuple[float, ...]:
    """Return where the middles of a line's characters are, as shares of its width, if all are as wide."""
    return tuple([(at + 0.5) / count for at in range(count)])


class LineReader:
    """Two models, loaded when they are first asked."""

    def __init__(self) -> None:
        """Name the models."""
        self._tiny = Recogniser("tiny")
        self._small = Recogniser("small")

    def read(self, lines: Sequence[LineReading]) -> None:
        """Read lines by the tiny model."""
        for line, steps in zip(lines, self._tiny.read_lines([line.picture for line in lines]), strict=True):
            line.steps.append(steps)
            line.is_number = may_be_number(steps)
            _settle(line)

    def mend_column(self, lines: Sequence[LineReading]) -> None:
        """Read texts in a column of numbers as numbers, where they may be."""
        count = sum(line.is_number for line in lines)
        if count <= CELLS.column_share * len(lines):
            return
        for line in lines:
            if line.is_number or line.is_known:
                continue
            line.is_number = find_number(line.steps[0], CELLS.column_cost)
            line.is_stray = not line.is_number
            if line.is_number:
                _settle(line)

    def confirm(self, lines: Sequence[LineReading]) -> None:
        """Read by the small model the lines that are not sure."""
        unsure = [line for line in lines if not line.is_settled and _needs_confirming(line)]
        for line, steps in zip(
            unsure, self._small.read_lines([line.picture for line in unsure]), strict=True
        ):
            line.steps.append(steps)
            _settle(line)


def _needs_confirming(line: LineReading) -> bool:
    is_long = len(line.steps[0]) > RECOGNISER.long_steps
    if line.figure_confidence < (CELLS.inner_sure_at if is_long else CELLS.sure_at):
        return True
    return not is_long and line.confidence < CELLS.text_sure_at


def _settle(line: LineReading) -> None:
    """Choose a line's text among what the models read."""
    spell_line, find_all = (spell_number, find_numbers) if line.is_number else (spell, find_texts)
    found = [find_all(steps) for steps in line.steps]
    line.alternatives = _mix_texts(found)
    if not line.alternatives:
        line.text, line.sure, line.at = "", (), ()
        return
    best = line.alternatives[0]
    line.text = best.text
    spelled = [spell_line(steps) for steps in line.steps]
    agreeing = [at for at, one in enumerate(spelled) if one.text == best.text]
    line.spelled = [one.text for one in spelled]
    if not agreeing:
        line.sure = (min(exp(-best.cost), CELLS.doubtful),) * len(best.text)
        line.at = spread_evenly(len(best.text))
        return
    wrong = np.prod([1 - np.array(spelled[at].sure) for at in agreeing], axis=0)
    most = 1.0 if len(agreeing) == len(spelled) else CELLS.doubtful
    line.sure = tuple(np.minimum(1 - wrong, most).tolist())
    first = agreeing[0]
    line.at = tuple(min(1.0, at / line.steps[first].width) for at in spelled[first].at)
    _doubt_wide_steps(line)


def _doubt_wide_steps(line: LineReading) -> None:
    """Doubt two figures in a row that stand farther apart than figures do: a faint point may be between."""
    image = line.images[0]
    tall = image.parts[image.parts[:, HEIGHT] >= CELLS.figure_height_em * image.em]
    if len(line.images) > 1 or len(tall) < 2:  # noqa: PLR2004 - a step is between two
        return
    middles, heights = tall[:, LEFT] + tall[:, WIDTH] / 2, tall[:, HEIGHT]
    apart = np.abs(middles[:, None] - np.array(line.at) * line.picture.shape[1])
    own = apart.argmin(axis=0)  # of each character, its component
    is_figure = np.array([letter.isdecimal() for letter in line.text], np.bool_)
    # of a faint figure the upper or lower stroke is lost
    highest = heights[own[is_figure]].max(initial=0)
    is_near = apart.min(axis=0) <= CELLS.figure_near_em * image.em
    # two figures that touch are one component, which stands in the middle of both
    is_narrow = tall[own, WIDTH] <= CELLS.figure_width_share * heights[own]
    is_seen = is_figure & is_near & is_narrow
    is_wide = np.diff(middles[own]) > CELLS.figure_step_share * highest
    before = np.flatnonzero(is_seen[:-1] & is_seen[1:] & is_wide)
    sure = np.array(line.sure)
    doubted = np.union1d(before, before + 1)
    sure[doubted] = np.minimum(sure[doubted], CELLS.doubtful)
    line.sure = tuple(sure.tolist())


def group_wrapped(lines: Sequence[LineReading]) -> None:
    """Tell the separators of a number that a cell's width wrapped by all its figures.

    A number whose separators stand where no number has them lacks something.
    """
    if not lines or not all(line.is_number for line in lines):
        return
    texts = group_lines([line.text for line in lines])
    is_whole = is_well_grouped("".join(texts))
    for line, text in zip(lines, texts, strict=True):
        line.text = text
        if not is_whole:
            line.sure = tuple([min(sure, CELLS.doubtful) for sure in line.sure])


def _mix_texts(found: Sequence[Sequence[Alternative]]) -> tuple[Alternative, ...]:
    """Mix the texts of several readings: the mean of their probabilities."""
    shares: dict[str, float] = defaultdict(float)
    missing = exp(-CELLS.missing_cost)
    costs = [{one.text: one.cost for one in texts} for texts in found]
    for text in {text for known in costs for text in known}:
        for known in costs:
            shares[text] += (exp(-known[text]) if text in known else missing) / len(costs)
    return rank_texts(shares)[: CELLS.most_alternatives]
