"""A page is drawn as fine as its picture is."""

from __future__ import annotations

import pytest

from extract.scan.rendering import render_page
from support.pdf_bytes import pdf

ROW = "7F" * 1700
IMAGE = f"BI /W 1700 /H 1 /CS /G /BPC 8 /F /AHx ID {ROW}> EI"
WHOLE = f"q 595 0 0 842 0 0 cm {IMAGE} Q\n"
LOGO = f"q 60 0 0 60 0 0 cm {IMAGE} Q\n"
FORM = {"X": ("/BBox [0 0 595 842]", WHOLE.replace("595 0 0 842", "1190 0 0 1684"))}


@pytest.mark.parametrize(
    ("contents", "forms", "dpi"),
    [
        (WHOLE, None, 1700 / 595 * 72),
        ("q 0.5 0 0 0.5 0 0 cm /X Do Q\n", FORM, 1700 / 595 * 72),
        (LOGO, None, 100),
    ],
    ids=["a picture", "a picture in a form that is made smaller", "a logo"],
)
def test_a_page_is_as_fine_as_its_picture(contents, forms, dpi):
    image = render_page(pdf(contents, forms=forms), 1)
    assert image.scale * 72 == pytest.approx(dpi, rel=0.01)
    assert (image.width, image.height) == pytest.approx((595, 842), abs=1)
