"""A scanned page goes through the same lattice as a printed one."""

from __future__ import annotations

from unicodedata import normalize

import numpy as np
import pypdfium2
import pytest

import extract
from extract.scan.images import PageImage
from support.paths import SAMPLES

pytest.importorskip("onnxruntime", reason="recognising needs the extra [ocr]")

from extract.scan.reading import read_scan

A4 = (595.0, 842.0)


def draw(name: str, dpi: float) -> PageImage:
    with pypdfium2.PdfDocument(SAMPLES / "families" / name) as file:
        page = file[0]
        pixels = np.asarray(page.render(scale=dpi / 72).to_pil().convert("L"))
        return PageImage(1, pixels, *page.get_size())


def list_cells(page: extract.Page) -> list[tuple[int, int, int, int, str]]:
    return [
        (c.row, c.col, c.rowspan, c.colspan, normalize("NFKC", c.text))
        for table in page.tables
        for c in table.cells
    ]


def test_a_drawn_page_is_recognised_cell_by_cell():
    printed = next(iter(extract.read_pdf_pages(SAMPLES / "families" / "L04.pdf", only={1})))
    (found,) = read_scan(draw("L04.pdf", 200))
    expected, cells = list_cells(printed), list_cells(found)
    assert [cell[:4] for cell in cells] == [cell[:4] for cell in expected]
    alike = sum(one[4] == other[4] for one, other in zip(cells, expected, strict=True))
    assert alike >= 0.97 * len(expected)
    assert found.is_scanned
    boxes = {cell.boxes[0] for table in found.tables for cell in table.cells}
    assert found.readings
    assert all(reading.box in boxes for reading in found.readings)
    places = zip(found.tables[0].cells, printed.tables[0].cells, strict=True)
    moved = [np.abs(np.subtract(one.boxes[0].edges, other.boxes[0].edges)).max() for one, other in places]
    assert max(moved) < 3


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_is_recognised_as_upright(quarters):
    upright = draw("L04.pdf", 150)
    (straight,) = read_scan(upright)
    size = (upright.height, upright.width) if quarters % 2 else (upright.width, upright.height)
    (found,) = read_scan(PageImage(1, np.rot90(upright.pixels, quarters).copy(), *size))
    alike = [one == other for one, other in zip(list_cells(straight), list_cells(found), strict=True)]
    assert sum(alike) >= 0.97 * len(alike)
    box = found.turn.turn_back(found.tables[0].cells[0].boxes[0])
    assert 0 <= box.x0 < box.x1 <= size[0]
    corner = {1: (0, 1), 2: (1, 1), 3: (1, 0)}[quarters]
    middle = (box.x0 + box.x1) / 2 / size[0], (box.top + box.bottom) / 2 / size[1]
    assert tuple(map(round, middle)) == corner


@pytest.mark.parametrize("pixels", ["white", "black", "a dot"])
def test_a_page_without_a_form_has_no_table(pixels):
    paper = np.full((1170, 827), 255, np.uint8)
    drawn = {"white": paper, "black": paper * 0, "a dot": paper[:1, :1]}
    (found,) = read_scan(PageImage(7, drawn[pixels], *A4))
    assert (found.number, found.tables, found.is_scanned) == (7, (), True)


@pytest.mark.parametrize(("ink", "is_told"), [("nothing", False), ("specks", False), ("blobs", True)])
def test_a_page_with_ink_and_without_text_is_told(ink, is_told):
    pixels = np.full((1170, 827), 255, np.uint8)
    for at in range(100, 1000, 60):
        if ink == "blobs":
            pixels[at : at + 40, at - 50 : at + 60] = 0
        elif ink == "specks":
            pixels[at : at + 2, at - 50 : at - 48] = 0
    (found,) = read_scan(PageImage(3, pixels, *A4))
    assert (extract.message("picture-not-read", page=3) in found.warnings) == is_told
