"""A sum that fails because the reading lost or misread a line is told from one that the form has wrong, in PDFs and in text files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import hebiao.reading.file
from extract.text.reader import read_text
from hebiao.reading.file import audit_forms, read_job
from hebiao.workers.job import Job, Options
from normalize import Form, Reading, read_forms
from support.audit_forms import in_chinese
from support.paths import SAMPLES

SOUND = {"pdf": "碧川区民政局-2023.pdf", "text": "澜江县水利局-2021.txt"}


@pytest.fixture(params=SOUND)
def found(request, monkeypatch):
    """The findings of a sound sample whose form is changed after it was read."""

    def read(change: Callable[[Form], Form]):
        def misread(document):
            return Reading((change(read_forms(document).forms[0]),))

        monkeypatch.setattr(hebiao.reading.file, "read_forms", misread)
        path = SAMPLES / SOUND[request.param]
        (pair,) = read_job(Job(str(path), _sha(path), path.stat().st_size, Options())).forms
        return pair[0], {finding.rule: finding for finding in pair[1].findings if finding.severity != "info"}

    return read


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def without_line(number: int) -> Callable[[Form], Form]:
    return lambda form: replace(
        form, indicators=tuple(i for n, i in enumerate(form.indicators) if n != number % len(form.indicators))
    )


def with_line(number: int, **fields: object) -> Callable[[Form], Form]:
    def change(form: Form) -> Form:
        lines = list(form.indicators)
        lines[number] = replace(lines[number], **fields)
        return replace(form, indicators=tuple(lines))

    return change


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_line_that_the_reading_lost_is_the_readings_fault(found, number):
    form, findings = found(without_line(number))
    for rule, total in (("score-total", form.score_total), ("weight-total", form.weight_total)):
        assert findings[rule].cause == "reading"
        assert f"表中这一列的数相加为{total:f}，与所填相符：读取时漏了 " in in_chinese(findings[rule].message)
        assert in_chinese(findings[rule].explanation) is None
    assert {box.confidence for box in form.where["score_total"]} == {0.5}
    assert {box.confidence for line in form.indicators for box in line.where["weight"]} == {0.5}


def test_a_figure_that_was_misread_is_the_readings_fault(found):
    _, findings = found(with_line(1, weight=Decimal(80), score=Decimal(80)))
    assert findings["weight-total"].cause == "reading"
    assert "读取时读错了其中的数" in in_chinese(findings["weight-total"].message)


def test_a_source_that_the_reading_lost_is_the_readings_fault(found):
    form, findings = found(
        lambda form: replace(form, funds=tuple(f for f in form.funds if f.ordinal != form.funds[-1].ordinal))
    )
    lost = findings.get("fund-total")
    assert len(form.funds) > 1
    assert lost is None or lost.cause == "reading"


def test_a_total_that_the_form_has_wrong_stays_the_forms_fault(found):
    _, findings = found(lambda form: replace(form, score_total=form.score_total + 1))
    assert findings["score-total"].cause == "form"


def test_a_third_sum_leaves_the_cause_open(found):
    def change(form: Form) -> Form:
        return replace(without_line(0)(form), score_total=form.score_total + 1)

    assert found(change)[1]["score-total"].cause == "unknown"


@pytest.mark.parametrize(("weight", "computed"), [("37", 107), ("60", 130)])
@pytest.mark.parametrize("between", ["\n", ""])
def test_the_raw_column_of_a_web_page_is_not_taken_for_another(between, weight, computed):
    """Most weights are the scores, a deduction stands in the scores alone, and all the markup may be on one line."""
    rows = [
        ("甲", "20", "20"),
        ("丁", "20", "20"),
        ("乙", weight, "30"),
        ("丙", "20", "20"),
        ("扣分项", "", "-1"),
    ]
    lines = [*((name, "1个", "1个", *points) for name, *points in rows), ("总分", "", "", "100", "98")]
    funds = [
        ("项目资金(万元)", "全年预算数", "全年执行数", "得分", "分值"),
        ("年度资金总额", "100", "90", "9", "10"),
    ]
    table = [*funds, ("三级指标", "年度指标值", "实际完成值", "分值", "得分"), *lines]
    markup = between.join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in table)
    document = read_text(f"<h1>项目支出绩效自评表</h1><table>{markup}</table>".encode())
    ((_, audit),) = audit_forms(document, read_forms(document).forms)
    assert [(f.rule, f.computed, f.cause) for f in audit.findings if f.severity == "error"] == [
        ("weight-total", computed, "form")
    ]
