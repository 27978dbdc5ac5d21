"""The parts of a ZIP package, each read under limits, and their XML."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from extract.errors import BrokenPackage, BrokenPart, MissingPart, PartTooLarge
from extract.office.settings import LIMITS
from extract.office.xml_tree import parse_xml

_CHUNK = 1024 * 1024


class Package:
    """An open package; names are given without a leading slash and matched whatever their case.

    A part that inflates beyond the limits is refused while it is read, before all of it is in memory.
    """

    def __init__(self, data: bytes) -> None:
        """Open the package; raises ``BrokenPackage``."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise BrokenPackage from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in self._archive.infolist():
            self._members.setdefault(normalise_name(member.filename).lower(), member)
        self._left = LIMITS.package_bytes

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the order of the package."""
        return [normalise_name(member.filename) for member in self._members.values()]

    def __contains__(self, name: str) -> bool:
        return normalise_name(name).lower() in self._members

    def read(self, name: str) -> bytes:
        """Return a part's bytes; raises ``MissingPart``, ``BrokenPart`` and ``PartTooLarge``."""
        member = self._members.get(normalise_name(name).lower())
        if member is None:
            raise MissingPart(part=name)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._archive.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._check_size(member, size)
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ) as error:
            raise BrokenPart(part=name) from error
        self._left -= size
        return b"".join(chunks)

    def parse(self, name: str) -> etree._Element:
        """Return the root of a part's XML; raises as ``read`` does."""
        return parse_xml(self.read(name), name)

    def _check_size(self, member: zipfile.ZipInfo, size: int) -> None:
        most = min(LIMITS.part_bytes, self._left)
        is_bomb = size > LIMITS.ratio_from_bytes and size > LIMITS.ratio * max(member.compress_size, 1)
        if size > most or is_bomb:
            raise PartTooLarge(part=member.filename, size=f"{size / 1024 / 1024:.0f}")


def normalise_name(name: str) -> str:
    """Return a part's name with forward slashes, from the package's root; ``..`` never leaves it."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")
