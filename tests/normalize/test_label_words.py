import pytest

from normalize.vocabulary.text_labels import find_kinds_by_words


@pytest.mark.parametrize(
    ("block", "label", "kind"),
    [
        ("fund", "年初批复预算", "initial"),
        ("fund", "调整后全年预算安排数", "budget"),
        ("fund", "实际支付金额", "executed"),
        ("fund", "支出进度(%)", "rate"),
        ("fund", "上年结转数", "other"),
        ("goal", "年度拟达成的目标", "expected"),
        ("goal", "年末实际达成目标", "actual"),
        ("goal", "年度目标实现情况", "actual"),
        ("indicator", "年初预定目标值", "target"),
        ("indicator", "年末实际达到数", "actual"),
        ("indicator", "标准分值", "weight"),
        ("indicator", "评分标准", "other"),
        ("indicator", "财政复核得分", "review_score"),
        ("indicator", "未完成的原因及整改措施", "reason"),
        ("indicator", "下一步整改措施", "measures"),
    ],
)
def test_a_label_that_no_list_has_is_told_by_its_words(block, label, kind):
    assert find_kinds_by_words(label).get(block) == kind


@pytest.mark.parametrize("text", ["≥95%", "修复湿地2400亩", "道路修缮长度"])
def test_what_stands_in_a_cell_is_no_label(text):
    assert "indicator" not in find_kinds_by_words(text)


@pytest.mark.parametrize(
    ("block", "label", "kind"),
    [
        ("indicator", "二级指标(权重)", "level2"),
        ("indicator", "自评分值", "score"),
        ("indicator", "复评分", "review_score"),
        ("fund", "未支出数", None),
        ("head", "项目责任部门", "executor"),
        ("head", "归口管理部门", "supervisor"),
        ("head", "填表单位", "department"),
        ("head", "最终得分", "score_total"),
    ],
)
def test_a_label_that_holds_another_ones_words_is_none_of_those(block, label, kind):
    assert find_kinds_by_words(label).get(block) == kind
