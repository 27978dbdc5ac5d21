"""Which of the numbers that decide matter: moves each by a fifth, down and up, and counts the rows of the samples that change.

``python benchmarks/sensitivity.py [--only WORD] [--share 0.2] [--show] [FILE...]``; without files it reads
``samples`` and ``tests/data/borderless``. Settings are found wherever a module holds an instance of a frozen
dataclass named ``...Settings`` or ``...Weights``; ``--only`` takes those with a word in their name,
``--show`` prints the rows. A row is a form's own values, or one of its funds, goals, indicators or findings.
A number that changes nothing either way decides nothing on this material: it may go, or guard against a
hazard that the samples do not hold, and then its comment has to say which.
"""

from __future__ import annotations

import argparse
import gc
import pkgutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import _lru_cache_wrapper
from importlib import import_module
from pathlib import Path
from typing import Any

import hebiao
from audit import audit_form
from extract import Unreadable

HOUSE = Path(__file__).parent.parent
ROOMS = ("extract", "normalize", "audit")
TABLE_TEXT = 160  # characters of a row that are shown

Rows = Counter[str]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that decides: the settings object that holds it, and its name there."""

    place: str
    holder: object
    name: str

    @property
    def value(self) -> float:
        """What it is now."""
        value: float = getattr(self.holder, self.name)
        return value

    def set(self, value: float) -> None:
        """Set it, though its holder is frozen."""
        object.__setattr__(self.holder, self.name, value)

    def moved(self, share: float) -> float:
        """Return it moved by a share of it; a whole number by one at least."""
        value = self.value
        if isinstance(value, int):
            step = max(round(abs(value) * abs(share)), 1)
            return value + step if share > 0 else value - step
        return value * (1 + share)


def find_numbers() -> Iterator[Number]:
    """Find every number of every settings object of the rooms that read and audit."""
    seen: set[int] = set()
    for name in sorted(_import_modules()):
        for constant, value in vars(sys.modules[name]).items():
            if _is_settings(value) and id(value) not in seen:
                seen.add(id(value))
                yield from _numbers_of(f"{type(value).__module__}.{constant}", value)


def _import_modules() -> Iterator[str]:
    for room in ROOMS:
        package = import_module(room)
        yield room
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            import_module(found.name)
            yield found.name


def _is_settings(value: object) -> bool:
    return is_dataclass(value) and type(value).__name__.endswith(("Settings", "Weights"))


def _numbers_of(place: str, holder: Any) -> Iterator[Number]:  # noqa: ANN401 - whatever the dataclass
    for field in fields(holder):
        value = getattr(holder, field.name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            yield Number(place, holder, field.name)
        elif _is_settings(value):
            yield from _numbers_of(f"{place}.{field.name}", value)


def read_rows(files: list[Path]) -> Rows:
    """Read files to their rows, each with its file and table; what earlier readings remembered is forgotten."""
    for found in gc.get_objects():
        if isinstance(found, _lru_cache_wrapper) and str(found.__module__).startswith(ROOMS):
            found.cache_clear()
    rows: Rows = Counter()
    for path in files:
        try:
            forms = hebiao.read(path)
        except (Unreadable, ArithmeticError, LookupError, ValueError) as problem:
            rows[f"{path.name}: {problem!r}"] += 1
            continue
        for form in forms:
            rows.update(f"{path.name} {row}" for row in _rows_of(form))
            rows.update(f"{path.name} finding {finding}" for finding in audit_form(form).findings)
    return rows


def _rows_of(form: object) -> Iterator[str]:
    """Yield a form's rows: each item of its tables, and what is left of itself."""
    own = []
    for field in fields(form):  # type: ignore[arg-type]
        value = getattr(form, field.name)
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            yield from (f"{field.name} {item}" for item in value)
        else:
            own.append(f"{field.name}={value}")
    yield "form " + " ".join(own)


def count_changes(number: Number, share: float, files: list[Path], before: Rows, *, show: bool) -> int:
    """Count the rows that change when a number is moved."""
    value = number.value
    number.set(number.moved(share))
    try:
        after = read_rows(files)
    finally:
        number.set(value)
    gone, new = before - after, after - before
    if show:
        for sign, rows in (("-", gone), ("+", new)):
            for row in sorted(rows.elements()):
                print(f"    {sign} {row[:TABLE_TEXT]}")
    return max(gone.total(), new.total())


def main() -> None:
    """Print each number with the rows that change below and above it, and in the end those that change none."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--share", type=float, default=0.2)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    folders = [HOUSE / "samples", HOUSE / "tests/data/borderless"]
    files = asked.files or [path for folder in folders for path in sorted(folder.glob("*.[pt][dx][ft]"))]
    before = read_rows(files)
    print(
        f"{len(files)} files, {before.total()} rows; rows that change when a number is moved by {asked.share:.0%}"
    )
    idle = []
    for number in find_numbers():
        name = f"{number.place}.{number.name}"
        if asked.only not in name:
            continue
        down, up = (
            count_changes(number, share, files, before, show=asked.show)
            for share in (-asked.share, asked.share)
        )
        print(f"{name} = {number.value}: {down} below, {up} above", flush=True)
        if not down and not up:
            idle.append(name)
    print(f"{len(idle)} change nothing: " + ", ".join(idle))


if __name__ == "__main__":
    main()
