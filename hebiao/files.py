"""Finds the files that a user means, and knows them by their content."""

from __future__ import annotations

import hashlib
import os
import stat
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """A file or folder on the way: ``path`` is absolute; ``problem`` tells in Chinese why it cannot be used, if it cannot.

    ``file`` is where the bytes are where ``path`` is no path of this system: a temporary file that whoever takes the ``Found``
    removes when it is done with.
    """

    path: str
    problem: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A file's content: its SHA-256 in hex and its size in bytes."""

    sha256: str
    size: int


def find_files(paths: Iterable[str | Path], leave_out: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Every file that ``paths`` name, each once, folders in the order of their names.

    In folders, hidden files and folders, ``~$`` files of Office, what can be no form by its name (``passed_over.toml``) and the
    absolute paths in ``leave_out`` are passed over. A folder that cannot be listed comes as a ``Found`` with its problem.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _below(os.path.abspath(path)):  # noqa: PTH100  keeps symbolic links as the user named them
            if found.path not in seen | leave_out:
                seen.add(found.path)
                yield found


def content_of(path: str) -> Content:
    """Fingerprint the content of the file at ``path``; raises ``OSError`` where it cannot be read or is no regular file."""
    if not stat.S_ISREG(Path(path).stat().st_mode):
        raise OSError("不是普通文件")
    with Path(path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Content(digest, file.tell())


def stand_in_for_content(path: str) -> str:
    """Make the key of a file whose content cannot be read: the SHA-256 of ``unreadable:`` and its path.

    It stays the same from one import to the next, and no content has it.
    """
    return hashlib.sha256(b"unreadable:" + os.fsencode(path)).hexdigest()


def shown(path: str) -> str:
    """``path`` as text that can be stored and printed, also where the file's name is GB18030 or not text at all."""
    raw = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def problem_of(error: OSError) -> str:
    """Why a file cannot be read, in plain Chinese."""
    if isinstance(error, PermissionError):
        return "没有读取权限"
    if isinstance(error, FileNotFoundError):
        return "文件不存在或已被移走"
    return f"无法读取:{error.strerror or error}"


def _below(path: str) -> Iterator[Found]:
    if not Path(path).is_dir():
        yield Found(path)
        return
    problems: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Found(os.path.join(folder, name)) for name in sorted(names) if _may_be_form(name))  # noqa: PTH118
    yield from (Found(os.fspath(error.filename), problem_of(error)) for error in problems)


def _may_be_form(name: str) -> bool:
    return not name.startswith((".", "~$")) and Path(name).suffix.removeprefix(".").lower() not in _passed_over()


@cache
def _passed_over() -> frozenset[str]:
    lists = tomllib.loads(Path(__file__).with_name("passed_over.toml").read_text(encoding="utf-8"))
    return frozenset(chain.from_iterable(lists.values()))
