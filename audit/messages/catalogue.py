"""The words of the audit: every sentence stands in ``messages.toml``, in Chinese and in English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def data(name: str) -> dict[str, Any]:
    """Return a TOML file that lies beside this module."""
    return tomllib.loads(files("audit").joinpath(name).read_text(encoding="utf-8"))


def say(key: str, **values: object) -> str:
    """Return the Chinese sentence ``key`` with its blanks filled in."""
    return say_in("zh", key, **values)


def say_in(language: str, key: str, **values: object) -> str:
    """Return the sentence ``key`` in a language (``zh``, ``en``)."""
    return str(data("messages.toml")["say"][key][language]).format(**values)


def places_name(places: int) -> str:
    """Return how a count of decimals is called: ``整数``, ``一位小数``, ``两位小数``."""
    names: list[str] = data("messages.toml")["places"]["zh"]
    return names[places] if places < len(names) else say("many-places", places=places)
