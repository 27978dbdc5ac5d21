"""The units of ``units.toml``: each by its names, with its base unit and the exact factor between them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by name, of which one is ``factor`` of ``base``.

    Before a character of ``not_before`` it is the start of another word.
    """

    name: str
    dimension: str
    base: str
    factor: Decimal = Decimal(1)
    not_before: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Units by their printed names, those that stand only under a stroke (元/生), and words of money."""

    units: dict[str, Unit]
    under: frozenset[str]
    money: re.Pattern[str]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("normalize.values").joinpath("units.toml").read_text("utf-8"))


@cache
def list_money_units() -> tuple[str, ...]:
    """Return the units that a form may print its amounts in, the most usual first."""
    return tuple(_data()["form_money"]["names"])


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of ``units.toml``."""
    data = _data()
    money = re.compile("|".join(data["money"]["words"]))
    return Lexicon(index_units(data), frozenset(data["under"]["names"]), money)


def index_units(data: Mapping[str, Any]) -> dict[str, Unit]:
    """Return the units of a lexicon's data by name.

    Raises ``ValueError`` where a name stands twice, and where a base is counted in yet another base (in a
    circle, too).
    """
    by_name: dict[str, Unit] = {}
    for unit in _list_units(data):
        if unit.name in by_name:
            raise ValueError(f"the unit {unit.name} stands twice")
        by_name[unit.name] = unit
    for unit in by_name.values():
        base = by_name.get(unit.base)
        if base is not None and base.base != unit.base:
            raise ValueError(f"the unit {unit.name} counts in {base.name}, which counts in {base.base}")
    return by_name


def _list_units(data: Mapping[str, Any]) -> Iterator[Unit]:
    for entry in data["unit"]:
        names = entry["names"]
        for name in names:
            yield Unit(
                name=name,
                dimension=entry["dimension"],
                base=entry.get("base", names[0]),
                factor=Decimal(entry.get("factor", 1)),
                not_before=entry.get("not_before", ""),
            )
    not_before = data["counts"]["not_before"]
    for name in data["counts"]["names"]:
        yield Unit(name, "count", name, not_before=not_before.get(name, ""))
