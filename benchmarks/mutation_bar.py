"""Mutate sound forms and count what is wrong in silence: ``python benchmarks/mutation_bar.py [--made N] [--show]``.

Sound forms of many layouts are made with random figures, as texts and as ruled pages. Then one thing at a
time goes wrong with a file, as typists, converters, printers and copying do it, and the file is read. The
table counts by kind of mutation the files, those that still agree, and in these

- *wrong*: numbers stored that the visible page does not print, or that nobody can read with certainty;
- *lost*: numbers that the page prints and that are stored nowhere;
- *must not*: files that agree although they contradict themselves or cannot be read;

and over all files *accused*: findings with the form as their cause that the visible page does not support.
Before that the sound forms are read as they are: nearly all must agree, and each that does not is named.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from mutations import (
    cell_kinds,
    column_kinds,
    head_kinds,
    hidden_kinds,
    level_kinds,
    line_kinds,
    page_kinds,
    row_kinds,
    ruling_kinds,
    spelling_kinds,
    unit_kinds,
    word_kinds,
)
from mutations.drawing import draw_sheet
from mutations.family_sheets import load_family_sheets
from mutations.judge import find_known, judge
from mutations.kinds import KINDS, Heading, Kind, Mutated, drawing_of
from mutations.page_kinds import LOW
from mutations.reading import read_bytes
from mutations.sheet import Sheet, text_of
from mutations.sound_forms import make_form

PARTS = (
    cell_kinds,
    spelling_kinds,
    row_kinds,
    column_kinds,
    head_kinds,
    level_kinds,
    unit_kinds,
    line_kinds,
    word_kinds,
    ruling_kinds,
    page_kinds,
    hidden_kinds,
)
"""The modules that register kinds."""
SOUND_SHARE = 0.97  # of the sound forms that must agree: doubt that is always on is no doubt
COUNTS = ("files", "agree", "wrong", "lost", "must not", "accused")
HEADINGS: dict[Heading, str] = {
    "bar": "The bar: no number wrong or lost in silence",
    "visible page": "The visible page: told, not held",
}


@dataclass(frozen=True, slots=True)
class SoundForm:
    """A sound form, and the findings that it has as it is, by rule and line."""

    sheet: Sheet
    findings: frozenset[tuple[str, str]]


Tell = Callable[[str, Mutated], None]


def main() -> int:
    """Print the tables; exit with 1 where the bar does not hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--made", type=int, default=4, help="made forms a kind")
    parser.add_argument("--families", type=int, default=4, help="samples of the layout families a kind")
    parser.add_argument("--sound", type=int, default=40, help="sound forms that are read as they are")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first form")
    parser.add_argument("--kinds", default="", help="only kinds that hold this text")
    parser.add_argument("--show", action="store_true", help="name each fault")
    parser.add_argument("--keep", type=Path, help="a folder for the files with faults")
    arguments = parser.parse_args()

    def tell(fault: str, mutated: Mutated) -> None:
        if arguments.show:
            print(f"  {fault}", file=sys.stderr)
        if arguments.keep:
            name = fault.partition(":")[0] + mutated.ending
            (arguments.keep / name).write_bytes(mutated.data)

    holds = hold_sound(arguments.first, arguments.sound, tell)
    forms = load_forms(arguments.first, arguments.made, arguments.families)
    for heading, title in HEADINGS.items():
        kinds = [kind for kind in kinds_under(heading) if arguments.kinds in kind.name]
        print(f"\n{title} ({len(kinds)} kinds, {len(forms)} forms each)\n")
        total = print_table(kinds, forms, tell)
        holds &= heading != "bar" or is_held(total)
    return int(not holds)


def kinds_under(heading: Heading) -> list[Kind]:
    """Return the kinds under a heading."""
    return [kind for kind in KINDS.values() if kind.heading == heading]


def is_held(counts: Counter[str]) -> bool:
    """Tell whether no number is wrong or lost in silence, and nothing agrees that must not."""
    return counts["wrong"] + counts["lost"] + counts["must not"] == 0


def print_table(kinds: Sequence[Kind], forms: Sequence[SoundForm], tell: Tell) -> Counter[str]:
    """Print a line a kind as it comes, and the sum; return the sum."""
    print(f"| mutation | {' | '.join(COUNTS)} |\n|---|{'--:|' * len(COUNTS)}")
    total: Counter[str] = Counter()
    for kind in kinds:
        counts = count_kind(kind, forms, tell)
        total += counts
        print(format_row(kind.name, counts), flush=True)
    print(format_row("**all**", total))
    return total


def format_row(name: str, counts: Counter[str]) -> str:
    """Return a line of the table."""
    return f"| {name} | {' | '.join(str(counts[column]) for column in COUNTS)} |"


def load_forms(first: int, made: int, families: int) -> list[SoundForm]:
    """Return made forms from a seed on, and samples of the layout families from that number on."""
    sheets = [make_form(seed) for seed in range(first, first + made)]
    samples = list(load_family_sheets())
    begin = first % len(samples)
    sheets += [*samples[begin:], *samples[:begin]][:families]
    return [SoundForm(sheet, find_known(print_sound(sheet))) for sheet in sheets]


def hold_sound(first: int, count: int, tell: Tell) -> bool:
    """Read sound forms, each as a text and as pages, and tell whether as many agree as must."""
    agreed, files = 0, 0
    for seed in range(first, first + count):
        for mutated in print_sound(make_form(seed)):
            files += 1
            why = why_not_agreed(mutated)
            agreed += not why
            if why:
                tell(f"sound form {seed}: {mutated.ending}: {why}", mutated)
    print(f"{agreed} of {files} sound forms agree with all their numbers")
    return agreed >= SOUND_SHARE * files


def print_sound(form: Sheet) -> Iterator[Mutated]:
    """Give a sound form as a text, as one page and as several."""
    yield Mutated(text_of(form).encode(), ".txt", form.numbers)
    yield Mutated(bytes(drawing_of(form)), ".pdf", form.numbers)
    yield Mutated(bytes(draw_sheet(form, LOW)), ".pdf", form.numbers)


def why_not_agreed(mutated: Mutated) -> str:
    """Say why a sound form does not agree, in its warnings, doubts and findings; empty where it does."""
    readings = read_bytes(mutated.data, mutated.ending)
    if len(readings) != 1:
        return f"{len(readings)} forms"
    verdict, reading = judge(mutated), readings[0]
    if reading.verdict == "agrees" and not verdict.faults:
        return ""
    doubted = [f"doubt at {'/'.join(key)}" for key in sorted(reading.doubted)]
    return "; ".join([reading.verdict, *reading.warnings, *doubted[:3], *verdict.faults[:3]])


def count_kind(kind: Kind, forms: Sequence[SoundForm], tell: Tell) -> Counter[str]:
    """Mutate each form once, and count what comes."""
    counts: Counter[str] = Counter()
    for form in forms:
        for mutated in kind.make(form.sheet, Random(f"{kind.name} {form.sheet.name}")):
            verdict = judge(mutated, form.findings)
            counts += verdict.counts
            if verdict.faults:
                tell(
                    f"{kind.name} {form.sheet.name}: {mutated.ending}: {'; '.join(verdict.faults[:4])}",
                    mutated,
                )
    return counts


if __name__ == "__main__":
    sys.exit(main())
