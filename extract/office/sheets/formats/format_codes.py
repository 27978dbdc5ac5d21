"""A number format's code, as ``#,##0.00;[Red]-0"元"``, to the tokens of its sections."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

Kind = Literal[
    "digit", "point", "comma", "percent", "exponent", "literal", "general", "text", "date", "elapsed", "half"
]
NAMES: dict[str, Any] = tomllib.loads(
    files("extract.office.sheets.formats").joinpath("number_formats.toml").read_text("utf-8")
)
"""What formats call by name, and those that a file names by number only."""


class Token(NamedTuple):
    """A piece of a section: a digit's place, a literal text, a part of a date."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What a format does to some numbers, or to texts.

    ``condition`` is an operator with its limit. ``script`` is the number of a [DBNum]; ``language`` the
    lower part of a locale in hexadecimal. ``is_known`` tells that all of the code is understood.
    """

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    script: str = ""
    language: str = ""
    is_white: bool = False
    is_known: bool = True

    def has(self, *kinds: Kind) -> bool:
        """Tell whether a token is of one of the kinds."""
        return any(token.kind in kinds for token in self.tokens)


_GENERAL = "|".join(re.escape(name) for name in NAMES["general"])
_HALVES = re.escape("/".join(NAMES["halves"]))
_TOKEN = re.compile(
    rf"""
      (?P<general>{_GENERAL})
    | (?P<half>am/pm|a/p|{_HALVES})
    | "(?P<quoted>[^"]*)"?
    | [\\!](?P<escaped>.)
    | _(?P<width>.)
    | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<exponent>e[+-])
    | (?P<digit>[0#?])
    | (?P<point>\.)
    | (?P<comma>,)
    | (?P<percent>%)
    | (?P<text>@)
    | (?P<date>y+|m+|d+|h+|s+|aaaa?|e+)
    | (?P<literal>.)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_SECTION_END = re.compile(r'"[^"]*"?|[\\!_*].|\[[^\]]*\]|(;)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-([0-9a-f]+))?", re.IGNORECASE)
_SYSTEM_DATE, _SYSTEM_TIME = "F800", "F400"
_MOST_CODE = 1000  # characters: Excel allows 255


@lru_cache(maxsize=1024)
def parse_format(code: str) -> tuple[Section, ...]:
    """Return the sections of a format's code, as many as it has."""
    named = NAMES["named"].get(code, code)
    return tuple(_parse_section(part) for part in _split_sections(named[:_MOST_CODE]))


def _split_sections(code: str) -> Iterator[str]:
    start = 0
    for found in _SECTION_END.finditer(code):
        if found[1]:
            yield code[start : found.start()]
            start = found.end()
    yield code[start:]


def _parse_section(code: str) -> Section:
    marks = _Marks()
    tokens: list[Token] = []
    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup or "literal", found[found.lastgroup or 0]
        if kind == "bracket":
            tokens += marks.read(text)
        elif kind in {"quoted", "escaped"}:
            tokens.append(Token("literal", text))
        elif kind == "width":
            tokens.append(Token("literal", " "))
        elif kind == "literal":
            marks.is_known &= not (text.isascii() and text.isalpha())
            tokens.append(Token("literal", text))
        elif kind != "fill":
            tokens.append(Token(kind, text))  # type: ignore[arg-type]
    if marks.system:
        tokens = [*_parse_section(marks.system).tokens]
    return _settle(tokens, marks)


@dataclass(slots=True)
class _Marks:
    """What a section's brackets say."""

    condition: tuple[str, Decimal] | None = None
    script: str = ""
    language: str = ""
    is_white: bool = False
    is_known: bool = True
    system: str = ""

    def read(self, text: str) -> Sequence[Token]:
        """Take a bracket's meaning; return the tokens that it shows."""
        folded = text.strip().lower()
        if found := _CONDITION.fullmatch(folded):
            self.condition = found[1], Decimal(found[2])
        elif folded and folded[0] in "hms" and len(set(folded)) == 1:
            return [Token("elapsed", folded)]
        elif folded in {"dbnum1", "dbnum2", "dbnum3"}:
            self.script = folded[-1]
        elif found := _CURRENCY.fullmatch(text):
            return self._read_locale(found[1], (found[2] or "").upper())
        elif folded in NAMES["white"]:
            self.is_white = True
        else:
            numbered = folded.rstrip("0123456789") in NAMES["colour_numbered"]
            self.is_known &= numbered or folded in NAMES["colours"]
        return []

    def _read_locale(self, sign: str, locale: str) -> Sequence[Token]:
        if locale == _SYSTEM_DATE:
            self.system = NAMES["long_date"]
        elif locale == _SYSTEM_TIME:
            self.system = NAMES["long_time"]
        else:
            self.language = locale[-4:].lstrip("0")
        return [Token("literal", sign)] if sign else []


def _settle(tokens: list[Token], marks: _Marks) -> Section:
    """Make letters of dates literals where the section has none, and doubt what has dates and digits."""
    section = Section(
        tokens=tuple(tokens),
        condition=marks.condition,
        script=marks.script,
        language=marks.language,
        is_white=marks.is_white,
        is_known=marks.is_known,
    )
    is_date = section.has("date", "elapsed", "half")
    others = [
        token for at, token in enumerate(tokens) if token.kind == "digit" and not _is_of_second(tokens, at)
    ]
    is_mixed = is_date and (bool(others) or section.has("general", "text", "exponent"))
    if not is_mixed:
        return section
    return Section(tokens=tuple(tokens), condition=marks.condition, is_white=marks.is_white, is_known=False)


def _is_of_second(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a digit's place is a fraction of seconds, as in ``ss.00``."""
    while at >= 0 and tokens[at].kind == "digit" and tokens[at].text == "0":
        at -= 1
    return at > 0 and tokens[at].kind == "point" and tokens[at - 1].text.lower().startswith("s")
