"""Files that ask for more memory, depth or time than they weigh, one for each limit of a reader."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from functools import partial

from support import odt
from support.ofd import NAMESPACE as OFD
from support.ofd import PageXml, Writer, make_ofd, pack_pages
from support.sheet_files import Sheet, make_xlsx, pack
from support.word import cell, docx, row, table

MB = 1024 * 1024
HUGE = 10**9
DEEP = 20_000
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
_ODF_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_ENTITIES = '<!ENTITY a0 "100">' + "".join(
    f'<!ENTITY a{at} "' + f"&a{at - 1};" * 10 + '">' for at in range(1, 12)
)
_ROWS = [["项目", "分值", "得分"], ["数量", 10.0, 9.0]]


def nest(start: str, end: str, inner: str = "100", depth: int = DEEP) -> str:
    return start * depth + inner + end * depth


# packages


def make_part(size: int) -> bytes:
    return pack({"word/document.xml": bytes(size)})


def make_members(count: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for at in range(count):
            archive.writestr(f"word/{at}.xml", b"")
        archive.writestr("word/document.xml", make_text(""))
    return buffer.getvalue()


def make_text(body: str, head: str = "") -> str:
    return f'<?xml version="1.0"?>{head}<w:document {_W}><w:body>{body}</w:body></w:document>'


def make_locked(data: bytes) -> bytes:
    """Set the flag of encryption on every member, in its own header and in the directory."""
    found = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = found.find(mark)
        while at >= 0:
            found[at + offset] |= 1
            at = found.find(mark, at + 1)
    return bytes(found)


def make_climbing() -> bytes:
    return pack(
        {"../../etc/word/document.xml": "<a/>", "word/document.xml": make_text(table(row("甲", "1")))}
    )


# texts


def make_word(body: str, head: str = "") -> bytes:
    return pack({"word/document.xml": make_text(body, head)})


def make_entities(kind: str) -> bytes:
    head = f"<!DOCTYPE x [{_ENTITIES}]>"
    if kind == "docx":
        return make_word("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", head)
    if kind == "odt":
        return odt.fodt("<text:p>&a11;</text:p>").replace(
            b"<office:document ", f"{head}<office:document ".encode(), 1
        )
    if kind == "sheetml":
        return make_sheetml('<Row><Cell><Data ss:Type="String">&a11;</Data></Cell></Row>', head)
    if kind == "html":
        return f"{head}<html><table><tr><td>&a11;</td></tr></table></html>".encode()
    parts = {
        "Doc_0/Document.xml": f'<?xml version="1.0"?>{head}<ofd:Document xmlns:ofd="{OFD}">&a11;</ofd:Document>'
    }
    return pack({"OFD.xml": _OFD_ROOT, **parts})


_OFD_ROOT = f'<ofd:OFD xmlns:ofd="{OFD}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'


def make_rtf(body: str) -> bytes:
    return f"{{\\rtf1\\ansi\\ansicpg936 {body}}}".encode()


# sheets


def make_sheetml(rows: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<Workbook xmlns="{_SHEETML}" xmlns:ss="{_SHEETML}"><Worksheet ss:Name="a">'
        f"<Table>{rows}</Table></Worksheet></Workbook>"
    ).encode()


def make_ods(rows: str) -> bytes:
    body = f'<office:body><office:spreadsheet><table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body>'
    return pack(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {_ODF_SPACES}>{body}</office:document-content>",
        }
    )


def write_sheetml_cell(attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="Number">1</Data></Cell>'


def write_ods_row(attributes: str = "", before: str = "") -> str:
    cell_ = f"<table:table-cell {attributes}><text:p>1</text:p></table:table-cell>"
    return f"<table:table-row>{before}{cell_}</table:table-row>"


_FAR = '<c r="XFD1048576"><v>1</v></c>'


def make_far_xlsx() -> bytes:
    data = f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="1048576">{_FAR}</row>'
    return make_xlsx(Sheet(data=data))


# pages


def make_composites(times: int, *, own: bool) -> bytes:
    """Composites that hold the next one many times, or themselves."""
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{at}"><ofd:Content>'
        + f'<ofd:CompositeObject ID="3" Boundary="0 0 9 9" ResourceID="{70 if own else at + 1}"/>' * times
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for at in range(70, 90)
    )
    resources = (
        f'<ofd:Res xmlns:ofd="{OFD}"><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>'
    )
    used = '<ofd:CompositeObject ID="3" Boundary="0 0 210 297" ResourceID="70"/>'
    return make_ofd([used], **{"Doc_0/DocumentRes.xml": resources})


def make_templates() -> bytes:
    """A template that names itself a thousand times."""
    loop = '<ofd:Template TemplateID="900"/>' * 1000
    data = pack_pages([PageXml("", (210, 297), "<ofd:PageBlock/>")], Writer())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    looped = {
        name: data.replace(b"<ofd:Content>", loop.encode() + b"<ofd:Content>") for name, data in parts.items()
    }
    return pack(looped)


def make_steps(deltas: str) -> bytes:
    text = (
        '<ofd:TextObject ID="9" Boundary="10 10 90 9" Font="1" Size="4">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="{deltas}">12</ofd:TextCode></ofd:TextObject>'
    )
    return make_ofd([text])


# web pages


def make_mail(count: int) -> bytes:
    part = "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<table><tr><td>1</td></tr></table>\r\n"
    return f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n{part * count}--b--\r\n'.encode()


def make_nested_mail(depth: int) -> bytes:
    parts = [b"MIME-Version: 1.0\r\n"]
    parts += [
        f'Content-Type: multipart/mixed; boundary="b{at}"\r\n\r\n--b{at}\r\n'.encode() for at in range(depth)
    ]
    return b"".join(parts) + b"Content-Type: text/html\r\n\r\n<table><tr><td>1</td></tr></table>"


def make_html(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def make_json(depth: int) -> bytes:
    return b'[{"type": "table", "table_body": ' + b"[" * depth + b"]" * depth + b"}]"


def make_docling(span: int) -> bytes:
    edges = {
        "start_row_offset_idx": 0,
        "end_row_offset_idx": span,
        "start_col_offset_idx": 0,
        "end_col_offset_idx": span,
    }
    whole = {
        "schema_name": "DoclingDocument",
        "body": {"children": [{"$ref": "#/tables/0"}]},
        "tables": [{"data": {"table_cells": [{"text": "1", **edges}], "num_rows": span, "num_cols": span}}],
    }
    return json.dumps(whole).encode()


# binary files


def make_looped_compound(stream: str) -> bytes:
    """An OLE2 file whose chain of the directory's sectors leads back to itself."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * (4 * 108)
    table_ = struct.pack("<II", 0xFFFFFFFD, 1) + b"\xff" * (512 - 8)  # sector 1 is followed by itself
    name = stream.encode("utf-16-le") + b"\0\0"
    entry = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), 2, 1) + b"\xff" * 12
    entry = entry.ljust(116, b"\0") + struct.pack("<II", 1, 0x7FFFFFFF) + b"\0" * 4
    return head + table_ + entry * 4


Make = Callable[[], bytes]
REFUSED: dict[str, Make] = {
    "a part of 80 MB": partial(make_part, 80 * MB),
    "a part that packs too well": partial(make_part, 20 * MB),
    "members with the flag of encryption": lambda: make_locked(make_word(table(row("甲", "1")))),
    "docx: an entity bomb": partial(make_entities, "docx"),
    "odt: an entity bomb": partial(make_entities, "odt"),
    "sheetml: an entity bomb": partial(make_entities, "sheetml"),
    "ofd: an entity bomb": partial(make_entities, "ofd"),
    "docx: deep tables": lambda: make_word(nest("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", "<w:p/>")),
    "docx: deep elements": lambda: make_word(nest("<w:smartTag>", "</w:smartTag>", "")),
    "odt: deep tables": lambda: odt.odt(
        nest(
            "<table:table><table:table-row><table:table-cell>",
            "</table:table-cell></table:table-row></table:table>",
        )
    ),
    "odt: deep elements": lambda: odt.odt(f"<text:p>{nest('<text:span>', '</text:span>')}</text:p>"),
    "xlsx: deep elements": lambda: make_xlsx(Sheet(data=nest("<row><c>", "</c></row>"))),
    "ods: deep elements": lambda: make_ods(nest("<table:table-row-group>", "</table:table-row-group>")),
    "sheetml: deep elements": lambda: make_sheetml(nest("<Row><Cell>", "</Cell></Row>")),
    "mht: ten thousand parts": partial(make_mail, 10_000),
    "mht: parts in parts": partial(make_nested_mail, 5000),
    "html: deep tables": lambda: make_html(nest("<table><tr><td>", "</td></tr></table>")),
    "html: deep elements": lambda: make_html(f"<table><tr><td>1</td></tr></table>{nest('<div>', '</div>')}"),
    "html: deep tables that nobody closes": lambda: make_html("<table><tr><td>" * DEEP),
    "rtf: deep groups": lambda: make_rtf(nest("{", "}")),
    "json: deep": partial(make_json, 1_000_000),
    "doc: a chain in a circle": partial(make_looped_compound, "WordDocument"),
    "xls: a chain in a circle": partial(make_looped_compound, "Workbook"),
}
READ: dict[str, Make] = {
    "packages of a hundred thousand members": partial(make_members, 100_000),
    "names that leave the package": make_climbing,
    "docx: a span of a thousand million": lambda: docx(
        table(row(cell("甲", span=HUGE), "1"), row("乙", "2"))
    ),
    "docx: skipped columns": lambda: docx(
        table(row("甲", "1", properties=f'<w:gridBefore w:val="{HUGE}"/>'))
    ),
    "docx: ten thousand columns": lambda: docx(table(row(*map(str, range(10_000))), widths=(9,) * 10_000)),
    "odt: spans": lambda: odt.odt(
        odt.table(
            odt.row(
                odt.cell(
                    "1",
                    attributes=f'table:number-columns-spanned="{HUGE}" table:number-rows-spanned="{HUGE}"',
                ),
                "2",
            )
        )
    ),
    "odt: repeated": lambda: odt.odt(
        odt.table(
            odt.row(
                odt.cell("1", attributes=f'table:number-columns-repeated="{HUGE}"'),
                attributes=f'table:number-rows-repeated="{HUGE}"',
            )
        )
    ),
    "odt: blanks": lambda: odt.odt(f'<text:p>甲<text:s text:c="{HUGE}"/>乙</text:p>'),
    "rtf: deep tables": lambda: make_rtf(
        "".join(f"\\pard\\intbl\\itap{level} 1\\nestcell" for level in range(1, DEEP))
    ),
    "rtf: a picture of a thousand million bytes": lambda: make_rtf(
        f"\\trowd\\cellx900\\intbl 1\\cell\\row\\bin{HUGE} x"
    ),
    "rtf: far edges": lambda: make_rtf(f"\\trowd\\cellx{HUGE}\\intbl 1\\cell\\row"),
    "rtf: numbers without end": lambda: make_rtf(
        f"\\trowd\\cellx{'9' * 5000}\\intbl 1\\cell\\row\\u{'9' * 5000}?"
    ),
    "rtf: ten thousand columns": lambda: make_rtf(
        "\\trowd"
        + "".join(f"\\cellx{at}" for at in range(10_000))
        + "\\intbl"
        + " 1\\cell" * 10_000
        + "\\row"
    ),
    "xlsx: a far cell": make_far_xlsx,
    "xlsx: a far range": lambda: make_xlsx(Sheet(_ROWS, merged=["A3:XFD1048576"])),
    "xlsx: columns without end": lambda: make_xlsx(
        Sheet(_ROWS, before='<cols><col min="1" max="1000000000" hidden="1"/></cols>')
    ),
    "xlsx: a row of no sheet": lambda: make_xlsx(
        Sheet(data=f'<row r="{HUGE}"><c r="ZZZZZZ{HUGE}"><v>1</v></c></row>')
    ),
    "xlsx: a number without end": lambda: make_xlsx(
        Sheet(data='<row r="1"><c r="A1"><v>1E999999999</v></c></row>')
    ),
    "ods: repeated cells": lambda: make_ods(write_ods_row(f'table:number-columns-repeated="{HUGE}"')),
    "ods: repeated rows": lambda: make_ods(
        write_ods_row().replace("row>", f'row table:number-rows-repeated="{HUGE}">', 1)
    ),
    "ods: a far cell": lambda: make_ods(
        f'<table:table-row table:number-rows-repeated="{HUGE}"><table:table-cell/></table:table-row>'
        + write_ods_row(before=f'<table:table-cell table:number-columns-repeated="{HUGE}"/>')
    ),
    "ods: spans": lambda: make_ods(
        write_ods_row(f'table:number-columns-spanned="{HUGE}" table:number-rows-spanned="{HUGE}"')
    ),
    "sheetml: a far cell": lambda: make_sheetml(
        "<Row>"
        + write_sheetml_cell()
        + f'</Row><Row ss:Index="{HUGE}">'
        + write_sheetml_cell(f'ss:Index="{HUGE}"')
        + "</Row>"
    ),
    "sheetml: spans": lambda: make_sheetml(
        "<Row>" + write_sheetml_cell(f'ss:MergeAcross="{HUGE}" ss:MergeDown="{HUGE}"') + "</Row>"
    ),
    "sheetml: spanned rows and columns": lambda: make_sheetml(
        f'<Column ss:Hidden="1" ss:Span="{HUGE}"/><Row ss:Span="{HUGE}" ss:Hidden="1"/><Row>{write_sheetml_cell()}</Row>'
    ),
    "ofd: a composite that holds itself": partial(make_composites, 10, own=True),
    "ofd: composites of composites": partial(make_composites, 10, own=False),
    "ofd: a template that holds itself": make_templates,
    "ofd: steps repeated": partial(make_steps, f"g {HUGE} 1"),
    "ofd: steps repeated many times": partial(make_steps, f"g {HUGE} 1 " * 1000),
    "ofd: deep blocks": lambda: make_ofd([nest("<ofd:PageBlock>", "</ofd:PageBlock>", "")]),
    "ofd: a page without end": lambda: make_ofd([""], size=(1e30, 1e30)),
    "html: an entity bomb": partial(make_entities, "html"),
    "html: spans": lambda: make_html(
        f'<table><tr><td colspan="{HUGE}" rowspan="{HUGE}">甲</td><td>1</td></tr><tr><td>2</td></tr></table>'
    ),
    "html: spans without end": lambda: make_html(
        f'<table><tr><td colspan="{"9" * 5000}" rowspan="{"9" * 5000}">甲</td><td>1</td></tr></table>'
    ),
    "html: spans in every row": lambda: make_html(
        f"<table>{'<tr><td colspan=1000 rowspan=60000>1</td></tr>' * 3000}</table>"
    ),
    "json: spans": partial(make_docling, HUGE),
}
"""What is read as far as a limit goes, or at no cost."""
