"""Finds the files that a user means, wherever they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from hebiao.sources.choice import Choice
from hebiao.sources.content import CHANGED, Content, content_of, problem_of, shown, stand_in_for_content
from hebiao.sources.folders import Identity, entries_below
from hebiao.sources.found import Entry, Found, Opened, nobody, removed
from hebiao.sources.kinds import is_named_as_archive
from hebiao.sources.remote import fetched, is_url, local_path

__all__ = [
    "CHANGED",
    "EVERYTHING",
    "Choice",
    "Content",
    "Found",
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
) -> Iterator[Found]:
    """Every file that ``paths`` name, in a fixed order: folders by the names in them, archives as they are packed.

    In folders and archives, hidden files and folders, ``~$`` files of Office, what can be no form by its name
    (``passed_over.toml``) and what ``choice`` does not want are passed over, and everywhere the absolute paths of files and
    folders in ``leave_out``. What cannot be opened comes as a ``Found`` with its problem; ``opened`` hears of the folders
    and archives that could. Nothing is found before it is asked for; the memory needed is that of the names in one folder.
    """
    from hebiao.sources.archives import files_in

    for entry in _entries(paths, leave_out, choice, partial(fetched, opened=opened), opened):
        yield from files_in(entry, choice, opened)


def count_files(paths: Iterable[str | Path], leave_out: frozenset[str] = frozenset(), choice: Choice = EVERYTHING) -> int:
    """About how many files ``find_files`` will find, by their names alone; an archive or a URL counts as one."""
    entries = _entries(paths, leave_out, choice, lambda url, _choice: iter((Entry(Found(url)),)), nobody)
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
        start = path if is_url(path) else os.path.abspath(local_path(path))  # noqa: PTH100  keeps links as the user named them
        if start in named:
            continue
        if is_url(path):
            yield from at_url(path, choice)
        elif os.path.isdir(start):  # noqa: PTH112  one that may not be looked at is told where it is opened
            below = entries_below(start, walked, leave_out, choice, opened)
            yield from (entry for entry in below if entry.found.path not in named)
        elif start not in leave_out:
            yield Entry(Found(start))
        named.add(start)
