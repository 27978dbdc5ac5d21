"""The styles of an Excel package: what each cell's style says of how it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from extract.office.sheets.collecting import PLAIN_STYLE, CellStyle
from extract.office.sheets.formats.number_formats import UNKNOWN, find_builtin
from extract.office.sheets.settings import SHEETS
from extract.office.xml_tree import local_name

_WHITE = "FFFFFF"
_WHITE_INDEXES = {"1", "9"}  # of the default palette; 65 is the window's own
_NO_FILL = {"none", ""}
_OFF = {"0", "false", "off", "none"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SheetFont:
    """What of a font decides whether its text is read; ``colour`` is RRGGBB where it is known."""

    is_struck: bool = False
    is_raised: bool = False
    is_tiny: bool = False
    colour: str | None = None


def read_styles(root: etree._Element) -> Sequence[CellStyle]:
    """Return the styles by the index that cells name them with."""
    parts = {local_name(child): child for child in root}
    codes = _read_codes(parts.get("numFmts"))
    fonts = [read_font(font) for font in _children(parts.get("fonts"))]
    fills = [_read_fill(fill) for fill in _children(parts.get("fills"))]
    ruled = [_is_ruled(border) for border in _children(parts.get("borders"))]
    return [_read_style(entry, codes, fonts, fills, ruled) for entry in _children(parts.get("cellXfs"))]


def read_font(font: etree._Element) -> SheetFont:
    """Return what decides of a font, or of the properties of a run of text."""
    parts = {local_name(part): part for part in font}
    size = parts["sz"].get("val") if "sz" in parts else None
    raised = parts["vertAlign"].get("val") if "vertAlign" in parts else None
    return SheetFont(
        is_struck="strike" in parts and (parts["strike"].get("val") or "1").lower() not in _OFF,
        is_raised=raised == "superscript",
        is_tiny=_read_size(size) <= SHEETS.smallest_font_pt,
        colour=_read_colour(parts.get("color")),
    )


def is_unseen(font: SheetFont, paper: str) -> bool:
    """Tell whether a font shows nothing on a fill of the colour."""
    return font.is_tiny or font.colour == paper


def _read_size(text: str | None) -> float:
    try:
        return float(text or "11")
    except ValueError:
        return 11.0


def _read_colour(colour: etree._Element | None) -> str | None:
    """Return a colour as RRGGBB; None for the automatic one and for those of a theme that are not white."""
    if colour is None:
        return None
    rgb = colour.get("rgb")
    if rgb:
        return rgb[-6:].upper()
    is_tinted = colour.get("tint") not in {None, "0"}
    is_white = colour.get("theme") == "0" and not is_tinted
    return _WHITE if is_white or colour.get("indexed") in _WHITE_INDEXES else None


def _read_fill(fill: etree._Element) -> str:
    """Return the colour behind a cell's text; a pattern or gradient gives none that a text could have."""
    pattern = next((part for part in fill if local_name(part) == "patternFill"), None)
    if pattern is None:
        return _WHITE if not len(fill) else ""
    kind = pattern.get("patternType") or ""
    if kind in _NO_FILL:
        return _WHITE
    front = next((part for part in pattern if local_name(part) == "fgColor"), None)
    if kind != "solid" or front is None:
        return ""
    return _read_colour(front) or ""


def _read_codes(formats: etree._Element | None) -> Mapping[str, str]:
    return {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in _children(formats)}


def _is_ruled(border: etree._Element) -> bool:
    """Tell whether a border has a line beside the cell and one above or below it."""
    drawn = {local_name(side) for side in border if (side.get("style") or "none") != "none"}
    return bool(drawn & {"left", "right", "start", "end"}) and bool(drawn & {"top", "bottom"})


def _read_style(
    entry: etree._Element,
    codes: Mapping[str, str],
    fonts: Sequence[SheetFont],
    fills: Sequence[str],
    ruled: Sequence[bool],
) -> CellStyle:
    number = entry.get("numFmtId") or "0"
    font = _pick(fonts, entry.get("fontId"), other=SheetFont())
    paper = _pick(fills, entry.get("fillId"), other=_WHITE)
    alignment = next((part for part in entry if local_name(part) == "alignment"), None)
    return CellStyle(
        code=codes.get(number) or _find_code(number),
        is_unseen=is_unseen(font, paper),
        is_struck=font.is_struck,
        is_ruled=_pick(ruled, entry.get("borderId"), other=False),
        is_centred=alignment is not None and alignment.get("horizontal") == "centerContinuous",
    )


def _find_code(number: str) -> str:
    return find_builtin(int(number)) if number.isdigit() else UNKNOWN


def _pick(values: Sequence[T], index: str | None, *, other: T) -> T:
    at = int(index) if index and index.isdigit() else -1
    return values[at] if 0 <= at < len(values) else other


def pick_style(styles: Sequence[CellStyle], index: str | None) -> CellStyle:
    """Return the style that a cell names."""
    return _pick(styles, index or "0", other=PLAIN_STYLE)


def _children(element: etree._Element | None) -> Iterator[etree._Element]:
    yield from element if element is not None else ()
