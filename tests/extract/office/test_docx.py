"""What a person sees in a Word file is read, and nothing else; each way to write it gives the same cells."""

from __future__ import annotations

import pytest

from extract.errors import MissingPart, TooDeep
from extract.office.word.docx import read_docx, read_wordml
from support.word import (
    STRICT,
    cell,
    docx,
    draw,
    list_codes,
    list_doubts,
    list_lines,
    paragraph,
    row,
    run,
    story,
    table,
)


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        # merged downwards, as Word writes it
        ([row(cell("甲", merge="restart"), "1"), row(cell(merge=""), "2")], ["甲 1", "甲 2"]),
        ([row(cell("甲", merge="restart"), "1"), row(cell(merge="continue"), "2")], ["甲 1", "甲 2"]),
        # each that begins ends the one above
        ([row(cell("甲", merge="restart"), "1"), row(cell("乙", merge="restart"), "2")], ["甲 1", "乙 2"]),
        # one that goes on with none above begins
        (
            [row("头", "0"), row(cell("甲", merge=""), "1"), row(cell(merge=""), "2"), row("乙", "3")],
            ["头 0", "甲 1", "甲 2", "乙 3"],
        ),
        ([row(cell("甲", merge="restart"), "1"), row("", "2")], ["甲 1", ". 2"]),
        # whose writer never says where one begins
        (
            [
                row(cell("甲", merge=""), "1"),
                row(cell(merge=""), "2"),
                row(cell("乙", merge=""), "3"),
                row(cell("乙", merge=""), "4"),
            ],
            ["甲 1", "甲 2", "乙 3", "乙 4"],
        ),
        # other spans in the cells that go on
        (
            [
                row(cell("甲", span=2, merge="restart"), "1"),
                row(cell(merge=""), cell(merge=""), "2"),
                row(cell(span=2, merge=""), "3"),
            ],
            ["甲 甲 1", "甲 甲 2", "甲 甲 3"],
        ),
        # text under a merged cell is not seen
        ([row(cell("甲", merge="restart"), "1"), row(cell("藏", merge=""), "2")], ["甲 1", "甲 2"]),
        # merged to the right, the old way
        (
            [
                row(
                    cell("甲", properties='<w:hMerge w:val="restart"/>'), cell(properties="<w:hMerge/>"), "1"
                ),
                row("乙", "丙", "2"),
            ],
            ["甲 甲 1", "乙 丙 2"],
        ),
        # columns without a cell
        (
            [
                row("甲", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
                row("1", "2", "3"),
            ],
            [". 甲 .", "1 2 3"],
        ),
        # rows in content controls, cells in custom XML
        (
            [
                f"<w:sdt><w:sdtPr/><w:sdtContent>{row('甲', '1')}</w:sdtContent></w:sdt>",
                f"<w:tr><w:customXml>{cell('乙')}</w:customXml><w:sdt><w:sdtContent>{cell('2')}</w:sdtContent></w:sdt></w:tr>",
            ],
            ["甲 1", "乙 2"],
        ),
        # deleted and hidden rows and cells
        (
            [
                row("甲", "1"),
                row("删", "9", properties='<w:del w:id="1"/>'),
                row("藏", "9", properties="<w:hidden/>"),
                row("扁", "9", properties='<w:trHeight w:val="1" w:hRule="exact"/>'),
                row("乙", cell("9", properties='<w:cellDel w:id="1"/>'), "2"),
            ],
            ["甲 1", "乙 2"],
        ),
        # a table from right to left
        ([row("1", "2")], ["1 2"]),
    ],
)
@pytest.mark.parametrize("space", ["", STRICT])
def test_cells_cover_what_they_cover_on_the_page(rows, shown, space):
    document = read_docx(docx(table(*rows), space) if space else docx(table(*rows)))
    assert draw(document) == shown
    assert document.conservation.holds


def test_widths_decide_where_rows_cover_different_numbers_of_columns():
    rows = [
        row(cell("甲", width=1000), cell("乙", width=2000), cell("丙", width=3000)),
        row(cell("丁", width=3010), cell("戊", width=2990)),
    ]
    assert draw(read_docx(docx(table(*rows)))) == ["甲 乙 丙", "丁 丁 戊"]


def test_a_row_that_ends_early_is_short():
    rows = [row(cell("甲", width=1000), cell("乙", width=2000)), row(cell("丙", width=1000))]
    assert draw(read_docx(docx(table(*rows)))) == ["甲 乙", "丙 ."]


def test_short_rows_without_any_merged_cell_are_in_doubt():
    """A converter that loses what is merged downwards moves what stands beside it."""
    document = read_docx(docx(table(row("甲", "乙", "1"), row("丙", "2"))))
    assert list_doubts(document) == {"丙": "inferred", "2": "inferred"}
    merged = row(cell("甲", merge="restart"), "乙", "1")
    assert not list_doubts(read_docx(docx(table(merged, row(cell(merge=""), "2")))))


def test_edges_that_nearly_meet_are_one():
    rows = [row(cell("甲", span=2), "乙"), row("丙", cell("丁", span=2))]
    assert draw(read_docx(docx(table(*rows, widths=(1000, 20, 1000))))) == ["甲 乙", "丙 丁"]
    # a column that is narrow by itself stays
    rows = [row("甲", "丑", "乙"), row("丙", cell("丁", span=2))]
    assert draw(read_docx(docx(table(*rows, widths=(1000, 20, 1000))))) == ["甲 丑 乙", "丙 丁 丁"]


def test_a_table_from_right_to_left_is_read_as_shown():
    document = read_docx(docx(table(row("甲", cell("乙", span=2)), properties="<w:bidiVisual/>")))
    assert [one.text for one in document.grids[0].cells] == ["乙", "甲"]


CHANGES = "<w:ins w:id='1'>{}</w:ins><w:del w:id='2'><w:r><w:delText>旧</w:delText></w:r></w:del>"
CODE = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
INSTRUCTION = "<w:r><w:instrText>{}</w:instrText></w:r>"
BOX = "<w:txbxContent>{}</w:txbxContent>"
DROP_DOWN = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="优"/><w:listEntry w:val="良"/></w:ddList></w:ffData></w:fldChar></w:r>'
)
RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("runs", "text", "doubt", "codes"),
    [
        ([CHANGES.format(run("98"))], "98", None, ["changes-accepted"]),
        ([f"<w:moveFrom>{run('1')}</w:moveFrom><w:moveTo>{run('98')}</w:moveTo>"], "98", None, ["changes-accepted"]),
        (["98", run("7", "<w:vanish/>")], "98", None, ["hidden-text"]),
        (["98", run("7", '<w:rStyle w:val="Hidden"/>')], "98", None, ["hidden-text"]),
        (["98", run("7", '<w:rStyle w:val="Hidden"/><w:vanish w:val="0"/>')], "987", None, []),
        (["98", run("7", '<w:sz w:val="2"/>')], "98", None, ["hidden-text"]),
        (["98", run("7", "<w:webHidden/>")], "987", None, []),
        (["98", run("7", '<w:color w:val="FFFFFF"/>')], "98", "covered", ["white-text"]),
        (["98", run("7", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>')], "987", None, []),
        (["98", run("7", '<w:color w:val="1F4E79"/><w:shd w:val="clear" w:fill="1F4E79"/>')], "98", "covered", ["white-text"]),
        (["98", run("7", "<w:strike/>")], "98", "struck", ["struck-text"]),
        ([run("97", "<w:dstrike/>"), "98"], "98", "struck", ["struck-text"]),
        (["98", run("7", '<w:strike w:val="false"/>')], "987", None, []),
        (["98", run("7", RAISED)], "98", "mended", ["note-marks"]),
        ([run("7", RAISED), "98"], "98", "mended", ["note-marks"]),
        (["98", run("[1]", RAISED)], "98", "mended", ["note-marks"]),
        (["98", run("7", '<w:position w:val="8"/><w:sz w:val="12"/>')], "98", "mended", ["note-marks"]),
        (["50m", run("2", RAISED)], "50m2", None, []),
        ([run("98", RAISED)], "98", None, []),
        (["98", '<w:r><w:footnoteReference w:id="1"/></w:r>'], "98", None, []),
        ([f'<w:fldSimple w:instr="=SUM(ABOVE)">{run("98")}</w:fldSimple>'], "98", None, []),
        (
            [CODE.format("begin"), INSTRUCTION.format("=1+2"), run("3"), CODE.format("separate"), run("98"), CODE.format("end")],
            "98",
            None,
            [],
        ),
        ([DROP_DOWN, INSTRUCTION.format("FORMDROPDOWN"), CODE.format("end")], "良", None, []),
        ([CODE.format("begin"), INSTRUCTION.format(r"EQ \o\ac(○,3)"), CODE.format("end"), "项"], "③项", None, []),
        ([CODE.format("begin"), INSTRUCTION.format(r"EQ \f(1,2)"), CODE.format("end")], "\ufffd", "broken", []),
        # a field that never ends hides nothing
        ([CODE.format("begin"), run("98")], "98", None, []),
        (['<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "98"], "≥98", None, []),
        ([run("\uf0b3", '<w:rFonts w:ascii="Symbol"/>'), "98"], "≥98", None, []),
        ([run("R", '<w:rFonts w:ascii="Wingdings 2"/>'), "是"], "☑是", None, []),
        (['<w:r><w:sym w:font="Wingdings" w:char="F021"/></w:r>', "98"], "\ufffd98", "broken", []),
        (["9", "<w:r><w:noBreakHyphen/><w:t>8</w:t><w:br/><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>"], "9-8/甲\t乙", None, []),
        (["<w:r><w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>殷</w:t></w:r></w:rubyBase></w:ruby></w:r>"], "殷", None, []),
        ([f"<w:smartTag>{run('9')}</w:smartTag><w:hyperlink>{run('8')}</w:hyperlink><w:dir>{run('7')}</w:dir>"], "987", None, []),
        ([f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('请填写')}</w:sdtContent></w:sdt>"], "请填写", None, []),
        (["<m:oMath><m:r><m:t>98</m:t></m:r></m:oMath>"], "98", None, []),
        (["<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"], "12", "broken", []),
        (["98", f"<w:r><w:drawing>{BOX.format(paragraph('7'))}</w:drawing></w:r>"], "98/7", "moved", []),
    ],
)  # fmt: skip
def test_what_a_cell_shows_is_its_text(runs, text, doubt, codes):
    styles = '<w:style w:type="character" w:styleId="Hidden"><w:basedOn w:val="Base"/></w:style>'
    styles += '<w:style w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
    document = read_docx(docx(table(row("甲", cell(paragraph(*runs)))), styles=styles))
    assert draw(document) == [f"甲 {text}"]
    assert list_doubts(document) == ({text.replace("/", "\n"): doubt} if doubt else {})
    assert list_codes(document) == codes
    assert document.conservation.holds


@pytest.mark.parametrize(
    ("shading", "is_seen"),
    [
        ('<w:shd w:val="clear" w:fill="1F4E79"/>', True),
        ('<w:shd w:val="clear" w:fill="FFFFFF"/>', False),
        ('<w:shd w:val="solid" w:color="1F4E79" w:fill="FFFFFF"/>', True),
        ('<w:shd w:val="pct50" w:color="auto" w:fill="FFFFFF"/>', True),
        ("", False),
    ],
)
def test_white_text_is_seen_on_what_is_dark(shading, is_seen):
    white = paragraph(run("98", '<w:color w:val="FFFFFF"/>'))
    document = read_docx(docx(table(row("甲", cell(white, properties=shading), "乙"))))
    assert draw(document) == ["甲 98 乙" if is_seen else "甲 . 乙"]


def test_a_table_style_that_paints_its_head_may_have_white_text():
    styles = (
        '<w:style w:type="table" w:styleId="Dark"><w:tblStylePr w:type="firstRow"><w:tcPr>'
        '<w:shd w:val="clear" w:fill="4472C4"/></w:tcPr></w:tblStylePr></w:style>'
    )
    white = paragraph(run("分值", '<w:color w:val="FFFFFF"/>'))
    rows = table(row("甲", cell(white)), properties='<w:tblStyle w:val="Dark"/>')
    assert draw(read_docx(docx(rows, styles=styles))) == ["甲 分值"]


def test_a_table_or_a_style_that_is_painted_may_have_white_text():
    dark = '<w:shd w:val="clear" w:fill="4472C4"/>'
    styles = f'<w:style w:type="paragraph" w:styleId="Dark"><w:pPr>{dark}</w:pPr></w:style>'
    white = run("分值", '<w:color w:val="FFFFFF"/>')
    painted = table(row("甲", cell(paragraph(white))), properties=dark)
    assert draw(read_docx(docx(painted))) == ["甲 分值"]
    named = cell(paragraph(white, properties='<w:pStyle w:val="Dark"/>'))
    assert draw(read_docx(docx(table(row("甲", named)), styles=styles))) == ["甲 分值"]


def test_a_paragraph_whose_end_is_deleted_goes_on():
    parts = paragraph("9", properties='<w:rPr><w:del w:id="1"/></w:rPr>'), paragraph("8")
    document = read_docx(docx("".join(parts) + table(row("甲", cell(*parts)))))
    assert (list_lines(document), draw(document)) == (["98"], ["甲 98"])


def test_a_text_box_is_read_once():
    box = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{0}</w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>{0}</w:pict></mc:Fallback></mc:AlternateContent>"
    ).format(BOX.format(paragraph("自评表")))
    old = f"<w:r><w:pict><v:shape><v:textbox>{BOX.format(table(row('丙', '丁')))}</v:textbox></v:shape></w:pict></w:r>"
    document = read_docx(
        docx(paragraph(f"<w:r>{box}</w:r>", "附件") + table(row("甲", "乙")) + paragraph(old))
    )
    assert list_lines(document) == ["附件", "自评表"]
    assert [draw(document, at) for at in (0, 1)] == [["甲 乙"], ["丙 丁"]]
    assert document.conservation.holds


def test_tables_in_tables_come_in_reading_order():
    inner = table(row("子", "1"), row("丑", "2"))
    outer = table(row("甲", "乙"), row("丙", cell("之前", inner, "之后")), row("丁", "戊"))
    document = read_docx(docx(outer))
    assert [draw(document, at) for at in range(3)] == [["甲 乙"], ["子 1", "丑 2"], ["丁 戊"]]
    assert list_lines(document) == ["丙", "之前", "之后"]
    places = [grid.cells[0].boxes[0].place for grid in document.grids]
    assert places == ["表1/行1/列1", "表1.1/行1/列1", "表1/行3/列1"]


def test_tables_that_follow_each_other_share_their_columns():
    """A form may go on in the next table, which has no use for some of the first one's columns."""
    first = table(row("甲", "乙", "丙", "丁"), widths=(1000, 1000, 1000, 1000))
    second = table(row(cell("1", span=1), "2"), widths=(2010, 1990))
    document = read_docx(docx(first + paragraph("") + second))
    assert [draw(document, at) for at in range(2)] == [["甲 乙 丙 丁"], ["1 1 2 2"]]
    other = table(row("1", "2", "3"), widths=(1300, 1300, 1400))
    assert draw(read_docx(docx(first + paragraph("") + other)), 1) == ["1 2 3"]


def test_a_table_inside_a_paragraph_is_one():
    document = read_docx(docx(f"<w:p><w:r><w:t>前</w:t></w:r>{table(row('甲', '乙'))}</w:p>"))
    assert (list_lines(document), draw(document)) == (["前"], ["甲 乙"])


def test_a_frame_is_opened_and_layout_is_text():
    frame = table(row(cell("自评表", table(row("甲", cell("乙", table(row("丙")))), row("丁", "戊")))))
    document = read_docx(docx(frame))
    assert draw(document) == ["甲 乙/丙", "丁 戊"]
    assert list_lines(document) == ["自评表"]


def test_lists_are_numbered_as_shown():
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(
            [("chineseCounting", "%1、"), ("decimal", "指标%2："), ("bullet", "•")]
        )
    )
    numbering = f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'

    def item(text: str, level: int) -> str:
        inner = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return paragraph(text, properties=inner)

    items = item("产出", 0), item("数量", 1), item("9%", 1), item("点", 2), item("效益", 0), item("社会", 1)
    rows = [row("甲", cell(one)) for one in items]
    document = read_docx(docx(table(*rows), numbering=numbering))
    assert draw(document) == [
        "甲 一、产出",
        "甲 指标1：数量",
        "甲 指标2： 9%",
        "甲 点",
        "甲 二、效益",
        "甲 指标1：社会",
    ]
    assert document.conservation.holds


def test_pictures_and_inner_files_are_told():
    extent = '<wp:extent cx="{0}" cy="{0}"/><a:blip r:embed="rId1"/>'
    pictures = [
        paragraph(f"<w:r><w:drawing>{extent.format(size)}</w:drawing></w:r>") for size in (10**6, 5 * 10**6)
    ]
    document = read_docx(docx("".join(pictures) + '<w:altChunk r:id="rId2"/>'))
    assert list_codes(document) == ["scan-file", "inner-files-unread"]
    assert list_codes(read_docx(docx("".join([*pictures, paragraph("字" * 300)])))) == ["pictures-unread"]
    inline = f"<w:r><w:drawing><wp:inline>{extent.format(1000)}</wp:inline></w:drawing></w:r>"
    assert list_doubts(read_docx(docx(table(row("甲", cell(paragraph(inline, "9"))))))) == {"9": "covered"}


def test_one_xml_file_is_a_document_too():
    rows = table(row(cell("甲", merge="restart"), "1"), row(cell(merge=""), "2"))
    inner = story("document", f"<w:body>{rows}</w:body>").removeprefix('<?xml version="1.0"?>')
    flat = (
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{inner}</pkg:xmlData></pkg:part></pkg:package>'
    )
    section = f"<w:sectPr><w:hdr>{paragraph('眉')}</w:hdr><w:ftr>{paragraph('脚')}</w:ftr></w:sectPr>"
    old = f"<w:styles/><w:body><w:sect>{rows}{section}</w:sect></w:body>"
    document = read_wordml(story("wordDocument", old).encode())
    assert (list_lines(document), draw(document)) == (["眉"], ["甲 1", "甲 2"])
    assert document.conservation.holds
    assert draw(read_wordml(flat.encode())) == ["甲 1", "甲 2"]


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("甲", span=2_000_000_000), "1"),
        row("甲", "1", properties='<w:gridBefore w:val="1000000000"/>'),
        row(*["甲"] * 3000),
        "".join(row("甲", "1") for _ in range(6000)),
    ],
)
def test_spans_and_counts_are_capped(rows):
    grid = read_docx(docx(table(rows))).grids[0]
    assert grid.cols <= 200
    assert grid.rows <= 5000


def test_what_is_nested_too_deep_is_refused():
    deep = table(row("甲", "乙"))
    for _ in range(80):
        deep = table(row(cell(deep), "丙"))
    with pytest.raises(TooDeep):
        read_docx(docx(deep))
    with pytest.raises(TooDeep):
        read_docx(docx(paragraph("<w:smartTag>" * 200 + "</w:smartTag>" * 200)))


def test_a_document_without_a_body_is_refused():
    with pytest.raises(MissingPart):
        read_wordml(story("wordDocument", "").encode())
