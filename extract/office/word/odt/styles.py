"""How the texts, cells and columns of an OpenDocument text look, by their styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from extract.office.word.looks import WordLook
from extract.office.word.numbering import format_number
from extract.office.xml_tree import find_child, local_name, read_attribute

_LENGTH = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(cm|mm|in|pt|pc|px)\s*$", re.IGNORECASE)
_TWIPS = {"cm": 567.0, "mm": 56.7, "in": 1440.0, "pt": 20.0, "pc": 240.0, "px": 15.0}
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCounting", "甲": "ideographTraditional", "①": "decimalEnclosedCircle", "子": "ideographZodiac",
    "壹": "chineseLegalSimplified",
}  # fmt: skip
_PLAIN = WordLook()
_PAINTED = ("paragraph", "table-cell", "table-row", "table")
_HALF_POINT_TWIPS = 10


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How a list numbers one of its levels; ``form`` is empty where it does not."""

    form: str = ""
    before: str = ""
    behind: str = ""
    start: int = 1
    shown_levels: int = 1


@dataclass(slots=True)
class OdfStyles:
    """The styles by their family and name; ``lists`` by the list style's name, level by level."""

    looks: dict[tuple[str, str], WordLook] = field(default_factory=dict)
    twips: dict[str, int] = field(default_factory=dict)
    """The widths of columns and fixed heights of rows, by style."""
    hidden: set[str] = field(default_factory=set)
    """The styles of sections that are not shown."""
    lists: dict[str, Sequence[ListLevel]] = field(default_factory=dict)
    list_of_paragraph: dict[str, str] = field(default_factory=dict)

    def find_look(self, family: str, name: str | None) -> WordLook:
        """Return what a style says, with what those that it is based on say."""
        own = self.looks.get((family, name or ""), _PLAIN)
        return own.over(self.looks.get((family, ""), _PLAIN)) if name else own


def read_styles(roots: Sequence[etree._Element]) -> OdfStyles:
    """Return the styles of a document's parts."""
    styles = OdfStyles()
    found: dict[tuple[str, str], etree._Element] = {}
    for root in roots:
        for element in root.iter():
            name = local_name(element)
            if name in {"style", "default-style"}:
                found[read_attribute(element, "family") or "", _find_name(element)] = element
            elif name == "list-style":
                styles.lists[_find_name(element)] = list(_read_levels(element))
    own = {key: _read_look(style) for key, style in found.items()}
    for (family, style_name), style in found.items():
        styles.looks[family, style_name] = _follow_chain(family, style_name, found, own)
        _read_sizes(styles, style_name, style)
        if list_name := read_attribute(style, "list-style-name"):
            styles.list_of_paragraph[style_name] = list_name
    return styles


def _find_name(style: etree._Element) -> str:
    return read_attribute(style, "name") or ""


def _follow_chain(
    family: str,
    name: str,
    found: Mapping[tuple[str, str], etree._Element],
    own: Mapping[tuple[str, str], WordLook],
) -> WordLook:
    look, seen = _PLAIN, set[str]()
    while (family, name) in found and name not in seen:
        seen.add(name)
        look = look.over(own[family, name])
        name = read_attribute(found[family, name], "parent-style-name") or ""
        if not name:
            break
    return look


def _read_look(style: etree._Element) -> WordLook:
    text = find_child(style, "text-properties")
    position = _read_property(text, "text-position").split()
    line = {_read_property(text, "text-line-through-style"), _read_property(text, "text-line-through-type")}
    size = measure(_read_property(text, "font-size"))
    painted = (text, *(find_child(style, f"{name}-properties") for name in _PAINTED))
    grounds = (_read_property(one, "background-color") for one in painted)
    return WordLook(
        hidden=_read_property(text, "display") == "none" or None,
        struck=bool(line - {"", "none"}) if line != {""} else None,
        raised=_is_raised(position[0]) if position else None,
        colour=_read_colour(_read_property(text, "color")),
        ground=next((colour for ground in grounds if (colour := _read_colour(ground))), None),
        size=None if size is None else size // _HALF_POINT_TWIPS,
        font=_read_property(text, "font-name") or None,
    )


def _is_raised(position: str) -> bool:
    return position in {"super", "sub"} or position.rstrip("%").lstrip("-") not in {"0", "0.0"}


def _read_property(element: etree._Element | None, name: str) -> str:
    return "" if element is None else read_attribute(element, name) or ""


def _read_colour(value: str) -> str | None:
    if value == "transparent":
        return ""
    return value.lstrip("#").upper() if re.fullmatch(r"#[0-9a-fA-F]{6}", value) else None


def _read_sizes(styles: OdfStyles, name: str, style: etree._Element) -> None:
    sizes = (
        _read_property(find_child(style, "table-column-properties"), "column-width"),
        _read_property(find_child(style, "table-row-properties"), "row-height"),
    )
    for size in sizes:
        if (twips := measure(size)) is not None:
            styles.twips[name] = twips
    if _read_property(find_child(style, "section-properties"), "display") == "none":
        styles.hidden.add(name)


def measure(length: str) -> int | None:
    """Return a length in twips."""
    found = _LENGTH.match(length)
    return round(float(found[1]) * _TWIPS[found[2].lower()]) if found and len(length) < 20 else None  # noqa: PLR2004 - no length is so long


def _read_levels(style: etree._Element) -> Iterator[ListLevel]:
    for level in style:
        form = _FORMATS.get((read_attribute(level, "num-format") or "")[:1], "")
        if local_name(level) != "list-level-style-number" or not form:
            yield ListLevel()
            continue
        start, shown = (
            read_attribute(level, "start-value") or "",
            read_attribute(level, "display-levels") or "",
        )
        yield ListLevel(
            form=form,
            before=read_attribute(level, "num-prefix") or "",
            behind=read_attribute(level, "num-suffix") or "",
            start=int(start) if start.isdecimal() else 1,
            shown_levels=int(shown) if shown.isdecimal() else 1,
        )


def number_item(levels: Sequence[ListLevel], counts: Sequence[int]) -> str:
    """Return the number before a list's item; ``counts`` are those of its level and of all around it."""
    at = len(counts) - 1
    if at >= len(levels) or not levels[at].form:
        return ""
    level = levels[at]
    first = max(0, len(counts) - level.shown_levels)
    parts = [format_number(counts[one], levels[one].form or "decimal") for one in range(first, len(counts))]
    return level.before + ".".join(parts) + level.behind
