"""The texts of a scanned page's cells and of the lines outside its tables, as glyphs, with what they may be else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from extract.geometry.marks import Floats, Glyphs, join_glyphs, make_no_glyphs
from extract.grid import Alternative, Box, CellReading, join_wrapped
from extract.layout.tables import LatticeTable
from extract.scan.line_reader import LineReader, LineReading, group_wrapped, make_reading
from extract.scan.numbers import group_thousands
from extract.scan.shapes import NOTHING, is_full_stop, read_shape
from extract.scan.sheet import Sheet
from extract.scan.text_lines import (
    Edges,
    Ink,
    LineImage,
    PixelBox,
    find_cell_lines,
    find_outer_lines,
    measure_ink,
)
from extract.scan.text_settings import CELLS
from extract.scan.turned import may_be_turned, read_turned


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


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell or what is outside the tables: its edges in points, its column and the lines in it."""

    edges: Edges
    column: tuple[int, int, int]
    lines: tuple[LineImage, ...]
    sign: str | None = None


_OUTSIDE = (-1, -1, -1)
_HYPHEN = "-"
_FULL_STOP = "。"


def read_cells(sheet: Sheet, tables: Sequence[LatticeTable], reader: LineReader) -> SheetTexts:
    """Read the texts of a straightened page: those of its tables' cells, and those outside them."""
    ink = measure_ink(sheet)
    places = list(chain(_find_places(ink, tables), _find_outside(ink, tables)))
    in_columns = _group_columns(places)
    readings = _read_places(places, in_columns, ink, reader)
    return _gather_texts(sheet, ink, places, readings)


def _find_places(ink: Ink, tables: Sequence[LatticeTable]) -> Iterator[_Place]:
    """Yield the cells of all tables with their lines."""
    for number, table in enumerate(tables):
        xs, ys = table.xs, table.grid.ys
        for row, col, down, across in table.spans:
            edges = (xs[col], ys[row], xs[col + across], ys[row + down])
            found = find_cell_lines(ink, edges)
            lines = tuple([line for line in found if read_shape(line, ink.em) != NOTHING])
            sign = read_shape(lines[0], ink.em) if len(lines) == 1 else None
            yield _Place(edges, (number, col, across), lines, sign)


def _find_outside(ink: Ink, tables: Sequence[LatticeTable]) -> Iterator[_Place]:
    """Yield each line outside the tables."""
    boxes = [(table.xs[0], table.grid.ys[0], table.xs[-1], table.grid.ys[-1]) for table in tables]
    for line in find_outer_lines(ink, boxes):
        edges = _in_points(line.box, ink.scale)
        if read_shape(line, ink.em) is None:
            yield _Place(edges, _OUTSIDE, (line,))


def _in_points(box: PixelBox, scale: float) -> Edges:
    x0, top, x1, bottom = box
    return x0 / scale, top / scale, x1 / scale, bottom / scale


def _group_columns(places: Sequence[_Place]) -> dict[tuple[int, int, int], list[int]]:
    """Group the cells of each column that have one line."""
    columns: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for at, place in enumerate(places):
        if len(place.lines) == 1 and place.column != _OUTSIDE:
            columns[place.column].append(at)
    return columns


def _read_places(
    places: Sequence[_Place],
    columns: dict[tuple[int, int, int], list[int]],
    ink: Ink,
    reader: LineReader,
) -> list[list[LineReading]]:
    """Read the lines of each place."""
    readings = [_begin_reading(place, ink) for place in places]
    reader.read(_list_unread(readings))
    for at, place in enumerate(places):
        if place.column != _OUTSIDE:
            readings[at] = _read_other_ways(place, readings[at], ink, reader)
    for column in columns.values():
        reader.mend_column([readings[at][0] for at in column])
    reader.confirm(_list_unread(readings))
    for lines in readings:
        group_wrapped(lines)
    return readings


def _list_unread(readings: Sequence[Sequence[LineReading]]) -> list[LineReading]:
    return [line for lines in readings for line in lines if not line.is_known]


def _read_other_ways(
    place: _Place, lines: list[LineReading], ink: Ink, reader: LineReader
) -> list[LineReading]:
    """Return the readings of a cell; of characters one below the other line by line, if they are figures."""
    if len(place.lines) > len(lines) and any(letter.isdecimal() for letter in lines[0].text):
        lines = [make_reading((line,)) for line in place.lines]
        reader.read(lines)
    return read_turned(lines, ink, reader) if may_be_turned(lines, ink.em) else lines


def _begin_reading(place: _Place, ink: Ink) -> list[LineReading]:
    if place.sign is not None:
        return [make_reading(place.lines, place.sign)]
    if _is_stacked(place.lines, ink.em):
        return [make_reading(place.lines)]
    readings = [make_reading((line,), _read_hyphen(line, ink.em)) for line in place.lines]
    if len(readings) > 1 and is_full_stop(place.lines[-1], ink.em):
        readings[-1] = make_reading(place.lines[-1:], _FULL_STOP)
    return readings


def _read_hyphen(line: LineImage, em: float) -> str | None:
    """Return the hyphen that a line is alone; a longer dash among other lines may be 一."""
    return _HYPHEN if read_shape(line, em) == _HYPHEN else None


def _is_stacked(lines: Sequence[LineImage], em: float) -> bool:
    """Tell whether the lines of a cell are single characters, one below the other."""
    widest = max((line.box[2] - line.box[0] for line in lines), default=0)
    return len(lines) > 1 and widest <= CELLS.stacked_em * em


def _gather_texts(
    sheet: Sheet, ink: Ink, places: Sequence[_Place], readings: Sequence[Sequence[LineReading]]
) -> SheetTexts:
    glyphs: list[Glyphs] = []
    told: list[CellReading] = []
    covered: list[Edges] = []
    for place, lines in zip(places, readings, strict=True):
        before = len(covered)
        glyphs += [line.make_glyphs(ink) for line in lines]
        for line in lines:
            box = _in_points(line.box, ink.scale)
            if _is_covered(sheet, box, CELLS.covered_share):
                covered.append(box)
        if place.column == _OUTSIDE:
            continue
        if lines:
            is_covered = len(covered) > before
            told.append(_tell_reading(Box(sheet.number, *place.edges), lines, is_covered=is_covered))
        elif _is_covered(sheet, place.edges, CELLS.covered_cell_share):
            covered.append(place.edges)
    return SheetTexts(
        glyphs=join_glyphs(glyphs) if glyphs else make_no_glyphs(),
        readings=tuple(told),
        covered=np.array(covered).reshape(-1, 4),
    )


def _is_covered(sheet: Sheet, edges: Edges, share: float) -> bool:
    """Tell whether coloured ink was lifted from a share of a box."""
    x0, top, x1, bottom = (max(0, round(edge * sheet.scale)) for edge in edges)
    part = sheet.lifted[top:bottom, x0:x1]
    return bool(part.size and part.mean() > share)


def _tell_reading(box: Box, lines: Sequence[LineReading], *, is_covered: bool) -> CellReading:
    """Tell how a cell was read, its lines together."""
    return CellReading(
        box=box,
        text=group_thousands(join_wrapped([line.text for line in lines])),
        confidence=min(line.confidence for line in lines),
        alternatives=_join_alternatives(lines),
        confirmed=_join_readings(lines),
        doubt="covered" if is_covered else None,
        figure_confidence=min(line.figure_confidence for line in lines),
    )


def _join_readings(lines: Sequence[LineReading]) -> tuple[str, ...]:
    """Join what two models read of a cell's lines; nothing where one model alone read one of them."""
    read = [line.readings for line in lines]
    if not all(read):
        return ()
    first = group_thousands(join_wrapped([texts[0] for texts in read]))
    last = group_thousands(join_wrapped([texts[-1] for texts in read]))
    return tuple(dict.fromkeys((first, last)))


def _join_alternatives(lines: Sequence[LineReading]) -> tuple[Alternative, ...]:
    """Join what the lines of a cell may be, one line at a time other than as it was read."""
    likeliest = [line.text for line in lines]
    known = sum(line.cost for line in lines)
    found = {join_wrapped(likeliest): known}
    for at, line in enumerate(lines):
        for other in line.alternatives:
            texts = [*likeliest[:at], other.text, *likeliest[at + 1 :]]
            cost = known - line.cost + other.cost
            text = group_thousands(join_wrapped(texts))
            found[text] = min(cost, found.get(text, cost))
    ranked = sorted(found.items(), key=lambda pair: pair[1])
    return tuple(Alternative(text, cost) for text, cost in ranked[: CELLS.most_alternatives])
