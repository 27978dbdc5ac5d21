"""Fields of a Word text: their codes are not shown, their results are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from extract.office.word.looks import read_number, read_value
from extract.office.word.symbols import LOST, show_code
from extract.office.xml_tree import find_child, local_name, read_attribute

_IN_CIRCLE = re.compile(r"\\o\s*\\ac\s*\(\s*[○〇◯]\s*[,;]\s*([^()]*?)\s*\)", re.IGNORECASE)
_FONT = re.compile(r'\\f\s+"?([^"\\]+)"?', re.IGNORECASE)
_CIRCLED_ONE, _CIRCLED_MOST = 0x2460, 20
PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_CHECKED, _UNCHECKED = "☑", "□"
_CHOICES = frozenset({"FORMDROPDOWN", "FORMCHECKBOX"})
_Shown = tuple[str, bool]


@dataclass(slots=True)
class _Open:
    """A field that has begun; ``form`` is what a form's field shows by its own settings."""

    code: str = ""
    is_result: bool = False
    has_result: bool = False
    form: str = ""


@dataclass(slots=True)
class FieldCodes:
    """The fields that are open at one place of a text.

    Where some never end (``are_closed`` false), all is shown but what can only be code.
    """

    are_closed: bool = True
    without_page_numbers: bool = False
    _open: list[_Open] = field(default_factory=list)

    @property
    def are_shown(self) -> bool:
        """Whether text here is shown."""
        return not self.are_closed or all(map(self._is_shown, self._open))

    def note_result(self) -> None:
        """Note that text of the open fields is shown."""
        for one in self._open:
            one.has_result = True

    def read_code(self, text: str) -> None:
        """Take a piece of the innermost field's code."""
        if self._open:
            self._open[-1].code += text

    def read_mark(self, element: etree._Element) -> _Shown | None:
        """Begin, part or end a field; what one shows without a result, and whether that is sure."""
        kind = read_attribute(element, "fldCharType")
        if kind == "begin":
            self._open.append(_Open(form=_read_form(find_child(element, "ffData"))))
        elif kind == "separate" and self._open:
            self._open[-1].is_result = True
        elif kind == "end" and self._open:
            ended = self._open.pop()
            if not ended.has_result and self.are_shown:
                return _show_alone(ended)
        return None

    def _is_shown(self, one: _Open) -> bool:
        if self.without_page_numbers and one.code.strip().partition(" ")[0].upper() in PAGE_FIELDS:
            return False
        return one.is_result


def _show_alone(ended: _Open) -> _Shown | None:
    if ended.form:
        return ended.form, True
    return None if ended.is_result else show_code_alone(ended.code)


def show_code_alone(code: str) -> _Shown | None:
    """Return what a field without a result shows by its code, and whether that is sure.

    It may be a symbol, a figure in a circle or a button's words; a choice of a form is not in its code.
    """
    words = code.split()
    name = words[0].upper() if words else ""
    if name in _CHOICES:
        return LOST, False
    if name == "SYMBOL":
        return _show_symbol(code, words)
    if name == "EQ":
        circled = _IN_CIRCLE.search(code)
        return (_draw_circle(circled[1]), True) if circled else (LOST, False)
    if name == "MACROBUTTON":
        return " ".join(words[2:]), True
    return None


def _show_symbol(code: str, words: list[str]) -> _Shown:
    font = _FONT.search(code)
    number = read_number(words[1]) if len(words) > 1 else None
    shown = LOST if number is None else show_code(f"{number:x}", font[1].strip() if font else None)
    return shown, shown != LOST


def _draw_circle(text: str) -> str:
    number = read_number(text)
    is_drawn = number is not None and 0 < number <= _CIRCLED_MOST
    return chr(_CIRCLED_ONE + number - 1) if is_drawn and number is not None else text


def _read_form(data: etree._Element | None) -> str:
    """Return what a drop-down list or a check box shows."""
    if data is None:
        return ""
    box = find_child(data, "checkBox")
    if box is not None:
        state = next(
            (found for name in ("checked", "default") if (found := find_child(box, name)) is not None), None
        )
        is_checked = state is not None and read_attribute(state, "val") not in {"0", "false", "off"}
        return _CHECKED if is_checked else _UNCHECKED
    choices = find_child(data, "ddList")
    if choices is None:
        return ""
    entries = [read_attribute(one, "val") or "" for one in choices if local_name(one) == "listEntry"]
    at = read_number(read_value(choices, "result") or read_value(choices, "default")) or 0
    return entries[at] if 0 <= at < len(entries) else ""
