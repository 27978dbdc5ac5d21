"""A row's cells to its header's columns: one best path, scored by meaning and by place."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Literal

from msgspec import structs

from extract import Cell, Doubt, with_doubt
from normalize.rows.fits import score_fit
from normalize.rows.row import LabelledCell
from normalize.rows.settings import PATH
from normalize.vocabulary.text_labels import TextLabels, label_text

POINTS = ("weight", "score")


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
        if cell.col >= self.col + self.colspan or self.col >= cell.col + cell.colspan:
            return 0.0
        common = min(self.col + self.colspan, cell.col + cell.colspan) - max(self.col, cell.col)
        return common / cell.colspan


_Width = Literal["same", "trimmed", "padded", "short", "unknown"]
"""A row's cells against its header's: as many; less blank ones at the end, or more; fewer; or nobody knows."""

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
    whole_row: Sequence[LabelledCell] = (),
    meaning: Meaning | None = None,
    slide_above: int = 0,
) -> tuple[Placed, tuple[LabelledCell, ...]]:
    """Place cells in columns, both in their order.

    Return the cells by the number of their column, and those that fit nowhere.

    In a grid the place decides, and so it does in a text's row of as many cells as its header (``whole_row``,
    blank ones too): such a row can have slid as a whole, where its cells cannot be what they stand under. In
    other rows a cell counts by what it says, and the path pays where the distance between two cells is not the
    distance between their columns. A cell that came into another column than its own is ``moved``, and the
    columns of the others in its row are ``inferred``. ``meaning`` scores a cell for a column by its place;
    without one, the column's field does. ``slide_above`` is how far the row before slid: rows of one page
    slide together.
    """
    if ragged:
        row = _SlidRow(cells, columns, _score_cells(cells, columns, meaning), slide_above)
        width = _compare_widths(whole_row, columns)
        path = _find_path_in_text(row, width)
    else:
        path = _find_path_by_place(cells, columns)
    pairs = dict(path.list_pairs())
    placed = {column: cells[at] for at, column in pairs.items()}
    if ragged:
        placed = _mark_doubts(placed, columns, is_sure=width != "short")
    return placed, tuple(c for at, c in enumerate(cells) if at not in pairs)


def _mark_doubts(placed: Placed, columns: Sequence[Column], *, is_sure: bool) -> Placed:
    """Mark the cells that moved, and the others of their row; all of a row that is not sure to have its cells."""
    moved = {n for n, cell in placed.items() if find_column(columns, cell.col) != n}
    if is_sure and not moved:
        return placed
    return {n: _mark(cell, "moved" if n in moved else "inferred") for n, cell in placed.items()}


def _mark(cell: LabelledCell, doubt: Doubt) -> LabelledCell:
    return structs.replace(cell, boxes=with_doubt(cell.boxes, doubt))


def find_column(columns: Sequence[Column], col: int) -> int:
    """Return the number of the nearest column that covers a place; -1 for none.

    Of two tiers of heads the last of the lower one reaches to the row's end.
    """
    covering = [n for n, column in enumerate(columns) if column.covers(col)]
    return max(covering, key=lambda n: columns[n].col, default=-1)


def _compare_widths(whole_row: Sequence[LabelledCell], columns: Sequence[Column]) -> _Width:
    """Tell how a row's cells, blank ones too, compare with its header's in number."""
    heads = {column.head_width for column in columns} - {0}
    if not heads or not whole_row:
        return "unknown"
    width = len(whole_row)
    if width in heads:
        return "same"
    if width > max(heads):
        is_padded = not any(cell.text for cell in whole_row[max(heads) :])
        return "padded" if is_padded else "unknown"
    return "trimmed" if whole_row[-1].text else "short"


def _find_path_in_text(row: _SlidRow, width: _Width) -> _Path:
    unslid = row.place_slid([0] * len(row.cells))
    misfits = row.find_misfits(unslid)
    stands = not misfits or row.are_words_for_points(misfits, unslid, long=width == "same")
    if stands and width in ("same", "trimmed", "padded"):
        return unslid
    slid = _find_slid_path(row)
    if width != "same":
        return slid
    if set(slid.list_pairs()) <= set(unslid.list_pairs()):
        return unslid  # it only leaves out what cannot be read where it stands, and that has to be told there
    whole = _find_whole_slide(row, unslid)
    if whole is unslid and row.score_whole(slid) >= row.score_unslid(0) + PATH.own_slide_gain:
        return slid
    return whole


def _find_whole_slide(row: _SlidRow, unslid: _Path) -> _Path:
    """Find how far a row slid as a whole; the level names before it may have stayed in their columns."""
    names = next((at for at, cell in enumerate(row.cells) if not cell.labels.depths), 0)
    best = unslid
    least = unslid.score + PATH.whole_slide_gain
    for slide in range(-PATH.longest_slide, PATH.longest_slide + 1):
        for stayed in {0, names} if slide else ():
            path = row.place_slid([0] * stayed + [slide] * (len(row.cells) - stayed))
            score = path.score - PATH.slide * bool(stayed)
            if score >= least:
                best, least = path, score
    return best


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


def _find_slid_path(row: _SlidRow) -> _Path:
    """Find the best path of a ragged row.

    The row as it stands under its columns is a path that is known from the start: one that its other cells
    cannot bring up to that is given up. Of the paths that end in a column only the best goes on, and it may
    fall behind in the end: then all are followed.
    """
    least = max(row.score_unslid(row.slide_above), row.score_unslid(0)) - PATH.rounding
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

    def place_slid(self, slides: Sequence[int]) -> _Path:
        """Put each cell into the column that it would stand in, had it not slid by so many columns."""
        path = _Path(0.0)
        for at, (cell, slide) in enumerate(zip(self.cells, slides, strict=True)):
            place = find_column(self.columns, cell.col - slide)
            if place > path.last:
                path = _Path(path.score + self.scores[at][place], place, at, path)
            else:
                path = _Path(path.score + PATH.outside, path.last, path.cell, path.before)
        return path

    def find_misfits(self, path: _Path) -> list[int]:
        """Return the cells that stand outside the columns, or cannot be what they stand under."""
        places = dict(path.list_pairs())
        return [
            at
            for at in range(len(self.cells))
            if at not in places or self.scores[at][places[at]] <= PATH.misfit
        ]

    def are_words_for_points(self, misfits: Sequence[int], path: _Path, *, long: bool) -> bool:
        """Tell whether texts only stand in columns of points, as 满分; unless ``long`` a single short one."""
        places = dict(path.list_pairs())
        if not all(at in places and self.columns[places[at]].field in POINTS for at in misfits):
            return False
        is_short = len(misfits) == 1 and len(self.cells[misfits[0]].text) <= PATH.longest_points_word
        return long or is_short

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
