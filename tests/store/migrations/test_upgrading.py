import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text

import store
from hebiao.cli import run
from hebiao.review import apply_corrections
from store.engine.connecting import writing
from store.migrations.opening import HEAD
from store.people.correcting import group_corrections
from store.search.entries import make_entries
from store.search.indexing import index_forms
from store.search.searching import search_texts
from support.store_samples import count_rows, record, url_in

pytestmark = pytest.mark.usefixtures("database")

FIRST = """
insert into document (id, path, name, sha256, format, pages, bytes, status, engine, version, imported_at, glyphs, glyphs_in_cells,
  glyphs_outside, second_looks, second_seconds)
  values (7, '/data/a.pdf', 'a.pdf', 'abc', 'pdf', 1, 1, 'imported', 'pdfium', '0.1', '2026-01-01', 1, 1, 0, 0, 0);
insert into document_path (document_id, path) values (7, '/data/a.pdf');
insert into form (id, document_id, ordinal, kind, title, department, verdict) values (3, 7, 1, 'other', '自评表', '望城区财政局', 'agrees');
insert into form (id, document_id, ordinal, kind, title, verdict) values (4, 7, 2, 'other', '', 'unchecked');
insert into fund (id, form_id, ordinal, source, budget_yuan, budget_text, is_total, among) values (5, 3, 1, '财政资金', 0.1, '0.1', 1, 0);
insert into goal (id, form_id, ordinal, expected, actual) values (901, 3, 1, '腾地8000亩', '腾地11876.45亩');
insert into source (id, form_id, entity, entity_id, field, page, confidence) values (902, 3, 'goal', 901, 'actual', 1, 0.5);
insert into correction (id, sha256, form_ordinal, entity, row_key, field, before, after, at)
  values (1, 'abc', 1, 'goal', '#1', 'actual', '腾地1亩', '腾地11876.45亩', '2026-01-02');
insert into import_run (id, started_at, files, imported, no_form, failed, forms, findings, version)
  values (1, '2026-01-01', 1, 1, 0, 0, 1, 0, '0.1');
"""


def filled(url: str, revision: str) -> None:
    """A database as an earlier revision left it, its texts in the search index where it had one."""
    config = Config()
    config.set_main_option("script_location", "store:migrations")
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in FIRST.split(";\n"):
            if statement.strip():
                connection.execute(text(statement))
        if "search_text" in inspect(connection).get_table_names():
            index_forms(
                connection,
                [
                    (
                        3,
                        make_entries(
                            ["自评表", "望城区财政局", "财政资金", "0.1", "腾地8000亩", "腾地11876.45亩"]
                        ),
                    )
                ],
            )
    engine.dispose()


@pytest.mark.parametrize("revision", ["0001", "0004", "0005", "0006"])
def test_what_an_earlier_release_stored_is_kept_and_can_be_searched(tmp_path, revision):
    url = url_in(tmp_path)
    filled(url, revision)
    assert store.upgrade_store(url) == revision
    engine = store.open_store(url)
    assert store.load_form(engine, 3)[0].funds[0].texts == {"budget": "0.1"}
    with engine.connect() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalar() == HEAD
        assert float(connection.execute(text("select budget_yuan from fund")).scalar()) == 0.1
        assert connection.execute(text("select known, interrupted, reread_since from import_run")).one() == (
            None,
            None,
            None,
        )
    assert {
        name: count
        for name, count in count_rows(engine).items()
        if count and name not in {"search_text", "alembic_version"}
    } == {
        **dict.fromkeys(
            ("document", "document_path", "fund", "goal", "source", "correction", "import_run"), 1
        ),
        "form": 2,
    }
    assert [(hit.form_id, hit.field) for hit in search_texts(engine, "11876")] == [(3, "actual")]
    (mine,) = group_corrections(engine)["abc"]
    assert (mine.row_key, mine.confidence) == ("#1", None)
    store.save_records(engine, [apply_corrections(group_corrections(engine), record("b.pdf"))])
    assert search_texts(engine, "腾地面积")


def test_the_index_is_built_anew_by_a_command(tmp_path):
    url = url_in(tmp_path)
    engine = store.open_store(url)
    store.save_records(engine, [record("a.pdf")])
    with writing(engine) as connection:
        connection.execute(text("delete from search_text"))
    assert search_texts(engine, "望城区") == []
    assert run(["db", "reindex", "--db", url]) == 0
    assert search_texts(engine, "望城区")
