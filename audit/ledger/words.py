"""The words that the ledger and the rules look for in forms: ``words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _all_words() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def words(table: str) -> Any:  # noqa: ANN401 - a list or a table of the file
    """Return a table of ``words.toml``, such as ``money`` or ``grades``."""
    return _all_words()[table]


def money_units() -> dict[str, int]:
    """Return how many yuan each money unit (金额单位) is: ``{"元": 1, "万元": 10000, ...}``."""
    units: dict[str, int] = words("money")
    return units
