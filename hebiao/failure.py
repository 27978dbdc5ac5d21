"""Files that could not be read: each has its record and its reason."""

from __future__ import annotations

from pathlib import Path

from hebiao import __version__
from hebiao.files import shown
from store import Record


def failed(path: str, sha256: str, size: int, reason: str) -> Record:
    """Make the record of a file that could not be read, with the reason in plain Chinese."""
    return Record(
        sha256=sha256,
        path=shown(path),
        name=shown(Path(path).name),
        format="",
        pages=0,
        bytes=size,
        status="failed",
        engine="",
        version=__version__,
        error=reason,
    )
