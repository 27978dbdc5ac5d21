"""OpenDocument texts with just what a test needs."""

from __future__ import annotations

import io
import zipfile

_SPACES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
}


def fodt(body: str, styles: str = "") -> bytes:
    """A text in one file; ``styles`` are its automatic styles."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    return (
        f'<?xml version="1.0"?><office:document {spaces} office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def odt(body: str, styles: str = "", header: str = "") -> bytes:
    """A packed text."""
    buffer = io.BytesIO()
    page = (
        f'<style:master-page style:name="Standard"><style:header>{header}</style:header></style:master-page>'
    )
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", fodt(body, styles))
        archive.writestr("styles.xml", fodt("", page).replace(b"office:body", b"office:nobody"))
    return buffer.getvalue()


def style(name: str, properties: str, family: str = "text", kind: str = "text") -> str:
    inner = f"<style:{kind}-properties {properties}/>"
    return f'<style:style style:name="{name}" style:family="{family}">{inner}</style:style>'


def cell(*texts: str, attributes: str = "") -> str:
    inner = "".join(
        text if text.startswith(("<text:p", "<table")) else f"<text:p>{text}</text:p>" for text in texts
    )
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    inner = "".join(one if one.startswith("<table") else cell(one) for one in cells)
    return f"<table:table-row {attributes}>{inner}</table:table-row>"


def table(*rows: str, columns: str = "") -> str:
    return f"<table:table>{columns}{''.join(rows)}</table:table>"
