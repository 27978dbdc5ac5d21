"""Which cells of a page without upright rulings two readings agree in: the text, its column and its row.

camelot's network parser sets texts in columns by how they are aligned, our reading by the white between them;
camelot makes a row of each line, so rows are held against the white between its lines.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from msgspec import structs

from extract.engines.settings import ENGINES
from extract.grid import Box, Cell, Page, PageTable

Interval = tuple[float, float]
Columns = tuple[int, int]  # the first, and how many


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of the second reading: its box, its table, row and column, and how far that column reaches.

    No column outside all tables.
    """

    text: str
    box: Box
    place: tuple[int, int, int] | None = None
    reach: Interval | None = None

    @property
    def middle(self) -> tuple[float, float]:
        """Where its middle stands on the page."""
        x0, top, x1, bottom = self.box.edges
        return (x0 + x1) / 2, (top + bottom) / 2

    @property
    def column(self) -> tuple[int, int] | None:
        """Its table and column."""
        return (self.place[0], self.place[2]) if self.place else None


@dataclass(frozen=True, slots=True)
class OpenColumns:
    """A page's last table: its column edges, and how far the second reading's column of each sure number reaches."""

    number: int = 0
    xs: tuple[float, ...] = ()
    reaches: Mapping[Columns, Interval] = field(default_factory=dict)

    def may_go_on(self, page: int, xs: tuple[float, ...]) -> bool:
        """Tell whether a table of the next page has the same columns."""
        if page != self.number + 1 or len(xs) != len(self.xs):
            return False
        return all(abs(one - other) <= ENGINES.edge_pt for one, other in zip(xs, self.xs, strict=True))


def find_agreed(
    first: Page, second: Page, before: OpenColumns | None = None
) -> tuple[Mapping[Box, float], OpenColumns]:
    """Return the boxes of the first reading's cells with text that the second has too, with their confidence.

    ``ENGINES.agreed_confidence`` where both have the text in one column and one row, as told by the cells
    around it; ``ENGINES.alike_confidence`` where only the text is alike; ``ENGINES.apart_confidence`` where it
    is not. A number at the top of a page may go on in a column of the page ``before``. The columns of this page
    come with them.
    """
    pieces = list(_list_pieces(second))
    found: dict[Box, float] = {}
    columns = before or OpenColumns()
    for table in first.tables:
        goes_on = table.inferred and columns.may_go_on(first.number, table.xs)
        held = _TableAgreement(table, pieces, columns.reaches if goes_on else {})
        if table.inferred:
            found |= held.measure()
        columns = OpenColumns(first.number, table.xs, held.list_reaches(found))
    return found, columns


def with_agreement(page: Page, agreed: Mapping[Box, float]) -> Page:
    """Return the page with these confidences; what both readings agree in is no more inferred."""
    tables = []
    for table in page.tables:
        cells = tuple(_with_confidence(cell, agreed) for cell in table.cells)
        tables.append(replace(table, cells=cells))
    return replace(page, tables=tuple(tables))


def _with_confidence(cell: Cell, agreed: Mapping[Box, float]) -> Cell:
    boxes = []
    for box in cell.boxes:
        confidence = agreed.get(box, box.confidence)
        is_sure = confidence >= ENGINES.agreed_confidence and box.doubt == "inferred"
        boxes.append(structs.replace(box, confidence=confidence, doubt=None if is_sure else box.doubt))
    return structs.replace(cell, boxes=tuple(boxes))


def _list_pieces(page: Page) -> Sequence[Piece]:
    pieces = [Piece(_strip_blanks(line.text), line.box) for line in page.lines]
    for number, table in enumerate(page.tables):
        for cell in table.cells:
            if cell.text:
                text = _strip_blanks(cell.text)
                reach = (table.xs[cell.col], table.xs[cell.col + cell.colspan])
                pieces.append(Piece(text, cell.boxes[0], (number, cell.row, cell.col), reach))
    return pieces


def _strip_blanks(text: str) -> str:
    return "".join(text.split())


def is_number(text: str) -> bool:
    """Tell whether a text is a number, perhaps with a unit: digits are half of it, or it stands for none."""
    return 2 * sum(map(str.isdigit, text)) >= len(text) or not any(map(str.isalnum, text))


class _TableAgreement:
    """One table of the first reading held against the pieces of the second."""

    def __init__(self, table: PageTable, pieces: Sequence[Piece], before: Mapping[Columns, Interval]) -> None:
        self._before = before
        self._cells = [cell for cell in table.cells if cell.text]
        self._over: dict[Box, list[Piece]] = {cell.boxes[0]: [] for cell in self._cells}
        self._shared: set[Box] = set()
        for piece in pieces:
            self._add(piece)
        self._rows = self._find_sure_rows()
        self._sure: dict[Box, bool] = {}

    def _add(self, piece: Piece) -> None:
        """Give a piece to the cell that holds its middle; one that others reach into is no cell of its own."""
        held = [cell for cell in self._cells if _holds(cell.boxes[0], piece.middle)]
        for cell in held:
            self._over[cell.boxes[0]].append(piece)
        for cell in self._cells:
            if cell not in held and _reaches_into(piece.box, cell.boxes[0]):
                self._shared.update(one.boxes[0] for one in (cell, *held))

    def measure(self) -> Mapping[Box, float]:
        """Return the confidence of each cell with text."""
        found = {}
        for cell in self._cells:
            box = cell.boxes[0]
            confidence = ENGINES.apart_confidence
            if self._is_alike(cell):
                confidence = ENGINES.alike_confidence
                if self._is_sure(cell):
                    confidence = ENGINES.agreed_confidence
            found[box] = confidence
        return found

    def _is_alike(self, cell: Cell) -> bool:
        box = cell.boxes[0]
        if box in self._shared:
            return False
        over = sorted(self._over[box], key=lambda piece: (piece.middle[1], piece.middle[0]))
        return "".join(piece.text for piece in over) == _strip_blanks(cell.text)

    def _is_sure(self, cell: Cell) -> bool:
        """Tell whether the second reading has a cell in the same row, and a number in the same column too."""
        if cell.rowspan > 1 or cell.row not in self._rows:
            return False
        if not is_number(cell.text):
            return True
        if len(self._over[cell.boxes[0]]) != 1 or not self._has_name(cell):
            return False
        return self._is_alone_with_name(cell) or self._is_below_its_head(cell)

    def _in_row(self, row: int) -> list[Cell]:
        return [cell for cell in self._cells if cell.row == row and cell.rowspan == 1]

    def _has_name(self, cell: Cell) -> bool:
        """Tell whether a text to the left in its row is alike."""
        for other in self._in_row(cell.row):
            if other.col < cell.col and not is_number(other.text) and self._is_alike(other):
                return True
        return False

    def _is_alone_with_name(self, cell: Cell) -> bool:
        return len(self._in_row(cell.row)) == 2  # noqa: PLR2004 - a label and its value

    def _is_below_its_head(self, cell: Cell) -> bool:
        """Tell whether the cells above it, up to a text, stand in its column in both readings.

        No other column of its row does.
        """
        column = self._column_of(cell)
        beside = [self._column_of(other) for other in self._in_row(cell.row) if other is not cell]
        if column is None or column in beside:
            return False
        above = self._find_above(cell)
        if above is None:
            return self._goes_on(cell)
        if not self._is_alike(above) or self._column_of(above) != column:
            return False
        return not is_number(above.text) or self._is_chained(above)

    def _goes_on(self, cell: Cell) -> bool:
        """Tell whether its column in the second reading is the one of the page before."""
        reach, known = self._over[cell.boxes[0]][0].reach, self._before.get((cell.col, cell.colspan))
        if reach is None or known is None:
            return False
        shared = min(reach[1], known[1]) - max(reach[0], known[0])
        return 2 * shared > max(reach[1] - reach[0], known[1] - known[0])

    def list_reaches(self, agreed: Mapping[Box, float]) -> Mapping[Columns, Interval]:
        """Return how far the second reading's column of the last sure number of each column reaches."""
        reaches: dict[Columns, Interval] = {}
        for cell in self._cells:
            box = cell.boxes[0]
            reach = self._over[box][0].reach if self._over[box] else None
            if reach and is_number(cell.text) and agreed.get(box, 0.0) >= ENGINES.agreed_confidence:
                reaches[cell.col, cell.colspan] = reach
        return reaches

    def _is_chained(self, cell: Cell) -> bool:
        box = cell.boxes[0]
        if box not in self._sure:
            self._sure[box] = self._is_below_its_head(cell)
        return self._sure[box]

    def _column_of(self, cell: Cell) -> tuple[int, int] | None:
        columns = {piece.column for piece in self._over[cell.boxes[0]]}
        return columns.pop() if len(columns) == 1 else None

    def _find_above(self, cell: Cell) -> Cell | None:
        """Find the nearest cell with text above one, over the same columns."""
        found: Cell | None = None
        for other in self._cells:
            if other.row >= cell.row or not _share_columns(other, cell):
                continue
            if found is None or other.row > found.row:
                found = other
        return found

    def _find_sure_rows(self) -> Collection[int]:
        """Find the rows with more white around them than any cell has between its lines."""
        reach: dict[int, Interval] = {}
        within = [0.0]
        for cell in self._cells:
            lines = _merge([piece.box.edges[1::2] for piece in self._over[cell.boxes[0]]])
            within += [low[0] - high[1] for high, low in pairwise(lines)]
            if lines and cell.rowspan == 1:
                top, bottom = reach.get(cell.row, lines[0])
                reach[cell.row] = min(top, lines[0][0]), max(bottom, lines[-1][1])
        filled = sorted(reach.items())
        whites = [low[0] - high[1] for (_, high), (_, low) in pairwise(filled)]
        least = ENGINES.row_white_ratio * max(within) + ENGINES.row_white_pt
        least = max(least, ENGINES.usual_white_share * median(whites or [0.0]))
        around = zip([least, *whites], [*whites, least], strict=True)
        return {row for (row, _), pair in zip(filled, around, strict=True) if min(pair) >= least}


def _merge(strips: Sequence[Interval]) -> list[Interval]:
    out: list[Interval] = []
    for top, bottom in sorted(strips):
        if out and top < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], bottom))
        else:
            out.append((top, bottom))
    return out


def _holds(box: Box, point: tuple[float, float]) -> bool:
    x0, top, x1, bottom = box.edges
    return x0 <= point[0] <= x1 and top <= point[1] <= bottom


def _reaches_into(piece: Box, box: Box) -> bool:
    x0, top, x1, bottom = piece.edges
    left, above, right, below = box.edges
    is_level = above <= (top + bottom) / 2 <= below
    return is_level and min(x1, right) - max(x0, left) > ENGINES.edge_pt


def _share_columns(one: Cell, other: Cell) -> bool:
    return one.col < other.col + other.colspan and other.col < one.col + one.colspan
