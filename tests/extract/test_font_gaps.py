"""A font whose map has gaps: no sign of a number vanishes, and none is read as another."""

from __future__ import annotations

import pytest

from extract import read
from support.pdf_bytes import grid, pdf, show

CELL = grid([100, 200, 300], [690, 715, 740])


def read_cell(tmp_path, content, unicode_map=""):
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf(CELL + content, unicode_map=unicode_map))
    [text] = [cell.text for grid in read(file).grids for cell in grid.cells if cell.text]
    return text


def map_three_to(code):
    """Make a map of ASCII in which the figure 3 is another sign."""
    signs = " ".join(
        f"<{sign:02X}> <{code if sign == ord('3') else f'{sign:04X}'}>" for sign in range(32, 127)
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange 95 beginbfchar {signs} endbfchar endcmap end end"
    )


@pytest.mark.parametrize(
    "code",
    ["0000", "0001", "0002", "0009", "000A", "000D", "001F", "007F", "0085", "200B", "FEFF", "FFFD", "FFFE"],
)
@pytest.mark.parametrize(
    ("printed", "told"), [("135", "1\ufffd5"), ("35.2", "\ufffd5.2"), ("9.53%", "9.5\ufffd%")]
)
def test_a_sign_that_the_map_takes_for_a_control_is_told(tmp_path, code, printed, told):
    content = f"BT /F1 10 Tf 110 700 Td ({printed}) Tj ET"
    assert read_cell(tmp_path, content, map_three_to(code)) == told


@pytest.mark.parametrize("text", ["≥9\ufffd%", "\ufffd5", "9\ufffd"])
def test_a_replacement_sign_is_no_blank(tmp_path, text):
    assert read_cell(tmp_path, show(text, 110, 700)) == text


@pytest.mark.parametrize("text", ["农村\u200b公路", "养护\ufeff里程"])
def test_a_sign_without_width_in_words_is_no_lost_digit(tmp_path, text):
    assert "\ufffd" not in read_cell(tmp_path, show(text, 110, 700))


def test_lines_and_hyphens_of_words_are_kept(tmp_path):
    content = "BT /F1 10 Tf 110 708 Td (well-) Tj 0 -12 Td (known 2023-24) Tj ET"
    assert "\ufffd" not in read_cell(tmp_path, content, map_three_to("0033"))
