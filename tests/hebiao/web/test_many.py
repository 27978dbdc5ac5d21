"""A hundred thousand forms: the list and the overview are answered from indexes, and every page of the list is right."""

import pytest

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

from fastapi.testclient import TestClient
from sqlalchemy import event, text

import store
from hebiao.web.app import make_app
from store import NONE, SORTS, FormFilter, count_forms, list_forms, list_years
from support.many_forms import fill

FORMS = 100_000
INDEXED = ("id", "year", "department", "project", "kind", "score_total", "verdict")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = store.open_store(f"sqlite:///{tmp_path_factory.mktemp('many')}/forms.db")
    fill(made, FORMS)
    yield made
    made.dispose()


def plans(engine, ask):
    """Run ``ask`` and give how SQLite answers each of its statements."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        return [
            [row[3] for row in connection.exec_driver_sql(f"explain query plan {sql}", given)]
            for sql, given in asked
        ]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", INDEXED)
def test_a_far_page_is_found_by_an_index(engine, sort, descending):
    ids, *rows = plans(
        engine,
        lambda: list(list_forms(engine, FormFilter(), sort, descending=descending, offset=90_000, limit=50)),
    )
    assert not [step for step in ids if "TEMP B-TREE" in step]
    assert all("COVERING INDEX" in step for step in ids if sort != "id")
    assert not [step for plan in rows for step in plan if step.startswith("SCAN")]


def test_the_overview_reads_no_form_s_row(engine):
    answered = [
        *plans(engine, lambda: store.count_shares(engine, FormFilter(), "department", 12)),
        *plans(engine, lambda: store.compare_spreads(engine, FormFilter(), "department", 20)),
        *plans(engine, lambda: store.count_totals(engine, FormFilter())),
        *plans(engine, lambda: list_years(engine)),
    ]
    assert not [
        plan for plan in answered if not all("COVERING INDEX" in step or "B-TREE" in step for step in plan)
    ]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_part_the_list_without_a_gap(engine, sort):
    whole = [form.id for form in list_forms(engine, FormFilter(year=("2020",)), sort, descending=True)]
    assert len(set(whole)) == len(whole) == count_forms(engine, FormFilter(year=("2020",)))
    pages = [
        list_forms(engine, FormFilter(year=("2020",)), sort, descending=True, offset=at, limit=50)
        for at in (0, 50, 5000)
    ]
    assert [[form.id for form in page] for page in pages] == [whole[at : at + 50] for at in (0, 50, 5000)]


@pytest.mark.parametrize(
    ("chosen", "where"),
    [
        (FormFilter(), "1 = 1"),
        (FormFilter(year=("2020", NONE)), "year = 2020 or year is null"),
        (
            FormFilter(verdict=("differs",), kind=("department",)),
            "verdict = 'differs' and kind = 'department'",
        ),
        (FormFilter(department=("第5号局", "第7号局")), "department in ('第5号局', '第7号局')"),
        (
            FormFilter(rule=("over-budget", "grade")),
            "id in (select form_id from finding where rule in ('over-budget', 'grade'))",
        ),
        (FormFilter(year=("nonsense",)), "1 = 0"),
    ],
)
def test_every_count_is_of_the_same_forms(engine, chosen, where):
    with engine.connect() as connection:
        wanted = connection.execute(text(f"select count(*) from form where {where}")).scalar_one()
    assert count_forms(engine, chosen) == store.count_totals(engine, chosen).forms == wanted
    if not chosen.year:
        assert sum(share.forms for share in store.count_shares(engine, chosen, "year", 100)) == wanted
    if not chosen.rule:
        assert sum(share.findings for share in store.count_rule_shares(engine, chosen)) == wanted


def test_the_pages_show_all_of_them(engine, tmp_path):
    with TestClient(make_app(engine, cache=tmp_path), base_url="http://127.0.0.1") as client:
        assert "100,000" in client.get("/").text
        last = client.get("/forms?page=2000").text
        assert "99,951–100,000" in last
        assert last.count("/form/") == client.get("/forms?page=999999").text.count("/form/") == 50
        assert (
            client.get("/forms.csv?year=2020&col=id").text.count("\n")
            == count_forms(engine, FormFilter(year=("2020",))) + 1
        )
