"""The texts of the interface, Chinese and English side by side, from the TOML files of this folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("zh", "en")
_FOLDER = "hebiao.locale"


@dataclass(frozen=True, slots=True)
class Texts:
    """The catalogue in one language; called with a dotted key it gives the text with its blanks filled in."""

    language: str
    entries: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Give the text; ``KeyError`` for a key that the catalogue lacks."""
        return self.entries[key].format(**values)

    def name(self, group: str, value: object) -> str:
        """Return what a value of the database is called, or the value where the catalogue has no name."""
        return self.entries.get(f"{group}.{value}", str(value))


@cache
def texts(language: str) -> Texts:
    """Give the catalogue in a language, Chinese for one that it does not have."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    return Texts(known, {key: pair[known] for key, pair in catalogue().items()})


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return every text by its dotted key: a pair of ``zh`` and ``en``.

    Raises ``ValueError`` for a key told twice.
    """
    found: dict[str, dict[str, str]] = {}
    for file in sorted(files(_FOLDER).iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml"):
            continue
        for key, pair in _pairs(tomllib.loads(file.read_text(encoding="utf-8")), ""):
            if key in found:
                raise ValueError(f"two texts of the interface have the key {key}")
            found[key] = pair
    return found


def _pairs(table: dict[str, Any], above: str) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    for key, value in table.items():
        name = f"{above}{key}"
        found += [(name, value)] if "zh" in value else _pairs(value, f"{name}.")
    return found
