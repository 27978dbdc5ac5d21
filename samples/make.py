"""Writes the invented forms and expected.json from the content in source/.

    python samples/make.py [FOLDER] [--no-pdf] [--families]

The content is fixed, so the texts and expected.json come out the same each time; a PDF's bytes also hold the
browser's version and the time. FOLDER is this script's own folder unless told otherwise.
"""

# ruff: noqa: E402  the bytecode switch must come before the imports
from __future__ import annotations

import argparse
import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

sys.dont_write_bytecode = (
    True  # `hebiao import samples/` reads every file, and bytecode is none that it can read
)

from source.chromium import find, write_pdf
from source.content import Sample, load
from source.family import Family, load_families
from source.family_files import by_file, write_family_pdf, write_family_text
from source.family_truth import family_truth
from source.layouts import rows
from source.ragged import lines
from source.table import tabbed
from source.truth import expected


def text(sample: Sample) -> str:
    """Lay out a form, or a report, as a text file."""
    if sample.layout == "report":
        return sample.body.lstrip()
    if sample.layout == "L00":
        return "\n".join(lines(sample))
    return "\n".join(["", sample.title, "", sample.year_line, "", *tabbed(rows(sample)), *sample.notes, ""])


def write_texts(samples: list[Sample], folder: Path) -> None:
    """Write the text files, each in its encoding, and expected.json."""
    for sample in samples:
        if sample.file.endswith(".txt"):
            (folder / sample.file).write_bytes(text(sample).encode(sample.encoding))
    truth = json.dumps(expected(samples), ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(truth + "\n", "utf-8")


def write_pdfs(samples: list[Sample], folder: Path) -> None:
    """Print the PDF files; forms that name the same file share it."""
    browser = find()
    for name, forms in groupby(samples, key=lambda sample: sample.file):
        if name.endswith(".pdf"):
            write_pdf(browser, list(forms), folder / name)
            print(name)


def write_families(forms: list[Family], folder: Path) -> None:
    """Write the layout families' text files and their own expected.json."""
    folder.mkdir(exist_ok=True)
    truth: dict[str, Any] = {}
    for name, group in by_file(forms):
        write_family_text(group, folder / f"{name}.txt")
        truth |= {f"{name}.pdf": family_truth(group, "chromium"), f"{name}.txt": family_truth(group, "text")}
    (folder / "expected.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")


def write_family_pdfs(forms: list[Family], folder: Path) -> None:
    """Print the layout families' PDF files."""
    browser = find()
    for name, group in by_file(forms):
        write_family_pdf(browser, group, folder / f"{name}.pdf")
        print(name)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent)
    parser.add_argument("--no-pdf", action="store_true", help="write the texts and expected.json only")
    parser.add_argument("--families", action="store_true", help="write the folder families/ only")
    told = parser.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    samples, families = [] if told.families else load(), load_families()
    write_families(families, told.folder / "families")
    if samples:
        write_texts(samples, told.folder)
    if not told.no_pdf:
        write_pdfs(samples, told.folder)
        write_family_pdfs(families, told.folder / "families")


if __name__ == "__main__":
    main()
