"""Show that a change of the code changes no row: dump every table before it and after it, and compare the dumps.

``python benchmarks/same_tables.py dump OUT.jsonl [PATH...] [--forms N]`` imports the paths and a made archive
of N forms and writes each row of each table as a line of JSON. ``python benchmarks/same_tables.py compare
BEFORE AFTER`` prints what differs and exits with 1 where anything does. Columns that only one dump has are
named, not compared; times and the folder of the archive are no part of a dump. ``--loose`` compares texts of
Chinese prose without their punctuation.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive import HOUSE, make_archive

TIMES = {
    "imported_at",
    "started_at",
    "finished_at",
    "at",
    "seconds",
    "started",
    "finished",
    "version",
    "second_seconds",
}
NOT_COMPARED = {"import_run", "alembic_version"}  # when an import ran, and which schema it found
PROSE = {"message", "explanation", "missing", "warnings", "error", "notes"}
MOST_SHOWN = 5  # rows a table
LONGEST_SHOWN = 500  # characters

Row = dict[str, Any]


def main() -> int:
    """Dump or compare."""
    arguments = _arguments()
    if arguments.command == "compare":
        return _compare(arguments.before, arguments.after, loose=arguments.loose)
    _dump(arguments.out, arguments.paths, arguments.forms)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    dump = commands.add_parser("dump")
    dump.add_argument("out", type=Path)
    dump.add_argument("paths", nargs="*", type=Path)
    dump.add_argument("--forms", type=int, default=200)
    compare = commands.add_parser("compare")
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    compare.add_argument("--loose", action="store_true")
    return parser.parse_args()


def _dump(out: Path, paths: list[Path], forms: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch, "archive")
        archive.mkdir()
        make_archive(archive, forms)
        database = Path(scratch, "dump.db")
        command = [
            sys.executable,
            "-m",
            "hebiao",
            "import",
            *map(str, paths),
            str(archive),
            "--db",
            f"sqlite:///{database}",
        ]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        if done.returncode not in {0, 3}:
            raise SystemExit(done.returncode)
        with out.open("w", encoding="utf8") as file:
            for table, row in _rows(database):
                line = json.dumps([table, row], ensure_ascii=False, sort_keys=True)
                file.write(line.replace(scratch, "SCRATCH").replace(str(HOUSE), "HOUSE") + "\n")


def _rows(database: Path) -> Iterator[tuple[str, Row]]:
    """Give each table's rows in a fixed order, without times."""
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    named = connection.execute(
        "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%' order by name"
    )
    for (table,) in named.fetchall():
        if table in NOT_COMPARED or "search" in table:
            continue
        rows = [dict(row) for row in connection.execute(f'select * from "{table}"')]
        kept = [{name: _plain(value) for name, value in row.items() if name not in TIMES} for row in rows]
        for row in sorted(kept, key=lambda row: json.dumps(row, ensure_ascii=False, sort_keys=True)):
            yield table, row


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def _compare(before: Path, after: Path, *, loose: bool) -> int:
    old, new = _tables(before), _tables(after)
    differing = 0
    for table in sorted(old.keys() | new.keys()):
        if table not in old or table not in new:
            print(f"{table}: only {'before' if table in old else 'after'}")
            continue
        differing += _compare_table(table, old[table], new[table], loose=loose)
    print(f"{differing} rows differ in {len(old)} tables")
    return int(differing > 0)


def _tables(path: Path) -> dict[str, list[Row]]:
    tables: defaultdict[str, list[Row]] = defaultdict(list)
    with path.open(encoding="utf8") as file:
        for line in file:
            table, row = json.loads(line)
            tables[table].append(row)
    return tables


def _compare_table(table: str, old: list[Row], new: list[Row], *, loose: bool) -> int:
    shared = old[0].keys() & new[0].keys() if old and new else set()
    for name in sorted((old[0].keys() if old else set()) ^ (new[0].keys() if new else set())):
        print(f"{table}.{name}: in one dump only")
    before = {_line(row, shared, loose=loose) for row in old}
    after = {_line(row, shared, loose=loose) for row in new}
    gone, come = sorted(before - after), sorted(after - before)
    for sign, lines in (("-", gone), ("+", come)):
        for line in lines[:MOST_SHOWN]:
            print(f"{sign} {table} {line[:LONGEST_SHOWN]}")
    return max(len(gone), len(come), abs(len(old) - len(new)))


def _line(row: Row, names: set[str], *, loose: bool) -> str:
    shown = {
        name: _unpunctuated(row[name]) if loose and name in PROSE else row[name] for name in sorted(names)
    }
    return json.dumps(shown, ensure_ascii=False)


def _unpunctuated(text: object) -> object:
    if not isinstance(text, str):
        return text
    return re.sub(r"[\s,;:.。、()!?\"“”「」‘’'_]", "", unicodedata.normalize("NFKC", text))


if __name__ == "__main__":
    sys.exit(main())
