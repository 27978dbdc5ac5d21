"""A page whose evidence is weak is known, and read again it is compared cell by cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.engines.comparison import (
    Difference,
    compare_pages,
    find_doubt,
    is_comparable,
    is_ruled,
    merge_readings,
    read_again,
)
from extract.engines.plumber import read_pages as second_reading
from extract.reader import ENGINES, read_pdf_pages, read_with_doubts
from support.paths import SAMPLES
from support.pdf_bytes import grid, pdf, show
from support.ruled_pdf import cell, ruled_pdf, words

NUMBER = "1234567890123456780"
OVERRUN = cell(20, 100, 120, 130, NUMBER) + cell(120, 100, 280, 130, "ok") + cell(20, 70, 280, 100, "below")


def both(data: bytes):
    return next(iter(ENGINES["pdfium"](data, 9))), next(iter(second_reading(data)))


def test_a_number_that_an_edge_cuts_is_doubted_found_and_mended():
    first, second = both(ruled_pdf([OVERRUN.replace("(ok)", "(7)").replace("125 115", "230 115")]))
    assert find_doubt(first) == "cut-number"
    found = list(compare_pages(first, second))
    cut = next(at for at in range(len(NUMBER)) if NUMBER[:at] == found[0].first)
    assert [(one.first, one.second) for one in found] == [(NUMBER[:cut], NUMBER), (NUMBER[cut:] + "7", "7")]
    better = merge_readings(first, found)
    assert [cell.text for cell in better.tables[0].cells] == [NUMBER, "7", "below"]
    assert (better.glyphs, better.in_cells) == (first.glyphs, first.in_cells)


def test_a_second_reading_that_empties_a_cell_or_reads_other_characters_mends_nothing():
    first, _ = both(ruled_pdf([OVERRUN]))
    box, other = (cell.boxes[0] for cell in first.tables[0].cells[:2])
    assert merge_readings(first, [Difference(box, "12", ""), Difference(other, "3", "123")]) is None
    assert merge_readings(first, [Difference(box, "12", "13")]) is None
    assert merge_readings(first, [Difference(box, "户", "戶")]) is None


def test_each_weakness_has_its_reason_and_a_plain_page_has_none():
    plain = words(25, 110, "12") + cell(20, 100, 120, 130, "a") + cell(120, 100, 280, 130, "b")
    first, _ = both(ruled_pdf([plain]))
    assert find_doubt(first) is None
    assert find_doubt(replace(first, glyphs=first.glyphs + 1)) == "not-conserved"
    (columns,) = ENGINES["pdfium"](
        pdf(
            "".join(
                show(text, x, 700 - 20 * row)
                for row in range(6)
                for x, text in ((60, "甲"), (200, "乙"), (400, "丙"))
            )
        ),
        9,
    )
    assert find_doubt(columns) in {"unruled-columns", "unruled-table"}
    assert not is_ruled(columns)


def test_a_broken_text_layer_is_doubted():
    (page,) = ENGINES["pdfium"](
        pdf(grid((60, 200, 400), (600, 700)) + show("\ue000\ue001\ue002", 70, 650)), 9
    )
    assert find_doubt(page) == "broken-text"


def test_an_engine_that_sees_no_table_says_nothing():
    first, second = both(ruled_pdf([OVERRUN]))
    assert is_comparable(first, second)
    assert not is_comparable(first, replace(second, tables=()))


def test_cells_that_were_cut_otherwise_are_held_against_what_stands_there():
    whole, _ = both(ruled_pdf([cell(20, 70, 120, 130, "12") + cell(120, 70, 280, 130, "x")]))
    parted, _ = both(
        ruled_pdf([cell(20, 100, 120, 130, "12") + cell(20, 70, 120, 100, "") + cell(120, 70, 280, 130, "x")])
    )
    assert list(compare_pages(whole, parted)) == []
    assert [one.first for one in compare_pages(parted, whole)] == [""]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*-2023.pdf")), ids=lambda path: path.stem)
def test_sound_pages_are_not_doubted_and_only_the_pages_asked_are_read_again(path):
    pages = list(read_pdf_pages(path))
    assert read_with_doubts(path)[1] == ()
    again = read_again(path, [len(pages)])
    assert list(again) == [len(pages)]
    assert list(compare_pages(pages[-1], again[len(pages)])) == []
