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

from hebiao.database import DEFAULT_URL
from hebiao.workers.job import Options

if TYPE_CHECKING:
    from hebiao.sources.files import Choice

Command = TypeVar("Command", bound=Callable[..., Any])

database = click.option(
    "--db",
    "url",
    envvar="HEBIAO_DB",
    default=DEFAULT_URL,
    show_default=True,
    show_envvar=True,
    metavar="URL",
    help="数据库(SQLAlchemy 网址)。",
)

result_format = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="输出格式。",
)


def _memory(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    """Give an amount of memory in bytes: ``800`` and ``800M`` are MiB, ``2G`` is GiB."""
    match = re.fullmatch(r"([1-9][0-9]{0,5})(M|MB|MiB|G|GB|GiB|)", value, re.IGNORECASE | re.ASCII)
    if match is None:
        raise click.BadParameter(f"不是内存大小:{value}(如 800M、2G)")
    return int(match[1]) * (2**30 if match[2].upper().startswith("G") else 2**20)


_READING = (
    click.option(
        "--engine",
        type=click.Choice(["pdfium", "pdfplumber", "camelot"]),
        default=None,
        help="PDF 读取引擎,默认 pdfium。",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=Options().timeout,
        show_default=True,
        metavar="SECONDS",
        help="每个文件的时限(秒),每 MiB 另加 2 秒。",
    ),
    click.option(
        "--memory",
        callback=_memory,
        default=f"{Options().memory // 2**20}M",
        show_default=True,
        metavar="SIZE",
        help="每个读取进程的内存(地址空间)上限,如 800M、2G;超过的文件按失败处理。",
    ),
    click.option(
        "--labels",
        type=click.Path(path_type=str),
        default=None,
        metavar="FILE.toml",
        help="自己的标签同义词,加在内置标签之上(hebiao labels 列出可用的类和项)。",
    ),
    click.option(
        "--pack", default=None, metavar="NAME", help="按此地的计分口径核对,不给时由表中的依据决定。"
    ),
    click.option(
        "--max-pages", type=click.IntRange(min=1), default=None, metavar="N", help="超过此页数的文件不读。"
    ),
    click.option(
        "--workers", type=click.IntRange(min=1), default=None, metavar="N", help="读取进程数,默认每核一个。"
    ),
)


def reading(command: Command) -> Command:
    """Add the options that tell how files are read; the command takes them as ``**how``."""
    for option in reversed(_READING):
        command = option(command)
    return command


def read_options(how: Mapping[str, Any]) -> Options:
    """Give the ``Options`` that the user chose.

    Raises ``WrongUsage`` for labels that cannot be used, ``click.UsageError`` for a pack that is not there.
    """
    chosen = Options(**dict(how, pack=_known_pack(how["pack"])))
    if chosen.labels is None:
        return chosen
    from hebiao.reading.labels import check_labels

    check_labels(chosen.labels)
    return replace(chosen, labels=str(Path(chosen.labels).absolute()))


def _known_pack(name: str | None) -> str | None:
    if name is None:
        return None
    from audit import pack_named

    try:
        return pack_named(name).key
    except ValueError as known:
        raise click.UsageError(f"没有计分口径 {name};可用:{known}") from known


def form_id(word: str) -> int | None:
    """Give the form's id where ``word`` is one, else None: it is a path."""
    return int(word) if word.isascii() and word.isdigit() else None


def existing(words: tuple[str, ...]) -> list[Path]:
    """Give the paths that ``words`` name; raises ``click.UsageError`` for one that is not there."""
    for word in words:
        if not Path(word).exists() and not Path(word).is_symlink():
            raise click.UsageError(f"没有这个文件或文件夹:{word}")
    return [Path(word) for word in words]


LIST = "-"
_OPTIONS = (
    click.option(
        "--include",
        multiple=True,
        metavar="GLOB",
        help="只读匹配的文件,可多次给出;按文件名、文件夹名或所给文件夹以下的路径匹配,不分大小写。",
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="GLOB",
        help="不读匹配的文件和文件夹,可多次给出;同样适用于压缩包内。",
    ),
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
    from hebiao.sources.files import Choice

    return Choice(tuple(include), tuple(exclude))


def meant(words: tuple[str, ...]) -> list[str]:
    """Give the paths and URLs that ``words`` name; ``-`` alone stands for a list of them on standard input.

    Raises ``click.UsageError`` for a path that is not there, ``WrongUsage`` for a URL that cannot be opened
    here.
    """
    from hebiao.sources.files import listed_paths
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
