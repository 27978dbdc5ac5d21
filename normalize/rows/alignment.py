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
    pays once. ``meaning`` scores a cell for a column by its number; without one, the column's field does.
    ``lean`` is how far the row before slid: rows of one page slide together.
    """
    score = meaning or (lambda cell, number: fits(cell.text, columns[number].field))
    best = [_Path(0.0, ())]
    for at in range(len(cells)):
        best = (
            _slid(best, at, (cells, columns, score), lean)
            if ragged
            else _placed(best, at, cells[at], columns)
        )
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
    shares = [(place, share) for place, column in enumerate(columns) if (share := column.overlap(cell))]
    ends: dict[int, _Path] = {}
    for path in paths:
        last = path.last
        _keep(ends, last, path)
        for place, share in shares:
            if place > last:
                _keep(ends, place, _Path(path.score + OVERLAP * share, (*path.pairs, (at, place))))
    return list(ends.values())


def _slid(paths: Sequence[_Path], at: int, row: _Row, lean: int) -> list[_Path]:
    """Give, for each column that may come last, the best path over a ragged row's cells up to this one."""
    ends: dict[int, _Path] = {}
    for path in paths:
        last = path.last
        _keep(ends, last, _Path(path.score + OUTSIDE, path.pairs))
        for place in range(last + 1, len(row[1])):
            _keep(
                ends, place, _Path(path.score + _gain(path, at, place, row, lean), (*path.pairs, (at, place)))
            )
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
