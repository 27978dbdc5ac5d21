"""Keeps each content once under its hash, so that it can be looked at when the file has moved."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import BinaryIO

from hebiao.sources.content import CHANGED, NotReadable, opened
from hebiao.sources.metered import CHUNK

# what a kept file may end in: others get no suffix, so that it can be found without listing a folder of thousands
_SUFFIXES = (
    *("", ".pdf", ".txt", ".md", ".htm", ".html", ".csv", ".tsv", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".ofd"),
    *(".rtf", ".odt", ".ods", ".ppt", ".pptx", ".xml", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif"),
)


def keep(file: str | Path, sha256: str, folder: str | Path) -> Path:
    """Store the content of ``file`` in ``folder`` as ``ab/cdef….pdf`` of its hash, whole or not at all, and give its path.

    What is there is not written again. Raises ``OSError``, also where the file has not the content that ``sha256`` names.
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
                raise NotReadable(CHANGED)
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
