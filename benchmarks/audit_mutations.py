"""Breaks printed numbers in every sound form, and tells what the audit finds, how it explains it, and whom it blames wrongly.

The first table is of slips that the audit knows, one number at a time; the second one of slips outside that list.

python benchmarks/audit_mutations.py
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

HOUSE = Path(__file__).parents[1]
sys.path.insert(0, str(HOUSE / "tests"))

# found beside the tests
from support.audit_measure import counted, false_alarms, measured, once, sound_forms  # noqa: E402
from support.audit_shifts import tallied  # noqa: E402

SAMPLES, TRIALS = HOUSE / "samples", HOUSE.parent / "shared" / "forms"
FOLDERS = {
    SAMPLES: SAMPLES / "expected.json",
    SAMPLES / "families": SAMPLES / "families" / "expected.json",
    TRIALS / "dev": TRIALS / "dev.json",
}
COLUMNS = (
    "broken", "alone", "still true", "to find", "found",
    "ambiguous", "to explain", "explained", "not explained", "explained wrongly",
)  # fmt: skip
BLAMED = ("slips", "findings", "not explained", "blames what is wrong", "blames what is right")


def main() -> None:
    """Print the two tables of docs/audit.md."""
    forms = [
        pair
        for folder, expected in FOLDERS.items()
        if expected.exists()
        for pair in sound_forms(folder, expected)
    ]
    alarms = sum(len(false_alarms(form)) for _, form in forms)
    kinds = counted(outcome for form in once(forms) for outcome in measured(form))
    print(f"{len(forms)} sound forms, {alarms} false alarms; {len(once(forms))} forms broken\n")
    total = _print_table(kinds, COLUMNS)
    print(
        f"\nfound {total['found'] / total['to find']:.1%}, explained {total['explained'] / total['to explain']:.1%}"
    )
    blamed = _print_table(tallied(once(forms)), BLAMED)
    print(
        f"\na right figure is blamed in {blamed['blames what is right'] / blamed['findings']:.1%} of the findings"
    )


def _print_table(kinds: dict[str, Counter[str]], columns: tuple[str, ...]) -> Counter[str]:
    """Print a row a kind and one of all; return the sums."""
    print(f"\n| the slip | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}")
    total: Counter[str] = sum(kinds.values(), Counter())
    for kind, counts in (*kinds.items(), ("**all**", total)):
        print(f"| {kind} | {' | '.join(str(counts[column]) for column in columns)} |")
    return total


if __name__ == "__main__":
    main()
