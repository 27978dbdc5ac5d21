import pytest

from audit import audit_form
from hebiao import read
from normalize.sections.totals import read_stated_grade, read_stated_score
from support.audit_forms import in_chinese

ROWS = """项目支出绩效自评表
(2022年度)
项目名称\t\t农村道路\t\t\t\t\t\t
{head}绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t道路养护里程\t≥90公里\t92公里\t60\t60\t
\t效益指标\t社会效益指标\t带动就业人数\t≥120人\t130人\t40\t38.5\t
{foot}"""


@pytest.mark.parametrize(
    ("text", "score", "grade"),
    [
        ("优", None, "优"),
        ("综上,本项目自评得分98.5分,等级为“优”。", "98.5", "优"),
        ("自评总分为 85 分,自评结论:良好", "85", "良好"),
        ("自评得分98.5分", "98.5", None),
        ("自评得分98分,扣除后综合得分为96分", None, "自评得分98分,扣除后综合得分为96分"),
        ("得分97分", "97", None),
        ("综上所述,本项目得分97.5分,其中产出得分48分。", "97.5", None),
        ("产出指标满分50分,得分48分。", None, "产出指标满分50分,得分48分。"),
        ("产出指标得分48分。", None, "产出指标得分48分。"),
        ("项目实施良好。", None, "项目实施良好。"),
    ],
)
def test_a_conclusion_tells_the_total_and_the_grade(text, score, grade):
    assert (read_stated_score(text), read_stated_grade(text)) == (score, grade)


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("项目总得分98.5分\n", ""),
        ("", "项目总得分98.5分\n"),
        ("项目自评总分\t98.5\t\t\t\t\t\t\t\n", ""),
        ("", "自评结论\t综上,自评得分98.5分。\t\t\t\t\t\t\t\n"),
    ],
)
def test_the_total_is_read_wherever_the_form_tells_it(tmp_path, head, foot):
    path = tmp_path / "form.txt"
    path.write_text(ROWS.format(head=head, foot=foot), encoding="utf-8")
    (form,) = read(path)
    assert str(form.score_total) == "98.5"
    assert "score_total" in form.where
    assert len(form.headers) == ("自评结论" in foot)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("得分97分", ["自评结论填97，总分一行填98.5，相差-1.5。"]),
        ("综上,自评得分97分,等级为“优”。", ["自评结论填97，总分一行填98.5，相差-1.5。"]),
        ("综上,自评得分98.50分。", []),
        ("比2021年自评得分97分有提高。", []),
        ("产出指标得分60分。", []),
        ("自评得分97分,扣除后综合得分为98.5分。", []),
    ],
)
@pytest.mark.parametrize("place", ["head", "foot"])
def test_a_total_in_words_is_held_to_the_row_of_the_total(tmp_path, told, found, place):
    path = tmp_path / "form.txt"
    line = f"自评结论:{told}\n"
    total = "总分\t\t\t\t\t\t100\t98.5\t\n"
    path.write_text(
        ROWS.format(head=line * (place == "head"), foot=total + line * (place == "foot")), encoding="utf-8"
    )
    (form,) = read(path)
    assert [in_chinese(f.message) for f in audit_form(form).findings if f.rule == "score-total"] == found
