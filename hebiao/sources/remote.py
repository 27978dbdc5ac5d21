"""Object stores and remote folders, by fsspec: each file is fetched to a private temporary file."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

from hebiao.errors import WrongUsage
from hebiao.sources.choice import Choice
from hebiao.sources.content import NotReadable, without_secrets
from hebiao.sources.found import Entry, Found, Opened, nobody
from hebiao.sources.limits import Limits
from hebiao.sources.metered import chunks_of, size_in_words
from hebiao.sources.stores import Object, Store, objects
from hebiao.sources.temporary import written
from hebiao.sources.waiting import Failure, outcome, started

AT_ONCE = 8
FETCHED_WHOLE = 2**24  # bytes, in one request; what is larger comes in parts
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(::[A-Za-z][A-Za-z0-9+.-]*)*://")
_LOCAL = re.compile(r"(?i)(?:file|local)://(?:localhost(?=/))?")


def is_url(path: str) -> bool:
    """Tell whether ``path`` is a URL of anything but this system's own files."""
    return _URL.match(path) is not None and _LOCAL.match(path) is None and not os.path.exists(path)  # noqa: PTH110  one that may not be looked at is none


def local_path(path: str) -> str:
    """Give the path in a ``file://`` URL, any other path as it is."""
    return _LOCAL.sub("", path, count=1)


def check_url(url: str) -> None:
    """Raise ``WrongUsage`` where what is needed to open ``url`` is not installed."""
    if problem := _missing(url):
        raise WrongUsage(problem)


def fetched(url: str, choice: Choice, opened: Opened = nobody) -> Iterator[Entry]:
    """Every file at and below ``url``, in the order of the names, fetched before it is given.

    What cannot be fetched or listed comes with its problem.
    """
    if problem := _missing(url):
        yield Entry(Found(without_secrets(url), problem))
        return
    store = outcome(started(_open, url, choice.limits), choice.limits.seconds)
    if isinstance(store, Failure):
        yield Entry(Found(without_secrets(url), store.reason))
    else:
        yield from _all(store, choice, opened)


def _missing(url: str) -> str | None:
    try:
        from fsspec import get_filesystem_class
    except ImportError:
        return "读取网址要先安装:pip install 'hebiao[remote]'"
    for protocol in url.partition("://")[0].split("::"):
        try:
            get_filesystem_class(protocol)
        except ImportError as error:
            return f"读取 {protocol}:// 还要安装:{_what_to_install(error)}"
        except ValueError:
            return f"不认识这种网址:{protocol}://"
    return None


def _what_to_install(error: ImportError) -> str:
    """Name the package that fsspec lacks for a protocol: its extra does not bring those of every store."""
    lacking = getattr(error.__cause__, "name", None)
    return f"pip install {lacking}" if lacking else str(error)


def _open(url: str, limits: Limits) -> Store:
    from fsspec.core import url_to_fs

    files, root = url_to_fs(url)
    return Store(files, root, url, limits)


def _all(store: Store, choice: Choice, opened: Opened) -> Iterator[Entry]:
    """Fetch some files ahead where the store can do that; what was fetched for nobody is removed."""
    waiting: deque[tuple[Object, Future[str]]] = deque()
    at_once = AT_ONCE if getattr(store.files, "async_impl", False) else 1
    try:
        for one in objects(store, choice, opened):
            waiting.append((one, started(_fetch, store, one)))
            if len(waiting) == at_once:
                yield _entry(store, *waiting.popleft())
        while waiting:
            yield _entry(store, *waiting.popleft())
    finally:
        for _, future in waiting:
            future.add_done_callback(_remove)


def _entry(store: Store, one: Object, future: Future[str]) -> Entry:
    file = outcome(future, store.limits.seconds)
    path = store.place(one.relative)
    if isinstance(file, Failure):
        future.add_done_callback(_remove)
        return Entry(Found(path, file.reason), one.relative)
    return Entry(Found(path, file=file), one.relative)


def _fetch(store: Store, one: Object) -> str:
    if one.problem is not None:
        raise NotReadable(one.problem)
    if one.size is not None and one.size > store.limits.remote:
        raise NotReadable(f"大于 {size_in_words(store.limits.remote)},不读")
    if one.size is not None and one.size <= FETCHED_WHOLE:
        return written([store.files.cat_file(one.name)], one.name)
    with store.files.open(one.name, "rb") as stream:
        return written(chunks_of(stream, store.limits.remote, stream.read(1)), one.name)


def _remove(future: Future[str]) -> None:
    """Remove what came too late."""
    if not future.cancelled() and future.exception() is None:
        Path(future.result()).unlink(missing_ok=True)
