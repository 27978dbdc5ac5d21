"""What holds inside a group of an RTF file, and what its font and colour tables say."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from extract.office.settings import LIMITS
from extract.office.word.left_out import Reason
from extract.office.word.looks import WordLook, is_unseen
from extract.office.word.symbols import LOST

_StateWord = Callable[["GroupState", "int | None"], None]
Destination = Literal["text", "skip", "fonts", "colours", "code"]

_COLOURS = ("red", "green", "blue")
_WESTERN = "cp1252"
_SYMBOLS = "symbol"
_OF_TWO_BYTES = frozenset({"cp932", "cp949", "gb18030", "cp950"})
_CHINESE = "gb18030"
_CHINESE_PAGES = frozenset({936, 54936, 20936})
_FROM_PRIVATE = 0xF000


@dataclass(slots=True)
class GroupState:
    """The properties that a group hands down to those inside it.

    ``size`` and ``rise`` are in half points; ``colour`` and ``ground`` are entries of the colour table.
    ``level``: how many tables the paragraph stands in. ``is_nested_row``: the group describes a row of a table
    inside another. ``is_wide_next``: the next font is that of eastern letters.
    """

    destination: Destination = "text"
    is_hidden: bool = False
    is_struck: bool = False
    is_raised: bool = False
    is_deleted: bool = False
    is_inserted: bool = False
    colour: int | None = None
    ground: int | None = None
    size: int | None = None
    rise: int = 0
    font: int | None = None
    is_wide_next: bool = False
    skipped_characters: int = 1
    level: int = 0
    is_in_table: bool = False
    is_nested_row: bool = False

    def copy(self) -> GroupState:
        """Return a state for a group inside this one."""
        return copy(self)

    def reset_text(self) -> None:
        """Go back to plain text."""
        self.is_hidden = self.is_struck = self.is_raised = self.is_deleted = self.is_inserted = False
        self.colour = self.ground = self.size = None
        self.rise = 0
        self.is_wide_next = False


def _make_switch(name: str) -> _StateWord:
    def switch(state: GroupState, number: int | None) -> None:
        setattr(state, name, number != 0)

    return switch


def _make_setter(name: str, usual: int = 0) -> _StateWord:
    def take(state: GroupState, number: int | None) -> None:
        setattr(state, name, usual if number is None else number)

    return take


def _set_level(state: GroupState, number: int | None) -> None:
    state.level = max(0, min(number or 0, LIMITS.depth))
    state.is_in_table = state.level > 0


def _reset_paragraph(state: GroupState, _: int | None) -> None:
    state.level, state.is_in_table = 0, False


def _set_wide_font(state: GroupState, number: int | None) -> None:
    """Take the font of the eastern letters, which is named behind their mark."""
    if state.is_wide_next:
        state.font = number


def _begin_narrow(state: GroupState, _: int | None) -> None:
    state.is_wide_next = False


def _end_raised(state: GroupState, _: int | None) -> None:
    state.is_raised = False


STATE_WORDS: Mapping[str, _StateWord] = {
    "pard": _reset_paragraph,
    "plain": lambda state, _: state.reset_text(),
    "itap": _set_level,
    "af": _set_wide_font,
    "loch": _begin_narrow,
    "hich": _begin_narrow,
    "nosupersub": _end_raised,
    "intbl": _make_switch("is_in_table"),
    "dbch": _make_switch("is_wide_next"),
    "v": _make_switch("is_hidden"),
    "strike": _make_switch("is_struck"),
    "striked": _make_switch("is_struck"),
    "super": _make_switch("is_raised"),
    "sub": _make_switch("is_raised"),
    "deleted": _make_switch("is_deleted"),
    "revised": _make_switch("is_inserted"),
    "f": _make_setter("font"),
    "cf": _make_setter("colour"),
    "cb": _make_setter("ground"),
    "chcbpat": _make_setter("ground"),
    "cbpat": _make_setter("ground"),
    "highlight": _make_setter("ground"),
    "fs": _make_setter("size"),
    "uc": _make_setter("skipped_characters", 1),
    "up": _make_setter("rise", 6),
    "dn": _make_setter("rise", 6),
}
"""What a control word changes in the properties of its group."""


@dataclass(slots=True)
class RtfTables:
    """The fonts and colours of a file, and the code page of its bytes."""

    page: str = _WESTERN
    fonts: dict[int, str] = field(default_factory=dict)
    charsets: dict[int, str] = field(default_factory=dict)
    colours: list[str] = field(default_factory=list)
    default_font: int | None = None
    _font: int = 0
    _colour: list[int] = field(default_factory=lambda: [0, 0, 0])
    _has_colour: bool = False

    def read_font(self, name: str, number: int | None) -> None:
        """Take a control word of the font table."""
        charsets = load_words()["charsets"]
        if name == "f":
            self._font = number or 0
        elif name == "fcharset" and number in charsets:
            self.charsets[self._font] = charsets[number]

    def name_font(self, text: str) -> None:
        """Take a text of the font table: the font's name comes first."""
        name = text.split(";", maxsplit=1)[0].strip()
        if name:
            self.fonts.setdefault(self._font, name)

    def read_colour(self, name: str, number: int) -> None:
        """Take a control word of the colour table."""
        if name in _COLOURS:
            self._colour[_COLOURS.index(name)] = max(0, min(number, 255))
            self._has_colour = True

    def add_colours(self, text: str) -> None:
        """Take a text of the colour table, in which each colour ends with a semicolon."""
        for _ in range(text.count(";")):
            red, green, blue = self._colour
            self.colours.append(f"{red:02X}{green:02X}{blue:02X}" if self._has_colour else "")
            self._colour, self._has_colour = [0, 0, 0], False

    def set_page(self, number: int | None) -> None:
        """Take the code page of the whole file by its number."""
        name = _CHINESE if number in _CHINESE_PAGES else f"cp{number}"
        try:
            codecs.lookup(name)
        except LookupError:
            return
        self.page = name

    def decode(self, data: bytes, font: int | None) -> str:
        """Return bytes as text; what is none in the font's code page is ``LOST``.

        A western font in a file of an eastern code page does not show eastern bytes: Word takes another font.
        """
        number = self.default_font if font is None else font
        own = self.page if number is None else self.charsets.get(number, self.page)
        if own == _SYMBOLS:
            return "".join(chr(_FROM_PRIVATE + byte) if byte > 0x7F else chr(byte) for byte in data)  # noqa: PLR2004 - ASCII
        page = own if own in _OF_TWO_BYTES or self.page not in _OF_TWO_BYTES else self.page
        return data.decode(page, "replace").replace("\ufffd", LOST)

    def find_reason(self, state: GroupState, ground: str) -> Reason | None:
        """Return why text is not read; ``ground`` is the colour of its cell."""
        if state.is_deleted:
            return "deleted"
        if state.is_hidden:
            return "hidden"
        if state.is_struck:
            return "struck"
        look = WordLook(colour=self.find_colour(state.colour), ground=self.find_colour(state.ground))
        return "white" if is_unseen(look, ground) else None

    def find_colour(self, at: int | None) -> str:
        """Return an entry of the colour table; empty for the automatic colour."""
        return self.colours[at] if at is not None and 0 <= at < len(self.colours) else ""


@cache
def load_words() -> Mapping[str, Any]:
    """Return what is known of control words."""
    data = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    data["charsets"] = {int(number): page for number, page in data["charsets"].items()}
    return {name: frozenset(value) if isinstance(value, list) else value for name, value in data.items()}
