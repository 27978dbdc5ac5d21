"""Fonts that draw other signs than their map of signs says: what is read of them is in doubt, and told."""

from __future__ import annotations

import pytest

from extract import message, read
from support.pdf_bytes import grid, pdf

CELL = grid([100, 300, 500], [690, 715, 740])
FACES = ("Helvetica", "Times-Roman", "Courier-Bold", "Helvetica-Oblique")


def map_signs(wrong):
    """Make a map of ASCII in which some signs are others."""
    codes = range(32, 127)
    signs = " ".join(f"<{code:02X}> <{ord(wrong.get(chr(code), chr(code))):04X}>" for code in codes)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange 95 beginbfchar {signs} endbfchar endcmap end end"
    )


def read_page(tmp_path, content, wrong, *, face="Helvetica"):
    font = f"/F9 << /Type /Font /Subtype /Type1 /BaseFont /{face} /ToUnicode 5 0 R >>"
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf(CELL + content, unicode_map=map_signs(wrong), fonts=font))
    return read(file)


def write(text, size=10):
    return f"BT /F9 {size} Tf 110 700 Td ({text}) Tj ET"


def list_doubts(document):
    return [cell.boxes[0].doubt for grid in document.grids for cell in grid.cells if cell.text]


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(
    ("wrong", "printed"),
    [
        ({"9": "8"}, "79.5"),
        ({"8": "9", "9": "8"}, "98.5"),
        ({"3": "8", "8": "3"}, "38.20"),
        ({"1": "7", "7": "1"}, "17"),
        ({"6": "9", "9": "6"}, "96.40"),
        ({"0": "8"}, "100"),
        ({str(digit): str((digit + 1) % 10) for digit in range(10)}, "1,234.56"),
        ({"5": "."}, "851.92"),
        ({".": "1"}, "851.92"),
        ({"1": "９"}, "851.92"),
    ],
)
def test_a_digit_that_is_drawn_as_another_is_told(tmp_path, face, wrong, printed):
    document = read_page(tmp_path, write(printed), wrong, face=face)
    assert document.warnings == (message("font-contradicts", page=1, font=face),)
    assert list_doubts(document) == ["broken"]


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("size", [5, 9, 10.5, 14])
def test_a_font_that_draws_what_it_says_is_not_told(tmp_path, face, size):
    document = read_page(tmp_path, write("0123456789 -1,234.56%", size), {}, face=face)
    assert not document.warnings
    assert list_doubts(document) == [None]


@pytest.mark.parametrize("blank", [" ", "\xa0", "\u2002", "\u3000"])
@pytest.mark.parametrize("sign", ["9", "1", ".", "-"])
def test_a_sign_that_the_map_takes_for_a_blank_is_told(tmp_path, sign, blank):
    document = read_page(tmp_path, write("-851.92"), {sign: blank})
    assert [warning.code for warning in document.warnings] == ["font-contradicts"]
    assert list_doubts(document) == ["broken"]


def test_text_outside_tables_is_in_doubt_too(tmp_path):
    content = write("98.5") + " BT /F9 10 Tf 110 600 Td (Total 98.5) Tj ET"
    document = read_page(tmp_path, content, {"9": "8", "8": "9"})
    assert [line.box.doubt for line in document.tail] == ["broken"]


@pytest.mark.parametrize("matrix", ["0 1 -1 0 200 500", "-1 0 0 -1 200 500", "0 -1 1 0 200 600"])
@pytest.mark.parametrize("wrong", [{}, {"9": "8", "8": "9"}])
def test_turned_text_is_looked_at_as_it_stands(tmp_path, matrix, wrong):
    content = f"BT /F9 10 Tf {matrix} Tm (0123456789) Tj ET"
    document = read_page(tmp_path, content, wrong)
    assert bool(document.warnings) == bool(wrong)


@pytest.mark.parametrize("wrong", [{}, {"9": "8", "8": "9"}])
def test_text_inside_moved_forms_is_looked_at(tmp_path, wrong):
    font = "/F9 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R >>"
    forms = {"X1": ("/BBox [0 0 600 850] /Matrix [0.5 0 0 0.5 20 300]", CELL + write("98.50 98.50"))}
    file = tmp_path / "page.pdf"
    data = pdf("q 0.9 0 0 0.9 5 5 cm /X1 Do Q", unicode_map=map_signs(wrong), fonts=font, forms=forms)
    file.write_bytes(data)
    assert bool(read(file).warnings) == bool(wrong)


def test_text_without_ink_accuses_no_font(tmp_path):
    document = read_page(tmp_path, write("98.5") + " BT 3 Tr /F9 10 Tf 110 600 Td (123) Tj ET", {})
    assert "font-contradicts" not in {warning.code for warning in document.warnings}


@pytest.mark.parametrize("said", ["85.0", "98.5", "198.5", "8.5", "9", "98.50 points"])
@pytest.mark.parametrize("face", FACES)
def test_a_number_is_what_is_drawn_whatever_the_file_says_in_its_place(tmp_path, face, said):
    document = read_page(tmp_path, f"/Span << /ActualText ({said}) >> BDC {write('98.5')} EMC", {}, face=face)
    assert [cell.text for grid in document.grids for cell in grid.cells if cell.text] == ["98.5"]
    assert not document.warnings


@pytest.mark.parametrize("printed", ["1,234.50%", "11.17", "-20.11", "2023.12.31", "111111.80"])
@pytest.mark.parametrize("face", FACES)
def test_a_number_that_the_file_says_as_it_is_drawn_accuses_no_font(tmp_path, face, printed):
    content = f"/Span << /ActualText ({printed}) >> BDC {write(printed)} EMC"
    document = read_page(tmp_path, content, {}, face=face)
    assert not document.warnings
    assert list_doubts(document) == [None]


def test_what_the_file_says_in_place_of_several_texts_is_not_read(tmp_path):
    inside = f"{write('9')} BT /F9 10 Tf 115.56 700 Td (8.5) Tj ET"
    document = read_page(tmp_path, f"/Span << /ActualText (7) >> BDC {inside} EMC", {})
    assert [cell.text for grid in document.grids for cell in grid.cells if cell.text] == ["98.5"]
