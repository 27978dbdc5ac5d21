"""Lists what is in a store of fsspec, folder by folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from hebiao.sources.choice import Choice, is_hidden, may_be_form
from hebiao.sources.content import without_secrets
from hebiao.sources.found import Opened
from hebiao.sources.kinds import is_named_as_archive
from hebiao.sources.limits import Limits
from hebiao.sources.waiting import Failure, outcome, started

_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Store:
    """A file system of fsspec, what the user calls the place in it (``url``), and what it calls it itself (``root``)."""

    files: Any
    root: str
    url: str
    limits: Limits

    def place(self, relative: str) -> str:
        """Name a file or folder of the store to people, without what lets them in."""
        url = without_secrets(self.url)
        return f"{url.rstrip('/')}/{relative}" if relative else url


@dataclass(frozen=True, slots=True)
class Object:
    """A file of a store, ``relative`` to its root, by the store's ``name``; or what is wrong with it or with a folder.

    ``size`` is in bytes, None where the store does not tell.
    """

    relative: str
    name: str = ""
    size: int | None = None
    problem: str | None = None


def objects(store: Store, choice: Choice, opened: Opened) -> Iterator[Object]:
    """Every file at and below the root that is wanted or may be an archive, in the order of the names."""
    if store.url.endswith("/"):
        yield from _below(store, choice, opened)
        return
    root = outcome(started(store.files.info, store.root), store.limits.seconds)
    if isinstance(root, Failure):
        yield Object("", problem=root.reason)
    elif root["type"] == "directory":
        yield from _below(store, choice, opened)
    else:
        yield Object("", store.root, root.get("size"))


def _below(store: Store, choice: Choice, opened: Opened) -> Iterator[Object]:
    waiting = [Object("", store.root)]
    while waiting:
        folder = waiting.pop()
        listing = outcome(started(_listed, store, folder.name), store.limits.seconds)
        if isinstance(listing, Failure):
            yield Object(folder.relative, problem=listing.reason)
            continue
        opened(store.place(folder.relative))
        folders, files = listing
        yield from (one for one in files if _is_wanted(one, choice))
        waiting += (one for one in reversed(folders) if not is_hidden(_last_name(one)) and not choice.shuts_out(one.relative))


def _listed(store: Store, folder: str) -> tuple[list[Object], list[Object]]:
    """Give the folders and the files in a folder, sorted."""
    listing = store.files.ls(folder, detail=True)
    store.files.invalidate_cache(folder)  # or the listings of everything stay in memory
    folders: list[Object] = []
    files: list[Object] = []
    for info in listing:
        if info["name"].rstrip("/") != folder.rstrip("/") and (relative := _relative(store, info["name"])):
            one = Object(relative, info["name"], info.get("size"))
            (folders if info["type"] == "directory" else files).append(one)
    return sorted(folders, key=_in_order), sorted(files, key=_in_order)


def _relative(store: Store, name: str) -> str | None:
    """Give the path of ``name`` below the store's root; None where it is not below it, as links of a web page may be."""
    root = f"{store.root.rstrip('/')}/"
    if not name.startswith(root):
        return None
    below = name.removeprefix(root).rstrip("/")
    if not store.url.startswith(_WEB):
        return below
    return None if "?" in below or "#" in below else unquote(below)


def _is_wanted(one: Object, choice: Choice) -> bool:
    """Tell by the name whether to fetch a file: what it is cannot be told before."""
    may_be_archive = is_named_as_archive(one.relative) and not choice.shuts_out(one.relative)
    return may_be_form(_last_name(one)) and (may_be_archive or choice.takes(one.relative))


def _last_name(one: Object) -> str:
    return one.relative.rpartition("/")[2]


def _in_order(one: Object) -> str:
    return one.relative
