"""One form's tables and lines in every format that is read: what the form prints is the same in each."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from xml.sax.saxutils import escape

import xlsxwriter
from msgspec import structs

from extract import Cell, Document, Grid
from support.word import STRICT, W, docx, paragraph, row, table
from support.word import cell as word_cell

Piece = str | Grid
"""A line, or a table."""


def list_pieces(document: Document) -> list[Piece]:
    """List a document's lines and tables in their order."""
    pieces: list[Piece] = []
    for grid in document.grids:
        pieces += [line.text for line in grid.before]
        pieces.append(grid)
    return pieces + [line.text for line in document.tail]


def repeat_merged_rows(piece: Piece) -> Piece:
    """Print what a cell merged over rows holds in each of them, as writers without merged cells do."""
    if not isinstance(piece, Grid):
        return piece
    cells = [
        structs.replace(cell, row=cell.row + down, rowspan=1, boxes=())
        for cell in piece.cells
        for down in range(cell.rowspan)
    ]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Grid(piece.rows, piece.cols, tuple(cells))


def list_rows(grid: Grid) -> list[list[Cell | None]]:
    """List what stands in each square: a cell at its upper left, None elsewhere."""
    rows: list[list[Cell | None]] = [[None] * grid.cols for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.col] = cell
    return rows


def write_html(pieces: Sequence[Piece]) -> bytes:
    return _make_page(pieces).encode("gb18030")


def write_mht(pieces: Sequence[Piece]) -> bytes:
    whole = MIMEMultipart("related")
    part = MIMEText(_make_page(pieces), "html", "utf-8")
    part["Content-Location"] = "file:///C:/form.htm"
    whole.attach(part)
    return whole.as_bytes()


def write_markdown(pieces: Sequence[Piece]) -> bytes:
    blocks = [_make_table(piece) if isinstance(piece, Grid) else piece for piece in pieces]
    return "\n\n".join(["# 文件", *blocks]).encode()


def _make_page(pieces: Sequence[Piece]) -> str:
    blocks = [
        _make_table(piece) if isinstance(piece, Grid) else f"<p>{escape(piece)}</p>" for piece in pieces
    ]
    return f'<html><head><meta charset="x"><title>公开</title></head><body>{"".join(blocks)}</body></html>'


def _make_table(grid: Grid) -> str:
    rows: list[str] = []
    for cells in list_rows(grid):
        marks = [
            f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}">{_break(cell.text, "<br>")}</td>'
            for cell in cells
            if cell
        ]
        rows.append(f"<tr>{''.join(marks)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _break(text: str, mark: str) -> str:
    return escape(text).replace("\n", mark)


def write_strict(pieces: Sequence[Piece]) -> bytes:
    return write_docx(pieces, STRICT)


def write_docx(pieces: Sequence[Piece], space: str = W) -> bytes:
    body = [
        _make_word_table(piece) if isinstance(piece, Grid) else paragraph(escape(piece)) for piece in pieces
    ]
    return docx("".join(body), space)


def _make_word_table(grid: Grid) -> str:
    rows: list[str] = []
    for owners in list_owners(grid):
        cells: list[str] = []
        for cell, is_first in owners:
            merge = None if cell.rowspan == 1 else "restart" if is_first else "continue"
            lines = [escape(line) for line in cell.text.split("\n")] if is_first else [""]
            cells.append(word_cell(*lines, span=cell.colspan, merge=merge))
        rows.append(row(*cells))
    return table(*rows, widths=(900,) * grid.cols)


def list_owners(grid: Grid) -> Iterator[list[tuple[Cell, bool]]]:
    """Yield for each row the cells that reach into it, and whether each begins there."""
    for number in range(grid.rows):
        reaching = [cell for cell in grid.cells if cell.row <= number < cell.row + cell.rowspan]
        reaching.sort(key=lambda cell: cell.col)
        yield [(cell, cell.row == number) for cell in reaching]


_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|[1-9]\d{0,13}|0)(?:\.\d+)?%?")


def read_number(text: str) -> tuple[float, str] | None:
    """Return a number as a sheet holds it, and the format that shows it as it is printed."""
    if not _NUMBER.fullmatch(text):
        return None
    digits = text.rstrip("%").replace(",", "")
    places = len(digits.partition(".")[2])
    value = float(digits)
    whole = "#,##0" if "," in text else "0"
    shape = whole + ("." + "0" * places if places else "")
    if text.endswith("%"):
        return round(value / 100, places + 2), f"{shape}%"
    return value, shape


def write_xlsx(pieces: Sequence[Piece]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("自评表")
        formats = {}
        width = max(piece.cols for piece in pieces if isinstance(piece, Grid))
        top = 0
        for piece in pieces:
            if not isinstance(piece, Grid):
                sheet.merge_range(top, 0, top, width - 1, piece)
                top += 1
                continue
            for cell in piece.cells:
                number = read_number(cell.text)
                value, shape = number or (cell.text, "@")
                form = formats.setdefault(shape, book.add_format({"num_format": shape, "border": 1}))
                first = (top + cell.row, cell.col)
                last = (top + cell.row + cell.rowspan - 1, cell.col + cell.colspan - 1)
                if first != last:
                    sheet.merge_range(*first, *last, "", form)
                if number:
                    sheet.write_number(*first, value, form)
                else:
                    sheet.write_string(*first, value, form)
            top += piece.rows
    return buffer.getvalue()


_SHEETML = "urn:schemas-microsoft-com:office:spreadsheet"


def write_sheetml(pieces: Sequence[Piece]) -> bytes:
    rows: list[str] = []
    styles: dict[str, str] = {}
    width = max(piece.cols for piece in pieces if isinstance(piece, Grid))
    for piece in pieces:
        if not isinstance(piece, Grid):
            rows.append(
                f'<Row><Cell ss:MergeAcross="{width - 1}"><Data ss:Type="String">{escape(piece)}</Data></Cell></Row>'
            )
            continue
        for cells in list_rows(piece):
            marks: list[str] = []
            for cell in filter(None, cells):
                number = read_number(cell.text)
                value, shape = number or (cell.text, "@")
                style = styles.setdefault(shape, f"s{len(styles) + 20}")
                span = f'ss:MergeAcross="{cell.colspan - 1}" ss:MergeDown="{cell.rowspan - 1}"'
                kind = "Number" if number else "String"
                text = repr(value) if number else _break(cell.text, "&#10;")
                data = f'<Data ss:Type="{kind}">{text}</Data>' if cell.text else ""
                marks.append(f'<Cell ss:Index="{cell.col + 1}" ss:StyleID="{style}" {span}>{data}</Cell>')
            rows.append(f"<Row>{''.join(marks)}</Row>")
    shapes = "".join(
        f'<Style ss:ID="{name}"><NumberFormat ss:Format="{escape(shape)}"/></Style>'
        for shape, name in styles.items()
    )
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{_SHEETML}" xmlns:ss="{_SHEETML}">'
        f'<Styles>{shapes}</Styles><Worksheet ss:Name="自评表"><Table>{"".join(rows)}</Table></Worksheet></Workbook>'
    ).encode()


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_SPACES = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text"))


def write_ods(pieces: Sequence[Piece]) -> bytes:
    width = max(piece.cols for piece in pieces if isinstance(piece, Grid))
    rows = "".join(
        _make_odf_rows(piece)
        if isinstance(piece, Grid)
        else f'<table:table-row><table:table-cell table:number-columns-spanned="{width}"><text:p>{escape(piece)}</text:p>'
        f'</table:table-cell><table:covered-table-cell table:number-columns-repeated="{width - 1}"/></table:table-row>'
        for piece in pieces
    )
    body = f'<office:spreadsheet><table:table table:name="自评表">{rows}</table:table></office:spreadsheet>'
    return _pack_odf(body, "application/vnd.oasis.opendocument.spreadsheet")


def write_odt(pieces: Sequence[Piece]) -> bytes:
    blocks = "".join(
        f'<table:table table:name="表{at}"><table:table-column table:number-columns-repeated="{piece.cols}"/>'
        f"{_make_odf_rows(piece)}</table:table>"
        if isinstance(piece, Grid)
        else f"<text:p>{escape(piece)}</text:p>"
        for at, piece in enumerate(pieces)
    )
    return _pack_odf(f"<office:text>{blocks}</office:text>", "application/vnd.oasis.opendocument.text")


def _make_odf_rows(grid: Grid) -> str:
    rows: list[str] = []
    for cells in list_rows(grid):
        marks: list[str] = []
        for cell in cells:
            if cell is None:
                marks.append("<table:covered-table-cell/>")
                continue
            span = f'table:number-columns-spanned="{cell.colspan}" table:number-rows-spanned="{cell.rowspan}"'
            lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.text.split("\n"))
            marks.append(f"<table:table-cell {span}>{lines}</table:table-cell>")
        rows.append(f"<table:table-row>{''.join(marks)}</table:table-row>")
    return "".join(rows)


def _pack_odf(body: str, kind: str) -> bytes:
    content = (
        f"<office:document-content {_ODF_SPACES}><office:body>{body}</office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def write_rtf(pieces: Sequence[Piece]) -> bytes:
    blocks = [
        _make_rtf_table(piece) if isinstance(piece, Grid) else f"\\pard {_to_rtf(piece)}\\par\n"
        for piece in pieces
    ]
    return f"{{\\rtf1\\ansi\\ansicpg936\\deff0\n{''.join(blocks)}}}".encode("ascii")


def _make_rtf_table(grid: Grid) -> str:
    rows: list[str] = []
    for owners in list_owners(grid):
        definitions, texts = "", ""
        for cell, is_first in owners:
            merge = "" if cell.rowspan == 1 else "\\clvmgf" if is_first else "\\clvmrg"
            definitions += f"{merge}\\cellx{900 * (cell.col + cell.colspan)}"
            lines = cell.text.split("\n") if is_first else [""]
            texts += "\\par ".join(map(_to_rtf, lines)) + "\\cell "
        rows.append(f"\\trowd {definitions}\\pard\\intbl {texts}\\row\n")
    return "".join(rows)


def _to_rtf(text: str) -> str:
    units = text.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    plain = [chr(number) if 0 <= number < 128 else f"\\u{number}?" for number in numbers]
    return "".join(f"\\{sign}" if sign in "\\{}" else sign for sign in plain)


def write_docling(pieces: Sequence[Piece]) -> bytes:
    texts: list[dict[str, str]] = []
    tables: list[dict[str, object]] = []
    children: list[dict[str, str]] = []
    for piece in pieces:
        if isinstance(piece, Grid):
            children.append({"$ref": f"#/tables/{len(tables)}"})
            cells = [_describe_cell(cell) for cell in piece.cells]
            tables.append({"data": {"table_cells": cells, "num_rows": piece.rows, "num_cols": piece.cols}})
        else:
            children.append({"$ref": f"#/texts/{len(texts)}"})
            texts.append({"text": piece})
    whole = {
        "schema_name": "DoclingDocument",
        "body": {"children": children},
        "texts": texts,
        "tables": tables,
    }
    return json.dumps(whole, ensure_ascii=False).encode()


def _describe_cell(cell: Cell) -> dict[str, object]:
    return {
        "text": cell.text,
        "start_row_offset_idx": cell.row,
        "end_row_offset_idx": cell.row + cell.rowspan,
        "start_col_offset_idx": cell.col,
        "end_col_offset_idx": cell.col + cell.colspan,
    }


def write_mineru(pieces: Sequence[Piece]) -> bytes:
    blocks = [
        {"type": "table", "table_body": _make_table(piece)}
        if isinstance(piece, Grid)
        else {"type": "text", "text": piece}
        for piece in pieces
    ]
    return json.dumps(blocks, ensure_ascii=False).encode()


WRITERS: dict[str, Callable[[Sequence[Piece]], bytes]] = {
    "docx": write_docx,
    "strict": write_strict,
    "rtf": write_rtf,
    "odt": write_odt,
    "xlsx": write_xlsx,
    "sheetml": write_sheetml,
    "ods": write_ods,
    "html": write_html,
    "mht": write_mht,
    "markdown": write_markdown,
    "docling": write_docling,
    "mineru": write_mineru,
}
