"""Reads a list of paths, as ``find`` writes it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

_CHUNK = 2**16
_MARK = b"\xef\xbb\xbf"


def listed_paths(stream: BinaryIO) -> Iterator[str]:
    """Give the paths in ``stream``, one a line, or parted by NUL where there is one early on; blank lines are passed over.

    A path is taken byte for byte; where that is no file and no UTF-8, it is taken as GB18030.
    """
    rest = stream.read(_CHUNK).removeprefix(_MARK)
    parting = b"\0" if b"\0" in rest else b"\n"
    while chunk := stream.read(_CHUNK):
        *lines, rest = (rest + chunk).split(parting)
        yield from _paths(lines, parting)
    yield from _paths(rest.split(parting), parting)


def _paths(lines: list[bytes], parting: bytes) -> Iterator[str]:
    for line in lines:
        name = line if parting == b"\0" else line.removesuffix(b"\r")
        if name.strip():
            yield _path(name)


def _path(name: bytes) -> str:
    path = os.fsdecode(name)
    if not path.isascii() and not os.path.lexists(path):
        try:
            name.decode()
        except UnicodeDecodeError:
            return _from_gb18030(name) or path
    return path


def _from_gb18030(name: bytes) -> str | None:
    try:
        return name.decode("gb18030")
    except UnicodeDecodeError:
        return None
