"""Pages as pictures, drawn in the workers of the import under their limits, and kept in a cache folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from hebiao.web.drawing.worker import Size, draw_page, page_sizes, text_lines
from hebiao.workers.job import Job, Options

T = TypeVar("T")

SCALE = 2.0  # pixels a point
MOST_BYTES = 2**30

_LIMITS = Options(timeout=20.0)
_WORKERS = 2


class NotDrawn(Exception):
    """A file cannot be shown: it broke its worker, took too long, or is not the file that was read."""


class Pictures:
    """Draws pages of PDFs; its workers start with the first page and end with ``close``."""

    def __init__(self, cache: Path | None = None) -> None:
        self.cache = cache or _users_cache() / "hebiao" / "pages"
        self._submit: Callable[..., Any] | None = None
        self._pool = ExitStack()
        self._starting = Lock()

    def sizes(self, path: str, sha256: str, first: int, last: int) -> list[Size]:
        """Give the sizes of some pages in points; raises ``NotDrawn``."""
        return self._run(partial(page_sizes, first=first, last=last), path, sha256, list[Size])

    def lines(self, path: str, sha256: str, first: int, last: int) -> list[str]:
        """Give some lines of a text file; raises ``NotDrawn``."""
        return self._run(partial(text_lines, first=first, last=last), path, sha256, list[str])

    def page(self, path: str, sha256: str, number: int) -> bytes:
        """Give a page as a PNG, ``SCALE`` pixels a point; raises ``NotDrawn``."""
        drawn = self._run(partial(draw_page, number=number, scale=SCALE), path, sha256, bytes)
        self._keep(sha256, number, drawn)
        return drawn

    def kept(self, sha256: str, number: int) -> bytes | None:
        """Give a page that was drawn before; None where it was not."""
        with suppress(OSError):
            return self._place(sha256, number).read_bytes()
        return None

    def close(self) -> None:
        """End the workers."""
        self._pool.close()
        self._submit = None

    def _run(self, task: Callable[[Job], T | None], path: str, sha256: str, kind: type[T]) -> T:
        import msgspec

        answer = self._workers()(task, Job(path, sha256, 0, _LIMITS)).result()
        try:
            return msgspec.msgpack.decode(answer, type=kind)
        except msgspec.ValidationError as error:  # None, or the import's record of a failed file
            raise NotDrawn(path) from error

    def _workers(self) -> Callable[..., Any]:
        from hebiao.workers.pool import worker_pool

        with self._starting:
            if self._submit is None:
                self._submit = self._pool.enter_context(worker_pool(_WORKERS)).submit
            return self._submit

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
    kept = sorted(
        ((file.stat(), file) for file in cache.glob("*/*.png")), key=lambda entry: -entry[0].st_mtime
    )
    taken = 0
    for status, file in kept:
        taken += status.st_size
        if taken > most:
            file.unlink(missing_ok=True)


def _users_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
