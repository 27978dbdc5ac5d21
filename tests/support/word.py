"""Word packages with just what a test needs, and what is read of them."""

from __future__ import annotations

import io
import zipfile

from extract.grid import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SPACES = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def story(name: str, inner: str, space: str = W) -> str:
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    return f'<?xml version="1.0"?><w:{name} xmlns:w="{space}" {spaces}>{inner}</w:{name}>'


def docx(body: str, space: str = W, **parts: str) -> bytes:
    """A package; each part is named by its file's name without ending, as ``styles``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", story("document", f"<w:body>{body}</w:body>", space))
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", story(name, inner, space))
    return buffer.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(*content: str, span: int = 1, merge: str | None = None, width: int = 0, properties: str = "") -> str:
    """A cell of paragraphs, given as text, or of any elements; ``merge`` is restart, continue or empty."""
    inner = "".join(
        one if one.startswith(("<w:p>", "<w:tbl>")) else paragraph(one) for one in content or ("",)
    )
    merged = "" if merge is None else f'<w:vMerge w:val="{merge}"/>' if merge else "<w:vMerge/>"
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    wide = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else ""
    return f"<w:tc><w:tcPr>{wide}{spanned}{merged}{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    inner = "".join(one if one.startswith("<") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = (), properties: str = "") -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def draw(document: Document, at: int = 0) -> list[str]:
    """Each row of a grid as the texts of the cells that cover it, a blank one as a point."""
    grid = document.grids[at]
    rows = [[""] * grid.cols for _ in range(grid.rows)]
    for one in grid.cells:
        for down in range(one.row, one.row + one.rowspan):
            for across in range(one.col, one.col + one.colspan):
                rows[down][across] = one.text.replace("\n", "/") or "."
    return [" ".join(texts) for texts in rows]


def list_lines(document: Document) -> list[str]:
    """The lines outside tables."""
    lines = [line for grid in document.grids for line in grid.before]
    return [line.text for line in (*lines, *document.tail)]


def list_doubts(document: Document) -> dict[str, str]:
    """The doubt of each cell that has one, by its text."""
    cells = [one for grid in document.grids for one in grid.cells if one.boxes]
    return {one.text: one.boxes[0].doubt for one in cells if one.boxes[0].doubt}


def list_codes(document: Document) -> list[str]:
    return [warning.code for warning in document.warnings]
