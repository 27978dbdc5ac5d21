"""Text from a form is data wherever it is shown: nothing in it may come alive."""

from __future__ import annotations

import re

_ALIVE_ON_TERMINALS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ALIVE_IN_SPREADSHEETS = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_PLAIN_NUMBER_OR_PLACEHOLDER = re.compile(r"[+-]?[\d,]*\.?\d+%?|[-－—]+")


def printable(text: str) -> str:
    """Spell out the control characters of ``text``, so that a terminal shows them and does not obey them."""
    return _ALIVE_ON_TERMINALS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def one_line(text: str) -> str:
    """Do the same with line breaks and tabs, where a line is to tell of one thing: a file's name may hold them."""
    return printable(text).replace("\n", r"\n").replace("\t", r"\t")


def inert(text: str) -> str:
    """Make ``text`` safe as a spreadsheet cell: one that would be a formula gets a leading apostrophe.

    Numbers such as ``-5`` and placeholders such as ``--`` stay as they are.
    """
    if _ALIVE_IN_SPREADSHEETS.match(text) and not _PLAIN_NUMBER_OR_PLACEHOLDER.fullmatch(text):
        return f"'{text}"
    return text
