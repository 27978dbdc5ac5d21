"""Leads from a stored path back to the file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


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
