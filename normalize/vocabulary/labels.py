"""What a printed label means, by the lists of ``labels.toml`` and ``levels.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from normalize.values.text import fold, label, remembered

Lists = Mapping[str, Mapping[str, list[str]]]
_MANY = frozenset(
    {"side", "spending", "fund_total", "fund_source", "total", "execution", "template", "title"}
)


class LabelError(ValueError):
    """A list of labels cannot be used; the message says in Chinese which entry and why."""


def built_in() -> dict[str, dict[str, list[str]]]:
    """Give the lists that hebiao ships: by block and kind, the level names as block ``level``."""
    tables = {name: table for name, table in _toml("labels").items() if isinstance(table, dict)}
    levels = {name: names for name, names in _toml("levels").items() if isinstance(names, list)}
    return tables | {"level": levels}


def merged(lists: Lists, path: Path) -> dict[str, dict[str, list[str]]]:
    """Give the lists with a user's synonyms added: a TOML file with the same blocks and kinds.

    Raises ``LabelError`` for a file that cannot be read, a block or kind that is not known, and a synonym
    that means something else already.
    """
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LabelError(f"标签文件{path.name}无法读取:{error}") from error
    together = {block: {kind: list(names) for kind, names in kinds.items()} for block, kinds in lists.items()}
    for block, kinds in own.items():
        _check_kinds(block, kinds, together)
        for kind, names in kinds.items():
            together[block][kind] += [name for name in names if name not in together[block][kind]]
    check(together)
    return together


def _check_kinds(block: str, kinds: object, lists: Lists) -> None:
    if block not in lists:
        raise LabelError(f"没有“{block}”这一类标签,可用的有:{'、'.join(lists)}")
    if not isinstance(kinds, dict):
        raise LabelError(f"[{block}]应为表,其中每一项是一组标签")
    for kind, names in kinds.items():
        if kind not in lists[block]:
            raise LabelError(f"[{block}]没有“{kind}”这一项,可用的有:{'、'.join(lists[block])}")
        if not isinstance(names, list) or not all(isinstance(name, str) and fold(name) for name in names):
            raise LabelError(f"[{block}]的“{kind}”应为一组非空的标签")


def check(lists: Lists) -> None:
    """Raise ``LabelError`` where a label stands twice in a list, or in one block under two meanings."""
    for block, kinds in lists.items():
        seen: dict[str, str] = {}
        for kind, names in kinds.items():
            _check_names(block, kind, names, {} if block in ("level", *_MANY) else seen)


def _check_names(block: str, kind: str, names: list[str], seen: dict[str, str]) -> None:
    for name in names:
        if (other := seen.get(fold(name))) is not None:
            raise LabelError(f"[{block}]标签“{name}”重复:{other}、{kind}")
        seen[fold(name)] = kind


def _toml(name: str) -> dict[str, object]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


__all__ = [
    "SAME",
    "LabelError",
    "Match",
    "add",
    "is_placeholder",
    "kind_of",
    "level_depths",
    "lists",
    "match_of",
    "named_weight",
    "names",
    "names_an_indicator",
    "names_funds",
    "side_label",
    "without_among",
    "without_numbering",
    "without_prefix",
]

SAME = 100.0
FUZZY_SCORE = 88
FUZZY_LENGTH = 5
LONGEST = 40
REMEMBERED = 4096
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、](?!\d))"
)
_AMONG = re.compile(r"^\s*其中\s*[:：]?\s*")
_PREFIX = re.compile(r"^指标\s*\d*\s*[:：.、]\s*|^指标\s*\d+\s*(?=\D|$)")
_PLACEHOLDER = re.compile(r"[….。·]*")
_POINTS = re.compile(r"(.+?)(?:\((\d+(?:\.\d+)?)分?\)|(?<=\D)(\d+(?:\.\d+)?)分)$")


_own: list[Path] = []


@cache
def lists() -> Lists:
    """Give all labels by block and kind: those that hebiao ships and those that were added."""
    labels: Lists = built_in()
    for path in _own:
        labels = merged(labels, path)
    return labels


def add(path: Path) -> None:
    """Add a user's own synonyms from a TOML file, for this process; raises ``LabelError`` where they cannot be used."""
    merged(lists(), path)
    if path not in _own:
        _own.append(path)
    for by_lists in (lists, _index, _match_of, _levels):
        by_lists.cache_clear()


@cache
def _index(block: str) -> dict[str, str]:
    return {fold(name): kind for kind, names in lists()[block].items() for name in names}


@dataclass(frozen=True, slots=True)
class Match:
    """The meaning of a label, the known label it was told by, and how alike they are (100: the same)."""

    kind: str
    known: str
    score: float = SAME


def kind_of(block: str, text: str) -> str | None:
    """Tell which label of a block (``head``, ``fund``, ``goal``, ``indicator``, ...) a text is, or None where it is none."""
    match = match_of(block, text)
    return match.kind if match else None


def match_of(block: str, text: str) -> Match | None:
    """Find the known label of a block that a text is, or is like; None where it is none."""
    return _match_of(block, text) if len(text) <= LONGEST else None


@lru_cache(maxsize=REMEMBERED)
def _match_of(block: str, text: str) -> Match | None:
    (printed, bare), index = _spellings(text), _index(block)
    for name in (printed, bare):
        if name in index:
            return Match(index[name], name)
    if len(bare) < FUZZY_LENGTH:
        return None
    best = process.extractOne(bare, index.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_SCORE)
    return Match(index[best[0]], best[0], best[1]) if best else None


@remembered
def _spellings(text: str) -> tuple[str, str]:
    """Give a label without its numbering, and without its qualifiers too."""
    printed = _NUMBERING.sub("", fold(text).strip(":*★"))
    return printed, label(printed).strip("*★")


def names(block: str, text: str) -> bool:
    """Tell whether a text, its weight left out, is one of a block's ``names``."""
    return len(text) <= LONGEST and kind_of(block, named_weight(label(text))[0]) is not None


def side_label(text: str) -> bool:
    """Tell whether a text is a label beside a block, as 资金情况(万元)."""
    return names("side", text)


@remembered
def named_weight(text: str) -> tuple[str, str | None]:
    """Part a name from the points that it prints: ``产出指标(50分)`` is ``产出指标`` and ``50``."""
    folded = fold(text)
    if m := _POINTS.match(folded):
        return m[1], m[2] or m[3]
    return folded, None


def without_among(source: str) -> str:
    """Give a source of funds without 其中: before it."""
    return _AMONG.sub("", source, count=1)


def names_funds(text: str) -> bool:
    """Tell whether a text names a known source of funds, or their total."""
    return kind_of("fund_source", without_among(text)) is not None or names("fund_total", text)


def without_prefix(name: str) -> str:
    """Give an indicator's name without the number that the template prints before it: ``指标1:培训`` is ``培训``."""
    return _PREFIX.sub("", name)


def without_numbering(text: str) -> str:
    """Give a label without the number before it: ``一、产出指标`` is ``产出指标``."""
    return _NUMBERING.sub("", fold(text))


def is_placeholder(name: str) -> bool:
    """Tell whether a name is the template's own, as 指标2: or ……."""
    return _PLACEHOLDER.fullmatch(without_prefix(name)) is not None


def level_depths(text: str) -> frozenset[int]:
    """Tell at which depths (1, 2) a text is a known level name; empty where it is none."""
    return _levels().get(named_weight(text)[0], frozenset()) if len(text) <= LONGEST else frozenset()


def names_an_indicator(text: str) -> bool:
    """Tell whether a level name is as often an indicator's, as 社会效益."""
    return fold(text) in lists()["level"]["depth3"]


@cache
def _levels() -> dict[str, frozenset[int]]:
    depths = {depth: lists()["level"][f"depth{depth}"] for depth in (1, 2)}
    known = {name for names in depths.values() for name in names}
    return {name: frozenset(depth for depth, names in depths.items() if name in names) for name in known}
