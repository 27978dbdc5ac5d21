"""What camelot finds on pages without upright rules that were read wrong, and what it doubts without reason.

``python benchmarks/borderless_second_look.py [--cells] [FILE...]``; without files it takes those of
tests/data/borderless. A file is called STYLE-SAMPLE.pdf, so that it is known what its forms lay out. A cell
is right where its text is one that the form lays out, or the part of one that a page end cuts; blanks are
left out. ``--cells`` prints each cell that is wrong or in doubt.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from time import process_time

from extract.engines.camelot_tables import read_unruled_pages
from extract.engines.comparison import compare_unruled_pages
from extract.grid import Cell, Page, PageTable
from extract.pdfium.pages import read_pages

HOUSE = Path(__file__).parent.parent
sys.path.insert(0, str(HOUSE / "samples"))

from source.content import load  # noqa: E402 - it is found by the path above
from source.layouts import rows  # noqa: E402


def find_truth(path: Path) -> set[str]:
    """Return the texts of the cells that the file's forms lay out."""
    sample = path.stem.split("-", 1)[1]
    texts: set[str] = set()
    for form in load():
        if Path(form.file).stem == sample:
            for row in rows(form):
                texts.update(strip_blanks(cell.text) for cell in row)
    return texts


def strip_blanks(text: str) -> str:
    """Leave out blanks."""
    return re.sub(r"\s+", "", text)


def is_right(cell: Cell, table: PageTable, texts: Collection[str]) -> bool:
    """Tell whether the cell prints a laid-out text, or what a page end leaves of one."""
    text = strip_blanks(cell.text)
    if text in texts:
        return True
    is_first = cell.row == 0
    is_last = cell.row + cell.rowspan == len(table.ys) - 1
    if is_first and any(whole.endswith(text) for whole in texts):
        return True
    return is_last and any(whole.startswith(text) for whole in texts)


def count_page(first: Page, second: Page, texts: Collection[str], *, shown: bool) -> Counter[str]:
    """Count a page's cells with text by what they are and what the comparison says of them."""
    found = {one.box: one for one in compare_unruled_pages(first, second)}
    counts = Counter(pages=1)
    for table in first.tables:
        for cell in table.cells:
            difference = found.get(cell.boxes[0])
            wrong = not is_right(cell, table, texts)
            name = f"{'wrong' if wrong else 'right'}, {'differs' if difference else 'alike'}"
            counts[name if cell.text else f"empty, {'differs' if difference else 'alike'}"] += 1
            if shown and (difference or wrong):
                print("   ", name, "|", cell.text[:40], "|", difference.second[:60] if difference else "")
    return counts


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--cells", action="store_true")
    arguments = parser.parse_args()
    files = arguments.files or sorted((HOUSE / "tests" / "data" / "borderless").glob("*.pdf"))
    total: Counter[str] = Counter()
    first_seconds = second_seconds = 0.0
    for path in files:
        data = path.read_bytes()
        start = process_time()
        pages = {page.number: page for page in read_pages(data, max_pages=100)}
        first_seconds += process_time() - start
        unruled = [number for number, page in pages.items() if any(table.inferred for table in page.tables)]
        start = process_time()
        seconds = list(read_unruled_pages(data, only=unruled)) if unruled else []
        second_seconds += process_time() - start
        texts = find_truth(path)
        if arguments.cells:
            print(path.name)
        counts: Counter[str] = Counter()
        for second in seconds:
            counts += count_page(pages[second.number], second, texts, shown=arguments.cells)
        total += counts
        print(path.name, dict(counts))
    print("all", dict(total))
    pages_read = max(total["pages"], 1)
    print(
        f"CPU a page: first {1000 * first_seconds / pages_read:.1f} ms, "
        f"second {1000 * second_seconds / pages_read:.1f} ms"
    )


if __name__ == "__main__":
    main()
