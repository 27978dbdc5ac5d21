"""The texts of a scanned page's cells and of the lines outside its tables, as glyphs, with what they may be else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extract.geometry.marks import Floats, Glyphs, join_glyphs, make_no_glyphs
from extract.grid import Alternative, Box, CellReading, join_wrapped
from extract.layout.tables import LatticeTable
from extract.scan.images import FlatSheet
from extract.scan.recognition.line_reader import LineReader, LineReading, group_wrapped, make_reading
from extract.scan.recognition.numbers import group_thousands
from extract.scan.recognition.settings import CELLS
from extract.scan.recognition.shapes import NOTHING, is_full_stop, read_shape
from extract.scan.recognition.text_ink import Edges, Ink, PixelBox, find_pixels, measure_ink
from extract.scan.recognition.text_lines import LineImage, find_cell_lines, find_outer_lines
from extract.scan.recognition.turned import may_be_turned, read_turned


@dataclass(frozen=True, slots=True)
class SheetTexts:
    """What a page's cells hold, and the lines outside its tables.

    ``glyphs`` stand edge to edge in their lines. ``readings`` tell of each cell that is not blank how it was
    read, its box in points of the straightened page. ``covered`` (k, 4) are the boxes of texts under what was
    lifted, as a seal, and of blank cells under it.
    """

    glyphs: Glyphs
    readings: tuple[CellReading, ...]
    covered: Floats


_Column = tuple[int, int, int]
"""Of a cell: its table's number, its first column and the count of its columns."""


@dataclass(frozen=True, slots=True)
class _Region:
    """A cell or a line outside the tables, which has no column: its edges in points and the lines in it.

    ``signs`` are what the lines are by their shape alone, None where it tells nothing.
    """

    edges: Edges
    column: _Column | None
    lines: tuple[LineImage, ...]
    signs: tuple[str | None, ...]


_HYPHEN = "-"
_FULL_STOP = "。"


def read_cells(sheet: FlatSheet, tables: Sequence[LatticeTable], reader: LineReader) -> SheetTexts:
    """Read the texts of a straightened page: those of its tables' cells, and those outside them."""
    ink = measure_ink(sheet)
    regions = [*_find_cells(ink, tables), *_find_outside(ink, tables)]
    readings = _read_regions(regions, ink, reader)
    return _gather_texts(sheet, ink, regions, readings)


def _find_cells(ink: Ink, tables: Sequence[LatticeTable]) -> Iterator[_Region]:
    """Yield the cells of all tables with their lines."""
    for number, table in enumerate(tables):
        xs, ys = table.xs, table.grid.ys
        for row, col, down, across in table.spans:
            edges = (xs[col], ys[row], xs[col + across], ys[row + down])
            shapes = [(line, read_shape(line, ink.em)) for line in find_cell_lines(ink, edges)]
            kept = [(line, sign) for line, sign in shapes if sign != NOTHING]
            lines, signs = tuple([line for line, _ in kept]), tuple([sign for _, sign in kept])
            yield _Region(edges, (number, col, across), lines, signs)


def _find_outside(ink: Ink, tables: Sequence[LatticeTable]) -> Iterator[_Region]:
    """Yield each line outside the tables."""
    boxes = [(table.xs[0], table.grid.ys[0], table.xs[-1], table.grid.ys[-1]) for table in tables]
    for line in find_outer_lines(ink, boxes):
        edges = _in_points(line.box, ink.scale)
        if read_shape(line, ink.em) is None:
            yield _Region(edges, None, (line,), (None,))


def _in_points(box: PixelBox, scale: float) -> Edges:
    x0, top, x1, bottom = box
    return x0 / scale, top / scale, x1 / scale, bottom / scale


def _read_regions(regions: Sequence[_Region], ink: Ink, reader: LineReader) -> list[list[LineReading]]:
    """Read the lines of each region."""
    readings = [_begin_reading(region, ink) for region in regions]
    reader.read(_list_unread(readings))
    for at, region in enumerate(regions):
        if region.column is not None:
            readings[at] = _read_other_ways(region, readings[at], ink, reader)
    for column in _group_columns(regions, readings):
        reader.mend_column(column)
    reader.confirm(_list_unread(readings))
    for lines in readings:
        group_wrapped(lines)
    return readings


def _group_columns(
    regions: Sequence[_Region], readings: Sequence[Sequence[LineReading]]
) -> list[list[LineReading]]:
    """Group the lines of each column's cells, of those that have one line."""
    columns: dict[_Column, list[LineReading]] = defaultdict(list)
    for region, lines in zip(regions, readings, strict=True):
        if len(region.lines) == 1 and region.column is not None:
            columns[region.column].append(lines[0])
    return list(columns.values())


def _list_unread(readings: Sequence[Sequence[LineReading]]) -> list[LineReading]:
    return [line for lines in readings for line in lines if not line.is_known]


def _read_other_ways(
    region: _Region, lines: list[LineReading], ink: Ink, reader: LineReader
) -> list[LineReading]:
    """Return the readings of a cell; of characters one below the other line by line, if they are figures."""
    if len(region.lines) > len(lines) and any(letter.isdecimal() for letter in lines[0].text):
        lines = [make_reading((line,)) for line in region.lines]
        reader.read(lines)
    return read_turned(lines, ink, reader) if may_be_turned(lines, ink.em) else lines


def _begin_reading(region: _Region, ink: Ink) -> list[LineReading]:
    lines, signs = region.lines, list(region.signs)
    if _is_stacked(lines, ink.em):
        return [make_reading(lines)]
    if len(lines) > 1:
        # a longer dash among other lines may be 一
        signs = [sign if sign == _HYPHEN else None for sign in signs]
        if is_full_stop(lines[-1], ink.em):
            signs[-1] = _FULL_STOP
    return [make_reading((line,), sign) for line, sign in zip(lines, signs, strict=True)]


def _is_stacked(lines: Sequence[LineImage], em: float) -> bool:
    """Tell whether the lines of a cell are single characters, one below the other."""
    widest = max((line.box[2] - line.box[0] for line in lines), default=0)
    return len(lines) > 1 and widest <= CELLS.stacked_em * em


def _gather_texts(
    sheet: FlatSheet, ink: Ink, regions: Sequence[_Region], readings: Sequence[Sequence[LineReading]]
) -> SheetTexts:
    glyphs: list[Glyphs] = []
    told: list[CellReading] = []
    covered: list[Edges] = []
    for region, lines in zip(regions, readings, strict=True):
        glyphs += [line.make_glyphs(ink) for line in lines]
        boxes = [_in_points(line.box, ink.scale) for line in lines]
        under = [box for box in boxes if _is_covered(sheet, box, CELLS.covered_share)]
        if not lines and _is_covered(sheet, region.edges, CELLS.covered_cell_share):
            under = [region.edges]
        covered += under
        if lines and region.column is not None:
            told.append(_tell_reading(Box(sheet.number, *region.edges), lines, is_covered=bool(under)))
    return SheetTexts(
        glyphs=join_glyphs(glyphs) if glyphs else make_no_glyphs(),
        readings=tuple(told),
        covered=np.array(covered).reshape(-1, 4),
    )


def _is_covered(sheet: FlatSheet, edges: Edges, share: float) -> bool:
    """Tell whether coloured ink was lifted from a share of a box."""
    x0, top, x1, bottom = find_pixels(edges, sheet.scale)
    part = sheet.lifted[top:bottom, x0:x1]
    return bool(part.size and part.mean() > share)


def _tell_reading(box: Box, lines: Sequence[LineReading], *, is_covered: bool) -> CellReading:
    """Tell how a cell was read, its lines together."""
    return CellReading(
        box=box,
        text=_join_texts([line.text for line in lines]),
        confidence=min(line.confidence for line in lines),
        alternatives=_join_alternatives(lines),
        confirmed=_join_readings(lines),
        doubt="covered" if is_covered else None,
        figure_confidence=min(line.figure_confidence for line in lines),
    )


def _join_texts(texts: Sequence[str]) -> str:
    """Join the texts of a cell's lines; the separators of a number are told by all its figures."""
    return group_thousands(join_wrapped(texts))


def _join_readings(lines: Sequence[LineReading]) -> tuple[str, ...]:
    """Join what two models read of a cell's lines; nothing where one model alone read one of them."""
    read = [line.readings for line in lines]
    if not all(read):
        return ()
    first = _join_texts([texts[0] for texts in read])
    last = _join_texts([texts[-1] for texts in read])
    return tuple(dict.fromkeys((first, last)))


def _join_alternatives(lines: Sequence[LineReading]) -> tuple[Alternative, ...]:
    """Join what the lines of a cell may be, one line at a time other than as it was read."""
    likeliest = [line.text for line in lines]
    known = sum(line.cost for line in lines)
    found = {_join_texts(likeliest): known}
    for at, line in enumerate(lines):
        for other in line.alternatives:
            texts = [*likeliest[:at], other.text, *likeliest[at + 1 :]]
            cost = known - line.cost + other.cost
            text = _join_texts(texts)
            found[text] = min(cost, found.get(text, cost))
    ranked = sorted(found.items(), key=lambda pair: pair[1])
    return tuple(Alternative(text, cost) for text, cost in ranked[: CELLS.most_alternatives])
