"""The form's cells cut into pages: what each page shows of each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from styles.table import Spot

SIZE, PITCH, PAD = 9.0, 12.0, 3.0
BODY = 560.0  # points of table on a page
Labels = str  # where a cut label stands: middle, split, first, last


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: where it begins and its baseline, in points from the upper left of the page's table."""

    text: str
    x: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Piece:
    """What a page shows of a cell; ``cut_top`` and ``cut_bottom`` tell where the page end cuts it."""

    spot: Spot
    top: float
    bottom: float
    cut_top: bool
    cut_bottom: bool
    lines: tuple[Text, ...]


def paged(
    spots: Sequence[Spot], *, body: float = BODY, labels: Labels = "middle", whole_rows: bool = False
) -> list[tuple[Piece, ...]]:
    """Cut the cells into pages of ``body`` points, between two lines of a cell or, with ``whole_rows``, between two rows."""
    cuts = page_cuts(row_tops(spots), body, whole_rows=whole_rows)
    return [tuple(_pieces(spots, cuts, page, labels)) for page in pairwise(cuts)]


def row_tops(spots: Sequence[Spot]) -> list[float]:
    """Give each row's top, and the table's bottom."""
    rows = 1 + max(spot.row + spot.rowspan - 1 for spot in spots)
    heights = [PITCH + 2 * PAD] * rows
    for spot in spots:
        if spot.rowspan == 1:
            heights[spot.row] = max(heights[spot.row], PITCH * len(wrapped(spot)) + 2 * PAD)
    for spot in spots:
        lacking = PITCH * len(wrapped(spot)) + 2 * PAD - sum(heights[spot.row : spot.row + spot.rowspan])
        heights[spot.row + spot.rowspan - 1] += max(lacking, 0.0)
    tops = [0.0]
    for height in heights:
        tops.append(tops[-1] + height)
    return tops


def page_cuts(tops: Sequence[float], body: float, *, whole_rows: bool = False) -> list[float]:
    """Give where pages begin and end on the uncut table."""
    cuts = [0.0]
    while cuts[-1] + body < tops[-1]:
        limit = cuts[-1] + body
        row = max(top for top in tops if top <= limit)
        lines = int((limit - row - PAD) // PITCH)
        cuts.append(row if whole_rows or lines < 1 else row + PAD + PITCH * lines)
    return [*cuts, tops[-1]]


def wrapped(spot: Spot) -> list[str]:
    """Wrap a cell's text: at its newlines, and where a line is full."""
    if spot.label and spot.x1 - spot.x0 < 4 * SIZE:
        return list(spot.text)
    return [line for part in spot.text.split("\n") for line in _full_lines(part, spot.x1 - spot.x0 - 4)]


def width_of(text: str) -> float:
    """Give a text's width: Chinese characters are square, others half as wide."""
    return sum(SIZE if ord(char) > 0x2000 or char == "—" else SIZE / 2 for char in text)


def _full_lines(text: str, width: float) -> Iterator[str]:
    line = ""
    for char in text:
        if width_of(line + char) > width:
            yield line
            line = ""
        line += char
    yield line


def _pieces(
    spots: Sequence[Spot], cuts: Sequence[float], page: tuple[float, float], labels: Labels
) -> Iterator[Piece]:
    tops, (start, end) = row_tops(spots), page
    for spot in spots:
        top, bottom = tops[spot.row], tops[spot.row + spot.rowspan]
        if max(top, start) < min(bottom, end):
            lines = tuple(_lines_between(spot, _first_line(spot, top, bottom, cuts, labels), start, end))
            yield Piece(
                spot, max(top, start) - start, min(bottom, end) - start, top < start, bottom > end, lines
            )


def _first_line(spot: Spot, top: float, bottom: float, cuts: Sequence[float], labels: Labels) -> float:
    """Tell where a cell's first line begins on the uncut table."""
    height = PITCH * len(wrapped(spot))
    inside = [cut for cut in cuts if top < cut < bottom]
    if spot.rowspan == 1 or labels == "first":
        return top + PAD
    if inside and labels == "split":
        return min(max(inside[0] - PITCH * (len(wrapped(spot)) - 1), top + PAD), bottom - height)
    if inside and labels == "last":
        return max(inside[-1] + PAD, bottom - height - PAD)
    return (top + bottom - height) / 2


def _lines_between(spot: Spot, first: float, start: float, end: float) -> Iterator[Text]:
    for number, line in enumerate(wrapped(spot)):
        top = first + PITCH * number
        if line and start <= top + PITCH / 2 < end:
            shown = min(max(top, start), end - PITCH)
            x = spot.x0 + 2 if spot.rowspan == 1 else (spot.x0 + spot.x1 - width_of(line)) / 2
            yield Text(line, x, shown - start + 10)
