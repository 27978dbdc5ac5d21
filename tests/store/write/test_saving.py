from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

import store
from audit.messages.render import render
from normalize import Form, Indicator
from support.store_samples import (
    VERSION,
    D,
    count_rows,
    fresh,
    no_form,
    record,
    rich_audit,
    rich_form,
    url_in,
)

pytestmark = pytest.mark.usefixtures("database")

HOSTILE = "'; drop table form; -- [red]<b>=1+1 🀄"


def ask(engine, sql):
    return store.query_rows(engine, sql)[1]


def test_the_same_bytes_twice_change_nothing(tmp_path):
    engine = fresh(tmp_path)
    batch = [record("a.pdf"), record("b.pdf"), no_form()]
    store.save_records(engine, batch)
    before = count_rows(engine)
    store.save_records(engine, batch)
    assert count_rows(engine) == before
    assert before["document"] == 3
    assert all(
        before[table]
        for table in ("form", "header", "fund", "goal", "level", "indicator", "quantity", "finding", "source")
    )


def test_the_same_bytes_elsewhere_gain_a_path_only(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf")])
    before = count_rows(engine)
    store.save_records(engine, [record("a.pdf", path="/copy/b.pdf", name="b.pdf")])
    store.add_paths(engine, {record("a.pdf").sha256: ("/copy/b.pdf", "/third/c.pdf"), "unknown": ("/x",)})
    assert count_rows(engine) == before | {"document_path": 3}
    assert ask(engine, "select path, name from document") == [("/data/2023/a.pdf", "a.pdf")]


def test_a_document_that_cannot_be_stored_leaves_nothing_but_its_reason(tmp_path):
    engine = fresh(tmp_path)
    broken = rich_form(1), Form(2, "other", "", indicators=(Indicator(1), Indicator(1)))
    refused = store.save_records(engine, [record("a.pdf"), record("bad.pdf", *broken), record("c.pdf")])
    assert list(refused) == ["/data/2023/bad.pdf"]
    assert ask(engine, "select name, status from document order by name") == [
        ("a.pdf", "imported"),
        ("bad.pdf", "failed"),
        ("c.pdf", "imported"),
    ]
    stored = count_rows(engine)
    without = fresh(tmp_path, "without.db")
    store.save_records(without, [record("a.pdf"), record("c.pdf"), no_form("bad.pdf", "failed")])
    assert stored == count_rows(without)


@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_what_is_no_number_is_refused(tmp_path, number):
    engine = fresh(tmp_path)
    refused = store.save_records(engine, [record("a.pdf", Form(1, "other", "", score_total=D(number)))])
    assert "不是数" in render(refused["/data/2023/a.pdf"])
    assert count_rows(engine)["form"] == 0


def test_a_finding_about_a_line_that_is_not_there_is_refused(tmp_path):
    engine = fresh(tmp_path)
    record_with_stray_audit = record("a.pdf", forms=((Form(1, "other", ""), rich_audit()),))
    assert store.save_records(engine, [record_with_stray_audit])
    assert count_rows(engine)["finding"] == 0


def test_a_reading_that_failed_is_replaced_and_a_good_one_is_not(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [no_form("a.pdf", "failed")])
    store.save_records(engine, [record("a.pdf")])
    store.save_records(engine, [no_form("a.pdf", "failed")])
    assert ask(engine, "select id, status, error from document") == [(1, "imported", None)]
    assert len(store.find_forms(engine)) == 1


def test_a_file_without_a_form_has_failed_once_a_newer_version_says_so(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [no_form("scan.pdf"), record("good.pdf")])
    broken_off = replace(no_form("scan.pdf", "failed"), version="2.0", pages=0)
    store.save_records(engine, [broken_off])
    statuses = "select status from document order by id"
    assert ask(engine, statuses) == [("no-form",), ("imported",)]
    read_to_its_end = [no_form("scan.pdf", "failed"), no_form("good.pdf", "failed")]
    store.save_records(engine, [replace(one, version="2.0", pages=1) for one in read_to_its_end])
    assert ask(engine, statuses) == [("failed",), ("imported",)]


def test_what_looks_like_a_form_stands_among_the_failures_until_it_is_read(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [no_form("lost.txt", "unread", "像自评表")])
    assert store.list_failures(engine) == [("像自评表", record("lost.txt").path)]
    store.save_records(engine, [record("lost.txt", version="2.0")])
    assert not store.list_failures(engine)
    assert ask(engine, "select status from document") == [("imported",)]


def test_a_newer_version_reads_again_in_place_of_the_old(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf"), record("b.pdf"), no_form()])
    before = count_rows(engine)
    store.save_records(engine, [record("a.pdf", version="2.0")])
    assert count_rows(engine) == before
    assert ask(engine, "select version from document order by id") == [("2.0",), (VERSION,), (VERSION,)]


def test_text_of_any_kind_is_data(tmp_path):
    engine = fresh(tmp_path)
    form = Form(1, "other", HOSTILE, department="甲\0乙", project="\ud800丙")
    assert store.save_records(engine, [record("a.pdf", form, path="/x/\udcc4.pdf", name=HOSTILE)]) == {}
    loaded, _ = store.load_form(engine, 1)
    assert (loaded.title, loaded.department, loaded.project) == (HOSTILE, "甲乙", "\\ud800丙")
    assert ask(engine, "select path, name from document") == [("/x/\\udcc4.pdf", HOSTILE)]


def test_many_documents_are_stored_in_order(tmp_path):
    engine = fresh(tmp_path)
    names = [f"{number:03}.pdf" for number in range(150)]
    store.save_records(engine, (record(name, Form(1, "other", name)) for name in names))
    assert [form.title for form in store.find_forms(engine)] == names
    assert store.find_standing(engine, (record(name).sha256 for name in names)).keys() == {
        record(name).sha256 for name in names
    }


def test_everything_of_a_document_goes_with_it(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf", rich_form(1), rich_form(2))])
    with engine.begin() as connection:
        connection.execute(text("delete from document"))
    assert {name for name, count in count_rows(engine).items() if count} == {"alembic_version"}


def test_writers_that_come_at_once_take_turns(tmp_path):
    url = url_in(tmp_path)

    def load(writer):
        engine = store.open_store(url)
        for number in range(10):
            store.save_records(engine, [record(f"{number}.pdf"), record(f"{writer} {number}.pdf")])

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(load, range(4)))
    counts = count_rows(store.open_store(url))
    assert (counts["document"], counts["form"], counts["document_path"]) == (50, 50, 50)


def test_readers_see_whole_documents_while_others_are_stored(tmp_path):
    engine = fresh(tmp_path)
    counts = "select (select count(*) from document), (select count(*) from form), (select count(*) from indicator)"
    lines = len(rich_form().indicators)
    with ThreadPoolExecutor(1) as writer:
        writing = writer.submit(
            store.save_records, engine, (record(f"{number}.pdf") for number in range(300))
        )
        while not writing.done():
            ((documents, forms, indicators),) = ask(engine, counts)
            assert (forms, indicators) == (documents, documents * lines)
    assert ask(engine, counts) == [(300, 300, 300 * lines)]


def test_ids_that_were_given_out_are_not_given_again(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf"), record("b.pdf")])
    with engine.begin() as connection:
        added = "insert into goal (form_id, ordinal, expected, actual) select id, 99, '', '' from form where ordinal = 1"
        connection.execute(text(added))
    store.save_records(engine, [record("c.pdf")])
    assert ask(engine, "select count(*), count(distinct id) from goal") == [(8, 8)]
