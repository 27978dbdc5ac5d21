"""Adds a column of raw cells again: every cell that holds a number, whatever the form was read as."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from audit import Recount, Recounts, SummedColumn, SummedFigure
from extract import Box, Cell, Document, Grid
from normalize import points, yuan

_SURE = 2  # of so many figures one at least has to be printed as it was read


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell in its grid; two places are the same where their cells begin at the same row and column."""

    grid: int
    cell: Cell

    @property
    def column(self) -> tuple[int, int]:
        return self.grid, self.cell.col


def recounts(document: Document) -> Recounts:
    """Give the way to add a column of a document again; None where its figures are not found in the raw cells."""
    return lambda column: _recount(document.grids, _places(document.grids, column), column)


def _places(grids: Sequence[Grid], column: SummedColumn) -> Mapping[Box, Sequence[_Place]]:
    """Find the cells at the boxes of a column's figures, and at those that it leaves out."""
    wanted = {*column.others, *(box for figure in column.figures for box in figure.boxes)}
    found: dict[Box, list[_Place]] = defaultdict(list)
    for number, grid in enumerate(grids):
        for cell in grid.cells:
            for box in wanted.intersection(cell.boxes):
                found[box].append(_Place(number, cell))
    return found


def _recount(
    grids: Sequence[Grid], at_box: Mapping[Box, Sequence[_Place]], column: SummedColumn
) -> Recount | None:
    found = [[place for box in figure.boxes for place in at_box.get(box, ())] for figure in column.figures]
    exact = [_printing(places, figure, column) for places, figure in zip(found, column.figures, strict=True)]
    common = Counter(spot for places in exact for spot in {place.column for place in places}).most_common()
    if (
        not common
        or not all(found)
        or _SURE * sum(map(bool, exact)) < len(exact)
        or _is_crowded(at_box, column)
    ):
        return None
    others = [place for box in column.others for place in at_box.get(box, ())]
    chosen = [
        [_nearest(same or _numbers(places, column), spot) for same, places in zip(exact, found, strict=True)]
        for spot, count in common
        if count == common[0][1]
    ]
    known = {*others, *(place for places in found for place in places)}
    added = [_added(grids, list(dict.fromkeys(places)), known, column) for places in chosen]
    read = sum((figure.value for figure in column.figures), Decimal())
    return next((one for one in added if one and one.total == read), added[0])


def _is_crowded(at_box: Mapping[Box, Sequence[_Place]], column: SummedColumn) -> bool:
    """Tell whether cells of several rows stand at one place, as in a page whose markup is all on one line."""
    boxes = (box for figure in column.figures for box in figure.boxes)
    return any(len({(place.grid, place.cell.row) for place in at_box.get(box, ())}) > 1 for box in boxes)


def _added(
    grids: Sequence[Grid], counted: Sequence[_Place], known: set[_Place], column: SummedColumn
) -> Recount | None:
    """Add the cells that were counted, and those around them that nothing was read from."""
    known = {*counted, *known}
    unread = list(dict.fromkeys(more for place in counted for more in _around(grids, place, column, known)))
    values = [value for place in (*counted, *unread) if (value := _number(place.cell, column)) is not None]
    if len(values) < len(counted) + len(unread):
        return None
    return Recount(sum(values, Decimal()), tuple(place.cell.text.strip() for place in unread))


def _printing(places: Sequence[_Place], figure: SummedFigure, column: SummedColumn) -> list[_Place]:
    """Give the cells that print a figure as it was read: in a text file all cells of a line stand at the same place."""
    return [place for place in places if _number(place.cell, column) == figure.value]


def _numbers(places: Sequence[_Place], column: SummedColumn) -> Sequence[_Place]:
    return [place for place in places if _number(place.cell, column) is not None] or places


def _nearest(places: Sequence[_Place], column: tuple[int, int]) -> _Place:
    return min(places, key=lambda place: (place.grid != column[0], abs(place.cell.col - column[1])))


def _around(
    grids: Sequence[Grid], place: _Place, column: SummedColumn, known: set[_Place]
) -> Iterator[_Place]:
    """Give the numbers above and below a cell that nothing was read from, as far as the column holds only numbers and blanks."""
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
    return yuan(cell.text, column.unit) if column.is_money else points(cell.text)
