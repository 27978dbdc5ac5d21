"""A paragraph of WordprocessingML: its runs as shown, and what is anchored in it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from lxml import etree

from extract.errors import TooDeep
from extract.office.settings import LIMITS
from extract.office.word.fields import PAGE_FIELDS, FieldCodes
from extract.office.word.left_out import LeftOut, Reason
from extract.office.word.looks import Styles, WordLook, is_unseen
from extract.office.word.numbering import Numbering
from extract.office.word.pictures import is_inline, is_picture
from extract.office.word.story import Block, Paragraph, TextWriter, WordTable, doubt_place
from extract.office.word.symbols import LOST, show_code, show_symbols
from extract.office.xml_tree import find_child, local_name, read_attribute

OBJECT = "\ufffc"  # stands for a drawing that the converter of .doc files left out
_DELETED = frozenset({"del", "moveFrom"})
NO_TEXT = frozenset(
    [
        "shapetype",
        "formulas",
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "instrText",
        "delText",
        "delInstrText",
        "fldData",
        "ffData",
        "binData",
        "softHyphen",
        "tblPrEx",
        "customXmlPr",
        "smartTagPr",
        "docPr",
    ]
)
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_STRUCTURES = ("f", "rad", "nary", "m", "eqArr")
_RAISED_HALF_POINTS = 5
_SMALL_SHARE = 0.85
_BODY_HALF_POINTS = 20


def read_token(element: etree._Element) -> str:
    """Return the text that an element itself shows; empty where it shows none."""
    name = local_name(element)
    if name == "t":
        return "" if "drawingml" in str(element.tag) else (element.text or "").replace(OBJECT, "")
    if name == "sym":
        return show_code(read_attribute(element, "char") or "", read_attribute(element, "font"))
    return "-" if name == "noBreakHyphen" else ""


def list_tokens(element: etree._Element) -> str:
    """Return all that the elements of a tree show, hidden or not: the count to hold the reading against."""
    return "".join(map(read_token, element.iter()))


def list_deleted(element: etree._Element) -> str:
    """Return all that a tree tracks as deleted, which is no token of it."""
    return "".join(one.text or "" for one in element.iter() if local_name(one) == "delText")


@dataclass(slots=True)
class ParagraphReader(ABC):
    """Reads paragraphs; what is left out goes to ``left_out``, and text boxes to ``read_blocks``."""

    styles: Styles
    numbering: Numbering
    left_out: LeftOut
    without_page_numbers: bool = False
    _paragraphs: int = 0
    _depth: int = 0
    _cells: int = 0
    _boxes: list[Block] = field(default_factory=list)
    _fields: FieldCodes = field(default_factory=FieldCodes)
    _writer: TextWriter | None = None
    _paragraph: etree._Element | None = None
    _ground: str = ""

    @abstractmethod
    def read_table(self, table: etree._Element) -> WordTable:
        """Return a table; raises ``TooDeep``."""

    @abstractmethod
    def read_blocks(self, container: etree._Element) -> Iterator[Block]:
        """Yield the paragraphs and tables of a container; raises ``TooDeep``."""

    def _begin_fields(self, *, are_closed: bool) -> FieldCodes:
        return FieldCodes(are_closed, self.without_page_numbers)

    def _read_paragraph(self, element: etree._Element) -> Iterator[Block]:
        properties = find_child(element, "pPr")
        mark = find_child(properties, "rPr")
        self._paragraphs += 1
        number = self._paragraphs
        outer = self._writer, self._paragraph, self._boxes
        writer = TextWriter(self.left_out)
        self._writer, self._paragraph, self._boxes = writer, properties, []
        counted = self.numbering.count(properties, self.styles)
        self._walk(element)
        text, boxes = writer.finish(), self._boxes
        self._writer, self._paragraph, self._boxes = outer
        if counted:
            self.left_out.add_shown(counted)
            if not text.strip():
                writer.mark("mended")  # a number that nobody typed
            text = f"{counted} {text}" if text[:1].isdecimal() else counted + text
        is_joined = any(find_child(mark, name) is not None for name in _DELETED)
        yield Paragraph(text, number, writer.doubt, is_joined)
        yield from boxes

    def _walk(self, element: etree._Element) -> None:
        """Write what stands in a paragraph, or in anything inside it."""
        self._depth += 1
        if self._depth > LIMITS.depth:
            raise TooDeep
        for child in element:
            name = local_name(child)
            handler = self._INLINES.get(name)
            if handler is not None:
                handler(self, child)
            elif name not in NO_TEXT:
                self._walk(child)
        self._depth -= 1

    def _read_run(self, run: etree._Element) -> None:
        properties = find_child(run, "rPr")
        look = self.styles.find_look(properties, self._paragraph)
        reason = self._find_reason(look)
        if reason is None:
            self._write_run(run, look)
            return
        text = list_tokens(run)
        if text.strip():
            self.left_out.add(reason, text)
            if self._writer is not None and reason != "hidden":
                self._writer.mark("struck" if reason == "struck" else "covered")
        for child in run:
            if local_name(child) == "fldChar":
                self._read_field(child)

    def _find_reason(self, look: WordLook) -> Reason | None:
        is_tiny = look.size is not None and 0 < look.size <= LIMITS.unseen_size_half_points
        if look.hidden or is_tiny:
            return "hidden"
        if look.struck:
            return "struck"
        return "white" if is_unseen(look, self._ground) else None

    def _write_run(self, run: etree._Element, look: WordLook) -> None:
        is_raised = bool(look.raised) or _is_lifted(look)
        for child in run:
            name = local_name(child)
            text = read_token(child)
            if OBJECT in (child.text or "") and self._writer is not None:
                self._writer.mark("covered")
            if name in _BREAKS:
                self._write(_BREAKS[name], is_raised=False)
            elif text and not self._fields.are_shown:
                self.left_out.add("field", text)
            elif text:
                self._fields.note_result()
                shown = show_symbols(text, look.font) if name == "t" else text
                self._write(shown.replace("\n", " "), is_raised=is_raised)
            elif name in self._INLINES:
                self._INLINES[name](self, child)
            elif name not in NO_TEXT:
                self._walk(child)

    def _write(self, text: str, *, is_raised: bool = False) -> None:
        if self._writer is None:
            return
        self._writer.write(text, is_raised=is_raised)
        if LOST in text:
            self._writer.mark("broken")

    def _read_inserted(self, element: etree._Element) -> None:
        if list_tokens(element).strip():
            self.left_out.add("inserted")
        self._walk(element)

    def _skip_deleted(self, element: etree._Element) -> None:
        self._skip(element, "deleted")

    def _skip_twin(self, element: etree._Element) -> None:
        self.left_out.add("twin", list_tokens(element))

    def _skip(self, element: etree._Element, reason: Reason) -> None:
        self.left_out.add(reason, list_tokens(element))

    def _read_choice(self, element: etree._Element) -> None:
        self._walk(self._choose(element))

    def _choose(self, element: etree._Element) -> etree._Element:
        """Return the first writing of something that is written in several ways; a twin shows the same."""
        ways = [child for child in element if local_name(child) in {"Choice", "Fallback"}]
        if not ways:
            return element
        chosen = next((way for way in ways if list_tokens(way).strip()), ways[0])
        for way in ways:
            if way is not chosen:
                self._skip_twin(way)
        return chosen

    def _read_box(self, element: etree._Element) -> None:
        """Read a text box; what it holds comes behind the paragraph that it is anchored in."""
        outer = self._writer, self._paragraph, self._boxes, self._fields, self._ground
        self._writer, self._boxes, self._fields, self._ground = (
            None,
            [],
            self._begin_fields(are_closed=True),
            "?",
        )
        blocks = list(self.read_blocks(element))
        self._writer, self._paragraph, self._boxes, self._fields, self._ground = outer
        self._boxes += map(doubt_place, blocks) if self._cells else blocks

    def _read_inner_table(self, element: etree._Element) -> None:
        """Read a table inside a paragraph, which other writers than Word make: it comes behind its text."""
        outer = self._writer, self._paragraph, self._boxes
        table = self.read_table(element)
        self._writer, self._paragraph, self._boxes = outer
        self._boxes.append(table)

    def _read_field(self, element: etree._Element) -> None:
        shown = self._fields.read_mark(element)
        if shown is None:
            return
        text, is_sure = shown
        self.left_out.add_shown(text)
        self._write(text)
        if not is_sure and self._writer is not None:
            self._writer.mark("broken")

    def _read_code(self, element: etree._Element) -> None:
        self._fields.read_code(element.text or "")

    def _read_simple_field(self, element: etree._Element) -> None:
        code = (read_attribute(element, "instr") or "").split()
        if self.without_page_numbers and code and code[0].upper() in PAGE_FIELDS:
            self.left_out.add("field", list_tokens(element))
            return
        self._walk(element)

    def _read_picture(self, element: etree._Element) -> None:
        if is_picture(element):
            self.left_out.add("picture")
        if self._cells and self._writer is not None and is_inline(element):
            self._writer.mark("covered")  # what the picture shows may be part of a value
        self._walk(element)

    def _read_annotation(self, element: etree._Element) -> None:
        """Read a tracked change as Word writes it in its XML of 2003."""
        if is_deleted(element):
            self._skip(element, "deleted")
        else:
            self._read_inserted(element)

    def _read_raised(self, element: etree._Element) -> None:
        """Write the raised part of a formula."""
        if self._writer is not None and _is_formula(element):
            self._writer.write(list_tokens(element), is_raised=True)

    def _read_structure(self, element: etree._Element) -> None:
        """Write a fraction or a root in one line, which is not what it shows."""
        if self._writer is not None and _is_formula(element):
            self._writer.mark("broken")
        self._walk(element)

    _INLINES: ClassVar[Mapping[str, Callable[[Any, etree._Element], None]]] = {
        "r": _read_run,
        "ins": _read_inserted,
        "moveTo": _read_inserted,
        "del": _skip_deleted,
        "moveFrom": _skip_deleted,
        "annotation": _read_annotation,
        "rt": _skip_twin,
        "AlternateContent": _read_choice,
        "txbxContent": _read_box,
        "tbl": _read_inner_table,
        "fldChar": _read_field,
        "instrText": _read_code,
        "fldSimple": _read_simple_field,
        "drawing": _read_picture,
        "pict": _read_picture,
        "object": _read_picture,
        "sup": _read_raised,
        "sub": _read_raised,
        **dict.fromkeys(_STRUCTURES, _read_structure),
    }


def _is_lifted(look: WordLook) -> bool:
    is_small = look.size is not None and look.size <= _SMALL_SHARE * _BODY_HALF_POINTS
    return is_small and abs(look.rise or 0) >= _RAISED_HALF_POINTS


def _is_formula(element: etree._Element) -> bool:
    return "/math" in str(element.tag)


def is_deleted(element: etree._Element) -> bool:
    """Tell whether a tracked change takes out what an element holds."""
    name = local_name(element)
    return name in _DELETED or (name == "annotation" and read_attribute(element, "type") == "Word.Deletion")
