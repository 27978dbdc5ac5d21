"""Labels and units are data that is checked when it is read, and users may add synonyms of their own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.text.reader import read_text
from normalize import read_forms
from normalize.values.unit_lexicon import index_units, load_lexicon
from normalize.vocabulary import labels, lists
from normalize.vocabulary.lists import LabelError, add_labels, check_labels, read_shipped_lists

UNITS = {"counts": {"names": ["个"], "not_before": {}}, "unit": [{"names": ["元"], "dimension": "money"}]}


@pytest.fixture
def own_labels(tmp_path):
    path = tmp_path / "own.toml"
    yield path
    lists._added.clear()
    lists.forget_lists()


def test_no_label_that_is_shipped_means_two_things():
    check_labels(read_shipped_lists())


def test_a_label_is_told_by_its_words_or_by_one_like_it():
    assert labels.match_block("fund", "全年预算数(A)") == labels.Match("budget", "全年预算数")
    like = labels.match_block("indicator", "未完成原因及拟采取改进措施")
    assert like is not None
    assert (like.kind, like.known) == ("reason", "未完成原因及拟采取的改进措施")
    assert 88 <= like.score < 100
    assert labels.find_label_kind("fund", "全年执行数") == "executed"
    assert labels.find_label_kind("fund", "甲乙丙丁") is None


@pytest.mark.parametrize("text", ["二、主管部门", "1.主管部门", "主 管 部 门:", "主管部门："])
def test_numbers_blanks_and_colons_are_no_part_of_a_label(text):
    assert labels.find_label_kind("head", text) == "supervisor"


def test_a_user_adds_a_synonym(own_labels):
    form = (
        "一级指标\t二级指标\t三级指标\t期望\t达成\t分值\n产出指标\t数量指标\t培训\t≥2期\t3期\t20\n".encode()
    )  # no title: labels alone decide
    assert not read_forms(read_text(form)).forms
    own_labels.write_text('[indicator]\ntarget = ["期望"]\nactual = ["达成"]\n', encoding="utf-8")
    add_labels(own_labels)
    (line,) = read_forms(read_text(form)).forms[0].indicators
    assert (line.target, line.actual, line.weight) == ("≥2期", "3期", Decimal(20))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[indicators]\n", "indicators"),
        ('[indicator]\ngoal = ["甲"]\n', "goal"),
        ('[indicator]\ntarget = "甲"\n', "target"),
        ('[indicator]\ntarget = ["得分"]\n', "得分"),
        ("[indicator\n", "own.toml"),
    ],
)
def test_synonyms_that_cannot_be_used_are_refused_by_name(own_labels, text, reason):
    own_labels.write_text(text, encoding="utf-8")
    with pytest.raises(LabelError, match=reason):
        add_labels(own_labels)


def test_units_stand_once_and_their_bases_are_bases():
    assert load_lexicon().units["公顷"].base == "亩"
    with pytest.raises(ValueError, match="元"):
        index_units({**UNITS, "unit": [*UNITS["unit"], {"names": ["圆", "元"], "dimension": "money"}]})
    with pytest.raises(ValueError, match="角"):
        index_units(
            {
                **UNITS,
                "unit": [
                    {"names": ["元"], "base": "角", "dimension": "money"},
                    {"names": ["角"], "base": "元", "dimension": "money"},
                ],
            }
        )
