"""Level names that stand in the middle of their rows."""

from __future__ import annotations

from decimal import Decimal

from extract import message
from extract.text.reader import read_text
from normalize.reader import read_forms
from normalize.sections.indicators.centred_names import NamedRows, groups_of, place_names

HEAD = "项目支出绩效自评表\n绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
NAMES = ("修缮馆舍", "修复古籍", "办展览", "验收合格", "读者人次", "阅读推广", "读者满意度")
POINTS = (10, 20, 5, 15, 20, 20, 10)


def test_names_in_the_middle_of_their_rows_tell_where_the_groups_end():
    ends = place_names(NamedRows([2, 5], [1, 3, 4, 5], [Decimal(10)] * 7, [None, None])).ends
    assert ends is not None
    assert groups_of(ends[1]) == [0, 0, 0, 1, 2, 3, 3]
    assert groups_of(ends[0]) == [0, 0, 0, 0, 0, 1, 1]


def test_weights_in_names_tell_which_of_several_ways_is_meant():
    weights = [Decimal(n) for n in (10, 20, 30, 40)]
    assert place_names(NamedRows([0, 2], [0, 2], weights, [Decimal(30), Decimal(70)])).ends == (
        (2, 4),
        (2, 4),
    )


def test_names_elsewhere_tell_nothing():
    assert place_names(NamedRows([0, 3], [0, 3], [Decimal(1)] * 9, [None, None])).ends is None


def lines(firsts: dict[int, str], seconds: dict[int, str]) -> str:
    rows = (
        f"\t{firsts.get(at, '')}\t{seconds.get(at, '')}\t{name}\t≥9件\t9件\t{points}\t{points}\n"
        for at, (name, points) in enumerate(zip(NAMES, POINTS, strict=True))
    )
    return HEAD + "".join(rows)


def test_a_form_with_its_names_in_the_middle_has_its_levels():
    text = lines(
        {1: "产出指标(50分)", 4: "效益指标(40分)", 6: "满意度指标(10分)"},
        {1: "数量指标", 3: "质量指标", 4: "社会效益指标", 6: "服务对象满意度指标"},
    )
    (form,) = read_forms(read_text(text.encode())).forms
    assert [i.level1 for i in form.indicators] == ["产出指标"] * 4 + ["效益指标"] * 2 + ["满意度指标"]
    assert [i.level2 for i in form.indicators] == ["数量指标"] * 3 + ["质量指标"] + ["社会效益指标"] * 2 + [
        "服务对象满意度指标"
    ]


def ruled(firsts: dict[int, str], seconds: dict[int, str], names: tuple[str, ...]) -> str:
    """Print the lines as a table whose level names stand in single cells."""
    rows = [HEAD.splitlines()[1].split("\t")[1:]]
    rows += [
        [firsts.get(at, ""), seconds.get(at, ""), name, "≥9件", "9件", "10", "10"]
        for at, name in enumerate(names)
    ]
    printed = ("</td><td>".join(row) for row in rows)
    return f"<p>项目支出绩效自评表</p><table>{''.join(f'<tr><td>{row}</td></tr>' for row in printed)}</table>"


def test_names_in_the_last_row_of_their_group_are_those_of_the_rows_above():
    firsts = {3: "产出指标", 5: "效益指标", 6: "满意度指标"}
    seconds = {1: "数量指标", 3: "质量指标", 5: "社会效益指标", 6: "服务对象满意度指标"}
    read = read_forms(read_text(ruled(firsts, seconds, NAMES).encode()))
    lines = read.forms[0].indicators
    assert [i.level1 for i in lines] == ["产出指标"] * 4 + ["效益指标"] * 2 + ["满意度指标"]
    assert [i.level2 for i in lines] == ["数量指标"] * 2 + ["质量指标"] * 2 + ["社会效益指标"] * 2 + [
        "服务对象满意度指标"
    ]


def test_names_in_the_middle_of_ruled_cells_are_those_of_the_rows_around():
    firsts = {2: "产出指标", 5: "效益指标", 6: "满意度指标"}
    seconds = {1: "数量指标", 3: "质量指标", 4: "时效指标", 5: "社会效益指标", 6: "服务对象满意度指标"}
    lines = read_forms(read_text(ruled(firsts, seconds, NAMES).encode())).forms[0].indicators
    assert [i.level1 for i in lines] == ["产出指标"] * 5 + ["效益指标", "满意度指标"]
    assert [i.level2 for i in lines][:5] == ["数量指标"] * 3 + ["质量指标", "时效指标"]


def test_names_that_may_be_of_other_rows_are_told_of():
    form = read_forms(
        read_text(ruled({1: "履职", 5: "保障"}, {1: "甲", 3: "乙", 5: "丙"}, NAMES).encode())
    ).forms[0]
    assert message("levels-by-position") in form.notes
    form = read_forms(
        read_text(ruled({0: "履职", 5: "保障"}, {0: "甲", 3: "乙", 5: "丙"}, NAMES).encode())
    ).forms[0]
    assert message("levels-by-position") not in form.notes


def test_names_of_a_department_s_levels_tell_whose_rows_they_are():
    firsts = {2: "投入", 4: "过程", 6: "效果"}
    seconds = {0: "目标设定", 2: "预算配置", 3: "预算执行", 4: "资产管理", 6: "履职效益"}
    form = read_forms(read_text(ruled(firsts, seconds, NAMES).encode())).forms[0]
    assert [i.level1 for i in form.indicators] == ["投入"] * 3 + ["过程"] * 2 + ["效果"] * 2
    assert [i.level2 for i in form.indicators][1:5] == ["预算配置"] * 2 + ["预算执行", "资产管理"]
    assert message("levels-by-position") not in form.notes
