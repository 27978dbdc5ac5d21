"""How much memory a reading process takes at pages 20, 200, 1,000 and 2,000 of one file: ``python benchmarks/memory.py [FILE...]``.

Each file is read in a process of its own that imports nothing else, as a worker is; grids are let go as they
come.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.grid import Page

AT = (20, 200, 1000, 2000)


def resident() -> float:
    """Give this process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def read(path: str) -> list[float]:
    """Read a file to its grids and give the memory at each of the pages."""
    from extract.joining.pages import stream_grids  # noqa: PLC0415 - the process starts with nothing
    from extract.pdfium.pages import read_pages  # noqa: PLC0415

    taken: list[float] = []

    def watched(pages: Iterator[Page]) -> Iterator[Page]:
        for page in pages:
            if page.number in AT:
                taken.append(resident())
            yield page

    for _ in stream_grids(
        watched(read_pages(Path(path).read_bytes(), max_pages=AT[-1])), format="pdf", engine="pdfium"
    ):
        pass
    return taken


def make(folder: str) -> list[str]:
    """Write the long files and give their names."""
    from long_files import long_files  # noqa: PLC0415

    files = long_files(AT[-1])
    for name, data in files.items():
        Path(folder, f"{name}.pdf").write_bytes(data)
    return list(files)


def main() -> None:
    """Measure and print the table."""
    sys.path.insert(0, str(Path(__file__).parent))
    spawn = multiprocessing.get_context("spawn")
    print(f"| file | file's MB | {' | '.join(f'page {at}' for at in AT)} |\n|---|---:|{'---:|' * len(AT)}")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(name) for name in sys.argv[1:]]
        if not paths:
            with spawn.Pool(1) as maker:
                paths = [Path(folder, f"{name}.pdf") for name in maker.apply(make, (folder,))]
        for path in paths:
            with spawn.Pool(1) as reader:
                taken = reader.apply(read, (str(path),))
            print(
                f"| {path.stem} | {path.stat().st_size / 1e6:.1f} | {' | '.join(f'{mb:.1f}' for mb in taken)} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
