"""The grid: cells with spans, their text, and where each piece of it stands in the file.

Cells and boxes are msgspec's structs, and not dataclasses as the other types are: a file has thousands of
them, and a frozen dataclass takes ten times as long to make. ``msgspec.structs.replace`` changes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import cos, sin
from operator import itemgetter
from string import ascii_letters
from typing import Literal, get_args

from msgspec import Struct, structs

from extract.messages import Message

Doubt = Literal["inferred", "moved", "chosen", "mended", "covered", "struck", "unit", "broken"]
"""How a value was read that is not printed plainly.

- ``inferred``: its column is told by alignment or white space;
- ``moved``: its cell was put into another column than it stands in, to make its line fit;
- ``chosen``: it is one of several readings, the one by which a sum comes out;
- ``mended``: it was put right after it was read;
- ``covered``, ``struck``: something lies over it, or a line goes through it;
- ``unit``: its money unit is not sure;
- ``broken``: characters touch it that nobody can account for, or its cell may hold the texts of two rows.
"""

DOUBTS: tuple[str, ...] = get_args(Doubt)

_DOUBTED_CONFIDENCE = 0.5  # below that of columns told by white space, so that people see it first


class Box(Struct, frozen=True, gc=False):
    """A place in a file, and how what stands there was read.

    On a page: ``page`` from 1, edges in PDF points from the upper left of the page as shown.
    In a text file: ``line`` from 1. In others: ``place``, such as a sheet and cell. ``confidence`` is 0 to 1.
    ``doubt`` is None where the value is printed plainly.
    """

    page: int | None = None
    x0: float | None = None
    top: float | None = None
    x1: float | None = None
    bottom: float | None = None
    line: int | None = None
    place: str | None = None
    confidence: float = 1.0
    doubt: Doubt | None = None

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Its left, top, right and bottom; zeros where it is on no page."""
        return self.x0 or 0.0, self.top or 0.0, self.x1 or 0.0, self.bottom or 0.0


def with_doubt(boxes: Sequence[Box], doubt: Doubt) -> tuple[Box, ...]:
    """Return the boxes in doubt; one that is in doubt already stays as it is."""
    return tuple(doubt_box(box, doubt) for box in boxes)


def doubt_box(box: Box, doubt: Doubt | None) -> Box:
    """Return a box in doubt; as it is where there is none, or where it is in doubt already."""
    if doubt is None or box.doubt is not None:
        return box
    return structs.replace(box, confidence=min(box.confidence, _DOUBTED_CONFIDENCE), doubt=doubt)


def find_doubt(boxes: Sequence[Box]) -> Doubt | None:
    """Return the doubt of the first box that has one."""
    return next((box.doubt for box in boxes if box.doubt is not None), None)


def without_doubt(box: Box) -> Box:
    """Return the place alone, by which boxes of two readings are compared."""
    return structs.replace(box, confidence=1.0, doubt=None)


class Cell(Struct, frozen=True, gc=False):
    """A cell at ``row``, ``col`` (from 0) that covers ``rowspan`` rows and ``colspan`` columns.

    ``boxes`` holds one box for each piece that a page break cut, in reading order. ``lines`` counts the lines
    that its text takes on its last page; 0 where the reader does not tell: cells that differ in nothing else
    are equal.
    """

    row: int
    col: int
    text: str
    boxes: tuple[Box, ...] = ()
    rowspan: int = 1
    colspan: int = 1
    lines: int = 0

    def __eq__(self, other: object) -> bool:
        """Compare all but the lines."""
        if not isinstance(other, Cell):
            return NotImplemented
        return _compared(self) == _compared(other)

    def __hash__(self) -> int:
        """Hash what is compared."""
        return hash(_compared(self))


def _compared(cell: Cell) -> tuple[object, ...]:
    return cell.row, cell.col, cell.text, cell.boxes, cell.rowspan, cell.colspan


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside every table."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Seam:
    """A page end inside a table: ``row`` is the one with which the new page begins.

    ``ruled_above`` tells for each column whether a ruling closes the last row of the page before,
    ``ruled_below`` whether one closes the top of the new page. Both are empty where the file draws no
    rulings, and once it is decided which cells go on over the page end.
    """

    row: int
    ruled_above: tuple[bool, ...] = ()
    ruled_below: tuple[bool, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided which cells go on over the page end."""
        return bool(self.ruled_above)


@dataclass(frozen=True, slots=True)
class Grid:
    """One table over all its pages, in common columns.

    ``before``: the lines of text between the table before and this one, in reading order. ``seams``: the page
    ends inside the table, in order; a cell that an open one cuts is still two. ``ragged``: the cells come
    from a text file, and a row's columns need not be its header's columns. ``xs`` are the edges of the
    columns, one more than there are, in points from the left edge of the page, or of the part of a sheet, on
    which the table begins; none where the file has no pages.
    """

    rows: int
    cols: int
    cells: tuple[Cell, ...]
    before: tuple[Line, ...] = ()
    seams: tuple[Seam, ...] = ()
    ragged: bool = False
    xs: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Conservation:
    """Where the visible glyphs (blanks left out) went.

    ``total`` is by an independent count; the others are inside cells and outside tables.
    """

    total: int
    in_cells: int
    outside: int

    @property
    def holds(self) -> bool:
        """Whether no glyph was lost and none doubled."""
        return self.total == self.in_cells + self.outside


@dataclass(frozen=True, slots=True)
class Document:
    """All that a file prints: its tables in reading order, and the lines after the last.

    Each table has the lines before it. ``format`` is what the file is, as ``filetype`` names it; ``engine``
    names the reader; ``warnings`` tell the user what the reading is not sure of. ``scanned`` are the numbers
    of the pages that were recognised, ``readings`` tell how their cells were, ``pictures`` are the numbers of
    the pages that are pictures and were not.
    """

    format: str
    engine: str
    pages: int
    grids: tuple[Grid, ...]
    tail: tuple[Line, ...] = ()
    conservation: Conservation = Conservation(0, 0, 0)
    warnings: tuple[Message, ...] = ()
    scanned: tuple[int, ...] = ()
    readings: tuple[CellReading, ...] = ()
    pictures: tuple[int, ...] = ()


DRAWN_FORMATS = frozenset({"pdf", "ofd", "picture"})
"""The formats of documents with pages that can be drawn."""

UPSIDE_DOWN = 2
"""Quarter turns."""


@dataclass(frozen=True, slots=True)
class Turn:
    """By how many quarters a page's text is turned clockwise, and the shown page's width and height.

    ``lean_rad`` is by how much the page leans against the clock besides: it was straightened to be read.
    """

    quarters: int
    width: float
    height: float
    lean_rad: float = 0.0

    def turn_back(self, box: Box) -> Box:
        """Return where on the page as shown a box of the page turned upright stands."""
        x0, top, x1, bottom = self._lean_edges(self._turn_edges(box.edges))
        return structs.replace(box, x0=x0, top=top, x1=x1, bottom=bottom)

    def _turn_edges(self, edges: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        x0, top, x1, bottom = edges
        if self.quarters == 0:
            return edges
        if self.quarters == 1:
            return self.width - bottom, x0, self.width - top, x1
        if self.quarters == UPSIDE_DOWN:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        return top, self.height - x1, bottom, self.height - x0

    def _lean_edges(self, edges: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return the box around a box of the straightened page on the one that leans around its middle."""
        if not self.lean_rad:
            return edges
        c, s = cos(self.lean_rad), sin(self.lean_rad)
        middle_x, middle_y = self.width / 2, self.height / 2
        xs: list[float] = []
        ys: list[float] = []
        for x, y in product(edges[::2], edges[1::2]):
            right, down = x - middle_x, y - middle_y
            xs.append(middle_x + c * right + s * down)
            ys.append(middle_y - s * right + c * down)
        return min(xs), min(ys), max(xs), max(ys)


UNMOVED = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
"""The nine numbers, row by row, of the matrix that leads each point to its own place."""

Term = tuple[int, int, float]
"""Of a polynomial: the powers of the place to the right and down, and the share of their product."""


@dataclass(frozen=True, slots=True)
class Bend:
    """How the paper of a photographed page is curled, told on the page made level and upright.

    ``before`` are nine numbers, row by row, of the matrix that leads a point of the straightened page there.
    A point is then moved to the ``right`` and ``down`` by polynomials of its place, which is measured from the
    ``middle`` in ``unit`` points and goes no farther than ``reach``.
    """

    middle: tuple[float, float]
    unit: float
    reach: tuple[float, float]
    right: tuple[Term, ...]
    down: tuple[Term, ...]
    before: tuple[float, ...] = UNMOVED

    def find_place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the straightened page is moved."""
        x, y = _project(self.before, x, y)
        u = _hold((x - self.middle[0]) / self.unit, self.reach[0])
        v = _hold((y - self.middle[1]) / self.unit, self.reach[1])
        right = sum(share * u**i * v**j for i, j, share in self.right)
        down = sum(share * u**i * v**j for i, j, share in self.down)
        return x + self.unit * right, y + self.unit * down


def _hold(value: float, reach: float) -> float:
    return max(-reach, min(reach, value))


def _project(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f, g, h, i = matrix
    depth = g * x + h * y + i
    return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth


@dataclass(frozen=True, slots=True)
class Warp:
    """How a page that was scanned or photographed was straightened.

    ``matrix`` are the nine numbers, row by row, of the projection that leads a point of the straightened page
    to its place on the page as shown, both in points from the upper left. Where the page is curled, ``bend``
    moves the point first.
    """

    matrix: tuple[float, ...]
    bend: Bend | None = None

    def turn_back(self, box: Box) -> Box:
        """Return the box around where on the page as shown a box of the straightened page stands."""
        x0, top, x1, bottom = box.edges
        across: tuple[float, ...] = (x0, x1)
        down: tuple[float, ...] = (top, bottom)
        if self.bend is not None:  # an edge between two corners may be bent outwards
            across, down = (x0, (x0 + x1) / 2, x1), (top, (top + bottom) / 2, bottom)
        places = [self.find_place(x, y) for x, y in product(across, down)]
        xs, ys = [x for x, _ in places], [y for _, y in places]
        return structs.replace(box, x0=min(xs), top=min(ys), x1=max(xs), bottom=max(ys))

    def find_place(self, x: float, y: float) -> tuple[float, float]:
        """Return where on the page as shown a point of the straightened page stands."""
        if self.bend is not None:
            x, y = self.bend.find_place(x, y)
        return _project(self.matrix, x, y)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A text that a recognised cell may print; ``cost`` is the negative logarithm of its probability."""

    text: str
    cost: float


@dataclass(frozen=True, slots=True)
class CellReading:
    """How a cell was recognised.

    ``box`` is the cell's own. ``text`` is what was read, ``confidence`` that of its least sure character.
    ``alternatives`` are what it may print instead, the likeliest first, that text among them. ``confirmed``
    are the texts that a second, independent reading gave, where it gave another that of both. ``doubt`` tells
    why the text is not sure, ``figure_confidence`` that of the least sure digit or sign of a number in it,
    None where nobody told.
    """

    box: Box
    text: str
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    confirmed: tuple[str, ...] = ()
    doubt: Doubt | None = None
    figure_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Where a part of a sheet begins and ends, in points from the page's upper left.

    ``xs`` and ``ys`` are the edges of all columns and rows of parts, the sheet's own among them.
    """

    left: float
    top: float
    right: float
    bottom: float
    xs: tuple[float, ...]
    ys: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on one page.

    ``xs`` and ``ys`` are its column and row edges in points from the page's upper left, one more than it has
    columns and rows. ``cells`` cover it without gap or overlap, in reading order; a cell's ``row`` and
    ``col`` index ``ys`` and ``xs``. ``open_top`` and ``open_bottom`` tell that no rule closes the first or
    last row there, as where a page end cuts a row. ``ruled_top`` and ``ruled_bottom`` tell the same column by
    column, ``ruled_left`` and ``ruled_right`` row by row of the outer sides, where the reader knows it.
    ``inferred``: no upright rule draws it, and its columns are told by the
    white between them.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]
    open_top: bool = False
    open_bottom: bool = False
    ruled_top: tuple[bool, ...] = ()
    ruled_bottom: tuple[bool, ...] = ()
    inferred: bool = False
    ruled_left: tuple[bool, ...] = ()
    ruled_right: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page as shown (after rotation): its tables from top to bottom, and the lines of text outside them.

    ``glyphs`` counts the visible glyphs (blanks left out) on the whole page, independently of the tables;
    ``in_cells`` those that stand in cells, ``outside`` those in ``lines`` and ``overlay``. ``images`` counts
    pictures: a page with pictures and no glyphs is a scan, and so is one of few glyphs of which pictures
    cover most, ``picture_share``. ``is_drawn``: on a page of few glyphs text may be drawn as curves.
    ``overlay`` holds text at an angle, such as a watermark. ``cut_numbers`` counts the places where an edge
    of a cell runs through a number. ``turn`` tells how the page's text lies on it, where it does not stand
    upright: all places are those of the page turned upright. ``part`` is the part of the page that this
    is, where several pages or forms stand on it: each part is read as a page of its own, with the number and
    the places of the whole. ``is_scanned``: the page is a picture that was recognised; ``readings`` tell how.
    """

    number: int
    width: float
    height: float
    tables: tuple[PageTable, ...]
    lines: tuple[Line, ...]
    glyphs: int = 0
    in_cells: int = 0
    outside: int = 0
    images: int = 0
    picture_share: float = 0.0
    is_drawn: bool = False
    warnings: tuple[Message, ...] = ()
    overlay: tuple[Line, ...] = ()
    cut_numbers: int = 0
    turn: Turn | Warp | None = None
    part: Part | None = None
    is_scanned: bool = False
    readings: tuple[CellReading, ...] = ()


_LETTERS = frozenset(ascii_letters)
_FIRST = itemgetter(0)


def join_wrapped(texts: Sequence[str]) -> str:
    """Join the lines of a text that a cell's width or a page break wrapped.

    No blank stands where the wrap cut a sentence or a number, one between two words of letters.
    """
    if len(texts) < 2:  # noqa: PLR2004 - most cells hold one line or none
        return "".join(texts).strip()
    kept = list(filter(None, map(str.strip, texts)))
    if _LETTERS.isdisjoint(map(_FIRST, kept)):
        return "".join(kept)
    joined = kept[:1]
    for before, text in pairwise(kept):
        if before[-1] in _LETTERS and text[0] in _LETTERS:
            joined.append(" ")
        joined.append(text)
    return "".join(joined)
