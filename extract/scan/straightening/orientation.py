"""Which way up a straightened page is: some lines of text are recognised in each way that they may be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np

from extract.geometry.marks import Floats
from extract.grid import UPSIDE_DOWN, Warp
from extract.scan.images import FlatSheet, Pixels, shrink
from extract.scan.recognition.decoding import spell
from extract.scan.recognition.recogniser import Recogniser
from extract.scan.straightening.settings import STRAIGHTENING

_FIRST_HAN, _LAST_HAN = "\u4e00", "\u9fff"


@dataclass(frozen=True, slots=True)
class _LineBox:
    """A line of text in pixels of the sheet; ``is_upright`` where it runs downwards."""

    left: int
    top: int
    right: int
    bottom: int
    is_upright: bool

    @property
    def length(self) -> int:
        """How long it is in pixels."""
        return self.bottom - self.top if self.is_upright else self.right - self.left


def turn_upright(sheet: FlatSheet, recogniser: Recogniser) -> FlatSheet:
    """Return a sheet turned by quarters so that its text can be read; as it is where no text tells."""
    quarters = _find_quarters(sheet, recogniser)
    return _turn_sheet(sheet, quarters) if quarters else sheet


def _find_quarters(sheet: FlatSheet, recogniser: Recogniser) -> int:
    """Return by how many quarters the text of a sheet is turned clockwise."""
    level, upright = _find_lines(sheet)
    scores: dict[int, float] = {}
    ways = (0, UPSIDE_DOWN, 1, 3)
    if sum(line.length for line in upright) > sum(line.length for line in level):
        ways = (1, 3, 0, UPSIDE_DOWN)
    for quarters in ways:
        lines = upright if quarters % 2 else level
        scores[quarters] = _measure_reading(sheet, lines, quarters, recogniser)
        if scores[quarters] >= STRAIGHTENING.read_at:
            return quarters
    best = max(scores, key=lambda way: scores[way])
    if scores[best] < STRAIGHTENING.read_at_least or scores[best] < scores[0] + STRAIGHTENING.read_better:
        return 0
    return best


def _measure_reading(sheet: FlatSheet, lines: list[_LineBox], quarters: int, recogniser: Recogniser) -> float:
    """Return how sure the Chinese characters of some lines are, when a sheet is turned back by quarters."""
    chosen = lines[: STRAIGHTENING.lines_read]
    if not chosen:
        return 0.0
    cuts = [sheet.grey[line.top : line.bottom, line.left : line.right] for line in chosen]
    read = recogniser.read_lines([np.ascontiguousarray(np.rot90(cut, quarters)) for cut in cuts])
    scores: list[float] = []
    for line, steps in zip(chosen, read, strict=True):
        spelling = spell(steps)
        pairs = zip(spelling.text, spelling.sure, strict=True)
        sure = [share for letter, share in pairs if _FIRST_HAN <= letter <= _LAST_HAN]
        # a line has about as many characters as its height goes into its length
        high = min(line.right - line.left, line.bottom - line.top)
        expected = STRAIGHTENING.letters_a_height * line.length / high
        count = max(len(spelling.text), expected, STRAIGHTENING.fewest_letters_read)
        scores.append(sum(sure) / count)
    # lines of figures tell nothing
    return sum(sorted(scores)[-STRAIGHTENING.lines_told :]) / STRAIGHTENING.lines_told


def _find_lines(sheet: FlatSheet) -> tuple[list[_LineBox], list[_LineBox]]:
    """Return the lines of text that run to the right and downwards, those of middling length first."""
    dots = STRAIGHTENING.text_dots_pt
    height, width = sheet.grey.shape
    factor = min(1.0, dots / sheet.scale)
    small = shrink(sheet.grey, width * factor, height * factor)
    ink = (small < STRAIGHTENING.text_level).astype(np.uint8)
    long = round(STRAIGHTENING.longest_stroke_pt * dots)
    for shape in ((1, long), (long, 1)):
        ruling = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        ink[cv2.dilate(ruling, np.ones((3, 3), np.uint8)) > 0] = 0
    gap = round(STRAIGHTENING.letter_gap_pt * dots)
    back = 1 / factor
    level = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))
    return (
        _list_boxes(cast("Pixels", level), back, is_upright=False),
        _list_boxes(cast("Pixels", upright), back, is_upright=True),
    )


def _list_boxes(joined: Pixels, back: float, *, is_upright: bool) -> list[_LineBox]:
    stats = cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:]
    lengths, heights = (stats[:, 3], stats[:, 2]) if is_upright else (stats[:, 2], stats[:, 3])
    dots = STRAIGHTENING.text_dots_pt
    has_height = (heights >= STRAIGHTENING.lowest_text_pt * dots) & (
        heights <= STRAIGHTENING.highest_text_pt * dots
    )
    is_long = lengths >= STRAIGHTENING.shortest_line_heights * heights
    is_line = has_height & is_long & (lengths <= STRAIGHTENING.longest_line_heights * heights)
    kept = stats[is_line]
    far = np.abs(lengths[is_line] / heights[is_line] - STRAIGHTENING.letters_read)
    usual = 1.0
    if is_line.any():
        usual = float(np.percentile(heights[is_line], STRAIGHTENING.text_height_percentile))
    order = np.argsort(STRAIGHTENING.letters_weight * far + np.abs(heights[is_line] / usual - 1))
    pad = STRAIGHTENING.line_pad_dots
    boxes: list[_LineBox] = []
    for left, top, wide, high, _ in kept[order][: STRAIGHTENING.most_lines]:
        edges = np.array([left - pad, top - pad, left + wide + pad, top + high + pad]) * back
        x0, y0, x1, y1 = (max(0, int(edge)) for edge in edges)
        boxes.append(_LineBox(x0, y0, x1, y1, is_upright))
    return boxes


def _turn_sheet(sheet: FlatSheet, quarters: int) -> FlatSheet:
    """Return a sheet whose text is turned clockwise by quarters, turned back."""
    width, height = (sheet.width, sheet.height)
    if quarters % 2:
        width, height = height, width
    grey = np.ascontiguousarray(np.rot90(sheet.grey, quarters))
    lifted = np.ascontiguousarray(np.rot90(sheet.lifted, quarters))
    warp = lead_from(sheet.warp, _turn_points(sheet, quarters))
    return replace(sheet, grey=grey, lifted=lifted, width=width, height=height, warp=warp)


def lead_from(warp: Warp, matrix: Floats) -> Warp:
    """Return a warp for points that a matrix (3, 3) leads to those of another."""
    if warp.bend is None:
        return replace(warp, matrix=_multiply(warp.matrix, matrix))
    return replace(warp, bend=replace(warp.bend, before=_multiply(warp.bend.before, matrix)))


def _multiply(numbers: tuple[float, ...], matrix: Floats) -> tuple[float, ...]:
    return tuple(float(number) for number in (np.array(numbers).reshape(3, 3) @ matrix).ravel())


def _turn_points(sheet: FlatSheet, quarters: int) -> Floats:
    """Return the matrix that leads a point of the turned sheet to its place on the sheet."""
    if quarters == 1:
        return np.array([[0.0, -1.0, sheet.width], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    if quarters == UPSIDE_DOWN:
        return np.array([[-1.0, 0.0, sheet.width], [0.0, -1.0, sheet.height], [0.0, 0.0, 1.0]])
    return np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, sheet.height], [0.0, 0.0, 1.0]])
