"""Whether a line of a cell had room for what the next one begins with, where no rule tells how wide the cell is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.borderless_rows import Piece

_JOIN = 1.0  # ems: what it costs that a cell has a line below one that had room for its beginning
_SPLIT = 0.3  # the same for one that had no room in the cell above
_REST = 1.0  # the same for one whose characters are no beginning
_PERHAPS = 0.75  # how sure it is that a line is full that is as wide as the widest of a column that may be wider
_SLACK = 0.1  # of an em
_PADDING = 1.3  # ems of a column that its cells leave free
_LONG = 20  # ems of a line in a text of paragraphs, which may end anywhere
_INDENT = 2.5  # ems
_LINES = 0.6  # of an em: the widest white between two lines of a label
_APART = 1.2  # ems of white that no two lines of a cell have between them
_SAME = 0.2  # of an em, between the heights of two pieces of one line


@dataclass(frozen=True, slots=True)
class Room:
    """How wide the columns of a table are, by their edges ``xs`` and by what they hold."""

    xs: tuple[float, ...]
    every: tuple[Piece, ...]
    em: float
    known: dict[tuple[int, int], float] = field(default_factory=dict)

    def full(self, upper: Piece, lower: Piece) -> float:
        """Tell how sure it is, from 0 to 1, that what the lower line begins with had no room on the upper one.

        A column is as wide as its widest line, or as its edges are apart.
        """
        if self.is_rest(upper, lower):
            return 1.0
        needed = _width(upper) + lower.run.lead + _SLACK * self.em
        first, end = min(upper.first, lower.first), max(upper.end, lower.end)
        far = lower.run.top - upper.run.bottom > _APART * self.em
        if upper.run.figure or far or needed < self.widest(first, end):
            return 0.0
        return 1.0 if end - first > 1 or needed > self.xs[end] - self.xs[first] - _PADDING * self.em else _PERHAPS

    def widest(self, first: int, end: int) -> float:
        """Give how wide the widest line of a column is; of several columns, how far apart their outermost texts begin and end."""
        if (first, end) not in self.known:
            inside = [piece.run for piece in self.every if first <= piece.first and piece.end <= end]
            across = max(run.x1 for run in inside) - min(run.x0 for run in inside)
            self.known[first, end] = across if end - first > 1 else max(run.x1 - run.x0 for run in inside)
        return self.known[first, end]

    def is_rest(self, upper: Piece, lower: Piece) -> bool:
        """Tell whether the characters where a line ends part one text; a percent sign alone may be a unit below others."""
        shorter = upper.run.figure and _width(lower) < _width(upper) - self.em / 2
        near = lower.run.top - upper.run.bottom <= _APART * self.em
        return near and (upper.run.goes_on or (lower.run.rest and (shorter or not lower.run.figure)))

    def split(self, upper: Piece, lower: Piece) -> float:
        """Give what it costs, in ems, that two lines are of two cells."""
        return _REST if self.is_rest(upper, lower) else _SPLIT * self.full(upper, lower)

    def join(self, upper: Piece, lower: Piece) -> float:
        """Give what it costs, in ems, that two lines are of one cell: nothing where the upper is full or both are of paragraphs."""
        near = lower.run.top - upper.run.bottom <= _APART * self.em
        paragraphs = (
            near and max(_width(upper), _width(lower)) > _LONG * self.em and abs(upper.run.x0 - lower.run.x0) < _INDENT * self.em
        )
        return 0.0 if paragraphs else _JOIN * (1 - self.full(upper, lower))


def _width(piece: Piece) -> float:
    return piece.run.x1 - piece.run.x0


def lines_of(pieces: Sequence[Piece], em: float) -> list[Piece]:
    """Join the pieces of one cell's line, which blanks part; from top to bottom."""
    out: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.first, p.end, round(p.run.middle / em, 1), p.run.x0)):
        before = out[-1] if out else None
        if before and (before.first, before.end) == (piece.first, piece.end) and piece.run.middle - before.run.middle < _SAME * em:
            figure = before.run.figure and piece.run.figure
            out[-1] = replace(before, run=replace(before.run, x1=max(before.run.x1, piece.run.x1), figure=figure))
        else:
            out.append(piece)
    return sorted(out, key=lambda p: p.run.middle)


def joined_lines(pieces: Sequence[Piece], xs: tuple[float, ...], em: float) -> tuple[Piece, ...]:
    """Give the pieces; each full line of a label reaches down to the line on which it goes on."""
    room = Room(xs, tuple(lines_of(pieces, em)), em)
    half = (len(xs) - 1) // 2
    return tuple(_reaching(piece, pieces, room) if piece.end <= half else piece for piece in pieces)


def _reaching(piece: Piece, pieces: Sequence[Piece], room: Room) -> Piece:
    below = [p for p in pieces if p.first == piece.first and p.end == piece.end and p.run.top > piece.run.middle]
    lower = min(below, key=lambda p: (p.run.top, p.run.x0), default=None)
    goes_on = lower and _goes_on(piece, lower, room)
    return replace(piece, run=replace(piece.run, bottom=lower.run.top)) if lower and goes_on else piece


def _goes_on(upper: Piece, lower: Piece, room: Room) -> bool:
    near = lower.run.top - upper.run.bottom < _LINES * room.em
    return near and room.full(upper, lower) > (_PERHAPS if _width(lower) > _width(upper) - room.em / 2 else 0.0)
