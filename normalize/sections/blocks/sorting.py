"""The blocks of a form, from its head to its foot, found by their labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from normalize.rows.row import Row
from normalize.sections.blocks.rows import (
    has_levels,
    has_number,
    is_band,
    is_foot_row,
    is_fund_head,
    is_goal_head,
    is_indicator_head,
    is_scored_head,
    is_section_heading,
    is_total,
    mark_unlabelled_heads,
    numbers_columns,
    opens_form,
)
from normalize.sections.blocks.rules import AFTER_HEADS, BLOCK_RULES, RowPlace
from normalize.sections.blocks.types import Blocks
from normalize.sections.settings import BLOCKS


def sort_into_blocks(rows: Sequence[Row], *, titled: bool = True) -> list[Blocks]:
    """Sort a region's rows into blocks; a head that begins again after a total row begins another form.

    Heads whose labels are not known are looked for under the title of a 自评表 only (``titled``).
    """
    marked = mark_unlabelled_heads(rows, _find_labelled(rows)) if titled else rows
    sorter = _Sorter()
    for at, row in enumerate(marked):
        is_left_out = not row.filled or is_section_heading(row) or numbers_columns(row)
        if not is_left_out:
            below = marked[at + 1 :]
            is_group_sum = is_total(row) and (_goes_on_below(below) or sorter.closes_last_group(row, below))
            sorter.sort(row, is_group_sum=is_group_sum)
    return sorter.forms


def _find_labelled(rows: Sequence[Row]) -> list[str]:
    """Return the blocks whose heads are known by their labels."""
    tables = [row for row in rows if row.filled and not row.line]
    tests: dict[str, Callable[[Row], bool]] = {
        "indicators": _is_indicator_head_only,
        "funds": is_fund_head,
        "goals": is_goal_head,
    }
    return [block for block, is_head in tests.items() if any(map(is_head, tables))]


def _is_indicator_head_only(row: Row) -> bool:
    if not is_indicator_head(row):
        return False
    return not is_fund_head(row)


def _goes_on_below(rows: Sequence[Row]) -> bool:
    """Tell whether more lines of the same table come below a row named 合计: it is the sum of a group."""
    for row in rows:
        if row.line or row.has_new_columns or _begins_anew(row):
            return False
        if has_levels(row) and has_number(row):
            return True
    return False


def _begins_anew(row: Row) -> bool:
    if not row.filled:
        return False
    return opens_form(row) or is_indicator_head(row)


class _Sorter:
    """Puts rows into blocks, one after the other; ``block`` is the one that goes on."""

    def __init__(self) -> None:
        self.forms = [Blocks()]
        self.block = "head"
        self.is_below_repeated_head = False

    def closes_last_group(self, row: Row, below: Sequence[Row]) -> bool:
        """Tell whether a row named 合计 is the last group's sum: others before it are, and a total follows."""
        names = [other.texts[0] for other in self.forms[-1].indicators if is_total(other)]
        following = next((other for other in below if other.filled), None)
        return row.texts[0] in names and following is not None and is_total(following)

    def sort(self, printed: Row, *, is_group_sum: bool) -> None:
        """Put a row where it belongs.

        The row below a head that a page prints again is the first of its page.
        """
        row = replace(printed, begins_page=True) if self.is_below_repeated_head else printed
        blocks = self.forms[-1]
        self.is_below_repeated_head = self.block == "indicators" and _repeats_a_head(row, blocks)
        if self.block in ("foot", "other_tables") and opens_form(row):
            blocks = Blocks()
            self.forms.append(blocks)
            self.block = "head"
        elif self.block in AFTER_HEADS and row.has_new_columns and not _is_of_the_form(row, blocks):
            self.block = "other_tables"
        if self.block == "indicators" and is_group_sum:
            blocks.indicators.append(row)
            return
        place = RowPlace(row, self.block, blocks)
        self.block = next(filter(None, (rule(place) for rule in BLOCK_RULES)))


def _repeats_a_head(row: Row, blocks: Blocks) -> bool:
    if not row.begins_page:
        return False
    return any(set(row.texts) <= set(head.texts) for head in blocks.indicator_heads)


def _is_of_the_form(row: Row, blocks: Blocks) -> bool:
    """Tell whether a table with columns of its own is of the form before it.

    It begins with a head printed again, with goals, with the total, with a label and its text, or with
    another part of the indicators.
    """
    has_words_between = any(len(line.texts[0]) >= BLOCKS.fewest_words for line in blocks.foot)
    goes_on = bool(blocks.indicators) and not blocks.total and not has_words_between
    if goes_on and (is_scored_head(row) or is_band(row)):
        return True
    is_repeated = any(set(row.texts) == set(head.texts) for head in blocks.indicator_heads)
    are_goals = not blocks.goal_heads and is_goal_head(row)
    if is_repeated:
        return True
    if are_goals:
        return True
    if is_total(row):
        return True
    return is_foot_row(row)
