"""What holds for all tests."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from support.postgres import Server, programs, running_server
from support.store_samples import emptied

TESTS = str(Path(__file__).parent)
# The server that workers are forked from has no other path: it loads the tests' own readers once for all
# workers.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [TESTS, os.environ.get("PYTHONPATH")]))

settings.register_profile("house", deadline=None)  # time on a shared machine says nothing about the code
settings.load_profile("house")


def pytest_collection_modifyitems(items):
    """Run fast tests first: what is wrong shows early."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture(scope="session")
def postgres() -> Server:
    """A server that this run's tests share, one for each of pytest-xdist's processes."""
    folder = programs()
    if folder is None:
        pytest.skip("needs a PostgreSQL server's programs (Debian: apt install postgresql)")
    with running_server(folder) as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request, monkeypatch):
    """Run the test on both databases: what ``store_samples.url_in`` gives is on this one."""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        monkeypatch.setenv("HEBIAO_TEST_DB", server.url)
        with emptied(server.url):
            yield request.param
    else:
        monkeypatch.delenv("HEBIAO_TEST_DB", raising=False)
        yield request.param
