"""The database fails under an import: its disk is full, its server goes away. What is stored stays, and the next run goes on."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

import store
from support.interrupted import archive, contents, finished, started, wait_for_a_writer
from support.postgres import programs, running_server

pytestmark = pytest.mark.slow

FILES = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("archive"), FILES)


@pytest.fixture
def server():
    """A server of the test's own, to be stopped."""
    if programs() is None:
        pytest.skip("needs a PostgreSQL server's programs (Debian: apt install postgresql)")
    with running_server(programs()) as server:
        yield server


@contextmanager
def disk_of(megabytes):
    """Give the folder of a small disk."""
    with tempfile.TemporaryDirectory(prefix="disk-") as place:
        if os.geteuid() or not mount(place, f"size={megabytes}m"):
            pytest.skip("needs the right to mount a small disk")
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "-l", place], check=True)


def mount(place, options):
    return (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=False, capture_output=True
        ).returncode
        == 0
    )


def assert_goes_on(folder, url, whole):
    """Run again what was broken off: it ends as a run that nothing disturbed."""
    status, told = finished(folder, url)
    assert status == 0, told
    assert finished(folder, whole)[0] == 0
    assert contents(url) == contents(whole)


def test_the_disk_of_an_sqlite_file_is_full(tmp_path, folder):
    with disk_of(megabytes=1) as disk:
        url = f"sqlite:///{disk}/forms.db"
        status, told = finished(folder, url, impatient=True)
        assert status == 4, told
        assert "磁盘已满" in told
        assert "再运行同一条命令" in told
        mount(disk, "remount,size=100m")
        assert_goes_on(folder, url, f"sqlite:///{tmp_path}/whole.db")


def test_the_disk_of_a_server_is_full(folder, server):
    with disk_of(megabytes=6) as disk:
        shutil.chown(disk, "postgres")
        url = database_on(server, "forms", disk)
        status, told = finished(folder, url, impatient=True)
        assert status == 4, told
        assert "No space left on device" in told
        mount(disk, "remount,size=100m")
        assert_goes_on(folder, url, database_on(server, "whole"))


def database_on(server, name, disk=None):
    """Make a database, on a disk of its own where one is given."""
    with closing(create_engine(server.url, isolation_level="AUTOCOMMIT").connect()) as connection:
        if disk:
            connection.execute(text(f"create tablespace {name} location '{disk}'"))
        connection.execute(text(f"create database {name} tablespace {name if disk else 'pg_default'}"))
    return make_url(server.url).set(database=name).render_as_string()


def test_a_server_that_comes_back_is_waited_for(folder, server):
    url = database_on(server, "forms")
    store.open_store(url).dispose()
    with started(folder, url) as process:
        wait_for_a_writer(url, process)
        server.stop("immediate")
        time.sleep(2)
        assert process.poll() is None
        server.start()
        told = process.communicate(timeout=300)[1]
    assert process.returncode == 0, told
    assert "等它恢复" in told
    assert_goes_on(folder, url, database_on(server, "whole"))


def test_a_server_that_stays_away_ends_the_import(folder, server):
    url = database_on(server, "forms")
    store.open_store(url).dispose()
    with started(folder, url, impatient=True) as process:
        wait_for_a_writer(url, process)
        server.stop("immediate")
        told = process.communicate(timeout=300)[1]
    assert process.returncode == 4, told
    assert "再运行同一条命令" in told
    server.start()
    assert_goes_on(folder, url, database_on(server, "whole"))
