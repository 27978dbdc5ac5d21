"""Finds the bytes of a document again, by the places where it was found."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from extract.reader import MAX_BYTES
from hebiao.sources.archives import files_in
from hebiao.sources.choice import Choice
from hebiao.sources.content import opened, shown
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
    """Give the content with this hash from ``keep_folder``, or from where it was found: a file, or a member of an archive.

    ``paths`` are what the database has of them. What does not hash to ``sha256`` is never given; None where nothing does, and for
    URLs, which are not fetched.
    """
    places = [(str(there), "") for there in (keep_folder and kept(sha256, keep_folder),) if there]
    places += [located(path) for path in paths if path.startswith("/")]
    for file, inside in places:
        for data in _member(file, inside) if inside else _file(file):
            if hashlib.sha256(data).hexdigest() == sha256:
                return data
    return None


def _file(file: str) -> Iterator[bytes]:
    with suppress(OSError), opened(file) as stream:
        yield stream.read(MAX_BYTES + 1)


def _member(archive: str, path: str) -> Iterator[bytes]:
    """Give each member of this name: an archive may hold several."""
    if not os.path.isfile(archive):  # noqa: PTH113  one that may not be looked at is none
        return
    for found in files_in(Entry(Found(archive)), _Only(path=path)):
        try:
            yield from _file(found.place) if found.problem is None else ()
        finally:
            removed(found)
