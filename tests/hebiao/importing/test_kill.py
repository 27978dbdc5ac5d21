"""An import that is killed at any moment goes on when it is run again, and ends as one that nobody disturbed."""

import os
import random
import signal
import time
from contextlib import suppress
from itertools import count

import pytest
from sqlalchemy import text

import store
from support.interrupted import (
    archive,
    contents,
    finished,
    killed,
    parent_of,
    processes_of,
    started,
    wait_for_a_writer,
)
from support.store_samples import url_in

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]

FILES = 80
KILLS, KILLS_INSIDE = (
    30,
    12,
)  # at moments drawn over the run's length, and in the transaction that follows such a moment

# Each form takes a while to be written, as on a slow disk: so a good part of the run's length is inside
# transactions.
SLOW = {
    "sqlite": """create trigger slow after insert on form begin
        select count(*) from (with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i from n);
        end""",
    "postgresql": """create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(0.01); return new; end';
        create trigger slow after insert on form for each row execute function slow()""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("archive"), FILES)


@pytest.fixture(scope="module")
def runs():
    return {}


@pytest.fixture
def undisturbed(tmp_path, folder, database, runs):
    """What a database holds after a run that nothing disturbs, and the seconds that the run took."""
    if database not in runs:
        runs[database] = run_undisturbed(tmp_path, folder)
    return runs[database]


def run_undisturbed(tmp_path, folder):
    url = slow_database(tmp_path, "undisturbed.db")
    begun = time.monotonic()
    status, told = finished(folder, url)
    seconds = time.monotonic() - begun
    assert status == 0, told
    held = contents(url)
    assert len(held["document"]) == FILES + 1
    assert len(held["form"]) > FILES / 2
    assert sum(map(len, held["document_path"].values())) == FILES + 2
    return held, seconds


def slow_database(folder, name):
    url = url_in(folder, name)
    engine = store.open_store(url)
    with engine.begin() as connection:
        connection.execute(text(SLOW[engine.dialect.name]))
    engine.dispose()
    return url


def test_killed_at_any_moment(tmp_path, folder, undisturbed):
    held, seconds = undisturbed
    drawn = random.Random(20)
    inside = [False] * KILLS + [True] * KILLS_INSIDE
    drawn.shuffle(inside)
    numbers = count()
    while inside:
        url = slow_database(tmp_path, f"{next(numbers)}.db")
        while inside and was_killed(started(folder, url), url, drawn.uniform(0, seconds), inside=inside[-1]):
            inside.pop()
        status, told = finished(folder, url)
        assert status == 0, told
        assert contents(url) == held


def was_killed(process, url, seconds, *, inside):
    """Kill the import after so many seconds, or in the transaction that is open then or next; tell whether it still ran."""
    time.sleep(seconds)
    if inside:
        wait_for_a_writer(url, process)
    still_ran = killed(process)
    until = time.monotonic() + 120
    while processes_of(process.pid):  # its workers end of themselves
        assert time.monotonic() < until
        time.sleep(0.02)
    return still_ran


def test_workers_are_killed(tmp_path, folder, undisturbed):
    held, seconds = undisturbed
    drawn = random.Random(21)
    for round_ in range(3):
        url = slow_database(tmp_path, f"workers {round_}.db")
        process = started(folder, url)
        for _ in range(4):
            time.sleep(drawn.uniform(0, seconds / 3))
            kill_one(workers_of(process.pid), drawn)
        assert process.wait(300) in {0, 3}
        process.stderr.close()
        assert finished(folder, url)[0] == 0
        assert contents(url) == held


def workers_of(session):
    """The import's processes but itself and the server that it forks its workers from."""
    return [pid for pid in processes_of(session) if session not in {pid, parent_of(pid)}]


def kill_one(workers, drawn):
    if workers:
        with suppress(ProcessLookupError):
            os.kill(drawn.choice(workers), signal.SIGKILL)


def test_two_imports_at_the_same_time(tmp_path, folder, undisturbed):
    held, _ = undisturbed
    url = slow_database(tmp_path, "two.db")
    both = [started(folder, url), started(folder / "1", url), started(folder, url)]
    told = [process.communicate(timeout=300)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0, 0], told
    assert paths_apart(contents(url)) == paths_apart(held)


def paths_apart(held):
    """The rows without each document's own path: that of a content that lies in two places is the first one's to come."""
    documents = {
        key: [row | {"path": "", "name": ""} for row in rows] for key, rows in held["document"].items()
    }
    return held | {"document": documents}
