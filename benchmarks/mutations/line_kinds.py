"""What goes wrong with the lines of a text: tabs lost and put in, other signs between the cells, lines between lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from random import Random

from mutations.kinds import Mutated, register
from mutations.row_kinds import rows_of
from mutations.sheet import Sheet, place_cells, tabbed_rows, text_of

LONG = 12  # characters of a cell that a spreadsheet breaks
Lines = list[list[str]]


def _text(sheet: Sheet, rows: Lines, between: str = "\t") -> bytes:
    lines = [*sheet.above, *(between.join(row) for row in rows), *sheet.below]
    return ("\n".join(lines) + "\n").encode()


def _slide(name: str, change: Callable[[list[str], int], None]) -> None:
    """Add a kind that changes the cells of a row of points, so that those behind the place stand in other columns."""

    def make(sheet: Sheet, chance: Random) -> Iterator[Mutated]:
        spots = [
            placed
            for placed in place_cells(sheet)
            if placed.cell.key is not None
            and placed.cell.key.entity == "indicator"
            and placed.cell.key.column in {"weight", "score"}
        ]
        if not spots:
            return
        placed = chance.choice(spots)
        rows = [list(row) for row in tabbed_rows(sheet)]
        change(rows[placed.row], placed.col)
        yield Mutated(_text(sheet, rows), ".txt", sheet.numbers)

    register(name, make)


def _join_before(blanks: str) -> Callable[[list[str], int], None]:
    return lambda cells, at: cells.__setitem__(slice(at - 1, at + 1), [blanks.join(cells[at - 1 : at + 1])])


def _drop_blank(cells: list[str], at: int) -> None:
    if "" in cells[:at]:
        cells.remove("")


_slide("a tab lost before points", _join_before(""))
_slide("blanks for a tab", _join_before("   "))
_slide("one blank for a tab", _join_before(" "))
_slide("a tab too many before points", lambda cells, at: cells.insert(at, ""))
_slide("a blank cell lost before points", _drop_blank)
_slide("the cells behind points lost", lambda cells, at: cells.__delitem__(slice(at + 1, None)))


def _whole(name: str, change: Callable[[Sheet, Lines], bytes], ending: str = ".txt") -> None:
    """Add a kind that prints the whole text in another way."""

    def make(sheet: Sheet, _: Random) -> Iterator[Mutated]:
        yield Mutated(change(sheet, [list(row) for row in tabbed_rows(sheet)]), ending, sheet.numbers)

    register(name, make)


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell or '"' in cell else cell


def _as_csv(sheet: Sheet, rows: Lines) -> bytes:
    lines = [*sheet.above, *(",".join(map(_quoted, row)) for row in rows), *sheet.below]
    return "\n".join(lines).encode()


def _markdown(sheet: Sheet, rows: Lines) -> bytes:
    width = len(sheet.widths)
    table = [f"| {' | '.join(row)} |" for row in rows]
    table.insert(1, "|" + "---|" * width)
    return "\n".join([*sheet.above, "", *table, "", *sheet.below]).encode()


def _repeated(sheet: Sheet, _: Lines) -> bytes:
    """Repeat the text of a merged cell in each column, as converters do."""
    grid = [[""] * len(sheet.widths) for _ in sheet.rows]
    for placed in place_cells(sheet):
        for across in range(placed.cell.cols):
            grid[placed.row][placed.col + across] = placed.cell.text
    return _markdown(sheet, grid)


def _html(sheet: Sheet, rows: Lines) -> bytes:
    """Write an HTML table with spans, as a saved page has it."""
    cells: list[list[str]] = [[] for _ in rows]
    for placed in place_cells(sheet):
        cell = placed.cell
        cells[placed.row].append(f'<td rowspan="{cell.rows}" colspan="{cell.cols}">{escape(cell.text)}</td>')
    table = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    above, below = (
        "".join(f"<p>{escape(line)}</p>" for line in lines) for lines in (sheet.above, sheet.below)
    )
    return f'<html><meta charset="utf-8"><body>{above}<table>{table}</table>{below}</body></html>'.encode()


def _html_in_markdown(sheet: Sheet, rows: Lines) -> bytes:
    """Write an HTML table between lines of Markdown, without spans and each merged text repeated."""
    grid = [[""] * len(sheet.widths) for _ in rows]
    for placed in place_cells(sheet):
        for down in range(placed.cell.rows):
            for across in range(placed.cell.cols):
                grid[placed.row + down][placed.col + across] = placed.cell.text
    table = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in grid)
    lines = [f"# {line}" if at == 0 else line for at, line in enumerate(sheet.above)]
    return "\n\n".join([*lines, f"<table>{table}</table>", *sheet.below]).encode()


def _grid_table(sheet: Sheet, rows: Lines) -> bytes:
    """Draw the table with signs, as pandoc does."""
    widths = [max(_columns_of(row[at]) for row in rows) + 2 for at in range(len(rows[0]))]
    edge = "+" + "+".join("-" * width for width in widths) + "+"
    lines = [edge]
    for row in rows:
        cells = (
            f" {cell}{' ' * (width - 1 - _columns_of(cell))}" for cell, width in zip(row, widths, strict=True)
        )
        lines += [f"|{'|'.join(cells)}|", edge]
    return "\n".join([*sheet.above, "", *lines, "", *sheet.below]).encode()


def _columns_of(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)


def _escaped(sheet: Sheet, rows: Lines) -> bytes:
    """Write Markdown with its signs escaped, as converters do."""
    signs = str.maketrans({sign: f"\\{sign}" for sign in "*_<>()"})
    return _markdown(sheet, [[cell.translate(signs) for cell in row] for row in rows])


def _with_breaks(sheet: Sheet, rows: Lines) -> bytes:
    """Write Unicode text as spreadsheets do, a line break inside each long cell."""
    broken = [[f'"{cell[:6]}\n{cell[6:]}"' if len(cell) > LONG else cell for cell in row] for row in rows]
    return _text(sheet, broken).decode().encode("utf-16")


_whole("an HTML table", _html, ".html")
_whole("an HTML table inside Markdown, merged texts repeated", _html_in_markdown, ".md")
_whole("a table drawn with signs", _grid_table, ".md")
_whole("a Markdown table with escaped signs", _escaped, ".md")
_whole("semicolons for tabs", lambda sheet, rows: _text(sheet, rows, ";"), ".csv")
_whole("Unicode text with line breaks in cells", _with_breaks)
_whole("pipes for tabs", lambda sheet, rows: _text(sheet, rows, "|"))
_whole("commas for tabs", _as_csv, ".csv")
_whole("a Markdown table", _markdown, ".md")
_whole("a Markdown table with merged texts repeated", _repeated, ".md")
_whole(
    "blanks behind every cell",
    lambda sheet, rows: _text(sheet, [[f"{cell} " for cell in row] for row in rows]),
)
_whole(
    "trailing tabs lost",
    lambda sheet, rows: "\n".join(
        line.rstrip("\t") for line in _text(sheet, rows).decode().split("\n")
    ).encode(),
)
_whole("GB18030", lambda sheet, rows: _text(sheet, rows).decode().encode("gb18030"))
_whole("UTF-16", lambda sheet, rows: _text(sheet, rows).decode().encode("utf-16"))
_whole("blanks for all tabs", lambda sheet, rows: _text(sheet, rows, "    "))
_whole("no blank cells", lambda sheet, rows: _text(sheet, [[cell for cell in row if cell] for row in rows]))


def _between(name: str, line: str) -> None:
    """Add a kind that puts a line between two rows of the indicators."""

    def make(sheet: Sheet, chance: Random) -> Iterator[Mutated]:
        rows = [list(row) for row in tabbed_rows(sheet)]
        rows.insert(chance.choice(sorted(rows_of(sheet, "indicator"))), [line])
        yield Mutated(_text(sheet, rows), ".txt", sheet.numbers)

    register(name, make)


_between("a page number between lines", "- 2 -")
_between("a bare page number between lines", "2")
_between("a form feed between lines", "\f")
_between("a note between lines", "(续表)")
_between("an empty line between lines", "")


def print_twice(sheet: Sheet, _: Random) -> Iterator[Mutated]:
    """Print the whole form twice in one text."""
    yield Mutated((text_of(sheet) * 2).encode(), ".txt", sheet.numbers)


register("the whole text twice", print_twice)


def cut_end(sheet: Sheet, chance: Random) -> Iterator[Mutated]:
    """Lose all lines behind a row of the indicators.

    Of a form without points what is left is whole: nothing in it tells that there was more.
    """
    if not any(key.entity == "indicator" and key.column in {"weight", "score"} for key in sheet.numbers):
        return
    rows = rows_of(sheet, "indicator")
    last = chance.choice(sorted(rows)[:-1])
    kept = [list(row) for row in tabbed_rows(sheet)][: last + 1]
    printed = {placed.cell.key for placed in place_cells(sheet) if placed.row <= last}
    left = {key: value for key, value in sheet.numbers.items() if key in printed}
    yield Mutated(_text(sheet, kept), ".txt", left, may_agree=False, accuses=True)


register("the end of the text lost", cut_end)
