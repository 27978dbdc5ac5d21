"""Pages without text to read say what they show instead: a picture, curves, Latin letters for Chinese."""

from __future__ import annotations

import pytest

from extract import message, read
from support.pdf_bytes import grid, pdf, show

IMAGE = "BI /W 1 /H 1 /CS /G /BPC 8 ID 0 EI"
CURVE = "100 100 m 110 120 120 120 130 100 c 130 90 110 90 100 100 c h f\n"
LATIN = "ÏîÄ¿Ãû³ÆÅ©´å¹«Â·Ñø»¤²¹ÖúÖ÷¹Ü²¿ÃÅ"


WIN_ANSI = "/F3 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def warnings(tmp_path, *contents):
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf(*contents, fonts=WIN_ANSI))
    return read(file).warnings


def picture(width, height):
    return f"q {width} 0 0 {height} 0 0 cm {IMAGE} Q\n"


def test_a_picture_with_a_mark_of_its_scanner_is_a_scan(tmp_path):
    scan = picture(595, 842) + show("扫描全能王 创建", 400, 20)
    assert warnings(tmp_path, scan) == (message("scan-page", page=1),)


LAYER = "".join(show("本单位对项目支出开展了绩效自评", 60, 100 + 20 * at) for at in range(10))


@pytest.mark.parametrize(
    "scan",
    [LAYER + picture(595, 842), "3 Tr\n" + LAYER + "0 Tr\n" + picture(595, 842)],
    ids=["below", "invisible"],
)
def test_what_a_program_read_off_a_picture_is_not_read(tmp_path, scan):
    assert warnings(tmp_path, scan) == (message("scan-page", page=1),)


def test_text_below_a_small_picture_is_read(tmp_path):
    assert not warnings(tmp_path, LAYER + picture(100, 100))


def test_a_cover_with_a_small_picture_is_no_scan(tmp_path):
    assert not warnings(tmp_path, picture(100, 100) + show("绩效自评报告", 200, 500))


def test_a_text_over_a_picture_is_no_scan(tmp_path):
    assert not warnings(tmp_path, picture(595, 842) + LAYER)


def test_a_page_of_curves_is_told(tmp_path):
    assert warnings(tmp_path, CURVE * 1000) == (message("curves-page", page=1),)


def test_a_page_with_a_drawing_or_a_blank_grid_is_not_one_of_curves(tmp_path):
    assert not warnings(tmp_path, CURVE * 50, grid(range(50, 500, 5), range(50, 800, 5)))


def test_chinese_bytes_in_a_latin_font_are_told(tmp_path):
    assert warnings(tmp_path, f"BT /F3 10 Tf 100 700 Td ({LATIN}) Tj ET") == (message("latin-page", page=1),)


def test_words_of_a_european_language_are_no_broken_codes(tmp_path):
    assert not warnings(tmp_path, "BT /F3 10 Tf 100 700 Td (Décrire les résultats à évaluer) Tj ET")
