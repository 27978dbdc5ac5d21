"""A text of the indicator table is in every place that must know of it, so that no new one stays empty."""

from dataclasses import fields, replace

import pytest
from sqlalchemy import inspect

import normalize
import store
import store.entities
from extract.grid import Box, Cell, Document, Grid, Line
from hebiao.importing.changes import list_changes
from normalize import Form, Indicator, correct_text, load_label_lists, read_forms
from store.search.entries import FIELDS, find_texts
from store.tables import IndicatorRow
from support.store_samples import url_in

POINTS = {"weight_text", "score_text", "review_score_text", "coefficient_text"}
LEVELS = {"level1", "level2"}
NOT_SEARCHED = {"sign", *POINTS, *LEVELS}
"""Comparators and points are no words, and a level is searched by its own name."""

TEXTS = [field.name for field in fields(Indicator) if field.type in ("str", "str | None")]
COLUMN_OF = {field: field.removesuffix("_text") for field in POINTS}
LINE = {
    "level1": "产出指标",
    "level2": "数量指标",
    "level3": "修渠",
    "target": "2公里",
    "actual": "3公里",
    "weight": "60",
    "score": "50",
}
OTHERS = {"sign": "≥", "review_score": "49", "coefficient": "80"}
FORM = Form(1, "other", "", indicators=(Indicator(1),))


def read_line(cells: dict[str, str]) -> Indicator:
    """Read a table that has one line, each cell below the first known label of its column."""
    labels = load_label_lists()["indicator"]
    rows = ([labels[column][0] for column in cells], list(cells.values()))
    found = []
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            found.append(Cell(y, x, text, (Box(1, x * 50, y * 20, x * 50 + 50, y * 20 + 20),)))
    title = Line("项目支出绩效自评表", Box(page=1, x0=0, top=0, x1=9, bottom=9))
    grid = Grid(len(rows), len(cells), tuple(found), (title,))
    (form,) = read_forms(Document("pdf", "pdfium", 1, (grid,))).forms
    (line,) = form.indicators
    return line


def test_all_texts_of_an_indicator_are_known():
    assert set(TEXTS) == {"level3", *normalize.INDICATOR_TEXTS, *LEVELS, *POINTS}
    assert store.entities.INDICATOR_PROSE == normalize.INDICATOR_PROSE


@pytest.mark.parametrize("field", TEXTS)
def test_a_text_is_read_from_a_column_with_its_label(field):
    column = COLUMN_OF.get(field, field)
    cells = LINE | {column: LINE.get(column) or OTHERS.get(column, "按期通水")}
    if field == "initial_target":  # the target, where an adjusted one stands beside it
        cells = LINE | {"adjusted": "1公里"}
        column = "target"
    assert getattr(read_line(cells), field) == cells[column]


@pytest.mark.parametrize("field", TEXTS)
def test_a_text_can_be_corrected(field):
    (line,) = correct_text(FORM, "indicator", 1, COLUMN_OF.get(field, field), "3").indicators
    assert getattr(line, field) == "3"
    (line,) = correct_text(FORM, "indicator", 1, COLUMN_OF.get(field, field), None).indicators
    assert getattr(line, field) == getattr(Indicator(1), field)


@pytest.mark.parametrize("field", TEXTS)
def test_a_text_is_compared_on_reading_again(field):
    after = replace(FORM, indicators=(replace(FORM.indicators[0], **{field: "按期通水"}),))
    assert (field, "按期通水") in {(change.field, change.after) for change in list_changes(FORM, after)}


@pytest.mark.parametrize("field", [field for field in TEXTS if field not in NOT_SEARCHED])
def test_a_text_is_searched(field):
    assert field in FIELDS["indicator"]
    assert list(find_texts(replace(FORM, indicators=(Indicator(1, **{field: "按期通水"}),)))) == ["按期通水"]


def test_a_text_has_a_column_in_the_table_and_in_the_view(tmp_path):
    engine = store.open_store(url_in(tmp_path))
    columns = {column["name"] for column in inspect(engine).get_columns("indicator_full")}
    engine.dispose()
    assert set(TEXTS) - set(IndicatorRow.__table__.columns.keys()) == set()
    assert set(TEXTS) - POINTS - columns == set()
