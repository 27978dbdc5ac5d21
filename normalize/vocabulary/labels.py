"""What a printed label means, by the lists of ``labels.toml`` and ``levels.toml``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from normalize.values.text import fold_all, fold_label, fold_text
from normalize.vocabulary.lists import SETTINGS, depend_on_lists, load_label_lists, load_under_words

__all__ = [
    "SAME",
    "Match",
    "drop_among",
    "drop_numbering",
    "find_depths",
    "find_label_kind",
    "index_kinds",
    "is_named",
    "is_usually_under",
    "match_block",
    "match_blocks",
    "split_weight",
]

SAME = 100.0
NUMBER = r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、](?!\d))"
"""The pattern of what numbers a label."""
NUMBERING = re.compile(f"^{NUMBER}")
AMONG = re.compile(r"^\s*其中\s*[:：]?\s*")
PREFIX = re.compile(r"^指标\s*\d*\s*[:：.、]\s*|^指标\s*\d+\s*(?=\D|$)")
PLACEHOLDER = re.compile(r"[….。·]*")
WEIGHTED = re.compile(r"(.+?)(?:\((\d+(?:\.\d+)?)分?\)|(?<=\D)(\d+(?:\.\d+)?)分)$")
_DEPTHS = (1, 2)
_NO_LABELS = ("level", "title", "template")  # lists of other things than labels


@dataclass(frozen=True, slots=True)
class Match:
    """The meaning of a label, the known label it was told by, and how alike they are (100: the same)."""

    kind: str
    known: str
    score: float = SAME


Matches = Mapping[str, Match]
_NOTHING: Matches = {}


def find_label_kind(block: str, text: str) -> str | None:
    """Return which label of a block (``head``, ``fund``, ...) a text is, or None where it is none."""
    match = match_blocks(text).get(block)
    if match:
        return match.kind
    return None


def match_block(block: str, text: str) -> Match | None:
    """Return the known label of a block that a text is, or is like; None where it is none."""
    return match_blocks(text).get(block)


def is_named(block: str, text: str) -> bool:
    """Tell whether a text, its weight left out, is one of a block's ``names``."""
    return block in match_names(text)


def match_names(text: str) -> Matches:
    """Return the known labels, by block, that a text is with its qualifiers and its weight left out."""
    if len(text) <= SETTINGS.longest_label:
        return match_blocks(split_weight(fold_label(text))[0])
    return _NOTHING


def match_blocks(text: str) -> Matches:
    """Return the known labels that a text is, or is like, by block.

    The blocks in which it is none are left out.
    """
    if len(text) <= SETTINGS.longest_label:
        folded = fold_all(text)
        return match_folded(folded.folded, folded.label)
    return _NOTHING


def match_folded(folded: str, unqualified: str) -> Matches:
    """Return what ``match_blocks`` does for a text that is folded already, and without its qualifiers."""
    printed = NUMBERING.sub("", folded.strip(":*★"))
    bare = unqualified if printed == folded else fold_label(printed)
    return _match_spellings(printed, bare.strip("*★"))


@lru_cache(maxsize=SETTINGS.remembered_texts)
def _match_spellings(printed: str, bare: str) -> Matches:
    found: dict[str, Match] = {}
    for name in (bare, printed):
        found |= {block: Match(kind, name) for block, kind in _exact().get(name, {}).items()}
    if len(bare) >= SETTINGS.shortest_similar:
        similar = process.extract(
            bare, _names(), scorer=fuzz.ratio, score_cutoff=SETTINGS.least_similar, limit=None
        )
        scores = {name: score for name, score, _ in similar}
        if scores:
            found = _find_similar(scores) | found
    return found or _NOTHING


def _find_similar(scores: Mapping[str, float]) -> dict[str, Match]:
    """Return the likest label of each block, the first in its list of several that are."""
    found: dict[str, Match] = {}
    for block, kinds in index_kinds().items():
        known = [name for name in kinds if name in scores]
        if known:
            best = max(known, key=scores.__getitem__)
            found[block] = Match(kinds[best], best, scores[best])
    return found


@cache
def index_kinds() -> dict[str, dict[str, str]]:
    """Return for each block what its labels, folded, mean."""
    return {block: _kinds(kinds) for block, kinds in load_label_lists().items() if block not in _NO_LABELS}


def _kinds(lists_by_kind: Mapping[str, list[str]]) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for kind, labels in lists_by_kind.items():
        kinds |= dict.fromkeys(map(fold_text, labels), kind)
    return kinds


@cache
def _exact() -> dict[str, dict[str, str]]:
    """Return for each label, folded, what it means in each block that has it."""
    exact: dict[str, dict[str, str]] = defaultdict(dict)
    for block, kinds in index_kinds().items():
        for name, kind in kinds.items():
            exact[name][block] = kind
    return dict(exact)


@cache
def _names() -> tuple[str, ...]:
    return tuple(_exact())


def split_weight(text: str) -> tuple[str, str | None]:
    """Part a name from the points that it prints: ``产出指标(50分)`` is ``产出指标`` and ``50``."""
    folded = fold_text(text)
    m = WEIGHTED.match(folded)
    if m:
        return (m[1], m[2] or m[3])
    return (folded, None)


def drop_among(source: str) -> str:
    """Return a source of funds without 其中: before it."""
    return AMONG.sub("", source, count=1)


def drop_numbering(text: str) -> str:
    """Return a label without the number before it: ``一、产出指标`` is ``产出指标``."""
    return NUMBERING.sub("", fold_text(text))


def find_depths(text: str) -> frozenset[int]:
    """Return the depths (1, 2) at which a text is a known level name; empty where it is none."""
    known = len(text) <= SETTINGS.longest_label
    if known:
        return index_depths().get(split_weight(text)[0], frozenset())
    return frozenset()


def is_usually_under(first: str, second: str) -> bool:
    """Tell whether a 二级 of such a name usually stands under such a 一级: 数量指标 under 产出指标."""
    usual: list[str] = []
    for word, names_below in load_under_words().items():
        if word in first:
            usual += names_below
    return any(name in second for name in usual)


@cache
def index_depths() -> dict[str, frozenset[int]]:
    """Return for each known level name its depths."""
    depths: dict[str, frozenset[int]] = {}
    for depth in _DEPTHS:
        for name in load_label_lists()["level"][f"depth{depth}"]:
            depths[name] = depths.get(name, frozenset()) | {depth}
    return depths


def _forget() -> None:
    for remembering in (_match_spellings, index_kinds, _exact, _names, index_depths):
        remembering.cache_clear()


depend_on_lists(_forget)
