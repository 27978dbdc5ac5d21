from dataclasses import replace
from decimal import Decimal

import pytest

import store
from normalize import Indicator
from store.people.names import decide_name
from store.read import comparing as spreading
from store.search.filtering import EVERYTHING, FormFilter
from support.store_samples import D, fresh, record, rich_audit, rich_form

pytestmark = pytest.mark.usefixtures("database")
SHORT, LONG = "望城区征地服务中心", "长沙市望城区征地服务中心"


def made(department, year, score, *indicators):
    return replace(
        rich_form(), department=department, year=year, score_total=D(score), indicators=indicators, levels=()
    )


MISSED = Indicator(1, level3="满意度", target="≥95%", actual="90%", weight=D(10), score=D(10), achieved=0)
DEDUCTED = Indicator(
    1, level3="满意度", target="≥95%", actual="90%", weight=D(10), score=D("8.5"), achieved=0
)


@pytest.fixture
def engine(tmp_path):
    engine = fresh(tmp_path)
    forms = [
        made(LONG, 2022, "95", MISSED),
        made(SHORT, 2023, "92.5", DEDUCTED),
        made(SHORT, 2023, "97.5", DEDUCTED),
        made(
            "水利局",
            2023,
            "100",
            MISSED,
            replace(MISSED, ordinal=2, level3="其他", content="满意度", weight=D(5), score=D(5)),
        ),
        made("水利局", 2024, "88"),
        made(None, None, "90"),
    ]
    audit = replace(rich_audit(), findings=rich_audit().findings[:2])
    store.save_records(
        engine, [record(f"{number}.pdf", forms=((form, audit),)) for number, form in enumerate(forms)]
    )
    yield engine
    engine.dispose()


def test_a_department_is_seen_over_the_years(engine):
    assert store.list_departments(engine, 10) == ["水利局", SHORT, LONG]
    assert [line[:4] for line in store.compare_years(engine, [SHORT, "水利局"])] == [
        ("望城区征地服务中心", 2023, 2, Decimal(95)),
        ("水利局", 2023, 1, Decimal(100)),
        ("水利局", 2024, 1, Decimal(88)),
    ]
    (short, *_) = store.compare_years(engine, [SHORT])
    assert (short.errors, short.warnings) == (2, 2)


def test_names_that_a_person_confirmed_are_one_department(engine):
    decide_name(engine, SHORT, LONG, same=True)
    assert store.list_departments(engine, 10) == [LONG, "水利局"]
    assert [(line.department, line.year, line.forms) for line in store.compare_years(engine, [LONG])] == [
        (LONG, 2022, 1),
        (LONG, 2023, 2),
    ]
    assert {line.department for line in store.compare_indicator(engine, "满意度", 10)} == {LONG, "水利局"}
    assert [line[:2] for line in spreading.measure_roundness(engine, EVERYTHING, 10)] == [
        (LONG, 3),
        ("水利局", 2),
        (None, 1),
    ]


def test_one_indicator_is_seen_everywhere(engine):
    found = store.compare_indicator(engine, "满意度", 10)
    rates = {SHORT: D("0.85"), LONG: 1, "水利局": 1}
    assert [line.department for line in found].count(SHORT) == 2
    assert [line.rate for line in found] == [rates[line.department] for line in found]
    assert store.list_indicator_names(engine, 1) == ["满意度"]


def test_missed_targets_with_a_full_score_are_found(engine):
    found = store.find_missed_with_full_score(engine, EVERYTHING, 10)
    assert [(line.form_id, line.weight) for line in found] == [(1, 10), (4, 10), (4, 5)]
    assert store.count_missed_by_department(engine, EVERYTHING, 10) == [("水利局", 2, 1), (LONG, 1, 1)]
    assert len(store.find_missed_with_full_score(engine, FormFilter(year=("2023",)), 10)) == 2


def test_how_round_scores_are_is_counted(engine):
    assert spreading.count_total_scores(engine, EVERYTHING) == [
        (D(score), 1) for score in ("88", "90", "92.5", "95", "97.5", "100")
    ]
    lines = {line.department: line[1:] for line in spreading.measure_roundness(engine, EVERYTHING, 10)}
    assert lines[SHORT] == (2, D(95), 0, 0, 0)
    assert lines["水利局"] == (2, D(94), 2, 1, 1)
    assert sorted(spreading.count_indicator_points(engine, EVERYTHING)) == [
        (D(5), D(5), 1),
        (D("8.5"), D(10), 2),
        (D(10), D(10), 2),
    ]
