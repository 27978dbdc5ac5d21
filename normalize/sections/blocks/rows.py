"""What a row is by its labels: the head of a block, a total, a label and its text, a row of funds.

Where nobody knows its labels, a head is told by what stands below it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from normalize.rows.row import LabelledCell, Row
from normalize.sections.funds.lists import are_headings, find_items
from normalize.sections.settings import BLOCKS, HEADS
from normalize.values.text import fold_text
from normalize.vocabulary.labels import drop_numbering, find_depths, find_label_kind
from normalize.vocabulary.lists import load_pattern, load_words

_SECTION = load_pattern("section")
_NOTE = load_pattern("note")
_COLUMN_NUMBERS = load_words("column_numbers")
_AMOUNTS = {"initial", "budget", "executed", "rate"}
_NOT_OF_FUNDS = {"level1", "level2", "level3", "target"}
_INDICATOR_MARKS = {"level1", "level2", "level3", "target", "actual", "subject"}
_POINTS = {"weight", "score"}
_VALUES = {"target", "actual"}
_GOAL_PAIR = {"expected", "actual"}
_OPENING_LABELS = ("project", "department", "supervisor")


def find_kinds(row: Row, block: str) -> set[str]:
    """Return what a row's labels mean in a block by the lists; labels beside a block are left out."""
    kinds: set[str] = set()
    for cell in row.filled:
        if block in cell.labels.kinds and block not in cell.labels.side_in:
            kinds.add(cell.labels.kinds[block])
    return kinds


def find_likely_kinds(row: Row, block: str) -> set[str]:
    """Return what a row's labels mean by the lists or by their words.

    A row that holds anything but labels means nothing.
    """
    if not all(_could_be_label(cell) for cell in row.filled):
        return set()
    kinds = find_kinds(row, block)
    for cell in row.filled:
        if block in cell.labels.by_words and block not in cell.labels.side_in:
            kinds.add(cell.labels.by_words[block])
    return kinds


def _could_be_label(cell: LabelledCell) -> bool:
    is_value = cell.labels.is_blank or cell.labels.number is not None
    if len(cell.text) > BLOCKS.longest_heading:
        return False
    return not is_value


def has_number(row: Row) -> bool:
    """Tell whether a cell of a row is a number."""
    return any(cell.labels.number is not None for cell in row.filled)


def has_levels(row: Row) -> bool:
    """Tell whether a cell of a row is a level name."""
    return any(cell.labels.depths for cell in row.filled)


def find_first_label(row: Row) -> LabelledCell | None:
    """Return a row's first cell that is no label beside a block."""
    return next((cell for cell in row.filled if not cell.labels.is_side), None)


def is_indicator_head(row: Row) -> bool:
    """Tell whether a row heads the indicators by its labels, or by their words.

    By words alone a head of the funds is none.
    """
    likely = find_likely_kinds(row, "indicator")
    names_values = len(likely) > BLOCKS.fewest_heads and likely > _VALUES
    if names_values and not find_kinds(row, "fund") & _AMOUNTS:
        return True
    kinds = find_kinds(row, "indicator")
    if len(kinds) < BLOCKS.fewest_heads:
        return False
    return bool(kinds & _INDICATOR_MARKS)


def is_scored_head(row: Row) -> bool:
    """Tell whether a row heads indicators with their points."""
    return is_indicator_head(row) and bool(find_likely_kinds(row, "indicator") & _POINTS)


def is_band(row: Row) -> bool:
    """Tell whether a row over a head names a part of the indicators and its points, as 项目绩效85分."""
    first = row.filled[0]
    if len(row.filled) > BLOCKS.label_and_text:
        return False
    return first.labels.level_weight is not None and first.labels.points is None and not has_number(row)


def parts_a_head(head: Row, row: Row) -> bool:
    """Tell whether a row's cells, all of them short texts, stand under one cell of the head above it."""
    is_parted = len(row.filled) > 1 and all(map(_is_short_text, row.filled))
    if not is_parted or has_levels(row):
        return False
    if any(cell.labels.is_blank for cell in row.filled):
        return False
    starts = [cell.col for cell in head.filled]
    ends = [*starts[1:], max(cell.col + cell.colspan for cell in head.cells)]
    first, last = row.filled[0].col, row.filled[-1].col
    return any(start == first and last < end for start, end in zip(starts, ends, strict=True))


def are_mostly_indicator_heads(row: Row) -> bool:
    """Tell whether at least half of a row's cells, and more than one, or all, are heads of the indicators."""
    kinds = len(find_kinds(row, "indicator"))
    are_heads = all("indicator" in cell.labels.kinds for cell in row.filled)
    if are_heads:
        return True
    return kinds > 1 and kinds * 2 >= len(row.filled)


def is_fund_head(row: Row) -> bool:
    """Tell whether a row heads the funds by its labels, or by their words."""
    if find_kinds(row, "indicator") & _NOT_OF_FUNDS:
        return False
    if len(find_kinds(row, "fund") & _AMOUNTS) >= BLOCKS.fewest_amounts:
        return True
    likely = find_likely_kinds(row, "fund")
    if len(likely) < BLOCKS.fewest_heads:
        return False
    return len(likely & _AMOUNTS) >= BLOCKS.fewest_amounts


def heads_fund_columns(row: Row) -> bool:
    """Tell whether a row's labels are those of several columns of the funds, and none of the indicators'."""
    if len(find_kinds(row, "fund")) <= 1:
        return False
    return not find_kinds(row, "indicator") & _NOT_OF_FUNDS


def is_goal_head(row: Row) -> bool:
    """Tell whether a row heads the goals by its labels, or by their words."""
    if find_kinds(row, "goal") >= _GOAL_PAIR:
        return True
    is_short = len(row.filled) <= BLOCKS.most_goal_heads
    names_pair = find_likely_kinds(row, "goal") >= _GOAL_PAIR
    return is_short and names_pair and not opens_with_head_label(row)


def is_spending_head(row: Row) -> bool:
    """Tell whether a row heads a table of single payments."""
    if len(row.filled) <= 1:
        return False
    if not find_kinds(row, "spending"):
        return False
    return not has_number(row)


def is_management_head(row: Row) -> bool:
    """Tell whether a row heads the block on the management of funds."""
    return "told" in find_kinds(row, "management")


def is_tier_head(row: Row) -> bool:
    """Tell whether all cells of a row could head groups of columns: 指标体系 | 完成情况 | 评分."""
    if not all("tier" in cell.labels.by_words for cell in row.filled):
        return False
    return not is_goal_head(row)


def opens_with_head_label(row: Row) -> bool:
    """Tell whether a row's first cell is a known label of the form's head."""
    return "head" in row.filled[0].labels.kinds


def opens_form(row: Row) -> bool:
    """Tell whether a row is the first of another form's head."""
    kind = row.filled[0].labels.kinds.get("head")
    if row.line:
        return False
    if kind not in _OPENING_LABELS:
        return False
    return len(row.filled) > 1


def is_total(row: Row) -> bool:
    """Tell whether a row prints the total of the indicators."""
    first = find_first_label(row)
    if first is None:
        return False
    if row.line:
        return False
    return first.labels.opens_total


def is_head_row(row: Row) -> bool:
    """Tell whether a row is a known label of the form's head and its value."""
    first = find_first_label(row)
    if first is None:
        return False
    if "head" not in first.labels.kinds:
        return False
    return len(row.filled) > 1


def is_foot_row(row: Row) -> bool:
    """Tell whether a row below the indicators is a label and its text, as 其他需要说明事项, or a note.

    A note fills the first cell alone, as a spreadsheet saved as text has it.
    """
    if is_note_row(row) or is_signature_row(row):
        return True
    kind = row.filled[0].labels.kinds.get("head")
    is_pair = len(row.filled) <= BLOCKS.label_and_text
    if kind in ("score_total", "grade"):
        return True
    return kind == "other" and is_pair


def is_note_row(row: Row) -> bool:
    """Tell whether a row prints a note in its first cell, and nothing else."""
    is_alone = len(row.filled) == 1 and row.filled[0].col == 0
    goes_on = row.begins_page and not row.ragged
    return is_alone and not goes_on and _NOTE.match(row.texts[0]) is not None


def is_signature_row(row: Row) -> bool:
    """Tell whether a row prints known labels with their texts in one cell each, as ``填表人:`` and ``填报日期:``."""
    labels = [text.partition(":")[0] for text in map(fold_text, row.texts) if ":" in text]
    is_all = len(labels) == len(row.texts) >= BLOCKS.label_and_text
    return is_all and all(find_label_kind("head", label) for label in labels)


def is_fund_row(row: Row) -> bool:
    """Tell whether a row belongs to the funds, or is the rest of one that does.

    It prints an amount, a blank mark, a known source, heads of lists, or a bare name.
    """
    is_name = len(row.filled) == 1 and len(row.texts[0]) <= BLOCKS.longest_heading
    if row.begins_page:
        return True
    if is_name:
        return True
    if are_headings(row.filled):
        return True
    return any(map(_is_of_funds, row.filled))


def _is_of_funds(cell: LabelledCell) -> bool:
    is_named = cell.labels.is_fund_name or ":" in cell.labels.folded
    opening = cell.text[: BLOCKS.longest_before_amount]
    if is_named:
        return True
    if cell.labels.is_blank:
        return True
    return any(c.isdigit() for c in opening)


def has_values(row: Row) -> bool:
    """Tell whether a row prints a blank mark or a digit, so that it heads nothing."""
    return any(cell.labels.is_blank or _has_digit(cell.text) for cell in row.filled)


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def is_section_heading(row: Row) -> bool:
    """Tell whether a row is a section's heading, as 一、基本情况."""
    first = row.filled[0]
    if len(row.filled) != 1 or len(first.text) > BLOCKS.longest_heading:
        return False
    if _SECTION.match(first.labels.folded) is None:
        return False
    return not find_depths(drop_numbering(first.text))


def numbers_columns(row: Row) -> bool:
    """Tell whether a row only numbers the columns, as 列次 1 2 3 or 栏次 A B C."""
    first, *others = [cell.text for cell in row.filled if not cell.labels.is_side] or [""]
    if first not in _COLUMN_NUMBERS:
        return False
    return all(len(text) <= BLOCKS.longest_column_number for text in others)


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
    if len(row.filled) < HEADS.fewest_columns:
        return False
    return has_level


def _could_head(row: Row, least: int) -> bool:
    """Tell whether a row could head a table: it has some short texts and no number.

    A known label of the form's head is none of a table.
    """
    is_wide = len(row.filled) >= least
    if not is_wide:
        return False
    if not all(map(_is_short_text, row.filled)):
        return False
    return not opens_with_head_label(row)


def _is_short_text(cell: LabelledCell) -> bool:
    if len(cell.text) > HEADS.longest_head:
        return False
    return cell.labels.number is None


def _are_funds(head: Row, below: Row) -> bool:
    """Tell whether a row stands right over the total of the funds."""
    is_named = any("fund_total" in cell.labels.names for cell in below.filled[: HEADS.first_cells])
    numbers = sum(cell.labels.number is not None for cell in below.filled)
    is_total = is_named and numbers >= HEADS.fewest_heads
    if not is_total:
        return False
    return _could_head(head, HEADS.fewest_heads)


def _drop_side_labels(row: Row) -> list[LabelledCell]:
    return [cell for cell in row.filled if not cell.labels.is_side]


def _are_goals(head: Row, below: Row) -> bool:
    """Tell whether a row of two short texts stands over two texts of which one is long."""
    heads, cells = _drop_side_labels(head), _drop_side_labels(below)
    is_pair = len(heads) == len(cells) == HEADS.fewest_heads
    if not is_pair or _are_listed_funds(heads) or not _could_head(head, HEADS.fewest_heads):
        return False
    is_long = max(len(c.text) for c in cells) > HEADS.longest_head
    if not is_long:
        return False
    return "head" not in cells[0].labels.kinds


def _are_listed_funds(cells: Sequence[LabelledCell]) -> bool:
    """Tell whether a row heads lists of funds, or is a row of them: each source with its amount."""
    if are_headings(cells) or find_items(cells, ()):
        return True
    return any(cell.labels.is_fund_name for cell in cells)
