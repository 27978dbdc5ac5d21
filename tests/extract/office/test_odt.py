"""OpenDocument texts are read as Writer shows them."""

from __future__ import annotations

import pytest

from extract.errors import MissingPart, TooDeep
from extract.filetype import tell_kind
from extract.office.word.odt.reader import read_odt
from support.odt import cell, fodt, odt, row, style, table
from support.word import draw, list_codes, list_doubts, list_lines

COVERED = "<table:covered-table-cell/>"
STYLES = "".join(
    style(name, properties)
    for name, properties in {
        "hidden": 'text:display="none"',
        "struck": 'style:text-line-through-style="solid"',
        "raised": 'style:text-position="super 58%"',
        "level": 'style:text-position="0% 100%"',
        "white": 'fo:color="#FFFFFF"',
        "dark": 'fo:color="#ffffff" fo:background-color="#1F4E79"',
        "tiny": 'fo:font-size="1pt"',
    }.items()
)
STYLES += style("blue", 'fo:background-color="#1F4E79"', "table-cell", "table-cell")
STYLES += style("flat", 'style:row-height="0.01cm"', "table-row", "table-row")
STYLES += style("closed", 'text:display="none"', "section", "section")


def span(text: str, name: str) -> str:
    return f'<text:span text:style-name="{name}">{text}</text:span>'


def frame(inner: str) -> str:
    return f"<draw:frame><draw:text-box><text:p>{inner}</text:p></draw:text-box><svg:desc>图</svg:desc></draw:frame>"


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        (
            [
                row(cell("甲", attributes='table:number-columns-spanned="2" table:number-rows-spanned="2"'), COVERED, "1"),
                row('<table:covered-table-cell table:number-columns-repeated="2"/>', "2"),
                row("丙", "丁", "3"),
            ],
            ["甲 甲 1", "甲 甲 2", "丙 丁 3"],
        ),
        # what is covered is not seen
        (
            [
                row(cell("甲", attributes='table:number-columns-spanned="2"'), "<table:covered-table-cell><text:p>9</text:p></table:covered-table-cell>", "1"),
                row("乙", "丙", "2"),
            ],
            ["甲 甲 1", "乙 丙 2"],
        ),
        ([row(cell("甲", attributes='table:number-columns-repeated="2"'), "1")], ["甲 甲 1"]),
        ([row("甲", "1", attributes='table:number-rows-repeated="2"')], ["甲 1", "甲 1"]),
        (
            [
                f"<table:table-header-rows>{row('甲', '1')}</table:table-header-rows>",
                row("藏", "9", attributes='table:visibility="collapse"'),
                row("扁", "9", attributes='table:style-name="flat"'),
                row("乙", "2"),
            ],
            ["甲 1", "乙 2"],
        ),
    ],
)  # fmt: skip
def test_cells_cover_what_they_cover_on_the_page(rows, shown):
    document = read_odt(fodt(table(*rows), STYLES))
    assert draw(document) == shown
    assert document.conservation.holds


@pytest.mark.parametrize(
    ("body", "text", "doubt", "codes"),
    [
        (f"98{span('7', 'hidden')}", "98", None, ["hidden-text"]),
        (f"98{span('7', 'tiny')}", "98", None, ["hidden-text"]),
        (f"98{span('7', 'struck')}", "98", "struck", ["struck-text"]),
        (f"98{span('7', 'white')}", "98", "covered", ["white-text"]),
        (f"98{span('7', 'dark')}", "987", None, []),
        (f"98{span('7', 'raised')}", "98", "mended", ["note-marks"]),
        (f"98{span('7', 'level')}", "987", None, []),
        (f"50m{span('2', 'raised')}", "50m2", None, []),
        ("98<text:note><text:note-citation>1</text:note-citation><text:note-body>甲</text:note-body></text:note>", "98", None, []),
        ("98<office:annotation><text:p>7</text:p></office:annotation>", "98", None, []),
        ('9<text:s text:c="2"/>8<text:tab/>7<text:line-break/>6', "9\xa0\xa08\t7/6", None, []),
        ("9\n   8", "9 8", None, []),
        ("<text:ruby><text:ruby-base>殷</text:ruby-base><text:ruby-text>yin</text:ruby-text></text:ruby>", "殷", None, []),
        ("<text:a>98</text:a><text:date>2023</text:date>", "982023", None, []),
        ('<text:hidden-text text:is-hidden="true">7</text:hidden-text>98', "98", None, ["hidden-text"]),
        (f"98{frame('7')}", "98/7", "moved", []),
    ],
)  # fmt: skip
def test_what_a_cell_shows_is_its_text(body, text, doubt, codes):
    document = read_odt(odt(table(row("甲", body)), STYLES))
    assert draw(document) == [f"甲 {text}"]
    assert list_doubts(document) == ({text.replace("/", "\n"): doubt} if doubt else {})
    assert list_codes(document) == codes
    assert document.conservation.holds


def test_a_white_text_on_a_dark_cell_is_seen():
    document = read_odt(
        fodt(table(row("甲", cell(span("1", "white"), attributes='table:style-name="blue"'))), STYLES)
    )
    assert draw(document) == ["甲 1"]


@pytest.mark.parametrize("family", ["table", "table-row"])
def test_a_white_text_is_seen_where_what_it_stands_in_is_painted(family):
    painted = style("painted", 'fo:background-color="#1F4E79"', family, family)
    inner = row(span("1", "white"), "甲", attributes='table:style-name="painted"')
    outer = table(inner).replace("<table:table>", '<table:table table:style-name="painted">')
    assert draw(read_odt(fodt(outer, STYLES + painted))) == ["1 甲"]


def test_tracked_changes_are_accepted_wherever_they_are_kept():
    changes = (
        '<text:tracked-changes><text:changed-region text:id="a"><text:deletion><text:p>旧</text:p></text:deletion>'
        '</text:changed-region><text:changed-region text:id="b"><text:deletion/></text:changed-region>'
        '<text:changed-region text:id="c"><text:insertion/></text:changed-region></text:tracked-changes>'
    )
    marks = '<text:change text:change-id="a"/>9<text:change-start text:change-id="b"/>7<text:change-end text:change-id="b"/>'
    marks += '<text:change-start text:change-id="c"/>8<text:change-end text:change-id="c"/>'
    document = read_odt(fodt(changes + table(row("甲", marks))))
    assert draw(document) == ["甲 98"]
    assert dict(document.warnings[0].args) == {"deleted": 2, "inserted": 1}
    assert document.conservation.holds


def test_headers_boxes_sections_and_nested_tables_come_in_reading_order():
    inner = table(row("子", "1"))
    body = f"<text:p>之前{frame('框')}</text:p><text:section text:style-name='closed'><text:p>藏</text:p></text:section>"
    body += f"<text:section>{table(row('甲', cell('乙', inner)), row('丙', '丁'))}</text:section>"
    document = read_odt(odt(body, STYLES, "<text:p>眉<text:page-number>1</text:page-number></text:p>"))
    assert list_lines(document) == ["眉", "之前", "框", "甲", "乙"]
    assert [draw(document, at) for at in range(2)] == [["子 1"], ["丙 丁"]]
    assert list_codes(document) == ["hidden-text"]
    assert document.conservation.holds


def test_lists_are_numbered_as_shown():
    levels = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="、" '
        'style:num-format="一, 二, 三, ..."/><text:list-level-style-bullet text:level="2"/></text:list-style>'
    )
    inner = "<text:list><text:list-item><text:p>点</text:p></text:list-item></text:list>"
    items = f"<text:list-item><text:p>产出</text:p>{inner}</text:list-item><text:list-item><text:p>效益</text:p></text:list-item>"
    more = '<text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>9%</text:p></text:list-item></text:list>'
    document = read_odt(fodt(f'<text:list text:style-name="L">{items}</text:list>{more}', levels))
    assert list_lines(document) == ["一、产出", "点", "二、效益", "三、 9%"]
    assert document.conservation.holds


def test_columns_that_nearly_meet_are_one():
    styles = style("w", 'style:column-width="2cm"', "table-column", "table-column")
    styles += style("n", 'style:column-width="0.05cm"', "table-column", "table-column")
    columns = "".join(f'<table:table-column table:style-name="{name}"/>' for name in "wnw")
    two = 'table:number-columns-spanned="2"'
    rows = row(cell("甲", attributes=two), COVERED, "乙"), row("丙", cell("丁", attributes=two), COVERED)
    assert draw(read_odt(fodt(table(*rows, columns=columns), styles))) == ["甲 乙", "丙 丁"]


@pytest.mark.parametrize(
    "attributes", ['table:number-columns-repeated="1000000000"', 'table:number-columns-spanned="1000000000"']
)
def test_counts_are_capped(attributes):
    grid = read_odt(fodt(table(row("甲", cell("1", attributes=attributes), "2")))).grids[0]
    assert grid.cols <= 202
    assert (
        read_odt(fodt(table(row("甲", "1", attributes='table:number-rows-repeated="1000000000"'))))
        .grids[0]
        .rows
        <= 5000
    )


def test_hostile_files_are_refused():
    deep = table(row("甲", "乙"))
    for _ in range(80):
        deep = table(row(cell(deep), "丙"))
    with pytest.raises(TooDeep):
        read_odt(fodt(deep))
    with pytest.raises(MissingPart):
        read_odt(fodt("").replace(b"office:text>", b"office:tixt>"))


def test_a_text_is_told_from_a_sheet():
    assert tell_kind(odt("")) == tell_kind(fodt("")) == "odt"
    assert tell_kind(fodt("").replace(b"opendocument.text", b"opendocument.spreadsheet")) == "ods"
    assert (
        tell_kind(b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>')
        == "wordml"
    )
