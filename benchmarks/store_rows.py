"""How fast forms go into the database, beside the bare rows of the same forms by COPY and by one prepared statement.

``python benchmarks/store_rows.py [--forms 2000] [--postgresql URL]``: the forms are those of ``samples``,
again and again; the server's database is emptied. Without a URL the tests' own server is started.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import Engine, create_engine, inspect, make_url, text

import store
from hebiao.reading.file import read_job
from hebiao.workers.answers import decode_record, encode_answer
from hebiao.workers.job import Job, Options

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from support.postgres import programs, running_server

SAMPLES = Path(__file__).parent.parent / "samples"
HASHES = 100_000
A_BATCH = 64  # as many as the importer looks up at once
HEAD = "| database | way | rows | rows a second | µs a row | µs of CPU of the client a row |\n|---|---|--:|--:|--:|--:|"
Rows = dict[str, list[tuple[object, ...]]]


def records(forms: int) -> list[store.Record]:
    """Give documents with at least so many forms, each content another."""
    files = [path for path in sorted(SAMPLES.rglob("*")) if path.suffix in {".pdf", ".txt"}]
    read = [record for record in map(_read, files) if record.forms]
    rounds = -(-forms // sum(len(record.forms) for record in read))
    return [
        replace(record, sha256=f"{number}-{record.sha256}", path=f"/{number}/{record.path}")
        for number in range(rounds)
        for record in read
    ]


def _read(path: Path) -> store.Record:
    data = path.read_bytes()
    return read_job(Job(str(path), hashlib.sha256(data).hexdigest(), len(data), Options()))


def measure(
    url: str, bare_url: str, documents: list[store.Record]
) -> Iterator[tuple[str, float, float, int]]:
    """Give each way's name, CPU seconds of the client, seconds, and rows."""
    engine, bare = store.open_store(url), store.open_store(bare_url)
    store.save_records(engine, [replace(documents[0], sha256="first", path="first")])
    spent = _spent(lambda: store.save_records(engine, documents))
    rows = _rows(engine)
    count = sum(map(len, rows.values()))
    yield "hebiao, from forms", *spent, count
    handed = [
        decode_record(encode_answer(replace(document, sha256=f"again-{document.sha256}")))
        for document in documents
    ]
    yield "hebiao, rows made by workers", *_spent(lambda: store.save_records(engine, handed)), count
    yield "the same rows, bare", *_spent(lambda: _put_bare(bare, rows)), count
    asked = [f"{number:064x}" for number in range(HASHES)]
    yield (
        "contents looked up",
        *_spent(lambda: [store.find_standing(engine, some) for some in _batches(asked)]),
        HASHES,
    )


def _batches(hashes: list[str]) -> Iterator[list[str]]:
    """Yield the hashes as an import asks for them."""
    for start in range(0, len(hashes), A_BATCH):
        yield hashes[start : start + A_BATCH]


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    started = process_time(), perf_counter()
    work()
    return process_time() - started[0], perf_counter() - started[1]


def _rows(engine: Engine) -> Rows:
    """Give all rows by table, in the order that their keys need."""
    found: Rows = {}
    with engine.connect() as connection:
        for name in (
            "document",
            "document_path",
            "form",
            "header",
            "fund",
            "goal",
            "level",
            "indicator",
            *_others(engine),
        ):
            found[name] = [tuple(row) for row in connection.exec_driver_sql(f"select * from {name}")]
    return found


def _others(engine: Engine) -> tuple[str, ...]:
    leaves = ("quantity", "source", "finding", "checked", "search_text")
    return (
        (*leaves, "search_index")
        if "search_index" in inspect(engine).get_table_names() and engine.name != "sqlite"
        else leaves
    )


def _put_bare(engine: Engine, rows: Rows) -> None:
    with closing(engine.raw_connection()) as pooled:
        cursor = pooled.driver_connection.cursor()
        if engine.name == "sqlite":
            cursor.execute("begin immediate")
        for name, lines in rows.items():
            if engine.name == "sqlite":
                cursor.executemany(f"insert into {name} values ({', '.join('?' * len(lines[0]))})", lines)
                continue
            with cursor.copy(f"copy {name} from stdin") as copy:
                for line in lines:
                    copy.write_row(line)
        pooled.commit()


def _emptied(url: str, name: str) -> str:
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"drop database if exists {name} with (force)"))
        connection.execute(text(f"create database {name}"))
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def main() -> None:
    """Print the table for both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=2000)
    parser.add_argument("--postgresql", metavar="URL")
    asked = parser.parse_args()
    documents = records(asked.forms)
    forms = sum(len(document.forms) for document in documents)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = asked.postgresql or stack.enter_context(running_server(programs())).url
        urls = {
            "SQLite": (f"sqlite:///{folder}/a.db", f"sqlite:///{folder}/b.db"),
            "PostgreSQL": (_emptied(server, "hebiao_loaded"), _emptied(server, "hebiao_bare")),
        }
        print(f"{forms} forms\n\n{HEAD}")
        for name, pair in urls.items():
            for way, cpu, wall, rows in measure(*pair, documents):
                print(
                    f"| {name} | {way} | {rows} | {rows / wall:.0f} | {wall / rows * 1e6:.1f} | {cpu / rows * 1e6:.1f} |"
                )


if __name__ == "__main__":
    main()
