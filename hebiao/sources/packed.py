"""The members of ZIP and tar archives and of single compressed files, one after the other."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from extract import Unreadable
from hebiao.sources.choice import Limits
from hebiao.sources.content import NotReadable, decoded
from hebiao.sources.kinds import HEAD, is_document, is_tar, starts_document

CHUNK = 2**18
_MOST_AT_ONCE = 2**20
_UNITS = ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"))


class TooMuch(Unreadable):
    """An archive is beyond its limits."""


class TooManyMembers(TooMuch):
    """An archive holds more than ``most`` files."""

    code = "many-members"


class ArchiveTooLarge(TooMuch):
    """An archive unpacks to more than ``size``."""

    code = "large-archive"


class ArchiveBomb(TooMuch):
    """An archive unpacks to more than ``ratio`` times its size."""

    code = "archive-bomb"


class HeadersTooLarge(NotReadable):
    """A header asks for more bytes than any archive needs."""

    code = "large-headers"


class MembersOutOfOrder(NotReadable):
    """A member begins before the one that was read."""

    code = "members-out-of-order"


class DirectoryTooLarge(NotReadable):
    """The list of an archive's members does not fit into memory."""

    code = "large-directory"


class MemberLocked(NotReadable):
    """A member needs a password."""

    code = "locked-member"


class TooLarge(NotReadable):
    """A file is larger than ``size``."""

    code = "large-member"


@dataclass(slots=True)
class Meter:
    """What an archive of ``packed`` bytes has unpacked to so far, with all archives inside it."""

    limits: Limits
    packed: int = 0
    unpacked: int = 0
    members: int = 0

    def member(self) -> None:
        """Count a member; raises ``TooMuch``."""
        self.members += 1
        if self.members > self.limits.members:
            raise TooManyMembers(most=self.limits.members)

    def add(self, size: int) -> None:
        """Count unpacked bytes; raises ``TooMuch``."""
        self.unpacked += size
        if self.unpacked > self.limits.unpacked:
            raise ArchiveTooLarge(size=size_in_words(self.limits.unpacked))
        if self.unpacked > max(self.limits.ratio_from, self.limits.ratio * self.packed):
            raise ArchiveBomb(ratio=self.limits.ratio)


class Readable(Protocol):
    """What can be read."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""


class Metered:
    """A stream that only goes forward: a seek reads, and going back is refused."""

    def __init__(self, stream: Readable, meter: Meter) -> None:
        self._stream, self._meter = stream, meter
        self._position = 0
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        """Read ``size`` bytes; raises ``NotReadable`` for more than any header of an archive needs."""
        if not 0 <= size <= _MOST_AT_ONCE:
            raise HeadersTooLarge
        self.last = self._stream.read(size)
        self._position += len(self.last)
        self._meter.add(len(self.last))
        return self.last

    def seek(self, target: int, whence: int = io.SEEK_SET) -> int:
        """Read on to ``target``, or to the end."""
        if whence != io.SEEK_SET or target < self._position:
            raise MembersOutOfOrder
        while self._position < target and self.read(min(CHUNK, target - self._position)):
            pass
        return self._position

    def tell(self) -> int:
        """Return the bytes that were read."""
        return self._position


def chunks_of(stream: Readable, most: int, head: bytes = b"") -> Iterator[bytes]:
    """Return ``head`` and the rest of a stream; raises ``NotReadable`` beyond ``most`` bytes."""
    size, chunk = 0, head
    while chunk:
        size += len(chunk)
        if size > most:
            raise TooLarge(size=size_in_words(most))
        yield chunk
        chunk = stream.read(CHUNK)


def size_in_words(size: int) -> str:
    """Return a size for people."""
    unit, name = next((unit for unit in _UNITS if size >= unit[0]), _UNITS[-1])
    return f"{size / unit:,.0f} {name}"


_ENCRYPTED = 0x1
_UTF8 = 0x800
_XZ_MEMORY = 2**28  # xz -9 needs a quarter of it


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name is only a name, nothing is ever written under it.

    ``stream`` opens it; of a tar it can be read only until the next member is asked for.
    """

    name: str
    stream: Callable[[], Readable]


def members(kind: str, file: str, path: str, meter: Meter) -> Iterator[Member]:
    """Return the files in an archive of a supported kind of ``kind_of``; links, folders and devices are none.

    ``path`` is what the archive is called. A broken archive raises one of the many errors in
    ``archives.BROKEN``.
    """
    if kind == "zip":
        return _zip(file, meter)
    with _UNPACKERS[kind](file) as stream:
        is_one_file = not is_tar(stream.read(HEAD))
    if is_one_file:
        return _single(file, kind, path, meter)
    return _tar(file, kind, meter)


def is_package(file: str, meter: Meter) -> bool:
    """Return whether a ZIP is an Office, OFD or OpenDocument file and no archive; raises as ``members``."""
    with _Bounded(file, meter.limits.directory) as raw:
        if starts_document(raw.peek(HEAD)[:HEAD]):
            return True
        with zipfile.ZipFile(raw) as archive:
            return any(is_document(info.filename) for info in archive.infolist())


class _Bounded(io.BufferedReader):
    """A file of which at most ``most`` bytes are read at once: ``zipfile`` reads a directory of any size."""

    def __init__(self, file: str, most: int) -> None:
        super().__init__(io.FileIO(file))
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self._most:
            raise DirectoryTooLarge
        return super().read(size)


def _zip(file: str, meter: Meter) -> Iterator[Member]:
    with _Bounded(file, meter.limits.directory) as raw, zipfile.ZipFile(raw) as archive:
        for info in archive.infolist():
            name = _zip_name(info)
            if not name.endswith("/") and not stat.S_ISLNK(info.external_attr >> 16):
                yield Member(_harmless(name), partial(_zip_stream, archive, info, meter))


def _zip_stream(archive: zipfile.ZipFile, info: zipfile.ZipInfo, meter: Meter) -> Readable:
    if info.flag_bits & _ENCRYPTED:
        raise MemberLocked
    return Metered(archive.open(info), meter)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name: Windows packs names in GB18030 and parts them with backslashes.

    ``zipfile`` takes such names for code page 437.
    """
    name = info.filename if info.flag_bits & _UTF8 else decoded(info.orig_filename.encode("cp437"))
    return name.partition("\0")[0].replace("\\", "/")


def _tar(file: str, kind: str, meter: Meter) -> Iterator[Member]:
    with _UNPACKERS[kind](file) as unpacked:
        stream = Metered(unpacked, meter)
        with tarfile.open(fileobj=stream, mode="r:") as archive:  # type: ignore[call-overload]  # only reads
            while (info := archive.next()) is not None:
                if info.isreg():
                    yield Member(_harmless(info.name), partial(_tar_stream, archive, info))
                archive.members.clear()  # or it would keep them all
        if stream.last.strip(b"\0"):  # tarfile takes a broken header for the end
            raise tarfile.ReadError("bad header")


def _tar_stream(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Readable:
    stream = archive.extractfile(info)
    if stream is None or info.issparse():
        raise NotImplementedError
    return stream


def _single(file: str, kind: str, path: str, meter: Meter) -> Iterator[Member]:
    with _UNPACKERS[kind](file) as unpacked:
        yield Member(PurePosixPath(path).stem, lambda: Metered(unpacked, meter))


def _harmless(name: str) -> str:
    """Return a member's name without what would lead out of its archive."""
    return "/".join(part for part in name.split("/") if part not in {"", ".", ".."}) or "_"


def _xz(file: str) -> lzma.LZMAFile:
    with Path(file).open("rb") as packed:
        lzma.LZMADecompressor(memlimit=_XZ_MEMORY).decompress(packed.read(HEAD), 1)
    return lzma.open(file)


_UNPACKERS: Mapping[str, Callable[[str], Any]] = {
    "tar": partial(open, mode="rb"),
    "gzip": gzip.open,
    "bzip2": bz2.open,
    "xz": _xz,
}
