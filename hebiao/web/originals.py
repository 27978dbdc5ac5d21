"""Where a document's bytes are now."""

from __future__ import annotations

from pathlib import Path

from hebiao.sources.content import content_of
from hebiao.sources.kept import kept
from hebiao.web.site import Site
from store.documents import Original


def file_of(site: Site, document: Original) -> str | None:
    """Give the path of a file that has the document's bytes; None where all have moved or changed, and for failed documents."""
    if document.status == "failed":
        return None
    return next((path for path in _places(site, document) if _is(path, document.sha256)), None)


def _places(site: Site, document: Original) -> list[str]:
    there = None if site.keep is None else kept(document.sha256, site.keep)
    return [*document.paths, *([] if there is None else [str(there)])]


def _is(path: str, sha256: str) -> bool:
    try:
        return Path(path).is_absolute() and content_of(path).sha256 == sha256
    except OSError:
        return False
