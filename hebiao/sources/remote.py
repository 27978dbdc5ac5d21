"""Object stores and remote folders, by fsspec: each file is fetched to a private temporary file."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from extract import Message, message
from hebiao.errors import WrongUsage
from hebiao.sources.choice import Choice, Limits, is_hidden, may_be_form
from hebiao.sources.content import Entry, FoundFile, NotReadable, Opened, nobody, problem_of, without_secrets
from hebiao.sources.kinds import is_named_as_archive
from hebiao.sources.packed import TooLarge, chunks_of, size_in_words
from hebiao.sources.temporary import written

T = TypeVar("T")

_MESSAGE_LENGTH = 200
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer."""

    reason: Message


def started(do: Callable[..., T], *arguments: object) -> Future[T]:
    """Do it in a thread of its own, which keeps nobody from ending."""
    from pebble.concurrent import thread

    return thread(do)(*arguments)


def outcome(future: Future[T], seconds: float) -> T | Failure:
    """Return the result of ``future``, or why there is none after ``seconds``."""
    try:
        error = future.exception(seconds)
    except TimeoutError:
        return Failure(message("fetch-timeout", seconds=f"{seconds:.0f}"))
    if error is None:
        return future.result()
    return Failure(_reason(error))


def _reason(error: BaseException) -> Message:
    error = _first(error)
    if isinstance(error, NotReadable | FileNotFoundError | PermissionError):
        return problem_of(error)
    reason = without_secrets(f"{type(error).__name__}: {error}")[:_MESSAGE_LENGTH]
    return message("fetch-failed", reason=reason)


def _first(error: BaseException) -> BaseException:
    """Return what was first wrong.

    To fsspec a file is not found, too, whose server cannot be reached or lets nobody in.
    """
    cause = error.__cause__ if isinstance(error, FileNotFoundError) else None
    told = isinstance(cause, OSError) or getattr(cause, "status", _NOT_FOUND) != _NOT_FOUND
    if cause is not None and told:
        return cause
    return error


_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Store:
    """A file system of fsspec, and the place in it: the user's ``url``, and its own name ``root``."""

    files: Any
    root: str
    url: str
    limits: Limits

    def place(self, relative: str) -> str:
        """Name a file or folder of the store to people, without what lets them in."""
        url = without_secrets(self.url)
        if relative:
            return f"{url.rstrip('/')}/{relative}"
        return url


@dataclass(frozen=True, slots=True)
class Object:
    """A file of a store, ``relative`` to its root, by the store's ``name``.

    Or what is wrong with it or with a folder.

    ``size`` is in bytes, None where the store does not tell.
    """

    relative: str
    name: str = ""
    size: int | None = None
    problem: Message | None = None


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
        waiting += (
            one
            for one in reversed(folders)
            if not is_hidden(_last_name(one)) and not choice.shuts_out(one.relative)
        )


def _listed(store: Store, folder: str) -> tuple[list[Object], list[Object]]:
    """Return the folders and the files in a folder, sorted."""
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
    """Return the path of ``name`` below the store's root.

    None where it is not below it, as links of a web page may be.
    """
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


AT_ONCE = 8
FETCHED_WHOLE = 2**24  # bytes, in one request; what is larger comes in parts
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(::[A-Za-z][A-Za-z0-9+.-]*)*://")
_LOCAL = re.compile(r"(?i)(?:file|local)://(?:localhost(?=/))?")


def is_url(path: str) -> bool:
    """Return whether ``path`` is a URL of anything but this system's own files."""
    # one that may not be looked at is none
    if _URL.match(path) is None or _LOCAL.match(path) is not None:
        return False
    return not os.path.exists(path)  # noqa: PTH110


def local_path(path: str) -> str:
    """Return the path in a ``file://`` URL, any other path as it is."""
    return _LOCAL.sub("", path, count=1)


def check_url(url: str) -> None:
    """Raise ``WrongUsage`` where what is needed to open ``url`` is not installed."""
    if problem := _missing(url):
        raise WrongUsage(problem.code, **dict(problem.args))


def fetched(url: str, choice: Choice, opened: Opened = nobody) -> Iterator[Entry]:
    """Every file at and below ``url``, in the order of the names, fetched before it is given.

    What cannot be fetched or listed comes with its problem.
    """
    if missing := _missing(url):
        yield Entry(FoundFile(without_secrets(url), missing))
        return
    store = outcome(started(_open, url, choice.limits), choice.limits.seconds)
    if isinstance(store, Failure):
        yield Entry(FoundFile(without_secrets(url), store.reason))
    else:
        yield from _all(store, choice, opened)


def _missing(url: str) -> Message | None:
    try:
        from fsspec import get_filesystem_class
    except ImportError:
        return message("remote-not-installed")
    for protocol in url.partition("://")[0].split("::"):
        try:
            get_filesystem_class(protocol)
        except ImportError as error:
            return message("protocol-not-installed", protocol=protocol, package=_what_to_install(error))
        except ValueError:
            return message("unknown-protocol", protocol=protocol)
    return None


def _what_to_install(error: ImportError) -> str:
    """Name the package that fsspec lacks for a protocol: its extra does not bring those of every store."""
    lacking = getattr(error.__cause__, "name", None)
    if lacking:
        return f"pip install {lacking}"
    return str(error)


def _open(url: str, limits: Limits) -> Store:
    from fsspec.core import url_to_fs

    files, root = url_to_fs(url)
    return Store(files, root, url, limits)


def _all(store: Store, choice: Choice, opened: Opened) -> Iterator[Entry]:
    """Fetch some files ahead where the store can do that; what was fetched for nobody is removed."""
    waiting: deque[tuple[Object, Future[str] | None]] = deque()
    at_once = AT_ONCE if getattr(store.files, "async_impl", False) else 1
    try:
        for one in objects(store, choice, opened):
            waiting.append((one, None if one.problem else started(_fetch, store, one)))
            if len(waiting) == at_once:
                yield _entry(store, *waiting.popleft())
        while waiting:
            yield _entry(store, *waiting.popleft())
    finally:
        for _, future in waiting:
            if future is not None:
                future.add_done_callback(_remove)


def _entry(store: Store, one: Object, future: Future[str] | None) -> Entry:
    path = store.place(one.relative)
    if future is None:
        return Entry(FoundFile(path, one.problem), one.relative)
    file = outcome(future, store.limits.seconds)
    if isinstance(file, Failure):
        future.add_done_callback(_remove)
        return Entry(FoundFile(path, file.reason), one.relative)
    return Entry(FoundFile(path, file=file), one.relative)


def _fetch(store: Store, one: Object) -> str:
    if one.size is not None and one.size > store.limits.remote:
        raise TooLarge(size=size_in_words(store.limits.remote))
    if one.size is not None and one.size <= FETCHED_WHOLE:
        return written([store.files.cat_file(one.name)], one.name)
    with store.files.open(one.name, "rb") as stream:
        return written(chunks_of(stream, store.limits.remote, stream.read(1)), one.name)


def _remove(future: Future[str]) -> None:
    """Remove what came too late."""
    if not future.cancelled() and future.exception() is None:
        Path(future.result()).unlink(missing_ok=True)
