"""How worker processes start: forked from a small server that has the readers loaded, blind to the user's main module."""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.popen_forkserver import Popen
from multiprocessing.process import BaseProcess
from types import ModuleType

_main_is_hidden = threading.Lock()


def worker_context() -> ForkServerContext:
    """Give the multiprocessing context of our workers."""
    multiprocessing.set_forkserver_preload(["hebiao.warm", "hebiao.worker", "pebble"])
    return _Context()


class _Process(ForkServerProcess):
    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Popen:  # noqa: N802  multiprocessing's name
        with _hidden_main():
            return Popen(process_obj)


class _Context(ForkServerContext):
    Process = _Process


@contextmanager
def _hidden_main() -> Iterator[None]:
    """Without this a worker would import the user's script, and run it again where it has no ``if __name__`` guard."""
    with _main_is_hidden:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
