"""Which rows of a document belong to one form: from its title to the next title."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from statistics import median

from msgspec import structs

from extract.grid import Cell, Document, Grid
from normalize.rows.row import Row, grid_rows, line_row
from normalize.rows.seams import mend_page_starts
from normalize.values.text import clean, fold
from normalize.vocabulary.labels import lists

NEAR = 3.0  # points


def parted(rows: Sequence[Row], grid: Grid, before: Grid | None) -> list[Row]:
    """Give a grid's rows, the first that prints something marked where few edges are those of the table before."""
    first = next((at for at, row in enumerate(rows) if row.filled), None)
    if first is None or before is None or not is_apart(grid, before):
        return list(rows)
    return [*rows[:first], replace(rows[first], apart=True), *rows[first + 1 :]]


def is_apart(grid: Grid, before: Grid) -> bool:
    """Tell whether most edges between a grid's columns are none of the grid before; what stands on no page is never apart."""
    inner, others = sorted(_edges(grid))[1:-1], _edges(before)
    shared = sum(any(abs(x - other) <= NEAR for other in others) for x in inner)
    return bool(inner and others) and 2 * shared < len(inner)


def _edges(grid: Grid) -> set[float]:
    return {round(x, 1) for x in chain.from_iterable(map(_sides, grid.cells))}


def _sides(cell: Cell) -> Iterator[float]:
    return (x for box in cell.boxes[:1] for x in (box.x0, box.x1) if x is not None)


Edges = Mapping[int, float]  # where the columns' edges stand on the page, in points


def in_common_columns(grids: Sequence[Grid]) -> list[Grid]:
    """Give the grids, those that share most edges with the one before renumbered together with it."""
    runs: list[list[Grid]] = []
    for grid in grids:
        if runs and not grid.ragged and not runs[-1][-1].ragged and not is_apart(grid, runs[-1][-1]):
            runs[-1].append(grid)
        else:
            runs.append([grid])
    return [grid for run in runs for grid in _renumbered(run)]


def _renumbered(run: Sequence[Grid]) -> Iterator[Grid]:
    edges = [_common_edges(grid) for grid in run]
    if len(run) == 1 or not all(len(of) == grid.cols + 1 for of, grid in zip(edges, run, strict=True)):
        yield from run
        return
    common = _clustered(x for of in edges for x in of.values())
    if any(min(b - a for a, b in pairwise(sorted(of.values()))) <= NEAR for of in edges):
        yield from run
        return
    for grid, of in zip(run, edges, strict=True):
        number = {at: min(range(len(common)), key=lambda n, x=x: abs(common[n] - x)) for at, x in of.items()}  # type: ignore[misc]
        cells = tuple(
            structs.replace(c, col=number[c.col], colspan=number[c.col + c.colspan] - number[c.col])
            for c in grid.cells
        )
        yield replace(grid, cols=len(common) - 1, cells=cells)


def _common_edges(grid: Grid) -> Edges:
    """Find where each edge between columns stands; none where a cell stands on no page."""
    found: dict[int, list[float]] = defaultdict(list)
    for cell in grid.cells:
        for box in cell.boxes[:1]:
            if box.x0 is not None and box.x1 is not None:
                found[cell.col].append(box.x0)
                found[cell.col + cell.colspan].append(box.x1)
    return {at: median(xs) for at, xs in found.items()}


def _clustered(xs: Iterator[float]) -> list[float]:
    common: list[float] = []
    for x in sorted(xs):
        if not common or x - common[-1] > NEAR:
            common.append(x)
    return common


TITLE_LENGTH = 45
_YEAR_BRACKET = re.compile(r"\(?\s*((?:19|20)\d{2})\s*年?度?\s*\)?$")
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_NO_TITLE = re.compile(r"[。;,:]")


@dataclass(frozen=True, slots=True)
class Region:
    """The rows under one title (None where a table has none), and whether the title is that of a 自评表."""

    title: Row | None
    rows: tuple[Row, ...]
    is_form: bool

    @property
    def title_text(self) -> str:
        """The title without the bracketed year behind it; empty where there is none."""
        return title_text(self.title.filled[0].text) if self.title else ""


def regions(document: Document) -> Iterator[Region]:
    """Part a document's rows at its titles; regions without a table are left out."""
    title: Row | None = None
    rows: list[Row] = []
    for row in _all_rows(document):
        if not row.filled:
            continue
        if is_title(row):
            yield from _region(title, rows)
            title, rows = row, []
        else:
            rows.append(row)
    yield from _region(title, rows)


def is_title(row: Row) -> bool:
    """Tell whether a row is the title of a table, of a 自评表 or of another."""
    if len(row.filled) != 1:
        return False
    text = fold(title_text(row.filled[0].text))
    return (
        len(text) <= TITLE_LENGTH
        and not _NO_TITLE.search(text)
        and text.endswith(("表", "报告", *lists()["title"]["other"]))
        and (_form_title(text) or _other_title(text))
    )


def title_text(text: str) -> str:
    """Give a title without the bracketed year behind it."""
    return re.sub(r"\s*[(（]\s*(?:19|20)\d{2}\s*年?度?\s*[)）]\s*$", "", clean(text)).strip()


def year_in(text: str) -> int | None:
    """Give the year that a text prints, as ``(2020年)`` or ``2020年度部门整体自评表``; None where it prints none."""
    folded = fold(text)
    m = _YEAR_BRACKET.fullmatch(folded) or _YEAR_BRACKET.search(folded) or _YEAR.search(folded)
    return int(m[1]) if m else None


def _form_title(text: str) -> bool:
    return any(word in text for word in lists()["title"]["form"]) and not _other_title(text)


def _other_title(text: str) -> bool:
    return any(word in text for word in lists()["title"]["other"])


def _all_rows(document: Document) -> Iterator[Row]:
    grids = in_common_columns(document.grids)
    for grid, before in zip(grids, (None, *grids), strict=False):
        yield from map(line_row, grid.before)
        yield from (
            grid_rows(grid) if grid.ragged else parted(mend_page_starts(grid_rows(grid)), grid, before)
        )
    yield from map(line_row, document.tail)


def _region(title: Row | None, rows: list[Row]) -> Iterator[Region]:
    if any(not row.line for row in rows):
        yield Region(title, tuple(rows), title is None or _form_title(fold(title_text(title.filled[0].text))))
