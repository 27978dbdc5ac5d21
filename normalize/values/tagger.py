"""jieba's part-of-speech tagger, loaded late: its dictionary is large."""

from __future__ import annotations

import logging
import os
import stat
import tempfile
import warnings
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Thread
from typing import Any


@cache
def load_tagger() -> Any:  # noqa: ANN401 - jieba has no types
    """Return jieba's tagger with the words of these forms and a cache of its own; loading takes about a second."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own escapes and its use of pkg_resources
        import jieba  # noqa: PLC0415
        from jieba import posseg  # noqa: PLC0415
    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = str(_cache_folder())
    with resources.files("normalize.values").joinpath("words.txt").open("rb") as words:
        jieba.load_userdict(words)
    return posseg


@cache
def preload_tagger() -> None:
    """Begin to load jieba's words in a thread, once, so that the first correction need not wait for them."""
    Thread(target=load_tagger, daemon=True).start()


def _cache_folder() -> Path:
    """Return a folder that only this user can write: jieba unmarshals its cache, which must be no other's."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hebiao"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="hebiao-"))
    private = status.st_uid == os.getuid() and not stat.S_IMODE(status.st_mode) & 0o022
    return folder if private else Path(tempfile.mkdtemp(prefix="hebiao-"))
