"""CPU time a page and wrong cells of hebiao, rapidocr and tesseract on the same scans: ``python benchmarks/read_scan.py``.

The two others give lines of text; each line goes to the true cell in which its middle stands, which no reader
without a lattice can know: what they lose here they lose by recognition alone. A cell is right when its text
equals what was printed, blanks aside. An engine that is not installed is left out (``pip install rapidocr``,
Debian: ``tesseract-ocr-chi-sim``).
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import process_time

import cv2
import numpy as np
from PIL import Image
from scan_pages import make_scans
from scans.kinds import KINDS
from scans.lattice import TrueCell, open_page
from scans.picture import Picture, Points
from scans.values import plain

from extract.scan.images import PageImage

DEFAULT_KINDS = ("clean 200", "clean 300", "noise 150", "g4 200", "fax", "red seal", "tilt", "photo")
NUMBER = re.compile(r"[≥≤><=]?[+-]?[\d,]*\d(\.\d+)?(%|分|万元|元)?")
Line = tuple[float, float, str]
"""A text and the middle of its box, as shares of the page's sides."""

Engine = Callable[[PageImage], list[Line]]


@dataclass(slots=True)
class Counted:
    """What an engine did: CPU seconds by page, and cells by what they hold and how they were read."""

    seconds: list[float] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)


def make_ours() -> Engine:
    """Read a page as the program does; the cells' texts stand at their middles."""
    from extract.scan.reading import read_scan  # noqa: PLC0415 - it needs the models

    def read(image: PageImage) -> list[Line]:
        return list(_list_cells(image, read_scan(image)))

    return read


def _list_cells(image: PageImage, pages: Sequence[object]) -> Iterator[Line]:
    for page in pages:
        for cell in (cell for table in page.tables for cell in table.cells):
            for box in cell.boxes[:1]:
                shown = page.turn.turn_back(box) if page.turn else box
                x0, top, x1, bottom = shown.edges
                yield (x0 + x1) / 2 / image.width, (top + bottom) / 2 / image.height, cell.text


def make_rapidocr() -> Engine | None:
    """Let rapidocr find and read the lines of the whole page, on one core as the others."""
    if not find_spec("rapidocr"):
        return None
    from rapidocr import RapidOCR  # noqa: PLC0415 - it is no dependency

    one_core = {f"EngineConfig.onnxruntime.{name}_op_num_threads": 1 for name in ("intra", "inter")}
    engine = RapidOCR(params={**one_core, "Global.log_level": "error", "Global.use_cls": False})

    def read(image: PageImage) -> list[Line]:
        found = engine(image.pixels[..., ::-1] if image.pixels.ndim > 2 else image.pixels)  # noqa: PLR2004
        height, width = image.pixels.shape[:2]
        boxes = [] if found.boxes is None else found.boxes
        middles = [np.mean(box, axis=0) / (width, height) for box in boxes]
        return [(float(x), float(y), text) for (x, y), text in zip(middles, found.txts or (), strict=True)]

    return read


def make_tesseract() -> Engine | None:
    """Let tesseract read the whole page with its model of simplified Chinese."""
    if not shutil.which("tesseract"):
        return None

    def read(image: PageImage) -> list[Line]:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "page.png")
            dots = round(image.scale * 72)
            Image.fromarray(image.pixels).save(source, dpi=(dots, dots))
            command = ["tesseract", str(source), "-", "-l", "chi_sim", "--psm", "3", "tsv"]
            told = subprocess.run(
                command, check=True, capture_output=True, text=True, env={"OMP_THREAD_LIMIT": "1"}
            )
        return list(_list_words(told.stdout, image))

    return read


def _list_words(table: str, image: PageImage) -> Iterator[Line]:
    height, width = image.pixels.shape[:2]
    for line in table.splitlines()[1:]:
        columns = line.split("\t")
        left, top, wide, high = map(int, columns[6:10])
        if columns[11].strip():
            yield (left + wide / 2) / width, (top + high / 2) / height, columns[11]


def measure_cpu() -> float:
    """Return the CPU seconds of this process and of those that it has started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def count_page(counted: Counted, truth: Sequence[TrueCell], picture: Picture, lines: Sequence[Line]) -> None:
    """Put each line into the cell in which its middle stands, and count the cells read right."""
    texts: dict[int, list[Line]] = {}
    edges = _place_edges(truth, picture)
    for x, y, text in lines:
        inside = (edges[:, 0] <= x) & (x < edges[:, 2]) & (edges[:, 1] <= y) & (y < edges[:, 3])
        for at in np.flatnonzero(inside)[:1].tolist():
            texts.setdefault(at, []).append((x, y, text))
    for at, cell in enumerate(truth):
        want = plain(cell.text)
        got = plain("".join(text for _, _, text in _order(texts.get(at, []))))
        if not want and not got:
            continue
        sort = "numbers" if NUMBER.fullmatch(want) else "texts"
        counted.cells[sort] += 1
        counted.cells[f"{sort} wrong"] += want != got


def _order(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (round(line[1] * 120), line[0]))


def _place_edges(truth: Sequence[TrueCell], picture: Picture) -> Points:
    """Return the boxes around the true cells as they lie in the picture, as shares of its sides."""
    height, width = picture.pixels.shape[:2]
    corners = np.array([(cell.edges[at], cell.edges[of]) for cell in truth for at in (0, 2) for of in (1, 3)])
    placed = (picture.place(corners) / (width, height)).reshape(-1, 4, 2)
    return np.hstack([placed.min(axis=1), placed.max(axis=1)])


def main() -> int:
    """Read the scans with each engine and print the table."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--kinds", nargs="+", default=DEFAULT_KINDS, choices=KINDS, metavar="NAME")
    told.add_argument("--made", type=int, default=1, help="prints of each kind (1)")
    told.add_argument("--seed", type=int, default=1)
    asked = told.parse_args()
    cv2.setNumThreads(1)
    made = {"hebiao": make_ours(), "rapidocr": make_rapidocr(), "tesseract": make_tesseract()}
    engines = {name: engine for name, engine in made.items() if engine}
    counts = {name: Counted() for name in engines}
    is_warm = False
    for name in asked.kinds:
        for scan, _ in make_scans(KINDS[name], asked.seed, asked.made, 2):
            image = open_page(scan.file, 1)
            for engine, read in engines.items():
                if not is_warm:
                    read(image)  # models are loaded once in a run
                start = measure_cpu()
                lines = read(image)
                counts[engine].seconds.append(measure_cpu() - start)
                count_page(counts[engine], scan.cells[1], scan.pictures[0], lines)
            is_warm = True
    print(f"{'':12}{'pages':>7}{'CPU s, median':>15}{'most':>7}{'numbers wrong':>18}{'texts wrong':>18}")
    for name, counted in counts.items():
        n = counted.cells
        wrong = [f"{n[f'{sort} wrong']} of {n[sort]}" for sort in ("numbers", "texts")]
        times = counted.seconds
        print(f"{name:12}{len(times):7}{median(times):15.2f}{max(times):7.2f}{wrong[0]:>18}{wrong[1]:>18}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
