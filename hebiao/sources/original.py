"""Finds the bytes of a document again, by the places where it was found."""

from __future__ import annotations

import hashlib
import os
import re
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

_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


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


def located(path: str) -> tuple[str, str]:
    """Part a stored path into the file on this system that it leads to, or the last folder, and the rest, a path in an archive.

    Undoes what ``shown`` does to names that are not UTF-8.
    """
    place = "/"
    names = path.strip("/").split("/")
    for depth, name in enumerate(names):
        below = next((spelt for spelt in _spellings(place, name) if os.path.lexists(spelt)), None)
        if below is None:
            return place, "/".join(names[depth:])
        place = below
    return place, ""


def _spellings(folder: str, name: str) -> Iterator[str]:
    raw = os.fsencode(name)
    for spelling in (raw, name.encode("gb18030", "replace"), _ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), raw)):
        yield f"{folder.rstrip('/')}/{os.fsdecode(spelling)}"
