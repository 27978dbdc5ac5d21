"""What PDFium writes into memory, asked for many objects in one loop in C."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extract.pdf_calls import Pointer, pointer

_ROWS = 1024
_WORDS = 6  # of four bytes: as many as a matrix has
_memory = np.zeros((_ROWS, _WORDS), np.uint32)

np.empty(8 << 20, np.uint8)  # let go at once: glibc then keeps freed blocks below 8 MB, and pages' arrays find their memory mapped

WORDS: tuple[list[Pointer], ...] = tuple([pointer(_memory[row, word:].ctypes.data) for row in range(_ROWS)] for word in range(4))
"""Where a call writes: the first, second, third or fourth word of each row, made into pointers once for all pages."""


def written(call: Callable[..., int], *arguments: Sequence[Any], at: Sequence[int] = (0,)) -> tuple[list[int], NDArray[np.uint32]]:
    """Call for each of the ``arguments``, told to write to the words ``at``; give the answers, and the words (n, 6) it wrote."""
    count = len(arguments[0])
    answers: list[int] = []
    words = np.empty((count, _WORDS), np.uint32)
    places = [WORDS[word] for word in at]
    for first in range(0, count, _ROWS):
        last = min(first + _ROWS, count)
        answers += map(call, *(argument[first:last] for argument in arguments), *places)
        words[first:last] = _memory[: last - first]
    return answers, words


def floats(words: NDArray[np.uint32], count: int) -> NDArray[np.float32]:
    """Take the first words of each row (n, count) for floats."""
    return words.view(np.float32)[:, :count]


def doubles(words: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Take the words of each row for doubles (n, 3)."""
    return words.view(np.float64)


def give_back() -> None:
    """Give the system what is freed, where the C library would keep it; that costs too much to do it after each few pages."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
