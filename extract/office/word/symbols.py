"""What the codes of symbol fonts show."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LOST = "\ufffd"
_PRIVATE = range(0xF000, 0xF100)
_ASCII_FONT = "symbol"


def is_symbol_font(font: str | None) -> bool:
    """Tell whether a font shows signs in the places of letters."""
    return (font or "").lower() in _load_symbols()


def show_symbols(text: str, font: str | None) -> str:
    """Return what a text in a font shows; ``LOST`` for a code that nobody knows.

    Digits and signs of the font Symbol are those of ASCII; in Wingdings no letter is one.
    """
    name = (font or "").lower()
    signs = _load_symbols().get(name)
    if signs is None:
        return text
    return "".join(_show(char, signs, is_ascii=name == _ASCII_FONT) for char in text)


def show_code(code: str, font: str | None) -> str:
    """Return what a code in hexadecimal shows."""
    try:
        number = int(code, 16)
    except ValueError:
        return LOST
    if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:  # noqa: PLR2004 - what is no character
        return LOST
    shown = show_symbols(chr(number), font)
    return LOST if ord(shown) in _PRIVATE else shown


def _show(char: str, signs: Mapping[int, str], *, is_ascii: bool) -> str:
    code = ord(char) - _PRIVATE.start if ord(char) in _PRIVATE else ord(char)
    if code in signs:
        return signs[code]
    if char.isspace() or code > 0xFF:  # noqa: PLR2004 - another font shows it
        return char
    is_plain = is_ascii and 0x20 <= code < 0x40  # noqa: PLR2004 - blanks, digits and signs
    return chr(code) if is_plain else LOST


@cache
def _load_symbols() -> Mapping[str, Mapping[int, str]]:
    data = tomllib.loads(files(__package__).joinpath("symbols.toml").read_text("utf-8"))
    return {font: {int(code, 16): sign for code, sign in signs.items()} for font, signs in data.items()}
