"""How often Python looks for garbage while an import runs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS_BETWEEN = 50_000


@contextmanager
def seldom() -> Iterator[None]:
    """Look for cycles seldom: records are many objects without any, and go as soon as nobody has them."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
