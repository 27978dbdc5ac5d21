"""Rows that head a block though nobody knows their labels, told by what stands below them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from normalize.rows.row import LabelledCell, Row
from normalize.sections.block_rows import has_levels, opens_with_head_label
from normalize.sections.fund_lists import are_headings
from normalize.sections.settings import HEADS


def mark_unlabelled_heads(rows: Sequence[Row], labelled: Collection[str]) -> list[Row]:
    """Mark the rows that head the blocks of a form.

    ``labelled`` names the blocks whose heads are known by their labels.

    The row above the first 一级 name heads the indicators, the row above 年度资金总额 the funds, and a row of
    short texts over long ones the goals.
    """
    tables = [at for at, row in enumerate(rows) if row.filled and not row.line]
    first = next((n for n, at in enumerate(tables) if _begins_indicators(rows[at])), None)
    opens: dict[int, str] = {}
    if "indicators" not in labelled and first:
        above = tables[first - 1]
        level_rows = sum(has_levels(rows[at]) for at in tables)
        if level_rows >= HEADS.fewest_level_rows and _could_head(rows[above], HEADS.fewest_columns):
            opens[above] = "indicators"
    for above, below in pairwise(tables[: first or len(tables)]):
        if "funds" not in labelled and _are_funds(rows[above], rows[below]):
            opens.setdefault(above, "funds")
        elif "goals" not in labelled and _are_goals(rows[above], rows[below]):
            opens.setdefault(above, "goals")
    return [replace(row, opens=opens[at]) if at in opens else row for at, row in enumerate(rows)]


def _begins_indicators(row: Row) -> bool:
    has_level = any(1 in cell.labels.depths for cell in row.filled[: HEADS.first_cells])
    return len(row.filled) >= HEADS.fewest_columns and has_level


def _could_head(row: Row, least: int) -> bool:
    """Tell whether a row could head a table: it has some short texts and no number.

    A known label of the form's head is none of a table.
    """
    is_wide = len(row.filled) >= least
    return is_wide and all(map(_is_short_text, row.filled)) and not opens_with_head_label(row)


def _is_short_text(cell: LabelledCell) -> bool:
    return len(cell.text) <= HEADS.longest_head and cell.labels.number is None


def _are_funds(head: Row, below: Row) -> bool:
    """Tell whether a row stands right over the total of the funds."""
    is_named = any("fund_total" in cell.labels.names for cell in below.filled[: HEADS.first_cells])
    numbers = sum(cell.labels.number is not None for cell in below.filled)
    is_total = is_named and numbers >= HEADS.fewest_heads
    return is_total and _could_head(head, HEADS.fewest_heads)


def _drop_side_labels(row: Row) -> list[LabelledCell]:
    return [cell for cell in row.filled if not cell.labels.is_side]


def _are_goals(head: Row, below: Row) -> bool:
    """Tell whether a row of two short texts stands over two texts of which one is long."""
    heads, cells = _drop_side_labels(head), _drop_side_labels(below)
    is_pair = len(heads) == len(cells) == HEADS.fewest_heads
    if not is_pair or are_headings(heads) or not _could_head(head, HEADS.fewest_heads):
        return False
    is_long = max(len(c.text) for c in cells) > HEADS.longest_head
    return is_long and "head" not in cells[0].labels.kinds
