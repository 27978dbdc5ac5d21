"""Values as a spreadsheet shows them: a number and its format's code to the text in the cell.

Sources: ECMA-376 part 1, 18.8.31, and what Excel and LibreOffice show. A column that is too narrow for its
number (####) is not modelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extract.office.sheets.formats.digit_places import place_digits
from extract.office.sheets.formats.format_codes import NAMES, Section, Token, parse_format
from extract.office.sheets.formats.format_dates import Epoch, show_date
from extract.office.sheets.formats.numerals import (
    make_exact,
    show_general,
    write_digits,
    write_number,
)

_MOST_SECTIONS = 4
_LARGEST_SHOWN = 300  # powers of ten: beyond, nothing but a slip of a file is shown in full


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows.

    ``is_sure`` is false where the format is not understood and the text is the value without it.
    ``is_hidden`` tells that the format shows nothing on paper, by an empty section or in white.
    """

    text: str
    is_sure: bool = True
    is_hidden: bool = False


UNKNOWN = "[]"
"""The code of a format that nobody knows."""


def find_builtin(number: int) -> str:
    """Return the code of a format that files name by number only."""
    return str(NAMES["builtin"].get(str(number), UNKNOWN))


def show_truth(*, is_true: bool) -> str:
    """Return what a cell shows that holds a truth value."""
    return str(NAMES["truth"]["true" if is_true else "false"])


@lru_cache(maxsize=4096)
def show_number(value: float, code: str, epoch: Epoch = 1900) -> Shown:
    """Return what a cell with the number and the format's code shows."""
    try:
        exact = make_exact(value)
    except ValueError:
        return Shown(str(value), is_sure=False)
    sections = [section for section in parse_format(code)[:_MOST_SECTIONS] if not _is_of_texts(section)]
    sections = sections[: _MOST_SECTIONS - 1]
    if not sections:
        return Shown(show_general(exact))
    section, is_signed = _choose_section(exact, sections)
    if section is None or not section.is_known or abs(exact.adjusted()) > _LARGEST_SHOWN:
        return Shown(show_general(exact), is_sure=False)
    text = _show(exact, section, epoch)
    if text is None:
        return Shown(show_general(exact), is_sure=False)
    is_zero = set(text) & set("0123456789") == {"0"}
    minus = "-" if is_signed and exact < 0 and not is_zero else ""
    shown = f"{minus}{text}".strip()
    return Shown(shown, is_hidden=not shown or section.is_white)


def show_text(text: str, code: str) -> Shown:
    """Return what a cell with the text and the format's code shows."""
    sections = parse_format(code)
    of_texts = next((section for section in sections if section.has("text")), None)
    if of_texts is None and len(sections) >= _MOST_SECTIONS:
        of_texts = sections[_MOST_SECTIONS - 1]
    if of_texts is None or (of_texts.has("text") and len(of_texts.tokens) == 1 and not of_texts.is_white):
        return Shown(text)
    shown = "".join(text if token.kind == "text" else token.text for token in of_texts.tokens).strip()
    is_hidden = bool(text.strip()) and (not shown or of_texts.is_white)
    return Shown(shown, is_sure=of_texts.is_known, is_hidden=is_hidden)


def _is_of_texts(section: Section) -> bool:
    return section.has("text") and not section.has("digit")


_OPERATORS = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}


def _choose_section(value: Decimal, sections: Sequence[Section]) -> tuple[Section | None, bool]:
    """Return the section for a number, None where none is, and whether a minus is put before it."""
    if not any(section.condition for section in sections):
        at = _choose_by_sign(value, len(sections))
        return sections[at], len(sections) == 1
    implied = [(">", Decimal()), ("<", Decimal())] if len(sections) > 2 else [(">=", Decimal())]  # noqa: PLR2004
    for at, section in enumerate(sections):
        is_last = at == len(sections) - 1
        condition = section.condition
        if condition is None and not is_last:
            condition = implied[min(at, len(implied) - 1)]
        if condition is None:
            return section, not _is_rest_negative(sections[:at])
        if _OPERATORS[condition[0]](value, condition[1]):
            return section, not _is_negative(condition)
    return None, False


def _choose_by_sign(value: Decimal, count: int) -> int:
    if value < 0 and count > 1:
        return 1
    return 2 if value == 0 and count > 2 else 0  # noqa: PLR2004 - positive, negative, zero


def _is_negative(condition: tuple[str, Decimal]) -> bool:
    operator, limit = condition
    return operator[0] == "<" and operator != "<>" and limit <= 0


def _is_rest_negative(before: Sequence[Section]) -> bool:
    """Tell whether all numbers that the sections before leave over are negative."""
    conditions = [section.condition for section in before]
    return any(one is not None and one[0] in {">", ">="} and one[1] <= 0 for one in conditions)


def _show(value: Decimal, section: Section, epoch: Epoch) -> str | None:
    if section.has("date", "elapsed", "half"):
        return show_date(value, section, epoch)
    if not section.has("digit"):
        return "".join(_write_general(abs(value), token, section) for token in section.tokens)
    shown = place_digits(abs(value), section.tokens)
    if shown is None or not section.script:
        return shown
    return write_number(shown, section.script) if shown.isdigit() else write_digits(shown, section.script)


def _write_general(amount: Decimal, token: Token, section: Section) -> str:
    if token.kind != "general":
        return token.text
    shown = show_general(amount)
    return write_number(shown, section.script) if section.script else shown
