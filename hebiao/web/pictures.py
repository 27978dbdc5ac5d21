"""Pages as pictures, drawn in workers that can be killed and kept in a cache folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import TimeoutError as TimedOut
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from hebiao.web.page_worker import Size, draw_page, page_sizes, text_lines

if TYPE_CHECKING:
    from pebble import ProcessPool

P = ParamSpec("P")
T = TypeVar("T")

SCALE = 2.0  # pixels a point
MOST_BYTES = 2**30

_SECONDS = 20.0
_WORKERS = 2
_PAGES_A_WORKER = 200


class NotDrawn(Exception):
    """A file cannot be shown: it broke its worker, took too long, or is no file of the kind that it was."""


class Pictures:
    """Draws pages of PDFs; its workers start with the first page and end with ``close``."""

    def __init__(self, cache: Path | None = None) -> None:
        self.cache = cache or _users_cache() / "hebiao" / "pages"
        self._pool: ProcessPool | None = None
        self._starting = Lock()

    def sizes(self, path: str, sha256: str, first: int, last: int) -> list[Size]:
        """Give the sizes of some pages in points; raises ``NotDrawn``."""
        return self._run(page_sizes, path, sha256, first, last)

    def lines(self, path: str, sha256: str, first: int, last: int) -> list[str]:
        """Give some lines of a text file; raises ``NotDrawn``."""
        return self._run(text_lines, path, sha256, first, last)

    def page(self, path: str, sha256: str, number: int) -> bytes:
        """Give a page as a PNG, ``SCALE`` pixels a point; raises ``NotDrawn``."""
        drawn = self._run(draw_page, path, sha256, number, SCALE)
        self._keep(sha256, number, drawn)
        return drawn

    def kept(self, sha256: str, number: int) -> bytes | None:
        """Give a page that was drawn before; None where it was not."""
        with suppress(OSError):
            return self._place(sha256, number).read_bytes()
        return None

    def close(self) -> None:
        """End the workers."""
        with self._starting:
            if self._pool is not None:
                self._pool.stop()  # type: ignore[no-untyped-call]
                self._pool.join()
                self._pool = None

    def _run(self, task: Callable[P, T], *args: P.args, **_: P.kwargs) -> T:
        from pebble import ProcessExpired

        try:
            result: T = self._workers().schedule(task, args=args, timeout=_SECONDS).result()
        except (ProcessExpired, TimedOut, MemoryError, RuntimeError, ValueError, IndexError, OSError) as error:
            raise NotDrawn(type(error).__name__) from error
        return result

    def _workers(self) -> ProcessPool:
        from pebble import ProcessPool

        from hebiao.start import worker_context
        from hebiao.worker import MEMORY, prepare

        with self._starting:
            if self._pool is None or not self._pool.active:
                self._pool = ProcessPool(_WORKERS, _PAGES_A_WORKER, prepare, (MEMORY,), worker_context())
            return self._pool

    def _keep(self, sha256: str, number: int, drawn: bytes) -> None:
        """Keep a picture; a folder that cannot be written only makes the next look slower."""
        place = self._place(sha256, number)
        part = place.with_suffix(f".{os.getpid()}.part")
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(drawn)
            part.replace(place)

    def _place(self, sha256: str, number: int) -> Path:
        return self.cache / sha256[:2] / f"{sha256}-{number}@{SCALE:g}.png"


def make_room(cache: Path, most: int = MOST_BYTES) -> None:
    """Remove the pictures that were drawn first until those that are left take ``most`` bytes at most."""
    kept = sorted(((file.stat(), file) for file in cache.glob("*/*.png")), key=lambda entry: -entry[0].st_mtime)
    taken = 0
    for status, file in kept:
        taken += status.st_size
        if taken > most:
            file.unlink(missing_ok=True)


def _users_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
