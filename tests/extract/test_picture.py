"""A page is drawn with what was read of it: each kind of thing in its own colour, at its own place."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from extract import read
from extract.page_picture import LOOKS, draw_page, read_legend, read_legend_font
from extract.table_page import lay_out
from extract.text.reader import read_text
from normalize import decide_seams
from support.printed import print_two_up
from support.ruled_pdf import cell, ruled_pdf, words

GREEN, PURPLE, BLUE, RED, TEAL = (20, 140, 70), (130, 60, 180), (25, 80, 215), (215, 20, 40), (0, 160, 150)
SIZE = (600, 400)  # pixels of the page, two a point


def drawn(tmp_path: Path, contents: list[str], number: int = 1):
    path = tmp_path / "x.pdf"
    path.write_bytes(ruled_pdf(contents))
    return draw_page(path, decide_seams(read(path)), number)


def test_cells_spans_and_the_table_stand_where_they_were_read(tmp_path):
    table = cell(20, 130, 280, 160, "head") + cell(20, 100, 150, 130, "a") + cell(150, 100, 280, 130, "b")
    picture = drawn(tmp_path, [words(20, 180, "title") + table])
    assert picture.size[0] == SIZE[0]
    assert picture.size[1] > SIZE[1]
    assert picture.getpixel((40, 170)) == BLUE
    assert picture.getpixel((300, 170)) == GREEN
    assert picture.getpixel((300, 139)) == PURPLE
    assert picture.getpixel((500, 100)) not in ((255, 255, 255), PURPLE)
    assert picture.getpixel((500, 180)) == (255, 255, 255)


def test_a_cut_row_and_a_closed_one_are_told_apart_at_the_page_end(tmp_path):
    uprights = "20 10 m 20 190 l S 150 10 m 150 190 l S 280 10 m 280 190 l S "
    open_below = uprights + "20 190 m 280 190 l S 20 100 m 280 100 l S " + words(25, 150, "a")
    closed = open_below + "20 10 m 280 10 l S "
    after = uprights + "20 190 m 280 190 l S 20 100 m 280 100 l S 20 10 m 280 10 l S " + words(25, 150, "b")
    open_above = after.replace("20 190 m 280 190 l S ", "")
    bottom = (2 * 20 + 2, 2 * (190 + 4))
    assert drawn(tmp_path, [open_below, open_above]).getpixel(bottom) == RED
    assert drawn(tmp_path, [closed, after]).getpixel(bottom) == TEAL
    assert drawn(tmp_path, [closed]).getpixel(bottom) == (255, 255, 255)


def test_a_table_on_two_pages_of_one_sheet_has_two_frames(tmp_path):
    uprights = "20 10 m 20 190 l S 150 10 m 150 190 l S 280 10 m 280 190 l S "
    rows = "20 190 m 280 190 l S 20 100 m 280 100 l S 20 10 m 280 10 l S "
    pages = [uprights + rows + words(25, 150, text) for text in "ab"]
    path = tmp_path / "x.pdf"
    path.write_bytes(print_two_up(ruled_pdf(pages), (600, 200)))
    picture = draw_page(path, decide_seams(read(path)), 1)
    between = [picture.getpixel((x, 2 * 100)) for x in range(2 * 290, 2 * 310)]
    assert set(between) == {(255, 255, 255)}
    assert picture.getpixel((2 * 20 + 2, 2 * (190 + 4))) == TEAL
    assert picture.getpixel((2 * 320 + 2, 2 * (10 - 4))) == TEAL


def test_the_legend_has_a_glyph_for_each_of_its_characters():
    glyphs = TTFont(BytesIO(read_legend_font())).getBestCmap()
    assert set(map(ord, "".join(read_legend("zh").values()))) <= glyphs.keys()


def test_the_legend_names_each_kind_of_thing_in_the_language_that_is_asked_for(tmp_path):
    assert read_legend("zh").keys() == read_legend("en").keys() == {look.code for look in LOOKS}
    assert not set(read_legend("zh").values()) & set(read_legend("en").values())
    path = tmp_path / "x.pdf"
    path.write_bytes(ruled_pdf([words(20, 180, "title")]))
    chinese, english = (draw_page(path, read(path), 1, language=language) for language in ("zh", "en"))
    page = (0, 0, *SIZE)
    assert chinese.crop(page).tobytes() == english.crop(page).tobytes()
    assert chinese.tobytes() != english.tobytes()


def test_tables_of_a_text_or_sheet_are_laid_out_on_a_page(tmp_path):
    path = tmp_path / "form.html"
    path.write_text(
        "<p>自评表</p><table><tr><td rowspan=2>产出<td>数量<td>12<tr><td colspan=2>质量"
        + "好" * 60
        + "</table>",
        "utf-8",
    )
    document = read(path)
    picture = draw_page(path, document, 1)
    assert picture.width > 1000
    colours = {picture.getpixel((x, y)) for x in range(0, picture.width, 3) for y in range(260)}
    assert {BLUE, GREEN, PURPLE} <= colours
    assert document.grids[0].cells[0].boxes[0].page is None


def test_a_laid_out_page_has_each_cell_in_its_place():
    document = read_text("名称\t分值\t得分\n办结率\t10\t9.5\n".encode())
    _, placed = lay_out(document)
    boxes = {cell.text: cell.boxes[0] for cell in placed.grids[0].cells}
    assert boxes["名称"].x0 == boxes["办结率"].x0
    assert boxes["分值"].x1 == boxes["得分"].x0
    assert boxes["10"].top == boxes["分值"].bottom
