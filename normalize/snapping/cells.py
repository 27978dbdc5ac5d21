"""Labels of recognised pages put right: cells and lines whose text is near one known text alone.

Only labels, level names, sources of funds, titles and units are put right, each only where one may stand: an
indicator's own name, a unit's name, prose and numbers stay as they were read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from msgspec import structs

from extract import Box, Cell, CellReading, Document, Grid, Line, without_doubt
from normalize.snapping.names import list_labels, list_levels, list_sources, list_words
from normalize.snapping.nearest import SNAPPING, find_likely, find_nearest, is_read_surely, load_lookalikes
from normalize.snapping.signs import find_likely_sign, list_signs
from normalize.values.text import fold_text
from normalize.vocabulary.labels import NUMBER, find_label_kind, index_kinds
from normalize.vocabulary.lists import SETTINGS

_HAN = re.compile("[\u3400-\u9fff]")
_PARTS = re.compile(
    rf"(?P<before>[★*]*{NUMBER}?)"
    r"(?P<core>.*?)"
    r"(?P<behind>(?:\d+(?:\.\d+)?分|\([^()]*\))*[:;]?)"
)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_SPECKED = re.compile(r"[.,·'](?=.*\.)(\d[\d,]*(?:\.\d+)?%?)|(\d[\d,]*(?:\.\d+)?%?)[.,·']+")
_SPECKS = "-.·'`|_~,"
_YEAR = re.compile(r"\d{4}年度?")
_LEAST_HEADS = {
    "indicator": SNAPPING.least_indicator_heads,
    "fund": SNAPPING.least_heads,
    "goal": SNAPPING.least_heads,
}
_LEVELS = frozenset(("level1", "level2"))
_VALUES = frozenset(("target", "adjusted", "actual", "reason", "measures"))
_POINTS = frozenset(("weight", "score", "review_score"))
_FIGURES = frozenset(("target", "adjusted", "actual", "weight", "score", "review_score"))
_NOTHING: frozenset[str] = frozenset()

Readings = Mapping[Box, CellReading]
"""How cells were recognised, by their places."""


@dataclass(frozen=True, slots=True)
class _RowPlace:
    """Which block a row of a grid stands in, and of the indicators which columns are what."""

    block: str = "head"
    columns: Mapping[int, str] = field(default_factory=dict)

    def find_kind(self, cell: Cell) -> str | None:
        """Return which column of the indicators a cell of the row stands in."""
        return self.columns.get(cell.col)


def snap_labels(document: Document) -> Document:
    """Return a document in which the labels of recognised pages that were misread are put right.

    What was read stays in ``Document.readings``. A document without recognised pages stays as it is.
    """
    if not document.scanned:
        return document
    pages = frozenset(document.scanned)
    readings = index_readings(document)
    return replace(
        document,
        grids=tuple(_snap_grid(grid, pages, readings) for grid in document.grids),
        tail=_snap_lines(document.tail, pages, readings),
    )


def index_readings(document: Document) -> Readings:
    """Return how the cells of a document were recognised, by their places."""
    return {without_doubt(one.box): one for one in document.readings}


def _snap_lines(lines: Sequence[Line], pages: Collection[int], readings: Readings) -> tuple[Line, ...]:
    snapped: list[Line] = []
    for line in lines:
        if line.box.page in pages:
            text = _snap_line(line.text, readings.get(without_doubt(line.box)))
            snapped.append(replace(line, text=text))
        else:
            snapped.append(line)
    return tuple(snapped)


def _snap_line(text: str, reading: CellReading | None) -> str:
    """Return a line outside tables with its title, its unit or its labels put right."""
    folded = fold_text(text)
    if len(folded) > SETTINGS.longest_label or not _HAN.search(folded):
        return text
    unit = find_nearest(folded, list_words("unit_lines"))
    if unit is None and reading:
        unit = find_likely(reading.alternatives, text, list_words("unit_lines"))
    if unit is not None:
        return _keep(text, folded, unit)
    parts = _split(folded)
    titled = _snap_title(parts["core"])
    if titled is not None:
        return _keep(text, folded, parts["before"] + titled + parts["behind"])
    return text


def _snap_title(core: str) -> str | None:
    """Return a title whose end is near that of a form's title, the longest that is.

    One that ends like a title has other true words before it: only characters of one shape are taken for one
    another there.
    """
    if _YEAR.fullmatch(core):
        return None
    titles = sorted(list_words("titles"), key=len, reverse=True)
    is_titled = any(core.endswith(title) for title in titles)
    for title in titles:
        end = core[-len(title) :]
        if len(end) == len(title) and find_nearest(end, (title,), is_sure=is_titled) == title:
            return core[: -len(title)] + title
    return None


def _snap_grid(grid: Grid, pages: Collection[int], readings: Readings) -> Grid:
    before = _snap_lines(grid.before, pages, readings)
    if not any(box.page in pages for cell in grid.cells for box in cell.boxes):
        return replace(grid, before=before)
    cells: list[Cell] = []
    place = _RowPlace()
    for _, row in groupby(
        sorted(grid.cells, key=lambda cell: (cell.row, cell.col)), key=lambda cell: cell.row
    ):
        snapped, place = _snap_row(list(row), place, pages, readings)
        cells += snapped
    return replace(grid, before=before, cells=tuple(cells))


def _snap_row(
    row: Sequence[Cell], place: _RowPlace, pages: Collection[int], readings: Readings
) -> tuple[list[Cell], _RowPlace]:
    """Return the cells of a row put right, and where the row below stands."""
    block = _find_headed_block(row)
    snapped: list[Cell] = []
    for cell in row:
        if any(box.page in pages for box in cell.boxes):
            reading = _find_reading(cell, readings)
            if block is not None:
                text = _snap_label(cell, list_labels(), reading, is_expected=True)
            else:
                text = _snap_value(cell, snapped, place, reading)
            snapped.append(cell if text == cell.text else structs.replace(cell, text=text))
        else:
            snapped.append(cell)
    if block is None:
        return snapped, place
    return snapped, _RowPlace(block, _find_columns(snapped, block, place))


def _snap_value(cell: Cell, before: Sequence[Cell], place: _RowPlace, reading: CellReading | None) -> str:
    """Return the text of a cell put right that is in no row of heads, given those ``before`` it in its row."""
    if place.find_kind(cell) == "sign":
        return _snap_sign(cell.text, reading)
    text = _snap_label(cell, _list_names(cell, before, place), reading)
    return _drop_specks(_snap_dash(text, cell, place), cell, place)


def _find_reading(cell: Cell, readings: Readings) -> CellReading | None:
    if len(cell.boxes) != 1:
        return None
    return readings.get(without_doubt(cell.boxes[0]))


def _find_headed_block(row: Sequence[Cell]) -> str | None:
    """Return the block whose columns a row heads; None where it heads none."""
    cores = [core for core in map(_find_core, row) if _HAN.search(core)]
    for block, least in _LEAST_HEADS.items():
        kinds = index_kinds()[block]
        known = {find_nearest(core, kinds) for core in cores}
        if len({kinds[name] for name in known if name}) >= least:
            return block
    return None


def _find_columns(row: Sequence[Cell], block: str, place: _RowPlace) -> Mapping[int, str]:
    """Return which columns of the indicators are what; a second row of heads adds to the first."""
    if block != "indicator":
        return {}
    columns = dict(place.columns)
    for cell in row:
        kind = index_kinds()[block].get(_find_core(cell))
        if kind:
            columns |= dict.fromkeys(range(cell.col, cell.col + cell.colspan), kind)
    return columns


def _list_names(cell: Cell, before: Sequence[Cell], place: _RowPlace) -> frozenset[str]:
    """Return which known texts may stand in a cell, given those ``before`` it in its row."""
    if place.columns:
        kind = place.find_kind(cell)
        if kind in _LEVELS:
            return list_levels() | list_labels()
        if kind in _VALUES:
            return list_words("placeholders")
        return _NOTHING if kind else list_labels()
    if place.block == "fund":
        return list_sources() | list_labels()
    is_value = bool(before) and find_label_kind("head", before[-1].text) is not None
    return _NOTHING if is_value else list_labels()


def _snap_dash(text: str, cell: Cell, place: _RowPlace) -> str:
    """Return a dash for what one is read as, where a figure is expected."""
    if not text or set(text) - set(load_lookalikes()["dashes"]):
        return text
    if place.block == "fund" or place.find_kind(cell) in _FIGURES:
        dash: str = load_lookalikes()["dash"]
        return dash * len(text)
    return text


def _drop_specks(text: str, cell: Cell, place: _RowPlace) -> str:
    """Return a figure without the points that specks beside it are read as."""
    has_figure = place.block == "fund" or place.find_kind(cell) in _POINTS
    found = _SPECKED.fullmatch(text) if has_figure else None
    return found[1] or found[2] if found else text


def _snap_label(
    cell: Cell, names: Collection[str], reading: CellReading | None, *, is_expected: bool = False
) -> str:
    """Return the text of a cell with its label put right: the one of ``names`` that it likely prints."""
    folded = fold_text(cell.text)
    if not names or len(folded) > SETTINGS.longest_label or not _HAN.search(folded) or folded in names:
        return cell.text
    parts = _split(folded)
    core, behind = parts["core"], _snap_qualifiers(parts["behind"])
    is_sure = reading is not None and is_read_surely(reading)
    if core not in names and reading is not None and not is_sure:
        likely = find_likely(reading.alternatives, cell.text, names)
        if likely is not None:
            return _keep(cell.text, folded, likely)
    known = find_nearest(core, names, is_expected=is_expected, is_sure=is_sure)
    if known is None:
        known = find_nearest(core.strip(_SPECKS), names, is_expected=is_expected, is_sure=is_sure)
    return _keep(cell.text, folded, parts["before"] + (known or core) + behind)


def _snap_sign(text: str, reading: CellReading | None) -> str:
    """Return the sign that a cell of nothing else most likely prints."""
    if reading is None or not text or fold_text(text) in list_signs():
        return text
    return find_likely_sign(reading.alternatives) or text


def _snap_qualifiers(behind: str) -> str:
    return _BRACKETED.sub(_snap_qualifier, behind)


def _snap_qualifier(printed: re.Match[str]) -> str:
    if len(printed[1]) > 1 and _HAN.search(printed[1]):
        return f"({find_nearest(printed[1], list_words('qualifiers')) or printed[1]})"
    return printed[0]


def _split(folded: str) -> dict[str, str]:
    """Part a folded text in what numbers it, the label, and its qualifiers."""
    found = _PARTS.fullmatch(folded)
    return found.groupdict() if found else {"before": "", "core": folded, "behind": ""}


def _find_core(cell: Cell) -> str:
    """Return the label in a cell, folded."""
    return _split(fold_text(cell.text))["core"]


def _keep(text: str, folded: str, snapped: str) -> str:
    """Return the text as it was read where nothing but its folding differs."""
    return text if folded == snapped else snapped
