"""A document's grids and lines written as Word, RTF and OpenDocument texts, with their merged cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape

from extract.grid import Cell, Document, Grid
from support import odt, word

_TWIPS = 900


def _list_rows(grid: Grid) -> Iterator[list[Cell]]:
    """Each row's cells, those that go on from a row above among them."""
    for row in range(grid.rows):
        reaching = [one for one in grid.cells if one.row <= row < one.row + one.rowspan]
        yield sorted(reaching, key=lambda one: one.col)


def _list_parts(document: Document) -> Iterator[str | Grid]:
    for grid in document.grids:
        yield from (line.text for line in grid.before)
        yield grid
    yield from (line.text for line in document.tail)


def write_docx(document: Document, space: str = word.W) -> bytes:
    parts = (
        _write_word_table(one) if isinstance(one, Grid) else _write_word_text(one)
        for one in _list_parts(document)
    )
    return word.docx("".join(parts), space)


def write_strict(document: Document) -> bytes:
    return write_docx(document, word.STRICT)


def _write_word_text(text: str) -> str:
    return word.paragraph(word.run(escape(text)))


def _write_word_table(grid: Grid) -> str:
    rows: list[str] = []
    for at, cells in enumerate(_list_rows(grid)):
        written: list[str] = []
        for one in cells:
            merge = None if one.rowspan == 1 else "restart" if one.row == at else ""
            texts = one.text.split("\n") if one.row == at else [""]
            written.append(word.cell(*map(_write_word_text, texts), span=one.colspan, merge=merge))
        rows.append(word.row(*written))
    return word.table(*rows, widths=(_TWIPS,) * grid.cols)


def write_rtf(document: Document) -> bytes:
    parts = (
        _write_rtf_table(one) if isinstance(one, Grid) else rf"\pard {_escape_rtf(one)}\par "
        for one in _list_parts(document)
    )
    return rf"{{\rtf1\ansi\ansicpg936\uc1 {''.join(parts)}}}".encode("ascii")


def _escape_rtf(text: str) -> str:
    written: list[str] = []
    for char in text:
        if char == "\n":
            written.append(r"\line ")
        elif char in "{}\\":
            written.append("\\" + char)
        else:
            written.append(char if char.isascii() else rf"\u{ord(char) - 0x10000 * (ord(char) > 0x7FFF)}?")
    return "".join(written)


def _write_rtf_table(grid: Grid) -> str:
    written: list[str] = []
    for at, cells in enumerate(_list_rows(grid)):
        written.append(r"\trowd")
        for one in cells:
            merge = "" if one.rowspan == 1 else r"\clvmgf" if one.row == at else r"\clvmrg"
            written.append(rf"{merge}\cellx{_TWIPS * (one.col + one.colspan)}")
        texts = (_escape_rtf(one.text) if one.row == at else "" for one in cells)
        written += [rf"\pard\intbl {text}\cell" for text in texts]
        written.append(r"\row ")
    return "".join(written) + r"\pard\par "


def write_odt(document: Document) -> bytes:
    parts = (
        _write_odt_table(one) if isinstance(one, Grid) else _write_odt_text(one)
        for one in _list_parts(document)
    )
    return odt.odt("".join(parts))


def _write_odt_text(text: str) -> str:
    return f"<text:p>{escape(text).replace(chr(10), '<text:line-break/>')}</text:p>"


def _write_odt_table(grid: Grid) -> str:
    covered = "<table:covered-table-cell/>"
    rows: list[str] = []
    for at, cells in enumerate(_list_rows(grid)):
        written: list[str] = []
        for one in cells:
            spans = f'table:number-columns-spanned="{one.colspan}" table:number-rows-spanned="{one.rowspan}"'
            first = odt.cell(_write_odt_text(one.text), attributes=spans) if one.row == at else covered
            written += [first, *[covered] * (one.colspan - 1)]
        rows.append(odt.row(*written))
    return odt.table(*rows)


WRITERS: Mapping[str, Callable[[Document], bytes]] = {
    "docx": write_docx,
    "strict": write_strict,
    "rtf": write_rtf,
    "odt": write_odt,
}
