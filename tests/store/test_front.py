"""What other rooms may use of the store, and what that costs them."""

import subprocess
import sys

import store


def run_alone(program: str) -> int:
    return subprocess.run([sys.executable, "-c", program], check=False).returncode


def test_every_name_of_the_front_is_there():
    assert [name for name in store.__all__ if not hasattr(store, name)] == []
    assert len(set(store.__all__)) == len(store.__all__)


def test_a_database_is_asked_without_the_rooms_that_read_and_audit(tmp_path):
    url = f"sqlite:///{tmp_path / 'forms.db'}"
    store.open_store(url).dispose()
    others = {"extract", "normalize", "audit", "pandas", "alembic", "store.tables"}
    ask = f"import store, sys; print(store.query_rows(store.open_store('{url}'), 'select 1'))"
    assert run_alone(f"{ask}; sys.exit(bool({others} & sys.modules.keys()))") == 0


def test_the_command_asks_without_them_too(tmp_path):
    url = f"sqlite:///{tmp_path / 'forms.db'}"
    store.open_store(url).dispose()
    others = {"extract", "normalize", "audit", "pandas", "alembic"}
    ask = f"import sys; from hebiao.cli import run; status = run(['query', 'select 1', '--db', '{url}'])"
    assert run_alone(f"{ask}; sys.exit(status or bool({others} & sys.modules.keys()))") == 0


def test_a_record_is_made_without_a_database():
    assert run_alone("import store, sys; store.Record; sys.exit('sqlalchemy' in sys.modules)") == 0
