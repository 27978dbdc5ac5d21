"""Label once: all that a printed text may be, found out once for each text and kept as plain attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from normalize.values.number import CHARACTERS, number, points
from normalize.values.text import fold, is_blank, label
from normalize.vocabulary.label_words import kinds_by_words_of
from normalize.vocabulary.labels import (
    AMONG,
    PLACEHOLDER,
    PREFIX,
    SAME,
    WEIGHTED,
    Match,
    depths_by_name,
    match_blocks,
    match_folded,
)
from normalize.vocabulary.lists import depend_on_lists, lists
from normalize.vocabulary.settings import SETTINGS

_COLON = re.compile(r"[:：]")
_NUMERAL = re.compile(f"[0-9{CHARACTERS}]")
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NO_MATCHES: Mapping[str, Match] = {}
_NO_KINDS: Mapping[str, str] = {}
_NOT_IN_GOALS = ("head", "fund", "indicator", "management", "spending")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TextLabels:
    """What a text may be: a label of some blocks, a level name, a number, a blank mark.

    ``text`` is as printed, ``folded`` without blanks and in half width, ``label`` without its qualifiers,
    such as ``(万元)``, too. What it is like in each block:

    - ``matches`` the known label by which it is told, ``kinds`` what that label means;
    - ``by_words`` what the words that it is made of mean, where no list has it;
    - ``likely`` what it means by the lists, else by its words;
    - ``source_kinds`` what it means by the lists without 其中 before it (``source``);
    - ``names`` the blocks of names (``total``, ``execution``, ``fund_total``, ...) of which it is one by the
      lists or by its words, ``listed_names`` those by the lists.

    ``is_side`` tells a label beside a block, as 资金情况; ``side_in`` the blocks in which it is that and no
    column's head. ``depths`` are those of a level of that name, ``level_name`` and ``level_weight`` the two
    parts of 产出指标(50分). ``is_indicator_name``: a level name that is as often an indicator's.
    ``indicator_name`` has no 指标1: before it, ``is_placeholder`` tells that nothing else is left.
    ``is_fund_name``: a known source of funds, or their total. ``opens_total``: a total's label, or one before
    a colon.
    """

    text: str
    folded: str
    label: str
    is_blank: bool
    number: Decimal | None
    points: Decimal | None
    matches: Mapping[str, Match]
    kinds: Mapping[str, str]
    by_words: Mapping[str, str]
    likely: Mapping[str, str]
    source: str
    source_kinds: Mapping[str, str]
    names: frozenset[str]
    listed_names: frozenset[str]
    is_side: bool
    side_in: frozenset[str]
    depths: frozenset[int]
    level_name: str
    level_weight: str | None
    is_indicator_name: bool
    indicator_name: str
    is_placeholder: bool
    is_fund_name: bool
    opens_total: bool


def label_text(text: str) -> TextLabels:
    """Return what a text may be; what was found out for short texts is remembered."""
    if len(text) <= SETTINGS.longest_remembered:
        return _label_short(text)
    return _label(text)


def _label(text: str) -> TextLabels:
    folded, unqualified = fold(text), label(text)
    is_prose = len(text) > SETTINGS.longest_label
    matches = _NO_MATCHES if is_prose else match_folded(folded, unqualified)
    listed_names = _NO_MATCHES if is_prose else _match_names(folded, unqualified, matches)
    by_words = _NO_KINDS if is_prose or unqualified.isascii() else kinds_by_words_of(unqualified)
    kinds = _kinds(matches)
    source = AMONG.sub("", text, count=1)
    names = frozenset((*listed_names, *by_words))
    weighted = WEIGHTED.match(folded)
    level_name = weighted[1] if weighted else folded
    before_colon = _COLON.split(text, maxsplit=1)[0]
    has_numeral = len(folded) <= SETTINGS.longest_number and _NUMERAL.search(folded) is not None
    value = number(text) if has_numeral else None
    is_worded = has_numeral and not _PLAIN_NUMBER.fullmatch(folded)
    is_side = "side" in listed_names
    source_kinds = kinds if source == text else _kinds(match_blocks(source))
    indicator_name = PREFIX.sub("", text)
    return TextLabels(
        text=text,
        folded=folded,
        label=unqualified,
        is_blank=is_blank(text),
        number=value,
        points=points(text) if is_worded else value,
        matches=matches,
        kinds=kinds,
        by_words=by_words,
        likely={**by_words, **kinds} if by_words else kinds,
        source=source,
        source_kinds=source_kinds,
        names=names,
        listed_names=frozenset(listed_names),
        is_side=is_side,
        side_in=_find_side_blocks(matches, by_words) if is_side else frozenset(),
        depths=frozenset() if is_prose else depths_by_name().get(level_name, frozenset()),
        level_name=level_name,
        level_weight=(weighted[2] or weighted[3]) if weighted else None,
        is_indicator_name=folded in lists()["level"]["depth3"],
        indicator_name=indicator_name,
        is_placeholder=PLACEHOLDER.fullmatch(indicator_name) is not None,
        is_fund_name="fund_source" in source_kinds or "fund_total" in listed_names,
        opens_total="total" in (names if before_colon == text else label_text(before_colon).names),
    )


_label_short = lru_cache(maxsize=SETTINGS.remembered_texts)(_label)


def _match_names(folded: str, unqualified: str, matches: Mapping[str, Match]) -> Mapping[str, Match]:
    """Return the known labels that a text is with its qualifiers and its weight left out."""
    weighted = WEIGHTED.match(unqualified)
    name = weighted[1] if weighted else unqualified
    if name == folded:
        return matches
    return match_blocks(name)


def _kinds(matches: Mapping[str, Match]) -> Mapping[str, str]:
    if matches:
        return {block: match.kind for block, match in matches.items()}
    return _NO_KINDS


def _find_side_blocks(matches: Mapping[str, Match], by_words: Mapping[str, str]) -> frozenset[str]:
    """Return the blocks in which a side label is no column's head; a goal's head may read like one, an indicator's as 年度绩效指标值."""
    side = matches.get("side")
    return frozenset(
        block for block in _NOT_IN_GOALS if _is_side_in(block, side, matches.get(block), by_words)
    )


def _is_side_in(block: str, side: Match | None, known: Match | None, by_words: Mapping[str, str]) -> bool:
    is_known = known is not None and known.score == SAME
    if side is not None and side.score == SAME:
        return known is None or not is_known or known.known == side.known
    return not is_known and not (block == "indicator" and block in by_words)


depend_on_lists(_label_short.cache_clear)
