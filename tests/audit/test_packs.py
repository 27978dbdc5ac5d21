from decimal import Decimal

import pytest

from audit import audit_form
from audit.binding import bind_pack, pack_of
from audit.ledger.execution import score_by_clause
from audit.packs import NATIONAL, binding, elsewhere, in_force, pack_named, packs, read_pack
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
origin = "observed"
source = "invented"
""" + "".join(f'{term} = "{value}"\n' for term, value in entry.items())
    with pytest.raises(ValueError, match="no rule reads"):
        read_pack("x", toml)


def test_a_score_may_begin_at_a_rate():
    toml = """name.code = "place-x"
[[score]]
clause.code = "x"
origin = "observed"
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
        ({"department": "稷山县水利局"}, "shanxi"),
        ({"department": "中江县中医院"}, "sichuan"),
        ({"department": "萧县水利局"}, "national"),
        ({"department": "城关区教育局"}, "national"),
        ({"department": "水利局", "title": "2020年度湘潭县项目支出绩效自评表"}, "hunan"),
        ({"department": "水利局", "project": "稷山县农村饮水工程"}, "shanxi"),
        ({"department": "水利局", "headers": (Header(1, "市县财政部门", "中江县财政局"),)}, "sichuan"),
        ({"department": "水利局", "headers": (Header(1, "联系地址", "中江县财政局"),)}, "national"),
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
    assert [in_chinese(c.place) for c in binding(hunan, "score", 2020)] == [
        "湖南口径（观察所得）",
        "全国惯例",
        "全国惯例",
    ]


def test_what_was_observed_says_so_and_only_that():
    clauses = [clause for pack in packs() for clause in pack.clauses]
    for clause in clauses:
        said = in_chinese(clause.basis)
        assert ("观察所得" in said) == (clause.terms["origin"] == "observed")
        is_remembered = clause.terms["origin"] == "remembered"
        assert is_remembered == ("(?)" in clause.terms["source"])


def test_an_origin_that_is_none_is_refused():
    with pytest.raises(ValueError, match="origin"):
        read_pack(
            "x", 'name.code = "x"\n[[grade]]\nclause.code = "x"\norigin = "hearsay"\nsource = "invented"'
        )


def test_a_clause_binds_only_its_place():
    def scores(**rest):
        return {clause.text.code for clause in binding(bind_pack(form(**rest)), "score", 2020)}

    assert "hunan-score-over" in scores(department="长沙市望城区水利局")
    assert "hunan-score-over" in scores(rate_formula="(B-C)/A")
    assert "hunan-score-over" not in scores(department="岳阳县水利局")
    assert "hubei-score-over" in scores(department="孝感市水利局")
    assert "hubei-score-over" not in scores(department="孝感市水利局", supervisor="湖南省水利厅")
    named = {clause.text.code for clause in bind_pack(form(department="孝感市水利局"), "hunan").clauses}
    assert {"hunan-formula", "hunan-score-over"} <= named


def test_what_binds_and_what_other_places_have_are_all_clauses():
    bound = bind_pack(form(department="岳阳县水利局"))
    codes = [
        clause.text.code for clause in (*binding(bound, "score", 2020), *elsewhere(bound, "score", 2020))
    ]
    assert len(codes) == len(set(codes))
    assert codes[0] == "national-score-within"
    assert {"hunan-score-over", "hubei-score-over", "jiangxi-score-over", "systems-score-over"} < set(codes)


@pytest.mark.parametrize(
    ("year", "filled", "marks"),
    [
        (2024, None, 2),
        (2023, None, 0),
        (2022, None, 0),
        (None, None, 2),
        (2023, "2024年3月11日", 0),
        (2023, "2024-05-06", 1),
        (2023, "2024.6.3", 2),
        (2023, "二月", 0),
    ],
)
def test_the_day_of_a_system_is_held_against_the_day_of_filling_in(year, filled, marks):
    headers = (Header(1, "填报日期", filled),) if filled else ()
    followed = bind_pack(form(department="天津市教育委员会", year=year, headers=headers))
    assert len([clause for clause in followed.clauses if clause.kind == "marked"]) == marks


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
    assert said["execution-rate"] == (
        "按表头所印公式；湖南口径（观察所得）：执行率 = (B-C)/A，扣除上级转移支付，见于长沙市望城区2020年的一份表"
    )
    assert said["execution-score"] == (
        "9.6 = 10 × (2 − 0.0104/0.01)，湖南口径（观察所得）：超支部分扣分，由长沙市望城区2020年的一份表推得"
    )
    assert in_chinese(of_rule(audit.findings, "over-budget")[0].explanation) is None
