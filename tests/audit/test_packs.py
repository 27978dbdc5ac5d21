from decimal import Decimal

import pytest

from audit import audit_form
from audit.auditor import pack_of
from audit.ledger.execution import score_by_clause
from audit.packs import NATIONAL, in_force, known, pack_named, packs, read_pack
from normalize import Header
from support.audit_forms import form, fund, in_chinese, of_rule

KINDS = {"formula", "score", "quantitative", "qualitative", "over", "grade", "weights"}
OF_SOME_PLACES = {"satisfaction", "whole", "reason", "unset", "marked", "gap", "unspent"}


def test_every_clause_has_a_source_and_a_kind_that_a_rule_reads():
    for pack in packs():
        assert pack.key == NATIONAL or pack.evidence.get("source") or pack.key == "systems"
        for clause in pack.clauses:
            assert clause.terms["source"]
            assert clause.kind in KINDS | OF_SOME_PLACES


@pytest.mark.parametrize(
    ("kind", "entry"), [("scores", {}), ("score", {"above": "0.95"}), ("grade", {"constant": "1"})]
)
def test_a_clause_that_no_rule_reads_is_refused(kind, entry):
    toml = f"""name.code = "place-x"
[[{kind}]]
clause.code = "x"
source = "invented"
""" + "".join(f'{term} = "{value}"\n' for term, value in entry.items())
    with pytest.raises(ValueError, match="no rule reads"):
        read_pack("x", toml)


def test_a_score_may_begin_at_a_rate():
    toml = """name.code = "place-x"
[[score]]
clause.code = "x"
source = "invented"
expression = "{weight}"
when = "any"
from = "0.95"
constant = "1"
per_rate = "0"
per_inverse = "0"
"""
    [clause] = read_pack("x", toml).clauses
    assert score_by_clause(clause, Decimal(10), Decimal("0.95")) == 10
    assert score_by_clause(clause, Decimal(10), Decimal("0.9499")) is None


def test_the_national_pack_knows_every_kind_in_every_year():
    assert packs()[0].key == NATIONAL
    for year in (None, 2016, 2020, 2024):
        assert all(in_force(packs()[0], kind, year) for kind in KINDS)


def test_what_is_only_remembered_is_worded_as_practice():
    doubtful = [clause for pack in packs() for clause in pack.clauses if "(?)" in clause.terms["source"]]
    assert doubtful
    worded = [(in_chinese(clause.place), in_chinese(clause.text)) for clause in doubtful]
    assert [text for place, text in worded if "惯例" not in text and "惯例" not in place] == []
    texts = [in_chinese(clause.text) for pack in packs() for clause in pack.clauses]
    assert [text for text in texts if "〔" in text] == []


@pytest.mark.parametrize(
    ("rest", "key"),
    [
        ({}, "national"),
        ({"department": "长沙市望城区征地服务中心"}, "hunan"),
        ({"rate_formula": "（B－C）/A×100%"}, "hunan"),
        ({"department": "稷山县水利局"}, "national"),
        ({"supervisor": "绵阳市教育局"}, "sichuan"),
        ({"title": "石家庄市项目支出绩效自评表"}, "hebei"),
        ({"department": "太原市水务局"}, "shanxi"),
        ({"supervisor": "天津市教育委员会"}, "tianjin"),
        ({"department": "杭州市教育局"}, "zhejiang"),
        ({"department": "青溪市温州中路小学"}, "national"),
        ({"department": "青溪市天津街道办事处"}, "national"),
        ({"department": "天津和平区教育局"}, "tianjin"),
        ({"department": "襄阳市教育局", "rate_formula": "(B-C)/A"}, "hubei"),
        ({"department": "成都市教育局", "supervisor": "广西壮族自治区教育厅"}, "national"),
        ({"headers": (Header(1, "备注", "得分 = 20分*执行率"),)}, "hubei"),
        ({"department": "长沙市水利局", "headers": (Header(1, "报表编号", "510000_0013zp"),)}, "sichuan"),
    ],
)
def test_the_forms_own_evidence_chooses_the_pack(rest, key):
    assert pack_of(form(**rest)).key == key


def test_clauses_hold_in_their_years():
    bands = [
        clause.terms["to"]
        for clause in in_force(packs()[0], "qualitative", 2017)
        if "部分达成" in clause.terms.get("words", ())
    ]
    assert bands == ["0.8"]
    texts = {
        year: {in_chinese(c.text) for c in in_force(packs()[0], "qualitative", year)}
        for year in (2017, 2022, None)
    }
    assert any("50%" in text for text in texts[2017])
    assert not any("50%" in text for text in texts[2022] | texts[None])


def test_a_place_follows_the_nation_where_it_has_no_rule_of_its_own():
    hunan = pack_named("hunan")
    assert in_force(hunan, "grade", 2020) == in_force(packs()[0], "grade", 2020)
    assert [in_chinese(c.place) for c in known(hunan, "score", 2020)][:3] == [
        "湖南口径",
        "全国惯例",
        "全国惯例",
    ]


def test_a_pack_is_named_by_key_or_chinese_name_and_no_other():
    assert pack_named("湖南口径") is pack_named("hunan")
    with pytest.raises(ValueError, match=r"hubei.*hunan"):
        audit_form(form(), "atlantis")


def test_checks_say_what_they_rest_on():
    row = fund(
        1,
        "总额",
        budget="100",
        executed="104",
        transferred="0",
        rate="1.04",
        weight="10",
        score="9.6",
        texts={"rate": "104%"},
    )
    audit = audit_form(form([row], rate_formula="(B-C)/A"))
    said = {check.rule: in_chinese(check.explanation) for check in audit.checks}
    assert said["execution-rate"] == "依据湖南口径：执行率 = (B-C)/A，扣除上级转移支付"
    assert said["execution-score"] == "9.6 = 10 × (2 − 0.0104/0.01)，湖南口径：超支部分扣分"
    assert in_chinese(of_rule(audit.findings, "over-budget")[0].explanation) is None
