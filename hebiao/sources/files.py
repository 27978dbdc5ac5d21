"""Finds the files that a user means, wherever they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from extract import EXPORT_HEAD, is_exported
from hebiao.sources.choice import Choice, is_hidden, is_told_by_content, may_be_form
from hebiao.sources.content import (
    Content,
    Entry,
    FileChanged,
    FoundFile,
    Opened,
    content_of,
    nobody,
    problem_of,
    removed,
    shown,
    stand_in_for_content,
)
from hebiao.sources.kinds import is_named_as_archive
from hebiao.sources.remote import fetched, is_url, local_path

__all__ = [
    "EVERYTHING",
    "Choice",
    "Content",
    "FileChanged",
    "FoundFile",
    "content_of",
    "count_files",
    "find_files",
    "problem_of",
    "removed",
    "shown",
    "stand_in_for_content",
]

EVERYTHING = Choice()


def find_files(
    paths: Iterable[str | Path],
    leave_out: frozenset[str] = frozenset(),
    choice: Choice = EVERYTHING,
    opened: Opened = nobody,
) -> Iterator[FoundFile]:
    """Yield every file that ``paths`` name: folders by the names in them, archives as they are packed.

    In folders and archives, hidden files and folders, ``~$`` files of Office, what can be no form by its name
    (``passed_over.toml``) and what ``choice`` does not want are passed over, and everywhere the absolute
    paths of files and folders in ``leave_out``. What cannot be opened comes as a ``FoundFile`` with its
    problem; ``opened`` hears of the folders and archives that could. Nothing is found before it is asked for;
    the memory needed is that of the names in one folder.
    """
    from hebiao.sources.archives import files_in

    for entry in _entries(paths, leave_out, choice, partial(fetched, opened=opened), opened):
        yield from files_in(entry, choice, opened)


def count_files(
    paths: Iterable[str | Path], leave_out: frozenset[str] = frozenset(), choice: Choice = EVERYTHING
) -> int:
    """About how many files ``find_files`` will find, by their names alone.

    An archive or a URL counts as one.
    """
    entries = _entries(paths, leave_out, choice, lambda url, _choice: iter((Entry(FoundFile(url)),)), nobody)
    return sum(choice.takes(entry.relative) or is_named_as_archive(entry.found.path) for entry in entries)


def _entries(
    paths: Iterable[str | Path],
    leave_out: frozenset[str],
    choice: Choice,
    at_url: Callable[[str, Choice], Iterator[Entry]],
    opened: Opened,
) -> Iterator[Entry]:
    """Every file at and below ``paths``; a path or folder that comes again is passed over."""
    named: set[str] = set()
    walked: set[Identity] = set()
    for path in map(str, paths):
        # keeps links as the user named them
        start = path if is_url(path) else os.path.abspath(local_path(path))  # noqa: PTH100
        if start in named:
            continue
        if is_url(path):
            yield from at_url(path, choice)
        elif os.path.isdir(start):  # noqa: PTH112  one that may not be looked at is told where it is opened
            below = entries_below(start, walked, leave_out, choice, opened)
            yield from (entry for entry in below if entry.found.path not in named)
        elif start not in leave_out:
            yield Entry(FoundFile(start))
        named.add(start)


Identity = tuple[int, int]


def entries_below(
    start: str, walked: set[Identity], leave_out: Container[str], choice: Choice, opened: Opened = nobody
) -> Iterator[Entry]:
    """Every file below a folder that is wanted or may be an archive.

    A folder that cannot be listed comes with its problem.

    Files and folders whose absolute paths are in ``leave_out`` are passed over. Links to folders are
    followed; what is in ``walked`` is not walked again, by whatever path, and what is walked is added to it.
    """
    waiting = [Entry(FoundFile(start))]
    while waiting:
        folder = waiting.pop()
        try:
            folders, files = _listed(folder.found.path, walked)
        except OSError as error:
            yield Entry(FoundFile(folder.found.path, problem_of(error)), folder.relative)
        else:
            opened(folder.found.path)
            yield from _wanted(folder, files, leave_out, choice)
            waiting += _wanted(folder, reversed(folders), leave_out, choice)


def _wanted(
    folder: Entry, names: Iterable[str], leave_out: Container[str], choice: Choice
) -> Iterator[Entry]:
    for name in names:
        path = os.path.join(folder.found.path, name)  # noqa: PTH118
        relative = f"{folder.relative}/{name}".removeprefix("/")
        if path not in leave_out and not choice.shuts_out(relative):
            yield Entry(FoundFile(path), relative)


def _listed(folder: str, walked: set[Identity]) -> tuple[list[str], list[str]]:
    """Return the names of the folders and files in ``folder``, sorted.

    None where it was walked before, by whatever path.
    """
    status = os.stat(folder)  # noqa: PTH116
    if (status.st_dev, status.st_ino) in walked:
        return [], []
    walked.add((status.st_dev, status.st_ino))
    folders, files = [], []
    with os.scandir(folder) as inside:
        for entry in inside:
            if _is_folder(entry):
                folders += [] if is_hidden(entry.name) else [entry.name]
            elif may_be_form(entry.name) or _is_form_by_content(entry):
                files.append(entry.name)
    return sorted(folders), sorted(files)


def _is_form_by_content(entry: os.DirEntry[str]) -> bool:
    try:
        if not is_told_by_content(entry.name) or not entry.is_file():
            return False
        with open(entry.path, "rb") as stream:  # noqa: PTH123
            return is_exported(stream.read(EXPORT_HEAD))
    except OSError:
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round in a circle
        return False


_CHUNK = 2**16
_MARK = b"\xef\xbb\xbf"


def listed_paths(stream: BinaryIO) -> Iterator[str]:
    """Return the paths in ``stream``, one a line, or parted by NUL where there is one early on.

    Blank lines are passed over.

    A path is taken byte for byte; where that is no file and no UTF-8, it is taken as GB18030.
    """
    rest = stream.read(_CHUNK).removeprefix(_MARK)
    parting = b"\0" if b"\0" in rest else b"\n"
    while chunk := stream.read(_CHUNK):
        *lines, rest = (rest + chunk).split(parting)
        yield from _paths(lines, parting)
    yield from _paths(rest.split(parting), parting)


def _paths(lines: list[bytes], parting: bytes) -> Iterator[str]:
    for line in lines:
        name = line if parting == b"\0" else line.removesuffix(b"\r")
        if name.strip():
            yield _path(name)


def _path(name: bytes) -> str:
    path = os.fsdecode(name)
    if not path.isascii() and not os.path.lexists(path):
        try:
            name.decode()
        except UnicodeDecodeError:
            return _from_gb18030(name) or path
    return path


def _from_gb18030(name: bytes) -> str | None:
    try:
        return name.decode("gb18030")
    except UnicodeDecodeError:
        return None
