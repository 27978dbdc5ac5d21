"""A row's cells to its header's columns: one best path, scored by meaning and by place."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from extract import Cell
from normalize.rows.fits import score_fit
from normalize.rows.row import LabelledCell
from normalize.rows.settings import PATH
from normalize.vocabulary.text_labels import TextLabels, label_text

POINTS = ("weight", "score")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a header: the field it holds, its place in the grid, and what its head may be."""

    field: str
    col: int
    colspan: int = 1
    label: str = ""
    cells: tuple[LabelledCell, ...] = ()
    labels: TextLabels = dataclass_field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Label the head."""
        object.__setattr__(self, "labels", label_text(self.label))

    def overlap(self, cell: Cell) -> float:
        """Tell which share of the cell's width (0 to 1) stands in this column."""
        if cell.col >= self.col + self.colspan or self.col >= cell.col + cell.colspan:
            return 0.0
        common = min(self.col + self.colspan, cell.col + cell.colspan) - max(self.col, cell.col)
        return common / cell.colspan


Placed = dict[int, LabelledCell]
Meaning = Callable[[LabelledCell, int], float]


def cells_by_field(placed: Placed, columns: Sequence[Column]) -> dict[str, LabelledCell]:
    """Return placed cells by their columns' fields; of two columns of one field the last one's."""
    return {columns[place].field: cell for place, cell in placed.items()}


def measure_slide(placed: Placed, columns: Sequence[Column]) -> int:
    """Tell by how many columns most cells of a row stand right of their own."""
    slides = [cell.col - columns[place].col for place, cell in placed.items()]
    return max(set(slides), key=slides.count, default=0)


def align_cells(
    cells: Sequence[LabelledCell],
    columns: Sequence[Column],
    *,
    ragged: bool,
    meaning: Meaning | None = None,
    slide_above: int = 0,
) -> tuple[Placed, tuple[LabelledCell, ...]]:
    """Place cells in columns, both in their order.

    Return the cells by the number of their column, and those that fit nowhere.

    In a grid the place decides. In ragged text a cell counts by what it says, and the path pays where the
    distance between two cells is not the distance between their columns, so that a row that slid as a whole
    pays once. ``meaning`` scores a cell for a column by its place; without one, the column's field does.
    ``slide_above`` is how far the row before slid: rows of one page slide together.
    """
    path = (
        _find_slid_path(cells, columns, meaning, slide_above)
        if ragged
        else _find_path_by_place(cells, columns)
    )
    pairs = dict(path.list_pairs())
    placed = {column: cells[at] for at, column in pairs.items()}
    return placed, tuple(c for at, c in enumerate(cells) if at not in pairs)


@dataclass(frozen=True, slots=True)
class _Path:
    """Cells placed so far: their score, the column of the last one, -1 for none, and the path before it."""

    score: float
    last: int = -1
    cell: int = -1
    before: _Path | None = None

    def list_pairs(self) -> list[tuple[int, int]]:
        """Give the places in the row and the columns of the cells placed, from left to right."""
        path: _Path | None = self
        pairs: list[tuple[int, int]] = []
        while path is not None and path.last >= 0:
            pairs.append((path.cell, path.last))
            path = path.before
        return pairs[::-1]


def _find_path_by_place(cells: Sequence[LabelledCell], columns: Sequence[Column]) -> _Path:
    """Find the path on which the cells of a grid stand most in their columns."""
    paths = [_Path(0.0)]
    for at, cell in enumerate(cells):
        overlaps = [(place, column.overlap(cell)) for place, column in enumerate(columns)]
        shares = [(place, share) for place, share in overlaps if share]
        ends: dict[int, _Path] = {}
        for path in paths:
            _keep(ends, path)
            for place, share in shares:
                if place > path.last:
                    _keep(ends, _Path(path.score + PATH.overlap * share, place, at, path))
        paths = list(ends.values())
    return max(paths, key=lambda path: path.score)


def _keep(ends: dict[int, _Path], path: _Path) -> None:
    """Keep a path where it is better than the one before that ends in the same column."""
    known = ends.get(path.last)
    if known is None or path.score > known.score:
        ends[path.last] = path


def _find_slid_path(
    cells: Sequence[LabelledCell], columns: Sequence[Column], meaning: Meaning | None, slide_above: int
) -> _Path:
    """Find the best path of a ragged row.

    Every cell is scored for every column once. The row as it stands under its columns is a path that is known
    from the start: one that its other cells cannot bring up to that is given up. Of the paths that end in a
    column only the best goes on, and it may fall behind in the end: then all are followed.
    """
    row = _SlidRow(cells, columns, _score_cells(cells, columns, meaning), slide_above)
    least = max(row.score_unslid(slide_above), row.score_unslid(0)) - PATH.rounding
    best = _follow_paths(row, least)
    if best is None or row.score_whole(best) < least:
        best = _follow_paths(row, -math.inf)
    assert best is not None
    return best


def _follow_paths(row: _SlidRow, least: float) -> _Path | None:
    """Return the best of the paths that can reach ``least``, or None where none can."""
    best_after = row.sum_best_scores()
    paths = [_Path(0.0)]
    for at, scores in enumerate(row.scores):
        after = best_after[at + 1]
        ends: dict[int, _Path] = {}
        for path in paths:
            if path.score + PATH.outside + after >= least:
                _keep(ends, _Path(path.score + PATH.outside, path.last, path.cell, path.before))
            enough = least - after - path.score
            for place in range(path.last + 1, len(row.columns)):
                if scores[place] >= enough:
                    _keep(ends, _Path(path.score + row.gain(path, at, place), place, at, path))
        paths = [ends[last] for last in sorted(ends)]
    return max(paths, key=row.score_whole, default=None)


def _score_cells(
    cells: Sequence[LabelledCell], columns: Sequence[Column], meaning: Meaning | None
) -> list[list[float]]:
    """Score each cell for each column."""
    fields = [column.field for column in columns]
    scores: list[list[float]] = []
    for cell in cells:
        if meaning is None:
            scores.append([score_fit(cell.labels, field) for field in fields])
        else:
            scores.append([meaning(cell, place) for place in range(len(columns))])
    return scores


@dataclass(frozen=True, slots=True)
class _SlidRow:
    """A ragged row and its header, with each cell's score for each column and the slide of the row before."""

    cells: Sequence[LabelledCell]
    columns: Sequence[Column]
    scores: Sequence[Sequence[float]]
    slide_above: int

    def gain(self, path: _Path, at: int, place: int) -> float:
        """Score a cell in a column behind a path."""
        cell, column = self.cells[at], self.columns[place]
        gain = self.scores[at][place] - self.count_skipped(path.last, place)
        if path.last < 0:
            slid = cell.col - column.col
            return gain - min(
                PATH.start * abs(slid),
                PATH.start_most,
                PATH.same_slide + PATH.start * abs(slid - self.slide_above),
            )
        before, last = self.cells[path.cell], self.columns[path.last]
        slid = abs((cell.col - before.col) - (column.col - last.col))
        if not slid:
            return gain
        return gain - (PATH.slide + PATH.slide_more * (slid - 1))

    def count_skipped(self, last: int, place: int) -> float:
        """Return what it costs to leave columns of points blank between two columns."""
        return PATH.skipped_points * sum(column.field in POINTS for column in self.columns[last + 1 : place])

    def sum_best_scores(self) -> list[float]:
        """Give for each cell the most that it and those after it can add to a path; 0 after the last."""
        best = [max([PATH.outside, *scores]) for scores in self.scores]
        return [*(sum(best[at:]) for at in range(len(best))), 0.0]

    def score_unslid(self, slide: int) -> float:
        """Score the path on which each cell stands ``slide`` columns right of its own, and others nowhere."""
        numbers = {column.col: place for place, column in reversed([*enumerate(self.columns)])}
        path = _Path(0.0)
        for at, cell in enumerate(self.cells):
            place = numbers.get(cell.col - slide, -1)
            if place > path.last:
                path = _Path(path.score + self.gain(path, at, place), place, at, path)
            else:
                path = _Path(path.score + PATH.outside, path.last, path.cell, path.before)
        return self.score_whole(path)

    def score_whole(self, path: _Path) -> float:
        """Score a path over all cells: what it leaves blank behind its last cell counts too."""
        return path.score - self.count_skipped(path.last, len(self.columns))
