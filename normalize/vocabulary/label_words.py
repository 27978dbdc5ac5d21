"""What a label that no list has means, by the words that it is made of."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from normalize.values.text import label
from normalize.vocabulary.labels import LONGEST, REMEMBERED, SAME, kind_of, match_of, side_label
from normalize.vocabulary.labels import names as names_by_list

_Patterns = tuple[tuple[str, re.Pattern[str]], ...]


def likely_kind(block: str, text: str) -> str | None:
    """Tell what a text that stands where a label does means: by the lists, else by its words; None where neither tells."""
    return kind_of(block, text) or kind_by_words(block, text)


def names(block: str, text: str) -> bool:
    """Tell whether a text that stands where a label does is one of a block's ``names``, by the lists or by its words."""
    return names_by_list(block, text) or kind_by_words(block, text) is not None


def side_in(block: str, text: str) -> bool:
    """Tell whether a text is a side label there; a goal's column head may read like one, an indicator's as 年度绩效指标值."""
    if block == "goal" or not side_label(text):
        return False
    side, known = match_of("side", text), match_of(block, text)
    if side is not None and side.score == SAME:
        return known is None or known.score < SAME or known.known == side.known
    return not (known and known.score == SAME) and not (block == "indicator" and kind_by_words(block, text))


@lru_cache(maxsize=REMEMBERED)
def kind_by_words(block: str, text: str) -> str | None:
    """Tell by its words what a label means, as 年初批复预算 is ``initial`` of block ``fund``; None where they do not tell."""
    if len(text) > LONGEST:
        return None
    printed = label(text)
    return next((kind for kind, pattern in _patterns().get(block, ()) if pattern.search(printed)), None)


@cache
def _patterns() -> dict[str, _Patterns]:
    blocks = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {block: _of(kinds) for block, kinds in blocks.items() if isinstance(kinds, dict)}


def _of(kinds: dict[str, list[str]]) -> _Patterns:
    return tuple(
        (kind, re.compile(f"(?:{pattern})")) for kind, patterns in kinds.items() for pattern in patterns
    )
