"""Tells archives by their first bytes, never by their names."""

from __future__ import annotations

import tarfile
from pathlib import PurePosixPath

from hebiao.sources.content import opened

HEAD = tarfile.BLOCKSIZE
_MARKS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x1f\x9d", "compress"),
    (b"MSCF\0\0\0\0", "CAB"),
)
UNSUPPORTED = frozenset({"7z", "RAR", "zstd", "compress", "CAB"})
_SUFFIXES = frozenset(
    {
        ".zip",
        ".tar",
        ".gz",
        ".tgz",
        ".bz2",
        ".tbz",
        ".tbz2",
        ".xz",
        ".txz",
        ".7z",
        ".rar",
        ".zst",
        ".z",
        ".cab",
    }
)
# the list of types is missing where a program that knows little of the format wrote the package
_DOCUMENTS = frozenset({"[Content_Types].xml", "OFD.xml", "mimetype", "word/document.xml", "xl/workbook.xml"})
_CHECKSUM = slice(148, 156)  # in a header of tar
_NAME_LENGTH, _NAME = slice(26, 28), 30  # in a local header of ZIP


def kind_of(file: str) -> str | None:
    """Name the kind of archive that the file is, None where it is none.

    Raises ``OSError`` where it cannot be read.
    """
    with opened(file) as stream:
        return kind_of_head(stream.read(HEAD))


def kind_of_head(head: bytes) -> str | None:
    """Do as ``kind_of`` with the first ``HEAD`` bytes of a file."""
    return next((kind for mark, kind in _MARKS if head.startswith(mark)), "tar" if is_tar(head) else None)


def is_tar(head: bytes) -> bool:
    """Tell by its checksum whether a block is a header of tar; old ones have no other mark."""
    if len(head) < HEAD or not head[_CHECKSUM].strip(b" \0").isdigit():
        return False
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def is_named_as_archive(path: str) -> bool:
    """Return whether a file that cannot be read calls itself an archive."""
    return PurePosixPath(path).suffix.lower() in _SUFFIXES


def is_document(member: str) -> bool:
    """Return whether a ZIP that holds ``member`` is an Office, OFD or OpenDocument file and no archive."""
    return member.replace("\\", "/").lstrip("/") in _DOCUMENTS


def starts_document(head: bytes) -> bool:
    """Tell a ZIP that is a document by its first member, even where the rest of it is lost."""
    length = int.from_bytes(head[_NAME_LENGTH], "little")
    return is_document(head[_NAME : _NAME + length].decode("latin-1"))
