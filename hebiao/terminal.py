"""What a command tells on standard error, as much as the user wants, and text that no terminal obeys."""

from __future__ import annotations

import re
from contextvars import ContextVar
from enum import IntEnum

import click

from hebiao.locale.language import translate

_CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Verbosity(IntEnum):
    """How much a command tells: errors alone, what it does, or more."""

    QUIET = 0
    NORMAL = 1
    VERBOSE = 2


_verbosity: ContextVar[Verbosity] = ContextVar("verbosity", default=Verbosity.NORMAL)


def use_verbosity(verbosity: Verbosity) -> None:
    """Tell so much from now on."""
    _verbosity.set(verbosity)


def is_quiet() -> bool:
    """Return whether nothing but results and errors is told."""
    return _verbosity.get() is Verbosity.QUIET


def is_verbose() -> bool:
    """Return whether more is told than usual."""
    return _verbosity.get() is Verbosity.VERBOSE


def tell(key: str, /, **values: object) -> None:
    """Print a text of the catalogue to standard error, unless the command is quiet."""
    tell_text(translate(key, **values))


def tell_detail(key: str, /, **values: object) -> None:
    """Print a text of the catalogue to standard error, where the command is verbose."""
    if is_verbose():
        tell_text(translate(key, **values))


def tell_text(text: str) -> None:
    """Print a text to standard error, unless the command is quiet."""
    if not is_quiet():
        print_error(text)


def print_error(text: str) -> None:
    """Print a text to standard error, whatever the user wants to hear."""
    click.echo(printable(text), err=True)


def printable(text: str) -> str:
    """Spell out the control characters of ``text``, so that a terminal shows them and does not obey them."""
    return _CONTROL_CHARACTERS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def one_line(text: str) -> str:
    """Spell out line breaks and tabs too: a file's name may hold them, and a line tells of one file."""
    return printable(text).replace("\n", r"\n").replace("\t", r"\t")
