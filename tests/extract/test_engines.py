"""pdfplumber and camelot read pages into the same types as PDFium, by cells of their own, and agree with it."""

from __future__ import annotations

import pytest

import extract.layout.pages
import extract.layout.tables
from extract import Document, Grid, message, read
from extract.errors import BrokenPdf, LockedPdf, TooManyPages
from extract.reader import ENGINES
from support.paths import SAMPLES, SHARED
from support.ruled_pdf import cell, ruled_pdf, words

SHARED = SHARED / "forms"

# ends its pages without a rule, and writes radicals that an /ActualText corrects, which only PDFium heeds
CHROMIUM = "望城区征地服务中心-2020-a.pdf"

TABLE = (
    words(100, 185, "Self-assessment")
    + cell(20, 100, 80, 160, "output")
    + cell(80, 130, 280, 160, "items and share")
    + cell(80, 100, 180, 130, "12")
    + cell(180, 100, 280, 130, "95%")
    + words(20, 60, "Filled in by: Lin")
)
PLACES = [(0, 0, 2, 1, "output"), (0, 1, 1, 2, "items and share"), (1, 1, 1, 1, "12"), (1, 2, 1, 1, "95%")]

every_engine = pytest.mark.parametrize("engine", list(ENGINES))
other_engines = pytest.mark.parametrize("engine", [name for name in ENGINES if name != "pdfium"])


def pages_of(data: bytes, engine: str):
    return list(ENGINES[engine](data, 10))


def places(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.text) for cell in grid.cells]


def spans(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [place[:4] for place in places(grid)]


def texts(document: Document) -> list[list[str]]:
    return [["".join(cell.text.split()) for cell in grid.cells if cell.text] for grid in document.grids]


def everything(document: Document) -> str:
    return "".join(text for grid in texts(document) for text in grid)


@every_engine
@pytest.mark.parametrize(
    "page",
    [
        "/MediaBox[0 0 300 200]",
        "/MediaBox[100 50 400 250]",
        "/MediaBox[0 0 300 200]/CropBox[10 20 290 198]",
    ],
)
def test_spans_lines_boxes_and_counts_whatever_the_page_box(engine, page):
    shift = "1 0 0 1 100 50 cm " if "[100 50" in page else ""
    left, top = (10, 2) if "CropBox" in page else (0, 0)
    (read_page,) = pages_of(ruled_pdf([shift + TABLE], page=page), engine)
    (table,) = read_page.tables
    assert places(table) == PLACES
    assert [round(edge, 1) for edge in table.xs] == [x - left for x in (20, 80, 180, 280)]
    assert [round(edge, 1) for edge in table.ys] == [y - top for y in (40, 70, 100)]
    assert [line.text for line in read_page.lines] == ["Self-assessment", "Filled in by: Lin"]
    assert (read_page.glyphs, read_page.in_cells, read_page.outside) == (53, 24, 29)
    assert (read_page.number, table.open_top, table.open_bottom) == (1, False, False)


@every_engine
def test_a_turned_page_is_read_as_shown(engine):
    (page,) = pages_of(
        ruled_pdf(["0 1 -1 0 200 0 cm " + TABLE], page="/MediaBox[0 0 200 300]/Rotate 90"), engine
    )
    assert (round(page.width), round(page.height)) == (300, 200)
    assert places(page.tables[0]) == PLACES
    assert [round(edge) for edge in page.tables[0].xs] == [20, 80, 180, 280]
    assert [line.text for line in page.lines] == ["Self-assessment", "Filled in by: Lin"]


@every_engine
def test_a_row_that_the_page_end_leaves_open_is_kept_and_told(engine):
    uprights = "20 10 m 20 190 l S 150 10 m 150 190 l S 280 10 m 280 190 l S "
    first = uprights + "20 190 m 280 190 l S 20 100 m 280 100 l S "
    second = uprights + "20 100 m 280 100 l S 20 10 m 280 10 l S "
    pages = [
        first + words(25, 150, "a") + words(160, 150, "1") + words(25, 80, "begun") + words(160, 80, "2"),
        second + words(25, 180, "ended") + words(25, 80, "b") + words(160, 80, "3"),
    ]
    above, below = (page.tables[0] for page in pages_of(ruled_pdf(pages), engine))
    assert [cell[-1] for cell in places(above)] == ["a", "1", "begun", "2"]
    assert [cell[-1] for cell in places(below)] == ["ended", "", "b", "3"]
    assert (above.open_top, above.open_bottom, below.open_top, below.open_bottom) == (
        False,
        True,
        True,
        False,
    )


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_a_text_drawn_twice_for_boldness_is_read_once(engine):
    (page,) = pages_of(ruled_pdf([TABLE + words(85.2, 115, "12")]), engine)
    assert places(page.tables[0]) == PLACES


@every_engine
def test_a_page_without_rules_is_lines(engine):
    (page,) = pages_of(ruled_pdf([words(20, 100, "no table")]), engine)
    assert (page.tables, [line.text for line in page.lines]) == ((), ["no table"])


@every_engine
def test_too_many_pages_and_broken_files_are_refused(engine):
    data = ruled_pdf([TABLE] * 11)
    with pytest.raises(TooManyPages) as refusal:
        pages_of(data, engine)
    assert refusal.value.message == message("many-pages", count=11, most=10)
    with pytest.raises(BrokenPdf):
        pages_of(b"%PDF-1.4\nnothing else", engine)


@every_engine
def test_a_password_is_told_as_the_reason(engine):
    with pytest.raises(LockedPdf):
        pages_of(ruled_pdf([TABLE], locked=True), engine)


@other_engines
def test_the_other_engines_find_their_cells_without_ours(engine, monkeypatch):
    for module, name in (
        (extract.layout.tables, "find_frames"),
        (extract.layout.tables, "find_lattice"),
        (extract.layout.pages, "read_together"),
    ):
        monkeypatch.setattr(module, name, None)
    (page,) = pages_of(ruled_pdf([TABLE]), engine)
    assert places(page.tables[0]) == PLACES


def test_a_number_over_the_edge_of_its_cell_is_cut_by_one_reading_and_whole_in_the_other():
    overrun = TABLE.replace("(12)", "(1234567890123456780)")
    (cut,), (whole,) = pages_of(ruled_pdf([overrun]), "pdfium"), pages_of(ruled_pdf([overrun]), "pdfplumber")
    assert cut.cut_numbers == 1
    assert "1234567890123456780" not in [cell.text for cell in cut.tables[0].cells]
    assert "1234567890123456780" in [cell.text for cell in whole.tables[0].cells]


@pytest.mark.parametrize("engine", ["pdfplumber", "camelot"])
def test_a_table_whose_cells_leave_a_hole_is_covered_all_the_same(engine):
    ring = (
        cell(20, 130, 280, 160, "a")
        + cell(20, 70, 80, 130, "b")
        + cell(180, 70, 280, 130, "c")
        + cell(20, 40, 280, 70, "d")
    )
    (page,) = pages_of(ruled_pdf([ring]), engine)
    (table,) = page.tables
    units = [
        (row, col)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for col in range(cell.col, cell.col + cell.colspan)
    ]
    assert sorted(units) == [
        (row, col) for row in range(len(table.ys) - 1) for col in range(len(table.xs) - 1)
    ]


@other_engines
@pytest.mark.parametrize(
    "path",
    [path for path in sorted(SAMPLES.glob("*.pdf")) if path.name != CHROMIUM],
    ids=lambda path: path.stem,
)
def test_every_sample_reads_alike(engine, path):
    expected, other = read(path), read(path, engine=engine)
    assert other.engine == engine
    assert other.conservation.holds
    assert other.conservation.total == expected.conservation.total
    assert texts(other) == texts(expected)
    assert [spans(grid) for grid in other.grids] == [spans(grid) for grid in expected.grids]


def test_pdfplumber_finds_every_cell_of_pages_that_end_open():
    expected, other = read(SAMPLES / CHROMIUM), read(SAMPLES / CHROMIUM, engine="pdfplumber")
    assert [spans(grid) for grid in other.grids] == [spans(grid) for grid in expected.grids]
    differs = {
        pair for pair in zip(everything(expected), everything(other), strict=True) if pair[0] != pair[1]
    }
    assert differs <= {("户", "戶")}


def test_camelot_loses_no_character_of_pages_that_end_open():
    expected, other = read(SAMPLES / CHROMIUM), read(SAMPLES / CHROMIUM, engine="camelot")
    assert other.conservation.holds
    assert other.conservation.total == expected.conservation.total


@other_engines
@pytest.mark.skipif(
    not SHARED.exists(), reason="the folder shared with the trial forms is not beside the repository"
)
def test_a_trial_form_reads_alike(engine):
    path = SHARED / "dev" / "d007.pdf"
    assert texts(read(path, engine=engine)) == texts(read(path))
