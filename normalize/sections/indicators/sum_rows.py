"""Rows of the indicator table that print a sum of others: a level in a row of its own, 小计, 合计."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from normalize.rows.alignment import Column, Placed
from normalize.rows.row import LabelledCell
from normalize.sections.indicators.lines import LEVELS, IndicatorLine
from normalize.vocabulary.labels import find_depths
from normalize.vocabulary.lists import load_words

SUMMED = ("weight", "score", "review_score")
"""The fields of which a row prints sums."""
_NAMES = (*LEVELS, "level3")
_OWN = ("level3", "content", "sign", "target", "adjusted", "unit", "actual")
_VALUES = ("target", "actual")
_SUMS = load_words("sums")
_GROUP_SUMS = load_words("group_sum_endings")
_LAST_SUMS = load_words("last_sum_endings")


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRow:
    """A row that prints a sum, and where it stands.

    ``before`` counts the lines above it. ``name`` is the cell that names it, ``depth`` the depth of the
    column in which that stands (3 for that of the lines). ``entered`` are the numbers of the levels that it
    names itself, by depth. ``is_level``: it is a level in a row of its own, above its lines.
    """

    line: IndicatorLine
    name: LabelledCell
    depth: int
    before: int
    entered: Mapping[int, int]
    is_level: bool


def mark_sum_rows(lines: Sequence[IndicatorLine], columns: Sequence[Column]) -> tuple[IndicatorLine, ...]:
    """Mark the rows that print sums: they are no lines."""
    return tuple(replace(line, is_sum=is_sum_row(line.placed, columns)) for line in lines)


def is_sum_row(placed: Placed, columns: Sequence[Column]) -> bool:
    """Tell whether a row is the sum of a group (小计, 产出指标合计) or a level that prints its own points."""
    if is_group_sum(placed, columns):
        return True
    return is_level_row(placed, columns)


def is_group_sum(placed: Placed, columns: Sequence[Column]) -> bool:
    """Tell whether a row is named 小计 or 合计; a line that ends so, as 收入合计, has a target."""
    named = [c.labels.folded.rstrip(":") for n, c in sorted(placed.items()) if columns[n].field in _NAMES]
    sums = [text for text in named if text.endswith(_GROUP_SUMS)]
    if named and named[-1].endswith(_LAST_SUMS):
        sums.append(named[-1])
    if not sums:
        return False
    values = [c for n, c in placed.items() if columns[n].field in _VALUES]
    if all(cell.labels.is_blank for cell in values):
        return True
    return any(text in _SUMS or find_depths(text[:-2]) for text in sums)


def is_level_row(placed: Placed, columns: Sequence[Column]) -> bool:
    """Tell whether a row prints the name of a level and points, and nothing that a line has of its own.

    The execution of the budget in such a row is a line.
    """
    if not any(column.field in ("level3", "content") for column in columns):
        return False
    printed = {columns[n].field: cell for n, cell in placed.items() if not cell.labels.is_blank}
    named = [printed[field] for field in LEVELS if field in printed]
    if not named or not printed.keys().isdisjoint(_OWN):
        return False
    if any("execution" in cell.labels.names for cell in named):
        return False
    return any(field in printed and printed[field].labels.points is not None for field in SUMMED)


def find_name(placed: Placed, columns: Sequence[Column]) -> tuple[LabelledCell, int]:
    """Return the cell that names a row of sums, and its depth: that of 小计, else the deepest level's.

    Raises ``ValueError`` where the row has no name.
    """
    names = [(cell, _depth_of(columns[n])) for n, cell in placed.items() if columns[n].field in _NAMES]
    sums = [pair for pair in names if is_sum_name(pair[0])]
    return max(sums or names, key=lambda pair: pair[1])


def _depth_of(column: Column) -> int:
    return LEVELS.get(column.field, len(LEVELS) + 1)


def is_sum_name(cell: LabelledCell) -> bool:
    """Tell whether a cell is the name of a sum and no level's."""
    return cell.labels.folded.rstrip(":").endswith((*_GROUP_SUMS, *_LAST_SUMS))


def strip_sum(text: str) -> str:
    """Return what the name of a sum says that it is the sum of: 产出指标 of 产出指标小计."""
    for word in _SUMS:
        text = text.replace(word, "")
    return text.strip("():")
