"""What a label that no list has means, by the words that it is made of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from normalize.values.text import fold_label
from normalize.vocabulary.settings import SETTINGS

_Patterns = tuple[tuple[str, re.Pattern[str]], ...]
_NOTHING: Mapping[str, str] = {}


def find_kinds_by_words(text: str) -> Mapping[str, str]:
    """Return by block what a label means by its words; other blocks are left out.

    年初批复预算 is ``initial`` in ``fund``.
    """
    if len(text) <= SETTINGS.longest_label:
        return find_kinds_of_label(fold_label(text))
    return _NOTHING


def find_kinds_of_label(printed: str) -> Mapping[str, str]:
    """Return what ``find_kinds_by_words`` does for a label that is folded already, and without its qualifiers."""
    if printed.isascii():  # all words are Chinese
        return _NOTHING
    found: dict[str, str] = {}
    for block, patterns in _patterns().items():
        for kind, pattern in patterns:
            if pattern.search(printed):
                found[block] = kind
                break
    return found or _NOTHING


@cache
def _patterns() -> dict[str, _Patterns]:
    blocks = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {block: _compile(kinds) for block, kinds in blocks.items() if isinstance(kinds, dict)}


def _compile(kinds: dict[str, list[str]]) -> _Patterns:
    compiled: list[tuple[str, re.Pattern[str]]] = []
    for kind, patterns in kinds.items():
        compiled += [(kind, re.compile(f"(?:{pattern})")) for pattern in patterns]
    return tuple(compiled)
