"""A database of any earlier revision comes up to date with all that is in it."""

from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, inspect, select

import store
from store.migrations.opening import HEAD
from support.store_samples import D, fresh, record, url_in

pytestmark = pytest.mark.usefixtures("database")

CONFIG = Config()
CONFIG.set_main_option("script_location", "store:migrations")
EARLIER = [
    step.revision for step in ScriptDirectory.from_config(CONFIG).walk_revisions() if step.revision != HEAD
]


def database_of(url, revision):
    engine = create_engine(url)
    with engine.begin() as connection:
        CONFIG.attributes["connection"] = connection
        command.upgrade(CONFIG, revision)
    return engine


def tables_of(engine):
    schema = MetaData()
    schema.reflect(engine)
    return [
        table
        for table in schema.sorted_tables
        if table.name != "alembic_version" and not table.name.startswith("search_index")
    ]


def filled(table, number):
    """A row with something in every column; its keys lead to the rows of the same number."""
    return {column.name: value(column, number) for column in table.columns}


def value(column, number):
    values = {int: number, float: 0.5, D: number + D("0.25"), datetime: datetime(2026, 1, number, tzinfo=UTC)}
    return values.get(column.type.python_type, f"{column.name} 第{number}行")


def contents(engine, tables):
    with engine.connect() as connection:
        return {table.name: sorted(connection.execute(select(table)).all(), key=repr) for table in tables}


@pytest.mark.parametrize("revision", EARLIER)
def test_every_row_of_an_earlier_revision_is_kept(tmp_path, revision):
    url = url_in(tmp_path)
    engine = database_of(url, revision)
    tables = tables_of(engine)
    with engine.begin() as connection:
        for table in tables:
            connection.execute(table.insert(), [filled(table, number) for number in (1, 2, 3)])
    before = contents(engine, tables)
    engine.dispose()
    assert all(len(rows) == 3 for rows in before.values())
    assert store.upgrade_store(url) == revision
    assert contents(store.open_store(url), tables) == before


@pytest.mark.parametrize("revision", EARLIER)
def test_an_upgraded_database_is_as_a_new_one(tmp_path, revision):
    url = url_in(tmp_path, "old.db")
    database_of(url, revision).dispose()
    upgraded, new = store.open_store(url), fresh(tmp_path, "new.db")
    assert shape(upgraded) == shape(new)
    assert store.save_records(upgraded, [record()]) == {}
    assert [form.score_total for form in store.find_forms(upgraded)] == [D("95.61")]


def shape(engine):
    inspector = inspect(engine)
    names = [*inspector.get_table_names(), *inspector.get_view_names()]
    columns = {
        name: {column["name"]: repr(column["type"]) for column in inspector.get_columns(name)}
        for name in names
    }
    return columns, {
        name: sorted((each["name"], each["column_names"]) for each in inspector.get_indexes(name))
        for name in names
    }
