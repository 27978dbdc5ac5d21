"""The columns that a header gives, and how many cells a row of text has against its header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Literal

from extract import Cell
from normalize.rows.row import LabelledCell, Row
from normalize.rows.settings import ROW_WIDTHS
from normalize.vocabulary.text_labels import TextLabels, label_text

POINTS = ("weight", "score")


Stretch = tuple[int, int]
"""The first column of a grid that something covers, and how many it covers."""


def measure_overlap(column: Stretch, cell: Stretch) -> float:
    """Return which share of a cell's width (0 to 1) stands in a column."""
    (start, width), (first, across) = column, cell
    if first >= start + width or start >= first + across:
        return 0.0
    return (min(start + width, first + across) - max(start, first)) / across


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a header: the field it holds, its place in the grid, and what its head may be.

    ``head_width`` counts the cells of its head's row in a text, blank ones too; 0 where nobody counted them.
    ``is_of_past`` tells that it is of a year before the form's.
    ``over`` are the texts of the heads over its own.
    """

    field: str
    col: int
    colspan: int = 1
    label: str = ""
    cells: tuple[LabelledCell, ...] = ()
    head_width: int = 0
    is_of_past: bool = False
    over: tuple[str, ...] = ()
    labels: TextLabels = dataclass_field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Label the head."""
        object.__setattr__(self, "labels", label_text(self.label))

    def covers(self, col: int) -> bool:
        """Tell whether the column of a grid is one of its own."""
        return self.col <= col < self.col + self.colspan

    def overlap(self, cell: Cell) -> float:
        """Tell which share of the cell's width (0 to 1) stands in this column."""
        return measure_overlap((self.col, self.colspan), (cell.col, cell.colspan))


def find_column(columns: Sequence[Column], col: int) -> int:
    """Return the number of the nearest column that covers a place; -1 for none.

    Of two tiers of heads the last of the lower one reaches to the row's end.
    """
    covering = [n for n, column in enumerate(columns) if column.covers(col)]
    return max(covering, key=lambda n: columns[n].col, default=-1)


Width = Literal["same", "trimmed", "padded", "short", "unknown"]
"""A row's cells against its header's: as many, fewer blank ones at the end, more, fewer, or not known."""


def compare_width(row: Row, columns: Sequence[Column], *, fills_up: bool = False) -> Width:
    """Tell how a row's cells, blank ones too, compare with its header's in number.

    ``fills_up``: the rows of its table have as many cells as their header, so that one with fewer lost some,
    but for a row of bare names.
    """
    heads = _find_head_widths(columns)
    if not heads or not row.ragged:
        return "unknown"
    width = len(row.cells)
    if width in heads:
        return "same"
    if width > max(heads):
        is_padded = not any(cell.text for cell in row.cells[max(heads) :])
        return "padded" if is_padded else "unknown"
    prints_names = all(cell.labels.depths for cell in row.filled)
    is_trimmed = bool(row.cells[-1].text) and (prints_names or not fills_up)
    return "trimmed" if is_trimmed else "short"


def fill_up(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Tell whether a text's rows are filled up with blank cells: nearly all are as wide as their header."""
    heads = _find_head_widths(columns)
    others = sum(len(row.cells) not in heads for row in rows if row.ragged)
    few = max(1, len(rows) * ROW_WIDTHS.other_share)
    return len(rows) >= ROW_WIDTHS.fewest_rows and others <= few


def _find_head_widths(columns: Sequence[Column]) -> set[int]:
    return {column.head_width for column in columns} - {0}
