"""How well and how fast pages without upright rules are read, side by side with other engines: cells right, CPU time a page.

``python benchmarks/borderless.py [--rounds 3] [FILE...]``; without files it takes those of
tests/data/borderless. A cell is right where its text is one that the form lays out, blanks left out; each
counts once.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import NamedTemporaryFile
from time import process_time

import camelot
import pdfplumber

from extract.joining.pages import join_pages
from extract.pdfium.pages import read_pages

HOUSE = Path(__file__).parent.parent
sys.path.insert(0, str(HOUSE / "samples"))

from source.content import load  # noqa: E402 - it is found by the path above
from source.layouts import rows  # noqa: E402

Engine = Callable[[bytes], Iterator[str]]


def ours(data: bytes) -> Iterator[str]:
    """Read the whole file to its document."""
    document = join_pages(read_pages(data, max_pages=100), format="pdf", engine="pdfium")
    return (cell.text for grid in document.grids for cell in grid.cells)


def plumber(vertical: str, horizontal: str) -> Engine:
    """Let pdfplumber find columns and rows by its strategies."""

    def run(data: bytes) -> Iterator[str]:
        with pdfplumber.open(BytesIO(data)) as document:
            for page in document.pages:
                for table in page.extract_tables(
                    {"vertical_strategy": vertical, "horizontal_strategy": horizontal}
                ):
                    yield from (text or "" for row in table for text in row)

    return run


def camelot_by(flavor: str) -> Engine:
    """Let one of camelot's parsers for tables without rules read."""

    def run(data: bytes) -> Iterator[str]:
        with NamedTemporaryFile(suffix=".pdf") as file:
            file.write(data)
            file.flush()
            for table in camelot.read_pdf(file.name, pages="all", flavor=flavor):
                yield from table.df.to_numpy().ravel().tolist()

    return run


ENGINES: dict[str, Engine] = {
    "hebiao": ours,
    "pdfplumber, text": plumber("text", "text"),
    "pdfplumber, text and lines": plumber("text", "lines"),
    "camelot stream": camelot_by("stream"),
    "camelot network": camelot_by("network"),
    "camelot hybrid": camelot_by("hybrid"),
}


def truth(path: Path) -> Counter[str]:
    """Give the texts of the cells that the file's forms lay out."""
    name = f"{path.stem.split('-', 1)[1]}.pdf"
    return Counter(
        bare(cell.text)
        for form in load()
        if form.file == name
        for row in rows(form)
        for cell in row
        if cell.text
    )


def bare(text: str) -> str:
    """Leave out blanks."""
    return re.sub(r"\s+", "", text)


def measured(engine: Engine, data: bytes, rounds: int) -> tuple[Counter[str], float]:
    """Read a file several times; give its cells' texts and the median of the CPU seconds."""
    seconds: list[float] = []
    for _ in range(rounds):
        start = process_time()
        found = Counter(text for cell in engine(data) if (text := bare(cell)))
        seconds.append(process_time() - start)
    return found, median(seconds)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    files = arguments.files or sorted(
        (HOUSE / "tests" / "data" / "borderless").glob("*.pdf"), key=lambda path: path.name
    )
    print("| file | engine | cells right | other cells | CPU ms | times hebiao |\n|---|---|---|---|---|---|")
    for path in files:
        wanted, floor = truth(path), 0.0
        for name, engine in ENGINES.items():
            found, seconds = measured(engine, path.read_bytes(), arguments.rounds)
            floor = floor or seconds
            right = (found & wanted).total()
            share = f"{right} of {wanted.total()} ({right / wanted.total():.0%})"
            print(
                f"| {path.stem} | {name} | {share} | {(found - wanted).total()} | {1000 * seconds:.0f} | {seconds / floor:.1f} |"
            )


if __name__ == "__main__":
    main()
