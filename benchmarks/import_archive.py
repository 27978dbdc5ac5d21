"""What an import of an archive costs: ``python benchmarks/import_archive.py --forms 400``.

Makes the archive, imports it by one worker and by two, takes some of its files through the stages in this
process, and has a script do the same that a user would write by hand. The database is SQLite's, or the empty
ones that ``--db`` names, twice.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import ParamSpec, TypeVar
from unittest.mock import patch

import pypdfium2
from archive import make_archive
from processes import Used, watched

from hebiao.database import opened
from hebiao.importing.pipeline import import_files
from hebiao.reading import file as reading
from hebiao.sources.files import content_of
from hebiao.workers.answers import encode_answer
from hebiao.workers.job import Job, Options
from normalize import load_tagger

BY_HAND = Path(__file__).with_name("by_hand.py")
MOST_STAGED = 100  # files that are taken through a worker's stages here
MOST_BY_HAND = 20
P = ParamSpec("P")
R = TypeVar("R")
IN_WORKER = {
    "extract": "hebiao.reading.file.read_with_doubts",
    "normalize": "hebiao.reading.file.read_forms",
    "audit": "hebiao.reading.file.audit_forms",
    "second look": "hebiao.reading.file.look_again",
    "hash again": "hebiao.reading.file.content_of",
}
IN_PARENT = {
    "hash": "hebiao.importing.selecting.make_job",
    "ask what is known": "store.standing",
    "take the records": "hebiao.workers.pool.decode_record",
    "name what is counted": "hebiao.importing.pipeline.name_nouns",
    "store": "hebiao.importing.storing.store_records",
}


def main() -> None:
    """Measure and print the tables."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch, "archive")
        make_archive(archive, arguments.forms)
        files = sorted(archive.rglob("*.pdf"))
        pages = sum(len(pypdfium2.PdfDocument(path)) for path in files)
        print(f"{len(files)} forms of {pages / len(files):.1f} pages in the mean\n")
        urls = arguments.db or [f"sqlite:///{scratch}/{workers}.db" for workers in (1, 2)]
        runs = {
            f"hebiao, {n} worker{'s' * (n > 1)}": _imported(archive, n, url)
            for n, url in zip((1, 2), urls, strict=False)
        }
        start = _imported(_first_of(files, Path(scratch, "one")), 1, f"sqlite:///{scratch}/start.db")
        print(f"An import of one form: {start.cpu:.1f} s of CPU, which is taken off below\n")
        by_hand = min(len(files), MOST_BY_HAND)
        runs |= {
            "pdfplumber and pandas": watched(
                [sys.executable, str(BY_HAND), str(archive), f"{scratch}/hand.db", str(by_hand)]
            )
        }
        _print_runs(runs, {name: by_hand if "pandas" in name else len(files) for name in runs}, start)
        if not arguments.db:
            size, theirs = _size(scratch, "1.db") / len(files), _size(scratch, "hand.db") / by_hand
            print(f"\nDatabase: {size / 1000:.1f} kB a form, {theirs / 1000:.1f} by hand\n")
        _print_stages("worker", _worker_stages(files[:MOST_STAGED]), min(len(files), MOST_STAGED))
        _print_stages("parent", _parent_stages(archive, f"sqlite:///{scratch}/stages.db"), len(files))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=400)
    parser.add_argument("--db", nargs=2, metavar="URL")
    return parser.parse_args()


def _imported(archive: Path, workers: int, url: str) -> Used:
    return watched(
        [sys.executable, "-m", "hebiao", "import", str(archive), "--workers", str(workers), "--db", url]
    )


def _size(folder: str, name: str) -> int:
    return sum(path.stat().st_size for path in Path(folder).glob(f"{name}*"))


def _first_of(files: Sequence[Path], folder: Path) -> Path:
    folder.mkdir()
    (folder / "one.pdf").write_bytes(files[0].read_bytes())
    return folder


def _print_runs(runs: Mapping[str, Used], forms: Mapping[str, int], start: Used) -> None:
    print(
        "| | ms of CPU a form | of it the parent | forms a second and core | wall ms a form | parent's peak MB | a worker's |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, used in runs.items():
        once = 0.0 if "pandas" in name else 1.0
        cpu, parent = used.cpu - once * start.cpu, used.parent_cpu - once * start.parent_cpu
        wall, count = used.wall - once * start.wall, forms[name]
        cells = (
            1000 * cpu / count,
            1000 * parent / count,
            count / cpu,
            1000 * wall / count,
            used.parent_mb,
            used.worker_mb,
        )
        print(f"| {name} | {' | '.join(f'{cell:.1f}' for cell in cells)} |")


def _print_stages(whose: str, seconds: Mapping[str, float], forms: int) -> None:
    print(f"| {whose}'s stage | ms of CPU a form | share |\n|---|---:|---:|")
    total = sum(seconds.values())
    for stage, spent in seconds.items():
        print(f"| {stage} | {1000 * spent / forms:.1f} | {spent / total:.0%} |")
    print()


def _worker_stages(files: Sequence[Path]) -> Mapping[str, float]:
    """Read files as a worker does, after some to warm up, and give the processor seconds of each stage."""
    known = [(str(path), content_of(str(path))) for path in files]
    jobs = [Job(path, content.sha256, content.size, Options()) for path, content in known]
    for job in jobs[:10]:
        reading.read_job(job)
    with _timed(IN_WORKER) as seconds:
        started = _cpu()
        for job in jobs:
            record = reading.read_job(job)
            before = _cpu()
            encode_answer(record)
            seconds["make the rows, hand over"] += _cpu() - before
        return seconds | {"the rest": _cpu() - started - sum(seconds.values())}


def _parent_stages(archive: Path, url: str) -> Mapping[str, float]:
    """Import with one worker, and give the processor seconds of this process by stage."""
    started = _cpu()
    load_tagger()
    print(f"Its start, once: {_cpu() - started:.1f} s for jieba's dictionary\n")
    with opened(url, create=True) as engine, _timed(IN_PARENT) as seconds:
        started = _cpu()
        import_files(engine, [archive], Options(workers=1))
        return seconds | {"the rest": _cpu() - started - sum(seconds.values())}


@contextmanager
def _timed(stages: Mapping[str, str]) -> Iterator[Counter[str]]:
    """Add up the processor seconds that functions take, by the names given to them."""
    seconds: Counter[str] = Counter()
    patches = []
    for stage, place in stages.items():
        home, _, name = place.rpartition(".")
        function = getattr(importlib.import_module(home), name)
        patches.append(patch(place, _timing(function, seconds, stage)))
    for one in patches:
        one.start()
    try:
        yield seconds
    finally:
        for one in patches:
            one.stop()


def _cpu() -> float:
    """Give the processor seconds of this process and of those that it waited for, as a second look is."""
    return sum(used.ru_utime + used.ru_stime for used in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


def _timing(function: Callable[P, R], seconds: Counter[str], stage: str) -> Callable[P, R]:
    def timed(*args: P.args, **more: P.kwargs) -> R:
        started = _cpu()
        try:
            return function(*args, **more)
        finally:
            seconds[stage] += _cpu() - started

    return timed


if __name__ == "__main__":
    main()
