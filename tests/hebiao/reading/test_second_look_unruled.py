"""What camelot's reading of a page without upright rules tells, and that nothing is lost where it fails."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

import hebiao
import hebiao.reading.second_look
from audit import render
from extract import compare_unruled_pages, is_unruled, read_pdf_pages, read_unruled_again
from hebiao.reading.file import read_job
from hebiao.sources.files import content_of
from hebiao.workers.job import Job, Options
from support.paths import TESTS

BOOK = TESTS / "data" / "borderless" / "book-碧川区民政局-2023.pdf"


def record_of(path: Path):
    content = content_of(str(path))
    return read_job(Job(str(path), content.sha256, content.size, Options()))


def with_columns_merged(page):
    """The page as if the weight (分值) of the first row with one had been read into the cell left of it."""
    table = page.tables[0]
    cells = list(table.cells)
    number = next(n for n, cell in enumerate(cells) if n and cell.text == "10" and cells[n - 1].text)
    left, moved = cells[number - 1], cells[number]
    cells[number - 1] = structs.replace(left, text=left.text + moved.text)
    cells[number] = structs.replace(moved, text="")
    changed = replace(table, cells=tuple(cells))
    return replace(page, tables=(changed, *page.tables[1:])), left, moved


@pytest.fixture(scope="module")
def first():
    return {page.number: page for page in read_pdf_pages(BOOK)}


@pytest.fixture(scope="module")
def second(first):
    return read_unruled_again(BOOK, first)


@pytest.fixture(scope="module")
def sound():
    return record_of(BOOK)


def differences(record):
    return [warning for warning in record.warnings if warning.code == "readings-differ"]


def boxes(record):
    for form, _ in record.forms:
        for line in (*form.headers, *form.funds, *form.goals, *form.levels, *form.indicators):
            for places in line.where.values():
                yield from places


def test_a_cell_that_was_read_wrong_is_told(first, second):
    wrong, left, moved = with_columns_merged(first[1])
    found = {one.box: one for one in compare_unruled_pages(wrong, second[1])}
    assert set(found) == {left.boxes[0], moved.boxes[0]}
    assert (found[moved.boxes[0]].first, found[moved.boxes[0]].second) == ("", "10")
    assert found[left.boxes[0]].first == left.text + "10"


def test_one_cell_that_the_second_reading_parts_on_a_line_is_told(first, second):
    table = first[1].tables[0]
    cells = list(table.cells)
    number = next(n for n, cell in enumerate(cells) if n and cell.text == "10" and cells[n - 1].text)
    left, right = cells[number - 1], cells.pop(number)
    both = structs.replace(left.boxes[0], x1=right.boxes[0].x1)
    cells[number - 1] = structs.replace(left, text=left.text + right.text, boxes=(both,))
    page = replace(first[1], tables=(replace(table, cells=tuple(cells)),))
    (found,) = compare_unruled_pages(page, second[1])
    assert (found.box, found.first, found.second) == (both, left.text + "10", f"{left.text} 10")


def test_what_both_read_alike_in_column_and_row_is_not_inferred(first, second, sound):
    assert all(map(is_unruled, first.values()))
    assert [one for number in first for one in compare_unruled_pages(first[number], second[number])] == []
    assert sound.second_looks == len(first)
    assert differences(sound) == []
    agreed = {box.confidence for box in boxes(sound) if box.doubt is None}
    inferred = {box.confidence for box in boxes(sound) if box.doubt == "inferred"}
    assert agreed == {0.95, 1.0}
    assert inferred <= {0.7, 0.8}


def test_a_difference_is_warned_of_and_lowers_the_confidence_of_its_values_only(monkeypatch, sound, second):
    other, _, moved = with_columns_merged(second[2])
    monkeypatch.setattr(hebiao.reading.second_look, "read_unruled_again", lambda *_: {**second, 2: other})
    record = record_of(BOOK)
    (warning,) = differences(record)
    assert render(warning).startswith("第2页有2个单元格两次读取不一致")
    pairs = list(zip(boxes(sound), boxes(record), strict=True))
    lowered = [after for before, after in pairs if before != after]
    assert {(box.page, box.confidence) for box in lowered} == {(2, 0.5)}
    assert any((box.top or 0) <= moved.boxes[0].top <= (box.bottom or 0) for box in lowered)
    values = [[line.weight for line in form.indicators] for form, _ in record.forms]
    assert values == [[line.weight for line in form.indicators] for form, _ in sound.forms]


def fail(*_):
    raise KeyError("odd")


def crash(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def hang(*_):
    while True:
        pass


@pytest.mark.parametrize(
    ("harm", "code"),
    [(fail, "second-look-missing"), (crash, "second-look-missing"), (hang, "second-look-cut")],
)
def test_where_camelot_fails_the_first_reading_stands_and_is_told_so(monkeypatch, harm, code):
    if harm is hang:
        monkeypatch.setattr(hebiao.reading.second_look, "SECONDS", 2.0)
    monkeypatch.setattr(hebiao.reading.second_look, "read_unruled_again", harm)
    record = record_of(BOOK)
    assert record.status == "imported"
    told = {warning.code for form, _ in record.forms for warning in form.warnings}
    assert told == {code, "table-inferred"}
    assert record.is_cut_short == (harm is hang)
    for (form, audit), before in zip(record.forms, hebiao.read(BOOK), strict=True):
        assert (form.funds, form.indicators, form.score_total) == (
            before.funds,
            before.indicators,
            before.score_total,
        )
        assert audit.verdict != "agrees"
        assert "form" not in {finding.cause for finding in audit.findings}
