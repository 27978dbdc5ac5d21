"""Walks folders, each once, in the order of their names."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator

from hebiao.sources.choice import Choice, is_hidden, may_be_form
from hebiao.sources.content import problem_of
from hebiao.sources.found import Entry, Found, Opened, nobody

Identity = tuple[int, int]


def entries_below(
    start: str, walked: set[Identity], leave_out: Container[str], choice: Choice, opened: Opened = nobody
) -> Iterator[Entry]:
    """Every file below a folder that is wanted or may be an archive; a folder that cannot be listed comes with its problem.

    Files and folders whose absolute paths are in ``leave_out`` are passed over. Links to folders are followed; what is in
    ``walked`` is not walked again, by whatever path, and what is walked is added to it.
    """
    waiting = [Entry(Found(start))]
    while waiting:
        folder = waiting.pop()
        try:
            folders, files = _listed(folder.found.path, walked)
        except OSError as error:
            yield Entry(Found(folder.found.path, problem_of(error)), folder.relative)
        else:
            opened(folder.found.path)
            yield from _wanted(folder, files, leave_out, choice)
            waiting += _wanted(folder, reversed(folders), leave_out, choice)


def _wanted(folder: Entry, names: Iterable[str], leave_out: Container[str], choice: Choice) -> Iterator[Entry]:
    for name in names:
        path, relative = os.path.join(folder.found.path, name), f"{folder.relative}/{name}".removeprefix("/")  # noqa: PTH118
        if path not in leave_out and not choice.shuts_out(relative):
            yield Entry(Found(path), relative)


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
