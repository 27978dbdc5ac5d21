from dataclasses import replace

import pytest
from sqlalchemy import text

import store
from audit import Audit, Finding
from extract import message
from extract.grid import Box
from hebiao.errors import WrongUsage
from hebiao.review import NewText, count_waiting, decide, list_items, list_waiting, queue, undo
from normalize import Form, Fund, Indicator, Subtotal
from store import FormFilter, list_corrections
from support.sentences import as_told
from support.store_samples import D, box, fresh, record

pytestmark = pytest.mark.usefixtures("database")


def doubt(page: int, confidence: float) -> tuple[Box, ...]:
    return (Box(page=page, x0=1, top=1, x1=2, bottom=2, confidence=confidence),)


def summed(year: int = 2023) -> Form:
    """Two scores of 50 and 84 that should be 134, of which 84 was read as 48."""
    lines = (
        Indicator(1, level3="面积", weight=D(50), score=D(50), weight_text="50", score_text="50"),
        Indicator(
            2,
            level3="质量",
            weight=D(84),
            score=D(48),
            weight_text="84",
            score_text="48",
            where={"score": doubt(2, 0.5)},
        ),
    )
    fund = Fund(
        1,
        "年度资金总额",
        total=True,
        budget_yuan=D(8200000),
        texts={"budget": "820"},
        where={"budget": (box(1),)},
    )
    return Form(
        1,
        "project",
        "自评表",
        year=year,
        money_unit="万元",
        weight_total=D(134),
        score_total=D(134),
        funds=(fund,),
        indicators=lines,
    )


TWICE = message("read-twice", message=as_told("总分不符。"), first="48", second="84")
READ = Finding(
    *("score-total", "error", TWICE, "reading"),
    field="score_total",
    stated=D(134),
    computed=D(98),
)
FORM = Finding(
    "over-budget", "warning", as_told("超预算"), fund=1, field="executed_yuan", stated=D(1), computed=D(2)
)
WORSE = Finding(
    "score-over-weight",
    "error",
    as_told("得分多于分值"),
    indicator=1,
    field="score",
    stated=D(50),
    computed=D(40),
)
NOTE = Finding("over-achieved", "info", as_told("超额完成"), indicator=1)


def archive(tmp_path):
    engine = fresh(tmp_path)
    audit = Audit((FORM, READ, NOTE), (), "differs")
    store.save_records(
        engine,
        [
            record("a.pdf", forms=((summed(), audit),)),
            record("b.pdf", forms=((summed(2024), Audit((WORSE,), (), "differs")),)),
        ],
    )
    return engine


def told(items):
    return [(item.form_id, item.key.rule, item.key.field) for item in items]


def test_the_worst_comes_first_and_each_item_has_its_candidates(tmp_path):
    engine = archive(tmp_path)
    items = list_waiting(engine)
    assert told(items) == [
        (1, "score-total", "score_total"),
        (2, "score-over-weight", "score"),
        (1, None, "budget_yuan"),
        (1, None, "score"),
        (2, None, "budget_yuan"),
        (2, None, "score"),
        (1, "over-budget", "executed_yuan"),
    ]
    assert count_waiting(engine) == len(items)
    total, score = items[0], items[3]
    assert (total.text, total.candidates, total.agreeing, total.row) == ("134", (), ("98",), "")
    assert (score.text, score.row, score.confidence, score.boxes) == ("48", "质量", 0.5, doubt(2, 0.5))
    assert score.candidates == ("84",), "the second reading says so"
    assert score.agreeing == ("84",), "the sum wants it"
    assert told(list_waiting(engine, limit=1)) == told(items[:1])
    assert {item.form_id for item in list_waiting(engine, FormFilter(year=("2024",)))} == {2}


def test_a_subtotal_is_shown_where_it_stands_and_as_it_is_printed(tmp_path):
    engine = fresh(tmp_path)
    place, amount = box(1), {"texts": {"amount": "1230"}, "amount_yuan": D(12300000)}
    rows = (
        Subtotal(1, "小计", score=D(29), texts={"score": "29"}, where={"score": (place,)}, lines=(1, 2)),
        Subtotal(2, "按支出性质分", where={"amount": (place,)}, funds=(1,), **amount),
    )
    asked = [
        Finding(
            "subtotal", "error", as_told("小计"), subtotal=1, field="score", stated=D(29), computed=D(30)
        ),
        Finding(
            *("subtotal", "error", as_told("小计")),
            subtotal=2,
            field="amount_yuan",
            stated=D(12300000),
            computed=D(12400000),
        ),
    ]
    form = replace(summed(), subtotals=rows)
    store.save_records(engine, [record("a.pdf", forms=((form, Audit(tuple(asked), (), "differs")),))])
    items = list_waiting(engine)[:2]
    assert [(item.row, item.text, item.agreeing) for item in items] == [
        ("小计", "29", ("30",)),
        ("按支出性质分", "1230", ("1240",)),
    ]
    assert [len(item.boxes) for item in items] == [1, 1]
    pages = [[piece.page for piece in pieces] for pieces in store.find_finding_places(engine)]
    assert pages == [[1], [1]]


def test_what_was_decided_is_left_out_and_comes_back_by_undo(tmp_path):
    engine = archive(tmp_path)
    everything = list_waiting(engine)
    decide(engine, 1, everything[0].key, "form-wrong", who="张三")
    decide(engine, 2, everything[1].key, "skip", who="李四")
    assert list_waiting(engine) == everything[2:]
    assert list_waiting(engine, skipped=True) == everything[1:2]
    assert count_waiting(engine) == len(everything) - 2
    assert [said for item, said in list_items(engine, 1) if item.key == everything[0].key] == ["form-wrong"]
    assert undo(engine, "张三").decision == "form-wrong"
    assert undo(engine, "张三") is None
    assert undo(engine).decision == "skip"
    assert list_waiting(engine) == everything
    with engine.connect() as connection:
        kept = connection.execute(text("select decision from review_decision order by id")).scalars().all()
    assert kept == ["form-wrong", "skip", "undo", "undo"]


def test_a_correction_mends_the_form_and_undo_takes_it_back(tmp_path):
    engine = archive(tmp_path)
    score = list_waiting(engine)[3]
    decide(engine, 1, score.key, "correct", correction=NewText("indicator", 2, "score", "84"), who="张三")
    assert {(1, "score-total", "score_total"), (1, None, "score")}.isdisjoint(told(list_waiting(engine)))
    assert store.load_form(engine, 1)[0].indicators[1].score == 84
    undo(engine)
    assert [(one.before, one.after) for one in list_corrections(engine)] == [("48", "84"), ("84", "48")]
    again = [item for item in list_waiting(engine) if item.form_id == 1]
    assert [item.text for item in again if item.key.field == "score"] == ["48"]
    assert any(item.key.rule == "score-total" for item in again)


def test_a_decision_holds_until_the_form_is_read_with_other_values(tmp_path):
    engine = archive(tmp_path)
    for item in list_waiting(engine):
        decide(engine, item.form_id, item.key, "accept")
    assert list_waiting(engine) == []
    again = record("a.pdf", forms=((summed(), Audit((FORM, READ, NOTE), (), "differs")),), version="2.0")
    store.save_records(engine, [again])
    assert list_waiting(engine) == []
    other = replace(READ, computed=D(99))
    store.save_records(
        engine, [replace(again, version="3.0", forms=((summed(), Audit((other,), (), "differs")),))]
    )
    assert [item.computed for item in list_waiting(engine)] == [99]


def test_two_findings_that_say_the_same_are_two_items(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf", forms=((summed(), Audit((WORSE, WORSE), (), "differs")),))])
    first, second = list_waiting(engine)[:2]
    decide(engine, 1, first.key, "accept")
    assert list_waiting(engine)[0] == second


def test_what_is_left_is_counted_in_what_was_chosen(tmp_path):
    engine = archive(tmp_path)
    everything = list_waiting(engine)
    for item in everything[:3]:
        decide(engine, item.form_id, item.key, "accept")
    assert count_waiting(engine) == len(list_waiting(engine)) == len(everything) - 3
    for chosen in (
        FormFilter(year=("2023",)),
        FormFilter(year=("2024",)),
        FormFilter(rule=("over-budget",)),
        FormFilter(rule=("grade",)),
    ):
        assert count_waiting(engine, chosen) == len(list_waiting(engine, chosen))
    assert [item.key.rule for item in list_waiting(engine, FormFilter(rule=("over-budget",)))] == [
        "over-budget"
    ]


def test_forms_without_anything_left_are_not_read(tmp_path, monkeypatch):
    engine = archive(tmp_path)
    read = []
    monkeypatch.setattr(
        queue,
        "load_form",
        lambda engine, form_id: read.append(form_id) or store.load_form(engine, form_id),
    )
    everything = list_waiting(engine)
    read.clear()
    for item in everything:
        if item.form_id == 1:
            decide(engine, 1, item.key, "accept")
    assert list_waiting(engine) == [item for item in everything if item.form_id == 2]
    assert read == [2]
    undo(engine)
    assert (
        len(list_waiting(engine))
        == len(everything) - len([item for item in everything if item.form_id == 1]) + 1
    )
    assert list_waiting(engine, skipped=True) == []


@pytest.mark.parametrize(
    ("decision", "correction"),
    [("perhaps", None), ("correct", None), ("accept", NewText("fund", 1, "rate", "1%"))],
)
def test_what_is_no_decision_is_refused(tmp_path, decision, correction):
    engine = archive(tmp_path)
    with pytest.raises(WrongUsage):
        decide(engine, 1, list_waiting(engine)[0].key, decision, correction=correction)
    with pytest.raises(store.UnknownForm):
        decide(engine, 99, list_waiting(engine)[0].key, "accept")
