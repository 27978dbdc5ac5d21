"""Texts that masks, faint forms, pictures, clips and painted shapes hide are not read, and told."""

from __future__ import annotations

import pytest

from extract import read
from support.pdf_bytes import grid, pdf

CELL = grid([100, 300, 500], [690, 715, 740])
WORDS = "".join(f"BT /F1 10 Tf 60 {600 - 14 * line} Td (Performance report) Tj ET\n" for line in range(12))
PICTURE = "q 60 0 0 20 105 692 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q\n"
ROUNDED = "1 g 105 692 m 165 692 l 168 695 168 709 165 712 c 105 712 l h f 0 g\n"
STATES = (
    "/ExtGState << /Gone << /ca 0 >> /Faint << /ca 0.5 >> /Mask << /SMask << /S /Luminosity /G 6 0 R >> >>"
    " /Screen << /BM /Screen >> /Darken << /BM /Darken >> >>"
)
ON_PAGE = "/BBox [0 0 600 850]"
GROUP = f"{ON_PAGE} /Group << /S /Transparency /CS /DeviceGray >>"


def show(text):
    return f"BT /F1 10 Tf 110 700 Td ({text}) Tj ET\n"


def read_cell(tmp_path, content, forms=None):
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf(CELL + WORDS + content, forms=forms, resources=STATES))
    found = [cell for grid in read(file).grids for cell in grid.cells if cell.text or cell.boxes[0].doubt]
    return [(cell.text, cell.boxes[0].doubt) for cell in found]


@pytest.mark.parametrize(
    ("hidden", "forms"),
    [
        ("q /Gone gs /X1 Do Q", {"X1": (GROUP, show("98.5"))}),
        ("q /Gone gs /X1 Do Q", {"X1": (GROUP, "/X2 Do"), "X2": (ON_PAGE, show("98.5"))}),
        (f"q /Mask gs {show('98.5')} Q", {"X1": (GROUP, "0 g 0 0 600 850 re f")}),
        (show("98.5") + PICTURE, None),
        (show("98.5") + ROUNDED, None),
        ("/X1 Do\n", {"X1": (ON_PAGE, show("98.5") + ROUNDED)}),
    ],
    ids=["faint form", "form in a faint form", "mask", "picture", "rounded box", "in a form"],
)
@pytest.mark.parametrize("new", ["", "79.8"])
def test_a_number_that_nobody_sees_is_not_read(tmp_path, hidden, forms, new):
    assert read_cell(tmp_path, f"{hidden}\n{show(new)}", forms) == [(new, "covered")]


def test_a_number_that_a_clip_hides_whole_is_not_mixed_with_the_one_on_it(tmp_path):
    forms = {"X1": ("/BBox [0 0 10 10]", show("98.5"))}
    assert read_cell(tmp_path, "/X1 Do\n" + show("79.8"), forms) == [("79.8", "covered")]


@pytest.mark.parametrize(
    ("content", "forms"),
    [
        ("q /Faint gs /X1 Do Q", {"X1": (GROUP, show("98.5"))}),
        (f"q /Mask gs {show('98.5')} Q", {"X1": (GROUP, "1 g 0 0 600 850 re f")}),
        (f"q /Faint gs {show('98.5')} Q", None),
        (f"q /Darken gs {show('98.5')} Q", None),
        (f"q /Screen gs {show('98.5')} Q", None),
        (PICTURE + show("98.5"), None),
        (f"{show('98.5')} q /Faint gs {PICTURE} Q", None),
        (ROUNDED + show("98.5"), None),
        (f"{show('98.5')} q /Gone gs {ROUNDED} Q", None),
    ],
)
def test_a_number_that_is_seen_is_read(tmp_path, content, forms):
    assert read_cell(tmp_path, content, forms) == [("98.5", None)]
