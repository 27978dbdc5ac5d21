"""Whether a drawing is a picture that is large enough to be one of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from extract.office.settings import LIMITS
from extract.office.word.looks import read_number
from extract.office.xml_tree import local_name, read_attribute

_PICTURES = frozenset({"blip", "imagedata"})
_SIDE = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*([\d.]+)\s*(pt|cm|mm|in)", re.IGNORECASE)
_EMU = {"pt": 12_700, "cm": 360_000, "mm": 36_000, "in": 914_400}
_SIDES = 2


def is_picture(drawing: etree._Element) -> bool:
    """Tell whether a drawing, in either of Word's ways to write one, is a picture with two long sides."""
    if not any(local_name(one) in _PICTURES for one in drawing.iter()):
        return False
    sides = list(_find_sides(drawing))
    return len(sides) >= _SIDES and min(sides) >= LIMITS.picture_side_emu


def is_inline(drawing: etree._Element) -> bool:
    """Tell whether a drawing is a picture that stands in its line as a character does."""
    if not any(local_name(one) in _PICTURES for one in drawing.iter()):
        return False
    for one in drawing.iter():
        if local_name(one) == "anchor" or "absolute" in (read_attribute(one, "style") or ""):
            return False
    return True


def _find_sides(drawing: etree._Element) -> Iterator[float]:
    """Yield the sides of what comes first in a drawing."""
    for one in drawing.iter():
        if local_name(one) == "extent":
            yield from (float(read_number(read_attribute(one, name)) or 0) for name in ("cx", "cy"))
            return
        found = _SIDE.findall(read_attribute(one, "style") or "")
        if len(found) >= _SIDES:
            yield from (float(number) * _EMU[unit.lower()] for number, unit in found[:_SIDES])
            return
