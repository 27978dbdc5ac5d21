import pytest

from audit import audit_form
from hebiao import read
from normalize.sections.conclusion import read_stated_grade, read_stated_score
from support.audit_forms import in_chinese

ROWS = """项目支出绩效自评表
(2022年度)
项目名称\t\t农村道路\t\t\t\t\t\t
{head}绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t道路养护里程\t≥90公里\t92公里\t60\t60\t
\t效益指标\t社会效益指标\t带动就业人数\t≥120人\t130人\t40\t38.5\t
{foot}"""


# text | the form's total | its grade, - where it tells none; the form is of 2022
CONCLUSIONS = """
☑优 □良 □中 □差|-|优
优□ 良√ 中□ 差□|-|良
□优 □良 □中 □差|-|□优 □良 □中 □差
自评得分98.5分|98.5|-
自评总分98.5分|98.5|-
项目得分98.5分|98.5|-
评价得分为98.5分。|98.5|-
自评结果为98.5分|98.5|-
最终得分98.5分|98.5|-
综合得分为98.5分,评价等级为优|98.5|优
得98.5分|98.5|-
共得98.5分|98.5|-
项目自评得98.5分,等级为“优”|98.5|优
评分为98.5分|98.5|-
自评评分为98.5分|98.5|-
经自评,项目得分96.73分,完成较好。|96.73|-
经综合评价,该项目最终得分为98.5分,评价等级为“优”。|98.5|优
本项目自评98.5分,结果为优。|98.5|优
综上所述,项目绩效自评综合得分98.5分,自评等级为“优秀”。|98.5|优秀
自评得分99分,其中指标得分89分。|99|-
自评总分为98.5分,其中:产出指标得分48.5分、效益指标得分30分、预算执行得分10分。|98.5|-
总分100分,自评得分98.5分|98.5|-
满分100分,自评得分98.5分|98.5|-
总分为98.5分|98.5|-
2022年自评得分98.5分,2021年自评得分97分|98.5|-
自评得分98.5分,比2021年的97分提高1.5分|98.5|-
上年自评得分97分,本年自评得分98.5分|98.5|-
自评得分98.5分。90分以上为优,评定为优。|98.5|优
自评得分98.5分(90分以上为优,80-90分为良)|98.5|-
根据评分标准,90分(含)以上为优,自评总分98.5分,等级为优。|98.5|优
项目自评得分为98.5，评价等级“优”|98.5|优
98.5分,优。|98.5|优
98.5分(优)|98.5|优
优(98.5分)|98.5|优
98.5|98.5|-
优|-|优
优秀|-|优秀
良好|-|良好
自评结论:良好|-|良好
项目实施良好。|-|-
产出指标得分48分。|-|-
产出指标满分50分,得分48分。|-|-
扣2分,加1分|-|-
云岭县公路养护中心自评得分98.5分|98.5|-
整体支出绩效自评得分为98.5分,等次为“优”|98.5|优
绩效自评分数98.5分|98.5|-
项目总得分98.5分,综合评定为优|98.5|优
自我评价得分98.5分|98.5|-
得分为98.5分|98.5|-
自评得分:98.5分;自评等级:优|98.5|优
自评得分98分,扣除后综合得分为96分|-|-
该项目自评等级为良,得分85分|85|良
完成较好,社会效益显著。|-|-
目标全部完成|-|-
合格|-|合格
综合评价得分98.5分,属于优|98.5|优
预算执行率得分9.5分,自评得分98.5分|98.5|-
部门整体支出绩效评价得分98.5分|98.5|-
经综合评价,该项目最终得分99分。|99|-
2021年度自评得分97分,2022年度自评得分99分。|99|-
项目绩效评价得分为95.5分,上年度得分为99分。|95.5|-
自评结果:总分96分|96|-
评价得分为95.5分,上年度为97分|95.5|-
本单位自评总得分:97.5分|97.5|-
经自评,项目综合评分为95.5分,评价结果为“良”。|95.5|良
本年度项目支出绩效自评总体得分为96.2分|96.2|-
自评综合得分96.2分,综合评价等级:优|96.2|优
项目绩效自评得分:96.2,自评等级:优。|96.2|优
经考核,本部门整体支出得分为96.2分,属优秀等级|96.2|优秀
该项目得分为96.2分,评为优秀等次。|96.2|优秀
"""


@pytest.mark.parametrize("line", CONCLUSIONS.strip("\n").split("\n"))
def test_a_conclusion_tells_the_total_and_the_grade(line):
    text, *told = line.split("|")
    read_of_it = (read_stated_score(text, 2022), read_stated_grade(text))
    assert [one or "-" for one in read_of_it] == told


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("项目总得分98.5分\n", ""),
        ("", "项目总得分98.5分\n"),
        ("项目自评总分\t98.5\t\t\t\t\t\t\t\n", ""),
        ("", "自评结论\t综上,自评得分98.5分。\t\t\t\t\t\t\t\n"),
        ("填报日期:2022年8月10日自评总分:98.5\n", ""),
    ],
)
def test_the_total_is_read_wherever_the_form_tells_it(tmp_path, head, foot):
    path = tmp_path / "form.txt"
    path.write_text(ROWS.format(head=head, foot=foot), encoding="utf-8")
    (form,) = read(path)
    assert str(form.score_total) == "98.5"
    assert "score_total" in form.where
    assert [header.label for header in form.headers] == (["自评结论"] if "自评结论" in foot else []) + (
        ["填报日期"] if "填报日期" in head else []
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("得分97分", ["自评结论填97，总分一行填98.5，相差-1.5。"]),
        ("综上,自评得分97分,等级为“优”。", ["自评结论填97，总分一行填98.5，相差-1.5。"]),
        ("综上,自评得分98.50分。", []),
        ("比2021年自评得分97分有提高。", []),
        ("2021年自评得分97分,2022年自评得分98.5分。", []),
        ("经自评,项目得分97分,完成较好。", ["自评结论填97，总分一行填98.5，相差-1.5。"]),
        ("评价得分为97分。", ["自评结论填97，总分一行填98.5，相差-1.5。"]),
        ("自评得分98.5分,其中指标得分88.5分。", []),
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


@pytest.mark.parametrize("cell", ["98.5分(优)", "98.5(优)", "98.5分,优秀", "优(98.5分)", "98.5分 优"])
def test_a_total_and_its_grade_may_share_a_cell(tmp_path, cell):
    path = tmp_path / "form.txt"
    total = f"总分\t\t\t\t\t\t100\t{cell}\t\n"
    path.write_text(ROWS.format(head="", foot=total), encoding="utf-8")
    (form,) = read(path)
    assert (str(form.score_total), str(form.weight_total)) == ("98.5", "100")
    assert form.grade in ("优", "优秀")


@pytest.mark.parametrize(
    "line",
    [
        "经自评,本项目得分97分,等级为优。\t\t\t\t\t\t\t\t",
        "经自评,本项目得分97分,等级为优。",
        "2021年度自评得分96分,2022年度自评得分97分,自评等级为优。",
        "评价得分为97分,上年度为98.5分,评价等级为优。",
        "本单位自评总得分:97分,等级为优",
        "共服务群众3200人,满意度96%。根据评分标准,本单位自评总分为97分,等级为优。",
        "项目实施规范;经自评,本项目得分97分,等级为优。",
    ],
)
@pytest.mark.parametrize("place", ["head", "foot"])
def test_a_sentence_without_a_label_is_a_conclusion(tmp_path, line, place):
    path = tmp_path / "form.txt"
    total = "总分\t\t\t\t\t\t100\t98.5\t\n"
    head, foot = (f"{line}\n", total) if place == "head" else ("", f"{total}{line}\n")
    path.write_text(ROWS.format(head=head, foot=foot), encoding="utf-8")
    (form,) = read(path)
    assert form.grade == "优"
    assert "score-total" in [finding.rule for finding in audit_form(form).findings]
