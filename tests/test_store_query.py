import pytest
from sqlalchemy import text
from store_samples import count_rows, fresh, record

import store

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def engine(tmp_path):
    engine = fresh(tmp_path)
    store.save(engine, [record()])
    return engine


def test_a_query_gives_a_frame(engine):
    frame = store.query(engine, "select level3, score from indicator order by ordinal")
    assert list(frame.columns) == ["level3", "score"]
    assert frame["score"].tolist()[:2] == [10, 8]
    assert frame["score"].dtype == float


def test_a_query_gives_rows(engine):
    columns, rows = store.query_rows(engine, "select title, '100%' as share from form where title like '%自评%'")
    assert columns == ["title", "share"]
    assert rows == [("项目支出绩效自评表", "100%")]


@pytest.mark.parametrize(
    "sql",
    [
        "delete from form",
        "drop table form",
        "insert into correction (sha256) values ('x') returning id",
        "update form set title = '' returning id",
        "create temp table t (a int)",
        "select 1; delete from form",
        "commit; delete from form",
        "",
        "selec",
        "select nothing from form",
        "select '\0'",
        "select * from 没有这张表",
    ],
)
def test_what_writes_or_is_wrong_is_refused(engine, sql):
    before = count_rows(engine)
    with pytest.raises(store.QueryError) as refused:
        store.query(engine, sql)
    assert str(refused.value)
    assert count_rows(engine) == before


@pytest.mark.parametrize(
    "sql", ["attach '{0}' as other", "vacuum into '{0}'", "pragma query_only = off", "pragma user_version = 7"]
)
def test_sqlite_reaches_no_other_file(engine, tmp_path, sql):
    if engine.dialect.name != "sqlite":
        pytest.skip("SQLite's own statements")
    other = tmp_path / "other.db"
    with pytest.raises(store.QueryError):
        store.query_rows(engine, sql.format(other))
    assert not other.exists()
    assert store.query_rows(engine, "pragma table_info(form)")[0][1] == "name"


def test_a_database_in_memory_is_read_only_while_it_is_asked():
    engine = store.open_store("sqlite://")
    store.save(engine, [record()])
    with pytest.raises(store.QueryError, match="readonly"):
        store.query_rows(engine, "delete from form")
    assert store.query_rows(engine, "select count(*) from form")[1] == [(1,)]
    store.save(engine, [record("b.pdf")])
    assert len(store.forms(engine)) == 2


def test_a_query_runs_while_another_writes(engine):
    with engine.begin() as connection:
        connection.execute(text("update form set title = 'new'"))
        assert store.query_rows(engine, "select title from form")[1] == [("项目支出绩效自评表",)]
