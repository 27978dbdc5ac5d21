"""What the database has of contents, what failed, and the rows of imports."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

import store
from extract import message
from support.store_samples import VERSION, count_rows, fresh, no_form, record

pytestmark = pytest.mark.usefixtures("database")


def test_a_content_stands_as_it_was_read_last(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf"), no_form(), no_form("b.pdf", "failed")])
    found = store.find_standing(
        engine, [record("a.pdf").sha256, no_form().sha256, record("b.pdf").sha256, "unknown"]
    )
    assert {key: one.status for key, one in found.items()} == {
        record("a.pdf").sha256: "imported",
        no_form().sha256: "no-form",
        record("b.pdf").sha256: "failed",
    }
    started = datetime.now(UTC)
    store.mark_read_again(engine, [record("a.pdf").sha256], "2.0")
    [(status, version, at, *_)] = store.find_standing(engine, [record("a.pdf").sha256]).values()
    assert (status, version) == ("imported", "2.0")
    assert at >= started > found[record("a.pdf").sha256].imported_at


def test_failures_are_told_with_every_path_until_the_path_is_read(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [no_form("a.pdf", "failed"), record("b.pdf"), no_form("c.pdf", "failed")])
    store.add_paths(engine, {record("c.pdf").sha256: ["/other/c.pdf"]})
    assert [one.path for one in store.list_failures(engine)] == [
        "/data/2023/a.pdf",
        "/data/2023/c.pdf",
        "/other/c.pdf",
    ]
    store.save_records(engine, [record("mended.pdf", path="/data/2023/a.pdf"), record("c.pdf")])
    assert store.list_failures(engine) == []


def test_a_failure_ends_where_a_content_that_was_read_before_is_found_by_now(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(
        engine, [record("good.pdf"), no_form("bad.pdf", "failed"), no_form("worse.pdf", "failed")]
    )
    store.add_paths(engine, {record("bad.pdf").sha256: ["/other/bad.pdf"]})
    store.add_paths(engine, {record("good.pdf").sha256: ["/data/2023/bad.pdf", "/data/2023/worse.pdf"]})
    assert [one.path for one in store.list_failures(engine)] == ["/other/bad.pdf"]
    assert store.find_standing(engine, [record("worse.pdf").sha256]) == {}
    store.save_records(engine, [no_form("worse.pdf", "failed")])  # the good one was there before
    assert [one.path for one in store.list_failures(engine)] == ["/other/bad.pdf", "/data/2023/worse.pdf"]
    store.add_paths(engine, {record("worse.pdf").sha256: ["/other/bad.pdf"]})
    assert len(store.list_failures(engine)) == 3  # nothing that was read is there
    store.add_paths(engine, {record("good.pdf").sha256: ["/data/2023/worse.pdf"]})
    assert [one.path for one in store.list_failures(engine)] == ["/other/bad.pdf", "/other/bad.pdf"]


def test_what_was_read_is_not_forgotten(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [no_form("a.pdf", "failed"), record("b.pdf")])
    store.forget_failures(engine, [record("a.pdf").sha256, record("b.pdf").sha256])
    assert store.find_standing(engine, [record("a.pdf").sha256, record("b.pdf").sha256]).keys() == {
        record("b.pdf").sha256
    }
    assert count_rows(engine)["document_path"] == 1


def test_the_forms_of_a_content_are_found_in_their_order(tmp_path):
    engine = fresh(tmp_path)
    two = record("a.pdf")
    store.save_records(engine, [record("b.pdf"), two])
    [form] = store.list_forms_of(engine, two.sha256)
    assert store.load_form(engine, form) == two.forms[0]
    assert store.list_forms_of(engine, "unknown") == []


def test_an_import_has_its_row_from_its_start_and_is_interrupted_until_it_is_done(tmp_path):
    engine = fresh(tmp_path)
    run = store.begin_run(engine, ["/a", "/b"], VERSION)
    asked = "select paths, files, second_seconds, version, interrupted, finished_at is null from import_run"
    with engine.connect() as connection:
        assert tuple(connection.execute(text(asked)).one()) == ("/a\n/b", 0, 0, VERSION, 1, True)
    store.keep_run(engine, run, {"files": 3, "second_seconds": 1.5}, done=False)
    with engine.connect() as connection:
        assert tuple(connection.execute(text(asked)).one()) == ("/a\n/b", 3, 1.5, VERSION, 1, True)
    store.keep_run(engine, run, {"files": 4}, done=True)
    with engine.connect() as connection:
        assert tuple(connection.execute(text(asked)).one()) == ("/a\n/b", 4, 1.5, VERSION, 0, False)


def test_what_was_cut_short_is_listed_and_gives_way_to_a_fuller_reading_only(tmp_path):
    engine = fresh(tmp_path)
    whole = record("a.pdf")
    cut = replace(whole, warnings=(message(store.CUT_SHORT, pages="1"),))
    store.save_records(engine, [cut])
    assert store.list_cut_short(engine) == [cut.path]
    assert store.find_standing(engine, [cut.sha256])[cut.sha256].is_cut_short
    store.save_records(engine, [cut])
    assert store.list_cut_short(engine) == [cut.path]
    store.save_records(engine, [whole])
    assert store.list_cut_short(engine) == []
    store.save_records(engine, [cut])
    assert store.list_cut_short(engine) == []
