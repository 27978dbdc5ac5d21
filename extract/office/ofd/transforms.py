"""Which glyphs a text names by number: they may contradict its signs, or stand where it has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract.office.xml_tree import find_child, list_children

_LOST = "\ufffd"
_MOST_GLYPHS = 20_000
_TRANSFORMS = ("CGTransform", "CGTransfrom")  # as old writers spell it


def list_lost_signs(element: etree._Element) -> str:
    """Return a sign that nobody can read for each glyph of a text that has glyphs but no signs.

    Blanks are drawn by one glyph; where a blank text names several it draws something.
    """
    glyphs = [
        glyph for transform in list_children(element, *_TRANSFORMS) for glyph in _list_glyphs(transform)
    ]
    return _LOST * len(glyphs) if len(set(glyphs)) > 1 else ""


def _list_glyphs(transform: etree._Element) -> list[str]:
    glyphs = find_child(transform, "Glyphs")
    return (glyphs.text or "").split()[:_MOST_GLYPHS] if glyphs is not None else []


@dataclass(slots=True)
class DrawnDigits:
    """Which digit each glyph of each font stood for first: a glyph that is two digits is a false one of them."""

    known: dict[tuple[str, str], str] = field(default_factory=dict)

    def contradict(self, element: etree._Element, font: str) -> bool:
        """Tell whether a text's glyphs stand for other digits than before."""
        if len(element) == 1:
            return False
        return any(
            self.known.setdefault((font, glyph), digit) != digit for digit, glyph in _list_digits(element)
        )


def _list_digits(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the digits of a text with their glyphs, where each sign has one."""
    text = "".join(code.text or "" for code in list_children(element, "TextCode"))
    for transform in list_children(element, *_TRANSFORMS):
        glyphs = _list_glyphs(transform)
        at, count = transform.get("CodePosition", "0").strip(), transform.get("CodeCount", "1").strip()
        if not at.isdecimal() or count != str(len(glyphs)):
            continue
        for char, glyph in zip(text[int(at[:_MOST_DIGITS]) :], glyphs, strict=False):
            if char.isascii() and char.isdigit():
                yield char, glyph


_MOST_DIGITS = 9
