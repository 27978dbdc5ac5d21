"""What the second look saved: ``python benchmarks/second_look.py [--made N] [FOLDER...]``.

Each PDF is read once, with what the second look then says of it and without. The files are the samples, those
in the folders, which are known to be read right, pages without upright rules (tests/data/borderless), the
samples with one number moved over the edge of its cell, and forms with which one thing went wrong, of each
kind of ``mutation_bar.py``. What is stored is held to what the pages print: of the samples and the folders that
is what is read of the file as it is, a test holds these to their truth. The table counts

- *asked*: files of which pages were read again, and these *pages*;
- *told apart*: numbers that another number was taken for, or that came into doubt, and of them those that were
  *wrong before and put right*, *wrong and doubted*, *right and doubted*, and *made wrong*;
- *wrong, agrees* without and with the second look: wrong or lost numbers of forms that agree;
- *accused* without and with it: findings with the form as their cause that the page does not support;
- the *seconds* of a processor that it took.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random

from moved_numbers import numbers, record_of, with_number_moved
from mutation_bar import load_forms
from mutations.kinds import KINDS
from mutations.reading import Reading, describe_form
from mutations.sheet import Key

from extract import Unreadable
from hebiao.reading.audits import audit_forms
from hebiao.reading.file import read_document
from hebiao.reading.second_look import AskedAgain, look_again
from hebiao.workers.job import Options

HOUSE = Path(__file__).parent.parent
SAMPLES = HOUSE / "samples"
BORDERLESS = HOUSE / "tests" / "data" / "borderless"
SHARES = (0.2, 0.4, 0.6)  # of a moved number's width that stands in the next cell
MOVED_A_FILE = 2
SECONDS = 60.0
COLUMNS = (
    "files",
    "asked",
    "pages",
    "told apart",
    "put right",
    "wrong, doubted",
    "right, doubted",
    "made wrong",
    "wrong, agrees: without",
    "with",
    "accused: without",
    "with it",
    "seconds",
)

Numbers = Mapping[Key, Decimal]


@dataclass(frozen=True, slots=True)
class Looked:
    """A file's forms as they are without the second look and with it, and what that took."""

    without: list[Reading]
    with_it: list[Reading]
    pages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Case:
    """A file, the numbers that each of its forms prints, and the findings that these have as they are."""

    data: bytes
    truth: list[Numbers]
    known: frozenset[tuple[str, str]] = frozenset()  # rule and line
    accuses: bool = False


def main() -> None:
    """Print a line for each material."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--made", type=int, default=1, help="made forms a kind of damage")
    parser.add_argument("folders", nargs="*", type=Path)
    arguments = parser.parse_args()
    samples = sorted([*SAMPLES.glob("*.pdf"), *(SAMPLES / "families").glob("*.pdf")])
    print(f"| material | {' | '.join(COLUMNS)} |\n|---|{'--:|' * len(COLUMNS)}")
    print_line("samples", map(take_as_it_is, samples))
    for folder in arguments.folders:
        print_line(folder.name, map(take_as_it_is, sorted(folder.glob("*.pdf"))))
    print_line("without upright rules", map(take_style, sorted(BORDERLESS.glob("*.pdf"))))
    for share in SHARES:
        print_line(f"{share:.0%} of a number moved over", move_numbers(samples, share))
    print_line("one thing went wrong", damage_forms(arguments.made))


def print_line(name: str, cases: Iterator[Case]) -> None:
    """Print what the second look says of some files."""
    total: Counter[str] = Counter()
    seconds = 0.0
    for case in cases:
        looked = look_at(case.data)
        if looked is None:
            continue
        total += count_case(case, looked)
        seconds += looked.seconds
    cells = [str(total[column]) for column in COLUMNS[:-1]]
    print(f"| {name} | {' | '.join(cells)} | {seconds:.1f} |", flush=True)


def look_at(data: bytes) -> Looked | None:
    """Read a file without and with the second look; None where nothing can be read."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        try:
            document, doubted, reading = read_document(file.name, Options())
        except Unreadable:
            return None
        forms = audit_forms(document, reading.forms)
        looked = look_again(AskedAgain(file.name, doubted, SECONDS), forms)
    return Looked(
        [describe_form(*one) for one in forms],
        [describe_form(*one) for one in looked.forms],
        looked.pages,
        looked.seconds,
    )


def count_case(case: Case, looked: Looked) -> Counter[str]:
    """Count a file's numbers by what the second look did to them."""
    counts = Counter({"files": 1, "asked": looked.pages > 0, "pages": looked.pages})
    for at, (before, after) in enumerate(zip(looked.without, looked.with_it, strict=True)):
        truth = case.truth[min(at, len(case.truth) - 1)] if case.truth else {}
        for key in before.numbers.keys() | after.numbers.keys() | truth.keys():
            counts.update(_name_change(key, before, after, truth))
        for reading, column in ((before, "wrong, agrees: without"), (after, "with")):
            if reading.verdict == "agrees":
                counts[column] += len(_find_wrong(reading, truth))
        if not case.accuses:
            counts["accused: without"] += len(name_accusations(before) - case.known)
            counts["with it"] += len(name_accusations(after) - case.known)
    return counts


def _name_change(key: Key, before: Reading, after: Reading, truth: Numbers) -> Iterator[str]:
    """Yield the columns that count a number of which the second look says something."""
    old, new, printed = before.numbers.get(key), after.numbers.get(key), truth.get(key)
    is_doubted = key in after.doubted - before.doubted
    if old == new and not is_doubted:
        return
    yield "told apart"
    if new != printed and old == printed:
        yield "made wrong"
    elif old != printed and new == printed:
        yield "put right"
    else:
        yield "right, doubted" if new == printed else "wrong, doubted"


def _find_wrong(reading: Reading, truth: Numbers) -> list[Key]:
    keys = reading.numbers.keys() | truth.keys()
    return [key for key in keys if reading.numbers.get(key) != truth.get(key) and key not in reading.doubted]


def name_accusations(reading: Reading) -> frozenset[tuple[str, str]]:
    """Return the findings that the audit lays on the form, by rule and line."""
    return frozenset((one.rule, one.line) for one in reading.accusations)


def take_as_it_is(path: Path) -> Case:
    """Take a file that is known to be read right."""
    data = path.read_bytes()
    looked = look_at(data)
    if looked is None:
        return Case(data, [])
    known: set[tuple[str, str]] = set()
    for reading in looked.without:
        known |= name_accusations(reading)
    return Case(data, [reading.numbers for reading in looked.without], frozenset(known))


def take_style(path: Path) -> Case:
    """Take a sample that is printed in another style; its file is called STYLE-SAMPLE.pdf."""
    plain = take_as_it_is(SAMPLES / f"{path.stem.split('-', 1)[1]}.pdf")
    return Case(path.read_bytes(), plain.truth, plain.known)


def move_numbers(samples: list[Path], share: float) -> Iterator[Case]:
    """Yield files with one number each that stands partly in the next cell."""
    for path in samples:
        plain = take_as_it_is(path)
        for _, _, _, box in islice(numbers(record_of(path)), MOVED_A_FILE):
            yield Case(with_number_moved(path, box, share)[0], plain.truth, plain.known)


def damage_forms(made: int) -> Iterator[Case]:
    """Yield the pages of made forms, with one thing wrong each, of every kind of the mutation bar."""
    for form in load_forms(0, made, 0):
        for kind in KINDS.values():
            for mutated in kind.make(form.sheet, Random(f"{kind.name} {form.sheet.name}")):
                if mutated.ending == ".pdf":
                    yield Case(mutated.data, [mutated.numbers], form.findings, accuses=mutated.accuses)


if __name__ == "__main__":
    sys.exit(main())
