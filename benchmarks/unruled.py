"""How well forms without upright rulings are read: fields right, wrong numbers in forms that agree, sound forms that agree.

``python benchmarks/unruled.py [--first 0] [--made 6] [--families 0] [--looks NAME,...] [--show] [--keep DIR]``

Sound forms with random figures are drawn in the looks of ``unruled_forms/looks.py``; ``--families`` samples of
the layout families are printed by Chromium in its styles. ``alike`` are the numbers whose text both readings
have, ``sure`` those that both have in the same column and row. The truth is what is read of the same form with all
its rulings, where that prints each of its numbers. Files are read as an import reads them, with the second look.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
from mutations.drawing import draw_sheet
from mutations.reading import numbers_of
from mutations.sound_forms import make_form
from row_pairs import pair_rows
from unruled_forms.drawing import draw_unruled
from unruled_forms.looks import LOOKS, STYLES

import hebiao
from audit import Audit
from hebiao.reading.file import read_job
from hebiao.workers.job import Job, Options
from normalize import Form

HOUSE = Path(__file__).parent.parent
sys.path.insert(0, str(HOUSE / "samples"))

from source.chromium import STYLE, find, print_page  # noqa: E402 - it is found by the path above
from source.family import Family, load_families  # noqa: E402
from source.family_files import FLOWING, _section  # noqa: E402

LIKE = 0.3  # of two rows' wording, from which they may be the same row
FORM = ("title", "year", "department", "project", "supervisor", "weight_total", "score_total", "grade")
ROWS = {
    "fund": ("source", "initial_yuan", "budget_yuan", "executed_yuan", "transferred_yuan", "amount_yuan", "rate", "weight", "score"),
    "goal": ("expected", "actual"),
    "indicator": ("level3", "content", "target", "level1", "level2", "sign", "actual", "weight", "score", "reason", "measures"),
    "header": ("label", "value"),
}  # fmt: skip
NAMES = {"fund": 1, "goal": 1, "indicator": 3, "header": 1}  # of the fields, how many tell which row it is
COUNTS = (
    "files",
    "fields",
    "right",
    "share",
    "perfect",
    "agree",
    "wrong in agrees",
    "numbers",
    "wrong",
    "alike",
    "alike, wrong",
    "sure",
    "sure, wrong",
)
ALIKE = 0.8  # the confidence from which both readings have a cell's text

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Printed:
    """A file without upright rulings, and the forms that it prints."""

    name: str
    look: str
    data: bytes
    truth: tuple[Form, ...]


def main() -> None:
    """Print a line a look, and the sum."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--first", type=int, default=0, help="the seed of the first form")
    parser.add_argument("--made", type=int, default=6, help="made forms a look")
    parser.add_argument("--families", type=int, default=0, help="samples of the layout families a style")
    parser.add_argument("--looks", default="", help="only these, parted by commas")
    parser.add_argument("--show", action="store_true", help="name each field that is wrong")
    parser.add_argument("--keep", type=Path, help="a folder for the files")
    arguments = parser.parse_args()
    looks = set(filter(None, arguments.looks.split(",")))
    total: dict[str, Counter[str]] = {}
    for printed in print_all(arguments.first, arguments.made, arguments.families, looks):
        misses: list[str] = []
        counts = count_file(printed, misses)
        total.setdefault(printed.look, Counter()).update(counts)
        if arguments.show:
            verdict = "agrees" if counts["agree"] else "-"
            print(
                f"{printed.look} {printed.name}: {counts['right']} of {counts['fields']} {verdict}",
                flush=True,
            )
            for miss in misses:
                print("   ", miss)
        if arguments.keep:
            arguments.keep.mkdir(exist_ok=True, parents=True)
            (arguments.keep / f"{printed.look}-{printed.name}.pdf").write_bytes(printed.data)
    print(f"| look | {' | '.join(COUNTS)} |\n|---|{'--:|' * len(COUNTS)}")
    for look, counts in total.items():
        print(format_row(look, counts))
    print(format_row("**all**", sum(total.values(), Counter())))


def format_row(name: str, counts: Counter[str]) -> str:
    """Return a line of the table."""
    cells = {**{column: str(counts[column]) for column in COUNTS}}
    cells["share"] = f"{100 * counts['right'] / max(counts['fields'], 1):.2f}%"
    return f"| {name} | {' | '.join(cells[column] for column in COUNTS)} |"


def print_all(first: int, made: int, families: int, looks: set[str]) -> Iterator[Printed]:
    """Yield the files, look by look."""
    sheets = []
    for seed in range(first, first + made):
        sheet = make_form(seed)
        truth = tuple(_read_bytes(bytes(draw_sheet(sheet))))
        if len(truth) == 1 and numbers_of(truth[0]) == dict(sheet.numbers):
            sheets.append((sheet, truth))
    for name, look in LOOKS.items():
        if not looks or name in looks:
            for sheet, truth in sheets:
                yield Printed(sheet.name.replace(" ", "-"), name, draw_unruled(sheet, look), truth)
    if families:
        yield from print_families(first, families, looks)


def print_families(first: int, count: int, looks: set[str]) -> Iterator[Printed]:
    """Yield samples of the families as a browser prints them in each style."""
    samples = [form for form in load_families() if form.kind]
    begin = first % len(samples)
    chosen = [*samples[begin:], *samples[:begin]][:count]
    for name, style in STYLES.items():
        if not looks or f"web-{name}" in looks:
            for form in chosen:
                truth = tuple(_read_bytes(_print_family(form, "")))
                yield Printed(f"{form.family}-{form.year}", f"web-{name}", _print_family(form, style), truth)


def _print_family(form: Family, style: str) -> bytes:
    html = f'<!doctype html><html lang="zh"><meta charset="utf-8"><style>{STYLE % form.page + FLOWING + style}</style>{_section(form)}</html>'
    kept = Path(tempfile.gettempdir(), "unruled", f"{sha256(html.encode()).hexdigest()[:24]}.pdf")
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        try:
            print_page(find(), html, kept)
        except subprocess.CalledProcessError:
            print_page(find(), html, kept)
    return kept.read_bytes()


def _read_bytes(data: bytes) -> list[Form]:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return hebiao.read(Path(file.name))


def read_as_import(data: bytes) -> list[tuple[Form, Audit]]:
    """Read a file as an import does."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        job = Job(file.name, sha256(data).hexdigest(), len(data), Options())
        return list(read_job(job).forms)


def count_file(printed: Printed, misses: list[str]) -> Counter[str]:
    """Hold what was read of a file to what it prints."""
    counts = Counter(files=1)
    found = read_as_import(printed.data)
    for number, truth in enumerate(printed.truth):
        form, audit = found[number] if number < len(found) else (None, None)
        of_form: list[str] = []
        fields, wrong_numbers = compare_forms(truth, form, of_form)
        if form is not None:
            count_numbers(truth, form, counts)
        agrees = audit is not None and audit.verdict == "agrees"
        counts.update(fields=fields, right=fields - len(of_form), agree=agrees, perfect=not of_form)
        counts["wrong in agrees"] += wrong_numbers if agrees else 0
        misses += of_form
        if audit is not None and not agrees and not of_form:
            misses.append(f"-- {audit.verdict}: {[m.code for m in form.warnings]} {[(f.rule, f.cause) for f in audit.findings if f.severity != 'info'][:4]}")  # fmt: skip
    for _ in found[len(printed.truth) :]:
        misses.append("a form too many")
    return counts


def compare_forms(truth: Form, form: Form | None, misses: list[str]) -> tuple[int, int]:
    """Count the fields that a form prints and those numbers that are wrong; note what is wrong."""
    wanted, got = truth.to_frames(), form.to_frames() if form else {}
    fields = wrong = 0
    tables: dict[str, tuple[str, ...]] = {"form": FORM, **ROWS}
    for table, columns in tables.items():
        theirs: Rows = got[table].to_dict("records") if form else []
        for want, have in align_rows(
            wanted[table].to_dict("records"), theirs, columns[: NAMES.get(table, 0)]
        ):
            for column in columns:
                one, other = clean(want.get(column)), clean(have.get(column))
                if one == other == "":
                    continue
                fields += 1
                if one != other:
                    misses.append(
                        f"{table} {clean(want.get(columns[0]))[:16]} {column}: {one[:50]!r} got {other[:50]!r}"
                    )
                    wrong += isinstance(want.get(column), (int, float)) and bool(have)
    return fields, wrong


def count_numbers(truth: Form, form: Form, counts: Counter[str]) -> None:
    """Count the numbers of funds and indicators that were read, and of those what both readings are sure of."""
    wanted, got = truth.to_frames(), form.to_frames()
    for table, lines in (("fund", form.funds), ("indicator", form.indicators)):
        columns = [
            column
            for column in ROWS[table]
            if column.endswith("_yuan") or column in {"rate", "weight", "score"}
        ]
        found = [
            {**row, "line": line} for row, line in zip(got[table].to_dict("records"), lines, strict=True)
        ]
        for want, have in align_rows(wanted[table].to_dict("records"), found, ROWS[table][: NAMES[table]]):
            for column in filter(lambda name: have and clean(have.get(name)), columns):
                boxes = have["line"].where.get(column.removesuffix("_yuan"), ())
                kinds = ["numbers"]
                kinds += ["alike"] * all(box.confidence >= ALIKE for box in boxes)
                kinds += ["sure"] * all(box.doubt is None for box in boxes)
                counts.update(kinds)
                if clean(want.get(column)) != clean(have[column]):
                    counts.update("wrong" if kind == "numbers" else f"{kind}, wrong" for kind in kinds)


def clean(value: object) -> str:
    """Return a value as it is compared: blanks aside, nothing for none."""
    if value is None or pd.isna(value):
        return ""
    return "".join(str(value).split())


def align_rows(
    wanted: Rows, found: Rows, names: tuple[str, ...]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Pair rows in order by the likeness of their wording; a row without its like stands alone."""
    keys = [["".join(clean(row.get(name)) for name in names) for row in rows] for rows in (wanted, found)]
    for first, other in pair_rows(*keys, LIKE):
        yield {} if first is None else wanted[first], {} if other is None else found[other]


if __name__ == "__main__":
    main()
