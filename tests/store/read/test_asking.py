import time

import pytest
from sqlalchemy import text

import store
from store.errors import QueryTooLarge, QueryTooLong
from support.store_samples import count_rows, fresh, record

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def engine(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record()])
    return engine


def test_a_query_gives_a_frame(engine):
    frame = store.query_frame(engine, "select level3, score from indicator order by ordinal")
    assert list(frame.columns) == ["level3", "score"]
    assert frame["score"].tolist()[:2] == [10, 8]
    assert frame["score"].dtype == float


def test_a_query_gives_rows(engine):
    columns, rows = store.query_rows(
        engine, "select title, '100%' as share from form where title like '%自评%'"
    )
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
        store.query_frame(engine, sql)
    assert str(refused.value)
    assert count_rows(engine) == before


@pytest.mark.parametrize(
    "sql",
    ["attach '{0}' as other", "vacuum into '{0}'", "pragma query_only = off", "pragma user_version = 7"],
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
    store.save_records(engine, [record()])
    with pytest.raises(store.QueryError, match="readonly"):
        store.query_rows(engine, "delete from form")
    assert store.query_rows(engine, "select count(*) from form")[1] == [(1,)]
    store.save_records(engine, [record("b.pdf")])
    assert len(store.find_forms(engine)) == 2


def test_a_query_runs_while_another_writes(engine):
    with engine.begin() as connection:
        connection.execute(text("update form set title = 'new'"))
        assert store.query_rows(engine, "select title from form")[1] == [("项目支出绩效自评表",)]


ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select {} from n"


def test_a_limited_query_gives_the_first_rows_of_any_number(engine):
    limits = store.QueryLimits(seconds=20, rows=3)
    assert store.query_rows(engine, ENDLESS.format("i"), limits) == (["i"], [(1,), (2,), (3,)])
    assert store.query_rows(engine, "select 1 as a where 1 = 0", limits) == (["a"], [])
    assert len(store.query_rows(engine, "select level3 from indicator")[1]) == 4


def test_a_query_ends_in_time(engine):
    with pytest.raises(QueryTooLong, match=r"seconds=0\.2"):
        store.query_rows(engine, ENDLESS.format("sum(i)"), store.QueryLimits(seconds=0.2, rows=3))
    assert store.query_rows(engine, "select 1 as a", store.QueryLimits(seconds=20, rows=3))[1] == [(1,)]


@pytest.mark.parametrize(
    "sql", ["copy form to program 'true'", "do $$ begin end $$", "/* select */ copy (select 1) to stdout"]
)
def test_a_server_runs_nothing_but_questions(engine, sql):
    with pytest.raises(store.QueryError):
        store.query_rows(engine, sql)
    assert store.query_rows(
        engine, "-- why\n/* how */ (select 1 as a)" if engine.dialect.name == "postgresql" else "select 1"
    )[1]


def test_no_answer_fills_the_memory(engine):
    limits = store.QueryLimits(seconds=20, rows=1000, bytes=100_000)
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)"
    with pytest.raises(QueryTooLarge, match="size=0"):
        store.query_rows(engine, f"{numbers} select '{'x' * 1000}' from n", limits)


def test_no_value_fills_the_memory(engine):
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has limits of its own")
    with pytest.raises(store.QueryError, match="too big"):
        store.query_rows(engine, "select hex(zeroblob(100000000))", store.QueryLimits(seconds=20, rows=3))


def test_numbers_fill_no_memory_either(engine):
    limits = store.QueryLimits(seconds=20, rows=1000, bytes=100_000)
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)"
    with pytest.raises(QueryTooLarge, match="size=0"):
        store.query_rows(engine, f"{numbers} select {', '.join(['i'] * 100)} from n", limits)


def test_no_single_call_of_a_function_outlives_the_limit_by_far(engine):
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL breaks off its functions")
    limits = store.QueryLimits(seconds=1, rows=3)
    with pytest.raises(store.QueryError, match="too big"):
        store.query_rows(
            engine, "select instr(hex(zeroblob(2400000)), hex(zeroblob(1200000)) || '1')", limits
        )
    with pytest.raises(store.QueryError, match="too complex"):
        store.query_rows(engine, f"select hex(zeroblob(400000)) like '%{'0' * 40_000}1'", limits)


def test_a_superuser_s_question_may_not_read_the_server_s_files(engine):
    if engine.dialect.name != "postgresql":
        pytest.skip("PostgreSQL's roles")
    with pytest.raises(store.QueryError, match="permission denied"):
        store.query_rows(engine, "select pg_read_file('/etc/hostname')")
    assert store.query_rows(engine, "select count(*) from indicator_full")[1] == [(4,)]


def test_a_question_cannot_take_its_limit_away(engine):
    if engine.dialect.name != "postgresql":
        pytest.skip("PostgreSQL's settings")
    setting = "current_setting('statement_timeout')"
    sleeps = f"case {setting} when '0' then pg_sleep(9) end as slept, set_config('statement_timeout', '0', true) as taken"
    began = time.monotonic()
    sql = f"select 1 as a from (select {setting} as before, {sleeps} offset 0) asked where before = 'never'"
    assert store.query_rows(engine, sql, store.QueryLimits(seconds=1, rows=3)) == (["a"], [])
    assert time.monotonic() - began < 6
