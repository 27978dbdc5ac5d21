"""Pages as pictures, drawn in the workers of the import under their limits, and kept in a cache folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from hebiao.web.drawing.worker import (
    ShownTable,
    Size,
    draw_page,
    read_page_sizes,
    read_tables,
    read_text_lines,
)
from hebiao.web.settings import SETTINGS
from hebiao.workers.job import Job, Options

T = TypeVar("T")

_OPTIONS = Options(timeout=SETTINGS.picture_seconds)
_PRELOAD = (
    "hebiao.web.drawing.worker",
    "pypdfium2",
    "extract",
)  # what every worker needs, loaded once for all


class NotDrawn(Exception):
    """A file cannot be shown: it broke its worker, took too long, or is not the file that was read."""


class PagePictures:
    """Draws pages of files; its workers start with the first page and end with ``close``."""

    def __init__(self, cache: Path | None = None) -> None:
        self.cache = cache or _find_user_cache() / "hebiao" / "pages"
        self._submit: Callable[..., Any] | None = None
        self._pool = ExitStack()
        self._starting = Lock()

    def read_sizes(self, path: str, sha256: str, first: int, last: int) -> list[Size]:
        """Return the sizes of some pages in points. Raises ``NotDrawn``."""
        return self._run(partial(read_page_sizes, first=first, last=last), path, sha256, list[Size])

    def read_lines(self, path: str, sha256: str, first: int, last: int) -> list[str]:
        """Return some lines of a text file. Raises ``NotDrawn``."""
        return self._run(partial(read_text_lines, first=first, last=last), path, sha256, list[str])

    def read_tables(self, path: str, sha256: str, places: Collection[str]) -> list[ShownTable]:
        """Return the tables of an Office or web file that hold some places. Raises ``NotDrawn``."""
        return self._run(partial(read_tables, places=places), path, sha256, list[ShownTable])

    def draw(self, path: str, sha256: str, number: int) -> bytes:
        """Return a page as a PNG and keep it. Raises ``NotDrawn``."""
        task = partial(
            draw_page,
            number=number,
            px_a_point=SETTINGS.picture_px_a_point,
            longest_px=SETTINGS.picture_side_px,
        )
        png = self._run(task, path, sha256, bytes)
        self._keep(sha256, number, png)
        return png

    def find_kept(self, sha256: str, number: int) -> bytes | None:
        """Return the PNG of a page that was drawn before, or None."""
        with suppress(OSError):
            return self._find_place(sha256, number).read_bytes()
        return None

    def close(self) -> None:
        """End the workers."""
        self._pool.close()
        self._submit = None

    def _run(self, task: Callable[[Job], T | None], path: str, sha256: str, kind: type[T]) -> T:
        import msgspec

        answer = self._start_workers()(task, Job(path, sha256, 0, _OPTIONS)).result()
        try:
            return msgspec.msgpack.decode(answer, type=kind)
        except msgspec.ValidationError as error:  # None, or the import's record of a failed file
            raise NotDrawn(path) from error

    def _start_workers(self) -> Callable[..., Any]:
        """Return the function that gives a task to the workers, which the first call starts."""
        from hebiao.workers.pool import worker_pool

        with self._starting:
            if self._submit is None:
                self._submit = self._pool.enter_context(
                    worker_pool(SETTINGS.picture_workers, preload=_PRELOAD)
                ).submit
            return self._submit

    def _keep(self, sha256: str, number: int, png: bytes) -> None:
        """Write a picture into the cache; a folder that cannot be written only makes the next look slower."""
        place = self._find_place(sha256, number)
        part = place.with_suffix(f".{os.getpid()}.part")
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(png)
            part.replace(place)

    def _find_place(self, sha256: str, number: int) -> Path:
        return self.cache / sha256[:2] / f"{sha256}-{number}@{SETTINGS.picture_px_a_point:g}.png"


def shrink_cache(cache: Path, most_bytes: int = SETTINGS.picture_cache_bytes) -> None:
    """Remove the pictures that were drawn first until those that are left take ``most_bytes`` at most."""
    pictures = [(file.stat(), file) for file in cache.glob("*/*.png")]
    pictures.sort(key=lambda entry: -entry[0].st_mtime)
    taken_bytes = 0
    for status, file in pictures:
        taken_bytes += status.st_size
        if taken_bytes > most_bytes:
            file.unlink(missing_ok=True)


def _find_user_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
