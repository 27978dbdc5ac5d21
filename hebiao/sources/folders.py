"""Walks folders, each once, in the order of their names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hebiao.sources.choice import Choice, is_hidden, may_be_form
from hebiao.sources.content import problem_of
from hebiao.sources.found import Found

Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file where it was found, and its path ``relative`` to what the user named; ``""`` for what the user named."""

    found: Found
    relative: str = ""


def entries(paths: Iterable[str | Path], leave_out: frozenset[str], choice: Choice) -> Iterator[Entry]:
    """Every file at and below ``paths``, wanted or perhaps an archive; a path or folder that comes again is passed over."""
    named: set[str] = set()
    walked: set[Identity] = set()
    for path in paths:
        start = os.path.abspath(path)  # noqa: PTH100  keeps symbolic links as the user named them
        inside = _below(start, walked, choice) if os.path.isdir(start) else (Entry(Found(start)),)  # noqa: PTH112
        if start not in named:
            yield from (entry for entry in inside if entry.found.path not in leave_out and entry.found.path not in named)
        named.add(start)


def _below(start: str, walked: set[Identity], choice: Choice) -> Iterator[Entry]:
    """Walk with a stack: folders may be nested deeper than Python's calls."""
    waiting = [(start, "")]
    while waiting:
        folder, relative = waiting.pop()
        try:
            folders, files = _listed(folder, walked)
        except OSError as error:
            yield Entry(Found(folder, problem_of(error)), relative)
            continue
        for name in files:
            if not choice.shuts_out(relative + name):
                yield Entry(Found(os.path.join(folder, name)), relative + name)  # noqa: PTH118
        waiting += (
            (os.path.join(folder, name), f"{relative}{name}/")  # noqa: PTH118
            for name in reversed(folders)
            if not choice.shuts_out(relative + name)
        )


def _listed(folder: str, walked: set[Identity]) -> tuple[list[str], list[str]]:
    """Give the names of the folders and files in ``folder``, sorted; none where it was walked before, by whatever path."""
    status = os.stat(folder)  # noqa: PTH116
    if (status.st_dev, status.st_ino) in walked:
        return [], []
    walked.add((status.st_dev, status.st_ino))
    folders, files = [], []
    with os.scandir(folder) as inside:
        for entry in inside:
            if _is_folder(entry):
                folders += [] if is_hidden(entry.name) else [entry.name]
            elif may_be_form(entry.name):
                files.append(entry.name)
    return sorted(folders), sorted(files)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round in a circle
        return False
