"""A row's cells to its header's columns: one best path, scored by meaning and by place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from extract.grid import Cell
from normalize.values.number import number, points
from normalize.values.text import fold, is_blank
from normalize.values.units import whole_unit
from normalize.vocabulary.labels import level_depths, names, names_an_indicator, names_funds, without_prefix

LONG = 25
MOST_POINTS = 200
_COMPARED = re.compile(
    r"[≥≤<>=≧≦﹦═%‰]|不低于|不少于|不超过|不高于|至少|以上|以内|大于|小于|达到|\d[^\d.,]{0,7}[^\d.,率数度性]$|\d月"
)
_SIGNS = frozenset(
    (
        "≥",
        "≤",
        ">",
        "<",
        "=",
        ">=",
        "<=",
        "定性",
        "定量",
        "正向",
        "反向",
        "正向指标",
        "反向指标",
        "大于等于",
        "小于等于",
        "等于",
    )
)
_CAUSE = re.compile(r"原因|措施|由于|受.{1,8}影响|加强|进一步|下一步|因")


def _level(text: str, depth: int) -> float:
    depths = level_depths(text)
    if names_an_indicator(text):
        return 1.5 if depth in depths else -3.0
    if depth in depths:
        return 6.0 if "指标" in text else 3.0
    if depths:
        return -3.0
    return -6.0 if len(text) > LONG or _numeric(text) else -3.0


def _name(text: str) -> float:
    if names_an_indicator(text):
        return 0.5
    if _numeric(text) or (level_depths(text) and not names("execution", text)):
        return -4.0
    text = without_prefix(text)
    return -2.0 if _COMPARED.search(fold(text)) and any(c.isdigit() for c in text) else 1.0


def _value(text: str) -> float:
    if _numeric(text):
        return 0.0
    return 1.5 if _COMPARED.search(fold(text)) else 0.4


def _unit(text: str) -> float:
    if _numeric(text) or len(text) > LONG:
        return -3.0
    return 0.5 if whole_unit(text).dimension else 0.0


def _points(text: str) -> float:
    value = points(text)
    return -12.0 if value is None or value > MOST_POINTS else 1.5


def _words(text: str) -> float:
    if _numeric(text) or points(text) is not None:
        return -4.0
    return 1.2 if _CAUSE.search(text) else 0.5


def _numeric(text: str) -> bool:
    return number(text) is not None


def _source(text: str) -> float:
    if names_funds(text):
        return 6.0
    return -8.0 if _numeric(text) else 0.0


def _amount(text: str) -> float:
    digits = sum(c.isdigit() for c in text)
    return 3.0 if digits * 2 >= len(text) and "%" not in text and "％" not in text else -6.0


def _rate(text: str) -> float:
    if "%" in text or "％" in text:
        return 5.0
    return 1.0 if _numeric(text) else -6.0


_MEANING: Mapping[str, Callable[[str], float]] = {
    "level1": lambda text: _level(text, 1),
    "level2": lambda text: _level(text, 2),
    "level3": _name,
    "content": lambda text: -3.0 if _numeric(text) else 0.5,
    "sign": lambda text: 4.0 if fold(text) in _SIGNS else -4.0,
    "target": _value,
    "adjusted": _value,
    "unit": _unit,
    "actual": _value,
    "weight": _points,
    "score": _points,
    "reason": _words,
    "measures": _words,
    "source": _source,
    "initial": _amount,
    "budget": _amount,
    "executed": _amount,
    "transferred": _amount,
    "net": _amount,
    "rate": _rate,
}


def fits(text: str, field: str) -> float:
    """Score a text for a column, about -12 (cannot be) to 6 (is one); a placeholder such as ``--`` fits everywhere."""
    meaning = _MEANING.get(field)
    return 0.0 if meaning is None or is_blank(text) else meaning(text)


OUTSIDE = -6.0
SLIDE = 2.0
SLIDE_MORE = 0.3
START = 0.7
START_MOST = 2.8
LEAN = 0.3
OVERLAP = 40.0
POINTLESS = 1.5
ROUNDING = 1e-6
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
    slides = [cell.col - columns[place].col for place, cell in placed.items()]
    return max(set(slides), key=slides.count, default=0)


def align(
    cells: Sequence[Cell],
    columns: Sequence[Column],
    *,
    ragged: bool,
    meaning: Meaning | None = None,
    lean: int = 0,
) -> tuple[Placed, tuple[Cell, ...]]:
    """Place cells in columns, both in their order; give the cells by column index, and the cells that fit nowhere.

    In a grid the place decides. In ragged text a cell counts by what it says, and the path pays where the
    distance between two cells is not the distance between their columns, so that a row that slid as a whole
    pays once. ``meaning`` scores a cell for a column by its place; without one, the column's field does.
    ``lean`` is how far the row before slid: rows of one page slide together.
    """
    path = _find_slid_path(cells, columns, meaning, lean) if ragged else _find_path_by_place(cells, columns)
    pairs = dict(path.list_pairs())
    placed = {column: cells[at] for at, column in pairs.items()}
    return placed, tuple(c for at, c in enumerate(cells) if at not in pairs)


@dataclass(frozen=True, slots=True)
class _Path:
    """Cells placed so far: their score, the column of the last one placed (-1 for none), and the path before it."""

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


def _find_path_by_place(cells: Sequence[Cell], columns: Sequence[Column]) -> _Path:
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
                    _keep(ends, _Path(path.score + OVERLAP * share, place, at, path))
        paths = list(ends.values())
    return max(paths, key=lambda path: path.score)


def _keep(ends: dict[int, _Path], path: _Path) -> None:
    """Keep a path where it is better than the one before that ends in the same column."""
    known = ends.get(path.last)
    if known is None or path.score > known.score:
        ends[path.last] = path


def _find_slid_path(
    cells: Sequence[Cell], columns: Sequence[Column], meaning: Meaning | None, lean: int
) -> _Path:
    """Find the best path of a ragged row.

    Every cell is scored for every column once. A path is given up as soon as the best that its other cells
    could add leaves it behind a path that is known from the start: the row as it stands under its columns.
    """
    row = _SlidRow(cells, columns, _score_cells(cells, columns, meaning), lean)
    best_after = row.sum_best_scores()
    least = max(row.score_unslid(lean), row.score_unslid(0)) - ROUNDING
    paths = [_Path(0.0)]
    for at, scores in enumerate(row.scores):
        after = best_after[at + 1]
        ends: dict[int, _Path] = {}
        for path in paths:
            if path.score + OUTSIDE + after >= least:
                _keep(ends, _Path(path.score + OUTSIDE, path.last, path.cell, path.before))
            enough = least - after - path.score
            for place in range(path.last + 1, len(columns)):
                if scores[place] >= enough:
                    _keep(ends, _Path(path.score + row.gain(path, at, place), place, at, path))
        paths = [ends[last] for last in sorted(ends)]
    return max(paths, key=lambda path: path.score - row.count_skipped(path.last, len(columns)))


def _score_cells(
    cells: Sequence[Cell], columns: Sequence[Column], meaning: Meaning | None
) -> list[list[float]]:
    """Score each cell for each column."""
    if meaning is not None:
        return [[meaning(cell, place) for place in range(len(columns))] for cell in cells]
    return [[fits(cell.text, column.field) for column in columns] for cell in cells]


@dataclass(frozen=True, slots=True)
class _SlidRow:
    """A ragged row and its header: ``scores`` by cell and column, ``lean`` the slide of the row before."""

    cells: Sequence[Cell]
    columns: Sequence[Column]
    scores: Sequence[Sequence[float]]
    lean: int

    def gain(self, path: _Path, at: int, place: int) -> float:
        """Score a cell in a column behind a path."""
        cell, column = self.cells[at], self.columns[place]
        gain = self.scores[at][place] - self.count_skipped(path.last, place)
        if path.last < 0:
            slid = cell.col - column.col
            return gain - min(START * abs(slid), START_MOST, LEAN + START * abs(slid - self.lean))
        before, last = self.cells[path.cell], self.columns[path.last]
        slid = abs((cell.col - before.col) - (column.col - last.col))
        return gain - (SLIDE + SLIDE_MORE * (slid - 1) if slid else 0.0)

    def count_skipped(self, last: int, place: int) -> float:
        """Give what it costs to leave the columns of points between two columns blank: a line prints its points."""
        return POINTLESS * sum(column.field in POINTS for column in self.columns[last + 1 : place])

    def sum_best_scores(self) -> list[float]:
        """Give for each cell the most that it and those after it can add to a path; 0 after the last."""
        best = [max([OUTSIDE, *scores]) for scores in self.scores]
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
                path = _Path(path.score + OUTSIDE, path.last, path.cell, path.before)
        return path.score - self.count_skipped(path.last, len(self.columns))
