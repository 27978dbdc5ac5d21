"""Imports that are broken off: an archive to read, the command as a user runs it, and what a database holds in the end."""

import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, MetaData, create_engine, select

import store
from support.paths import SAMPLES

NOT_COMPARED = {
    "import_run",
    "alembic_version",
    "search_text",
}  # each run has its own row; the index has no columns of the forms
OTHER_EACH_TIME = {"id", "imported_at", "second_seconds", "seconds"}
POINTS_TO = {
    "document_id": "document",
    "form_id": "form",
    "fund_id": "fund",
    "level1_id": "level",
    "level2_id": "level",
}
# jieba's dictionary would take a second of each of some hundred runs, and no part in what is tested.
PATIENT = "import hebiao.importing.pipeline; hebiao.importing.pipeline.name_nouns = lambda record: record; from hebiao.cli import main; main()"
IMPATIENT = f"import hebiao.database; hebiao.database.RETRY_PAUSES_SECONDS = (0.2, 0.2); {PATIENT}"


def archive(folder: Path, files: int, seed: int = 1) -> Path:
    """Make text forms whose names and amounts differ, two that are the same, and a file that is no form."""
    drawn = random.Random(seed)
    texts = [path.read_text("utf8") for path in sorted((SAMPLES / "families").glob("L*.txt"))]
    for number in range(files):
        varied = re.sub(r"(?<=\d)\d(?=\.\d)", lambda _: str(drawn.randrange(10)), texts[number % len(texts)])
        place = folder / f"{number % 4}" / f"{number:03}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"{varied}\n填报人:第{number}人", "utf8")
    shutil.copy(folder / "0" / "000.txt", folder / "3" / "again.txt")
    (folder / "letter.txt").write_text("关于报送绩效自评材料的函", "utf8")
    return folder


def started(folder: Path, url: str, *, impatient: bool = False) -> subprocess.Popen:
    """Start ``hebiao import`` in a session of its own, with two workers; impatient, it waits half a second for a database."""
    program = IMPATIENT if impatient else PATIENT
    command = [sys.executable, "-c", program, "import", str(folder), "--db", url, "--workers", "2"]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)


def finished(folder: Path, url: str, *, impatient: bool = False) -> tuple[int, str]:
    """Run ``hebiao import`` to its end; give the exit status and what it told."""
    with started(folder, url, impatient=impatient) as process:
        told = process.communicate(timeout=300)[1]
    return process.returncode, told


def killed(process: subprocess.Popen) -> bool:
    """Kill the import as it stands, its workers not; tell whether it was still running."""
    with process:
        process.send_signal(signal.SIGKILL)
        process.stderr.close()
    return process.returncode == -signal.SIGKILL


def wait_for_a_writer(url: str, process: subprocess.Popen) -> None:
    """Wait until a writer is inside a transaction, or the import has ended."""
    with _looking(url) as is_written:
        while process.poll() is None and not is_written():
            time.sleep(0.002)


@contextmanager
def _looking(url: str) -> Iterator[Callable[[], bool]]:
    """Give who tells whether a writer is inside a transaction; an SQLite file is opened for each look only, as it is for a user."""
    if url.startswith("postgresql"):
        with (
            closing(create_engine(url).raw_connection()) as connection,
            closing(connection.cursor()) as cursor,
        ):
            yield (
                lambda: (
                    cursor.execute(
                        "select 1 from pg_locks where locktype = 'advisory' and granted"
                    ).fetchone()
                    is not None
                )
            )
    else:
        yield lambda: _is_locked(url.removeprefix("sqlite:///"))


def _is_locked(file: str) -> bool:
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("begin immediate")
        except sqlite3.OperationalError:
            return True
    return False


def processes_of(session: int) -> list[int]:
    """Find the processes of a session that run."""
    running = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
    return [pid for pid in running if (told := _stat(pid)) and told[3] == str(session) and told[0] != "Z"]


def parent_of(pid: int) -> int | None:
    """Find the process that started another; None when that one has ended."""
    told = _stat(pid)
    return int(told[1]) if told else None


def _stat(pid: int) -> list[str]:
    """What the kernel tells of a process: its state, its parent, its group, its session; nothing of one that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf8").rpartition(")")[2].split()
    except OSError:
        return []


def contents(url: str) -> dict[str, dict[object, list[dict[str, object]]]]:
    """Give every row by table and document, rows named by contents and ordinals in place of ids; moments are left out."""
    engine = store.open_store(url)
    tables = {table.name: _rows(engine, table) for table in _tables(engine)}
    engine.dispose()
    names: dict[str, dict[object, object]] = {
        "document": {row["id"]: row["sha256"] for row in tables["document"]}
    }
    names["form"] = {
        row["id"]: (names["document"][row["document_id"]], row["ordinal"]) for row in tables["form"]
    }
    for line in ("header", "fund", "goal", "level", "indicator"):
        names[line] = {
            row["id"]: (line, *names["form"][row["form_id"]], row["ordinal"]) for row in tables[line]
        }
    return {table: _by_owner([_named(row, names) for row in rows]) for table, rows in tables.items()}


def _tables(engine: Engine):
    schema = MetaData()
    schema.reflect(engine)
    return [
        table
        for name, table in schema.tables.items()
        if name not in NOT_COMPARED and not name.startswith("search_index")
    ]


def _rows(engine: Engine, table):
    with engine.connect() as connection:
        return [
            dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
        ]


def _named(row, names):
    points = POINTS_TO | {"indicator_id": "indicator"} | {"entity_id": row.get("entity")}
    return {
        column: names[points[column]][value] if column in points and value is not None else value
        for column, value in row.items()
        if column not in OTHER_EACH_TIME
    }


def _by_owner(rows):
    owned = defaultdict(list)
    for row in rows:
        owned[row.get("form_id") or row.get("document_id") or row.get("sha256")].append(row)
    return dict(owned)
