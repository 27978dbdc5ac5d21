"""Notes and signatures that a spreadsheet saved as text has below the lines of its table."""

from __future__ import annotations

import pytest

from audit import audit_form
from extract.text.reader import read_text
from normalize.reader import read_forms

FORM = """项目支出绩效自评表
项目名称\t河堤养护\t\t\t
三级指标\t年度指标值\t实际完成值\t分值\t得分
养护里程\t≥32公里\t33公里\t60\t60
群众满意度\t≥90%\t95%\t40\t40
{total}"注:1.得分最高不超过分值。
2.完成90%得9分。"\t\t\t\t
填表人:张三\t\t联系电话:0731-8800000\t\t填报日期:2024年3月1日
"""


@pytest.mark.parametrize("total", ["总分\t\t\t100\t100\n", ""])
def test_notes_and_signatures_are_no_indicators(total):
    (form,) = read_forms(read_text(FORM.format(total=total).encode("utf-16"))).forms
    assert [line.level3 for line in form.indicators] == ["养护里程", "群众满意度"]
    assert not form.warnings
    assert (audit_form(form).verdict == "agrees") == bool(total)
    assert "注" in [header.label for header in form.headers]


@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_note_after_a_blank_line_goes_on_no_cell(gap):
    (form,) = read_forms(read_text(FORM.format(total=gap).encode())).forms
    assert [line.level3 for line in form.indicators] == ["养护里程", "群众满意度"]
