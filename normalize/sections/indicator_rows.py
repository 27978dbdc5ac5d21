"""The rows of the indicator table as whole lines: aligned, joined where a page end cut them, named by the rows of bare names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from extract.grid import Cell
from normalize.columns.columns import is_beside
from normalize.rows.alignment import Column, Placed, align, slide_of
from normalize.rows.row import Row
from normalize.sections.goals import go_on
from normalize.values.number import points
from normalize.values.text import fold, is_blank
from normalize.vocabulary.labels import is_placeholder, level_depths

LEVELS = {"level1": 1, "level2": 2}
POINTS = ("weight", "score")
TOLD = {"actual", "reason", "measures"}  # no line of its own prints nothing else
SHARED = ("reason", "measures")  # one cell may be beside several lines


@dataclass(slots=True)
class Entry:
    """A line's cells by column, whether a page began with it, whether its text was ragged, and by how far it had slid."""

    placed: Placed
    fresh: bool = False
    ragged: bool = False
    slide: int = 0


def entries_of(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[list[Entry], list[Cell]]:
    """Give the lines of the indicator table, and the cells that fitted nowhere."""
    entries: list[Entry] = []
    lost: list[Cell] = []
    aligned = list(_aligned(rows, columns))
    with_sub_rows = any(not row.fresh and _is_sub_row(entry.placed, columns) for row, _, entry, _ in aligned)
    for row, cells, entry, outside in aligned:
        if row.ragged and entries and (named := _only_names(cells)):
            _hang(entries[-1], named, columns)
        elif entries and _is_rest(
            row, entries[-1].placed, entry.placed, columns, with_sub_rows=with_sub_rows
        ):
            whole = frozenset(c.text for other in entries[:-1] for c in other.placed.values())
            entries[-1].placed, left_over = go_on(
                entries[-1].placed, cells, columns, ragged=row.ragged, whole=whole
            )
            lost += left_over
        else:
            entry.placed |= _shared(entries[-1], entry, row, columns) if entries and entry.placed else {}
            entries += [entry] if entry.placed else []
            lost += outside
    return entries, lost


def _shared(above: Entry, entry: Entry, row: Row, columns: Sequence[Column]) -> Placed:
    """Give the cells with a reason or measures that began beside the line above and cover this one too."""
    of_both = (
        (n, cell) for n, cell in above.placed.items() if columns[n].field in SHARED and n not in entry.placed
    )
    return {n: cell for n, cell in of_both if cell.row < row.at < cell.row + cell.rowspan}


def _aligned(
    rows: Sequence[Row], columns: Sequence[Column]
) -> Iterator[tuple[Row, list[Cell], Entry, tuple[Cell, ...]]]:
    lean = 0
    for row in rows:
        cells = [c for c in row.filled if not is_beside(c, columns, ragged=row.ragged)]
        placed, outside = align(cells, columns, ragged=row.ragged, lean=0 if row.fresh else lean)
        if not row.ragged and cells:
            placed = _with_wide_name(placed, cells[0], columns)
        lean = slide_of(placed, columns) if row.ragged else 0
        yield row, cells, Entry(placed, row.fresh, row.ragged, lean), outside


def _with_wide_name(placed: Placed, first: Cell, columns: Sequence[Column]) -> Placed:
    """Put a first cell over the levels, the name and more where it belongs: 预算执行率 is a 一级 name, 产出指标小计 a line's."""
    under = [
        n
        for n, c in enumerate(columns)
        if c.col < first.col + first.colspan and first.col < c.col + c.colspan
    ]
    fields = {columns[n].field: n for n in under}
    at = next((n for n, cell in placed.items() if cell is first), None)
    if at is None or "level3" not in fields or "target" not in fields:
        return placed
    name = fields["level1"] if "level1" in fields and 1 in level_depths(first.text) else fields["level3"]
    return {name: first} | {n: cell for n, cell in placed.items() if n != at}


def _only_names(cells: Sequence[Cell]) -> list[Cell]:
    """Give the cells of a row that prints nothing but level names."""
    return list(cells) if cells and all(level_depths(c.text) for c in cells) else []


def _hang(entry: Entry, named: Sequence[Cell], columns: Sequence[Column]) -> None:
    """Give the line before a row of bare names those that it lacks; names that it has already begin with the next line."""
    number_of = {LEVELS[c.field]: n for n, c in enumerate(columns) if c.field in LEVELS}
    for cell in named:
        depths = [d for d in sorted(level_depths(cell.text), reverse=True) if d in number_of]
        free = [d for d in depths if number_of[d] not in entry.placed]
        if free:
            entry.placed = {number_of[free[0]]: cell} | entry.placed


def _is_rest(
    row: Row, before: Placed, placed: Placed, columns: Sequence[Column], *, with_sub_rows: bool
) -> bool:
    if row.fresh:
        return _goes_on(before, placed, columns, with_sub_rows=with_sub_rows)
    return not row.ragged and bool(placed) and {columns[n].field for n in placed} <= TOLD


def _goes_on(before: Placed, placed: Placed, columns: Sequence[Column], *, with_sub_rows: bool) -> bool:
    """Tell whether the first row of a page is the rest of the row before: one of the two is no whole line by itself.

    A row without points is a line where other lines of the form have none either; two rows that print them
    all are two lines.
    """
    first, rest = (_texts(row, columns) for row in (before, placed))
    if any(level_depths(rest[field]) for field in LEVELS if field in rest):
        return False
    if _placeholder_name(rest) or fold(rest.get("level3", "")).startswith("其中"):
        return False
    if with_sub_rows and _valued(rest):
        return False
    printed = {c.field for c in columns}
    if printed & set(POINTS) and _pointed(first, printed) and _pointed(rest, printed):
        return False
    return not (_whole(first, printed) and _whole(rest, printed))


def _is_sub_row(placed: Placed, columns: Sequence[Column]) -> bool:
    texts = _texts(placed, columns)
    return _valued(texts) and not _pointed(texts, {c.field for c in columns})


def _texts(placed: Placed, columns: Sequence[Column]) -> dict[str, str]:
    return {columns[n].field: cell.text for n, cell in placed.items()}


def _whole(texts: dict[str, str], printed: set[str]) -> bool:
    """Tell whether a row can stand alone: a name, a target or an actual, and the points that the form's columns ask for.

    Where the form has no points a row needs both.
    """
    named = bool(texts.get("level3") or texts.get("content"))
    told = [bool(texts.get(field)) for field in ("target", "actual") if field in printed]
    valued = not told or (any(told) if printed & set(POINTS) else all(told))
    return named and valued and _pointed(texts, printed)


def _valued(texts: dict[str, str]) -> bool:
    return all(texts.get(field) for field in ("level3", "target", "actual"))


def _pointed(texts: dict[str, str], printed: set[str]) -> bool:
    return all(
        not is_blank(texts.get(f, "-")) and points(texts[f]) is not None for f in POINTS if f in printed
    )


def _placeholder_name(texts: dict[str, str]) -> bool:
    return "level3" in texts and len(texts) == 1 and is_placeholder(texts["level3"])


MOSTLY = 0.6
_BETWEEN = re.compile(r"[-—–_/\\|→>·:：、\s]*")


def with_levels_apart(columns: Sequence[Column], entries: Sequence[Entry]) -> tuple[Column, ...]:
    """Part the names of a column that prints both levels, where no column prints the second; gives the columns with one for it."""
    if any(column.field == "level2" for column in columns):
        return tuple(columns)
    for n, column in enumerate(columns):
        texts = (
            [entry.placed[n].text for entry in entries if n in entry.placed]
            if column.field in ("level1", "other")
            else []
        )
        if texts and sum(_parted(text) is not None for text in texts) >= MOSTLY * len(texts):
            _part(entries, n, len(columns))
            told = replace(column, field="level1")
            return (*columns[:n], told, *columns[n + 1 :], replace(told, field="level2"))
    return tuple(columns)


def _part(entries: Sequence[Entry], first: int, second: int) -> None:
    for entry in entries:
        cell: Cell | None = entry.placed.get(first)
        if cell and (names := _parted(cell.text)):
            entry.placed[first] = structs.replace(cell, text=names[0])
            entry.placed[second] = structs.replace(cell, text=names[1])


def _parted(text: str) -> tuple[str, str] | None:
    """Give both names of a text that is a 一级 and a 二级 and nothing else."""
    if level_depths(text):
        return None
    for at in range(1, len(text)):
        first, second = text[:at], _BETWEEN.sub("", text[at:], count=1)
        if 1 in level_depths(first) and 2 in level_depths(second):  # noqa: PLR2004
            return first, second
    return None
