"""The form's year: where it is printed, and what is no year."""

import pytest

from audit import audit_form
from hebiao import read

FORM = """项目支出绩效自评表
{line}
项目名称\t水渠清淤\t\t\t\t\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t清淤里程\t≥90公里\t92公里\t60\t60\t
\t效益指标\t社会效益指标\t受益人数\t≥120人\t130人\t40\t40\t
总分\t\t\t\t\t\t100\t100\t
"""


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("(2022年度)", 2022),
        ("2022年度", 2022),
        ("填报日期:2023年3月20日", None),
        ("填报日期：2023 年 3 月 20 日", None),
        ("填表时间:2023年3月", None),
        ("2023年3月20日", None),
        ("填报日期:2023年", None),
        ("填报日期:2023-03-20", None),
        ("填报单位:水利站  2022年度  填报日期:2023年3月20日", 2022),
        ("2022年1-12月", 2022),
    ],
)
def test_a_day_of_filling_in_is_no_year(tmp_path, line, year):
    path = tmp_path / "form.txt"
    path.write_text(FORM.format(line=line), encoding="utf-8")
    (form,) = read(path)
    assert form.year == year
    assert ("year-unknown" in [note.code for note in form.notes]) == (year is None)
    assert audit_form(form).verdict == "agrees"
