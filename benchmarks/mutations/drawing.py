"""A sheet drawn on pages: rulings, texts and whatever else, as operators that a mutation may change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from mutations.sheet import Key, Placed, Sheet, place_cells
from support.pdf_bytes import pdf

SIZE_PT = 8.0
LEADING_PT = 10.0
PAD_PT = 3.0
MARGIN_PT = 36.0
PORTRAIT = (595.0, 842.0)
LANDSCAPE = (842.0, 595.0)
NARROW_EM = 0.556  # the width of a digit and of most letters in Helvetica
OTHER_EM = {
    ",": 0.278,
    ".": 0.278,
    ":": 0.278,
    "/": 0.278,
    "-": 0.333,
    "(": 0.333,
    ")": 0.333,
    "%": 0.889,
    "I": 0.278,
    "l": 0.222,
}
LATIN = {"†": 0xB2}  # signs beyond ASCII that Helvetica has, by their codes


@dataclass(frozen=True, slots=True)
class Ruling:
    """A stroked line; ``cells`` are the places left and right of it, or above and below, as row and column."""

    x0: float
    y0: float
    x1: float
    y1: float
    row: int = -1
    col: int = -1

    @property
    def upright(self) -> bool:
        """Whether the line stands."""
        return self.x0 == self.x1

    def __str__(self) -> str:
        """Return the operators that draw it."""
        return f"{self.x0:.2f} {self.y0:.2f} m {self.x1:.2f} {self.y1:.2f} l S\n"


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text at its left end of the base line, and the number that it prints, if one."""

    x: float
    y: float
    text: str
    key: Key | None = None
    size: float = SIZE_PT

    @property
    def width(self) -> float:
        """How far the text runs, in points."""
        return width_of(self.text, self.size)

    def __str__(self) -> str:
        """Return the operators that draw it: what is ASCII in Helvetica, the rest in the Chinese font."""
        return f"BT 1 0 0 1 {self.x:.2f} {self.y:.2f} Tm {show_text(self.text, self.size)}ET\n"


Mark = Ruling | Words | str
"""What is drawn: a ruling, a text, or operators as they are."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Pages of marks. ``turn`` is what the pages' Rotate says."""

    pages: tuple[tuple[Mark, ...], ...]
    size: tuple[float, float]
    turn: int = 0
    fonts: str = ""
    unicode_map: str = ""
    annots: str = ""

    def words(self) -> list[tuple[int, int, Words]]:
        """Return the page, the place in the page, and the text of every number."""
        return [
            (number, at, mark)
            for number, page in enumerate(self.pages)
            for at, mark in enumerate(page)
            if isinstance(mark, Words) and mark.key is not None
        ]

    def with_marks(self, page: int, at: int, *marks: Mark) -> Drawing:
        """Return the drawing with other marks in one mark's place."""
        marks_of = self.pages[page]
        changed = (*marks_of[:at], *marks, *marks_of[at + 1 :])
        return replace(self, pages=(*self.pages[:page], changed, *self.pages[page + 1 :]))

    def with_pages(self, change: Callable[[tuple[Mark, ...]], tuple[Mark, ...]]) -> Drawing:
        """Return the drawing with every page changed."""
        return replace(self, pages=tuple(map(change, self.pages)))

    def __bytes__(self) -> bytes:
        """Return the file."""
        contents = ["".join(map(str, page)) for page in self.pages]
        return pdf(
            *contents,
            box=(0, 0, *self.size),
            rotate=self.turn,
            fonts=self.fonts,
            unicode_map=self.unicode_map,
            annots=self.annots,
        )


def show_text(text: str, size: float = SIZE_PT) -> str:
    """Return the operators that show a text, inside a text object."""
    shown = []
    for is_latin, run in groupby(text, key=lambda char: char.isascii() or char in LATIN):
        part = "".join(run)
        if is_latin:
            codes = "".join(f"{LATIN.get(char, ord(char)):02x}" for char in part)
            shown.append(f"/F1 {size} Tf <{codes}> Tj ")
        else:
            shown.append(f"/F2 {size} Tf <{part.encode('utf-16-be').hex()}> Tj ")
    return "".join(shown)


def width_of(text: str, size: float = SIZE_PT) -> float:
    """Return how wide a text is, in points."""
    return size * sum(OTHER_EM.get(char, NARROW_EM) if char.isascii() else 1.0 for char in text)


def wrap_text(text: str, width: float) -> list[str]:
    """Cut a text into lines no wider than ``width``."""
    lines = [""]
    for char in text:
        if lines[-1] and width_of(lines[-1] + char) > width:
            lines.append("")
        lines[-1] += char
    return lines


def draw_sheet(sheet: Sheet, size: tuple[float, float] = PORTRAIT) -> Drawing:
    """Draw a sheet with a ruling around each cell; pages end between rows."""
    xs = _edges(sheet, size[0] - 2 * MARGIN_PT)
    placed = place_cells(sheet)
    heights = _heights(sheet, placed, xs)
    pages = []
    for number, (first, last) in enumerate(part_pages(heights, size[1] - 2 * MARGIN_PT - 3 * LEADING_PT)):
        top = size[1] - MARGIN_PT
        marks: list[Mark] = ["0.5 w\n"]
        if number == 0:
            for line in sheet.above:
                marks.append(Words((size[0] - width_of(line)) / 2, top - SIZE_PT, line))
                top -= LEADING_PT
        ys = [top - 4]
        for height in heights[first:last]:
            ys.append(ys[-1] - height)
        for cell in placed:
            marks += _draw_cell(cell, xs, ys, first, last)
        if last == len(heights):
            marks += [
                Words(MARGIN_PT, ys[-1] - LEADING_PT * (1 + at), line) for at, line in enumerate(sheet.below)
            ]
        pages.append(tuple(dict.fromkeys(marks)))
    return Drawing(tuple(pages), size)


def _edges(sheet: Sheet, width: float) -> list[float]:
    xs, whole = [MARGIN_PT], sum(sheet.widths)
    for share in sheet.widths:
        xs.append(xs[-1] + width * share / whole)
    return xs


def _heights(sheet: Sheet, placed: list[Placed], xs: list[float]) -> list[float]:
    heights = [LEADING_PT + 2 * PAD_PT] * len(sheet.rows)
    for row, col, _, cell in sorted(placed, key=lambda one: one.cell.rows):
        width = xs[col + cell.cols] - xs[col] - 2 * PAD_PT
        wanted = LEADING_PT * len(wrap_text(cell.text, width)) + 2 * PAD_PT
        lacks = wanted - sum(heights[row : row + cell.rows])
        if lacks > 0:
            heights[row + cell.rows - 1] += lacks
    return heights


def part_pages(heights: Sequence[float], room: float) -> Iterator[tuple[int, int]]:
    """Give the first row of each page, and the row behind its last."""
    cuts, filled = [0], 0.0
    for number, height in enumerate(heights):
        if filled + height > room:
            cuts.append(number)
            filled = 0.0
        filled += height
    yield from pairwise([*cuts, len(heights)])


def _draw_cell(placed: Placed, xs: list[float], ys: list[float], first: int, last: int) -> Iterator[Mark]:
    """Draw the part of a cell on the page of these rows: its four sides, and its text where it begins."""
    row, col, _, cell = placed
    top, bottom = max(row, first), min(row + cell.rows, last)
    if top >= bottom:
        return
    left, right = xs[col], xs[col + cell.cols]
    upper, lower = ys[top - first], ys[bottom - first]
    yield Ruling(left, upper, right, upper, top, col)
    yield Ruling(left, lower, right, lower, bottom, col)
    yield Ruling(left, upper, left, lower, top, col)
    yield Ruling(right, upper, right, lower, top, col + cell.cols)
    if row < first:
        return
    for at, line in enumerate(wrap_text(cell.text, right - left - 2 * PAD_PT)):
        if line:
            whole = cell.key if at == 0 else None
            yield Words(left + PAD_PT, upper - PAD_PT - SIZE_PT - at * LEADING_PT, line, whole)
