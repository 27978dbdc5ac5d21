"""What the looks of a web page's elements say of their text: hidden, struck out, raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

UNPRINTED = frozenset(
    {"script", "style", "template", "title", "head", "noscript", "iframe", "object", "meta"}
)
_STRUCK = frozenset({"s", "strike", "del"})
_BACKGROUND = ("background-color", "background", "bgcolor")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"\A(?P<tag>[a-z][\w-]*|\*)?(?P<marks>(?:[.#][\w-]+)*)\Z", re.IGNORECASE)
_SIZE = re.compile(r"([\d.]+)\s*(px|pt|em|rem|%)?\Z")
_LEAST_SIZE = {"px": 2.7, "pt": 2.0, "em": 0.15, "rem": 0.15, "%": 15.0}
_WHITE = frozenset({"white", "#fff", "#ffffff", "rgb(255,255,255)", "window"})
_MOST_RULES = 5000


@dataclass(frozen=True, slots=True)
class HtmlLook:
    """How an element's text looks: ``is_shown`` is false of what leaves no ink, ``ground`` is the colour beneath."""

    is_shown: bool = True
    is_struck: bool = False
    is_raised: bool = False
    colour: str = "black"
    ground: str = "white"


PLAIN = HtmlLook()


class Looks:
    """The style rules of a page, asked for the look of one element inside another."""

    def __init__(self, root: etree._Element) -> None:
        self._rules: list[tuple[str, frozenset[str], Mapping[str, str]]] = []
        for style in root.iter("style"):
            self._rules += list(_read_rules("".join(map(str, style.itertext()))))[:_MOST_RULES]

    def find(self, element: etree._Element, around: HtmlLook) -> HtmlLook:
        """Return how an element's own text looks."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in UNPRINTED or element.get("hidden") is not None or _is_hidden_input(element):
            return replace(around, is_shown=False)
        styles = self._find_styles(element, tag)
        look = around
        if tag in _STRUCK or "line-through" in styles.get(
            "text-decoration", styles.get("text-decoration-line", "")
        ):
            look = replace(look, is_struck=True)
        if tag == "sup" or styles.get("vertical-align") == "super":
            look = replace(look, is_raised=True)
        if styles:
            look = _apply_styles(look, styles)
        return look

    def _find_styles(self, element: etree._Element, tag: str) -> Mapping[str, str]:
        own = element.get("style")
        attributes = {name: element.get(name, "") for name in ("bgcolor", "color") if element.get(name)}
        if own is None and not attributes and not self._rules:
            return {}
        styles: dict[str, str] = {name: _tidy(value) for name, value in attributes.items()}
        marks = {f".{name}" for name in element.get("class", "").split()} | {f"#{element.get('id', '')}"}
        for wanted, needed, values in self._rules:
            if wanted in ("", "*", tag) and needed <= marks:
                styles.update(values)
        styles.update(_read_declarations(own or ""))
        return styles


def _apply_styles(look: HtmlLook, styles: Mapping[str, str]) -> HtmlLook:
    hides = (
        styles.get("display") == "none"
        or styles.get("visibility") in ("hidden", "collapse")
        or styles.get("mso-hide") == "all"
        or styles.get("opacity") in ("0", "0.0", "0%")
        or _is_tiny(styles.get("font-size", ""))
    )
    if hides:
        return replace(look, is_shown=False)
    ground = next((styles[name] for name in _BACKGROUND if styles.get(name)), look.ground)
    if ground in ("none", "transparent", "inherit"):
        ground = look.ground
    colour = styles.get("color") or look.colour
    look = replace(look, colour=colour, ground=ground)
    if _is_white(colour) and _is_white(ground):
        return replace(look, is_shown=False)
    return look


def _is_white(colour: str) -> bool:
    return colour.replace(" ", "") in _WHITE


def _is_tiny(size: str) -> bool:
    found = _SIZE.match(size)
    if not found:
        return False
    try:
        return float(found[1]) < _LEAST_SIZE.get(found[2] or "px", 0.0)
    except ValueError:
        return False


def _is_hidden_input(element: etree._Element) -> bool:
    return element.tag == "input" and element.get("type", "text").lower() not in _SHOWN_INPUTS


_SHOWN_INPUTS = frozenset(
    {"text", "number", "date", "tel", "email", "url", "search", "month", "week", "time"}
)


def _read_rules(sheet: str) -> Iterator[tuple[str, frozenset[str], Mapping[str, str]]]:
    """Yield the rules with one simple selector: a tag, classes and a number, by which an element is told."""
    sheet = _COMMENT.sub("", sheet).replace("<!--", "").replace("-->", "")
    for selectors, body in _RULE.findall(sheet):
        values = _read_declarations(body)
        if not values:
            continue
        for selector in selectors.split(","):
            simple = _SIMPLE.match(selector.strip())
            if simple and simple[0]:
                marks = frozenset(re.findall(r"[.#][\w-]+", simple["marks"]))
                yield (simple["tag"] or "").lower(), marks, values


def _read_declarations(text: str) -> Mapping[str, str]:
    """Return a style's values by name."""
    pairs: Iterable[list[str]] = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return {name.strip().lower(): _tidy(value) for name, value in pairs if name.strip().lower() in _ASKED}


_ASKED = frozenset(
    {
        "display",
        "visibility",
        "mso-hide",
        "opacity",
        "font-size",
        "color",
        "background",
        "background-color",
        "text-decoration",
        "text-decoration-line",
        "vertical-align",
    }
)


def _tidy(value: str) -> str:
    return " ".join(value.lower().replace("!important", "").split())
