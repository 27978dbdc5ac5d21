import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

import store
from audit import render
from store.errors import DatabaseMissing
from store.migrations.opening import HEAD
from support.store_samples import count_rows, fresh, record, url_in

pytestmark = pytest.mark.usefixtures("database")


def test_opening_again_keeps_everything(tmp_path):
    url = url_in(tmp_path)
    engine = store.open_store(url)
    store.save_records(engine, [record()])
    before = count_rows(engine)
    assert count_rows(store.open_store(url)) == before
    assert store.upgrade_store(url) == HEAD


def test_a_new_database_has_no_revision_before(tmp_path):
    assert store.upgrade_store(url_in(tmp_path)) is None


def test_the_head_is_the_newest_step():
    config = Config()
    config.set_main_option("script_location", "store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_newer_or_foreign_revision_is_refused(tmp_path):
    url = url_in(tmp_path)
    with store.open_store(url).begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(store.StoreError, match="9999"):
        store.open_store(url)


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("create table moz_places (id)")
    with pytest.raises(store.StoreError, match="moz_places"):
        store.open_store(f"sqlite:///{path}")
    assert sqlite3.connect(path).execute("select name from sqlite_master").fetchall() == [("moz_places",)]


def test_a_schema_that_breaks_off_leaves_an_empty_database(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'forms.db'}"
    with monkeypatch.context() as broken:
        broken.setattr("alembic.op.create_index", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.open_store(url)
    assert count_rows(store.open_store(url))["form"] == 0


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("not a url", "地址"),
        ("sqlite:////no/such/folder/x.db", "文件夹不存在"),
        ("nosuchdb://localhost/x", "不支持 nosuchdb 数据库"),
        ("mysql://localhost/x", "不支持 mysql 数据库，只支持 SQLite 和 PostgreSQL"),
        ("sqlite:///{folder}", "文件打不开"),
        ("sqlite:///{folder}/图.png", "打不开数据库 {folder}/图.png：这个文件不是 SQLite 数据库$"),
    ],
)
def test_what_cannot_be_opened_is_told_plainly(tmp_path, url, reason):
    Path(tmp_path / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n" * 200)
    with pytest.raises(store.StoreError) as refused:
        store.open_store(url.format(folder=tmp_path))
    assert re.search(reason.format(folder=tmp_path), render(refused.value.message))


def test_a_server_that_is_not_there_is_told_plainly():
    pytest.importorskip("psycopg", reason="needs the extra postgresql")
    with pytest.raises(store.StoreError) as refused:
        store.open_store("postgresql://nobody@127.0.0.1:1/x")
    assert re.search("[^\n]*refused[^\n]*$", render(refused.value.message))


def test_a_password_is_not_shown(tmp_path):
    with pytest.raises(store.StoreError) as refused:
        store.open_store(f"nosuchdb://me:secret@localhost/{tmp_path.name}")
    assert "secret" not in str(refused.value)


def test_only_an_import_makes_a_database(tmp_path):
    with pytest.raises(DatabaseMissing, match=r"forms\.db"):
        store.open_store(f"sqlite:///{tmp_path / 'forms.db'}", create=False)
    assert list(tmp_path.iterdir()) == []


def test_sqlite_keeps_keys_and_lets_readers_in(tmp_path):
    engine = fresh(tmp_path)
    if engine.dialect.name != "sqlite":
        pytest.skip("SQLite's settings")
    with engine.connect() as connection:
        settings = [
            connection.execute(text(f"pragma {name}")).scalar()
            for name in ("foreign_keys", "journal_mode", "busy_timeout")
        ]
    assert settings == [1, "wal", 30000]


def test_nothing_heavy_is_loaded_before_it_is_used(tmp_path):
    path = tmp_path / "forms.db"
    store.open_store(f"sqlite:///{path}")
    opens = f"import store, sys; assert 'sqlalchemy' not in sys.modules; store.open_store('sqlite:///{path}')"
    code = f"{opens}; assert not {{'alembic', 'pandas'}} & sys.modules.keys()"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
