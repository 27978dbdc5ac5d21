"""Lines read by two models: by the tiny one first, and by the small one where that is not sure."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp, log

import numpy as np

from extract.geometry.marks import Floats, Glyphs
from extract.grid import Alternative
from extract.scan.decoding import Spelling, Steps, find_texts, fold_steps, spell
from extract.scan.images import Pixels
from extract.scan.recogniser import Recogniser
from extract.scan.text_lines import Ink, LineImage
from extract.scan.text_settings import CELLS, RECOGNISER

_PAPER = 255
_NUMBER = re.compile(r"[≥≤><=+±-]?\d[\d.,]*%?")
# two separators or more, of which the last may be before one or two figures
_GROUPED = re.compile(
    r"(?P<sign>[≥≤><=+±-]?)(?P<whole>\d{1,3}(?=(?:[.,]\d+){2})(?:[.,]\d{3})+)(?:[.,](?P<rest>\d{1,2}))?(?P<percent>%?)"
)
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class LineReading:
    """A line of text, or characters one below the other: its pictures, side by side, and what was read.

    ``text`` has ``sure`` and ``at`` of each character: how sure it is, and where its middle is, as a share of
    ``picture``'s width. ``cost`` is the negative logarithm of its probability.
    """

    images: tuple[LineImage, ...]
    picture: Pixels
    starts: tuple[int, ...]
    text: str = ""
    sure: tuple[float, ...] = ()
    at: tuple[float, ...] = ()
    cost: float = 0.0
    alternatives: tuple[Alternative, ...] = ()
    is_known: bool = False
    is_number: bool = False
    is_confirmed: bool = False
    steps: list[Steps] = field(default_factory=list)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The box around its ink in pixels."""
        lefts, tops, rights, bottoms = zip(*(image.box for image in self.images), strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @property
    def confidence(self) -> float:
        """How sure its least sure character is."""
        return min(self.sure, default=0.0)

    @property
    def is_unsure(self) -> bool:
        """Whether one of its figures may be another, or it may be a number and is read as none."""
        if self.is_number:
            return self.confidence < CELLS.sure_at
        return any(
            sure < CELLS.sure_at
            for sure, letter in zip(self.sure, self.text, strict=True)
            if _DIGIT.match(letter)
        )

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


def _tile_boxes(
    box: tuple[int, int, int, int], middles: Floats, em: float
) -> list[tuple[float, float, float, float]]:
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
    picture = np.full((height, starts[-1]), _PAPER, np.uint8)
    for image, start in zip(images, starts[:-1].tolist(), strict=True):
        rows, columns = image.picture.shape
        above = (height - rows) // 2
        picture[above : above + rows, start : start + columns] = image.picture
    reading = LineReading(tuple(images), picture, tuple(starts[:-1].tolist()))
    if sign is not None:
        reading.is_known = reading.is_confirmed = True
        reading.text, reading.sure = sign, (1.0,) * len(sign)
        reading.at = tuple((np.arange(len(sign)) + 0.5) / len(sign))
        reading.alternatives = (Alternative(sign, 0.0),)
    return reading


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
            line.is_number = bool(_NUMBER.fullmatch(_fold_number(steps).text))
            settle(line)

    def mend_column(self, lines: Sequence[LineReading]) -> None:
        """Read texts in a column of numbers as numbers, where they may be."""
        count = sum(line.is_number for line in lines)
        others = [line for line in lines if not line.is_number and not line.is_known]
        if count <= CELLS.column_share * len(lines):
            return
        for line in others:
            folds, alphabet = load_folds()
            numbers = find_texts(fold_steps(line.steps[0], folds, alphabet))
            likely = [one for one in numbers if one.cost <= CELLS.number_cost and _NUMBER.fullmatch(one.text)]
            if likely:
                line.is_number = True
                settle(line)

    def confirm(self, lines: Sequence[LineReading]) -> None:
        """Read by the small model the lines that are not sure."""
        unsure = [line for line in lines if _needs_confirming(line)]
        for line, steps in zip(
            unsure, self._small.read_lines([line.picture for line in unsure]), strict=True
        ):
            line.steps.append(steps)
            settle(line)


def _needs_confirming(line: LineReading) -> bool:
    if line.is_unsure:
        return True
    return len(line.steps[0]) <= RECOGNISER.long_steps and line.confidence < CELLS.text_sure_at


def _fold_number(steps: Steps) -> Spelling:
    folds, _ = load_folds()
    return spell(fold_steps(steps, folds))


def settle(line: LineReading) -> None:
    """Choose a line's text among what the models read."""
    folds, alphabet = load_folds()
    seen = [fold_steps(steps, folds, alphabet) for steps in line.steps] if line.is_number else line.steps
    found = [find_texts(steps) for steps in seen]
    if line.is_number:
        found = [_group_texts(texts) for texts in found]
    line.alternatives = _mix_texts(found)
    if not line.alternatives:
        line.text, line.sure, line.at = "", (), ()
        return
    best = line.alternatives[0]
    line.text, line.cost = best.text, best.cost
    spelled = [_spell_number(steps) if line.is_number else spell(steps) for steps in seen]
    agreeing = [(one, steps) for one, steps in zip(spelled, seen, strict=True) if one.text == best.text]
    line.is_confirmed = len(agreeing) > 1
    if not agreeing:
        share = exp(-best.cost)
        line.sure = (min(share, CELLS.doubtful),) * len(best.text)
        line.at = tuple((np.arange(len(best.text)) + 0.5) / max(1, len(best.text)))
        return
    wrong = np.prod([1 - np.array(one.sure) for one, _ in agreeing], axis=0)
    most = 1.0 if len(agreeing) == len(seen) else CELLS.doubtful
    line.sure = tuple(np.minimum(1 - wrong, most).tolist())
    spelling, steps = agreeing[0]
    line.at = tuple(min(1.0, at / steps.width) for at in spelling.at)


def _spell_number(steps: Steps) -> Spelling:
    spelling = spell(steps)
    return Spelling(group_thousands(spelling.text), spelling.sure, spelling.at)


def group_thousands(text: str) -> str:
    """Return a number with a comma before each three figures and a point before the rest.

    Where it has several separators, which of them is which tells the count of figures after each, better than
    the look of a dot: 8.705.000.00 is no number. Any other text stays as it is.
    """
    grouped = _GROUPED.fullmatch(text)
    if grouped is None:
        return text
    whole, rest = grouped["whole"].replace(".", ","), grouped["rest"]
    return f"{grouped['sign']}{whole}{'.' + rest if rest else ''}{grouped['percent']}"


def _group_texts(texts: Sequence[Alternative]) -> tuple[Alternative, ...]:
    """Group the figures of each text; the probabilities of those that become one are added."""
    shares: dict[str, float] = defaultdict(float)
    for one in texts:
        shares[group_thousands(one.text)] += exp(-one.cost)
    ranked = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple([Alternative(text, max(0.0, -log(share))) for text, share in ranked])


def _mix_texts(found: Sequence[Sequence[Alternative]]) -> tuple[Alternative, ...]:
    """Mix the texts of several readings: the mean of their probabilities."""
    shares: dict[str, float] = defaultdict(float)
    missing = exp(-CELLS.missing_cost)
    costs = [{one.text: one.cost for one in texts} for texts in found]
    for text in {text for known in costs for text in known}:
        for known in costs:
            shares[text] += (exp(-known[text]) if text in known else missing) / len(costs)
    ranked = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        Alternative(text, max(0.0, -log(share))) for text, share in ranked[: CELLS.most_alternatives]
    )


@cache
def load_folds() -> tuple[dict[int, int], frozenset[int]]:
    """Return which characters of a number stand for which, and those that a number may have."""
    known = tomllib.loads(files("extract.scan").joinpath("folds.toml").read_text("utf-8"))
    folds: dict[int, int] = {}
    for plain, others in known["folds"].items():
        folds |= {ord(other): ord(plain) for other in others}
    return folds, frozenset(map(ord, known["number"]))
