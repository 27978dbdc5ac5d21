"""Excel packages: what a sheet shows is read, and what it does not show is told."""

from __future__ import annotations

import pytest

from extract.errors import BrokenPackage, BrokenPart, MissingPart, PartTooLarge
from extract.office.sheets.xlsx.reader import read_xlsx
from support.sheet_files import Sheet, Styles, draw, find_box, find_codes, make_xlsx, pack


def read_one(*rows, styles=None, strings=(), book="", **more):
    return read_xlsx(make_xlsx(Sheet(rows, **more), styles=styles, strings=strings, book=book))


def read_texts(*rows, **more) -> list[list[str]]:
    document = read_one(*rows, **more)
    assert document.conservation.holds
    return draw(document.grids[0])


def test_cells_are_read_as_shown_with_their_places_and_spans():
    document = read_one(
        ["项目名称", "路灯", None, "分值"],
        [None, (0.961, 1), "x", 10.0],
        styles=Styles(["0.0%"]),
        merged=["A1:A2", "B1:C1"],
    )
    grid = document.grids[0]
    assert draw(grid) == [["项目名称", "路灯", "分值"], ["96.1%", "x", "10"]]
    assert grid.cells[0].rowspan == 2
    assert grid.cells[1].colspan == 2
    assert find_box(document, "96.1%").place == "自评表!B2"
    assert document.format == "xlsx"
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("name", "place"),
    [("表1", "表1!A1"), ("2023 自评", "'2023 自评'!A1"), ("王'表", "'王''表'!A1"), ("A1", "'A1'!A1")],
)
def test_a_place_quotes_the_name_of_its_sheet_as_formulas_do(name, place):
    assert find_box(read_one(["甲", "乙"], name=name), "甲").place == place


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', "分值"),
        ('<c r="A1" t="str"><f>B1</f><v>98.62_x000D_</v></c>', "98.62"),
        ('<c r="A1"><f>SUM(B1:B9)</f><v>98.62</v></c>', "98.62"),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A1" t="d"><v>2023-12-31T00:00:00</v></c>', "45291"),
        ('<c r="A1" t="inlineStr"><is><t>a_x000a_b</t></is></c>', "a\nb"),
        ('<c r="A1" t="s"><v>1</v></c>', "_x000D_"),
        ('<c r="A1" t="s"><v>2</v></c>', "漢字"),
    ],
)
def test_values_of_all_kinds_are_read(cell, text):
    strings = [
        "<t>分</t><t>值</t>",
        "<t>_x005F_x000D_</t>",
        "<r><t>漢</t></r><r><t>字</t></r><rPh sb='0' eb='1'><t>カン</t></rPh>",
    ]
    strings[0] = "<r><t>分</t></r><r><rPr><b/></rPr><t>值</t></r>"
    assert read_texts([cell, "乙"], strings=strings)[0][0] == text


def test_cells_without_names_stand_one_behind_the_other():
    data = (
        "<row><c t='str'><v>甲</v></c><c t='str'><v>乙</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row>"
    )
    assert read_texts(data=data) == [["甲", "乙"], ["1", "2"]]


def test_a_formula_without_a_value_is_told_and_blank_in_doubt():
    document = read_one(["得分", '<c r="B1"><f>SUM(B2:B9)</f><v></v></c>', "优"])
    assert find_box(document, "").doubt == "broken"
    assert find_codes(document) == ["sheet-formulas-without-value"]


def test_a_zero_of_a_workbook_to_be_calculated_is_no_value():
    book = '<calcPr fullCalcOnLoad="1"/>'
    document = read_one(
        ["得分", '<c r="B1"><f>1+1</f><v>0</v></c>', "<c r='C1'><f>2</f><v>2</v></c>"], book=book
    )
    assert draw(document.grids[0]) == [["得分", "", "2"]]
    assert find_box(document, "2").doubt is None


@pytest.mark.parametrize(
    ("string", "text", "doubt"),
    [
        ("<r><rPr><strike/></rPr><t>95</t></r><r><t>96</t></r>", "96", "struck"),
        ('<r><rPr><strike val="0"/></rPr><t>9</t></r><r><t>6</t></r>', "96", None),
        ('<r><t>96</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>', "96", "mended"),
        ('<r><t>80m</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r>', "80m2", None),
        ('<r><t>96</t></r><r><rPr><color rgb="FFFFFFFF"/></rPr><t>99</t></r>', "96", "covered"),
    ],
)
def test_fonts_inside_a_text_decide_what_is_read(string, text, doubt):
    document = read_one(["得分", '<c r="B1" t="s"><v>0</v></c>'], strings=[string])
    assert find_box(document, text).doubt == doubt


def test_a_cell_that_is_struck_out_is_blank_in_doubt():
    document = read_one(["得分", (95, 1), "x"], styles=Styles(fonts=["<strike/>"]))
    assert draw(document.grids[0]) == [["得分", "", "x"]]
    assert find_box(document, "").doubt == "struck"


UNSEEN = Styles(
    formats=[";;;"],
    fonts=['<color rgb="FFFFFFFF"/>', '<color theme="0"/>', '<sz val="1"/>'],
    fills=['<patternFill patternType="solid"><fgColor rgb="FF0000FF"/></patternFill>'],
    more=['<xf fontId="1" fillId="2"/>'],
)


@pytest.mark.parametrize("style", [1, 2, 3, 4])
def test_what_nobody_sees_is_left_out_and_told(style):
    document = read_one(["得分", (95, style), "优"], styles=UNSEEN)
    assert draw(document.grids[0]) == [["得分", "优"]]
    assert find_codes(document) == ["sheet-unseen"]


def test_white_on_a_colour_is_seen():
    assert read_texts(["得分", (95, 6), "优"], styles=UNSEEN) == [["得分", "95", "优"]]


def test_an_unknown_format_is_told_and_in_doubt():
    document = read_one(["得分", (95, 1)], styles=Styles(["0.00kg"]))
    assert find_box(document, "95").doubt == "mended"
    assert find_codes(document) == ["sheet-formats-unknown"]


def test_zeros_are_blank_where_the_sheet_shows_none():
    before = '<sheetViews><sheetView showZeros="0"/></sheetViews>'
    assert read_texts(["a", 0.0, "b"], ["c", 1.0, "d"], before=before) == [["a", "", "b"], ["c", "1", "d"]]


def test_hidden_rows_columns_and_sheets_are_not_read_and_told():
    columns = '<cols><col min="3" max="3" hidden="1"/></cols>'
    sheets = [
        Sheet([["旧", "表"]], name="旧表", state="hidden"),
        Sheet([["更旧", "表"]], name="更旧", state="veryHidden"),
        Sheet(
            [["a", "b", "x", "c"], ["1", "2", "x", "3"], ["d", "e", "x", "f"]],
            before=columns,
            hidden_rows=[2],
        ),
    ]
    document = read_xlsx(make_xlsx(*sheets))
    assert [draw(grid) for grid in document.grids] == [[["a", "b", "c"], ["d", "e", "f"]]]
    assert find_codes(document) == ["sheets-hidden", "sheet-in-hidden"]
    assert find_box(document, "f").place == "自评表!D3"


def test_a_merged_cell_with_a_hidden_first_row_keeps_its_text():
    rows = [["产出", "a", "b"], [None, "c", "d"], ["效益", "e", "f"]]
    document = read_one(*rows, merged=["A1:A2"], hidden_rows=[1])
    assert draw(document.grids[0]) == [["产出", "c", "d"], ["效益", "e", "f"]]


def test_what_a_merged_cell_hides_is_not_read():
    document = read_one(["指标", "99", "x"], ["a", "b", "c"], merged=["A1:B1"])
    assert draw(document.grids[0]) == [["指标", "x"], ["a", "b", "c"]]
    assert find_codes(document) == ["sheet-under-merged"]


def test_a_text_is_centred_over_blank_cells():
    styles = Styles(more=['<xf><alignment horizontal="centerContinuous"/></xf>'])
    document = read_one([("指标", 1), (None, 1), "x"], ["a", "b", "c"], styles=styles)
    assert document.grids[0].cells[0].colspan == 2


RULED = Styles(more=['<xf borderId="1"/>'])


def rule(*rows):
    return [[(value, 1) for value in row] for row in rows]


def test_what_is_outside_the_print_area_is_told_but_ruled_rows_go_on():
    book = '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">自评表!$A$1:$B$2</definedName></definedNames>'
    rows = rule(["a", "b"], ["c", "d"], ["e", "f"])
    rows[0] += [None, "核对"]
    document = read_one(*rows, ["草稿", "99"], styles=RULED, book=book)
    assert draw(document.grids[0]) == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert find_codes(document) == ["sheet-outside-print-area"]


def test_titles_and_notes_around_a_ruled_table_are_lines():
    rows = [["自评表"], *rule(["a", "b"], ["c", "d"], ["e", "f"]), ["注:一"]]
    rows[2] += [None, "核对99"]
    document = read_one(*rows, styles=RULED)
    assert [line.text for line in document.grids[0].before] == ["自评表"]
    assert [line.text for line in document.tail] == ["注:一", "核对99"]
    assert draw(document.grids[0]) == [["a", "b"], ["c", "d"], ["e", "f"]]


def test_lines_between_two_ruled_tables_are_no_rows_of_either():
    table = rule(["a", "b"], ["c", "d"], ["e", "f"])
    document = read_one(*table, ["注:2.按比例计分"], ["自评表"], *table, styles=RULED)
    assert [draw(grid) for grid in document.grids] == [[["a", "b"], ["c", "d"], ["e", "f"]]] * 2
    assert [line.text for line in document.grids[1].before] == ["注:2.按比例计分", "自评表"]


FORM = [["自评表", None], ["项目", "甲"], ["分值", "10"], ["得分", "9"], ["等级", "优"]]


def put_beside(gap: int, count: int):
    rows = [list(row) for row in FORM]
    for _ in range(count - 1):
        rows = [[*left, *[None] * gap, *right] for left, right in zip(rows, FORM, strict=True)]
    return rows


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize("count", [2, 3])
def test_forms_side_by_side_are_tables_of_their_own(gap, count):
    document = read_one(*put_beside(gap, count))
    assert [draw(grid) for grid in document.grids] == [FORM[1:]] * count


def test_notes_beside_a_table_without_borders_are_no_part_of_it():
    rows = [list(row) for row in FORM]
    rows[2] += [None, "核对", "100"]
    document = read_one(*rows)
    assert draw(document.grids[0]) == FORM[1:]


def test_a_column_without_values_does_not_part_a_form():
    rows = [["自评表"], *([name, None, value] for name, value in FORM[1:])]
    assert len(read_one(*rows).grids) == 1


def test_a_stray_cell_far_away_costs_nothing_and_is_read():
    far = '<row r="1048576"><c r="XFD1048576" t="str"><v>远</v></c></row>'
    data = "<row r='1'><c r='A1' t='str'><v>甲</v></c><c r='B1' t='str'><v>乙</v></c></row>" + far
    document = read_one(data=data)
    assert (document.grids[0].rows, document.grids[0].cols) == (1, 2)
    assert [line.box.place for line in document.tail] == ["自评表!XFD1048576"]


def test_a_text_box_is_a_line_and_hides_the_cells_under_it():
    drawing = (
        '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>0</xdr:row>'
        "</xdr:from><xdr:to><xdr:col>1</xdr:col><xdr:row>0</xdr:row></xdr:to><xdr:sp><xdr:spPr><a:solidFill/></xdr:spPr>"
        "<xdr:txBody><a:p><a:r><a:t>更正</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
        "<xdr:twoCellAnchor><xdr:pic/></xdr:twoCellAnchor></xdr:wsDr>"
    )
    document = read_one(["得分", "95"], drawing=drawing)
    assert [line.text for line in document.grids[0].before] == ["更正"]
    assert find_box(document, "95").doubt == "covered"
    assert find_codes(document) == ["sheet-text-boxes", "sheet-pictures"]
    assert document.conservation.holds


def test_the_head_and_foot_of_a_page_are_lines_but_for_its_number():
    after = """<headerFooter><oddHeader>&amp;L公开13表&amp;C&amp;"宋体,加粗"&amp;16自评表&amp;&amp;说明&amp;R&amp;D</oddHeader>
    <oddFooter>&amp;C第 &amp;P 页</oddFooter></headerFooter>"""
    document = read_one(["得分", "95"], after=after)
    assert [line.text for line in document.grids[0].before] == ["公开13表", "自评表&说明"]
    assert document.tail == ()
    assert document.conservation.holds


def test_rows_and_columns_too_small_to_see_are_hidden():
    data = (
        "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c><c r='C1'><v>3</v></c></row>"
        "<row r='2' ht='0.5'><c r='A2'><v>4</v></c></row>"
    )
    document = read_one(data=data, before='<cols><col min="2" max="2" width="0.1"/></cols>')
    assert draw(document.grids[0]) == [["1", "3"]]


def test_charts_are_no_sheets_and_a_broken_sheet_is_told():
    parts = {
        "xl/workbook.xml": '<workbook><sheets><sheet name="图" id="r1"/><sheet name="坏" id="r2"/><sheet name="好" id="r3"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<R><r Id='r1' Type='t/chartsheet' Target='c.xml'/><r Id='r2' Type='t/worksheet' Target='b.xml'/>"
        "<r Id='r3' Type='t/worksheet' Target='/xl/g.xml'/></R>",
        "xl/c.xml": "<chartsheet/>",
        "xl/b.xml": "<worksheet><sheetData>",
        "xl/g.xml": "<worksheet><sheetData><row><c><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>",
    }
    document = read_xlsx(pack(parts))
    assert draw(document.grids[0]) == [["1", "2"]]
    assert find_codes(document) == ["sheet-broken"]


MB = 1024 * 1024


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"PK\x03\x04" + bytes(100), BrokenPackage),
        (
            pack({"xl/workbook.xml": "<workbook><sheets><sheet name='a' id='r1'/></sheets></workbook>"}),
            MissingPart,
        ),
        (make_xlsx(Sheet(data="<row r='x'/>")), BrokenPart),
        (make_xlsx(Sheet(data=" " * 70 * MB)), PartTooLarge),
        (
            make_xlsx(Sheet()).replace(b"PK\x05\x06", b"PK\x05\x07"),
            BrokenPackage,
        ),
    ],
)
def test_hostile_packages_are_refused(data, refusal):
    with pytest.raises(refusal):
        read_xlsx(data)


def test_huge_spans_columns_and_rows_cost_nothing():
    columns = '<cols><col min="1" max="999999999" width="9"/></cols>'
    document = read_one(
        ["a", "b"], ["c", "d"], before=columns, merged=["A1:XFD1048576", "ZZZ1:B9999999", "乱"], styles=None
    )
    assert [line.text for line in document.tail] == ["a"]


def test_a_sheet_of_too_many_rows_is_cut_and_told():
    rows = [[float(at), "x"] for at in range(5100)]
    document = read_one(*rows)
    assert document.grids[0].rows == 5000
    assert find_codes(document) == ["sheet-cut"]
