"""Options and arguments that several commands share."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hebiao.commands.command import BadCall, BadValue, option
from hebiao.database import DEFAULT_URL
from hebiao.workers.job import Options

if TYPE_CHECKING:
    from hebiao.sources.files import Choice
    from store import FormFilter

Command = TypeVar("Command", bound=Callable[..., Any])

PATHS_FROM_INPUT = "-"
RESULT_FORMATS = ("table", "csv", "json")

database = option(
    *("--db", "url"),
    envvar="HEBIAO_DB",
    default=DEFAULT_URL,
    show_default=True,
    show_envvar=True,
    metavar="URL",
    text="db",
)

result_format = option(
    *("--format", "form"),
    type=click.Choice(RESULT_FORMATS),
    default="table",
    show_default=True,
    text="format",
)


def _parse_memory(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    """Return an amount of memory in bytes: ``800`` and ``800M`` are MiB, ``2G`` is GiB."""
    match = re.fullmatch(r"([1-9][0-9]{0,5})(M|MB|MiB|G|GB|GiB|)", value, re.IGNORECASE | re.ASCII)
    if match is None:
        raise BadValue("no-memory-size", value=value)
    unit = 2**30 if match[2].upper().startswith("G") else 2**20
    return int(match[1]) * unit


_READING = (
    option("--engine", type=click.Choice(["pdfium", "pdfplumber", "camelot"]), default=None, text="engine"),
    option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=Options().timeout,
        show_default=True,
        metavar="SECONDS",
        text="timeout",
    ),
    option(
        "--memory",
        callback=_parse_memory,
        default=f"{Options().memory // 2**20}M",
        show_default=True,
        metavar="SIZE",
        text="memory",
    ),
    option("--labels", type=click.Path(path_type=str), default=None, metavar="FILE.toml", text="labels"),
    option("--pack", default=None, metavar="NAME", text="pack"),
    option("--max-pages", type=click.IntRange(min=1), default=None, metavar="N", text="max-pages"),
    option("--workers", type=click.IntRange(min=1), default=None, metavar="N", text="workers"),
    option("--ocr-workers", type=click.IntRange(min=0), default=None, metavar="N", text="ocr-workers"),
)

_CHOOSING = (
    option("--include", multiple=True, metavar="GLOB", text="include"),
    option("--exclude", multiple=True, metavar="GLOB", text="exclude"),
)


def add_reading_options(command: Command) -> Command:
    """Add the options that tell how files are read; the command takes them as ``**how``."""
    for one in reversed(_READING):
        command = one(command)
    return command


def add_choosing_options(command: Command) -> Command:
    """Add ``--include`` and ``--exclude``."""
    for one in reversed(_CHOOSING):
        command = one(command)
    return command


def read_options(how: Mapping[str, Any]) -> Options:
    """Return the ``Options`` that the user chose.

    Raises ``WrongUsage`` for labels that cannot be used, ``BadCall`` for a pack that is not there.
    """
    chosen = Options(**dict(how, pack=_find_pack(how["pack"])))
    if chosen.labels is None:
        return chosen
    from hebiao.reading.labels import check_labels

    check_labels(chosen.labels)
    return replace(chosen, labels=str(Path(chosen.labels).absolute()))


def _find_pack(name: str | None) -> str | None:
    if name is None:
        return None
    from audit import pack_named

    try:
        return pack_named(name).key
    except ValueError as known:
        raise BadCall("no-pack", name=name, known=str(known)) from known


def parse_form_id(word: str) -> int | None:
    """Return the form's id where ``word`` is one, else None: it is a path."""
    if word.isascii() and word.isdigit():
        return int(word)
    return None


def find_paths(words: tuple[str, ...]) -> list[Path]:
    """Return the paths that ``words`` name; raises ``BadCall`` for one that is not there."""
    for word in words:
        if not Path(word).exists() and not Path(word).is_symlink():
            raise BadCall("no-path", path=word)
    return [Path(word) for word in words]


def find_sources(words: tuple[str, ...]) -> list[str]:
    """Return the paths and URLs that ``words`` name; ``-`` alone stands for a list of them on standard input.

    Raises ``BadCall`` for a path that is not there, ``WrongUsage`` for a URL that cannot be opened here.
    """
    from hebiao.sources.files import listed_paths
    from hebiao.sources.remote import check_url, is_url, local_path

    if PATHS_FROM_INPUT in words and len(words) > 1:
        raise BadCall("list-alone")
    if words == (PATHS_FROM_INPUT,):
        return list(listed_paths(sys.stdin.buffer))
    for word in words:
        if is_url(word):
            check_url(word)
        elif not os.path.lexists(local_path(word)):
            raise BadCall("no-path", path=word)
    return list(words)


def make_choice(include: Iterable[str], exclude: Iterable[str]) -> Choice:
    """Return the ``Choice`` of the user's globs."""
    from hebiao.sources.files import Choice

    return Choice(tuple(include), tuple(exclude))


def make_filter(year: int | None, department: str | None) -> FormFilter:
    """Return the filter of the forms of a year and of a department, each where it is given."""
    from store import FormFilter

    return FormFilter(year=(str(year),) if year else (), department=(department,) if department else ())


def _make_folder(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Make the folder now: an import that can keep nothing would fail file by file."""
    if value is None:
        return None
    try:
        Path(value).mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=value):
            return value
    except OSError as error:
        raise BadValue("folder-not-writable", folder=value, reason=error.strerror) from error


keep = option(
    "--keep",
    callback=_make_folder,
    type=click.Path(file_okay=False, path_type=str),
    default=None,
    metavar="FOLDER",
    text="keep",
)
