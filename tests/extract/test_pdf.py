from __future__ import annotations

from pathlib import Path

import pytest

from extract import message
from extract.errors import BrokenPdf, LockedPdf, PdfWithoutPages, TooManyPages
from extract.grid import Document, Page
from extract.joining.pages import join_pages
from extract.pdfium import calls as pdf_calls
from extract.pdfium.pages import read_pages
from normalize import decide_seams
from support.paths import SAMPLES, SHARED
from support.pdf_bytes import grid, pdf, rule, show

SHARED = SHARED / "forms"
XS, YS = (100, 200, 300), (600, 650, 700)
TABLE = (
    grid(XS, YS)
    + show("部门名称", 105, 680)
    + show("水利局", 205, 680)
    + show("总分", 105, 630)
    + show("95.61", 205, 630)
)
TEXTS = ["部门名称", "水利局", "总分", "95.61"]


def pages(data: bytes) -> list[Page]:
    return list(read_pages(data, max_pages=100))


def document(data: bytes) -> Document:
    return join_pages(pages(data), format="pdf", engine="pdfium")


def texts(data: bytes) -> list[str]:
    found = document(data)
    assert found.conservation.holds
    return [cell.text for form in found.grids for cell in form.cells]


def first_cell(content: str) -> str:
    return texts(pdf(grid(XS, YS) + content))[0]


def test_a_page_gives_its_cells_with_boxes_from_the_upper_left():
    (page,) = pages(pdf(TABLE))
    (table,) = page.tables
    assert [cell.text for cell in table.cells] == TEXTS
    (box,) = table.cells[0].boxes
    assert (box.page, box.x0, box.top, box.x1, box.bottom) == pytest.approx((1, 100, 142, 200, 192), abs=1)
    assert (page.width, page.height, page.glyphs) == (595, 842, 14)


def test_boxes_count_from_the_page_box_and_not_from_its_origin():
    (page,) = pages(pdf(TABLE, box=(50, 80, 545, 742)))
    box = page.tables[0].cells[0].boxes[0]
    assert (box.x0, box.top) == pytest.approx((50, 42), abs=1)
    assert [cell.text for cell in page.tables[0].cells] == TEXTS


@pytest.mark.parametrize(
    ("rotate", "matrix", "size"),
    [
        (90, "0 1 -1 0 595 0", (842, 595)),
        (180, "-1 0 0 -1 595 842", (595, 842)),
        (270, "0 -1 1 0 0 842", (842, 595)),
    ],
)
def test_a_rotated_page_is_read_as_it_is_shown(rotate, matrix, size):
    (page,) = pages(pdf(f"q {matrix} cm 1 0 0 1 0 -200 cm {TABLE} Q", rotate=rotate))
    assert [cell.text for cell in page.tables[0].cells] == TEXTS
    assert (page.width, page.height) == size
    box = page.tables[0].cells[0].boxes[0]
    assert (box.x0, box.bottom) == pytest.approx((100, size[1] - 450), abs=1)


def test_what_a_form_draws_scaled_stands_where_it_is_shown():
    data = pdf(
        "q 0.5 0 0 0.5 20 30 cm /X1 Do Q",
        forms={"X1": ("/BBox [0 0 2000 2000] /Matrix [2 0 0 2 0 0]", TABLE)},
    )
    (page,) = pages(data)
    box = page.tables[0].cells[0].boxes[0]
    assert (box.x0, box.bottom) == pytest.approx((120, 842 - 680), abs=1)
    assert texts(data) == TEXTS


def test_thin_filled_rectangles_rule_and_filled_cells_do_not():
    level = "".join(f"100 {y} 200 0.75 re f\n" for y in YS)
    upright = "".join(f"{x} 600 0.75 100 re f\n" for x in XS)
    shade = "0.9 g 100 650 100 50 re f 0 g\n"
    words = show("甲", 105, 680) + show("乙", 205, 630)
    assert texts(pdf(shade + level + upright + words)) == ["甲", "", "", "乙"]
    together = (
        " ".join(f"100 {y} 200 0.75 re" for y in YS)
        + " "
        + " ".join(f"{x} 600 0.75 100 re" for x in XS)
        + " f\n"
    )
    assert texts(pdf(together + words)) == ["甲", "", "", "乙"]


def test_frames_filled_between_two_rectangles_rule_each_cell():
    cells = "".join(
        f"{x} {y} 100 50 re {x + 0.75} {y + 0.75} 98.5 48.5 re f*\n" for x in XS[:2] for y in YS[:2]
    )
    assert texts(pdf(cells + show("甲", 105, 680))) == ["甲", "", "", ""]


def test_stroked_rectangles_rule_each_cell():
    cells = "".join(f"{x} {y} 100 50 re S\n" for x in XS[:2] for y in YS[:2])
    assert texts(pdf(cells + show("甲", 105, 680))) == ["甲", "", "", ""]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("Widget /FT /Tx", "1234.56"),
        ("FreeText /IT /FreeTextTypewriter", "1234.56"),
        ("FreeText", ""),
        ("Stamp", ""),
        ("Ink", ""),
        ("Highlight", ""),
        ("Text", ""),
        ("Popup", ""),
    ],
)
def test_what_is_typed_into_a_field_or_onto_the_page_is_read_and_a_field_s_frame_rules_nothing(kind, shown):
    look = ("/BBox [0 0 90 30]", "5 5 80 20 re S " + show("1234.56", 10, 10))
    field = f"<< /Type /Annot /Subtype /{kind} /F 4 /Rect [205 655 295 685] /AP << /N 6 0 R >> >>"
    data = pdf(grid(XS, YS) + show("预算", 105, 680), forms={"X1": look}, annots=field)
    assert texts(data) == ["预算", shown, "", ""]


def digits(text: str, x: float, y: float, size: float = 10) -> str:
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n"


@pytest.mark.parametrize(
    ("drawn", "read", "doubt"),
    [
        (digits("58360.7", 210, 680) + digits("2", 243.5, 678, 5.5), "58360.7", "mended"),
        (digits("CO", 210, 680) + digits("2", 225.5, 678, 5.5), "CO2", None),
        (digits("58360.7", 210, 680) + digits("2", 210, 671, 5.5), "58360.72", None),
        (digits("10", 210, 680) + digits("21", 219.8, 680), "1021", "covered"),
        (digits("1021", 210, 680), "1021", None),
        ("-0.8 Tc " + digits("1021", 210, 680) + "0 Tc ", "1021", None),
    ],
    ids=["lowered", "a formula", "a line below", "one over the end of another", "a number", "a tight number"],
)
def test_figures_off_the_line_are_left_out_and_crowded_ones_doubted(drawn, read, doubt):
    filler = show("部门名称预算", 105, 680) + show("财政拨款资金", 105, 630)
    (table,) = next(iter(read_pages(pdf(grid(XS, YS) + filler + drawn), max_pages=1))).tables
    assert (table.cells[1].text.replace(" ", ""), table.cells[1].boxes[0].doubt) == (read, doubt)


@pytest.mark.parametrize(
    ("kind", "entries", "under", "read", "doubt"),
    [
        ("FreeText", "/IT /FreeTextTypeWriter", "", "77", None),
        ("FreeText", "/IT /FreeTextTypewriter", "88", "8877", None),
        ("FreeText", "/IT /FreeTextCallout", "88", "88", "covered"),
        ("FreeText", "", "88", "88", "covered"),
        ("FreeText", "", "", "", "covered"),
        ("FreeText", "/Border [0 0 0]", "", "77", "covered"),
        ("Ink", "", "88", "88", None),
        ("Stamp", "", "88", "88", None),
        ("StrikeOut", "/QuadPoints [205 690 295 690 205 655 295 655]", "88", "88", "struck"),
        ("Square", "/IC [1 1 1]", "88", "88", "covered"),
        ("Square", "/C [1 0 0]", "88", "88", None),
        ("Highlight", "/QuadPoints [205 690 295 690 205 655 295 655]", "88", "88", None),
        ("StrikeOut", "/QuadPoints [205 690 295 690 205 655 295 655] /F 2", "88", "88", None),
    ],
)
def test_a_reviewer_s_marks_are_no_text_and_what_they_strike_or_cover_is_in_doubt(
    kind, entries, under, read, doubt
):
    frame = "" if "Border" in entries else "5 5 80 20 re S "
    look = ("/BBox [0 0 90 30]", frame + show("77", 40, 10))
    flags = "" if "/F " in entries else "/F 4"
    mark = f"<< /Type /Annot /Subtype /{kind} {flags} {entries} /Rect [205 655 295 685] /AP << /N 6 0 R >> >>"
    printed = show(under, 210, 665) if under else ""
    data = pdf(grid(XS, YS) + show("预算", 105, 680) + printed, forms={"X1": look}, annots=mark)
    (table,) = next(iter(read_pages(data, max_pages=1))).tables
    cells = [(cell.text.replace(" ", ""), cell.boxes[0].doubt) for cell in table.cells]
    assert cells == [("预算", None), (read, doubt), ("", None), ("", None)]


_OLD, _NEW = "/OC /G0 BDC " + show("9.8", 210, 680) + "EMC ", "/OC /G1 BDC " + show("79", 210, 680) + "EMC "


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (_OLD + _NEW, "79"),
        ("/OC /G0 BDC /OC /G1 BDC " + show("9.8", 210, 680) + "EMC EMC " + _NEW, "79"),
        ("/OC /G2 BDC " + show("9.8", 210, 680) + "EMC " + _NEW, "79"),
        ("/X1 Do " + _NEW, "79"),
        ("/X2 Do " + _NEW, "79"),
        (_NEW, "79"),
        ("/Span BDC " + show("9.8", 210, 680) + "EMC ", "9.8"),
    ],
    ids=["a group", "a group in a group", "a membership", "a form", "a group in a form", "shown", "no group"],
)
@pytest.mark.parametrize("state", ["/OFF [8 0 R]", "/BaseState /OFF /ON [9 0 R]"])
def test_optional_content_that_is_switched_off_is_not_read(content, read, state):
    old = show("9.8", 210, 680)
    forms = {
        "X1": ("/BBox [0 0 595 842] /OC 8 0 R", old),
        "X2": ("/BBox [0 0 595 842]", f"/OC /G0 BDC {old} EMC"),
    }
    groups = (
        "<< /Type /OCG /Name (old) >>",
        "<< /Type /OCG /Name (new) >>",
        "<< /Type /OCMD /OCGs [8 0 R] /P /AllOn >>",
    )
    layers = f"/OCProperties << /OCGs [8 0 R 9 0 R] /D << {state} >> >>"
    data = pdf(grid(XS, YS) + show("预算", 105, 680) + content, forms=forms, groups=groups, layers=layers)
    (table,) = next(iter(read_pages(data, max_pages=1))).tables
    assert [cell.text for cell in table.cells] == ["预算", read, "", ""]
    is_dropped = content.endswith(_NEW) and content != _NEW
    assert table.cells[1].boxes[0].doubt == ("covered" if is_dropped else None)


@pytest.mark.parametrize(
    "hidden",
    [
        "1 G 150 600 m 150 700 l S 0 G\n",
        "150 600 m 150 700 l n\n",
        "q 0 0 50 50 re W n 150 600 m 150 700 l S Q\n",
        "1 g 150 600 0.75 100 re f 0 g\n",
    ],
    ids=["white stroke", "no paint", "clipped", "white fill"],
)
def test_a_line_that_is_not_seen_rules_nothing(hidden):
    assert texts(pdf(TABLE + hidden)) == TEXTS


def test_a_line_under_white_paint_rules_nothing_and_the_border_of_what_is_painted_does():
    below = rule(150, 600, 150, 700) + rule(100, 625, 300, 625)
    paint = "".join(f"1 g {x} {y} 100 50 re f\n" for x in XS[:2] for y in YS[:2])
    assert texts(pdf(below + "1 g 90 590 220 120 re f 0 g\n" + TABLE)) == TEXTS
    assert texts(pdf(grid(XS, YS) + paint + "0 g\n" + TABLE.removeprefix(grid(XS, YS)))) == TEXTS


HIDDEN = {
    "white": "1 1 1 rg\n{} 0 g\n",
    "rendered in no way": "3 Tr\n{} 0 Tr\n",
    "tiny": "q 0.1 0 0 0.1 180 560 cm\n{} Q\n",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_text_that_leaves_no_ink_is_not_read_and_its_cell_is_in_doubt(how):
    (table,) = document(pdf(TABLE + HIDDEN[how].format(show("8", 240, 630)))).grids
    assert [(cell.text, cell.boxes[0].doubt) for cell in table.cells] == [
        ("部门名称", None),
        ("水利局", None),
        ("总分", None),
        ("95.61", "covered"),
    ]


def test_white_text_on_dark_paint_is_read():
    dark = "0.2 g 100 650 200 50 re f 1 g\n" + show("部门名称", 105, 680) + "0 g\n"
    assert texts(pdf(grid(XS, YS) + dark)) == ["部门名称", "", "", ""]


def test_a_figure_under_white_paint_gives_way_to_the_one_typed_on_it():
    mended = show("7.8", 105, 630) + "1 g 102 620 60 25 re f 0 g\n" + show("9.8", 105, 630)
    (table,) = document(pdf(grid(XS, YS) + mended)).grids
    assert [(cell.text, cell.boxes[0].doubt) for cell in table.cells][2] == ("9.8", "covered")


def test_what_a_program_read_off_a_pages_picture_is_read_in_doubt_only():
    scanned = "3 Tr\n" + TABLE + "0 Tr\n"
    assert texts(pdf(scanned)) == TEXTS


def test_struck_figures_are_left_out_and_their_cell_says_so():
    line = rule(203, 633.5, 257, 633.5)
    (table,) = document(pdf(TABLE + line + show("96", 270, 630))).grids
    assert [(cell.text, cell.boxes[0].doubt) for cell in table.cells][3] == ("96", "struck")


def test_the_mark_of_a_note_is_no_digit_of_the_number_before_it():
    (table,) = document(
        pdf(TABLE + show("1", 231, 636, size=5) + show("km", 105, 610) + show("2", 117, 616, size=5))
    ).grids
    assert [(cell.text, cell.boxes[0].doubt) for cell in table.cells][2:] == [
        ("总分km2", None),
        ("95.61", "mended"),
    ]


TURNED = {
    "to the left": ("0 1 -1 0 800 0", lambda x, y: (800 - y, x)),
    "to the right": ("0 -1 1 0 -100 800", lambda x, y: (y - 100, 800 - x)),
    "upside down": ("-1 0 0 -1 600 842", lambda x, y: (600 - x, 842 - y)),
}


@pytest.mark.parametrize("way", TURNED)
def test_a_page_whose_text_is_turned_is_read_and_its_places_are_on_the_page_as_shown(way):
    matrix, place = TURNED[way]
    (table,) = document(pdf(f"q {matrix} cm {TABLE} Q")).grids
    assert [cell.text for cell in table.cells] == TEXTS
    box = table.cells[3].boxes[0]
    corners = [place(x, y) for x, y in ((200, 600), (300, 650))]
    xs, ys = sorted(x for x, _ in corners), sorted(842 - y for _, y in corners)
    assert (box.x0, box.x1, box.top, box.bottom) == pytest.approx((*xs, *ys), abs=1)


def test_two_numbers_over_each_other_are_no_number():
    (table,) = document(pdf(TABLE + show("4712", 209.5, 630))).grids
    assert table.cells[3].text == "�" * 4 + "." + "�" * 4


def test_figures_set_apart_over_their_cell_are_one_number():
    spread = "".join(show(char, 205 + 25 * place, 680) for place, char in enumerate("98%"))
    assert texts(pdf(grid(XS, YS) + spread))[1] == "98%"
    assert texts(pdf(grid(XS, YS) + show("9", 205, 680) + show("8%", 260, 680)))[1] == "9 8%"


HEADS = show("部门名称", 105, 680) + show("水利局", 205, 680)
NUMBERS = show("总分", 105, 630) + show("95.61", 205, 630)
HIDDEN_RULE = show("项目名称", 180, 680) + show("总分", 105, 630) + show("95.61", 205, 630)


@pytest.mark.parametrize(
    "paint",
    [
        "1 G 1.2 w 200 650.4 m 200 699.6 l S 0 G 1 w\n",
        "1 g 199.4 650.4 1.2 49.2 re f 0 g\n",
        "1 g 110 650.6 180 48.8 re f 0 g\n",
    ],
    ids=["a line", "a thin area", "an area"],
)
def test_white_paint_over_a_stretch_of_a_rule_joins_the_cells_beside_it(paint):
    assert texts(pdf(grid(XS, YS) + paint + HIDDEN_RULE)) == ["项目名称", "总分", "95.61"]


def test_one_path_may_hide_rules_by_several_lines():
    paint = "1 G 1.2 w 200 650.4 m 200 699.6 l 210 625 m 290 625 l S 0 G 1 w\n"
    assert texts(pdf(grid(XS, YS) + paint + HIDDEN_RULE)) == ["项目名称", "总分", "95.61"]


def test_white_paint_on_a_form_hides_what_the_page_drew_before_it():
    line = ("/BBox [0 0 600 800]", "1 G 1.2 w 200 650.4 m 200 699.6 l S")
    data = pdf(grid(XS, YS) + "/X1 Do " + HIDDEN_RULE, forms={"X1": line})
    assert texts(data) == ["项目名称", "总分", "95.61"]


def test_a_white_line_on_a_shade_is_a_rule():
    outline = rule(100, 600, 300, 600) + rule(100, 650, 300, 650) + rule(200, 600, 200, 650)
    sides = rule(100, 600, 100, 650) + rule(300, 600, 300, 650)
    shade = "0.2 0.3 0.6 rg 100 650 200 50 re f 0 g " + rule(100, 700, 300, 700)
    edges = rule(100, 650, 100, 700) + rule(300, 650, 300, 700)
    white = "1 G 1.2 w 200 650 m 200 700 l S 0 G 1 w\n"
    for below in ("", rule(200, 650, 200, 700)):
        data = pdf(outline + sides + shade + edges + below + white + "1 g " + HEADS + "0 g " + NUMBERS)
        assert texts(data) == TEXTS


@pytest.mark.parametrize(
    "paint",
    [
        "1 G 1.2 w 150 650 m 250 650 l S 0 G 1 w 150 650 m 250 650 l S\n",
        "1 G 0.2 w 200 650.4 m 200 699.6 l S 0 G 1 w\n",
        "1 G 1.2 w 202 650.4 m 202 699.6 l S 0 G 1 w\n",
        "1 G 1.2 w 150 675 m 250 675 l S 0 G 1 w\n",
        "1 g 201 651 98 48 re f 0 g\n",
    ],
    ids=["ruled again", "too thin", "beside it", "across it", "within a cell"],
)
def test_white_paint_that_leaves_a_rule_to_be_seen_joins_nothing(paint):
    assert texts(pdf(grid(XS, YS) + paint + TABLE.removeprefix(grid(XS, YS)))) == TEXTS


def test_text_that_a_clip_hides_is_not_read():
    clipped = "q 100 650 100 50 re W n " + show("看得见", 105, 660) + show("看不见", 105, 640) + "Q "
    assert texts(pdf(grid(XS, YS) + clipped)) == ["看得见", "", "", ""]


@pytest.mark.parametrize("above", [1, 3, 4, 4.5, 5, 6, 8])
def test_a_label_that_a_page_end_cuts_along_its_line_shows_on_one_page_with_all_its_glyphs(above):
    """Glyphs of several sizes have their middles at several heights."""

    def cut_at(edge: float) -> str:
        label = show("质量", 105, edge - above) + show("12", 125, edge - above, size=14)
        return grid(XS, YS) + "q 100 600 100 100 re W n " + label + "Q "

    cells = [cell.text for page in pages(pdf(cut_at(YS[0]), cut_at(YS[-1]))) for cell in page.tables[0].cells]
    assert [text for text in cells if text] == ["质量12"]


def test_text_beyond_its_cells_clip_is_not_seen():
    clipped = "q 100 650 100 50 re W n " + show("补植行道树(含乡道1200株)", 105, 680, size=12) + "Q "
    assert texts(pdf(grid(XS, YS) + clipped)) == ["补植行道树(含乡", "", "", ""]


def test_a_number_that_its_cell_clips_is_whole_and_stays_in_its_cell():
    clipped = "q 200 650 100 50 re W n " + show("1139470000.00", 180, 680, size=20) + "Q "
    assert texts(pdf(grid(XS, YS) + clipped)) == ["", "1139470000.00", "", ""]


def test_a_gap_without_a_blank_glyph_shows_as_one():
    assert (
        first_cell(show("腾地", 105, 680) + show("8000", 128.5, 680) + show("亩", 168.5, 680))
        == "腾地 8000亩"
    )


def test_a_gap_between_cells_leaves_no_blank_in_the_text_that_stands_in_it():
    row = (
        show("验收合格率", 105, 680)
        + show("97%", 305, 680)
        + show("甲", 105, 660)
        + show("不低于98%", 205, 681)
    )
    assert texts(pdf(grid((100, 200, 300, 400), (650, 700)) + row)) == ["验收合格率甲", "不低于98%", "97%"]


def test_lines_outside_the_page_draw_no_frame_around_it():
    head = rule(-20, 780, 615, 780)
    assert not document(pdf(grid((-20, 615), (-20, 862)) + head + show("标题", 250, 750))).grids


def test_text_outside_the_page_is_not_read():
    assert texts(pdf(TABLE + show("页外", 105, 900) + show("页外", 700, 300))) == TEXTS


def test_glyphs_drawn_twice_are_read_once():
    bold = show("得分100", 105, 680) + show("其他", 105, 665) * 8 + show("得分100", 105.3, 680)
    assert first_cell(bold) == "得分100其他"


@pytest.mark.parametrize("matrix", ["0.98 0.17 -0.17 0.98", "1.4 0 0 1.4"], ids=["at an angle", "larger"])
def test_a_watermark_s_figure_over_the_same_figure_in_a_cell_takes_nothing_from_it(matrix):
    mark = f"BT /F2 10 Tf {matrix} 106 680.5 Tm <0032> Tj ET\n"
    assert document(pdf(grid(XS, YS) + show("2.50", 105, 680) + mark)).conservation.total == 5


def test_a_point_that_is_drawn_twice_with_its_figures_is_read_once():
    drawn = "BT /F1 10 Tf 105 680 Td (94.5) Tj ET\n"
    assert (
        first_cell(drawn + show("其他", 105, 665) + drawn.replace("105 680", "106 679").replace("5)", "5 )"))
        == "94.5其他"
    )


def test_points_that_stand_side_by_side_stay():
    assert first_cell("BT /F1 10 Tf 105 680 Td (......) Tj ET\n") == "......"


def test_doubled_letters_that_stand_side_by_side_stay():
    assert first_cell(show("明明白白1100", 105, 680)) == "明明白白1100"


def test_radicals_are_folded_and_nothing_else():
    assert first_cell(show("⼯⽬⻓⻔（3²）：㎡", 105, 680)) == "工目长门（3²）：㎡"


def test_a_hyphen_that_its_font_names_a_soft_one_is_a_hyphen():
    assert first_cell(show("1\u00ad12月", 105, 680)) == "1-12月"


def test_a_hyphen_at_the_end_of_a_line_stays_a_hyphen():
    assert first_cell(show("执行率((B-", 105, 680) + show("C)/A)", 105, 668)) == "执行率((B-C)/A)"


def test_a_watermark_across_the_table_is_in_no_cell():
    mark = f"BT /F2 30 Tf 0.7 0.7 -0.7 0.7 120 600 Tm <{'仅供公开'.encode('utf-16-be').hex()}> Tj ET\n"
    found = document(pdf(TABLE + mark))
    assert [cell.text for cell in found.grids[0].cells] == TEXTS
    assert [line.text for line in found.tail] == ["仅供公开"]
    assert found.conservation.holds


def test_a_level_watermark_across_the_table_is_in_no_cell():
    found = document(pdf(TABLE + show("2023仅供", 110, 620, size=60)))
    assert [cell.text for cell in found.grids[0].cells] == TEXTS
    assert [line.text for line in found.tail] == ["2023仅供"]
    assert found.conservation.holds


def test_a_level_watermark_inside_a_large_cell_does_not_part_its_numbers():
    found = document(
        pdf(
            grid((100, 500), (500, 700, 720))
            + show("实施4081公里" * 4, 105, 600)
            + show("草案", 150, 590, size=40)
        )
    )
    assert [cell.text for cell in found.grids[0].cells] == ["", "实施4081公里" * 4]


def test_a_large_title_in_a_cell_of_its_own_stays_in_it():
    assert first_cell(show("自评", 105, 655, size=40) + show("其他文字" * 6, 105, 635)) == "自评"


@pytest.mark.parametrize(
    ("matrix", "place"),
    [("0 -1 1 0", (140, 695)), ("0 1 -1 0", (150, 655))],
    ids=["clockwise", "counter-clockwise"],
)
def test_turned_text_is_read_along_its_baseline(matrix, place):
    turned = (
        f"BT /F2 10 Tf {matrix} {place[0]} {place[1]} Tm <{'资金情况'.encode('utf-16-be').hex()}> Tj ET\n"
    )
    assert first_cell(turned) == "资金情况"


def test_a_row_cut_by_the_page_end_is_one_row():
    upper = (
        rule(100, 200, 300, 200)
        + "".join(rule(x, 40, x, 200) for x in XS)
        + show("目标", 105, 100)
        + show("完成全部", 205, 45)
    )
    lower = rule(100, 600, 300, 600) + "".join(rule(x, 600, x, 780) for x in XS) + show("工作任务", 205, 765)
    found = decide_seams(document(pdf(upper, lower)))
    assert [cell.text for cell in found.grids[0].cells] == ["目标", "完成全部工作任务"]
    assert [box.page for box in found.grids[0].cells[1].boxes] == [1, 2]


def test_a_broken_text_layer_is_told():
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <41> <5A> <E000> endbfrange endcmap end end"
    )
    data = pdf("BT /F1 10 Tf 100 700 Td (ABCDEF) Tj ET", unicode_map=unicode_map)
    assert document(data).warnings == (message("broken-text-layer", page=1),)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\nnot a pdf at all", BrokenPdf),
        (pdf(TABLE)[:900], BrokenPdf),
        (pdf(TABLE, TABLE)[:-60], BrokenPdf),
        (pdf(), PdfWithoutPages),
    ],
    ids=["no PDF", "half", "its end lost", "no pages"],
)
def test_a_file_that_cannot_be_read_tells_why(data, reason):
    with pytest.raises(reason):
        pages(data)


def test_a_locked_file_tells_why():
    locked = pdf(TABLE).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <"
        + b"11" * 32
        + b"> /U <"
        + b"22" * 32
        + b"> >>",
    )
    with pytest.raises(LockedPdf):
        pages(locked)


def test_more_pages_than_asked_for_are_refused():
    with pytest.raises(TooManyPages) as refusal:
        list(read_pages(pdf(TABLE, TABLE), max_pages=1))
    assert refusal.value.message == message("many-pages", count=2, most=1)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared test forms are not beside the repository")
def test_every_shared_form_conserves_its_text():
    files = sorted(SHARED.glob("*/*.pdf"))
    assert files
    lost = [file.name for file in files if not document(file.read_bytes()).conservation.holds]
    assert not lost


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_text_taken_in_bulk_is_what_each_glyph_says(sample: Path, monkeypatch: pytest.MonkeyPatch):
    in_bulk = pages(sample.read_bytes())
    monkeypatch.setattr(pdf_calls, "get_text", lambda *_: 0)
    assert pages(sample.read_bytes()) == in_bulk


@pytest.mark.parametrize(
    "unseen",
    [
        "1 g 1 G 2 Tr " + show("7", 265, 630) + "0 g 0 G 0 Tr ",
        "1 G 1 Tr " + show("7", 265, 630) + "0 G 0 Tr ",
    ],
    ids=["white within a white outline", "a white outline"],
)
def test_an_outline_in_white_leaves_no_ink(unseen):
    data = pdf(TABLE + unseen)
    assert texts(data) == TEXTS
    assert [cell.boxes[0].doubt for cell in document(data).grids[0].cells] == [None, None, None, "covered"]


@pytest.mark.parametrize("outline", ["1 g 0 G 2 Tr 0.3 w ", "0 G 1 Tr 0.3 w "])
def test_an_outline_in_ink_is_read(outline):
    number = show("95.61", 205, 630)
    assert texts(pdf(TABLE.removesuffix(number) + outline + number)) == TEXTS


def test_the_same_number_typed_again_over_white_paint_is_read():
    paint = "1 g 203 626 60 18 re f 0 g "
    assert texts(pdf(TABLE + paint + show("95.61", 205, 630))) == TEXTS
