"""Opens archives, and archives in archives: each member comes as a private temporary file."""

from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from extract import EXPORT_HEAD, Message, is_exported, message
from hebiao.sources.choice import Choice, is_hidden, is_told_by_content, may_be_form
from hebiao.sources.content import Entry, FoundFile, NotReadable, Opened, nobody, problem_of, removed
from hebiao.sources.kinds import HEAD, UNSUPPORTED, is_named_as_archive, kind_of, kind_of_head
from hebiao.sources.packed import Member, Meter, TooMuch, chunks_of, is_package, members
from hebiao.sources.temporary import written

BROKEN = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(RuntimeError, ValueError, LookupError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class _Around:
    """What is wanted of an archive, what it has cost, who hears of it, and how many archives it is in."""

    choice: Choice
    meter: Meter
    opened: Opened
    depth: int = 0


def files_in(entry: Entry, choice: Choice, opened: Opened = nobody) -> Iterator[FoundFile]:
    """Return the file itself where it is wanted, or the wanted files in it where it is an archive.

    What is wrong with an archive comes as a ``FoundFile`` with its problem, after what could be read.
    """
    return _files_in(entry, _Around(choice, Meter(choice.limits), opened))


def _files_in(entry: Entry, around: _Around) -> Iterator[FoundFile]:
    found = entry.found
    try:
        kind = None if found.problem else _archive_kind(found.place, around.meter)
    except OSError as error:
        kind, found = None, FoundFile(found.path, problem_of(error))
    if kind is not None:
        yield from _unpacked(entry, kind, around)
    elif (
        entry.found.problem
        or around.choice.takes(entry.relative)
        or (found.problem and is_named_as_archive(found.path))
    ):
        yield found
    else:
        removed(found)


def _archive_kind(file: str, meter: Meter) -> str | None:
    kind = kind_of(file)
    try:
        return None if kind == "zip" and is_package(file, meter) else kind
    except BROKEN:
        return kind


def _unpacked(entry: Entry, kind: str, around: _Around) -> Iterator[FoundFile]:
    found, inside = entry.found, replace(around, depth=around.depth + 1)
    around.meter.packed = around.meter.packed or Path(found.place).stat().st_size
    try:
        if kind in UNSUPPORTED:
            yield FoundFile(found.path, message("unsupported-archive", kind=kind))
        elif inside.depth > around.choice.limits.depth:
            yield FoundFile(found.path, message("deep-archive", most=around.choice.limits.depth))
        else:
            for member in members(kind, found.place, found.path, around.meter):
                yield from _member_files(entry, member, inside)
            around.opened(found.path)
    except TooMuch as error:
        if around.depth:
            raise  # the outermost archive is given up
        yield FoundFile(found.path, message("rest-unread", reason=error.message))
    except BROKEN as error:
        yield FoundFile(found.path, _problem_of(error, "archive"))
    finally:
        removed(found)


def _member_files(archive: Entry, member: Member, around: _Around) -> Iterator[FoundFile]:
    around.meter.member()
    relative = f"{archive.relative}/{member.name}".removeprefix("/")
    path = f"{archive.found.path}/{member.name}"
    is_by_content = is_told_by_content(PurePosixPath(member.name).name)
    if not (is_by_content or may_be_form(PurePosixPath(member.name).name)) or _is_below_hidden(member.name):
        return
    if around.choice.shuts_out(relative):
        return
    try:
        file = _saved(member, relative, around, is_by_content=is_by_content)
    except BROKEN as error:
        yield FoundFile(path, _problem_of(error, "member"))
    else:
        if file is not None:
            yield from _files_in(Entry(FoundFile(path, file=file), relative), around)


def _saved(member: Member, relative: str, around: _Around, *, is_by_content: bool) -> str | None:
    """Save a member that is wanted or that may be an archive with what is wanted in it."""
    stream = member.stream()
    head = stream.read(EXPORT_HEAD if is_by_content else HEAD)
    if is_by_content and not is_exported(head):
        return None
    if kind_of_head(head[:HEAD]) is None and not around.choice.takes(relative):
        return None
    return written(chunks_of(stream, around.choice.limits.member, head), member.name)


def _is_below_hidden(member: str) -> bool:
    return any(map(is_hidden, PurePosixPath(member).parts[:-1]))


def _problem_of(error: Exception, what: Literal["archive", "member"]) -> Message:
    if isinstance(error, NotReadable) or (isinstance(error, OSError) and error.errno):
        return problem_of(error)
    if isinstance(error, NotImplementedError):
        return message("archive-method" if what == "archive" else "member-method")
    return message("broken-archive" if what == "archive" else "broken-member")
