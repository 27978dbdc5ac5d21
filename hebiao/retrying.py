"""The files that could not be read, to be tried again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from hebiao.files import Found, removed, shown
from hebiao.sources.located import located


def places_of(paths: Iterable[str]) -> list[str]:
    """Give what must be opened to come by these paths: files, and the archives that hold them; what is gone is left out."""
    return list(dict.fromkeys(place for path in paths if (place := _place_of(path))))


def only(found: Iterable[Found], failed: Collection[str]) -> Iterator[Found]:
    """Pass on what failed before, and what is in an archive or folder that failed before."""
    for one in found:
        if any(path in failed for path in _with_parents(shown(one.path))):
            yield one
        else:
            removed(one)


def _with_parents(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _place_of(path: str) -> str | None:
    if "://" in path:
        return path
    place, inside = located(path)
    return place if not inside or Path(place).is_file() else None
