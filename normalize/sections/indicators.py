"""The indicator table: each line with its levels, target, actual, weight and score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.grid import Box, Cell
from normalize.columns.columns import columns_of
from normalize.columns.inferred import indicator_columns
from normalize.form import Indicator, Level
from normalize.rows.alignment import Column
from normalize.rows.row import Row, boxes_of
from normalize.sections.indicator_rows import LEVELS, POINTS, Entry, with_levels_apart
from normalize.sections.levels import (
    LevelTree,
    Placing,
    backfilled,
    banded_entries,
    groups_of,
    placed,
    usually_under,
)
from normalize.values.achieved import achieved
from normalize.values.number import points
from normalize.values.quantity import quantities
from normalize.values.text import fold, is_blank
from normalize.values.units import whole_unit
from normalize.vocabulary.labels import is_placeholder, level_depths, names, without_prefix

_NO_COMPARATOR = frozenset(("定性", "定量", "正向", "反向", "正向指标", "反向指标"))
VALUES = ("target", "actual")
_SUMS = frozenset(("小计", "合计", "总计"))
_UNIT_IN_NAME = re.compile(r"\(([^()]{1,6})\)$")
_WEIGHT_IN_NAME = re.compile(r"(.+?)\s*[(（]\s*(\d+(?:\.\d+)?)\s*分\s*[)）]", re.DOTALL)
WORDED = ("target", "actual", "content", "reason", "measures")


@dataclass(frozen=True, slots=True)
class IndicatorBlock:
    """The lines, the level names over them, the columns, the cells that fitted nowhere, and whether the levels are told."""

    indicators: tuple[Indicator, ...]
    levels: tuple[Level, ...]
    columns: tuple[Column, ...]
    lost: tuple[Cell, ...]
    slides: tuple[tuple[str, int], ...] = ()
    sure_of_levels: bool = True


def indicators(
    heads: Sequence[Row], rows: Sequence[Row], sums: frozenset[Decimal] = frozenset()
) -> IndicatorBlock:
    """Read the rows of the indicator table.

    ``sums`` are the figures that a column of weights or scores may add up to, by which one of several such
    columns is chosen.
    """
    columns = indicator_columns(columns_of(_first_heads(heads), "indicator"), rows)
    printed, lost, columns = banded_entries(rows, columns)
    entries = [entry for entry in printed if not _subtotal(entry, columns)]
    columns = with_levels_apart(_with_one_of_each(columns, entries, sums), entries)
    tree = LevelTree()
    told = _level_chains(entries, columns, tree)
    found: list[Indicator] = []
    slides: list[tuple[str, int]] = []
    for entry, chain in zip(entries, told.chains, strict=True):
        cells = {columns[n].field: cell for n, cell in entry.placed.items()}
        if not _placeholder(cells):
            found.append(_indicator(len(found) + 1, cells, chain, tree.levels))
            slides.append((found[-1].level3 or "", entry.slide))
    return IndicatorBlock(tuple(found), tuple(tree.levels), columns, tuple(lost), tuple(slides), told.sure)


def _first_heads(heads: Sequence[Row]) -> Sequence[Row]:
    """Leave out heads that a page prints again."""
    kept: list[Row] = []
    for head in heads:
        if not any(set(head.texts) <= set(k.texts) for k in kept):
            kept.append(head)
    return kept


def _with_one_of_each(
    columns: Sequence[Column], entries: Sequence[Entry], sums: frozenset[Decimal]
) -> tuple[Column, ...]:
    """Of several columns of weights or scores keep the one that every line fills and that adds up to the total."""
    kept = list(columns)
    for field in POINTS:
        same = [n for n, c in enumerate(columns) if c.field == field]
        chosen = max(same, key=lambda n: (_filled(entries, n), _sum(entries, n) in sums), default=None)
        for n in same:
            if n != chosen:
                kept[n] = replace(columns[n], field="other")
    return tuple(kept)


def _filled(entries: Sequence[Entry], number: int) -> int:
    return sum(number in e.placed and points(e.placed[number].text) is not None for e in entries)


def _sum(entries: Sequence[Entry], number: int) -> Decimal:
    return sum(
        (points(e.placed[number].text) or Decimal(0) for e in entries if number in e.placed), Decimal(0)
    )


@dataclass(frozen=True, slots=True)
class _Chains:
    """The indices of each line's levels, and whether they are told and not only likely."""

    chains: Sequence[tuple[int | None, int | None]]
    sure: bool = True


def _level_chains(entries: Sequence[Entry], columns: Sequence[Column], tree: LevelTree) -> _Chains:
    """Give each line the indices of its levels, from the names in its own cells or those still open."""
    chains: list[tuple[int | None, int | None]] = []
    depths = sorted((LEVELS[c.field], n) for n, c in enumerate(columns) if c.field in LEVELS)
    opened: dict[int, dict[int, int]] = {1: {}, 2: {}}
    for at, entry in enumerate(entries):
        for depth, number in depths:
            if number in entry.placed:
                index = tree.enter(depth, entry.placed[number], fresh=entry.fresh)
                opened[depth].setdefault(index, at)
        chains.append((tree.open[1], tree.open[2]))
    placing = _among_their_rows(opened, entries, columns, tree.levels)
    if placing.ends:
        outer, inner = (groups_of(depth) for depth in placing.ends)
        firsts, seconds = (list(opened[depth]) for depth in (1, 2))
        return _Chains([(firsts[a], seconds[b]) for a, b in zip(outer, inner, strict=True)], placing.sure)
    if any(entry.ragged for entry in entries):
        return _Chains(backfilled(chains), placing.sure)
    named = next(
        (n for n, chain in enumerate(chains) if None not in chain), -1
    )  # on a later page than the first lines, maybe
    return _Chains([*backfilled(chains[: named + 1]), *chains[named + 1 :]], placing.sure)


def _among_their_rows(
    opened: Mapping[int, Mapping[int, int]],
    entries: Sequence[Entry],
    columns: Sequence[Column],
    levels: Sequence[Level],
) -> Placing:
    """Tell which rows the names are of, where a first row without its names tells that they do not head them.

    Names in cells over several rows tell their rows themselves.
    """
    firsts, seconds = (list(opened[depth].values()) for depth in (1, 2))
    over_several = any(
        cell.rowspan > 1 for e in entries for n, cell in e.placed.items() if columns[n].field in LEVELS
    )
    if over_several or not firsts or not seconds or firsts[0] == seconds[0] == 0:
        return Placing(None)
    weights = [
        sum(
            (points(e.placed[n].text) or Decimal(0) for n in e.placed if columns[n].field == "weight"),
            Decimal(0),
        )
        for e in entries
    ]
    under = [
        (a, b)
        for a, first in enumerate(opened[1])
        for b, second in enumerate(opened[2])
        if usually_under(levels[first].name, levels[second].name)
    ]
    return placed(firsts, seconds, weights, [levels[at].weight for at in opened[1]], under)


def _subtotal(entry: Entry, columns: Sequence[Column]) -> bool:
    """Tell whether a row is the sum of a group (小计, 产出指标合计), no line: a line that ends so, as 收入合计, has a target."""
    named = [
        fold(cell.text).rstrip(":")
        for n, cell in entry.placed.items()
        if columns[n].field in (*LEVELS, "level3")
    ]
    sums = [
        text
        for text in named
        if text.endswith("小计") or (text.endswith(("合计", "总计")) and text == named[-1])
    ]
    valued = any(columns[n].field in VALUES and not is_blank(cell.text) for n, cell in entry.placed.items())
    return any(not valued or text in _SUMS or level_depths(text[:-2]) for text in sums)


def _placeholder(cells: dict[str, Cell]) -> bool:
    """Tell whether a row is the template's own: a bare ``指标2:``, ``……``, or nothing but level names."""
    texts = {f: c.text for f, c in cells.items() if f not in LEVELS and f != "other"}
    return is_placeholder(texts.pop("level3", "")) and all(is_blank(t) for t in texts.values())


def _indicator(
    ordinal: int, cells: dict[str, Cell], chain: tuple[int | None, int | None], levels: Sequence[Level]
) -> Indicator:
    level1, level2 = (levels[at].name if at is not None else None for at in chain)
    text = {field: cell.text for field, cell in cells.items()}
    target = _target(cells)
    name, own_weight = _weighed_name(without_prefix(text.get("level3", "")))
    text |= {} if own_weight is None or "weight" in text else {"weight": own_weight}
    worded = text | {"target": target}
    scope = unit_in_scope(text)
    line = Indicator(
        ordinal,
        level1,
        level2,
        re.sub(r"\s+", "", name) or text.get("level3") or None,
        text.get("content"),
        text.get("sign"),
        target,
        text.get("actual", ""),
        points(text.get("weight", "")),
        points(text.get("score", "")),
        text.get("weight", ""),
        text.get("score", ""),
        text.get("reason", ""),
        text.get("measures", ""),
        sub=fold(name).startswith("其中"),
        execution=names("execution", name) or (level1 is not None and names("execution", level1)),
        levels=tuple(levels[at].ordinal for at in chain if at is not None),
        quantities=tuple(
            q
            for field in WORDED
            for q in quantities(worded.get(field) or "", field, scope if field in VALUES else None)
        ),
        where=_where(cells, chain, levels),
    )
    return replace(line, achieved=achieved(line))


def _weighed_name(name: str) -> tuple[str, str | None]:
    """Part an indicator's name from the points that it prints: 培训人数(5分)."""
    m = _WEIGHT_IN_NAME.fullmatch(name)
    return (m[1], m[2]) if m else (name, None)


def unit_in_scope(text: dict[str, str]) -> str | None:
    """Give the unit that a line prints for its values: in a column of its own, or in its name, as 任务完成时限(月)."""
    own = text.get("unit", "")
    if not is_blank(own):
        return own
    bracket = _UNIT_IN_NAME.search(fold(text.get("level3", "")))
    return bracket[1] if bracket and whole_unit(bracket[1]).dimension else None


def _target(cells: dict[str, Cell]) -> str:
    """Join comparator, value and unit where they stand in columns of their own: ``≥`` ``95`` ``%`` is ``≥95%``."""
    sign, value, unit = (cells[f].text if f in cells else "" for f in ("sign", _target_field(cells), "unit"))
    if is_blank(value):
        return value if is_blank(unit) else unit
    bare = not re.search(r"[^\d.,]", fold(value))
    before = sign if not is_blank(sign) and fold(sign) not in _NO_COMPARATOR else ""
    return before + value + (unit if bare and not is_blank(unit) else "")


def _target_field(cells: dict[str, Cell]) -> str:
    """Give the column of the target: the one adjusted in the year where it prints something."""
    return "adjusted" if "adjusted" in cells and not is_blank(cells["adjusted"].text) else "target"


def _where(
    cells: dict[str, Cell], chain: tuple[int | None, int | None], levels: Sequence[Level]
) -> dict[str, tuple[Box, ...]]:
    own = {
        field: cell.boxes
        for field, cell in cells.items()
        if field not in ("other", "unit", "adjusted", *LEVELS)
    }
    own["target"] = boxes_of(cells[f] for f in ("sign", _target_field(cells), "unit") if f in cells)
    named = {f"level{d}": levels[at].where["name"] for d, at in enumerate(chain, 1) if at is not None}
    return {field: boxes for field, boxes in (named | own).items() if boxes}
