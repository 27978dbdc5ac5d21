"""How the runs of a WordprocessingML text look: hidden, struck, raised, coloured, by themselves and by style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from lxml import etree

from extract.office.settings import LIMITS
from extract.office.xml_tree import find_child, local_name, read_attribute

_OFF = frozenset({"0", "false", "off", "none", "no"})
_NO_COLOUR = frozenset({"auto", "none", ""})
_HIGHLIGHTS = {"white": "FFFFFF", "black": "000000"}
_HEX_DIGITS = 6


@dataclass(frozen=True, slots=True)
class WordLook:
    """What a run's or a style's properties say; None where they say nothing.

    ``colour`` is six hexadecimal digits, or empty where it is automatic. ``ground`` is what is painted behind
    the text: the same, empty for nothing, ``?`` where it cannot be told. ``size`` is in half points, ``rise``
    in half points above the line.
    """

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    colour: str | None = None
    ground: str | None = None
    size: int | None = None
    rise: int | None = None
    font: str | None = None

    def over(self, below: WordLook) -> WordLook:
        """Return the look with what it leaves open taken from another."""
        return WordLook(
            **{
                each.name: getattr(below, each.name)
                if getattr(self, each.name) is None
                else getattr(self, each.name)
                for each in fields(self)
            }
        )


_PLAIN = WordLook()


@dataclass(slots=True)
class Styles:
    """The styles of a document by their id, each with the look that its chain gives."""

    looks: Mapping[str, WordLook] = field(default_factory=dict)
    paragraph: str = ""
    shading_tables: frozenset[str] = frozenset()
    """The styles of tables that paint cells, so that nobody knows what is behind a text."""
    numbers: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """The list and level of the paragraphs of a style."""

    def find_look(self, run: etree._Element | None, paragraph: etree._Element | None) -> WordLook:
        """Return how a run looks, by its properties and those of its paragraph."""
        own = read_look(run)
        of_character = self.looks.get(read_value(run, "rStyle") or "", _PLAIN)
        of_paragraph = self.looks.get(read_value(paragraph, "pStyle") or self.paragraph, _PLAIN)
        look = own.over(of_character).over(of_paragraph)
        if own.hidden is None and of_character.hidden and of_paragraph.hidden:
            # a style that hides inside a style that hides shows: the property toggles
            look = replace(look, hidden=False)
        if look.ground:
            return look
        return replace(look, ground=_read_ground(paragraph))


def read_styles(root: etree._Element | None) -> Styles:
    """Return the styles of ``word/styles.xml``."""
    if root is None:
        return Styles()
    found = {
        style_id: style
        for style in _find_all(root, "style")
        if (style_id := read_attribute(style, "styleId"))
    }
    own = {style_id: _read_style(style) for style_id, style in found.items()}
    defaults = find_child(find_child(find_child(root, "docDefaults"), "rPrDefault"), "rPr")
    default = read_look(defaults)
    looks = {style_id: _follow_chain(style_id, found, own) for style_id in found}
    paragraph = next((key for key, style in found.items() if _is_default_paragraph(style)), "")
    for style_id, style in found.items():
        if read_attribute(style, "type") == "paragraph":
            looks[style_id] = looks[style_id].over(default)
    looks.setdefault(paragraph, default)
    shading = frozenset(key for key, style in found.items() if _paints_cells(style))
    numbers = {key: number for key in found if (number := _find_number(key, found))}
    return Styles(looks, paragraph, shading, numbers)


def _find_number(style_id: str, found: Mapping[str, etree._Element]) -> tuple[str, int] | None:
    """Return the list and level that the nearest style of a chain says."""
    seen: set[str] = set()
    at = style_id
    while at in found and at not in seen:
        seen.add(at)
        named = find_child(find_child(found[at], "pPr"), "numPr")
        if (number_id := read_value(named, "numId")) is not None:
            return number_id, read_number(read_value(named, "ilvl")) or 0
        at = read_value(found[at], "basedOn") or ""
    return None


def _read_style(style: etree._Element) -> WordLook:
    look = read_look(find_child(style, "rPr"))
    return look if look.ground else replace(look, ground=_read_ground(find_child(style, "pPr")) or None)


def _is_default_paragraph(style: etree._Element) -> bool:
    return read_attribute(style, "type") == "paragraph" and _is_on(read_attribute(style, "default") or "0")


def _paints_cells(style: etree._Element) -> bool:
    if read_attribute(style, "type") != "table":
        return False
    return any(read_shading(shade) not in {"", "FFFFFF"} for shade in _find_all(style, "shd"))


def _follow_chain(
    style_id: str, found: Mapping[str, etree._Element], own: Mapping[str, WordLook]
) -> WordLook:
    look = own[style_id]
    seen = {style_id}
    based_on = read_value(found[style_id], "basedOn") or ""
    while based_on in own and based_on not in seen:
        seen.add(based_on)
        look = look.over(own[based_on])
        based_on = read_value(found[based_on], "basedOn") or ""
    return look


def read_look(properties: etree._Element | None) -> WordLook:
    """Return what run properties say."""
    if properties is None or not len(properties):
        return _PLAIN
    said: dict[str, bool | int | str] = {}
    for child in properties:
        name, value = local_name(child), read_attribute(child, "val")
        if name == "vanish":
            said["hidden"] = _is_on(value)
        elif name in {"strike", "dstrike"}:
            said["struck"] = said.get("struck") is True or _is_on(value)
        elif name == "vertAlign":
            said["raised"] = value in {"superscript", "subscript"}
        elif name == "color":
            said["colour"] = _clean_colour(value)
        elif name in {"shd", "highlight"}:
            said["ground"] = read_shading(child) if name == "shd" else _read_highlight(value)
        elif name in {"sz", "position"}:
            said["size" if name == "sz" else "rise"] = read_number(value) or 0
        elif name == "rFonts" and (font := read_attribute(child, "ascii")):
            said["font"] = font
    return WordLook(**said)  # type: ignore[arg-type]


def _read_highlight(value: str | None) -> str:
    return "" if value == "none" else _HIGHLIGHTS.get(value or "", "?")


def read_shading(shade: etree._Element | None) -> str:
    """Return the colour that shading paints: empty for none, ``?`` for a pattern."""
    if shade is None:
        return ""
    value = read_attribute(shade, "val") or "clear"
    if value in {"nil", "clear"}:
        return _clean_colour(read_attribute(shade, "fill"))
    if value == "solid":
        return _clean_colour(read_attribute(shade, "color")) or "000000"
    return "?"


def is_unseen(look: WordLook, ground: str) -> bool:
    """Tell whether a text has the colour of what is painted behind it; ``ground`` is that of its cell."""
    behind = look.ground or ground or "FFFFFF"
    if not look.colour or behind == "?":
        return False
    levels = zip(_read_levels(look.colour), _read_levels(behind), strict=True)
    return all(abs(one - other) <= LIMITS.same_colour_levels for one, other in levels)


def _read_levels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (0, 2, 4))


def _read_ground(paragraph: etree._Element | None) -> str:
    return read_shading(find_child(paragraph, "shd"))


def _clean_colour(value: str | None) -> str:
    text = (value or "").lstrip("#").upper()
    is_colour = len(text) == _HEX_DIGITS and all(char in "0123456789ABCDEF" for char in text)
    return text if is_colour else ""


def read_value(element: etree._Element | None, name: str) -> str | None:
    """Return the ``val`` of the child of that name, None where there is no such child or it has none."""
    child = find_child(element, name)
    return None if child is None else read_attribute(child, "val")


def is_set(element: etree._Element | None, name: str) -> bool:
    """Tell whether a property that is on or off is there and on."""
    child = find_child(element, name)
    return child is not None and _is_on(read_attribute(child, "val"))


def read_number(value: str | None) -> int | None:
    """Return a whole number, as widths and spans are written; None for anything else."""
    text = (value or "").strip().removesuffix("pt").partition(".")[0]
    if len(text) > 12 or not text.lstrip("-").isascii() or not text.lstrip("-").isdecimal():  # noqa: PLR2004 - no width is so long
        return None
    return int(text)


def _is_on(value: str | None) -> bool:
    return (value or "1").lower() not in _OFF


def _find_all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (one for one in element.iter() if local_name(one) == name)
