"""Options and arguments that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from hebiao.database import DEFAULT_URL
from hebiao.workers.job import Options

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
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True, help="输出格式。"
)


def _memory(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    """Give an amount of memory in bytes: ``800`` and ``800M`` are MiB, ``2G`` is GiB."""
    match = re.fullmatch(r"([1-9][0-9]{0,5})(M|MB|MiB|G|GB|GiB|)", value, re.IGNORECASE | re.ASCII)
    if match is None:
        raise click.BadParameter(f"不是内存大小:{value}(如 800M、2G)")
    return int(match[1]) * (2**30 if match[2].upper().startswith("G") else 2**20)


_READING = (
    click.option(
        "--engine", type=click.Choice(["pdfium", "pdfplumber", "camelot"]), default=None, help="PDF 读取引擎,默认 pdfium。"
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
    click.option("--pack", default=None, metavar="NAME", help="按此地的计分口径核对,不给时由表中的依据决定。"),
    click.option("--max-pages", type=click.IntRange(min=1), default=None, metavar="N", help="超过此页数的文件不读。"),
    click.option("--workers", type=click.IntRange(min=1), default=None, metavar="N", help="读取进程数,默认每核一个。"),
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
    from hebiao.own_labels import check_labels

    check_labels(chosen.labels)
    return replace(chosen, labels=str(Path(chosen.labels).absolute()))


def _known_pack(name: str | None) -> str | None:
    if name is None:
        return None
    from audit.packs import pack_named

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
