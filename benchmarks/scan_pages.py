"""Print forms, scan them badly, read them again: ``python benchmarks/scan_pages.py [--made N] [--lattice-only]``.

Sound forms of many layouts are printed in many fonts, drawn at a scanner's resolution, and spoilt as scanners,
copiers, fax machines, seals, pens and cameras do. Where each cell went is known, and so is what it prints: the
print itself was read before. The table counts by kind

- *lattice*: first pages on which every cell stands in its row, column and span, from the rulings alone;
- *fields*: right, of all that the print says; *rows* found; *wrong*: numbers (points, money, rates) stored that
  are wrong, in a thousand; *values*: the same of the numbers in targets, results and goals;
- *agree*: of the sound forms that nothing covers, those that agree; and, which must be 0,
  *in agrees*: wrong numbers in forms that agree, and *accused*: findings that blame a form for how it was read;
- *CPU s* a page.

Needs Chromium, and what ``pip install hebiao[ocr]`` brings where values are read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import process_time

import cv2
from scans import camera, marks, scanner
from scans.files import ONE_PAGE, PageFile, mix_pages, write_file
from scans.kinds import KINDS, ScanKind
from scans.lattice import (
    TrueCell,
    draw_lattice,
    find_cells,
    list_true_cells,
    list_words,
    open_page,
    score_turned,
)
from scans.picture import Picture, draw_pages
from scans.prints import make_print
from scans.values import ReadForm, Score, read_file, score_forms

TWO_PAGES = frozenset({"mixed", "spread"})
PARTS = (scanner, marks, camera)
"""The modules that register kinds."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A print as a kind of scan: its file, its pages as pictures, and their true cells by page."""

    kind: ScanKind
    name: str
    digital: bytes
    file: PageFile
    pictures: Sequence[Picture]
    cells: dict[int, list[TrueCell]]


@dataclass(slots=True)
class Tally:
    """What is counted of a kind or a group of kinds."""

    score: Score = field(default_factory=Score)
    files: int = 0
    pages: int = 0
    lattices: int = 0
    cells: int = 0
    cells_right: int = 0
    lattice_s: float = 0.0
    read_s: float = 0.0


def make_scan(kind: ScanKind, seed: int, pages: int) -> Scan | None:
    """Print the form of a seed and scan it; None where it has more than ``pages`` pages."""
    digital = make_print(seed, **kind.look)
    if kind.file in ONE_PAGE:
        pages = 1
    pictures = draw_pages(digital, kind.dpi)
    if len(pictures) > pages or (kind.file in TWO_PAGES and len(pictures) == 1):
        return None
    name = f"{kind.name.replace(' ', '-')}-{seed}"
    return scan_print(kind, name, digital, pictures, Random(f"{kind.name} {seed}"))


def scan_print(
    kind: ScanKind, name: str, digital: bytes, pictures: Sequence[Picture], chance: Random
) -> Scan:
    """Spoil the pages of a print and write the file."""
    cells = list_true_cells(digital)
    spoilt = []
    for picture in pictures:
        for step in kind.steps:
            picture = step(picture, chance)  # noqa: PLW2901 - each step takes what the last one left
        spoilt.append(picture)
    words = [list_words(cells.get(number, ()), picture) for number, picture in enumerate(spoilt, 1)]
    file = write_file(kind.file, spoilt, words, chance)
    if kind.file == "mixed":
        file = mix_pages(digital, file, len(spoilt) - 1)
    return Scan(kind, name, digital, file, spoilt, cells)


def score_lattice(scan: Scan, tally: Tally, keep: Path | None) -> None:
    """Hold the lattice of the first scanned page to the printed one."""
    number = len(scan.pictures) if scan.kind.file == "mixed" else 1
    image = open_page(scan.file, number)
    start = process_time()
    found = find_cells(image)
    tally.lattice_s += process_time() - start
    score = score_turned(scan.cells.get(number, []), found, image, scan.pictures[number - 1])
    tally.lattices += score.is_right
    tally.cells += score.cells
    tally.cells_right += score.right
    if not score.is_right:
        tally.score.faults.append(
            f"{scan.name}: lattice {score.right} of {score.cells} cells right, {score.found} found"
        )
        if keep:
            (keep / f"{scan.name}.lattice.png").write_bytes(draw_lattice(image, found))


def score_values(scan: Scan, tally: Tally, truth: Sequence[ReadForm]) -> None:
    """Hold what the program reads of the scan to what it reads of the print."""
    start = process_time()
    found = read_file(scan.file)
    tally.read_s += process_time() - start
    tally.score.add(score_forms(truth, found, is_covered=scan.kind.is_covered, name=scan.name))


def make_scans(kind: ScanKind, seed: int, made: int, pages: int) -> Iterator[tuple[Scan, list[ReadForm]]]:
    """Give as many scans of a kind, of prints from ``seed`` on, with the forms that they print."""
    for at in range(made * 20):
        if made == 0:
            return
        scan = make_scan(kind, seed * 1000 + at * 7919 + len(kind.name), pages)
        if scan is None:
            continue
        truth = read_file(PageFile(scan.digital, ".pdf"))
        if len(truth) == 1 and truth[0].verdict == "agrees":
            made -= 1
            yield scan, truth


def keep_scan(scan: Scan, folder: Path) -> None:
    """Write the scan and its print into a folder."""
    (folder / f"{scan.name}{scan.file.ending}").write_bytes(scan.file.data)
    (folder / f"{scan.name}.print.pdf").write_bytes(scan.digital)


def tell(name: str, tally: Tally, columns: Sequence[str]) -> str:
    """Return a line of the table."""
    n, told = tally.score.counts, {}
    files = max(tally.files, 1)
    told["files"] = f"{tally.files}"
    told["lattice"] = f"{tally.lattices}"
    told["cells %"] = f"{100 * tally.cells_right / max(tally.cells, 1):.1f}"
    told["lattice s"] = f"{tally.lattice_s / files:.2f}"
    told["fields %"] = f"{100 * n['right'] / max(n['fields'], 1):.2f}"
    told["rows %"] = f"{100 * n['rows found'] / max(n['rows'], 1):.1f}"
    told["extra"] = f"{n['extra rows'] + n['extra forms']}"
    told["wrong"] = f"{1000 * n['wrong numbers'] / max(n['numbers'], 1):.1f}"
    told["values"] = f"{1000 * n['wrong values'] / max(n['values'], 1):.1f}"
    told["agree"] = f"{n['agree']}/{n['sound']}"
    told["in agrees"] = f"{n['wrong in agrees']}"
    told["accused"] = f"{n['accused']}"
    told["CPU s"] = f"{tally.read_s / max(tally.pages, 1):.2f}"
    return f"{name:20}" + "".join(f"{told[column]:>11}" for column in columns)


LATTICE_COLUMNS = ("files", "lattice", "cells %", "lattice s")
VALUE_COLUMNS = ("fields %", "rows %", "extra", "wrong", "values", "agree", "in agrees", "accused", "CPU s")


def main() -> int:
    """Run the kinds and print the table."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument(
        "--kinds",
        nargs="+",
        metavar="NAME",
        help="kinds, or groups of kinds, by the beginning of their names",
    )
    told.add_argument("--made", type=int, default=1, help="prints of each kind (1)")
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--pages", type=int, default=2, help="no prints of more pages (2)")
    told.add_argument("--lattice-only", action="store_true", help="no recognition: cells alone")
    told.add_argument("--values-only", action="store_true", help="no cells alone")
    told.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the files, and pictures of wrong lattices"
    )
    told.add_argument("--show", action="store_true", help="tell each fault")
    told.add_argument("--list", action="store_true", help="tell the kinds")
    asked = told.parse_args()
    cv2.setNumThreads(1)
    if asked.list:
        print("\n".join(f"{kind.group:10}{name}" for name, kind in KINDS.items()))
        return 0
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    return run(asked)


def run(asked: argparse.Namespace) -> int:
    """Run what was asked for; 1 where a form that agrees holds a wrong number, or one is accused falsely."""
    columns = () if asked.values_only else LATTICE_COLUMNS
    columns += () if asked.lattice_only else VALUE_COLUMNS
    print(f"{'':20}" + "".join(f"{column:>11}" for column in columns), flush=True)
    groups: dict[str, Tally] = defaultdict(Tally)
    wanted = tuple(asked.kinds or ("",))
    for name, kind in KINDS.items():
        if not (name.startswith(wanted) or kind.group in wanted):
            continue
        tally = Tally()
        for scan, truth in make_scans(kind, asked.seed, asked.made, asked.pages):
            if asked.keep:
                keep_scan(scan, asked.keep)
            tally.files += 1
            tally.pages += len(scan.pictures)
            if not asked.values_only and kind.file != "spread":
                score_lattice(scan, tally, asked.keep)
            if not asked.lattice_only:
                score_values(scan, tally, truth)
        print(tell(name, tally, columns), flush=True)
        if asked.show:
            print("".join(f"    {fault}\n" for fault in tally.score.faults), end="", flush=True)
        for group in (kind.group, "all"):
            _add(groups[group], tally)
    print()
    total = groups.pop("all", Tally())
    for name, tally in groups.items():
        print(tell(name, tally, columns))
    print(tell("all", total, columns))
    counts = total.score.counts
    print(json.dumps({name: counts[name] for name in sorted(counts)}))
    return int(counts["wrong in agrees"] + counts["accused"] > 0)


def _add(tally: Tally, other: Tally) -> None:
    tally.score.add(other.score)
    for name in ("files", "pages", "lattices", "cells", "cells_right", "lattice_s", "read_s"):
        setattr(tally, name, getattr(tally, name) + getattr(other, name))


if __name__ == "__main__":
    sys.exit(main())
