"""Hold what was read of a mutated file to what its pages print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mutations.kinds import Mutated
from mutations.reading import VALUES, Reading, read_bytes
from mutations.sheet import Key


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts by column of the table, and each fault in words."""

    counts: Counter[str]
    faults: list[str]


def judge(mutated: Mutated, known: frozenset[tuple[str, str]] = frozenset()) -> Verdict:
    """Read a mutated file and compare; the sound form has the ``known`` findings, by rule and line, already."""
    readings = read_bytes(mutated.data, mutated.ending)
    counts = Counter({"files": 1})
    faults: list[str] = []
    for reading in readings:
        if not mutated.accuses:
            accused = [
                f"accused of {one.rule} {one.line}: {one.message}"
                for one in reading.accusations
                if (one.rule, one.line) not in known
            ]
            counts["accused"] += len(accused)
            faults += accused
        if reading.verdict != "agrees":
            continue
        counts["agree"] += 1
        if not mutated.may_agree:
            counts["must not"] += 1
            faults.append("agrees but must not")
        wrong = [key for key in reading.numbers if is_wrong(key, reading, mutated)]
        lost = [key for key in mutated.numbers if is_lost(key, reading)]
        counts["wrong"] += len(wrong)
        counts["lost"] += len(lost)
        for key in sorted(wrong + lost):
            faults.append(f"{'/'.join(key)}: {reading.numbers.get(key)} for {mutated.numbers.get(key)}")
    return Verdict(counts, faults)


def find_known(files: Iterable[Mutated]) -> frozenset[tuple[str, str]]:
    """Return the findings of a sound form's files, by rule and line."""
    readings = [reading for file in files for reading in read_bytes(file.data, file.ending)]
    return frozenset((one.rule, one.line) for reading in readings for one in reading.accusations)


def is_wrong(key: Key, reading: Reading, mutated: Mutated) -> bool:
    """Tell whether a stored number is another than the printed one; a value of words may be in doubt."""
    if reading.numbers[key] == mutated.numbers.get(key):
        return False
    return not (key.column in VALUES and key in reading.doubted)


def is_lost(key: Key, reading: Reading) -> bool:
    """Tell whether a printed number is stored nowhere."""
    if key in reading.numbers:
        return False
    return not (key.column in VALUES and key in reading.doubted)
