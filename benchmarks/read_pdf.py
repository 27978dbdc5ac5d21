"""How fast pages are read, side by side with other engines over the same pages: CPU time a page, median of five rounds.

``python benchmarks/read_pdf.py [--pages 200] [--rounds 5] [--only-ours] [FILE...]``; without files it makes
its own. camelot's default, which draws each page as a picture, reads the first few pages once.
"""

from __future__ import annotations

import argparse
import ctypes
import logging
import platform
import tempfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time

import camelot
import pdfplumber
import pypdfium2.raw as pdfium
from long_files import long_files, repeated

from extract.joining.pages import join_pages
from extract.pdfium.pages import read_pages

Engine = Callable[[bytes, int], object]
OURS, FLOOR = "hebiao", "PDFium, page and text only"
FEW = 8  # pages that camelot's default reads, in a single round


def ours(data: bytes, pages: int) -> object:
    """Read the whole file to its document: cells, spans, text, pages joined, conservation checked."""
    return join_pages(read_pages(data, max_pages=pages), format="pdf", engine="pdfium")


def floor(data: bytes, pages: int) -> object:
    """Load each page and its text and take the text in bulk: what no reader on PDFium can do without."""
    document = pdfium.FPDF_LoadMemDocument(data, len(data), None)
    for index in range(pages):
        page = pdfium.FPDF_LoadPage(document, index)
        text = pdfium.FPDFText_LoadPage(page)
        count = pdfium.FPDFText_CountChars(text)
        pdfium.FPDFText_GetText(text, 0, count, (ctypes.c_ushort * (count + 1))())
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    return pdfium.FPDF_CloseDocument(document)


def plumber(data: bytes, _pages: int) -> object:
    """Let pdfplumber extract the tables, tuned so that it loses no row that a page end leaves open."""
    with pdfplumber.open(BytesIO(data)) as document:
        for page in document.pages:
            upright = [edge for edge in page.edges if edge["orientation"] == "v"]
            ends = (
                [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)]
                if upright
                else []
            )
            settings = {
                "snap_tolerance": 3,
                "join_tolerance": 4,
                "intersection_tolerance": 3,
                "explicit_horizontal_lines": ends,
            }
            page.extract_tables(settings)
            page.close()
    return None


def camelot_vector(data: bytes, _pages: int) -> object:
    """Let camelot's lattice read the lines as they are written, with text split at them."""
    return _camelot(data, engine="vector", split_text=True)


def camelot_default(data: bytes, _pages: int) -> object:
    """Let camelot's lattice read as it does when nothing is asked of it."""
    return _camelot(data)


def _camelot(data: bytes, **options: object) -> object:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return camelot.read_pdf(Path(file.name), pages="all", flavor="lattice", **options)


ENGINES: Mapping[str, Engine] = {
    FLOOR: floor,
    OURS: ours,
    "pdfplumber, tuned": plumber,
    "camelot lattice, vector": camelot_vector,
}
SLOW: Mapping[str, Engine] = {f"camelot lattice, default ({FEW} pages, once)": camelot_default}


def measure(data: bytes, pages: int, rounds: int, engines: Mapping[str, Engine]) -> dict[str, float]:
    """Give each engine's milliseconds a page, the engines taking turns."""
    times: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name, engine in engines.items():
            start = process_time()
            engine(data, pages)
            times[name].append((process_time() - start) * 1000 / pages)
    return {name: median(taken) for name, taken in times.items()}


def measure_slow(data: bytes, pages: int) -> dict[str, float]:
    """Do the same once, over the first few pages, with what takes a hundred times as long."""
    few = min(FEW, pages)
    return measure(repeated(data, few), few, 1, SLOW)


def table(file: str, taken: Mapping[str, float]) -> str:
    """Give one file's rows: milliseconds, times the floor, times ours."""
    rows = (
        f"| {file} | {name} | {time:.2f} | {time / taken[FLOOR]:.1f} | {time / taken[OURS]:.1f} |"
        for name, time in taken.items()
    )
    return "\n".join(rows)


def machine() -> str:
    """Name the machine."""
    told = (line.partition(":") for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines())
    model = next((value.strip() for name, _, value in told if name.strip() == "model name"), "")
    return f"{model or platform.processor()}, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    """Measure and print the table."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it complains of each of Chromium's fonts
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("files", nargs="*", type=Path)
    asked.add_argument("--pages", type=int, default=200)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--only-ours", action="store_true")
    args = asked.parse_args()
    files = {path.name: repeated(path.read_bytes(), args.pages) for path in args.files} or long_files(
        args.pages
    )
    engines = {name: ENGINES[name] for name in (FLOOR, OURS)} if args.only_ours else dict(ENGINES)
    print(f"{machine()}; {args.pages} pages, median of {args.rounds}\n")
    print("| file | engine | ms a page | × PDFium | × hebiao |\n|---|---|---:|---:|---:|")
    for name, data in files.items():
        slow = {} if args.only_ours else measure_slow(data, args.pages)
        print(table(name, measure(data, args.pages, args.rounds, engines) | slow), flush=True)


if __name__ == "__main__":
    main()
