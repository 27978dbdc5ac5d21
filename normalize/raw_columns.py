"""Adds a column of raw cells again: every cell that holds a number, whatever the form was read as."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, takewhile

from extract import Box, Cell, Document, Grid, without_doubt
from normalize.parts import Places
from normalize.values.amount import parse_yuan
from normalize.values.number import parse_points

_FIGURES_A_SURE_ONE = 2  # of so many figures one at least has to be printed as it was read


@dataclass(frozen=True, slots=True)
class SummedFigure:
    """A figure that a sum counts: its value, in yuan or points, and where it stands."""

    value: Decimal
    boxes: Places


@dataclass(frozen=True, slots=True)
class SummedColumn:
    """The figures that a failed sum counts, and the places of those that it must not count.

    ``others`` are the places of the total, sub-rows and other lines.
    ``expected`` is what the form says they add up to. ``unit`` is the form's money unit (金额单位) for
    amounts; points have none.
    """

    figures: tuple[SummedFigure, ...]
    others: Places
    expected: Decimal
    is_money: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """What the raw cells of a column add up to, and the texts of those that no line was read from."""

    total: Decimal
    unread: tuple[str, ...] = ()


AddColumn = Callable[[SummedColumn], ColumnSum | None]
"""Adds a column again; None where its figures are not found in the raw cells."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell in its grid; two places are the same where their cells begin at the same row and column."""

    grid: int
    cell: Cell

    @property
    def column(self) -> tuple[int, int]:
        return self.grid, self.cell.col

    @property
    def row(self) -> tuple[int, int]:
        return self.grid, self.cell.row


_PlacesAt = Mapping[Box, Sequence[_Place]]
"""The cells at each place; the boxes tell no doubt."""


def make_adder(document: Document) -> AddColumn:
    """Return what adds a column of the document again."""
    return lambda column: _add_column(document.grids, _find_places(document.grids, column), column)


def _find_places(grids: Sequence[Grid], column: SummedColumn) -> _PlacesAt:
    """Find the cells at the boxes of a column's figures, and at those that it leaves out."""
    wanted: set[Box] = set(map(without_doubt, column.others))
    for figure in column.figures:
        wanted.update(map(without_doubt, figure.boxes))
    found: dict[Box, list[_Place]] = defaultdict(list)
    for number, grid in enumerate(grids):
        for cell in grid.cells:
            for box in wanted.intersection(map(without_doubt, cell.boxes)):
                found[box].append(_Place(number, cell))
    return found


def _add_column(grids: Sequence[Grid], at_box: _PlacesAt, column: SummedColumn) -> ColumnSum | None:
    found = [_places_at(figure.boxes, at_box) for figure in column.figures]
    exact = [_printing(places, figure, column) for places, figure in zip(found, column.figures, strict=True)]
    if not all(found) or _is_crowded(at_box, column):
        return None
    if _FIGURES_A_SURE_ONE * sum(map(bool, exact)) < len(exact):
        return None
    known = {*_places_at(column.others, at_box), *chain.from_iterable(found)}
    sums: list[ColumnSum | None] = []
    for spot in _commonest_columns(exact):
        counted: dict[_Place, None] = {}
        for same, places in zip(exact, found, strict=True):
            counted[_nearest(same or _numbers(places, column), spot)] = None
        sums.append(_add_places(grids, list(counted), known, column))
    if not sums:
        return None
    read = sum((figure.value for figure in column.figures), Decimal())
    return next((one for one in sums if one and one.total == read), sums[0])


def _places_at(boxes: Places, at_box: _PlacesAt) -> list[_Place]:
    return [place for box in boxes for place in at_box.get(without_doubt(box), ())]


def _commonest_columns(exact: Sequence[Sequence[_Place]]) -> list[tuple[int, int]]:
    """Return the columns of grids in which most figures stand as they were read."""
    columns: Counter[tuple[int, int]] = Counter()
    for places in exact:
        columns.update({place.column for place in places})
    most = max(columns.values(), default=0)
    return [column for column, count in columns.most_common() if count == most]


def _is_crowded(at_box: _PlacesAt, column: SummedColumn) -> bool:
    """Tell whether cells of several rows stand at one place, as in a page whose markup is all on one line."""
    boxes = (box for figure in column.figures for box in figure.boxes)
    rows = ({place.row for place in at_box.get(without_doubt(box), ())} for box in boxes)
    return any(len(some) > 1 for some in rows)


def _add_places(
    grids: Sequence[Grid], counted: Sequence[_Place], known: set[_Place], column: SummedColumn
) -> ColumnSum | None:
    """Add the cells that were counted, and those around them that nothing was read from."""
    known = {*counted, *known}
    unread = dict.fromkeys(more for place in counted for more in _around(grids, place, column, known))
    numbers = [_number(place.cell, column) for place in (*counted, *unread)]
    values = [value for value in numbers if value is not None]
    if len(values) < len(numbers):
        return None
    return ColumnSum(sum(values, Decimal()), tuple(place.cell.text.strip() for place in unread))


def _printing(places: Sequence[_Place], figure: SummedFigure, column: SummedColumn) -> list[_Place]:
    """Return the cells that print a figure as it was read.

    In a text file all cells of a line stand at the same place.
    """
    return [place for place in places if _number(place.cell, column) == figure.value]


def _numbers(places: Sequence[_Place], column: SummedColumn) -> Sequence[_Place]:
    return [place for place in places if _number(place.cell, column) is not None] or places


def _nearest(places: Sequence[_Place], column: tuple[int, int]) -> _Place:
    return min(places, key=lambda place: (place.grid != column[0], abs(place.cell.col - column[1])))


def _around(
    grids: Sequence[Grid], place: _Place, column: SummedColumn, known: set[_Place]
) -> Iterator[_Place]:
    """Return the numbers above and below a cell that nothing was read from.

    They reach as far as the column holds only numbers and blanks.
    """
    covered = {
        cell.row: cell
        for cell in grids[place.grid].cells
        if cell.col <= place.cell.col < cell.col + cell.colspan
    }
    above = [covered[row] for row in sorted(covered, reverse=True) if row < place.cell.row]
    below = [covered[row] for row in sorted(covered) if row > place.cell.row]
    for side in (above, below):
        run = takewhile(
            lambda one: one in known or _is_of_numbers(one, column),
            (_Place(place.grid, cell) for cell in side),
        )
        yield from (one for one in run if one.cell.text.strip() and one not in known)


def _is_of_numbers(place: _Place, column: SummedColumn) -> bool:
    return not place.cell.text.strip() or _number(place.cell, column) is not None


def _number(cell: Cell, column: SummedColumn) -> Decimal | None:
    return parse_yuan(cell.text, column.unit) if column.is_money else parse_points(cell.text)
