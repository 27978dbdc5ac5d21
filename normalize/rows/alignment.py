"""A row's cells to its header's columns: one best path, scored by meaning and by place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from msgspec import structs

from extract import Doubt, with_doubt
from normalize.rows.column import POINTS, Column, Stretch, Width, find_column, measure_overlap
from normalize.rows.fits import score_fit
from normalize.rows.row import LabelledCell
from normalize.rows.settings import PATH, ROWS_KEPT
from normalize.rows.slid_rows import Path, SlidRow, find_path_in_text, keep_best

__all__ = ["POINTS", "Column", "Placed", "align_cells", "cells_by_field", "measure_slide"]

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
    width: Width = "unknown",
    meaning: Meaning | None = None,
    slide_above: int = 0,
) -> tuple[Placed, tuple[LabelledCell, ...]]:
    """Place cells in columns, both in their order.

    Return the cells by the number of their column, and those that fit nowhere.

    In a grid the place decides, and so it does in a text's row of as many cells as its header (``width``):
    such a row can have slid as a whole, where its cells cannot be what they stand under. In other rows a cell
    counts by what it says, and the path pays where the distance between two cells is not the distance between
    their columns. A cell that came into another column than its own is ``moved``, and the columns of the
    others in its row are ``inferred``. ``meaning`` scores a cell for a column by its place; without one, the
    column's field does. ``slide_above`` is how far the row before slid: rows of one page slide together.
    """
    if ragged:
        row = SlidRow(cells, columns, _score_cells(cells, columns, meaning), slide_above)
        path = find_path_in_text(row, width)
    else:
        path = _find_path_by_place(cells, columns)
    pairs = dict(path.list_pairs())
    placed = {column: cells[at] for at, column in pairs.items()}
    if ragged:
        placed = _mark_doubts(placed, columns, is_sure=width != "short")
    return placed, tuple(c for at, c in enumerate(cells) if at not in pairs)


def _mark_doubts(placed: Placed, columns: Sequence[Column], *, is_sure: bool) -> Placed:
    """Mark the cells that moved and the others of their row, or all of a row that may lack some."""
    moved = {n for n, cell in placed.items() if find_column(columns, cell.col) != n}
    if is_sure and not moved:
        return placed
    return {n: _mark(cell, "moved" if n in moved else "inferred") for n, cell in placed.items()}


def _mark(cell: LabelledCell, doubt: Doubt) -> LabelledCell:
    return structs.replace(cell, boxes=with_doubt(cell.boxes, doubt))


def _find_path_by_place(cells: Sequence[LabelledCell], columns: Sequence[Column]) -> Path:
    """Find the path on which the cells of a grid stand most in their columns."""
    of_cells = tuple([(cell.col, cell.colspan) for cell in cells])
    of_columns = tuple([(column.col, column.colspan) for column in columns])
    return _find_path_of_stretches(of_cells, of_columns)


@lru_cache(maxsize=ROWS_KEPT)
def _find_path_of_stretches(cells: tuple[Stretch, ...], columns: tuple[Stretch, ...]) -> Path:
    """Find that path by where cells and columns stand alone: most rows of a table are alike in that."""
    paths = [Path(0.0)]
    for at, cell in enumerate(cells):
        overlaps = [(place, measure_overlap(column, cell)) for place, column in enumerate(columns)]
        shares = [(place, share) for place, share in overlaps if share]
        ends: dict[int, Path] = {}
        for path in paths:
            keep_best(ends, path)
            for place, share in shares:
                if place > path.last:
                    keep_best(ends, Path(path.score + PATH.overlap * share, place, at, path))
        paths = list(ends.values())
    return max(paths, key=lambda path: path.score)


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
