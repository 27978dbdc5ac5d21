"""The pages' own files: read once from the package, so that no request can name any other."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, HTTPException, Request, Response

router = APIRouter()

_MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOR_EVER = "public, max-age=31536000, immutable"
_HASH_CHARS = 12


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file of the pages: its bytes, plain and packed, its media type and a short hash of its content."""

    content: bytes
    gzipped: bytes
    media_type: str
    content_hash: str


@router.get("/static/{name:path}", include_in_schema=False)
def send_static_file(request: Request, name: str) -> Response:
    """Send a static file; its address carries the hash of its content, so that it may be kept for ever."""
    file = static_files().get(name)
    if file is None:
        raise HTTPException(404)
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(file.content, media_type=file.media_type, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(file.gzipped, media_type=file.media_type, headers=headers)


def static_address(name: str) -> str:
    """Return the address of a static file. Raises ``KeyError`` for one that is not there."""
    return f"/static/{name}?{static_files()[name].content_hash}"


@cache
def static_files() -> dict[str, StaticFile]:
    """Return every static file by its name below ``static``."""
    return dict(_read_folder(files("hebiao.web").joinpath("static"), ""))


def _read_folder(folder: Traversable, above: str) -> list[tuple[str, StaticFile]]:
    found: list[tuple[str, StaticFile]] = []
    for entry in folder.iterdir():
        media_type = _MEDIA_TYPES.get(f".{entry.name.rpartition('.')[2]}")
        if entry.is_dir():
            found += _read_folder(entry, f"{above}{entry.name}/")
        elif media_type:
            found.append((above + entry.name, _read_file(entry, media_type)))
    return found


def _read_file(file: Traversable, media_type: str) -> StaticFile:
    content = file.read_bytes()
    return StaticFile(
        content=content,
        gzipped=gzip.compress(content, mtime=0),
        media_type=media_type,
        content_hash=hashlib.sha256(content).hexdigest()[:_HASH_CHARS],
    )
