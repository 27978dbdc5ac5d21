"""What each row of a form is: the rules that put it into a block, from the head to the foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from normalize.rows.row import Row
from normalize.sections.blocks.rows import (
    are_mostly_indicator_heads,
    find_first_label,
    has_number,
    has_values,
    heads_fund_columns,
    is_foot_row,
    is_fund_head,
    is_fund_row,
    is_goal_head,
    is_head_row,
    is_indicator_head,
    is_management_head,
    is_spending_head,
    is_tier_head,
    is_total,
    parts_a_head,
)
from normalize.sections.blocks.types import Blocks, heads_other_columns
from normalize.sections.goals import is_labelled_goal
from normalize.sections.settings import BLOCKS

_BEFORE_INDICATORS = ("head", "funds", "spending", "management", "goals", "labelled_goals")
AFTER_HEADS = ("indicators", "foot")


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row where it stands: the block that goes on before it, and the blocks so far."""

    row: Row
    block: str
    blocks: Blocks

    @property
    def is_before_indicators(self) -> bool:
        """Whether the indicators are still to come."""
        return self.block in _BEFORE_INDICATORS

    def put(self, block: str, *, then: str | None = None) -> str:
        """Put the row into a block; return the block that goes on after it, by default the same as before."""
        self.blocks.rows_of(block).append(self.row)
        return then or self.block


def keep_other_table(place: RowPlace) -> str | None:
    """Keep the rows of another table below a form apart, up to the next form."""
    if place.block == "other_tables":
        return place.put("other_tables")
    return None


def close_with_total(place: RowPlace) -> str | None:
    """End the indicators with the total below them, or right below another total."""
    total = place.blocks.total
    is_below_total = bool(total) and total[-1].at == place.row.at - 1
    is_second = place.block == "foot" and not place.blocks.foot and is_below_total
    is_there = place.block == "indicators" or is_second
    if is_there and is_total(place.row):
        return place.put("total", then="foot")
    return None


def sort_text_line(place: RowPlace) -> str | None:
    """Put a line of text among or below the indicators into the foot, one above them into the head.

    There it ends the block before it, unless it is a page number.
    """
    if not place.row.line:
        return None
    if place.blocks.indicators or place.block == "indicators":
        return place.put("foot")
    if len(place.row.texts[0]) < BLOCKS.fewest_words:
        return place.put("head")
    return place.put("head", then="head")


def open_marked_block(place: RowPlace) -> str | None:
    """Open the block that a row was marked as the head of."""
    opens = place.row.opens
    if opens:
        return place.put(f"{opens.removesuffix('s')}_heads", then=opens)
    return None


def open_indicators(place: RowPlace) -> str | None:
    """Open the indicators with their head or its second tier, and the tier right above it.

    A head of the funds may have labels of the indicators, too.
    """
    blocks, row = place.blocks, place.row
    is_second_tier = place.block == "indicators" and not blocks.indicators and are_mostly_indicator_heads(row)
    if not is_second_tier and not is_indicator_head(row):
        return None
    if place.is_before_indicators and _is_of_fund_heads(place):
        return None
    before = blocks.rows_of(place.block)
    upper = [before.pop()] if before and _is_upper_tier(before[-1], row) else []
    if place.block == "indicators" and blocks.indicators and heads_other_columns(row, blocks):
        blocks.open_part()
    blocks.indicator_heads += upper
    return place.put("indicator_heads", then="indicators")


def open_second_tier(place: RowPlace) -> str | None:
    """Take a row that parts a head's cell above it (数据项1, 数据项2 under 采集数据项) for its second tier."""
    heads, row = place.blocks.indicator_heads, place.row
    if place.block != "indicators" or not heads:
        return None
    is_known = any(row.texts == head.texts for head in heads)
    is_below = heads[-1].at == row.at - 1
    if is_below and (is_known or parts_a_head(heads[-1], row)):
        return place.put("indicator_heads")
    return None


def _is_upper_tier(upper: Row, head: Row) -> bool:
    is_above = upper.at == head.at - 1
    is_narrower = BLOCKS.fewest_tier_heads <= len(upper.filled) < len(head.filled)
    if not is_above:
        return False
    if not is_narrower:
        return False
    return is_tier_head(upper)


def _is_of_fund_heads(place: RowPlace) -> bool:
    if is_fund_head(place.row):
        return True
    return place.block == "funds" and _is_second_fund_tier(place)


def _is_second_fund_tier(place: RowPlace) -> bool:
    """Tell whether a row parts the columns of the fund head right above it, as 金额 and 其中:财政拨款 under 全年预算."""
    blocks, row = place.blocks, place.row
    if not blocks.fund_heads or blocks.funds or has_values(row):
        return False
    first = find_first_label(blocks.fund_heads[0])
    is_right = first is not None and row.filled[0].col > first.col
    return (is_right or heads_fund_columns(row)) and "fund_total" not in row.filled[0].labels.kinds


def open_goals_below(place: RowPlace) -> str | None:
    """Open the goals below the indicators where none stood above them."""
    is_below = place.block in AFTER_HEADS and not place.blocks.goal_heads
    if is_below and is_goal_head(place.row):
        return place.put("goal_heads", then="goals")
    return None


def open_funds(place: RowPlace) -> str | None:
    """Open the funds with their head; one that prints a number is their first row, too."""
    if not place.is_before_indicators:
        return None
    if not is_fund_head(place.row) and not _is_second_fund_tier(place):
        return None
    if has_number(place.row):
        place.put("funds")
    return place.put("fund_heads", then="funds")


def skip_spending(place: RowPlace) -> str | None:
    """Leave out the head of a table of single payments: it is none of the funds."""
    if place.is_before_indicators and is_spending_head(place.row):
        return "spending"
    return None


def skip_management_head(place: RowPlace) -> str | None:
    """Leave out the head of the block on the management of funds."""
    if place.is_before_indicators and is_management_head(place.row):
        return "management"
    return None


def open_goals(place: RowPlace) -> str | None:
    """Open the goals with their head."""
    is_head = place.is_before_indicators and is_goal_head(place.row)
    if is_head:
        return place.put("goal_heads", then="goals")
    return None


def open_labelled_goals(place: RowPlace) -> str | None:
    """Take a goal's label and its text for a goal where no row heads the goals."""
    is_free = place.is_before_indicators and not place.blocks.goal_heads
    if is_free and is_labelled_goal(place.row):
        return place.put("labelled_goals", then="labelled_goals")
    return None


def keep_in_head(place: RowPlace) -> str | None:
    """Keep labels of the head there wherever they stand above the indicators.

    So is what stands among the funds and is no row of them.
    """
    if not place.is_before_indicators:
        return None
    is_no_fund = place.block == "funds" and (not is_fund_row(place.row) or _goes_on_head(place))
    if is_no_fund or is_head_row(place.row):
        return place.put("head")
    return None


def _goes_on_head(place: RowPlace) -> bool:
    """Tell whether a page's first row is the rest of a label's text, as of 部门职能概述 below the funds."""
    if not place.row.begins_page or not place.blocks.head:
        return False
    last = place.blocks.head[-1]
    is_below = not last.line and last.at == place.row.at - 1
    if not is_below:
        return False
    if has_number(place.row):
        return False
    return not _names_funds(place.row)


def _names_funds(row: Row) -> bool:
    return any(cell.labels.is_fund_name for cell in row.filled)


def end_labelled_goals(place: RowPlace) -> str | None:
    """End a goal with its cell: only where a page begins, a row without a label goes on it."""
    if place.block == "labelled_goals" and not place.row.begins_page:
        return place.put("head", then="head")
    return None


def keep_in_foot(place: RowPlace) -> str | None:
    """Put a label and its text among the indicators into the foot."""
    if place.block == "indicators" and is_foot_row(place.row):
        return place.put("foot")
    return None


def go_on(place: RowPlace) -> str | None:
    """Let any other row go on with the block before it."""
    return place.put(place.block)


BLOCK_RULES: tuple[Callable[[RowPlace], str | None], ...] = (
    keep_other_table,
    close_with_total,
    sort_text_line,
    open_marked_block,
    open_indicators,
    open_second_tier,
    open_goals_below,
    open_funds,
    skip_spending,
    skip_management_head,
    open_goals,
    open_labelled_goals,
    keep_in_head,
    end_labelled_goals,
    keep_in_foot,
    go_on,
)
"""What each row is, in this order: the first rule that takes it says which block goes on after it."""
