"""The columns of a block, from the labels of its head rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from msgspec import structs

from normalize.columns.settings import SETTINGS
from normalize.rows.alignment import POINTS, Column
from normalize.rows.row import LabelledCell, Row
from normalize.vocabulary.lists import load_pattern, load_words

DONE = ("actual", "executed", "score")
_YEAR = re.compile(r"(20\d{2})年")
_REVIEWED = load_pattern("review_score_head")
_ANY_HEADS = frozenset(load_words("any_heads"))
_SEVERAL = frozenset({"other", *POINTS, "review_score", "completion", "deduction"})


def read_columns(heads: Sequence[Row], block: str) -> tuple[Column, ...]:
    """Return the columns that a block's head rows name, from left to right.

    A head over others (two tiers) is none, but a head below it that is not known takes its meaning. One that
    is not known at all is a column ``other``, so that its cells land there.
    """
    heads = _unfold_groups(heads, block)
    tiers = [_find_column_heads(row, heads, block) for row in heads]
    columns: list[Column] = []
    years: list[int | None] = []
    for tier, cells in enumerate(tiers):
        below, above = _chain(tiers[tier + 1 :]), _chain(tiers[:tier])
        for cell in cells:
            if not any(_is_over(cell, lower) for lower in below):
                column = _read_column(cell, above, block)
                columns.append(replace(column, head_width=_count_cells(heads[tier])))
                years.append(_find_year(cell, above))
    return tuple(sorted(_keep_last_year(columns, years), key=lambda column: column.col))


def _count_cells(head: Row) -> int:
    """Count the cells of a head in a text; one that was moved to its place may stand behind the last."""
    if not head.ragged:
        return 0
    return max(len(head.cells), head.filled[-1].col + 1)


def _chain(tiers: Sequence[Sequence[LabelledCell]]) -> list[LabelledCell]:
    chained: list[LabelledCell] = []
    for tier in tiers:
        chained += tier
    return chained


def _find_column_heads(row: Row, heads: Sequence[Row], block: str) -> list[LabelledCell]:
    """Return the cells of a head row that head columns."""
    first = row.filled[0] if row.filled else None
    is_first_row = row is heads[0]
    found: list[LabelledCell] = []
    for cell, own in zip(_spread_cells(row, heads), row.filled, strict=True):
        if own is first and is_first_row and _stands_beside(own, row, len(heads), block):
            continue
        if _heads_a_column(own, block) or (own is first and _heads_levels(own, row, block)):
            found.append(cell)
    return found


def _find_year(cell: LabelledCell, above: Sequence[LabelledCell]) -> int | None:
    """Return the year that a column's head, or one over it, prints."""
    for head in (cell, *(upper for upper in above if _is_over(upper, cell))):
        if m := _YEAR.search(head.labels.folded):
            return int(m[1])
    return None


def _keep_last_year(columns: Sequence[Column], years: Sequence[int | None]) -> list[Column]:
    """Keep of the columns of several years the last year's that tells what was done.

    The others are no part of the form.
    """
    pairs = list(zip(columns, years, strict=True))
    done = {year for column, year in pairs if year and column.field in DONE}
    if len(done) <= 1:
        return list(columns)
    last = max(done)
    return [
        replace(column, field="other", is_of_past=True) if year and year != last else column
        for column, year in pairs
    ]


def _unfold_groups(heads: Sequence[Row], block: str) -> Sequence[Row]:
    """Move the labels after a group to the right of its own.

    In a text the upper tier does not always leave the group's columns blank.
    """
    if len(heads) != SETTINGS.tiers or not heads[1].ragged:
        return heads
    upper, lower = heads
    if len(upper.cells) == len(lower.cells):  # both leave the columns of the other blank
        return heads
    first, last = lower.filled[0].col, lower.filled[-1].col
    is_group = any(c.col == first and block not in c.labels.kinds for c in upper.filled)
    after = [c for c in upper.filled if c.col > first]
    if not is_group or not after:
        return heads
    stands_in_group = first < after[0].col <= min(last, first + 1)
    has_gaps = last - first + 1 != len(lower.filled)
    if not stands_in_group or has_gaps:
        return heads
    moved = [structs.replace(c, col=c.col + last - first) if c in after else c for c in upper.filled]
    return [replace(upper, cells=tuple(moved)), lower]


def _heads_a_column(cell: LabelledCell, block: str) -> bool:
    if block in cell.labels.side_in:
        return False
    return cell.labels.number is None


def _heads_levels(cell: LabelledCell, row: Row, block: str) -> bool:
    """Tell whether 绩效指标 heads a column, as where it stands for 一级指标.

    Beside a table it goes on below the head.
    """
    if block != "indicator":
        return False
    if row.ragged:
        return False
    return cell.labels.is_side


def _stands_beside(cell: LabelledCell, row: Row, heads: int, block: str) -> bool:
    """Tell whether the first cell of a head is a label beside the rows below, though no list has it."""
    if not row.ragged:
        return cell.rowspan > heads
    if block == "goal":
        others = {c.labels.kinds.get(block) for c in row.filled[1:]}
        return cell.labels.is_side and others >= {"expected", "actual"}
    if block != "fund":
        return False
    if block in cell.labels.kinds:
        return False
    return "side" in cell.labels.by_words


def _spread_cells(row: Row, heads: Sequence[Row]) -> Sequence[LabelledCell]:
    """Return a head's cells, in text each as wide as up to the next one of its row or of a row above."""
    if not row.ragged:
        return row.filled
    starts = {SETTINGS.last_column, *(cell.col for cell in row.filled)}
    for above in heads[: heads.index(row)]:
        starts.update(cell.col for cell in above.filled)
    spread: list[LabelledCell] = []
    for cell in row.filled:
        end = min(start for start in starts if start > cell.col)
        spread.append(structs.replace(cell, colspan=end - cell.col))
    return spread


def _read_column(cell: LabelledCell, above: Sequence[LabelledCell], block: str) -> Column:
    field = None if block in cell.labels.side_in else _find_field(cell, above, block)
    over = tuple(upper.text for upper in above if _is_over(upper, cell))
    return Column(field or "other", cell.col, cell.colspan, cell.text, (cell,), over=over)


def _find_field(cell: LabelledCell, above: Sequence[LabelledCell], block: str) -> str | None:
    """Return what a head means: by the lists, by a head over it, or by its words.

    The words of an indicator come before a head over it.
    """
    listed = cell.labels.source_kinds.get(block)
    if listed is not None or cell.labels.source != cell.text:
        return listed
    inherited, worded = _inherit_field(cell, above, block), cell.labels.by_words.get(block)
    if block == "indicator":
        is_review = inherited == "score" and _REVIEWED.search(cell.labels.label) is not None
        return "review_score" if is_review else worded or inherited
    return inherited or worded


def _inherit_field(cell: LabelledCell, above: Sequence[LabelledCell], block: str) -> str | None:
    kinds = (upper.labels.kinds.get(block) for upper in above if _is_over(upper, cell))
    return next(filter(None, kinds), None)


def _is_over(upper: LabelledCell, lower: LabelledCell) -> bool:
    if upper.col > lower.col:
        return False
    return lower.col + lower.colspan <= upper.col + upper.colspan


def keep_one_of_each(columns: Sequence[Column], block: str, instead: Mapping[str, str]) -> tuple[Column, ...]:
    """Keep the first of several columns of one field; ``instead`` tells what else the second is.

    One that is told by its words only comes after the others, one called 备注, 说明 or 情况说明 last of all.
    Several columns of points stay: their heads and figures tell which one the form means.
    """
    kept = list(columns)
    for field in {c.field for c in columns} - _SEVERAL:
        same = [n for n, c in enumerate(columns) if c.field == field]
        same.sort(key=lambda n: _rank_doubt(columns[n], block))
        is_free = field in instead and all(c.field != instead[field] for c in columns)
        for place, n in enumerate(same[1:]):
            other = instead[field] if is_free and place == 0 else "other"
            kept[n] = replace(columns[n], field=other)
    return tuple(kept)


def _rank_doubt(column: Column, block: str) -> int:
    if column.labels.label in _ANY_HEADS:
        return 2
    return int(block not in column.labels.kinds)


def cells_inside(row: Row, columns: Sequence[Column]) -> list[LabelledCell]:
    """Return a row's cells less the table's label beside it.

    A piece of that label that a page end cut is left out, too.
    """
    if row.ragged or not columns:
        return [cell for cell in row.filled if not cell.labels.is_side]
    first = columns[0].col
    right = [cell for cell in row.filled if cell.col + cell.colspan > first]
    return [cell for cell in right if cell.col > first or not cell.labels.is_side]
