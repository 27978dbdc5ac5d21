"""Finds the files that a user means, wherever they are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from hebiao.sources.archives import files_in
from hebiao.sources.choice import Choice
from hebiao.sources.content import CHANGED, Content, content_of, problem_of, shown, stand_in_for_content
from hebiao.sources.folders import Identity, entries_below
from hebiao.sources.found import Entry, Found, removed
from hebiao.sources.kinds import is_named_as_archive

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
    paths: Iterable[str | Path], leave_out: frozenset[str] = frozenset(), choice: Choice = EVERYTHING
) -> Iterator[Found]:
    """Every file that ``paths`` name, in a fixed order: folders by the names in them, archives as they are packed.

    In folders and archives, hidden files and folders, ``~$`` files of Office, what can be no form by its name
    (``passed_over.toml``), what ``choice`` does not want and the absolute paths in ``leave_out`` are passed over. What cannot be
    opened comes as a ``Found`` with its problem. Nothing is found before it is asked for; the memory needed is that of
    the names in one folder.
    """
    for entry in _entries(paths, leave_out, choice):
        yield from files_in(entry, choice)


def count_files(paths: Iterable[str | Path], leave_out: frozenset[str] = frozenset(), choice: Choice = EVERYTHING) -> int:
    """About how many files ``find_files`` will find, by their names alone; an archive or a URL counts as one."""
    return sum(
        1 for entry in _entries(paths, leave_out, choice) if choice.takes(entry.relative) or is_named_as_archive(entry.found.path)
    )


def _entries(paths: Iterable[str | Path], leave_out: frozenset[str], choice: Choice) -> Iterator[Entry]:
    """Every file at and below ``paths`` by name alone; a path or folder that comes again is passed over."""
    named: set[str] = set()
    walked: set[Identity] = set()
    for path in paths:
        start = os.path.abspath(path)  # noqa: PTH100  keeps symbolic links as the user named them
        if start not in named:
            for entry in entries_below(start, walked, choice) if Path(start).is_dir() else (Entry(Found(start)),):
                if entry.found.path not in leave_out and entry.found.path not in named:
                    yield entry
        named.add(start)
