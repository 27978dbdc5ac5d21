"""Finds the files that a user means, wherever they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from hebiao.sources.choice import Choice
from hebiao.sources.content import CHANGED, Content, content_of, problem_of, shown, stand_in_for_content
from hebiao.sources.folders import entries
from hebiao.sources.found import Found, removed

__all__ = [
    "CHANGED",
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
    for entry in entries(paths, leave_out, choice):
        yield entry.found


def count_files(paths: Iterable[str | Path], leave_out: frozenset[str] = frozenset(), choice: Choice = EVERYTHING) -> int:
    """About how many files ``find_files`` will find, by their names alone; an archive or a URL counts as one."""
    return sum(1 for entry in entries(paths, leave_out, choice) if choice.takes(entry.relative))
