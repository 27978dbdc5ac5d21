"""Where a document's bytes are now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hebiao.sources.found import removed
from hebiao.sources.original import original_file
from hebiao.web.site import Site
from store.documents import Original


@contextmanager
def file_of(site: Site, document: Original) -> Iterator[str | None]:
    """Give the path of a file that has the document's bytes; None where all have moved or changed, and for failed documents.

    A member of an archive is a temporary file, gone afterwards.
    """
    found = None if document.status == "failed" else original_file(document.paths, document.sha256, site.keep)
    try:
        yield None if found is None else found.place
    finally:
        if found is not None:
            removed(found)
