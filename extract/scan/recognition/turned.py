"""Labels down a narrow cell that lie on their side: read by a quarter turn, where that reads better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extract.scan.recognition.line_reader import LineReader, LineReading, make_reading, spread_evenly
from extract.scan.recognition.settings import CELLS
from extract.scan.recognition.text_ink import PAPER, Ink, PixelBox, enclose_boxes
from extract.scan.recognition.text_lines import LineImage, measure_pad

_WAYS = (1, -1)  # quarter turns against the clock that set a text upright: read downwards, or upwards


def may_be_turned(lines: Sequence[LineReading], em: float) -> bool:
    """Tell whether the ink of a cell is narrow, and as high as several characters."""
    if not lines or any(line.is_known for line in lines):
        return False
    left, top, right, bottom = enclose_boxes(line.box for line in lines)
    return bottom - top > max(CELLS.turned_ratio * (right - left), CELLS.turned_height_em * em)


def read_turned(lines: Sequence[LineReading], ink: Ink, reader: LineReader) -> list[LineReading]:
    """Read the lines of a cell as one that lies on its side; as they were read where that is no better."""
    box = enclose_boxes(line.box for line in lines)
    ways = [_turn_picture(ink, box, way) for way in _WAYS]
    reader.read(ways)
    best = max(ways, key=_measure_mean)
    is_text = len(best.text) > 1 and not best.is_number
    before = float(np.mean([_measure_mean(line) for line in lines]))
    if not is_text or _measure_mean(best) < max(before, CELLS.turned_sure_at):
        return list(lines)
    _stack_characters(best, box)
    return [best]


def _measure_mean(line: LineReading) -> float:
    return float(np.mean(line.sure)) if line.sure else 0.0


def _turn_picture(ink: Ink, box: PixelBox, way: int) -> LineReading:
    left, top, right, bottom = box
    picture = np.rot90(ink.grey[top:bottom, left:right], way)
    framed = np.pad(picture, measure_pad(ink.em), constant_values=PAPER)
    image = LineImage(
        box=box,
        picture=framed,
        left=left,
        parts=np.empty((0, 5), np.int64),
        mask=np.zeros(framed.shape, np.uint8),
        em=ink.em,
    )
    return make_reading((image,))


def _stack_characters(line: LineReading, box: PixelBox) -> None:
    """Place the characters one below the other, as they are read."""
    left, top, right, bottom = box
    (image,) = line.images
    count = len(line.text)
    edges = np.linspace(top, bottom, count + 1).round().astype(int).tolist()
    starts = np.linspace(0, line.picture.shape[1], count + 1)[:-1].astype(int).tolist()
    pieces: list[LineImage] = []
    for upper, lower in pairwise(edges):
        pieces.append(replace(image, box=(left, upper, right, lower)))
    line.images, line.starts = tuple(pieces), tuple(starts)
    line.at = spread_evenly(count)
    line.is_settled = True
