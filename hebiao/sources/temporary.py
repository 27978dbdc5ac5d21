"""A private folder for what is unpacked, fetched or written by workers; it ends with its process."""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path, PurePosixPath

PREFIX = "hebiao-"
LOCK = "lock"
SUFFIX_LENGTH = 9

_making = threading.Lock()


def written(chunks: Iterable[bytes], name: str) -> str:
    """Write ``chunks`` to a new private file with the suffix of ``name`` and give its path.

    Nothing stays where that fails.
    """
    number, file = tempfile.mkstemp(suffix=_suffix(name), dir=room())
    with ExitStack() as unless_whole:
        unless_whole.callback(Path(file).unlink, missing_ok=True)
        with os.fdopen(number, "wb") as out:
            out.writelines(chunks)
        unless_whole.pop_all()
    return file


def remove_stale() -> None:
    """Remove the folders that processes have left which were killed: nobody holds their locks."""
    for folder in _ours():
        try:
            with (folder / LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # in use, or gone already
            continue


def room() -> str:
    """Return this process's folder; the lock in it lasts as long as the process, whatever ends it."""
    with _making:
        return _made()


@cache
def _made() -> str:
    remove_stale()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = os.open(folder / f"{LOCK}.new", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    (folder / f"{LOCK}.new").rename(folder / LOCK)  # from now on others see it, locked
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return str(folder)


def _ours() -> Iterator[Path]:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not folder.is_symlink() and folder.is_dir() and folder.stat().st_uid == os.geteuid():
            yield folder


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= SUFFIX_LENGTH:
        return suffix
    return ""
