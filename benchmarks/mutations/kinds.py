"""The kinds of mutation: what each does to a form, and what a careful reader then sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Literal

from mutations.drawing import LANDSCAPE, PORTRAIT, Drawing, draw_sheet
from mutations.sheet import Key, Numbers, Sheet, text_of

UNDRAWN = "\ufffd٠١٢٣٤٥٦٧٨٩𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"  # signs that the fonts of the drawn pages don't have
Heading = Literal["bar", "visible page"]


@dataclass(frozen=True, slots=True)
class Mutated:
    """A file after one thing went wrong.

    ``numbers`` is what its pages print. ``unsure`` are the keys that nobody can read with certainty: they
    may hold anything in doubt and nothing without. A form that ``may_agree`` may; one that ``accuses``
    contradicts itself in fact, so that findings prove nothing.
    """

    data: bytes
    ending: str
    numbers: Numbers
    unsure: frozenset[Key] = frozenset()
    may_agree: bool = True
    accuses: bool = False


Make = Callable[[Sheet, Random], Iterator[Mutated]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mutation under its name and heading."""

    name: str
    heading: Heading
    make: Make


KINDS: dict[str, Kind] = {}


def register(name: str, make: Make, heading: Heading = "bar") -> None:
    """Add a kind."""
    KINDS[name] = Kind(name, heading, make)


@dataclass(frozen=True, slots=True)
class Change:
    """A sheet after a change that a text and a page can print, with what ``Mutated`` says of it."""

    sheet: Sheet
    numbers: Numbers
    unsure: frozenset[Key] = frozenset()
    may_agree: bool = True
    accuses: bool = False
    accuses_in: str = ""  # the ending of the files where alone it accuses


def register_for_sheets(name: str, change: Callable[[Sheet, Random], Change | None]) -> None:
    """Add a kind that changes the sheet: it is printed as a text and as a page."""

    def make(sheet: Sheet, chance: Random) -> Iterator[Mutated]:
        changed = change(sheet, chance)
        if changed is None:
            return
        told = (changed.numbers, changed.unsure, changed.may_agree)
        is_drawable = set(UNDRAWN).isdisjoint(text_of(changed.sheet))
        for data, ending in (
            (text_of(changed.sheet).encode(), ".txt"),
            (bytes(drawing_of(changed.sheet)), ".pdf"),
        ):
            if ending == ".pdf" and not is_drawable:
                continue
            yield Mutated(data, ending, *told, accuses=changed.accuses or changed.accuses_in == ending)

    register(name, make)


def drawing_of(sheet: Sheet) -> Drawing:
    """Draw a sheet, a wide one across the page."""
    return draw_sheet(sheet, LANDSCAPE if len(sheet.widths) > 8 else PORTRAIT)  # noqa: PLR2004 - so do forms


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pages after a change, with what ``Mutated`` says of them."""

    drawing: Drawing
    numbers: Numbers
    unsure: frozenset[Key] = frozenset()
    may_agree: bool = True
    accuses: bool = False


def register_for_pages(
    name: str, change: Callable[[Sheet, Drawing, Random], Drawn | None], heading: Heading = "bar"
) -> None:
    """Add a kind that changes the drawn pages."""

    def make(sheet: Sheet, chance: Random) -> Iterator[Mutated]:
        drawn = change(sheet, drawing_of(sheet), chance)
        if drawn is not None:
            yield Mutated(
                bytes(drawn.drawing), ".pdf", drawn.numbers, drawn.unsure, drawn.may_agree, drawn.accuses
            )

    register(name, make, heading)


def without(numbers: Numbers, *keys: Key) -> dict[Key, Decimal]:
    """Return the numbers less some."""
    return {key: value for key, value in numbers.items() if key not in keys}


def doubled(numbers: Numbers, keys: Mapping[Key, Decimal] | set[Key]) -> dict[Key, Decimal]:
    """Return the numbers with those of some keys printed a second time."""
    again = {key._replace(name=f"{key.name}#2"): numbers[key] for key in keys}
    return {**numbers, **again}
