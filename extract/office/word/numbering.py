"""The numbers of a list's paragraphs, which Word prints and the text does not hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

from extract.office.word.looks import Styles, read_number, read_value
from extract.office.xml_tree import find_child, local_name, read_attribute

_LEVEL = re.compile(r"%([1-9])")
_MOST_LEVELS = 9
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_TEN, _HUNDRED = 10, 100


@dataclass(frozen=True, slots=True)
class _ListLevel:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _List:
    """One list's levels; ``counter`` names the count that it shares with others of the same definition."""

    counter: str
    levels: Mapping[int, _ListLevel]
    restarts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of ``word/numbering.xml``, and how far each has been counted."""

    lists: Mapping[str, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def count(self, paragraph: etree._Element | None, styles: Styles) -> str:
        """Count a paragraph and return the number before it; empty where it has none, or a bullet."""
        named = find_child(paragraph, "numPr")
        by_style = styles.numbers.get(read_value(paragraph, "pStyle") or styles.paragraph)
        number_id = read_value(named, "numId") or (by_style[0] if by_style else None)
        found = self.lists.get(number_id or "")
        if found is None or number_id is None:
            return ""
        said = read_number(read_value(named, "ilvl"))
        level = said if said is not None else (by_style[1] if by_style else 0)
        return self._count(found, number_id, level)

    def _count(self, counted: _List, number_id: str, at: int) -> str:
        level = counted.levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(counted.counter, {})
        is_restarted = at in counted.restarts and (number_id, at) not in self._begun
        self._begun.add((number_id, at))
        if is_restarted:
            counts[at] = counted.restarts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in [one for one in counts if one > at]:
            del counts[deeper]
        if level.form == "bullet":
            return ""
        return _LEVEL.sub(lambda match: _format_level(counted, counts, int(match[1]) - 1), level.text)


def _format_level(counted: _List, counts: Mapping[int, int], at: int) -> str:
    level = counted.levels.get(at, _ListLevel())
    return format_number(counts.get(at, level.start), level.form)


def read_numbering(root: etree._Element | None) -> Numbering:
    """Return the lists of a document, none yet counted."""
    if root is None:
        return Numbering()
    definitions: dict[str, dict[int, _ListLevel]] = {}
    lists: dict[str, _List] = {}
    for child in root:
        if local_name(child) == "abstractNum":
            definitions[read_attribute(child, "abstractNumId") or ""] = _read_levels(child)
    for child in root:
        if local_name(child) == "num":
            counter = read_value(child, "abstractNumId") or ""
            levels = dict(definitions.get(counter, {}))
            restarts: dict[int, int] = {}
            for changed in child:
                if local_name(changed) == "lvlOverride":
                    levels |= _read_levels(changed)
                    at = read_number(read_attribute(changed, "ilvl")) or 0
                    start = read_number(read_value(changed, "startOverride"))
                    restarts |= {} if start is None else {at: start}
            lists[read_attribute(child, "numId") or ""] = _List(counter, levels, restarts)
    return Numbering(lists)


def _read_levels(element: etree._Element) -> dict[int, _ListLevel]:
    levels: dict[int, _ListLevel] = {}
    for child in element:
        at = read_number(read_attribute(child, "ilvl")) if local_name(child) == "lvl" else None
        if at is not None and 0 <= at < _MOST_LEVELS:
            start = read_number(read_value(child, "start"))
            form = read_value(child, "numFmt") or "decimal"
            levels[at] = _ListLevel(1 if start is None else start, form, read_value(child, "lvlText") or "")
    return levels


def format_number(number: int, form: str) -> str:
    """Return a list's number in one of Word's forms; in digits where the form is not known."""
    known = _load_forms()
    signs = known["signs"]
    if form == "none":
        return ""
    if form in signs and 0 < number <= len(signs[form]):
        return str(signs[form][number - 1])
    if form in known["chinese"] and 0 < number < _HUNDRED:
        return _count_in_chinese(number, signs["chineseDigits"], signs["chineseTen"])
    if form in {"lowerRoman", "upperRoman"} and 0 < number < _HUNDRED:
        roman = _count_in_roman(number)
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02}" if form == "decimalZero" else str(number)


def _count_in_chinese(number: int, digits: str, ten: str) -> str:
    tens, ones = divmod(number, _TEN)
    text = digits[tens - 1] if tens > 1 else ""
    text += ten if tens else ""
    return text + (digits[ones - 1] if ones else "")


def _count_in_roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


@cache
def _load_forms() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("numbers.toml").read_text("utf-8"))
