"""What a text may be is told once, with all that the blocks, columns and lines ask for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec import structs

from extract import Cell
from normalize.rows.row import label_cell
from normalize.vocabulary.text_labels import label_text


def test_a_label_is_told_by_block_with_its_evidence():
    labels = label_text("全年预算数(A)")
    assert labels.kinds["fund"] == "budget"
    assert labels.matches["fund"].known == "全年预算数"
    assert "indicator" not in labels.kinds


def test_a_label_that_no_list_has_is_told_by_its_words():
    labels = label_text("年初批复预算")
    assert "fund" not in labels.kinds
    assert labels.by_words["fund"] == labels.likely["fund"] == "initial"


def test_a_level_name_has_its_depths_and_its_weight():
    labels = label_text("产出指标(50分)")
    assert (labels.depths, labels.level_name, labels.level_weight) == ({1}, "产出指标", "50")


@pytest.mark.parametrize(
    ("text", "number", "points"),
    [
        ("12", 12, 12),
        ("99.3分", None, "99.3"),
        ("八成五", "0.85", "0.85"),
        ("培训", None, None),
        ("--", None, None),
    ],
)
def test_numbers_and_points(text, number, points):
    labels = label_text(text)
    assert labels.number == (None if number is None else Decimal(number))
    assert labels.points == (None if points is None else Decimal(points))


def test_a_side_label_may_be_a_column_of_the_goals():
    labels = label_text("年度绩效目标")
    assert labels.is_side
    assert "goal" not in labels.side_in
    assert "fund" in labels.side_in


def test_a_source_is_known_with_its_qualifier_before_it():
    labels = label_text("其中:中央补助")
    assert labels.source == "中央补助"
    assert labels.is_fund_name
    assert not label_text("其中:培训").is_fund_name


def test_a_total_is_told_before_a_colon():
    assert label_text("总分:98分").opens_total
    assert not label_text("培训:98分").opens_total


def test_prose_is_no_label():
    labels = label_text("产出指标" * 11)
    assert not labels.kinds
    assert not labels.depths


def test_the_same_short_text_is_labelled_once():
    assert label_text("数量指标") is label_text("数量指标")


def test_a_cell_with_another_text_is_labelled_anew():
    cell = label_cell(Cell(0, 0, "产出指标"))
    assert cell.labels.depths == {1}
    other = structs.replace(cell, text="12")
    assert (other.labels.depths, other.labels.number) == (frozenset(), Decimal(12))
    assert structs.replace(cell, row=3).labels is cell.labels
