"""Remembers what a function made of a text: forms say the same things again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

MOST = 8192
LONGEST = 80  # characters: longer texts seldom come again, and would fill the memory


def remembered(function: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
    """Make a pure function remember what it gave for a short text, its first argument; all arguments are hashable."""
    of_short = cast("Callable[Concatenate[str, P], R]", lru_cache(maxsize=MOST)(function))

    @wraps(function)
    def of(text: str, /, *more: P.args, **named: P.kwargs) -> R:
        return (of_short if len(text) <= LONGEST else function)(text, *more, **named)

    return of
