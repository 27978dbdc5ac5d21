import json

import pytest

import store
from hebiao.cli import run
from hebiao.review import correct, take_back
from normalize import Form, Goal, Indicator
from support.store_samples import record, url_in

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def url(tmp_path):
    url = url_in(tmp_path)
    engine = store.open_store(url)
    store.save_records(
        engine,
        [record("a.pdf"), record("b.pdf", Form(1, "other", "长" * 50 + "危桥改造" + "短" * 50, year=2024))],
    )
    yield url
    engine.dispose()


def test_words_are_shown_in_their_text(url, capsys):
    assert run(["search", "危桥", "--db", url]) == 0
    out, err = capsys.readouterr()
    assert "…" + "长" * 30 + "【危桥】改造" + "短" * 28 + "…" in out
    assert "1 张表" in err
    assert (
        run(
            [
                "search",
                "11876",
                "亩",
                "--db",
                url,
                "--format",
                "json",
                "--department",
                "望城区自然资源局",
                "--limit",
                "2",
            ]
        )
        == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert [row["text"] for row in found] == ["腾地8000亩", "腾地11876.45亩"]
    assert run(["search", "危桥", "--db", url, "--year", "2023", "--format", "csv"]) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_corrections_are_listed_and_written_as_cases(url, tmp_path, capsys):
    engine = store.open_store(url)
    correct(engine, 1, "fund", 1, "budget_yuan", after="851.92", who="张三")
    take_back(engine, correct(engine, 1, "form", 0, "grade", after="=良").id)
    assert run(["corrections", "--db", url, "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(row["field"], row["before"], row["after"], row["state"]) for row in listed] == [
        ("budget_yuan", "820", "851.92", "in-force"),
        ("grade", "优", "=良", "undone"),
        ("grade", "=良", "优", "undone"),
    ]
    store.save_records(engine, [record("a.pdf", Form(1, "other", ""), version="2.0")])
    assert run(["corrections", "--db", url, "--lost", "--export", str(tmp_path / "cases.json")]) == 0
    (case,) = json.loads((tmp_path / "cases.json").read_text("utf8"))
    assert case == {
        "sha256": "sha256 of a.pdf",
        "form_ordinal": 1,
        "entity": "fund",
        "row_key": "按收入性质分 / 年度资金总额",
        "field": "budget_yuan",
        "before": "820",
        "after": "851.92",
    }
    assert run(["corrections", "--db", url, "--lost", "--format", "csv"]) == 0
    assert capsys.readouterr().out.endswith("lost\n")


def test_what_is_typed_is_gone_on_with_and_a_department_has_its_words(url):
    engine = store.open_store(url)
    lines = tuple(Indicator(n, level3=name) for n, name in enumerate(("危桥改造座数", "公路养护里程"), 1))
    form = Form(
        1, "other", "", department="公路局", goals=(Goal(1, "改造危桥,养护公路", ""),), indicators=lines
    )
    store.save_records(engine, [record("c.pdf", form)])
    assert store.suggest_words(engine, "危")[:2] in (["危桥", "危桥改造座数"], ["危桥改造座数", "危桥"])
    assert store.suggest_words(engine, "  ") == []
    assert {"危桥", "公路"} & set(store.find_keywords(engine, "公路局"))
    assert store.find_keywords(engine, "没有这个部门") == []
