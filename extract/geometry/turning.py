"""Pages whose text lies on its side or stands on its head, turned so that it is read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extract.geometry.marks import SLANTED, Floats, Glyphs, Marks
from extract.geometry.settings import GEOMETRY
from extract.grid import UPSIDE_DOWN, Turn

_BLANK = ord(" ")


def find_turn(marks: Marks) -> Turn | None:
    """Return how the text of a page lies; None where most of it stands upright, or it has none."""
    quarters = _count_quarters(marks)
    if not (quarters or marks.lean_rad):
        return None
    return Turn(quarters, marks.width, marks.height, marks.lean_rad)


def _count_quarters(marks: Marks) -> int:
    turns = marks.glyphs.turns[marks.glyphs.codes > _BLANK]
    straight = turns[turns != SLANTED]
    if np.count_nonzero(straight) < GEOMETRY.fewest_turned:
        return 0
    counts = np.bincount(straight, minlength=4)
    quarters = int(counts.argmax())
    return quarters if counts[quarters] >= GEOMETRY.turned_share * len(straight) else 0


def turn_upright(marks: Marks, turn: Turn) -> Marks:
    """Return a page turned so that its text stands upright."""
    if not turn.quarters:
        return marks
    size = (turn.width, turn.height) if turn.quarters == UPSIDE_DOWN else (turn.height, turn.width)
    return replace(
        marks,
        width=size[0],
        height=size[1],
        glyphs=_turn_glyphs(marks.glyphs, turn),
        rules=_turn_boxes(marks.rules, turn),
        unseen=_turn_boxes(marks.unseen, turn),
        struck=_turn_glyphs(marks.struck, turn),
        misread=_turn_boxes(marks.misread, turn),
    )


def _turn_glyphs(glyphs: Glyphs, turn: Turn) -> Glyphs:
    turns = np.where(glyphs.turns == SLANTED, SLANTED, (glyphs.turns - turn.quarters) % 4)
    origins = _turn_boxes(glyphs.origins[:, [0, 1, 0, 1]], turn)[:, :2]
    return replace(glyphs, boxes=_turn_boxes(glyphs.boxes, turn), turns=turns, origins=origins)


def _turn_boxes(boxes: Floats, turn: Turn) -> Floats:
    """Turn boxes (n, 4) of a page as shown against the way its text is turned."""
    x0, top, x1, bottom = boxes.T
    if turn.quarters == 1:
        edges = top, turn.width - x1, bottom, turn.width - x0
    elif turn.quarters == UPSIDE_DOWN:
        edges = turn.width - x1, turn.height - bottom, turn.width - x0, turn.height - top
    else:
        edges = turn.height - bottom, x0, turn.height - top, x1
    return np.stack(edges, axis=1)
