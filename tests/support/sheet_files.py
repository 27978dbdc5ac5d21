"""Spreadsheet files of a few cells, written as a program would, with what a test wants wrong in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from xlsxwriter.utility import xl_col_to_name

from extract import Box, Document, Grid

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Value = str | float | None | tuple[str | float | None, int]
"""A cell: a text, a number, a raw ``<c ...>``, nothing; with its style's number where it has one."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows, or ``data`` in their place; ``before`` and ``after`` are XML around them."""

    rows: Sequence[Sequence[Value]] = ()
    name: str = "自评表"
    state: str = "visible"
    merged: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    before: str = ""
    after: str = ""
    data: str | None = None
    drawing: str | None = None


@dataclass(frozen=True)
class Styles:
    """Formats, fonts and fills, each the style of its number, in this order behind the plain one."""

    formats: Sequence[str] = ()
    fonts: Sequence[str] = ()
    fills: Sequence[str] = ()
    more: Sequence[str] = ()


def make_xlsx(
    *sheets: Sheet, styles: Styles | None = None, strings: Sequence[str] = (), book: str = ""
) -> bytes:
    """Return an Excel package; ``strings`` are the insides of shared strings, ``book`` XML of the workbook."""
    parts: dict[str, str] = {
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _make_book(sheets, book),
        "xl/styles.xml": _make_styles(styles or Styles()),
        "xl/sharedStrings.xml": _wrap("sst", "".join(f"<si>{text}</si>" for text in strings)),
    }
    relations = {"rIdS": ("styles", "styles.xml"), "rIdT": ("sharedStrings", "sharedStrings.xml")}
    for number, sheet in enumerate(sheets, 1):
        relations[f"rId{number}"] = ("worksheet", f"worksheets/sheet{number}.xml")
        parts[f"xl/worksheets/sheet{number}.xml"] = make_sheet_xml(sheet)
        if sheet.drawing is not None:
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relations(
                {"rId1": ("drawing", "../drawings/drawing1.xml")}
            )
            parts["xl/drawings/drawing1.xml"] = sheet.drawing
    parts["xl/_rels/workbook.xml.rels"] = _relations(relations)
    return pack(parts)


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """Return the parts as a package."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def make_sheet_xml(sheet: Sheet) -> str:
    """Return the XML of a sheet."""
    data = sheet.data
    if data is None:
        data = "".join(_make_row(sheet, at, row) for at, row in enumerate(sheet.rows, 1))
    merged = "".join(f"<mergeCell ref={quoteattr(area)}/>" for area in sheet.merged)
    drawing = '<drawing r:id="rId1"/>' if sheet.drawing is not None else ""
    inside = (
        f"{sheet.before}<sheetData>{data}</sheetData>{f'<mergeCells>{merged}</mergeCells>' if merged else ''}"
    )
    return _wrap("worksheet", f"{inside}{sheet.after}{drawing}")


def _make_row(sheet: Sheet, number: int, row: Sequence[Value]) -> str:
    hidden = ' hidden="1"' if number in sheet.hidden_rows else ""
    cells = "".join(_make_cell(f"{xl_col_to_name(col)}{number}", value) for col, value in enumerate(row))
    return f'<row r="{number}"{hidden}>{cells}</row>'


def _make_cell(name: str, value: Value) -> str:
    style = ""
    if isinstance(value, tuple):
        value, number = value
        style = f' s="{number}"'
    if value is None:
        return f'<c r="{name}"{style}/>' if style else ""
    if isinstance(value, str):
        if value.startswith("<c"):
            return value
        return f'<c r="{name}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{name}"{style}><v>{value!r}</v></c>'


def _make_book(sheets: Sequence[Sheet], more: str) -> str:
    entries = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{at}" state="{sheet.state}" r:id="rId{at}"/>'
        for at, sheet in enumerate(sheets, 1)
    )
    return _wrap("workbook", f"<sheets>{entries}</sheets>{more}")


def _make_styles(styles: Styles) -> str:
    formats = "".join(
        f"<numFmt numFmtId='{200 + at}' formatCode={quoteattr(code)}/>"
        for at, code in enumerate(styles.formats)
    )
    fonts = "".join(f"<font>{font}</font>" for font in ("", *styles.fonts))
    plain = ('<patternFill patternType="none"/>', '<patternFill patternType="gray125"/>')
    fills = "".join(f"<fill>{fill}</fill>" for fill in (*plain, *styles.fills))
    line = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    entries = [
        '<xf numFmtId="0"/>',
        *(f'<xf numFmtId="{200 + at}"/>' for at in range(len(styles.formats))),
        *(f'<xf numFmtId="0" fontId="{at}"/>' for at in range(1, len(styles.fonts) + 1)),
        *(f'<xf numFmtId="0" fillId="{at}"/>' for at in range(2, len(styles.fills) + 2)),
        *styles.more,
    ]
    return _wrap(
        "styleSheet",
        f"<numFmts>{formats}</numFmts><fonts>{fonts}</fonts><fills>{fills}</fills>"
        f"<borders><border/><border>{line}</border></borders><cellXfs>{''.join(entries)}</cellXfs>",
    )


def _wrap(name: str, inside: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{MAIN}" xmlns:r="{OFFICE}">{inside}</{name}>'
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{entries}</Relationships>'


def draw(grid: Grid) -> list[list[str]]:
    """Each row as the texts of its cells; those that a span covers are left out."""
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return rows


def find_codes(document: Document) -> list[str]:
    """The codes of what a document tells; of what is left out, why."""
    codes = []
    for warning in document.warnings:
        args = dict(warning.args)
        codes.append(args["why"].code if "why" in args else warning.code)
    return codes


def find_box(document: Document, text: str) -> Box:
    """The place of the first cell with a text."""
    return next(cell.boxes[0] for grid in document.grids for cell in grid.cells if cell.text == text)
