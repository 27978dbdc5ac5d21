"""How often normalizing one form asks the vocabulary and moves between modules, by a profile of its calls, for each filled cell.

``python benchmarks/label_calls.py [FILE ...]``; without files it takes the samples. A look-up is a call from
outside ``normalize.vocabulary`` into it; a move is a call from one module of ``normalize`` to another. The
times are the best of several rounds, in CPU milliseconds, with the memories of the process warm and cold.
"""

from __future__ import annotations

import argparse
import functools
import gc
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from types import FrameType
from typing import Any

from extract import read
from extract.grid import Document
from normalize import read_forms

SAMPLES = Path(__file__).parents[1] / "samples"
ROUNDS = 5
VOCABULARY = "normalize.vocabulary"


@dataclass(slots=True)
class Calls:
    """The calls of one reading: into the vocabulary from outside it, and between modules of ``normalize``."""

    lookups: Counter[str]
    moves: Counter[tuple[str, str]]

    def count(self, frame: FrameType, event: str, _argument: object) -> None:
        """Count one event of ``sys.setprofile``."""
        if event != "call" or frame.f_back is None:
            return
        callee, caller = frame.f_globals.get("__name__", ""), frame.f_back.f_globals.get("__name__", "")
        if callee == caller or not (callee.startswith("normalize.") and caller.startswith("normalize.")):
            return
        self.moves[caller, callee] += 1
        if callee.startswith(VOCABULARY) and not caller.startswith(VOCABULARY):
            self.lookups[frame.f_code.co_qualname] += 1


def count_calls(document: Document) -> Calls:
    """Read the forms of a document once and count the calls."""
    calls = Calls(Counter(), Counter())
    sys.setprofile(calls.count)
    try:
        read_forms(document)
    finally:
        sys.setprofile(None)
    return calls


def time_reading(document: Document, *, warm: bool) -> float:
    """Give the milliseconds of CPU that reading a document's forms takes, the best of some rounds."""
    times = []
    for _ in range(ROUNDS):
        if not warm:
            _forget()
        started = process_time()
        read_forms(document)
        times.append(1000 * (process_time() - started))
    return min(times)


def _forget() -> None:
    """Empty what functions of ``normalize`` remember of texts; the lists themselves stay loaded."""
    for function in _remembering():
        if function.cache_info().maxsize is not None:
            function.cache_clear()


@functools.cache
def _remembering() -> list[Any]:
    return list(_find_remembering())


def _find_remembering() -> Iterator[Any]:
    kind = type(functools.lru_cache(_find_remembering))
    yield from (found for found in gc.get_objects() if isinstance(found, kind))


def count_filled(document: Document) -> int:
    """Count the cells of a document that print something."""
    return sum(bool(cell.text.strip()) for grid in document.grids for cell in grid.cells)


def main() -> None:
    """Print a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--who", action="store_true", help="print who moves where most often")
    arguments = parser.parse_args()
    files = arguments.files or sorted(p for p in SAMPLES.iterdir() if p.suffix in (".pdf", ".txt"))
    print("cells look-ups/cell moves/cell   cold ms   warm ms  file")
    for file in files:
        document = read(file)
        cells = count_filled(document)
        if not cells:  # a picture
            continue
        calls = count_calls(document)
        lookups, moves = calls.lookups.total() / cells, calls.moves.total() / cells
        cold, warm = time_reading(document, warm=False), time_reading(document, warm=True)
        print(f"{cells:5} {lookups:13.1f} {moves:10.1f} {cold:9.1f} {warm:9.1f}  {file.name}")
        if arguments.who:
            for name, count in calls.lookups.most_common(12):
                print(f"        {count:6} {name}")
            for (caller, callee), count in calls.moves.most_common(12):
                print(f"        {count:6} {caller} -> {callee}")


if __name__ == "__main__":
    main()
