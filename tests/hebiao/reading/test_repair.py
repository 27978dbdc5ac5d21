"""Figures of recognised forms: chosen by the sums where one set alone fits, else in doubt, and told."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest

from audit import Audit, render
from extract import Alternative, Box, Cell, CellReading, Document, Grid, Line
from hebiao.reading.repair.forms import audit_recognised
from hebiao.reading.second_look import leave_unseen
from normalize import Form, read_forms

ROWS = [
    ["项目名称", "河道保洁", "", "", "", "主管部门", "云澜市水务局", ""],
    ["项目资金(万元)", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "120.50", "130.00", "128.70", "10", "99.00%", "9.9"],
    ["", "其中:财政拨款", "100.50", "110.00", "108.70", "—", "98.82%", "—"],
    ["", "其他资金", "20.00", "20.00", "20.00", "—", "100.00%", "—"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "备注"],
    ["产出指标(60分)", "数量指标", "保洁河段", "≥36公里", "36公里", "30", "30", ""],
    ["", "质量指标", "水面保洁率", "≥95%", "93%", "30", "28", "汛期漂浮物多"],
    ["效益指标(20分)", "生态效益指标", "水质达标率", "≥90%", "92%", "20", "20", ""],
    ["满意度指标(10分)", "满意度指标", "居民满意度", "≥90%", "91%", "10", "10", ""],
    ["总分", "", "", "", "", "100", "97.9", ""],
]
SURE = 0.9998


def make_box(row: int, col: int) -> Box:
    return Box(1, 60.0 * col, 20.0 * row, 60.0 * col + 60, 20.0 * row + 20)


def make_reading(
    row: int, col: int, text: str, *others: tuple[str, float], share: float = SURE
) -> CellReading:
    """Make a reading of ``text`` with a ``share`` of likelihood, and of ``others`` with theirs."""
    texts = (Alternative(text, -log(share)), *(Alternative(other, -log(part)) for other, part in others))
    return CellReading(make_box(row, col), text, share, texts, figure_confidence=share)


def audit(*misread: CellReading, left_out: tuple[int, ...] = ()) -> tuple[Document, Form, Audit]:
    """Audit the form as if it was recognised, with other readings of some cells."""
    by_box = {one.box: one for one in misread}
    cells: list[Cell] = []
    readings: list[CellReading] = []
    for row, texts in enumerate(ROWS):
        if row in left_out:
            continue
        for col, text in enumerate(texts):
            box = make_box(row, col)
            reading = by_box.get(box, make_reading(row, col, text))
            if text:
                readings.append(reading)
            cells.append(Cell(row, col, reading.text, (box,)))
    title = (Line("项目支出绩效自评表(2023年度)", Box(1, 0, 0, 100, 10)),)
    grid = Grid(len(ROWS), len(ROWS[0]), tuple(cells), before=title)
    document = Document("pdf", "ocr", 1, (grid,), readings=tuple(readings), scanned=(1,))
    document, ((form, audited),) = audit_recognised(document, read_forms(document).forms)
    return document, form, audited


def test_a_form_that_was_read_surely_agrees() -> None:
    _, form, audited = audit()
    assert (audited.verdict, audited.findings, form.warnings) == ("agrees", (), ())


def test_a_misread_score_is_put_right_and_in_doubt() -> None:
    document, form, audited = audit(make_reading(7, 6, "23", ("28", 0.3), ("20", 0.001), share=0.69))
    (line,) = [line for line in form.indicators if line.level3 == "水面保洁率"]
    assert (line.score_text, line.where["score"][0].doubt, audited.verdict) == ("28", "mended", "unchecked")
    assert [
        (note.code, dict(note.args)["before"], dict(note.args)["after"])
        for note in form.notes
        if "mended" in note.code
    ] == [("figure-mended", "23", "28")]
    assert "28" in {cell.text for cell in document.grids[0].cells}
    assert not audited.findings


def test_a_repair_that_another_reading_said_too_agrees() -> None:
    reading = replace(make_reading(7, 6, "23", ("28", 0.3), share=0.69), confirmed=("23", "28"))
    _, form, audited = audit(reading)
    assert (audited.verdict, [note.code for note in form.notes]) == ("agrees", ["figure-mended-confirmed"])


def test_two_cells_are_put_right_together() -> None:
    _, form, audited = audit(
        make_reading(2, 4, "123.70", ("128.70", 0.2), share=0.79),
        make_reading(4, 4, "2000", ("20.00", 0.25), share=0.7),
    )
    assert [str(form.funds[0].executed_yuan), audited.findings] == ["1287000.00", ()]
    assert len([note for note in form.notes if note.code == "figure-mended"]) == 2


def test_several_repairs_as_likely_are_none() -> None:
    _, form, audited = audit(
        make_reading(7, 6, "28", ("23", 0.3), share=0.6),
        make_reading(10, 6, "92.9", ("97.9", 0.3), share=0.6),
    )
    assert (form.indicators[1].score_text, str(form.score_total)) == ("28", "92.9")
    assert {finding.cause for finding in audited.findings} == {"unknown"}
    assert audited.verdict == "differs"


def test_a_sure_figure_is_not_put_right() -> None:
    _, form, audited = audit(make_reading(7, 6, "23", ("28", 0.0001)))
    assert form.indicators[1].score_text == "23"
    assert {finding.cause for finding in audited.findings} == {"unknown"}


def test_sums_prove_an_unsure_figure() -> None:
    _, form, audited = audit(make_reading(7, 6, "28", ("23", 0.2), share=0.79))
    assert (audited.verdict, form.indicators[1].where["score"][0].confidence) == ("agrees", 1.0)


def test_an_unsure_figure_that_no_sum_proves_is_in_doubt() -> None:
    reading = make_reading(2, 2, "120.50", ("120.60", 0.2), share=0.79)
    _, form, audited = audit(reading)
    assert (audited.verdict, form.funds[0].where["initial"][0].doubt) == ("agrees", None)
    _, form, audited = audit(reading, left_out=(3, 4))
    assert (audited.verdict, form.funds[0].where["initial"][0].doubt) == ("unchecked", "broken")


def test_what_a_field_may_print_is_kept() -> None:
    _, form, _ = audit(make_reading(7, 6, "23", ("28", 0.3), ("20", 0.001), share=0.69))
    assert [(one.owner, one.line, one.field, one.text, one.chosen) for one in form.readings] == [
        ("indicator", 2, "score", "23", False),
        ("indicator", 2, "score", "28", True),
        ("indicator", 2, "score", "20", False),
    ]


@pytest.mark.parametrize(("row", "col"), [(6, 3), (8, 4)])
def test_an_unsure_target_or_actual_is_told(row: int, col: int) -> None:
    _, form, audited = audit(make_reading(row, col, ROWS[row][col], share=0.8))
    (warning,) = form.warnings
    assert (warning.code, audited.verdict) == ("figures-unsure", "unchecked")
    assert ROWS[row][2] in render(warning)


def test_printed_pages_in_doubt_beside_scanned_ones_are_told() -> None:
    _, form, audited = audit()
    ((told, left),) = leave_unseen(((form, audited),), {1})
    assert ([warning.code for warning in told.warnings], left.verdict) == (
        ["second-look-missing"],
        "unchecked",
    )
    assert leave_unseen(((form, audited),), {2}) == ((form, audited),)


def test_a_garbled_text_is_told() -> None:
    _, form, audited = audit(make_reading(8, 1, "11一→生态|水质", share=0.24))
    assert ([warning.code for warning in form.warnings], audited.verdict) == (["text-garbled"], "unchecked")


def test_the_names_of_a_long_text_are_no_figures() -> None:
    reading = replace(make_reading(6, 3, "≥36公里", share=0.8), figure_confidence=SURE)
    assert audit(reading)[-1].verdict == "agrees"


def test_what_is_missing_on_a_picture_is_no_fault_of_the_form() -> None:
    _, _, audited = audit(left_out=(len(ROWS) - 1,))
    causes = {finding.rule: finding.cause for finding in audited.findings}
    assert causes["incomplete"] == "unknown"
    assert "form" not in causes.values()
