"""The drawing over a sheet of an Excel package: its text boxes, and how many pictures it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from extract.office.sheets.sheet import Area, TextBox
from extract.office.xml_tree import local_name

_ON = {"1", "true", "on"}


def read_drawing(root: etree._Element) -> tuple[Sequence[TextBox], int]:
    """Return the shapes with text, in order of their rows, and the number of pictures."""
    boxes: list[TextBox] = []
    pictures = 0
    for anchor in root:
        over = _read_area(anchor)
        for element in anchor.iter("{*}sp", "{*}pic"):
            if _is_hidden(element) or _is_fallback(element):
                continue
            if local_name(element) == "pic":
                pictures += 1
            elif text := _read_text(element):
                boxes.append(TextBox(text, over, is_opaque=_is_opaque(element)))
    return sorted(boxes, key=lambda box: (box.over.top, box.over.left)), pictures


def _read_area(anchor: etree._Element) -> Area:
    """Return the cells under an anchor; its last row and column where it has an end."""
    ends = {local_name(end): end for end in anchor}
    top, left = _read_corner(ends.get("from"))
    bottom, right = _read_corner(ends.get("to")) if "to" in ends else (top, left)
    return Area(top, left, max(top, bottom), max(left, right))


def _read_corner(corner: etree._Element | None) -> tuple[int, int]:
    if corner is None:
        return 0, 0
    numbers = {local_name(part): part.text or "0" for part in corner}
    return _read_number(numbers.get("row")), _read_number(numbers.get("col"))


def _read_number(text: str | None) -> int:
    text = (text or "").strip()
    return int(text) if text.isdigit() else 0


def _is_hidden(element: etree._Element) -> bool:
    return any(one.get("hidden") in _ON for one in element.iter("{*}cNvPr"))


def _is_fallback(element: etree._Element) -> bool:
    """Tell whether a shape is the twin for programs that do not know the other."""
    return any(local_name(parent) == "Fallback" for parent in element.iterancestors())


def _read_text(shape: etree._Element) -> str:
    return "\n".join(_read_paragraphs(shape)).strip()


def _read_paragraphs(shape: etree._Element) -> Iterator[str]:
    for body in shape.iter("{*}txBody"):
        for paragraph in body.iter("{*}p"):
            yield "".join(_read_piece(piece) for piece in paragraph.iter("{*}t", "{*}br"))


def _read_piece(piece: etree._Element) -> str:
    return "\n" if local_name(piece) == "br" else piece.text or ""


def _is_opaque(shape: etree._Element) -> bool:
    """Tell whether a shape hides what is under it: it has a fill, of its own or by its style."""
    properties = next(shape.iter("{*}spPr"), None)
    fills = [] if properties is None else [local_name(part) for part in properties]
    if "noFill" in fills:
        return False
    has_fill = any(fill in {"solidFill", "gradFill", "blipFill", "pattFill"} for fill in fills)
    return has_fill or next(shape.iter("{*}fillRef"), None) is not None
