"""Finds the bytes of a document again, by the places where it was found."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from hebiao.sources.archives import files_in
from hebiao.sources.choice import Choice
from hebiao.sources.content import Entry, FileChanged, FoundFile, content_of, opened, removed, shown
from hebiao.sources.packed import CHUNK

_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


def located(path: str) -> tuple[str, str]:
    """Return the file or last folder on this system that a stored path leads to, and the rest of the path.

    The rest is a path in an archive. Undoes what ``shown`` does to names that are not UTF-8.
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
    for spelling in (
        raw,
        name.encode("gb18030", "replace"),
        _ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), raw),
    ):
        yield f"{folder.rstrip('/')}/{os.fsdecode(spelling)}"


# what a kept file may end in: others get no suffix, so that it can be found without listing a folder of
# thousands
_SUFFIXES = (
    *(
        "",
        ".pdf",
        ".txt",
        ".md",
        ".htm",
        ".html",
        ".csv",
        ".tsv",
        ".doc",
        ".docx",
        ".xls",
        ".xlsx",
        ".wps",
        ".et",
        ".ofd",
    ),
    *(
        ".rtf",
        ".odt",
        ".ods",
        ".ppt",
        ".pptx",
        ".xml",
        ".json",
        ".mht",
        ".mhtml",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
        ".bmp",
        ".webp",
        ".gif",
    ),
)


def keep(file: str | Path, sha256: str, folder: str | Path) -> Path:
    """Store the content of ``file`` in ``folder`` as ``ab/cdef….pdf`` of its hash, and return its path.

    It is stored whole or not at all. What is there is not written again. Raises ``OSError``, also where the
    file has not the content that ``sha256`` names.
    """
    with opened(str(file)) as source:
        size = Path(file).stat().st_size
        if (there := kept(sha256, folder)) is not None and there.stat().st_size == size:
            return there
        suffix = Path(file).suffix.lower()
        target = _place(sha256, folder).with_suffix(suffix if suffix in _SUFFIXES else "")
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.stem}.{secrets.token_hex(4)}")
        try:
            if _copied(source, part) != sha256:
                raise FileChanged
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return target


def kept(sha256: str, folder: str | Path) -> Path | None:
    """Find what ``keep`` has stored under a hash, None where there is nothing."""
    place = _place(sha256, folder)
    return next(filter(Path.is_file, map(place.with_suffix, _SUFFIXES)), None)


def _copied(source: BinaryIO, target: Path) -> str:
    """Copy and give the hash of what was copied."""
    digest = hashlib.sha256()
    with target.open("xb") as out:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _place(sha256: str, folder: str | Path) -> Path:
    return Path(folder, sha256[:2], sha256[2:])


@dataclass(frozen=True, slots=True)
class _Only(Choice):
    """The one member of an archive that ``path`` names."""

    path: str = ""

    def takes(self, relative: str) -> bool:
        return shown(relative) == self.path

    def shuts_out(self, relative: str) -> bool:
        return not f"{self.path}/".startswith(f"{shown(relative)}/")


def original_of(paths: Iterable[str], sha256: str, keep_folder: str | Path | None = None) -> bytes | None:
    """Return the content with this hash from where ``original_file`` finds it, or None."""
    found = original_file(paths, sha256, keep_folder)
    if found is None:
        return None
    try:
        data = Path(found.place).read_bytes()
    finally:
        removed(found)
    if hashlib.sha256(data).hexdigest() == sha256:
        return data
    return None


def original_file(
    paths: Iterable[str], sha256: str, keep_folder: str | Path | None = None
) -> FoundFile | None:
    """Return a file with the content of this hash: in ``keep_folder``, or where it was found.

    It may be a member of an archive. ``paths`` are what the database has. A member comes as a temporary file,
    which the caller removes (``removed``). What does not hash to ``sha256`` is never given; None where
    nothing does. URLs are not fetched.
    """
    there = kept(sha256, keep_folder) if keep_folder else None
    for found in chain(
        [FoundFile(str(there))] if there else [], *(_found(path) for path in paths if path.startswith("/"))
    ):
        if _is(found, sha256):
            return found
        removed(found)
    return None


def _found(path: str) -> Iterator[FoundFile]:
    """Yield the file that a stored path leads to, or each member of this name."""
    file, inside = located(path)
    if not os.path.isfile(file):  # noqa: PTH113  one that may not be looked at is none
        return
    yield from files_in(Entry(FoundFile(file)), _Only(path=inside)) if inside else (FoundFile(file),)


def _is(found: FoundFile, sha256: str) -> bool:
    try:
        return found.problem is None and content_of(found.place).sha256 == sha256
    except OSError:
        return False
