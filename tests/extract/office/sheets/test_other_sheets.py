"""Old Excel files, Excel's XML of 2003 and OpenDocument sheets: the same sheet gives the same cells."""

from __future__ import annotations

from pathlib import Path

import pytest

import extract
from extract.errors import BrokenPackage, BrokenPart, PartTooLarge
from extract.office.sheets.ods import read_ods
from extract.office.sheets.sheetml import read_sheetml
from extract.office.sheets.xls import read_xls
from support.sheet_files import draw, find_box, find_codes, pack

DATA = Path(__file__).parents[3] / "data" / "sheets"


# old Excel files


def test_an_old_excel_file_is_read_as_it_is_shown():
    document = extract.read(DATA / "features.xls")
    assert document.format == "xls"
    assert document.conservation.holds
    shown = {row[0]: row[1] for row in draw(document.grids[0])}
    assert shown == {
        "预算": "8,705,000.50",
        "执行率": "96.1%",
        "次数": "31次",
        "填报日期": "2024年1月5日",
        "短日期": "2023/3/15",
        "不显示": "",
        "白字": "",
        "真值": "TRUE",
        "改分": "96",
        "公式": "",
        "跨列": "尾",
    }
    assert find_box(document, "96").doubt == "struck"
    assert find_box(document, "96.1%").place == "自评表!B3"
    assert [line.text for line in document.grids[0].before] == ["项目支出绩效自评表"]
    assert next(cell.colspan for cell in document.grids[0].cells if cell.text == "跨列") == 2
    assert find_codes(document) == ["sheets-hidden", "sheet-unseen", "sheet-struck", "sheet-in-hidden"]


def test_a_stray_cell_far_away_in_an_old_file_is_a_line():
    document = extract.read(DATA / "far.xls")
    assert draw(document.grids[0]) == [["甲", "乙"]]
    assert [line.box.place for line in document.tail] == ["Sheet1!IV65536"]


@pytest.mark.parametrize("kept", [600, 2000, 5000])
def test_an_old_file_that_is_cut_is_refused_or_read(kept):
    data = (DATA / "features.xls").read_bytes()
    try:
        read_xls(data[:kept])
    except BrokenPackage:
        return
    pytest.fail("a file without its end is read")


def test_an_old_file_with_wrong_bytes_ends_in_a_refusal_or_a_document():
    data = (DATA / "features.xls").read_bytes()
    for at in range(512, len(data), 7):
        broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        try:
            read_xls(broken)
        except extract.Unreadable:
            continue


# Excel's XML of 2003

SHEETML = """<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40"><Styles>
<Style ss:ID="Default"><Font ss:Color="#000000"/></Style>
<Style ss:ID="s1"><NumberFormat ss:Format="0.0%"/></Style><Style ss:ID="s2"><NumberFormat ss:Format="0&quot;次&quot;"/></Style>
<Style ss:ID="s3"><NumberFormat ss:Format="Short Date"/></Style><Style ss:ID="s4"><Font ss:Color="#FFFFFF"/></Style>
<Style ss:ID="s5" ss:Parent="s1"/><Style ss:ID="s6"><Font ss:StrikeThrough="1"/></Style></Styles>{sheets}</Workbook>"""


def make_sheetml(
    *rows: str, more: str = "", columns: str = "", name: str = "自评表", encoding: str = "UTF-8"
) -> bytes:
    sheet = f'<Worksheet ss:Name="{name}"><Table>{columns}{"".join(rows)}</Table>{more}</Worksheet>'
    return SHEETML.format(encoding=encoding, sheets=sheet).encode(encoding)


def put(value: object, kind: str = "String", style: str = "Default", more: str = "") -> str:
    return f'<Cell ss:StyleID="{style}" {more}><Data ss:Type="{kind}">{value}</Data></Cell>'


BOTH, THIRD, FIFTH = 'ss:MergeAcross="1" ss:MergeDown="1"', 'ss:Index="3"', 'ss:Index="5"'


def test_xml_of_2003_is_read_as_it_is_shown(tmp_path):
    rows = (
        f"<Row>{put('完成率')}{put('0.961', 'Number', 's1')}{put(31, 'Number', 's2')}</Row>",
        f"<Row ss:Index='4'>{put('2023-03-15T00:00:00.000', 'DateTime', 's3')}{put(1, 'Boolean')}{put('#N/A', 'Error')}</Row>",
        f"<Row ss:Hidden='1'>{put('旧')}</Row>",
        f"<Row>{put('合并', more=BOTH)}{put('0.5', 'Number', 's5')}</Row>",
        f"<Row>{put('右', more=THIRD)}{put('列', more=FIFTH)}</Row>",
        f"<Row>{put('白', style='s4')}{put('划', style='s6')}<Cell ss:Formula='=1+1'/></Row>",
    )
    path = tmp_path / "自评表.xls"
    path.write_bytes(make_sheetml(*rows, columns='<Column/><Column ss:Index="5" ss:Hidden="1"/>'))
    document = extract.read(path)
    assert document.format == "sheetml"
    assert document.conservation.holds
    assert draw(document.grids[0]) == [
        ["完成率", "96.1%", "31次"],
        ["2023/3/15", "TRUE", "#N/A"],
        ["合并", "50.0%"],
        ["右"],
        ["", "", ""],
    ]
    assert find_box(document, "右").place == "自评表!C7"
    assert find_codes(document) == [
        "sheet-unseen",
        "sheet-struck",
        "sheet-formulas-without-value",
        "sheet-in-hidden",
    ]


def test_text_in_xml_of_2003_may_have_fonts_of_its_own():
    text = '<html:S>95</html:S><html:Font html:Color="#000000">96</html:Font><html:Sup>1</html:Sup>'
    document = read_sheetml(make_sheetml(f"<Row>{put('得分')}{put(text)}</Row>"))
    assert find_box(document, "96").doubt == "struck"


def test_hidden_sheets_of_xml_of_2003_are_told():
    options = "<WorksheetOptions xmlns='urn:schemas-microsoft-com:office:excel'><Visible>SheetVeryHidden</Visible></WorksheetOptions>"
    document = read_sheetml(make_sheetml(f"<Row>{put('旧')}{put('表')}</Row>", more=options))
    assert document.grids == ()
    assert find_codes(document) == ["sheets-hidden"]


def test_the_print_area_of_xml_of_2003():
    names = '<Names><NamedRange ss:Name="Print_Area" ss:RefersTo="=自评表!R1C1:R1C2"/></Names>'
    sheet = f'<Worksheet ss:Name="自评表">{names}<Table><Row>{put("甲")}{put("乙")}{put("草稿")}</Row></Table></Worksheet>'
    document = read_sheetml(SHEETML.format(encoding="UTF-8", sheets=sheet).encode())
    assert draw(document.grids[0]) == [["甲", "乙"]]
    assert find_codes(document) == ["sheet-outside-print-area"]


@pytest.mark.parametrize("encoding", ["gb2312", "gb18030", "utf-16"])
def test_xml_of_2003_in_other_encodings(tmp_path, encoding):
    path = tmp_path / "a.xls"
    path.write_bytes(make_sheetml(f"<Row>{put('得分')}{put('优')}</Row>", encoding=encoding))
    assert draw(extract.read(path).grids[0]) == [["得分", "优"]]


def test_hostile_xml_of_2003_is_refused(monkeypatch):
    with pytest.raises(BrokenPart):
        read_sheetml(make_sheetml("<Row>")[:-40])
    spans = put("甲", more='ss:MergeAcross="2000000000" ss:MergeDown="2000000000" ss:Index="3"')
    far = f"<Row ss:Index='999999999'>{put('乙')}{put('丙')}</Row>"
    document = read_sheetml(make_sheetml(f"<Row ss:Span='999999999'>{spans}</Row>", far))
    assert document.conservation.holds
    monkeypatch.setattr("extract.office.sheets.sheetml.LIMITS", type("L", (), {"part_bytes": 10}))
    with pytest.raises(PartTooLarge):
        read_sheetml(make_sheetml())


# OpenDocument sheets

ODS = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">
<office:automatic-styles><style:style style:name="hid" style:family="table"><style:table-properties table:display="false"/></style:style>
<style:style style:name="white" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"""


def make_ods(sheets: str) -> bytes:
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return pack({"mimetype": mimetype, "content.xml": ODS.format(sheets=sheets)})


def fill(*rows: str, name: str = "自评表", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{"".join(rows)}</table:table>'


def cell(inside: str = "", more: str = "") -> str:
    return f"<table:table-cell {more}>{inside and f'<text:p>{inside}</text:p>'}</table:table-cell>"


def line(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def test_an_opendocument_sheet_is_read_as_it_is_shown(tmp_path):
    covered = "<table:covered-table-cell/>"
    note = "<office:annotation><text:p>应为99</text:p></office:annotation><text:p>95</text:p>"
    sheets = fill(line(cell("旧"), cell("表")), name="旧表", more='table:style-name="hid"') + fill(
        line(
            cell("完成率", 'table:number-columns-spanned="2"'), covered, cell("96.1%", 'office:value="0.961"')
        ),
        line(
            cell(), cell("", 'table:number-columns-repeated="16000"'), more='table:number-rows-repeated="2"'
        ),
        line(cell("隐"), more='table:visibility="filter"'),
        line(
            f"<table:table-cell>{note}</table:table-cell>",
            cell("a<text:s text:c='2'/>b<text:line-break/>c"),
            cell("白", 'table:style-name="white"'),
        ),
        line(
            cell("<text:span text:style-name='S'>9</text:span>8"),
            cell("7<text:span text:style-name='up'>1</text:span>"),
            cell("x"),
        ),
        line(cell("同", 'table:number-columns-repeated="3"'), more='table:number-rows-repeated="2"'),
        line(cell(), more='table:number-rows-repeated="1048000"'),
    )
    path = tmp_path / "a.ods"
    path.write_bytes(make_ods(sheets))
    document = extract.read(path)
    assert document.format == "ods"
    assert document.conservation.holds
    assert draw(document.grids[0]) == [
        ["完成率", "96.1%"],
        ["95", "a  b\nc", ""],
        ["8", "7", "x"],
        ["同", "同", "同"],
        ["同", "同", "同"],
    ]
    assert find_box(document, "95").place == "自评表!A5"
    assert (find_box(document, "8").doubt, find_box(document, "7").doubt) == ("struck", "mended")
    assert find_codes(document) == ["sheets-hidden", "sheet-unseen", "sheet-struck", "sheet-in-hidden"]


def test_a_value_without_the_text_that_shows_it_is_in_doubt():
    document = read_ods(
        make_ods(fill(line(cell("得分"), cell("", 'office:value-type="float" office:value="95"'))))
    )
    assert find_box(document, "95").doubt == "mended"


def test_text_boxes_over_an_opendocument_sheet_are_lines():
    shapes = "<table:shapes><draw:frame><draw:text-box><text:p>自评表</text:p></draw:text-box></draw:frame></table:shapes>"
    document = read_ods(make_ods(fill(shapes, line(cell("得分"), cell("95")))))
    assert [one.text for one in document.grids[0].before] == ["自评表"]
    assert find_codes(document) == ["sheet-text-boxes"]


def test_the_print_range_of_an_opendocument_sheet():
    rows = line(cell("甲"), cell("乙"), cell("草稿"))
    document = read_ods(make_ods(fill(rows, more='table:print-ranges="自评表.A1:自评表.B9"')))
    assert draw(document.grids[0]) == [["甲", "乙"]]


@pytest.mark.parametrize(
    "sheets",
    [
        fill(
            line(
                cell("甲", 'table:number-columns-repeated="999999999"'),
                more='table:number-rows-repeated="99999"',
            )
        ),
        fill(
            line(cell("甲", 'table:number-columns-spanned="99999999" table:number-rows-spanned="99999999"'))
        ),
        fill("<table:table-column table:visibility='collapse' table:number-columns-repeated='99999999'/>"),
    ],
)
def test_huge_repeats_cost_little(sheets):
    assert read_ods(make_ods(sheets)).conservation.holds


def test_a_broken_opendocument_sheet_is_refused():
    with pytest.raises(BrokenPart):
        read_ods(pack({"content.xml": "<a>"}))
