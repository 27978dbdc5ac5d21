"""Breaks one printed number at a time in every sound form, and tells what the audit finds and how it explains it.

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


def main() -> None:
    """Print the table of docs/audit.md."""
    forms = [
        pair
        for folder, expected in FOLDERS.items()
        if expected.exists()
        for pair in sound_forms(folder, expected)
    ]
    alarms = sum(len(false_alarms(form)) for _, form in forms)
    kinds = counted(outcome for form in once(forms) for outcome in measured(form))
    print(f"{len(forms)} sound forms, {alarms} false alarms; {len(once(forms))} forms broken\n")
    print(f"| the slip | {' | '.join(COLUMNS)} |\n|---|{'---:|' * len(COLUMNS)}")
    for kind, counts in kinds.items():
        print(_row(kind, counts))
    total: Counter[str] = sum(kinds.values(), Counter())
    print(_row("**all**", total))
    print(
        f"\nfound {total['found'] / total['to find']:.1%}, explained {total['explained'] / total['to explain']:.1%}"
    )


def _row(kind: str, counts: Counter[str]) -> str:
    return f"| {kind} | {' | '.join(str(counts[column]) for column in COLUMNS)} |"


if __name__ == "__main__":
    main()
