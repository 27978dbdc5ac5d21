"""Label once: all that a printed text may be, found out once for each text and kept as plain attributes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from normalize.values.number import CHARACTERS, parse_both, parse_number, parse_points
from normalize.values.text import fold_all, fold_label
from normalize.vocabulary.labels import (
    AMONG,
    PLACEHOLDER,
    PREFIX,
    SAME,
    WEIGHTED,
    Match,
    index_depths,
    match_blocks,
    match_folded,
)
from normalize.vocabulary.lists import SETTINGS, depend_on_lists, load_label_lists, load_pattern

_COLON = re.compile(r"[:：]")
_NUMERAL = re.compile(f"[0-9{CHARACTERS}]")
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GRADED = load_pattern("points_and_grade")
_NO_MATCHES: Mapping[str, Match] = {}
_NO_KINDS: Mapping[str, str] = {}
_NOT_IN_GOALS = ("head", "fund", "indicator", "management", "spending")
_Patterns = tuple[tuple[str, re.Pattern[str]], ...]
_NOTHING: Mapping[str, str] = {}


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
    ``points`` are those of 98.5分(优), too, whose grade is ``points_grade``.
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
    points_grade: str | None
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
    folded, unqualified, blank = fold_all(text)
    matches, listed_names, by_words = _find_labels(text, folded, unqualified)
    kinds = _kinds(matches)
    source = AMONG.sub("", text, count=1)
    source_kinds = kinds if source == text else _kinds(match_blocks(source))
    names = frozenset((*listed_names, *by_words))
    value, own_points, grade = _read_numbers(text, folded)
    level_name, level_weight = _split_weight(folded)
    indicator_name = PREFIX.sub("", text)
    before_colon = _COLON.split(text, maxsplit=1)[0]
    opening = names if before_colon == text else label_text(before_colon).names
    return TextLabels(
        text=text,
        folded=folded,
        label=unqualified,
        is_blank=blank,
        number=value,
        points=own_points,
        points_grade=grade,
        matches=matches,
        kinds=kinds,
        by_words=by_words,
        likely={**by_words, **kinds},
        source=source,
        source_kinds=source_kinds,
        names=names,
        listed_names=frozenset(listed_names),
        is_side="side" in listed_names,
        side_in=_find_side_blocks(listed_names, matches, by_words),
        depths=_find_depths(text, level_name),
        level_name=level_name,
        level_weight=level_weight,
        is_indicator_name=folded in load_label_lists()["level"]["depth3"],
        indicator_name=indicator_name,
        is_placeholder=PLACEHOLDER.fullmatch(indicator_name) is not None,
        is_fund_name="fund_source" in source_kinds or "fund_total" in listed_names,
        opens_total="total" in opening,
    )


def _find_labels(
    text: str, folded: str, unqualified: str
) -> tuple[Mapping[str, Match], Mapping[str, Match], Mapping[str, str]]:
    """Return which known labels a text is, which it is with its weight left out, and what its words mean."""
    if len(text) > SETTINGS.longest_label:
        return _NO_MATCHES, _NO_MATCHES, _NO_KINDS
    matches = match_folded(folded, unqualified)
    name, _ = _split_weight(unqualified)
    names = matches if name == folded else match_blocks(name)
    if unqualified.isascii():  # spares a call: all words are Chinese
        return matches, names, _NO_KINDS
    return matches, names, find_kinds_of_label(unqualified)


def _split_weight(folded: str) -> tuple[str, str | None]:
    """Part a folded name from the points that it prints."""
    weighted = WEIGHTED.match(folded)
    if weighted is None:
        return folded, None
    return weighted[1], weighted[2] or weighted[3]


def _find_depths(text: str, level_name: str) -> frozenset[int]:
    if len(text) > SETTINGS.longest_label:
        return frozenset()
    return index_depths().get(level_name, frozenset())


def _read_numbers(text: str, folded: str) -> tuple[Decimal | None, Decimal | None, str | None]:
    """Return the number and the points that a text is, and the grade behind the points."""
    if len(folded) > SETTINGS.longest_number or not _NUMERAL.search(folded):
        return None, None, None
    if _PLAIN_NUMBER.fullmatch(folded):
        value = parse_number(text)
        return value, value, None
    value, points = parse_both(text)
    graded = _GRADED.fullmatch(folded) if points is None else None
    if graded and (points := parse_points(graded[1])) is not None:
        return value, points, graded[2]
    return value, points, None


_label_short = lru_cache(maxsize=SETTINGS.remembered_texts)(_label)


def _kinds(matches: Mapping[str, Match]) -> Mapping[str, str]:
    if matches:
        return {block: match.kind for block, match in matches.items()}
    return _NO_KINDS


def _find_side_blocks(
    names: Mapping[str, Match], matches: Mapping[str, Match], by_words: Mapping[str, str]
) -> frozenset[str]:
    """Return the blocks in which a side label is no column's head.

    A goal's head may read like a side label, an indicator's too, as 年度绩效指标值.
    """
    if "side" not in names:
        return frozenset()
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


def find_kinds_by_words(text: str) -> Mapping[str, str]:
    """Return by block what a label means by its words; other blocks are left out.

    年初批复预算 is ``initial`` in ``fund``.
    """
    if len(text) <= SETTINGS.longest_label:
        return find_kinds_of_label(fold_label(text))
    return _NOTHING


def find_kinds_of_label(printed: str) -> Mapping[str, str]:
    """Return what ``find_kinds_by_words`` does for a label, folded and without its qualifiers."""
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
    blocks = tomllib.loads(Path(__file__).with_name("label_words.toml").read_text("utf-8"))
    return {block: _compile(kinds) for block, kinds in blocks.items() if isinstance(kinds, dict)}


def _compile(kinds: dict[str, list[str]]) -> _Patterns:
    compiled: list[tuple[str, re.Pattern[str]]] = []
    for kind, patterns in kinds.items():
        compiled += [(kind, re.compile(f"(?:{pattern})")) for pattern in patterns]
    return tuple(compiled)
