"""Rows called 预算执行率: the fund row again, or indicators of their own."""

from dataclasses import replace
from decimal import Decimal

import pytest

from audit import audit_form
from extract import Box
from normalize.sections.indicators.execution_lines import mark_execution_lines
from support.audit_forms import form, fund, indicator


def execution(ordinal, weight, score):
    return indicator(ordinal, weight, score, level3="预算执行率", execution=True)


def kept(lines, row, weight_total="100", score_total="97"):
    totals = (value and Decimal(value) for value in (weight_total, score_total))
    return [i.ordinal for i in mark_execution_lines(lines, [row] if row else [], *totals) if i.execution]


def points(weight, score):
    return fund(1, "年度资金总额", weight=weight, score=score)


@pytest.mark.parametrize(
    ("lines", "row", "ordinals"),
    [
        ([indicator(1, "90", "88"), execution(2, "10", "9")], points("10", "9"), [2]),  # printed again
        ([indicator(1, "90", "88"), execution(2, "10", "9")], points(None, None), [2]),
        (
            [indicator(1, "70", "70"), execution(2, "20", "18")],
            points("10", "9"),
            [],
        ),  # an indicator beside the fund row
        (
            [indicator(1, "80", "79"), execution(2, "10", "9")],
            points("10", "9"),
            [],
        ),  # the same points, and both are counted
        (
            [indicator(1, "80", "80"), execution(2, "12", "10"), execution(3, "8", "7")],
            None,
            [2],
        ),  # indicators of 预算执行
        (
            [indicator(1, "80", "80"), execution(2, "10", "8"), execution(3, "10", "9")],
            points("10", "9"),
            [3],
        ),
        (
            [indicator(1, "70", "60"), execution(2, "20", "18")],
            points("10", "9"),
            [],
        ),  # the weights tell where the scores fail
        ([indicator(1, "50", "50"), execution(2, "20", "18")], points("10", "9"), []),  # other points
        ([indicator(1, "50", "50"), execution(2, "10", "9")], points("10", "9"), [2]),  # nothing adds up
        ([indicator(1, None, "89"), execution(2, None, "8")], points(None, "9"), []),  # other scores
        ([indicator(1, "90", "88"), execution(2, "10", "8")], points("10", "9"), [2]),  # the weights tell
    ],
)
def test_the_totals_tell_which_rows_are_the_fund_row(lines, row, ordinals):
    assert kept(lines, row) == ordinals


BOX = Box(1, 0, 0, 9, 9)


@pytest.mark.parametrize(
    ("lines", "doubt"),
    [
        ([indicator(1, "90", "88"), execution(2, "10", "9")], None),
        ([indicator(1, "70", "70"), execution(2, "20", "18")], None),
        ([indicator(1, "80", "79"), execution(2, "10", "9")], "chosen"),  # both count by the sum alone
        ([indicator(1, "90", "88"), execution(2, "10", "8")], "chosen"),
        ([indicator(1, "80", "79"), execution(2, "10", "9"), execution(3, "10", "9")], "chosen"),
    ],
)
def test_what_a_sum_alone_tells_is_in_doubt(lines, doubt):
    placed = [replace(line, where={"weight": (BOX,), "score": (BOX,)}) for line in lines]
    marked = mark_execution_lines(placed, [points("10", "9")], Decimal(100), Decimal(97))
    assert {box.doubt for box in marked[1].where["score"]} == {doubt}
    assert {box.doubt for box in marked[0].where["score"]} == {None}


def test_a_score_total_that_counts_the_fund_row_twice_makes_no_indicator():
    lines = [indicator(1, "90", "88"), execution(2, "10", "9")]
    assert kept(lines, points("10", "9"), score_total="106") == [2]
    assert kept([indicator(1, None, "88"), execution(2, None, "9")], points(None, "9"), None, "106") == [2]


def test_an_indicator_beside_the_fund_row_counts_in_the_totals():
    lines = mark_execution_lines(
        [indicator(1, "70", "70"), execution(2, "20", "18")], [points("10", "9")], Decimal(100), Decimal(97)
    )
    assert (
        audit_form(form([points("10", "9")], lines, weight_total="100", score_total="97")).verdict == "agrees"
    )
