"""Rich Text Format (.rtf, and .doc files that are such), with its merged and nested tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from extract.errors import TooDeep
from extract.grid import Box, Document, Line
from extract.office.settings import LIMITS
from extract.office.word.fields import PAGE_FIELDS, show_code_alone
from extract.office.word.left_out import LeftOut
from extract.office.word.rtf.codes import Code, read_codes
from extract.office.word.rtf.rows import UNKNOWN_GROUND, RowSettings, RtfStory
from extract.office.word.rtf.state import STATE_WORDS, Destination, GroupState, RtfTables, load_words
from extract.office.word.story import Block, Paragraph, TextWriter, doubt_place
from extract.office.word.symbols import LOST, show_symbols
from extract.office.word.tables import read_blocks
from extract.pieces import Piece, make_document

_HEADER_PLACE = "页眉"
_RAISED_HALF_POINTS = 5
_SMALL_HALF_POINTS = 17
_SIGNS = {"~": "\xa0", "_": "-"}
_MOST_GROUPS = 2000
_SURROGATES = range(0xD800, 0xE000)
_TWIPS_TO_EMU = 635


_DESTINATIONS: Mapping[str, Destination] = {
    "fonttbl": "fonts", "colortbl": "colours", "fldinst": "code", "upr": "skip",
}  # fmt: skip
_Handler = Callable[["RtfReader", "int | None"], None]


def read_rtf(data: bytes) -> Document:
    """Return the tables and lines of an RTF file; raises ``Unreadable``."""
    reader = RtfReader()
    reader.read(data)
    pieces: list[Piece] = []
    for piece in read_blocks(reader.header, reader.left_out):
        pieces += [Line(piece.text, Box(place=_HEADER_PLACE))] if isinstance(piece, Line) else [piece]
    pieces += read_blocks(reader.blocks, reader.left_out)
    shown = "".join(reader.shown)
    return make_document(
        pieces,
        shown,
        format="rtf",
        left_out=reader.left_out.characters,
        warnings=reader.left_out.tell(shown),
        is_cut=reader.is_cut,
    )


@dataclass(slots=True)
class _Group:
    """A group that is open; ``ends`` is called when it closes."""

    state: GroupState
    ends: Callable[[], None] | None = None
    is_new: bool = True
    is_starred: bool = False
    kept: Destination | None = None
    """Where the second writing of the group's text goes, of which the first is left out."""


@dataclass(slots=True)
class _Interrupted:
    """A text that another one interrupts: its story, its paragraph, and what stands in boxes behind it."""

    story: RtfStory
    writer: TextWriter
    boxes: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list)
    shown_before: int = 0


class RtfReader:
    """Reads the codes of an RTF file one by one.

    ``shown`` gathers all text that is no code, whatever becomes of it: the count to hold the blocks against.
    """

    def __init__(self) -> None:
        self.left_out = LeftOut()
        self.shown: list[str] = []
        self.header: list[Block] = []
        self.blocks: list[Block] = []
        self._tables = RtfTables()
        self._words = load_words()
        self._groups = [_Group(GroupState())]
        self.is_cut = False
        self._place = self._begin_place()
        self._bytes = bytearray()
        self._high: int | None = None
        self._to_skip = 0
        self._paragraphs = 0
        self._fields: list[_Field] = []
        self._picture: list[int] = []
        self._is_header = False

    def read(self, data: bytes) -> None:
        """Read a whole file."""
        for code in read_codes(data):
            self._read_code(code)
        self._flush()
        self.is_cut = len(self._groups) > 1
        while len(self._groups) > 1:
            self._close_group()
        if self._place.writer.has_text:
            self._end_paragraph()
        self.blocks = self._place.story.finish()

    @property
    def state(self) -> GroupState:
        """The properties of the innermost group."""
        return self._groups[-1].state

    def _begin_place(self) -> _Interrupted:
        return _Interrupted(RtfStory(self.left_out), TextWriter(self.left_out))

    def _read_code(self, code: Code) -> None:
        sort = code.sort
        if sort == "byte":
            self._take_byte(code.number or 0)
            return
        if sort == "text":
            self._take_text(code.raw)
            return
        self._flush()
        if sort == "open":
            self._open_group()
        elif sort == "close":
            self._close_group()
        elif sort == "word":
            self._read_word(code.name, code.number)
        else:
            self._read_sign(code.name)

    def _open_group(self) -> None:
        if len(self._groups) > _MOST_GROUPS:
            raise TooDeep
        self._to_skip = 0
        self._groups.append(_Group(self.state.copy()))

    def _close_group(self) -> None:
        self._to_skip = 0
        if len(self._groups) == 1:
            return
        ends = self._groups[-1].ends
        if ends is not None:
            ends()
        self._groups.pop()

    def _take_byte(self, byte: int) -> None:
        self._groups[-1].is_new = False
        if self._to_skip:
            self._to_skip -= 1
            return
        self._bytes.append(byte)

    def _take_text(self, raw: bytes) -> None:
        self._groups[-1].is_new = False
        skipped = min(self._to_skip, len(raw))
        self._to_skip -= skipped
        if self.state.destination != "skip":
            self._bytes += raw[skipped:]

    def _flush(self) -> None:
        """Show the bytes that were gathered: a character may be made of several codes."""
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._show(self._tables.decode(data, self.state.font))

    def _show(self, text: str) -> None:
        state = self.state
        if self._high is not None:
            self._high = None
        if state.destination == "text":
            self._write(text)
        elif state.destination == "code" and self._fields:
            self._fields[-1].code.append(text)
        elif state.destination == "fonts":
            self._tables.name_font(text)
        elif state.destination == "colours":
            self._tables.add_colours(text)

    def _write(self, text: str) -> None:
        state = self.state
        font = self._tables.fonts.get(self._tables.default_font or 0 if state.font is None else state.font)
        text = show_symbols(text, font)
        self.shown.append(text)
        is_tiny = state.size is not None and 0 < state.size <= LIMITS.unseen_size_half_points
        reason = self._tables.find_reason(state, self._find_ground())
        if is_tiny and reason is None:
            reason = "hidden"
        if reason is None:
            is_small = state.size is not None and state.size <= _SMALL_HALF_POINTS
            is_lifted = is_small and abs(state.rise) >= _RAISED_HALF_POINTS
            self._place.writer.write(text, is_raised=state.is_raised or is_lifted)
            if LOST in text:
                self._place.writer.mark("broken")
        elif text.strip():
            self.left_out.add(reason, text)
            if reason in {"struck", "white"}:
                self._place.writer.mark("struck" if reason == "struck" else "covered")
        if state.is_inserted and text.strip():
            self.left_out.add("inserted")

    def _find_ground(self) -> str:
        state = self.state
        if not state.is_in_table:
            return ""
        ground = self._place.story.find_ground(max(1, state.level))
        return "?" if ground == UNKNOWN_GROUND else self._tables.find_colour(ground)

    def _read_sign(self, sign: str) -> None:
        group = self._groups[-1]
        if sign == "*":
            group.is_starred = True
            return
        group.is_new = False
        if sign in "{}\\":
            self._take_text(sign.encode())
        elif sign in _SIGNS and not self._skip_one():
            self._show(_SIGNS[sign])
        elif sign in "\r\n":
            self._end_paragraph()

    def _skip_one(self) -> bool:
        """Tell whether a character only stands in for the one before it in Unicode."""
        if self._to_skip:
            self._to_skip -= 1
            return True
        return False

    def _read_word(self, name: str, number: int | None) -> None:
        group = self._groups[-1]
        if group.is_new or group.is_starred:
            is_starred, group.is_starred, group.is_new = group.is_starred, False, False
            if self._begin_destination(name, is_starred=is_starred):
                return
        destination = group.state.destination
        if destination == "fonts":
            self._tables.read_font(name, number)
        elif destination == "colours":
            self._tables.read_colour(name, number or 0)
        elif destination == "skip":
            self._read_skipped(name, number)
        else:
            self._read_text_word(name, number)

    def _read_text_word(self, name: str, number: int | None) -> None:
        signs = self._words["signs"]
        if name == "u":
            self._take_unicode(number or 0)
        elif name in signs:
            if not self._skip_one():
                self._show(signs[name])
        elif name in STATE_WORDS:
            STATE_WORDS[name](self.state, number)
        elif name in self._HANDLERS:
            self._HANDLERS[name](self, number)
        elif name.startswith(("cl", "tr", "cell")):
            self._find_row().read_word(name, number)

    def _begin_destination(self, name: str, *, is_starred: bool) -> bool:
        """Begin what a group's first word names; false where the word is none of these."""
        group, words = self._groups[-1], self._words
        kept = self._groups[-2].kept if len(self._groups) > 1 else None
        if name == "ud" and kept is not None:
            group.state.destination = kept
            return True
        if group.state.destination == "skip":
            return False
        if name in words["boxes"] or name in words["headers"]:
            self._begin_story(is_header=name in words["headers"])
        elif name in _DESTINATIONS:
            group.kept = group.state.destination if name == "upr" else None
            group.state.destination = _DESTINATIONS[name]
        elif name == "field":
            self._fields.append(_Field(shown_before=len(self.shown)))
            group.ends = self._end_field
        elif name == "nesttableprops":
            group.state.is_nested_row = True
        elif name == "fldrslt" and self._is_header and self._is_page_number():
            group.state.destination = "skip"
        elif name in words["skipped"] or (is_starred and name not in words["starred"]):
            group.state.destination = "skip"
            if name == "pict":
                self._picture = []
                group.ends = self._end_picture
        else:
            return is_starred
        return True

    def _begin_story(self, *, is_header: bool) -> None:
        outer, paragraph_level = self._place, (self.state.level, self.state.is_in_table)
        self._is_header = is_header
        self._place = self._begin_place()
        state = self.state
        state.level, state.is_in_table = 0, False

        def end() -> None:
            if self._place.writer.has_text:
                self._end_paragraph()
            blocks = self._place.story.finish()
            self._place, self._is_header = outer, False
            state.level, state.is_in_table = paragraph_level
            if is_header:
                self.header = self.header or blocks
            else:
                outer.boxes += map(doubt_place, blocks) if paragraph_level[1] else blocks

        self._groups[-1].ends = end

    def _is_page_number(self) -> bool:
        words = "".join(self._fields[-1].code).split() if self._fields else []
        return bool(words) and words[0].upper() in PAGE_FIELDS

    def _end_field(self) -> None:
        """Show what a field without a result shows by its code."""
        ended = self._fields.pop()
        if any(text.strip() for text in self.shown[ended.shown_before :]):
            return
        self.state.destination = "text"
        shown = show_code_alone("".join(ended.code))
        if shown is None:
            return
        text, is_sure = shown
        self.shown.append(text)
        self._place.writer.write(text)
        if not is_sure:
            self._place.writer.mark("broken")

    def _end_picture(self) -> None:
        sides = self._picture
        if len(sides) > 1 and min(sides) * _TWIPS_TO_EMU >= LIMITS.picture_side_emu:
            self.left_out.add("picture")

    def _read_skipped(self, name: str, number: int | None) -> None:
        if name in {"picwgoal", "pichgoal"}:
            self._picture.append(number or 0)

    def _take_unicode(self, number: int) -> None:
        code = number % 0x10000
        self._to_skip = self.state.skipped_characters
        if code in _SURROGATES and self._high is None:
            self._high = code
            return
        if code in _SURROGATES and self._high is not None:
            pair = self._high.to_bytes(2, "little") + code.to_bytes(2, "little")
            self._high = None
            self._show(pair.decode("utf-16-le", "replace"))
            return
        self._show(chr(code))

    def _end_paragraph(self, _: int | None = None) -> None:
        if self.state.destination != "text":
            return
        is_in_table = self.state.is_in_table or self._place.story.has_open_row
        self._end_text(max(1, self.state.level) if is_in_table else 0)

    def _end_text(self, level: int) -> None:
        place = self._place
        self._paragraphs += 1
        text, doubt = place.writer.finish(), place.writer.doubt
        place.writer = TextWriter(self.left_out)
        boxes, place.boxes = place.boxes, []
        place.story.add([Paragraph(text, self._paragraphs, doubt), *boxes], level)

    def _end_cell(self, level: int) -> None:
        if self.state.destination == "text":
            self._end_text(level)
            self._place.story.end_cell(level)

    def _end_row(self, level: int) -> None:
        if self.state.destination == "text":
            if self._place.writer.has_text:
                self._end_text(level)
            self._place.story.end_row(level)

    def _begin_row(self, _: int | None) -> None:
        self._place.story.settings[self._find_row_level()] = RowSettings()

    def _find_row(self) -> RowSettings:
        return self._place.story.settings.setdefault(self._find_row_level(), RowSettings())

    def _find_row_level(self) -> int:
        """Return the level of the row that is described: only a nested one says it in its own group."""
        return max(2, self.state.level) if self.state.is_nested_row else 1

    def _set_page(self, number: int | None) -> None:
        self._tables.set_page(number)

    def _set_default_font(self, number: int | None) -> None:
        self._tables.default_font = number

    _HANDLERS: ClassVar[Mapping[str, _Handler]] = {
        "par": _end_paragraph,
        "sect": _end_paragraph,
        "cell": lambda self, _: self._end_cell(1),
        "nestcell": lambda self, _: self._end_cell(max(2, self.state.level)),
        "row": lambda self, _: self._end_row(1),
        "nestrow": lambda self, _: self._end_row(max(2, self.state.level)),
        "trowd": _begin_row,
        "ansicpg": _set_page,
        "deff": _set_default_font,
    }
