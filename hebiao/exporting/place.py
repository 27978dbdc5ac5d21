"""Files that are there whole or not at all: written beside their place and moved into it at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hebiao.output import writing


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """Give a path to write to; what stands there at the end takes the place of ``file``. Raises ``WrongUsage``."""
    with whole_folder(file.parent) as folder:
        yield folder / file.name


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to write files to, which are moved into ``folder`` at the end. Raises ``WrongUsage``."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(prefix=".hebiao-", dir=folder))
        try:
            yield own
            for file in sorted(own.iterdir()):
                file.replace(folder / file.name)
        finally:
            shutil.rmtree(own)
