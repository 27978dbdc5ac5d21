"""A row's cells to its header's columns: one best path, scored by meaning and by place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract.grid import Cell
from normalize.meaning import fits

OUTSIDE = -6.0
SLIDE = 2.0
SLIDE_MORE = 0.3
START = 0.7
START_MOST = 2.8
LEAN = 0.3
OVERLAP = 40.0
POINTLESS = 1.5
POINTS = ("weight", "score")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a header: the field it holds, its place in the grid, and the unit that its head prints."""

    field: str
    col: int
    colspan: int = 1
    label: str = ""
    cells: tuple[Cell, ...] = ()

    def overlap(self, cell: Cell) -> float:
        """Tell which share of the cell's width (0 to 1) stands in this column."""
        if cell.col >= self.col + self.colspan or self.col >= cell.col + cell.colspan:
            return 0.0
        common = min(self.col + self.colspan, cell.col + cell.colspan) - max(self.col, cell.col)
        return common / cell.colspan


Placed = dict[int, Cell]
Meaning = Callable[[Cell, int], float]


def slide_of(placed: Placed, columns: Sequence[Column]) -> int:
    """Tell by how many columns most cells of a row stand right of their own."""
    slides = [cell.col - columns[number].col for number, cell in placed.items()]
    return max(set(slides), key=slides.count, default=0)


def align(
    cells: Sequence[Cell], columns: Sequence[Column], *, ragged: bool, meaning: Meaning | None = None, lean: int = 0
) -> tuple[Placed, tuple[Cell, ...]]:
    """Place cells in columns, both in their order; give the cells by column index, and the cells that fit nowhere.

    In a grid the place decides. In ragged text a cell counts by what it says, and the path pays where the distance between
    two cells is not the distance between their columns, so that a row that slid as a whole pays once. ``meaning`` scores a cell
    for a column by its number; without one, the column's field does. ``lean`` is how far the row before slid: rows of one page
    slide together.
    """
    score = meaning or (lambda cell, number: fits(cell.text, columns[number].field))
    best = [_Path(0.0, ())]
    for at in range(len(cells)):
        best = _slid(best, at, (cells, columns, score), lean) if ragged else _placed(best, at, cells[at], columns)
    path = max(best, key=lambda p: p.score - (_skipped(columns, p.last, len(columns)) if ragged else 0.0))
    placed = {column: cells[at] for at, column in path.pairs}
    taken = {at for at, _ in path.pairs}
    return placed, tuple(c for at, c in enumerate(cells) if at not in taken)


@dataclass(frozen=True, slots=True)
class _Path:
    score: float
    pairs: tuple[tuple[int, int], ...]

    @property
    def last(self) -> int:
        """The column of the last cell placed."""
        return self.pairs[-1][1] if self.pairs else -1


_Row = tuple[Sequence[Cell], Sequence[Column], Meaning]


def _placed(paths: Sequence[_Path], at: int, cell: Cell, columns: Sequence[Column]) -> list[_Path]:
    """Give, for each column that may come last, the best path over a grid's cells up to this one."""
    shares = [(number, share) for number, column in enumerate(columns) if (share := column.overlap(cell))]
    ends: dict[int, _Path] = {}
    for path in paths:
        last = path.last
        _keep(ends, last, path)
        for number, share in shares:
            if number > last:
                _keep(ends, number, _Path(path.score + OVERLAP * share, (*path.pairs, (at, number))))
    return list(ends.values())


def _slid(paths: Sequence[_Path], at: int, row: _Row, lean: int) -> list[_Path]:
    """Give, for each column that may come last, the best path over a ragged row's cells up to this one."""
    ends: dict[int, _Path] = {}
    for path in paths:
        last = path.last
        _keep(ends, last, _Path(path.score + OUTSIDE, path.pairs))
        for number in range(last + 1, len(row[1])):
            _keep(ends, number, _Path(path.score + _gain(path, at, number, row, lean), (*path.pairs, (at, number))))
    return list(ends.values())


def _keep(ends: dict[int, _Path], last: int, path: _Path) -> None:
    if last not in ends or path.score > ends[last].score:
        ends[last] = path


def _gain(path: _Path, at: int, number: int, row: _Row, lean: int) -> float:
    """Score a cell in a column behind a path."""
    cells, columns, meaning = row
    cell, column = cells[at], columns[number]
    gain = meaning(cell, number) - _skipped(columns, path.last, number)
    if not path.pairs:
        slid = cell.col - column.col
        return gain - min(START * abs(slid), START_MOST, LEAN + START * abs(slid - lean))
    before, last = path.pairs[-1]
    slid = abs((cell.col - cells[before].col) - (column.col - columns[last].col))
    return gain - (SLIDE + SLIDE_MORE * (slid - 1) if slid else 0.0)


def _skipped(columns: Sequence[Column], last: int, number: int) -> float:
    """Give what it costs to leave the columns of points between two columns blank: a line prints its points."""
    return POINTLESS * sum(column.field in POINTS for column in columns[last + 1 : number])
