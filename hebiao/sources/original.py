"""Finds the bytes of a document again, by the places where it was found."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from hebiao.sources.archives import files_in
from hebiao.sources.choice import Choice
from hebiao.sources.content import content_of, shown
from hebiao.sources.found import Entry, Found, removed
from hebiao.sources.kept import kept
from hebiao.sources.located import located


@dataclass(frozen=True, slots=True)
class _Only(Choice):
    """The one member of an archive that ``path`` names."""

    path: str = ""

    def takes(self, relative: str) -> bool:
        return shown(relative) == self.path

    def shuts_out(self, relative: str) -> bool:
        return not f"{self.path}/".startswith(f"{shown(relative)}/")


def original_of(paths: Iterable[str], sha256: str, keep_folder: str | Path | None = None) -> bytes | None:
    """Give the content with this hash, from where ``original_file`` finds it; None where it finds nothing."""
    found = original_file(paths, sha256, keep_folder)
    if found is None:
        return None
    try:
        data = Path(found.place).read_bytes()
    finally:
        removed(found)
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def original_file(paths: Iterable[str], sha256: str, keep_folder: str | Path | None = None) -> Found | None:
    """Find a file with the content of this hash: in ``keep_folder``, or where it was found, also as a member of an archive.

    ``paths`` are what the database has. A member comes as a temporary file, which the caller removes (``removed``). What does
    not hash to ``sha256`` is never given; None where nothing does. URLs are not fetched.
    """
    there = kept(sha256, keep_folder) if keep_folder else None
    for found in chain([Found(str(there))] if there else [], *(_found(path) for path in paths if path.startswith("/"))):
        if _is(found, sha256):
            return found
        removed(found)
    return None


def _found(path: str) -> Iterator[Found]:
    """Give the file that a stored path leads to, or each member of this name: an archive may hold several."""
    file, inside = located(path)
    if not os.path.isfile(file):  # noqa: PTH113  one that may not be looked at is none
        return
    yield from files_in(Entry(Found(file)), _Only(path=inside)) if inside else (Found(file),)


def _is(found: Found, sha256: str) -> bool:
    try:
        return found.problem is None and content_of(found.place).sha256 == sha256
    except OSError:
        return False
