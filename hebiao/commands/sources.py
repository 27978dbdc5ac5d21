"""Options and arguments that tell which files are meant."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from hebiao.files import Choice

Command = TypeVar("Command", bound=Callable[..., Any])

LIST = "-"
_OPTIONS = (
    click.option(
        "--include",
        multiple=True,
        metavar="GLOB",
        help="只读匹配的文件,可多次给出;按文件名、文件夹名或所给文件夹以下的路径匹配,不分大小写。",
    ),
    click.option("--exclude", multiple=True, metavar="GLOB", help="不读匹配的文件和文件夹,可多次给出;同样适用于压缩包内。"),
)


def _usable_folder(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Make the folder now: an import that can keep nothing would fail file by file."""
    try:
        if value is not None:
            Path(value).mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=value):
                return value
    except OSError as error:
        raise click.BadParameter(f"不能写入文件夹 {value}({error.strerror})") from error
    return None


keep = click.option(
    "--keep",
    callback=_usable_folder,
    type=click.Path(file_okay=False, path_type=str),
    default=None,
    metavar="FOLDER",
    help="把每个文件按内容存一份到此文件夹,供以后查看原件。",
)


def choosing(command: Command) -> Command:
    """Add ``--include`` and ``--exclude``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def choice_of(include: Iterable[str], exclude: Iterable[str]) -> Choice:
    """Give the ``Choice`` of the user's globs."""
    from hebiao.files import Choice

    return Choice(tuple(include), tuple(exclude))


def meant(words: tuple[str, ...]) -> list[str]:
    """Give the paths and URLs that ``words`` name; ``-`` alone stands for a list of them on standard input.

    Raises ``click.UsageError`` for a path that is not there, ``WrongUsage`` for a URL that cannot be opened here.
    """
    from hebiao.sources.listed import listed_paths
    from hebiao.sources.remote import check_url, is_url, local_path

    if LIST in words and len(words) > 1:
        raise click.UsageError("“-” 不能与其他路径同时给出")
    if words == (LIST,):
        return list(listed_paths(sys.stdin.buffer))
    for word in words:
        if is_url(word):
            check_url(word)
        elif not os.path.lexists(local_path(word)):
            raise click.UsageError(f"没有这个文件或文件夹:{word}")
    return list(words)
