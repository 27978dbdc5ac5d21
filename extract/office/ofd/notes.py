"""The annotations of an OFD as those of a PDF, whose reader tells what a reviewer wrote, covered or struck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from extract.office.ofd.canvas import Bounds
from extract.office.ofd.numbers import Matrix, apply, read_box, read_number
from extract.office.xml_tree import find_child, local_name

_MOST_NOTES = 500  # of a page
_LEFT_OUT = frozenset({"watermark", "stamp", "link"})  # they lie over text and change nothing of it
_STRUCK = "strike"
_OPAQUE = 250  # of 255


def write_notes(notes: Sequence[etree._Element], base: Matrix) -> Iterator[str]:
    """Yield the PDF dictionary of each annotation that says something of the text below it."""
    for note in notes[:_MOST_NOTES]:
        appearance = find_child(note, "Appearance")
        if appearance is None or note.get("Visible", "true").strip().lower() == "false":
            continue
        kinds = {note.get(name, "").strip().lower() for name in ("Type", "Subtype")}
        area = _measure_area(appearance, base)
        if area is None or kinds & _LEFT_OUT:
            continue
        if any(_STRUCK in kind for kind in kinds):
            yield _write_strike(area)
        elif any(local_name(element) == "TextObject" for element in appearance.iter()):
            yield f"<</Type/Annot/Subtype/FreeText/IT/FreeTextCallout/Rect{_write_rect(area)}/F 4>>"
        elif any(map(_covers, appearance.iter())):
            yield f"<</Type/Annot/Subtype/Square/IC[1 1 1]/Rect{_write_rect(area)}/F 4>>"


def _covers(element: etree._Element) -> bool:
    """Tell whether an object of an annotation is filled with what hides the text below."""
    colour = find_child(element, "FillColor")
    if (
        local_name(element) != "PathObject"
        or element.get("Fill", "false").lower() != "true"
        or colour is None
    ):
        return False
    return min(read_number(element, "Alpha", _OPAQUE), read_number(colour, "Alpha", _OPAQUE)) >= _OPAQUE


def _measure_area(appearance: etree._Element, base: Matrix) -> Bounds | None:
    box = read_box(appearance.get("Boundary"))
    if box is None:
        return None
    x, y, width, height = box
    left, top = apply(base, x, y)
    right, bottom = apply(base, x + width, y + height)
    return left, bottom, right, top


def _write_rect(area: Bounds) -> str:
    left, bottom, right, top = area
    return f"[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]"


def _write_strike(area: Bounds) -> str:
    left, bottom, right, top = area
    corners = " ".join(f"{number:.2f}" for number in (left, top, right, top, left, bottom, right, bottom))
    return f"<</Type/Annot/Subtype/StrikeOut/QuadPoints[{corners}]/Rect{_write_rect(area)}/F 4>>"
