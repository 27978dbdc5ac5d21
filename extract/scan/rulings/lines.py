"""Long strokes of a page, piece by piece, and which of them lie in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from extract.geometry.marks import Floats, Ints
from extract.scan.images import Pixels
from extract.scan.rulings.ink import Strokes, dilate
from extract.scan.rulings.settings import RULINGS


@dataclass(frozen=True)
class RuledLine:
    """Pieces of a ruling in one line, in pixels: ``starts`` and ``ends`` (n), from the first to the last.

    At ``along[i]`` the line stands at ``at[i]``, and between them in proportion. ``is_veiled``: a crease runs
    over it.
    """

    starts: Floats
    ends: Floats
    along: Floats
    at: Floats
    is_veiled: bool = False

    @cached_property
    def start(self) -> float:
        """Where its first piece begins."""
        return float(self.starts.min())

    @cached_property
    def end(self) -> float:
        """Where its last piece ends."""
        return float(self.ends.max())

    @cached_property
    def length(self) -> float:
        """How long its pieces are together."""
        return float((self.ends - self.starts).sum())

    @cached_property
    def middle(self) -> float:
        """Where it stands on average."""
        return float(self.at.mean())

    def find_at(self, along: float) -> float:
        """Return where it stands at a place along it."""
        return float(np.interp(along, self.along, self.at))

    def measure_covered(self, start: float, end: float) -> float:
        """Measure how much of a stretch pieces cover."""
        within = np.minimum(self.ends, end) - np.maximum(self.starts, start)
        return float(np.maximum(within, 0).sum())

    def cut(self, start: float, end: float) -> RuledLine:
        """Return what of it lies between two places along it, under a crease."""
        starts, ends = np.maximum(self.starts, start), np.minimum(self.ends, end)
        kept = ends > starts
        return RuledLine(starts[kept], ends[kept], self.along, self.at, is_veiled=True)


def find_lines(strokes: Strokes, window_em: float, ink_share: float, side_share: float) -> list[RuledLine]:
    """Find strokes that fill a window along them, of which the paper beside is free, and join them to lines.

    ``ink_share`` is of the window that has ink, ``side_share`` the most of a piece that has ink beside it.
    """
    window = max(3, round(window_em * strokes.em * strokes.scale))
    wide = dilate(strokes.thin, 3, 1)
    full = cv2.boxFilter(wide, cv2.CV_32F, (window, 1)) >= ink_share
    kept = dilate(np.asarray(full, np.uint8), 1, window) & wide
    gap = max(1, round(RULINGS.gap_pt * strokes.scale))
    joined = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    step = max(2, round(RULINGS.trace_step_pt * strokes.scale))
    pieces = _trace_pieces(np.asarray(joined, np.uint8), RULINGS.piece_share * window, step)
    if side_share < 1:
        pieces = [piece for piece in pieces if _is_free(strokes, piece, side_share)]
    return _join_pieces(pieces, RULINGS.drift_pt * strokes.scale)


def measure_contrast(strokes: Strokes, line: RuledLine) -> float:
    """Measure how much darker than paper the pieces of a line are, by the middle of all its places."""
    parts = []
    for start, end in zip(line.starts, line.ends, strict=True):
        along = np.arange(int(start), min(int(end), strokes.contrast.shape[1]))
        parts.append(take_darkest(strokes.contrast, line, along, strokes.scale))
    return float(np.median(np.concatenate(parts)))


def take_darkest(contrast: Pixels, line: RuledLine, along: Ints, scale: float) -> Pixels:
    """Take how much darker than paper a line is at each of some places along it, where it is darkest."""
    reach, last = round(RULINGS.drift_pt * scale), contrast.shape[0] - 1
    rows = np.rint(np.interp(along, line.along, line.at)).astype(np.int64)
    near = np.clip(rows[None, :] + np.arange(-reach, reach + 1)[:, None], 0, last)
    darkest: Pixels = contrast[near, along[None, :]].max(axis=0)
    return darkest


def _trace_pieces(mask: np.ndarray, least: float, step: int) -> list[RuledLine]:
    """Follow each component of a mask that is long enough, a step of pixels at a time."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    pieces = []
    long = np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] >= least)
    for label in long[long > 0].tolist():
        x, y, width, height = stats[label, :4].tolist()
        inside = labels[y : y + height, x : x + width] == label
        starts = np.arange(0, width, step)
        counts = np.add.reduceat(inside, starts, axis=1, dtype=np.float64)
        at = (counts * np.arange(height)[:, None]).sum(axis=0) / np.maximum(counts.sum(axis=0), 1)
        along = np.minimum(starts + step / 2, width) + x
        pieces.append(RuledLine(np.array([float(x)]), np.array([float(x + width)]), along, at + y))
    return pieces


def _is_free(strokes: Strokes, piece: RuledLine, side_share: float) -> bool:
    """Tell whether the paper beside a piece is free, on one side at least.

    A thick ruling has its own ink near: the emptier of two distances counts.
    """
    scale, last = strokes.scale, strokes.ink.shape[0] - 1
    along = np.arange(int(piece.start), int(piece.end))
    at = np.interp(along, piece.along, piece.at)
    for near, far in RULINGS.level_free_pt:
        away = np.arange(near * scale, far * scale)
        sides = []
        for sign in (-1, 1):
            rows = np.clip(np.rint(at[None, :] + sign * away[:, None]).astype(np.int64), 0, last)
            sides.append(float((strokes.ink[rows, along[None, :]] > 0).any(axis=0).mean()))
        if sum(sides) <= 2 * side_share or min(sides) <= RULINGS.level_free_side_share:
            return True
    return False


def _join_pieces(pieces: Sequence[RuledLine], drift: float) -> list[RuledLine]:
    """Join pieces that lie in one line: a shorter one joins the line that leads nearest to it."""
    lines: list[RuledLine] = []
    for piece in sorted(pieces, key=lambda piece: -piece.length):
        middle = (piece.start + piece.end) / 2
        offsets = [abs(line.find_at(middle) - piece.middle) for line in lines]
        nearest = int(np.argmin(offsets)) if offsets else -1
        if nearest >= 0 and offsets[nearest] < drift:
            lines[nearest] = _join_lines(lines[nearest], piece)
        else:
            lines.append(piece)
    return lines


def _join_lines(line: RuledLine, piece: RuledLine) -> RuledLine:
    along = np.concatenate((line.along, piece.along))
    order = np.argsort(along, kind="stable")
    return RuledLine(
        np.concatenate((line.starts, piece.starts)),
        np.concatenate((line.ends, piece.ends)),
        along[order],
        np.concatenate((line.at, piece.at))[order],
    )
