"""Lines of text to tables and the lines around them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from extract.grid import Box, Cell, Grid, Line, Seam
from extract.joining.continuations import PAGE_NUMBER
from extract.text.settings import JOINTS, LEVELS, PIPES, TEXT

_MARKDOWN_RULE = re.compile(r"-{3,}|:-+:?|-+:")
_DRAWN_RULE = re.compile(r"[+\-=:\u2500-\u257f ]*[-=\u2500-\u257f]{3}[+\-=:\u2500-\u257f ]*")
_DRAWN_CELLS = re.compile(rf"[{re.escape(JOINTS)}](?:[{re.escape(LEVELS)}]+[{re.escape(JOINTS)}])+")
# a backslash alone in a cell is a blank mark, and no escape
_PIPE = re.compile(rf"(?<![^\s{PIPES}]\\)[{PIPES}]")
_ESCAPE = re.compile(rf"(?<=[^\s{PIPES}])\\(?=[{PIPES}])")
_BLANK_CELL = re.compile(r"^\.\.(?= {2})")
_NUMBERED = re.compile(r"\d+\s*[.、．](?!\d)")
_OF_PROSE = (",", ";")  # parts sentences as well as cells
_GAP = re.compile(r"\S\s{2,}\S+\s{2,}\S")


def split_row(lines: Sequence[str], index: int, delimiter: str) -> tuple[tuple[str, ...], int]:
    """Return the cells of the row that begins at ``lines[index]`` and how many lines it takes.

    No cells where none begins.

    A spreadsheet saved as text puts cells with line breaks between quotes, so a row may take several lines.
    """
    text = lines[index]
    if delimiter == "|":
        return (_split_at_pipes(text), 1) if count_pipes(text) and not is_rule(text) else ((), 1)
    if is_piped(text):
        return _split_at_pipes(_strip_outer_pipes(text.strip())), 1
    if '"' in text and (quoted := _read_quoted(lines, index, delimiter)):
        return quoted
    if delimiter in text:
        return _strip_cells(text.split(delimiter)), 1
    return (), 1


def is_rule(text: str) -> bool:
    """Tell whether a line only draws.

    ``|---|:--|`` under a Markdown header, or a frame's ``+---+`` and ``├──┤``.
    """
    if "\t" in text:
        return False
    stripped = text.strip().strip("|")
    cells = [cell.strip() for cell in stripped.split("|")]
    if all(map(_MARKDOWN_RULE.fullmatch, cells)):
        return True
    return any(drawn.fullmatch(stripped) for drawn in (_DRAWN_RULE, _DRAWN_CELLS))


def strip_rules(text: str) -> str:
    """Take out the rules that a line draws beside cells which go on: ``| 产出 +-----+-----+``."""
    return _DRAWN_CELLS.sub("", text)


def has_dashes(text: str) -> bool:
    """Tell whether a line may be the rule over or under the head of a table whose columns dashes draw."""
    stripped = text.strip()
    return any(sign * 3 in stripped and not stripped.strip(f"{sign} ") for sign in "-=")


def blank_first_cells(lines: Sequence[str]) -> list[str]:
    """Return lines with blanks for ``..``, by which reStructuredText writes a first cell without a text."""
    has_rules = any(has_dashes(line) and "=" in line for line in lines)
    return [_BLANK_CELL.sub("  ", line) for line in lines] if has_rules else list(lines)


def opens_drawn_table(text: str) -> bool:
    """Tell whether a line may be the upper edge of a table that characters draw."""
    stripped = text.strip()
    if len(stripped) < len("+-+"):
        return False
    return stripped[0] in JOINTS and stripped[1] in LEVELS and stripped[-1] in JOINTS


def has_wide_gaps(text: str) -> bool:
    """Tell whether blanks part a line into three cells or more."""
    return bool(_GAP.search(text))


def is_piped(text: str) -> bool:
    """Tell whether pipes frame a line."""
    stripped = text.strip()
    return len(stripped) > 1 and stripped[0] in PIPES and not is_rule(text)


def count_pipes(text: str) -> int:
    """Count the pipes that part a line; an escaped one does not."""
    return len(_PIPE.findall(text))


def _split_at_pipes(text: str) -> tuple[str, ...]:
    return _strip_cells(list(map(unescape_pipes, _PIPE.split(text))))


def unescape_pipes(text: str) -> str:
    """Return a text with its escaped pipes as they print."""
    return _ESCAPE.sub("", text)


def _strip_outer_pipes(text: str) -> str:
    return text[1:-1] if text[-1] in PIPES else text[1:]


def _strip_cells(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _read_quoted(lines: Sequence[str], index: int, delimiter: str) -> tuple[tuple[str, ...], int] | None:
    """Read a row with quoted cells; None where the quotes are only a text's own (``"双随机"抽查``)."""
    texts = (text + "\n" for text in islice(lines, index, index + TEXT.longest_cell_lines))
    reader = csv.reader(texts, delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error:
        return None
    is_one_line = reader.line_num == 1
    if len(cells) <= 1 and not (is_one_line and lines[index].startswith('"')):
        return None
    return _strip_cells(cells), reader.line_num


_SENTENCE_ENDS = "。.!?;:\uff01\uff1f\uff1b\uff1a"


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one row and the lines that they stand on."""

    cells: tuple[str, ...]
    lines: tuple[int, ...]
    after_gap: bool = False

    @property
    def filled(self) -> int:
        return sum(map(bool, self.cells))


def read_rows(lines: Sequence[str], delimiter: str) -> Iterator[Grid | Line]:
    """Yield the tables of ``lines`` and the lines outside them, in order; line numbers count from 1."""
    rows: list[_Row] = []
    feet: list[Line] = []
    gap, index, widest = False, 0, 0
    while index < len(lines):
        text = lines[index]
        if drawn := _read_drawn_table(lines, index):
            yield from (*_make_table(rows, delimiter, widest), *feet, drawn[0])
            rows, feet = [], []
            index += drawn[1]
            continue
        cells, taken = split_row(lines, index, delimiter)
        numbers = tuple(range(index + 1, index + taken + 1))
        widest = max(widest, len(cells))
        if cells:
            rows.append(_Row(cells, numbers, after_gap=bool(rows) and (gap or text.startswith("\f"))))
        elif is_rule(text):
            pass
        elif rows and _is_page_number(lines, index):
            feet.append(Line(text.strip(), Box(line=index + 1)))
            text = ""
        elif rows and not gap and _is_continued(rows[-1], lines, index, delimiter):
            rows[-1] = _lengthen(rows[-1], text, index + 1)
        elif text.strip():
            yield from (*_make_table(rows, delimiter, widest), *feet, Line(text.strip(), Box(line=index + 1)))
            rows, feet = [], []
        gap = not text.strip(" \f\v\u3000")
        index += taken
    yield from (*_make_table(rows, delimiter, widest), *feet)


def _is_page_number(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line is a page number: ``- 2 -``, or bare figures beside a blank line or a page's end.

    The table may go on after it.
    """
    if not PAGE_NUMBER.fullmatch(lines[index]):
        return False
    if not lines[index].strip().isdigit():
        return True
    around = [lines[at] for at in (index - 1, index + 1) if at < len(lines)]
    return any(not text.strip() or text.startswith("\f") for text in around)


def _is_continued(row: _Row, lines: Sequence[str], index: int, delimiter: str) -> bool:
    """Tell whether ``lines[index]`` goes on with the last cell of ``row``.

    The cell is broken in mid-sentence inside its table.
    """
    last = row.cells[-1]
    if len(last) < TEXT.wrapped_line_characters or last[-1] in _SENTENCE_ENDS:
        return False
    for following in range(index, min(index + TEXT.longest_paragraph_lines, len(lines))):
        if not lines[following].strip():
            return False
        if split_row(lines, following, delimiter)[0]:
            return True
    return False


def _lengthen(row: _Row, text: str, number: int) -> _Row:
    last = f"{row.cells[-1]}\n{text.strip()}"
    return replace(row, cells=(*row.cells[:-1], last), lines=(*row.lines, number))


def _make_table(rows: Sequence[_Row], delimiter: str, widest: int) -> Iterator[Grid | Line]:
    """Yield ``rows`` as one table, and those before and after it that fill only one cell as lines.

    Such a row is a title or a note. Notes below a sheet may have commas of their own.
    """
    end = _find_notes(rows, widest) if delimiter in _OF_PROSE else len(rows)
    notes = [Line(delimiter.join(row.cells), Box(line=row.lines[0])) for row in rows[end:]]
    yield from (*_make_rows(rows[:end]), *notes)


def _find_notes(rows: Sequence[_Row], widest: int) -> int:
    """Return where the notes begin: narrower than the sheet, with no blank cell, and a long or numbered first."""
    end = len(rows)
    while end and _is_note(rows[end - 1], widest):
        end -= 1
    return end


def _is_note(row: _Row, widest: int) -> bool:
    first = row.cells[0]
    is_narrow = len(row.cells) < widest and all(row.cells)
    begins_note = len(first) >= TEXT.note_characters or bool(_NUMBERED.match(first))
    is_long = any(len(cell) >= TEXT.note_characters for cell in row.cells)
    return is_narrow and begins_note and is_long


def _make_rows(rows: Sequence[_Row]) -> Iterator[Grid | Line]:
    wide = [index for index, row in enumerate(rows) if row.filled > 1]
    if not wide:
        yield from _make_lines(rows)
        return
    end = _find_end(rows)
    yield from _make_lines(rows[: wide[0]])
    yield _make_grid(rows[wide[0] : end])
    yield from _make_lines(rows[end:])


def _find_end(rows: Sequence[_Row]) -> int:
    end = len(rows)
    while end and rows[end - 1].filled == 1 and rows[end - 1].cells[0]:
        end -= 1
    return end


def _make_lines(rows: Sequence[_Row]) -> Iterator[Line]:
    return (Line(" ".join(filter(None, row.cells)), Box(line=row.lines[0])) for row in rows if row.filled)


def _make_grid(rows: Sequence[_Row]) -> Grid:
    cells: list[Cell] = []
    for index, row in enumerate(rows):
        boxes = tuple(Box(line=number) for number in row.lines)
        cells += (Cell(index, col, text, boxes) for col, text in enumerate(row.cells))
    return Grid(
        rows=len(rows),
        cols=max(len(row.cells) for row in rows),
        cells=tuple(cells),
        seams=_find_seams(rows),
        ragged=True,
    )


def _find_seams(rows: Sequence[_Row]) -> tuple[Seam, ...]:
    """Return the seams at blank lines; none where blank lines part most rows, which is only wide spacing."""
    seams = tuple(Seam(index) for index, row in enumerate(rows) if index and row.after_gap)
    is_spacing = 2 * len(seams) >= len(rows)
    return () if is_spacing else seams


def _read_drawn_table(lines: Sequence[str], index: int) -> tuple[Grid, int] | None:
    if has_dashes(lines[index]) or has_dashes("".join(lines[index + 1 : index + 2])):
        # few texts have such rules
        from extract.text.ruled_columns import read_ruled_columns  # noqa: PLC0415

        return read_ruled_columns(lines, index)
    if not opens_drawn_table(lines[index]):
        return None
    # few texts have such tables, and it takes long to import
    from extract.text.drawn_tables import read_drawn_table  # noqa: PLC0415

    return read_drawn_table(lines, index)
