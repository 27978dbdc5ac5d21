"""The indicator table: each line with its levels, target, actual, weight and score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from msgspec import structs

from extract import Box, Message, with_doubt
from normalize.columns.columns import read_columns
from normalize.columns.inferred import infer_indicator_columns
from normalize.columns.points import choose_point_columns
from normalize.form import Indicator, Level, Quantity, Subtotal
from normalize.parts import INDICATOR_PROSE, INDICATOR_TEXTS
from normalize.rows.alignment import Column, cells_by_field
from normalize.rows.row import LabelledCell, Row, collect_boxes
from normalize.sections.blocks.types import IndicatorPart
from normalize.sections.indicators.levels import VALUES, Chain, LevelTable, find_levels
from normalize.sections.indicators.lines import LEVELS, IndicatorLine, read_lines
from normalize.sections.indicators.subtotals import read_subtotals
from normalize.sections.indicators.sum_rows import mark_sum_rows
from normalize.sections.point_values import READ, Cells, PointReader, are_in_percent, find_covered
from normalize.sections.unsure_cells import warn_of_unsure_cells
from normalize.values.number import parse_numeral, parse_points
from normalize.values.quantity import find_quantities
from normalize.values.targets.achieved import judge_achieved
from normalize.values.text import fold_text, is_blank
from normalize.values.units import read_whole_unit
from normalize.vocabulary.lists import load_words
from normalize.vocabulary.text_labels import label_text

__all__ = ["VALUES", "WORDED", "IndicatorBlock", "read_indicators", "unit_in_scope"]

WORDED = (*VALUES, *(field for field in INDICATOR_PROSE if field not in VALUES))
"""The texts whose quantities are read, in the order in which a line has them."""

_NO_COMPARATORS = frozenset(load_words("no_comparators"))
_SUB_LINE = load_words("sub_line_openings")
_UNIT_IN_NAME = re.compile(r"\(([^()]{1,6})\)$")
_WEIGHT_IN_NAME = re.compile(r"(.+?)\s*[(（]\s*(\d+(?:\.\d+)?)\s*分\s*[)）]", re.DOTALL)
_NOT_DIGITS = re.compile(r"[^\d.,]")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorBlock:
    """The lines, the level names over them, the columns, and the cells that fitted nowhere.

    ``last_columns`` are those of the last head, under which the total stands. ``sure_of_levels`` tells that
    the levels are certain and not only likely. ``slides`` gives for each line its name and by how many
    columns its text had slid. ``subtotals`` are the sums printed among the lines. ``unread_columns`` are
    heads of columns of numbers that were not read, ``unread_points`` line, column and text of cells for
    points that print no certain number. ``has_percent_scores``: scores are printed in percent of the weights.
    ``unsure`` tells the cells of which nobody knows what they print.
    """

    indicators: tuple[Indicator, ...]
    levels: tuple[Level, ...]
    columns: tuple[Column, ...]
    last_columns: tuple[Column, ...]
    lost: tuple[LabelledCell, ...]
    slides: tuple[tuple[str, int], ...] = ()
    sure_of_levels: bool = True
    subtotals: tuple[Subtotal, ...] = ()
    unread_columns: tuple[str, ...] = ()
    unread_points: tuple[tuple[str, str, str], ...] = ()
    has_percent_scores: bool = False
    unsure: tuple[Message, ...] = ()


def read_indicators(parts: Sequence[IndicatorPart], sums: frozenset[Decimal] = frozenset()) -> IndicatorBlock:
    """Read the rows of the indicator table, part by part where it has several heads.

    ``sums`` are the figures that a column of weights or scores may add up to, by which one of several such
    columns is chosen where nothing else tells.
    """
    tables = [_read_part(part, sums) for part in parts]
    whole = _join_parts(tables)
    table = find_levels(LevelTable(whole.columns, tuple(whole.lines)))
    found: list[Indicator] = []
    of_lines: list[Indicator | None] = []
    slides: list[tuple[str, int]] = []
    unread: list[tuple[str, str, str]] = []
    for line, chain in zip(table.lines, table.chains, strict=True):
        cells = cells_by_field(line.placed, table.columns)
        of_lines.append(None)
        if _is_placeholder(cells):
            continue
        indicator = _read_indicator(len(found) + 1, cells, chain, table.levels, whole.reader)
        of_lines[-1] = indicator
        found.append(indicator)
        slides.append((found[-1].level3 or "", line.slide))
        name = indicator.level3 or ""
        unread += [(name, *cell) for cell in _find_unread_points(line, cells, table.columns, whole.reader)]
    return IndicatorBlock(
        indicators=tuple(found),
        levels=table.levels,
        columns=table.columns,
        last_columns=tables[-1].columns,
        lost=whole.lost,
        slides=tuple(slides),
        sure_of_levels=table.is_sure,
        subtotals=read_subtotals(table, of_lines, whole.reader, [_find_band(part) for part in parts]),
        unread_columns=whole.unread,
        unread_points=tuple(unread),
        has_percent_scores=whole.reader.has_percent_scores,
        unsure=whole.unsure,
    )


def _find_unread_points(
    line: IndicatorLine,
    cells: Mapping[str, LabelledCell],
    columns: Sequence[Column],
    reader: PointReader,
) -> Iterator[tuple[str, str]]:
    """Yield the heads and texts of a line's cells that print points which were not read."""
    heads = {column.field: column.label for column in columns}
    for field in READ:
        if reader.is_unread(field, cells):
            yield heads[field], cells[field].text
    if line.ragged:
        return
    for number, at in find_covered(line.placed, columns).items():
        yield columns[number].label, line.placed[at].text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The lines of a part of the table, or of all of it, with one column of each field."""

    columns: tuple[Column, ...]
    lines: Sequence[IndicatorLine]
    lost: tuple[LabelledCell, ...]
    reader: PointReader
    unread: tuple[str, ...]
    unsure: tuple[Message, ...] = ()


def _find_band(part: IndicatorPart) -> LabelledCell | None:
    return part.band.filled[0] if part.band else None


def _read_part(part: IndicatorPart, sums: frozenset[Decimal]) -> _Table:
    columns = infer_indicator_columns(read_columns(_drop_repeated(part.heads), "indicator"), part.rows)
    block = read_lines(part.rows, columns)
    lines = mark_sum_rows(block.lines, block.columns)
    of_lines = [line.placed for line in lines if not line.is_sum]
    points = choose_point_columns(block.columns, of_lines, sums)
    weights = [cells_by_field(placed, points.columns).get("weight") for placed in of_lines]
    reader = PointReader(
        has_percent_scores=points.has_percent_scores,
        has_percent_weights=are_in_percent([cell for cell in weights if cell]),
        has_percent_coefficients=points.has_percent_coefficients,
    )
    return _Table(
        columns=points.columns,
        lines=[_doubt_chosen(line, points.chosen) for line in lines],
        lost=tuple(block.lost),
        reader=reader,
        unread=points.unread,
        unsure=tuple(warn_of_unsure_cells(part.rows, columns)),
    )


def _doubt_chosen(line: IndicatorLine, chosen: frozenset[int]) -> IndicatorLine:
    """Mark the cells of columns that a sum alone tells."""
    placed = {
        n: structs.replace(cell, boxes=with_doubt(cell.boxes, "chosen")) if n in chosen else cell
        for n, cell in line.placed.items()
    }
    return replace(line, placed=placed)


def _join_parts(tables: Sequence[_Table]) -> _Table:
    """Return all parts as one table: columns of one field become one."""
    columns = list(tables[0].columns)
    lines = list(tables[0].lines)
    for part, table in enumerate(tables[1:], 1):
        number_of = _number_columns(table.columns, columns)
        for line in table.lines:
            placed = {number_of[n]: cell for n, cell in line.placed.items()}
            lines.append(replace(line, placed=placed, part=part))
    lost: list[LabelledCell] = []
    unread: list[str] = []
    unsure: list[Message] = []
    for table in tables:
        lost += table.lost
        unread += table.unread
        unsure += table.unsure
    return _Table(
        columns=tuple(columns),
        lines=lines,
        lost=tuple(lost),
        reader=tables[0].reader,
        unread=tuple(dict.fromkeys(unread)),
        unsure=tuple(unsure),
    )


def _number_columns(own: Sequence[Column], common: list[Column]) -> dict[int, int]:
    """Return for each column the number of the common one of its field; new ones are added."""
    number_of: dict[int, int] = {}
    for n, column in enumerate(own):
        same = [at for at, known in enumerate(common) if known.field == column.field != "other"]
        if same:
            number_of[n] = same[0]
        else:
            number_of[n] = len(common)
            common.append(column)
    return number_of


def _drop_repeated(heads: Sequence[Row]) -> Sequence[Row]:
    """Leave out heads that a page prints again."""
    kept: list[Row] = []
    for head in heads:
        if not any(set(head.texts) <= set(known.texts) for known in kept):
            kept.append(head)
    return kept


def _is_placeholder(cells: Cells) -> bool:
    """Tell whether a row is the template's own: a bare ``指标2:``, ``……``, or nothing but level names."""
    name = cells.get("level3")
    if name is not None and not name.labels.is_placeholder:
        return False
    others = cells.keys() - {*LEVELS, "level3", "other"}
    return all(cells[field].labels.is_blank for field in others)


def _read_indicator(
    ordinal: int, cells: Cells, chain: Chain, levels: Sequence[Level], reader: PointReader
) -> Indicator:
    above = [levels[at] for at in chain if at is not None]
    names = {level.depth: level.name for level in above}
    level1, level2 = names.get(1), names.get(2)
    texts = {field: cell.text for field, cell in cells.items()}
    target, initial_target = _join_target(cells), _read_initial_target(cells)
    name, own_weight = _read_name(cells.get("level3"))
    if own_weight is not None:
        texts.setdefault("weight", own_weight)
    printed: dict[str, Any] = {field: texts[field] for field in INDICATOR_TEXTS if field in texts}
    printed |= {"target": target, "initial_target": initial_target}
    is_execution = _names_execution(name) or (level1 is not None and _names_execution(level1))
    line = Indicator(
        ordinal=ordinal,
        level1=level1,
        level2=level2,
        level3=_BLANKS.sub("", name) or texts.get("level3") or None,
        weight=reader.read("weight", cells) if "weight" in cells else parse_points(own_weight or ""),
        score=reader.read("score", cells),
        weight_text=texts.get("weight", ""),
        score_text=texts.get("score", ""),
        review_score=reader.read("review_score", cells),
        review_score_text=texts.get("review_score", ""),
        coefficient=reader.read("coefficient", cells),
        coefficient_text=texts.get("coefficient", ""),
        sub=fold_text(name).startswith(_SUB_LINE),
        execution=is_execution,
        levels=tuple(level.ordinal for level in above),
        quantities=_find_quantities(
            texts | {"target": target, "initial_target": initial_target or ""}, unit_in_scope(texts)
        ),
        where=_find_places(cells, above, reader),
        **printed,
    )
    return replace(line, achieved=judge_achieved(line))


def _read_initial_target(cells: Cells) -> str | None:
    """Return the target before it was adjusted in the year; None where no adjusted one stands beside it."""
    initial = cells.get("target")
    if _target_field(cells) != "adjusted" or initial is None or initial.labels.is_blank:
        return None
    return _join_target({**cells, "adjusted": initial})


def _names_execution(name: str) -> bool:
    return "execution" in label_text(name).names


def _find_quantities(texts: Mapping[str, str], scope: str | None) -> tuple[Quantity, ...]:
    found: list[Quantity] = []
    for field in WORDED:
        own_scope = scope if field in VALUES else None
        found += find_quantities(texts.get(field) or "", field, own_scope)
    return tuple(found)


def _read_name(cell: LabelledCell | None) -> tuple[str, str | None]:
    """Part an indicator's name from the points that it prints: 培训人数(5分)."""
    name = cell.labels.indicator_name if cell else ""
    m = _WEIGHT_IN_NAME.fullmatch(name)
    if m:
        return (m[1], m[2])
    return (name, None)


def unit_in_scope(text: dict[str, str]) -> str | None:
    """Return the unit that a line prints for its values.

    It stands in a column of its own, or in the name, as in 任务完成时限(月).
    """
    own = text.get("unit", "")
    if not is_blank(own):
        return own
    bracket = _UNIT_IN_NAME.search(fold_text(text.get("level3", "")))
    if bracket and read_whole_unit(bracket[1]).dimension:
        return bracket[1]
    return None


def _join_target(cells: Cells) -> str:
    """Join comparator, value and unit where they stand in columns of their own.

    ``≥`` ``95`` ``%`` is ``≥95%``.
    """
    value, unit = cells.get(_target_field(cells)), cells.get("unit")
    unit_text = "" if unit is None or unit.labels.is_blank else unit.text
    if value is None or value.labels.is_blank:
        return unit_text or (value.text if value else "")
    is_numeral = parse_numeral(value.labels.folded) is not None
    if _NOT_DIGITS.search(value.labels.folded) and not is_numeral:
        unit_text = ""
    return _comparator(cells.get("sign")) + value.text + unit_text


def _comparator(sign: LabelledCell | None) -> str:
    if sign is None or sign.labels.is_blank or sign.labels.folded in _NO_COMPARATORS:
        return ""
    return sign.text


def _target_field(cells: Cells) -> str:
    """Return the column of the target: the one adjusted in the year where it prints something."""
    adjusted = cells.get("adjusted")
    if adjusted is None or adjusted.labels.is_blank:
        return "target"
    return "adjusted"


def _find_places(cells: Cells, above: Sequence[Level], reader: PointReader) -> dict[str, tuple[Box, ...]]:
    """Return where each part of a line stands; those that stand nowhere are left out.

    Points that are no certain number are in doubt.
    """
    parts = [cells[field] for field in ("sign", _target_field(cells), "unit") if field in cells]
    places = {f"level{level.depth}": level.where["name"] for level in above}
    for field, cell in cells.items():
        if field not in ("other", "unit", "adjusted", *LEVELS):
            is_broken = field in READ and reader.is_unread(field, cells)
            places[field] = with_doubt(cell.boxes, "broken") if is_broken else cell.boxes
    if _read_initial_target(cells) is not None:
        places["initial_target"] = cells["target"].boxes
    places["target"] = collect_boxes(parts)
    return {field: boxes for field, boxes in places.items() if boxes}
