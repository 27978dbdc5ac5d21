"""Lines of text to tables and the lines around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.grid import Box, Cell, Grid, Line
from extract.margins import PAGE_NUMBER
from extract.text_cells import is_rule, opens_drawn_table, split_row

_SENTENCE_ENDS = "。.!?;:\uff01\uff1f\uff1b\uff1a"
_WRAPPED_LENGTH = 10
_MOST_WRAPPED_LINES = 50


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one row and the lines that they stand on."""

    cells: tuple[str, ...]
    lines: tuple[int, ...]
    after_gap: bool = False

    @property
    def filled(self) -> int:
        return sum(map(bool, self.cells))


def tables_and_lines(lines: Sequence[str], delimiter: str) -> Iterator[Grid | Line]:
    """Yield the tables of ``lines`` and the lines outside them, in order; line numbers count from 1."""
    rows: list[_Row] = []
    feet: list[Line] = []
    gap, index = False, 0
    while index < len(lines):
        text = lines[index]
        if drawn := _drawn_table(lines, index):
            yield from (*_table(rows), *feet, drawn[0])
            rows, feet = [], []
            index += drawn[1]
            continue
        cells, taken = split_row(lines, index, delimiter)
        numbers = tuple(range(index + 1, index + taken + 1))
        if cells:
            rows.append(_Row(cells, numbers, after_gap=bool(rows) and (gap or text.startswith("\f"))))
        elif is_rule(text):
            pass
        elif rows and not gap and _continues(rows[-1], lines, index, delimiter):
            rows[-1] = _longer(rows[-1], text, index + 1)
        elif rows and _numbers_page(lines, index):
            feet.append(Line(text.strip(), Box(line=index + 1)))
            text = ""
        elif text.strip():
            yield from (*_table(rows), *feet, Line(text.strip(), Box(line=index + 1)))
            rows, feet = [], []
        gap = not text.strip(" \f\v\u3000")
        index += taken
    yield from (*_table(rows), *feet)


def _numbers_page(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line beside a blank one or a page's end is a page number: the table may go on after it."""
    around = [lines[at] for at in (index - 1, index + 1) if at < len(lines)]
    return bool(PAGE_NUMBER.fullmatch(lines[index])) and any(not text.strip() or text.startswith("\f") for text in around)


def _continues(row: _Row, lines: Sequence[str], index: int, delimiter: str) -> bool:
    """Tell whether ``lines[index]`` goes on with the last cell of ``row``, broken in mid-sentence inside its table."""
    last = row.cells[-1]
    if len(last) < _WRAPPED_LENGTH or last[-1] in _SENTENCE_ENDS:
        return False
    for following in range(index, min(index + _MOST_WRAPPED_LINES, len(lines))):
        if not lines[following].strip():
            return False
        if split_row(lines, following, delimiter)[0]:
            return True
    return False


def _longer(row: _Row, text: str, number: int) -> _Row:
    return replace(row, cells=(*row.cells[:-1], f"{row.cells[-1]}\n{text.strip()}"), lines=(*row.lines, number))


def _table(rows: Sequence[_Row]) -> Iterator[Grid | Line]:
    """Yield ``rows`` as one table, and the rows before and after it that fill only one cell (a title, a note) as lines."""
    wide = [index for index, row in enumerate(rows) if row.filled > 1]
    start = wide[0] if wide else len(rows)
    end = _end_without_notes(rows)
    yield from _as_lines(rows[:start])
    if wide:
        yield _grid(rows[start:end])
        yield from _as_lines(rows[end:])


def _end_without_notes(rows: Sequence[_Row]) -> int:
    end = len(rows)
    while end and rows[end - 1].filled == 1 and rows[end - 1].cells[0]:
        end -= 1
    return end


def _as_lines(rows: Sequence[_Row]) -> Iterator[Line]:
    return (Line(" ".join(filter(None, row.cells)), Box(line=row.lines[0])) for row in rows if row.filled)


def _grid(rows: Sequence[_Row]) -> Grid:
    cells = tuple(
        Cell(index, col, text, tuple(Box(line=number) for number in row.lines))
        for index, row in enumerate(rows)
        for col, text in enumerate(row.cells)
    )
    return Grid(len(rows), max(len(row.cells) for row in rows), cells, breaks=_page_breaks(rows), ragged=True)


def _page_breaks(rows: Sequence[_Row]) -> tuple[int, ...]:
    """Return the rows after blank lines; none where blank lines part most rows, which is only wide spacing."""
    breaks = tuple(index for index, row in enumerate(rows) if index and row.after_gap)
    return breaks if 2 * len(breaks) < len(rows) else ()


def _drawn_table(lines: Sequence[str], index: int) -> tuple[Grid, int] | None:
    if not opens_drawn_table(lines[index]):
        return None
    from extract.text_drawn import drawn_table  # noqa: PLC0415 - few texts have such tables, and it takes long to import

    return drawn_table(lines, index)
