"""OpenDocument texts, packed (.odt) or as one XML file (.fodt), to grids and lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from lxml import etree

from extract.errors import MissingPart, TooDeep
from extract.filetype import PACKAGE_MARK
from extract.grid import Box, Document, Line
from extract.office.package import Package
from extract.office.settings import LIMITS
from extract.office.word.columns import add_up
from extract.office.word.left_out import LeftOut, Reason
from extract.office.word.looks import is_unseen, read_number
from extract.office.word.odt.styles import OdfStyles, measure, number_item, read_styles
from extract.office.word.story import Block, Paragraph, TextWriter, WordCell, WordTable, doubt_place
from extract.office.word.symbols import LOST, show_symbols
from extract.office.word.tables import read_blocks
from extract.office.xml_tree import find_child, local_name, parse_xml, read_attribute
from extract.pieces import Piece, make_document

_HEADER_PLACE = "页眉"
_BLANKS = re.compile(r"[ \t\r\n]+")
_PARAGRAPHS = frozenset({"p", "h"})
_LEFT_OUT: Mapping[str, Reason] = {
    "tracked-changes": "deleted", "annotation": "twin", "note": "twin", "ruby-text": "twin", "binary-data": "twin",
    "forms": "twin", "page-number": "field", "page-count": "field",
}  # fmt: skip
_DRAWN_NAMES = frozenset({"title", "desc"})
_SHAPES = ("custom-shape", "rect", "ellipse", "polygon", "path", "line", "g", "text-box")
_ROWS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_COLUMNS = frozenset({"table-columns", "table-header-columns", "table-column-group"})
_EMU_PER_TWIP = 635
_UNKNOWN_GROUND = "?"


def read_odt(data: bytes) -> Document:
    """Return the tables and lines of an OpenDocument text, a package or one XML file; raises ``Unreadable``."""
    if not data.startswith(PACKAGE_MARK):
        return _read_roots([parse_xml(data, "XML")], "office:text")
    package = Package(data)
    roots = [package.parse(name) for name in ("styles.xml", "content.xml") if name in package]
    return _read_roots(roots, "content.xml")


def _read_roots(roots: list[etree._Element], part: str) -> Document:
    text = next((one for root in reversed(roots) for one in root.iter() if _is_text(one)), None)
    if text is None:
        raise MissingPart(part=part)
    reader = OdtReader(read_styles(roots))
    pieces: list[Piece] = []
    header = _find_header(roots)
    if header is not None:
        found = read_blocks(reader.read(header), reader.left_out)
        pieces += [
            Line(piece.text, Box(place=_HEADER_PLACE)) if isinstance(piece, Line) else piece
            for piece in found
        ]
    pieces += read_blocks(reader.read(text), reader.left_out)
    shown = "".join(text.itertext()) + ("".join(header.itertext()) if header is not None else "")
    return make_document(
        pieces, shown, format="odt", left_out=reader.left_out.characters, warnings=reader.left_out.tell(shown)
    )


def _is_text(element: etree._Element) -> bool:
    parent = element.getparent()
    return local_name(element) == "text" and parent is not None and local_name(parent) == "body"


def _find_header(roots: list[etree._Element]) -> etree._Element | None:
    """Return the header of the usual pages."""
    for root in roots:
        for page in root.iter():
            if local_name(page) == "master-page" and read_attribute(page, "name") in {"Standard", "Default"}:
                header = find_child(page, "header")
                is_shown = header is not None and read_attribute(header, "display") != "false"
                return header if is_shown else None
    return None


@dataclass(slots=True)
class OdtReader:
    """Reads a text or a header; what it leaves out goes to ``left_out``."""

    styles: OdfStyles
    left_out: LeftOut = field(default_factory=LeftOut)
    _paragraphs: int = 0
    _depth: int = 0
    _cells: int = 0
    _repeated: int = 0
    _ground: str = ""
    _writer: TextWriter | None = None
    _boxes: list[Block] = field(default_factory=list)
    _spans: list[str] = field(default_factory=list)
    _paragraph_style: str = ""
    _counts: list[int] = field(default_factory=list)
    _kept: dict[str, list[int]] = field(default_factory=dict)
    _list_style: str = ""
    _number: str = ""
    _deletions: set[str] = field(default_factory=set)
    _deleted: set[str] = field(default_factory=set)

    def read(self, story: etree._Element) -> list[Block]:
        """Return the blocks of a story; raises ``TooDeep``."""
        return list(self._read_blocks(story))

    def _read_blocks(self, container: etree._Element) -> Iterator[Block]:
        self._deepen()
        for child in container:
            name = local_name(child)
            if name in _PARAGRAPHS:
                yield from self._read_paragraph(child)
            elif name == "table":
                yield self._read_table(child)
            elif name == "list":
                yield from self._read_list(child)
            elif (reason := _find_reason(child)) is not None:
                self._skip(child, reason)
            elif self._is_hidden(child):
                self._skip(child, "hidden")
            elif name in self._INLINES:
                yield from self._read_anchored(child)
            else:
                yield from self._read_blocks(child)
        self._depth -= 1

    def _deepen(self) -> None:
        self._depth += 1
        if self._depth > LIMITS.depth:
            raise TooDeep

    def _is_hidden(self, element: etree._Element) -> bool:
        """Tell whether a section or a field is not shown."""
        display, is_hidden = read_attribute(element, "display"), read_attribute(element, "is-hidden")
        if local_name(element) == "section":
            is_hidden_by_style = read_attribute(element, "style-name") in self.styles.hidden
            return (
                is_hidden_by_style or display == "none" or (display == "condition" and is_hidden != "false")
            )
        return is_hidden == "true"

    def _read_anchored(self, element: etree._Element) -> Iterator[Block]:
        """Yield what stands in a frame between paragraphs."""
        outer, self._boxes = self._boxes, []
        self._INLINES[local_name(element)](self, element)
        boxes, self._boxes = self._boxes, outer
        yield from boxes

    def _read_list(self, element: etree._Element) -> Iterator[Block]:
        style = read_attribute(element, "style-name") or self._list_style
        outer, self._list_style = self._list_style, style
        goes_on = read_attribute(element, "continue-numbering") == "true" or read_attribute(
            element, "continue-list"
        )
        depth = len(self._counts)
        levels = self.styles.lists.get(style, ())
        start = levels[depth].start - 1 if depth < len(levels) else 0
        kept = self._kept.get(f"{style}/{depth}") if goes_on else None
        self._counts.append(kept[0] if kept else start)
        self._deepen()
        for item in element:
            name = local_name(item)
            if name == "list-item" and any(local_name(one) in _PARAGRAPHS for one in item):
                value = read_number(read_attribute(item, "start-value"))
                self._counts[-1] = value if value is not None else self._counts[-1] + 1
                self._number = number_item(levels, self._counts)
            if (reason := _find_reason(item)) is not None:
                self._skip(item, reason)
            else:
                yield from self._read_blocks(item)
            self._number = ""
        self._depth -= 1
        self._kept[f"{style}/{depth}"] = [self._counts.pop()]
        self._list_style = outer

    def _read_paragraph(self, element: etree._Element) -> Iterator[Block]:
        self._paragraphs += 1
        number, counted = self._paragraphs, self._number
        self._number = ""
        outer = self._writer, self._boxes, self._spans, self._paragraph_style
        writer = TextWriter(self.left_out)
        style = read_attribute(element, "style-name") or ""
        self._writer, self._boxes, self._spans, self._paragraph_style = writer, [], [], style
        self._walk(element)
        text, boxes = writer.finish(), self._boxes
        self._writer, self._boxes, self._spans, self._paragraph_style = outer
        if counted:
            self.left_out.add_shown(counted)
            if not text.strip():
                writer.mark("mended")  # a number that nobody typed
            text = f"{counted} {text}" if text[:1].isdecimal() else counted + text
        yield Paragraph(text, number, writer.doubt)
        yield from boxes

    def _walk(self, element: etree._Element) -> None:
        self._deepen()
        self._write(_BLANKS.sub(" ", element.text or ""))
        for child in element:
            name = local_name(child)
            if name in self._INLINES:
                self._INLINES[name](self, child)
            elif (reason := _find_reason(child)) is not None:
                self._skip(child, reason)
            elif self._is_hidden(child):
                self._skip(child, "hidden")
            else:
                self._walk(child)
            self._write(_BLANKS.sub(" ", child.tail or ""))
        self._depth -= 1

    def _write(self, text: str) -> None:
        """Write text as it looks inside the spans that are open."""
        if not text or self._writer is None:
            return
        look = self.styles.find_look("paragraph", self._paragraph_style)
        for name in self._spans:
            look = self.styles.find_look("text", name).over(look)
        is_tiny = look.size is not None and 0 < look.size <= LIMITS.unseen_size_half_points
        if self._deleted:
            self.left_out.add("twin", text)
        elif look.hidden or is_tiny:
            self._leave_out("hidden", text)
        elif look.struck:
            self._leave_out("struck", text)
        elif is_unseen(look, self._ground):
            self._leave_out("white", text)
        else:
            self._writer.write(show_symbols(text, look.font), is_raised=bool(look.raised))
            if LOST in show_symbols(text, look.font):
                self._writer.mark("broken")

    def _leave_out(self, reason: Reason, text: str) -> None:
        if not text.strip() or self._writer is None:
            return
        self.left_out.add(reason, text)
        if reason != "hidden":
            self._writer.mark("struck" if reason == "struck" else "covered")

    def _skip(self, element: etree._Element, reason: Reason) -> None:
        text = "".join(element.itertext())
        if reason == "deleted":
            self._read_changes(element)
            self.left_out.add("twin", text)
        elif text.strip():
            self.left_out.add(reason, text)

    def _read_span(self, element: etree._Element) -> None:
        self._spans.append(read_attribute(element, "style-name") or "")
        self._walk(element)
        self._spans.pop()

    def _write_blanks(self, element: etree._Element) -> None:
        count = read_number(read_attribute(element, "c"))
        self._write("\xa0" * max(1, min(count or 1, LIMITS.columns)))

    def _write_tab(self, _: etree._Element) -> None:
        self._write_break("\t")

    def _write_line_break(self, _: etree._Element) -> None:
        self._write_break("\n")

    def _write_break(self, sign: str) -> None:
        if self._writer is not None:
            self._writer.write(sign)

    def _read_changes(self, changes: etree._Element) -> None:
        """Count the tracked changes; what one deletes may stand in the text, between two marks."""
        for region in changes:
            if find_child(region, "deletion") is not None:
                self.left_out.add("deleted")
                self._deletions.add(read_attribute(region, "id") or "")
            elif find_child(region, "insertion") is not None:
                self.left_out.add("inserted")

    def _begin_change(self, element: etree._Element) -> None:
        self._deleted |= {read_attribute(element, "change-id") or ""} & self._deletions

    def _end_change(self, element: etree._Element) -> None:
        self._deleted -= {read_attribute(element, "change-id") or ""}

    def _read_box(self, element: etree._Element) -> None:
        """Read a text box; what it holds comes behind the paragraph that it is anchored in."""
        outer = self._writer, self._spans, self._ground, self._counts, self._number
        self._writer, self._spans, self._ground, self._counts, self._number = (
            None,
            [],
            _UNKNOWN_GROUND,
            [],
            "",
        )
        blocks = list(self._read_blocks(element))
        self._writer, self._spans, self._ground, self._counts, self._number = outer
        self._boxes += map(doubt_place, blocks) if self._cells else blocks

    def _read_frame(self, element: etree._Element) -> None:
        """Read the first thing that a frame shows; the others are for readers that do not know it."""
        sides = [measure(read_attribute(element, side) or "") or 0 for side in ("width", "height")]
        ways = [child for child in element if _find_reason(child) is None]
        if ways and local_name(ways[0]) == "image" and min(sides) * _EMU_PER_TWIP >= LIMITS.picture_side_emu:
            self.left_out.add("picture")
        for at, way in enumerate(ways):
            if at == 0:
                self._read_box(way)
            else:
                self._skip(way, "twin")
        for child in element:
            if (reason := _find_reason(child)) is not None:
                self._skip(child, reason)

    def _read_table(self, element: etree._Element) -> WordTable:
        widths = list(self._read_widths(element))[: LIMITS.columns]
        has_widths = bool(widths) and all(width > 0 for width in widths)
        edges = add_up(0, widths) if has_widths else list(range(LIMITS.columns + 1))
        rows: list[list[WordCell]] = []
        outer = self._ground
        self._ground = self._find_ground("table", element)
        self._read_rows(element, edges, rows)
        self._ground = outer
        return WordTable(rows, "twip" if has_widths else "column")

    def _read_widths(self, container: etree._Element) -> Iterator[int]:
        for child in container:
            name = local_name(child)
            if name == "table-column":
                width = self.styles.twips.get(read_attribute(child, "style-name") or "", 0)
                yield from [width] * _read_count(child, "number-columns-repeated")
            elif name in _COLUMNS:
                yield from self._read_widths(child)

    def _read_rows(self, container: etree._Element, edges: list[int], rows: list[list[WordCell]]) -> None:
        for child in container:
            name = local_name(child)
            if name == "table-row":
                if self._is_row_unseen(child):
                    self._skip(child, "hidden")
                    continue
                rows.append(self._read_row(child, edges))
                text = "".join(child.itertext())
                repeated = _read_count(child, "number-rows-repeated", LIMITS.rows) if text.strip() else 1
                for _ in range(min(repeated - 1, LIMITS.rows - len(rows))):
                    if self._repeated >= LIMITS.repeated_cells:
                        break
                    self._repeated += len(rows[-1])
                    self.left_out.add_shown(text)
                    rows.append(self._read_row(child, edges))
            elif name in _ROWS:
                self._read_rows(child, edges, rows)
            elif (reason := _find_reason(child)) is not None:
                self._skip(child, reason)

    def _is_row_unseen(self, row: etree._Element) -> bool:
        height = self.styles.twips.get(read_attribute(row, "style-name") or "")
        is_flat = height is not None and height <= LIMITS.unseen_height_twips
        return is_flat or read_attribute(row, "visibility") in {"collapse", "filter"}

    def _read_row(self, element: etree._Element, edges: list[int]) -> list[WordCell]:
        cells: list[WordCell] = []
        col = 0
        outer = self._ground
        self._ground = self._find_ground("table-row", element)
        for child in element:
            name = local_name(child)
            repeated = _read_count(child, "number-columns-repeated")
            if name == "covered-table-cell":
                self._skip(child, "merged")
                col += repeated
            elif name == "table-cell":
                for at in range(repeated):
                    if at:
                        self.left_out.add_shown("".join(child.itertext()))
                    cells.append(self._read_cell(child, edges, col + at))
                col += repeated
        self._ground = outer
        return cells

    def _find_ground(self, family: str, element: etree._Element) -> str:
        """Return the colour behind a table, row or cell; what it stands in shows through."""
        return self.styles.find_look(family, read_attribute(element, "style-name")).ground or self._ground

    def _read_cell(self, element: etree._Element, edges: list[int], col: int) -> WordCell:
        outer = self._ground, self._counts, self._list_style
        self._ground, self._counts, self._list_style = self._find_ground("table-cell", element), [], ""
        self._cells += 1
        blocks = list(self._read_blocks(element))
        self._cells -= 1
        self._ground, self._counts, self._list_style = outer
        last = len(edges) - 1
        left, right = min(col, last - 1), min(col + _read_count(element, "number-columns-spanned"), last)
        rowspan = _read_count(element, "number-rows-spanned", LIMITS.rows)
        return WordCell(edges[left], edges[max(right, left + 1)], blocks, rowspan=rowspan)

    _INLINES: ClassVar[Mapping[str, Callable[[Any, etree._Element], None]]] = {
        "span": _read_span,
        "s": _write_blanks,
        "tab": _write_tab,
        "line-break": _write_line_break,
        "change-start": _begin_change,
        "change-end": _end_change,
        "frame": _read_frame,
        **dict.fromkeys(_SHAPES, _read_box),
    }


def _find_reason(element: etree._Element) -> Reason | None:
    """Return why an element shows nothing where it stands."""
    name = local_name(element)
    if name in _DRAWN_NAMES and "svg" in str(element.tag):
        return "twin"
    if name.endswith("-source"):
        return "twin"  # how an index is made
    return _LEFT_OUT.get(name)


def _read_count(element: etree._Element, name: str, most: int = LIMITS.columns) -> int:
    return max(1, min(read_number(read_attribute(element, name)) or 1, most))
