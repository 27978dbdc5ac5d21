"""Lists of words and patterns that forms print, from ``words.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def load_words(name: str) -> tuple[str, ...]:
    """Return the words of a list, in its order."""
    return tuple(_table("words")[name])


def load_pattern(name: str) -> re.Pattern[str]:
    """Return a pattern; ``{grade}`` in it stands for the pattern ``grade``, and so on."""
    patterns = _table("patterns")
    text: str = patterns[name]
    for inner, replacement in patterns.items():
        text = text.replace(f"{{{inner}}}", f"(?:{replacement})")
    return re.compile(text)


@cache
def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[name]
    return table
