"""The parts of a ZIP package, each read under limits, and their XML."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from functools import lru_cache

from lxml import etree

from extract.errors import BrokenPackage, BrokenPart, MissingPart, PartTooLarge
from extract.office.settings import LIMITS

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


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Return the root of XML with its entities left alone and nothing fetched; raises ``BrokenPart``.

    A prefix that stands for no namespace is none of its faults: the names are told by what follows it.
    """
    try:
        return etree.fromstring(data, _make_parser(recover=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        root, is_whole = recover_xml(data)
        if root is None or not is_whole:
            raise BrokenPart(part=name) from error
        return root


def recover_xml(data: bytes) -> tuple[etree._Element | None, bool]:
    """Return the root of what can be read of broken XML, and whether all is there."""
    parser = _make_parser(recover=True)
    try:
        root: etree._Element | None = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    is_whole = all(error.domain == etree.ErrorDomains.NAMESPACE for error in parser.error_log)
    return root, is_whole


def _make_parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, which writers of old and strict files choose otherwise."""
    tag = element.tag
    return _strip_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _strip_namespace(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]
