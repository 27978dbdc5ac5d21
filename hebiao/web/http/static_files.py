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

_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file: its bytes, packed too, its media type and the mark of its content."""

    content: bytes
    packed: bytes
    kind: str
    mark: str


@router.get("/static/{name:path}", include_in_schema=False)
def static(request: Request, name: str) -> Response:
    """Give a static file; its address carries its mark, so that it may be kept for ever."""
    asset = assets().get(name)
    if asset is None:
        raise HTTPException(404)
    packs = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": _A_YEAR, "Vary": "Accept-Encoding"} | (
        {"Content-Encoding": "gzip"} if packs else {}
    )
    return Response(asset.packed if packs else asset.content, media_type=asset.kind, headers=headers)


def address(name: str) -> str:
    """Give the address of a static file; ``KeyError`` for one that is not there."""
    return f"/static/{name}?{assets()[name].mark}"


@cache
def assets() -> dict[str, Asset]:
    """Give every static file by its name below ``static``."""
    return dict(_below(files("hebiao.web").joinpath("static"), ""))


def _below(folder: Traversable, above: str) -> list[tuple[str, Asset]]:
    found: list[tuple[str, Asset]] = []
    for entry in folder.iterdir():
        kind = _TYPES.get(f".{entry.name.rpartition('.')[2]}")
        if entry.is_dir():
            found += _below(entry, f"{above}{entry.name}/")
        elif kind:
            found.append((above + entry.name, _asset(entry.read_bytes(), kind)))
    return found


def _asset(content: bytes, kind: str) -> Asset:
    return Asset(content, gzip.compress(content, mtime=0), kind, hashlib.sha256(content).hexdigest()[:12])
