"""Mutate sound forms and count what is wrong in silence: ``python benchmarks/mutation_bar.py [--seeds N] [--show]``.

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
from collections.abc import Iterator
from random import Random

from mutations import cell_kinds, hidden_kinds, line_kinds, page_kinds, row_kinds
from mutations.drawing import draw_sheet
from mutations.judge import Verdict, judge
from mutations.kinds import KINDS, Heading, Kind, Mutated, drawing_of
from mutations.page_kinds import LOW
from mutations.reading import read_bytes
from mutations.sheet import Sheet, text_of
from mutations.sound_forms import make_form

PARTS = (cell_kinds, row_kinds, line_kinds, page_kinds, hidden_kinds)
SOUND_SHARE = 0.97  # of the sound forms that must agree: doubt that is always on is no doubt
COUNTS = ("files", "agree", "wrong", "lost", "must not", "accused")
HEADINGS: dict[Heading, str] = {
    "bar": "The bar: no number wrong or lost in silence",
    "visible page": "The visible page: told, not held",
}


def main() -> int:
    """Print the tables; exit with 1 where the bar does not hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=4, help="forms a kind")
    parser.add_argument("--first", type=int, default=0, help="the first form's seed")
    parser.add_argument("--sound", type=int, default=40, help="sound forms that are read as they are")
    parser.add_argument("--kinds", default="", help="only kinds that hold this text")
    parser.add_argument("--show", action="store_true", help="name each fault")
    parser.add_argument("--keep", help="a folder for the files with faults")
    arguments = parser.parse_args()
    failed = int(not hold_sound(arguments.first, arguments.sound))
    forms = [make_form(seed) for seed in range(arguments.first, arguments.first + arguments.seeds)]
    for heading, title in HEADINGS.items():
        kinds = [kind for kind in KINDS.values() if kind.heading == heading and arguments.kinds in kind.name]
        print(f"\n{title} ({len(kinds)} kinds, {len(forms)} forms each)\n")
        print(f"| mutation | {' | '.join(COUNTS)} |\n|---|{'--:|' * len(COUNTS)}")
        total: Counter[str] = Counter()
        for kind in kinds:
            counts = count_kind(kind, forms, show=arguments.show, keep=arguments.keep)
            total += counts
            print(format_row(kind.name, counts), flush=True)
        print(format_row("**all**", total))
        if heading == "bar":
            failed += total["wrong"] + total["lost"] + total["must not"]
    return int(failed > 0)


def hold_sound(first: int, count: int) -> bool:
    """Read sound forms, each as a text and as a page, and tell whether as many agree as must."""
    agreed, files = 0, 0
    for seed in range(first, first + count):
        for mutated in print_sound(make_form(seed)):
            files += 1
            why = why_not_agreed(mutated)
            agreed += not why
            if why:
                print(f"  sound form {seed}{mutated.ending}: {why}", file=sys.stderr)
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


def count_kind(
    kind: Kind, forms: list[Sheet], *, show: bool = False, keep: str | None = None
) -> Counter[str]:
    """Mutate each form once, and count what comes."""
    counts: Counter[str] = Counter()
    for form in forms:
        for mutated in kind.make(form, Random(f"{kind.name} {form.name}")):
            verdict = judge(mutated)
            counts += verdict.counts
            if show and verdict.faults:
                tell(kind, form, mutated.ending, verdict)
            if keep and verdict.faults:
                name = f"{keep}/{kind.name} {form.name}{mutated.ending}".replace("\ufffd", "")
                with open(name, "wb") as file:  # noqa: PTH123 - a folder of one's own
                    file.write(mutated.data)
    return counts


def tell(kind: Kind, form: Sheet, ending: str, verdict: Verdict) -> None:
    """Name the faults of one file on standard error."""
    print(f"  {kind.name}: {form.name}{ending}: {'; '.join(verdict.faults[:4])}", file=sys.stderr)


def format_row(name: str, counts: Counter[str]) -> str:
    """Return a line of the table."""
    return f"| {name} | {' | '.join(str(counts[column]) for column in COUNTS)} |"


if __name__ == "__main__":
    sys.exit(main())
