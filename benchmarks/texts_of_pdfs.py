"""How texts that programs make of PDF forms are read: fields right, numbers wrong or lost, forms told as lost.

``python benchmarks/texts_of_pdfs.py [--way WAY ...] [--misses N] [--keep DIR] [PATH...]``; without paths it
takes the samples. The PDF's own reading is the truth. The ways are poppler's ``pdftotext``, which has to be
installed, with ``-layout``, ``-raw`` and without (``plain``); ``extract_text`` of pdfplumber and, where it is
installed, of pypdf; the tables' cells padded with blanks as people type them, a Chinese character as two
columns (``typed``) or one (``counted``); one cell or one word a line (``cells``, ``words``).

A field counts where the PDF or the text prints one. A number is wrong where both print another, lost where
only the PDF does. The exit status is 1 where a form agrees with a wrong or lost number, or accuses itself of
what the PDF does not.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pdfplumber
from row_pairs import pair_rows

from audit import audit_form
from extract import Document, Grid, Unreadable
from hebiao.reading.file import read_document
from hebiao.workers.job import Options
from normalize import Form, Fund, Indicator

SAMPLES = Path(__file__).parent.parent / "samples"
HEAD = ("title", "year", "department", "project", "supervisor", "grade", "weight_total", "score_total")
AMOUNTS = ("initial_yuan", "budget_yuan", "executed_yuan", "transferred_yuan", "amount_yuan")
FUND = (*AMOUNTS, "rate", "weight", "score")
NAMES = ("level1", "level2", "level3")
LINE = (*NAMES, "content", "target", "actual", "reason", "measures", "weight", "score", "review_score")
BLANKS = frozenset({"", "-", "--", "—", "/", "无", "None"})
LEAST_LIKENESS = 0.3
WIDEST_CELL = 24  # columns in which a cell is typed before it wraps

Value = str | int | Decimal | None
Part = TypeVar("Part", Fund, Indicator)


def main() -> int:
    """Print a line for each way."""
    arguments = _read_arguments()
    pdfs = [found for path in arguments.paths or [SAMPLES] for found in list_pdfs(path)]
    totals: dict[str, Counter[str]] = {way: Counter() for way in arguments.way or WAYS}
    shown = arguments.misses
    for pdf in pdfs:
        try:
            document, _, reading = read_document(pdf, Options())
        except Unreadable:
            continue
        if not reading.forms:
            continue
        truth = Truth(pdf, document, reading.forms)
        for way, counts in totals.items():
            text = WAYS[way](truth)
            if arguments.keep:
                Path(arguments.keep, f"{pdf.stem}-{way}.txt").write_text(text, "utf-8")
            for miss in judge(truth, text, counts):
                shown -= 1
                if shown >= 0:
                    print(f"{way} {pdf.name}: {miss}")
    print(
        "| way | forms | read | unread | fields right | numbers wrong | lost | agree | with wrong | accused |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for way, counts in totals.items():
        print(format_row(way, counts))
    return int(any(counts["agrees wrong"] or counts["accused"] for counts in totals.values()))


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--way", action="append", choices=list(WAYS))
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--keep")
    return parser.parse_args()


def list_pdfs(path: Path) -> Iterator[Path]:
    """Yield a file, or a folder's PDF files by name."""
    if path.is_file():
        yield path
    else:
        yield from sorted(path.rglob("*.pdf"))


def format_row(way: str, counts: Counter[str]) -> str:
    """Return a row of the table."""
    share = 100 * counts["right"] / max(counts["fields"], 1)
    figures = [str(counts[name]) for name in ("wrong", "lost", "agrees", "agrees wrong", "accused")]
    found = [str(counts[name]) for name in ("forms", "read", "unread")]
    return f"| {' | '.join([way, *found, f'{share:.2f}%', *figures])} |"


@dataclass(frozen=True, slots=True)
class Truth:
    """A PDF with what is read of it."""

    path: Path
    document: Document
    forms: tuple[Form, ...]


def run_pdftotext(*options: str) -> Callable[[Truth], str]:
    """Return the text that poppler makes."""

    def run(truth: Truth) -> str:
        command = ["pdftotext", *options, str(truth.path), "-"]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode()

    return run


def run_pdfplumber(truth: Truth) -> str:
    """Return the lines of pdfplumber's ``extract_text``."""
    with pdfplumber.open(truth.path) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def run_pypdf(truth: Truth) -> str:
    """Return the lines of pypdf's ``extract_text``; nothing where it is not installed."""
    try:
        import pypdf  # noqa: PLC0415
    except ImportError:
        return ""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(truth.path).pages)


def type_blanks(width: Callable[[str], int]) -> Callable[[Truth], str]:
    """Return the cells of each row padded to columns, wrapped over lines, with a blank line between rows."""

    def run(truth: Truth) -> str:
        return "\n".join(chain_lines(truth.document, lambda grid: type_grid(grid, width)))

    return run


def chain_lines(document: Document, write: Callable[[Grid], Iterable[str]]) -> Iterator[str]:
    """Yield the lines between the grids as they are, and what ``write`` makes of the grids."""
    for grid in document.grids:
        yield from (line.text for line in grid.before)
        yield ""
        yield from write(grid)
    yield from (line.text for line in document.tail)


def type_grid(grid: Grid, width: Callable[[str], int]) -> Iterator[str]:
    """Yield a grid's lines; a cell that spans columns may be as wide as they are."""
    room = [2] * grid.cols
    for cell in grid.cells:
        if cell.colspan == 1:
            room[cell.col] = max(room[cell.col], min(WIDEST_CELL, width(flatten(cell.text))))
    starts = [sum(room[:col]) + 2 * col for col in range(grid.cols + 1)]
    for row in range(grid.rows):
        cells = [cell for cell in grid.cells if cell.row == row and cell.text.strip()]
        pieces = [
            (
                starts[cell.col],
                wrap(flatten(cell.text), starts[cell.col + cell.colspan] - starts[cell.col] - 2, width),
            )
            for cell in cells
        ]
        for number in range(max((len(lines) for _, lines in pieces), default=0)):
            line = ""
            for start, lines in pieces:
                if number < len(lines):
                    line += " " * (start - width(line)) + lines[number]
            yield line
        yield ""


def wrap(text: str, most: int, width: Callable[[str], int]) -> list[str]:
    """Cut a text into lines of a width."""
    lines = [""]
    for char in text:
        if width(lines[-1] + char) > most and lines[-1]:
            lines.append("")
        lines[-1] += char
    return lines


def flatten(text: str) -> str:
    """Take the blanks out of a cell, as they would part it."""
    return re.sub(r"\s+", "", text)


def show_width(text: str) -> int:
    """Return the columns of a text on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def list_cells(truth: Truth) -> str:
    """Return one cell a line."""
    return "\n".join(
        chain_lines(truth.document, lambda grid: (cell.text for cell in grid.cells if cell.text.strip()))
    )


def list_words(truth: Truth) -> str:
    """Return one word a line."""
    return "\n".join(list_cells(truth).split())


WAYS: dict[str, Callable[[Truth], str]] = {
    "layout": run_pdftotext("-layout"),
    "raw": run_pdftotext("-raw"),
    "plain": run_pdftotext(),
    "pdfplumber": run_pdfplumber,
    "pypdf": run_pypdf,
    "typed": type_blanks(show_width),
    "counted": type_blanks(len),
    "cells": list_cells,
    "words": list_words,
}


def judge(truth: Truth, text: str, counts: Counter[str]) -> Iterator[str]:
    """Count what is read of a text, and yield what is not as in the PDF."""
    if not text.strip():
        return
    forms: tuple[Form, ...] = ()
    counts["forms"] += len(truth.forms)
    with tempfile.NamedTemporaryFile(suffix=".txt") as file:
        Path(file.name).write_text(text, "utf-8")
        try:
            reading = read_document(file.name, Options())[-1]
            forms = reading.forms
            counts["unread"] += reading.is_lost
        except Unreadable as error:
            yield f"refused: {error.message}"
    counts["read"] += min(len(forms), len(truth.forms))
    if not forms:
        reason = "unread" if reading.is_lost else str(reading.reason)
        yield f"no form: {reason}"
        return
    if len(forms) != len(truth.forms):
        yield f"{len(forms)} forms for {len(truth.forms)}"
    for wanted, form in zip(truth.forms, forms, strict=False):
        yield from judge_form(wanted, form, counts)


def judge_form(wanted: Form, form: Form, counts: Counter[str]) -> Iterator[str]:
    """Count the fields of a form and what its audit says."""
    before = counts["wrong"] + counts["lost"]
    yield from judge_part("head", HEAD, wanted, form, counts)
    for first, other in pair_up(wanted.funds, form.funds, lambda fund: fund.source):
        yield from judge_part("fund", ("source", *FUND), first, other, counts)
    for line, other_line in pair_up(wanted.indicators, form.indicators, name_line):
        yield from judge_part("line", LINE, line, other_line, counts)
    for number, goal in enumerate(wanted.goals):
        other_goal = form.goals[number] if number < len(form.goals) else None
        yield from judge_part("goal", ("expected", "actual"), goal, other_goal, counts)
    is_wrong = counts["wrong"] + counts["lost"] > before
    audited = audit_form(form)
    counts["agrees"] += audited.verdict == "agrees"
    if audited.verdict == "agrees" and is_wrong:
        counts["agrees wrong"] += 1
        yield "AGREES with wrong numbers"
    known = {finding.rule for finding in audit_form(wanted).findings}
    for finding in audited.findings:
        if finding.cause == "form" and finding.severity != "info" and finding.rule not in known:
            counts["accused"] += 1
            yield f"ACCUSED: {finding.rule} {finding.stated} {finding.computed}"


def name_line(line: Indicator) -> str:
    """Return what two readings of a line are paired by."""
    return "|".join(map(fold, (line.level3, line.content, line.target)))


def judge_part(
    kind: str, names: Sequence[str], wanted: object, found: object, counts: Counter[str]
) -> Iterator[str]:
    """Count the fields of a part; either may be missing."""
    for name in names:
        first, other = getattr(wanted, name, None), getattr(found, name, None)
        if fold(first) in BLANKS and fold(other) in BLANKS:
            continue
        counts["fields"] += 1
        if fold(first) == fold(other):
            counts["right"] += 1
            continue
        if isinstance(first or other, Decimal):
            counts["lost" if other is None else "wrong"] += 1
        label = getattr(wanted or found, "level3", None) or getattr(wanted or found, "source", "")
        yield f"{kind} {fold(label)[:16]} {name}: {fold(first)[:60]!r} is read {fold(other)[:60]!r}"


def fold(value: Value) -> str:
    """Return a value without blanks, in half-width."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str("" if value is None else value)))


def pair_up(
    wanted: Sequence[Part], found: Sequence[Part], name: Callable[[Part], str]
) -> Iterator[tuple[Part | None, Part | None]]:
    """Pair the parts of two readings in their order, the most alike."""
    for first, other in pair_rows(list(map(name, wanted)), list(map(name, found)), LEAST_LIKENESS):
        yield None if first is None else wanted[first], None if other is None else found[other]


if __name__ == "__main__":
    sys.exit(main())
