"""One long form, printed in every way that producers draw tables: each is read cell by cell, and to the same values."""

from __future__ import annotations

import pytest

from extract import message
from extract.grid import Document
from extract.joining.pages import join_pages
from extract.pdfium.pages import read_pages
from normalize import decide_seams, read_forms
from styles import truth
from styles.changes import OTHER
from styles.make import cut, print_form, spots
from styles.styles import STYLES, Style


def document(data: bytes) -> Document:
    return decide_seams(join_pages(read_pages(data, max_pages=100), format="pdf", engine="pdfium"))


@pytest.mark.parametrize("name", STYLES)
def test_every_style_gives_its_cells_and_its_values(name):
    style = STYLES[name]
    found = document(print_form(style))
    assert found.pages >= 3
    assert found.warnings == ()
    assert found.conservation.holds
    cells, breaks = truth.grid(style, spots(style), cut(style))
    grid, *others = found.grids
    assert [[cell.text for cell in other.cells] for other in others] == [
        [text for row in OTHER for text in row]
    ] * style.other
    assert [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.text) for cell in grid.cells] == cells
    assert [seam.row for seam in grid.seams] == breaks
    (read,) = read_forms(found).forms
    assert values(read) == truth.values(style, spots(style))


@pytest.mark.parametrize("fonts", ["no unicode", "private"])
def test_fonts_that_do_not_say_what_their_glyphs_are_are_told_page_by_page(fonts):
    found = document(print_form(Style(fonts=fonts)))
    assert found.warnings == tuple(
        message("broken-text-layer", page=page) for page in range(1, found.pages + 1)
    )


def values(read) -> dict[str, object]:
    return {
        "title": read.title,
        "department": read.department,
        "goals": [[goal.expected, goal.actual] for goal in read.goals],
        "funds": [
            [fund.source, fund.texts["budget"], fund.texts["executed"], fund.texts["rate"]]
            for fund in read.funds
        ],
        "indicators": [
            [
                line.level1,
                line.level2,
                line.level3,
                line.content,
                line.target,
                line.actual,
                line.weight_text,
                line.score_text,
                line.reason,
                line.measures,
            ]
            for line in read.indicators
        ],
        "weight_total": f"{read.weight_total}",
        "score_total": f"{read.score_total}",
    }
