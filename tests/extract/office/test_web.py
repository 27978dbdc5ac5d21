"""Saved web pages and other tools' JSON."""

from __future__ import annotations

import json
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

import extract
from extract import Document, message

TABLE = "<table><tr><td rowspan=2>产出指标<td>数量<td>{}<tr><td>质量<td>98%</table>"
CELLS = ["产出指标", "数量", "12", "质量", "98%"]


@pytest.fixture
def read_bytes(tmp_path):
    def read_file(data: bytes) -> Document:
        path = tmp_path / "form.xls"
        path.write_bytes(data)
        return extract.read(path)

    return read_file


def texts(document: Document) -> list[list[str]]:
    return [[cell.text for cell in grid.cells] for grid in document.grids]


def save_page(*pages: tuple[str, str], subtype: str = "related") -> bytes:
    whole = MIMEMultipart(subtype)
    for location, text in pages:
        part = MIMEText(text, "html", "gb18030")
        part["Content-Location"] = location
        whole.attach(part)
    return whole.as_bytes()


def test_a_saved_page_is_read_with_its_places(read_bytes):
    document = read_bytes(save_page(("file:///C:/a.htm", f"<html><p>自评表</p>{TABLE.format(12)}</html>")))
    assert (document.format, texts(document)) == ("mht", [CELLS])
    box = document.grids[0].cells[2].boxes[0]
    assert (box.place, box.line) == ("表1/行1/列3", None)


def test_the_frames_of_a_workbook_come_in_order_without_hidden_sheets_and_tabs(read_bytes):
    sheets = "".join(
        f'<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetSource HRef="f/sheet00{at}.htm"/>{more}</x:ExcelWorksheet>'
        for at, (name, more) in enumerate([("自评表", ""), ("旧稿", "<x:Visible>SheetHidden</x:Visible>")], 1)
    )
    data = save_page(
        (
            "file:///C:/f.htm",
            f"<html><xml>{sheets}</xml><frameset><frame src='f/sheet001.htm'></frameset></html>",
        ),
        ("file:///C:/f/sheet001.htm", TABLE.format(12)),
        ("file:///C:/f/sheet002.htm", TABLE.format(13)),
        ("file:///C:/f/tabstrip.htm", "<table><tr><td>自评表<td>旧稿</table>"),
    )
    document = read_bytes(data)
    assert texts(document) == [CELLS]
    assert document.warnings == (message("sheets-hidden", count=1, names="旧稿"),)


def test_of_two_versions_of_a_page_the_plain_text_is_left(read_bytes):
    whole = EmailMessage()
    whole.set_content("产出指标 数量 99")
    whole.add_alternative(TABLE.format(12), subtype="html", charset="utf-8")
    assert texts(read_bytes(whole.as_bytes())) == [CELLS]


def test_a_page_of_too_many_parts_is_refused(read_bytes):
    with pytest.raises(extract.Unreadable) as refusal:
        read_bytes(save_page(*[("a.htm", "<p>1</p>")] * 1200))
    assert refusal.value.message.code == "many-parts"


def docling(*children: str, **parts: object) -> bytes:
    body = {"children": [{"$ref": f"#/{child}"} for child in children]}
    return json.dumps({"schema_name": "DoclingDocument", "version": "1.0.0", "body": body, **parts}).encode()


def docling_cell(row: int, col: int, text: str, down: int = 1) -> dict[str, object]:
    return {
        "start_row_offset_idx": row,
        "end_row_offset_idx": row + down,
        "start_col_offset_idx": col,
        "end_col_offset_idx": col + 1,
        "text": text,
    }


def test_doclings_tables_keep_their_spans_and_order(read_bytes):
    cells = [docling_cell(0, 0, "产出指标", 2), docling_cell(0, 1, "数量"), docling_cell(0, 2, "12")]
    cells += [docling_cell(1, 1, "质量"), docling_cell(1, 2, "98%")]
    data = docling(
        "groups/0",
        "tables/0",
        "groups/9",
        groups=[{"children": [{"$ref": "#/texts/0"}]}],
        texts=[{"text": "自评表"}],
        tables=[{"data": {"table_cells": cells}}],
    )
    document = read_bytes(data)
    assert (document.format, texts(document)) == ("json", [CELLS])
    assert [line.text for line in document.grids[0].before] == ["自评表"]
    assert document.grids[0].cells[0].rowspan == 2


def test_a_group_that_holds_itself_ends(read_bytes):
    data = docling("groups/0", groups=[{"children": [{"$ref": "#/groups/0"}] * 2}])
    assert read_bytes(data).grids == ()


def test_minerus_list_of_contents_and_its_middle_json_are_read(read_bytes):
    table = {
        "type": "table",
        "table_caption": ["自评表"],
        "table_body": TABLE.format(12),
        "table_footnote": [],
    }
    listed = json.dumps(
        [{"type": "text", "text": "说明<1>"}, table, {"type": "image", "img_path": "x"}]
    ).encode()
    document = read_bytes(listed)
    assert texts(document) == [CELLS]
    assert [line.text for line in document.grids[0].before] == ["说明<1>", "自评表"]
    body = {"type": "table_body", "lines": [{"spans": [{"html": TABLE.format(12)}]}]}
    title = {"type": "title", "lines": [{"spans": [{"content": "自评表"}]}]}
    middle = {"pdf_info": [{"para_blocks": [title, {"type": "table", "blocks": [body]}]}]}
    document = read_bytes(json.dumps(middle).encode())
    assert texts(document) == [CELLS]
    assert [line.text for line in document.grids[0].before] == ["自评表"]


@pytest.mark.parametrize(
    "data",
    [b'{"schema_name": "x"}', b'{"pdf_info": 3}', b'{"pdf_info": [', b'{"schema_name":' + b"[" * 90000],
)
def test_other_json_is_refused(read_bytes, data):
    with pytest.raises(extract.Unreadable):
        read_bytes(data)
