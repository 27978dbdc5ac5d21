"""Lines of text to tables and the lines around them: cells parted by tabs or by pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.grid import Box, Cell, Grid, Line

_PIPES = "|│┃"
_MARKDOWN_RULE = re.compile(r":?-{3,}:?")
_DRAWN_RULE = re.compile(r"[+\-=\u2500-\u257f\s]*[-=\u2500-\u257f]{3}[+\-=\u2500-\u257f\s]*")
_SENTENCE_ENDS = "。!?;;:：!?"
_WRAPPED_LENGTH = 10


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one row; the last one may go on over further lines."""

    cells: tuple[str, ...]
    lines: tuple[int, ...]
    after_gap: bool = False


def tables_and_lines(lines: Sequence[str]) -> Iterator[Grid | Line]:
    """Yield the tables of ``lines`` and the lines outside them, in order; line numbers count from 1."""
    rows: list[_Row] = []
    gap = False
    for index, text in enumerate(lines):
        cells = split_cells(text)
        if cells:
            rows.append(_Row(cells, (index + 1,), after_gap=bool(rows) and (gap or text.startswith("\f"))))
        elif is_rule(text):
            continue
        elif rows and text.strip() and not gap and _continues(rows[-1], lines[index:]):
            rows[-1] = _longer(rows[-1], text, index + 1)
        elif text.strip():
            yield from _table(rows)
            rows = []
            yield _line(text, index + 1)
        gap = not text.strip() and not cells
    yield from _table(rows)


def split_cells(text: str) -> tuple[str, ...]:
    """Return the cells of a row, blanks around them gone; nothing where the line is no row."""
    stripped = text.strip()
    if len(stripped) > 1 and stripped[0] in _PIPES and not is_rule(text):
        inner = stripped[1:-1] if stripped[-1] in _PIPES else stripped[1:]
        return tuple(cell.strip() for cell in re.split(f"[{_PIPES}]", inner))
    return tuple(cell.strip() for cell in text.split("\t")) if "\t" in text else ()


def is_rule(text: str) -> bool:
    """Tell whether a line only draws: ``|---|:--|`` under a Markdown header, or a frame's ``+---+`` and ``├──┤``."""
    stripped = text.strip().strip("|")
    cells = [cell.strip() for cell in stripped.split("|")]
    return all(_MARKDOWN_RULE.fullmatch(cell) for cell in cells) or bool(_DRAWN_RULE.fullmatch(stripped) and "\t" not in text)


def _continues(row: _Row, lines: Sequence[str]) -> bool:
    """Tell whether the first of ``lines`` goes on with the last cell of ``row``, broken in mid-sentence inside its table."""
    last = row.cells[-1]
    unfinished = len(last) >= _WRAPPED_LENGTH and last[-1] not in _SENTENCE_ENDS
    following = next((text for text in lines if "\t" in text or not text.strip()), "")
    return unfinished and bool(split_cells(following))


def _longer(row: _Row, text: str, number: int) -> _Row:
    return replace(row, cells=(*row.cells[:-1], row.cells[-1] + text.strip()), lines=(*row.lines, number))


def _table(rows: Sequence[_Row]) -> Iterator[Grid | Line]:
    """Yield ``rows`` as one table; as lines where no row has two filled cells, as in a paragraph indented by a tab."""
    if any(sum(map(bool, row.cells)) > 1 for row in rows):
        yield Grid(len(rows), max(len(row.cells) for row in rows), tuple(_cells(rows)), breaks=_page_breaks(rows), ragged=True)
    else:
        yield from (_line(" ".join(row.cells), row.lines[0]) for row in rows if any(row.cells))


def _cells(rows: Sequence[_Row]) -> Iterator[Cell]:
    for index, row in enumerate(rows):
        first, last = (Box(line=row.lines[0]),), tuple(Box(line=number) for number in row.lines)
        for col, text in enumerate(row.cells):
            yield Cell(index, col, text, last if col == len(row.cells) - 1 else first)


def _page_breaks(rows: Sequence[_Row]) -> tuple[int, ...]:
    """Return the rows after blank lines; none where blank lines part most rows, which is only wide spacing."""
    breaks = tuple(index for index, row in enumerate(rows) if row.after_gap)
    return breaks if 2 * len(breaks) < len(rows) else ()


def _line(text: str, number: int) -> Line:
    return Line(text.strip(), Box(line=number))
