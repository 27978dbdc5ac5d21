from dataclasses import replace

import pytest
from sqlalchemy import text

import store
from audit import audit_form, render
from hebiao.errors import WrongUsage
from hebiao.importing.changes import compare_with_stored
from hebiao.review import apply_corrections, correct, find_lost, take_back
from normalize import Form, Indicator, correct_text, text_at
from normalize.values.quantity import find_quantities
from store import group_corrections, list_corrections
from support.audit_forms import scored_form
from support.store_samples import D, fresh, record, rich_form

pytestmark = pytest.mark.usefixtures("database")
LAND = "产出指标 / 数量指标 / 腾地面积 / 腾地"


def as_read() -> Form:
    """The rich form, with texts behind each number of its second indicator."""
    form = rich_form()
    happy = replace(
        form.indicators[1],
        weight_text="10",
        score_text="8",
        quantities=tuple(find_quantities("≥95%", "target")),
    )
    return replace(
        form,
        score_total=D("95.61"),
        weight_total=D(100),
        indicators=(form.indicators[0], happy, *form.indicators[2:]),
    )


def reading(form=None, **changes):
    form = form or as_read()
    return record("a.pdf", forms=((form, audit_form(form)),), **changes)


def archive(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [reading(), record("b.pdf")])
    return engine


def ids(engine, table):
    with engine.connect() as connection:
        return list(
            connection.execute(text(f"select id from {table} where form_id = 1 order by ordinal")).scalars()
        )


def test_a_corrected_text_has_its_numbers_and_its_audit_at_once(tmp_path):
    engine = archive(tmp_path)
    before = {table: ids(engine, table) for table in ("fund", "indicator", "level", "goal", "header")}
    made = correct(engine, 1, "fund", 1, "budget_text", after="851.92", who="张三", note="看错一位")
    assert (made.row_key, made.field, made.before, made.after) == (
        "按收入性质分 / 年度资金总额",
        "budget_yuan",
        "820",
        "851.92",
    )
    correct(engine, 1, "indicator", LAND, "target", after="≥9000亩")
    form, audit = store.load_form(engine, 1)
    assert form.funds[0].budget_yuan == D("8519200")
    assert form.funds[0].where["budget"][0].confidence == 1
    assert [(q.field, q.comparator, q.value) for q in form.indicators[0].quantities][:1] == [
        ("target", ">=", D(9000))
    ]
    assert audit.verdict == audit_form(form).verdict
    assert set(audit.findings) == set(audit_form(form).findings)
    assert set(audit.checks) == set(audit_form(form).checks)
    assert before == {table: ids(engine, table) for table in before}
    assert store.load_form(engine, 2)[0] == rich_form(), "the other form is as it was"


CASES = [
    ("form", 0, "year", "2024年度", lambda form: form.year == 2024),
    ("form", 0, "score_total", "95.6分", lambda form: form.score_total == D("95.6")),
    ("form", 0, "money_unit", "元", lambda form: form.funds[0].budget_yuan == 820),
    ("header", 1, "value", "李四", lambda form: form.headers[0].value == "李四"),
    ("fund", 1, "rate", "103.9%", lambda form: form.funds[0].rate == D("1.039")),
    ("fund", 1, "reason", "年中追加", lambda form: form.funds[0].texts["reason"] == "年中追加"),
    (
        "fund",
        3,
        "source",
        "年度资金总额:",
        lambda form: (form.funds[2].source, form.funds[2].total) == ("年度资金总额", True),
    ),
    ("fund", 3, "executed_yuan", "31万元", lambda form: form.funds[2].executed_yuan == 310000),
    ("goal", 1, "expected", "腾地9000亩", lambda form: form.goals[0].quantities[0].value == 9000),
    ("level", 1, "name", "成本指标", lambda form: form.indicators[0].level1 == "成本指标"),
    ("level", 1, "weight", "40", lambda form: form.levels[0].weight == 40),
    ("indicator", 2, "level1", "产出指标", lambda form: form.indicators[1].levels == (1,)),
    ("indicator", 2, "actual", "95.5%", lambda form: form.indicators[1].achieved == 1),
    (
        "indicator",
        2,
        "score",
        None,
        lambda form: (form.indicators[1].score, form.indicators[1].score_text) == (None, ""),
    ),
    ("indicator", 2, "achieved", "1", lambda form: form.indicators[1].achieved == 1),
]


@pytest.mark.parametrize(
    ("entity", "row", "field", "after", "holds"), CASES, ids=[f"{case[0]}-{case[2]}" for case in CASES]
)
def test_every_kind_of_value_can_be_corrected_taken_back_and_read_again(  # noqa: PLR0917
    tmp_path, entity, row, field, after, holds
):
    engine = archive(tmp_path)
    whole = store.load_form(engine, 1)
    made = correct(engine, 1, entity, row, field, after=after)
    assert holds(store.load_form(engine, 1)[0])
    store.save_records(engine, [apply_corrections(group_corrections(engine), reading(version="2.0"))])
    (again,) = [line.id for line in store.find_forms(engine) if line.path.endswith("a.pdf")]
    assert holds(store.load_form(engine, again)[0])
    assert find_lost(engine, list_corrections(engine)) == set()
    if entity != "form" or field != "money_unit":
        back = take_back(engine, made.id, who="王五")
        assert (back.before, back.after) == (made.after, made.before)
        form, audit = store.load_form(engine, again)
        assert text_at(form, entity, row, field) == text_at(whole[0], entity, row, field)
        assert form.where == whole[0].where
        assert set(audit.findings) == set(whole[1].findings)


@pytest.mark.parametrize(
    ("entity", "row", "field", "after"),
    [case[:4] for case in CASES if case[2] in {"score_total", "rate", "score"}],
)
def test_a_new_reading_says_the_same_of_a_form_that_was_corrected(tmp_path, entity, row, field, after):
    engine = archive(tmp_path)
    correct(engine, 1, entity, row, field, after=after)
    again = apply_corrections(group_corrections(engine), reading())
    assert compare_with_stored(engine, [again])[again.sha256].is_same, "so it keeps its rows and ids"


@pytest.mark.parametrize(
    ("place", "after", "reason"),
    [
        (("fund", 1, "budget_yuan"), "八百多", "不是一个数"),
        (("fund", 1, "colour"), "1", "colour"),
        (("fund", 9, "rate"), "1%", "没有 fund 9"),
        (("indicator", "没有这一行", "score"), "1", "没有这一行"),
        (("indicator", 1, "quantities"), "1", "quantities"),
        (("form", 0, "year"), "去年", "不是年份"),
        (("form", 0, "money_unit"), "斤", "不是金额单位"),
    ],
)
def test_what_cannot_be_corrected_is_told_and_changes_nothing(tmp_path, place, after, reason):
    engine = archive(tmp_path)
    before = store.load_form(engine, 1)
    with pytest.raises(WrongUsage, match=reason):
        correct(engine, 1, *place, after=after)
    assert store.load_form(engine, 1) == before
    assert list_corrections(engine) == []


def test_a_correction_that_finds_no_row_is_told_not_lost(tmp_path):
    engine = archive(tmp_path)
    made = correct(engine, 1, "indicator", LAND, "score", after="9分")
    other = Form(1, "other", "", indicators=(Indicator(1, "产出指标", "数量指标", "腾地"),))
    again = apply_corrections(group_corrections(engine), reading(other, version="2.0"))
    assert any(LAND in render(warning) for warning in again.warnings)
    store.save_records(engine, [again])
    assert find_lost(engine, list_corrections(engine)) == {made.id}
    assert [one.after for one in list_corrections(engine)] == ["9分"]


def test_names_may_be_corrected_before_and_after_other_fields(tmp_path):
    engine = archive(tmp_path)
    correct(engine, 1, "indicator", LAND, "score", after="9")
    correct(engine, 1, "indicator", 1, "level3", after="腾出的土地")
    correct(engine, 1, "level", 1, "name", after="产出")
    last = correct(engine, 1, "indicator", 1, "content", after="土地")
    assert last.row_key == "产出 / 数量指标 / 腾出的土地 / 腾地"
    assert find_lost(engine, list_corrections(engine)) == set()
    again = apply_corrections(group_corrections(engine), reading(version="2.0")).forms[0][0]
    line = again.indicators[0]
    assert (line.level1, line.level3, line.content, line.score) == ("产出", "腾出的土地", "土地", 9)
    correct(engine, 1, "indicator", 1, "level3", after="别的")
    with pytest.raises(WrongUsage, match="又改过"):
        take_back(engine, 2)


def test_what_was_taken_back_does_not_hide_a_better_reading(tmp_path):
    engine = archive(tmp_path)
    take_back(engine, correct(engine, 1, "fund", 1, "rate", after="105%").id)
    better = correct_text(as_read(), "fund", 1, "rate", "103.9%")
    again = apply_corrections(group_corrections(engine), reading(better, version="2.0"))
    assert again.forms[0][0].funds[0].rate == D("1.039")


def test_a_value_that_a_person_corrected_is_not_blamed_by_the_next_explanation(tmp_path):
    engine = fresh(tmp_path)
    form = scored_form()
    lower = replace(form.indicators[1], score=D(28), score_text="28")
    wrong = replace(form, indicators=(form.indicators[0], lower, form.indicators[2]))
    store.save_records(engine, [reading(wrong)])

    def explained():
        findings = store.load_form(engine, 1)[1].findings
        return [render(one.explanation) for one in findings if one.rule == "score-total" and one.explanation]

    assert "「指标2甲」改动前的得分30" in explained()[0]
    correct(engine, 1, "indicator", 2, "score", after="28.5")
    assert explained() == []
