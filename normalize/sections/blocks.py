"""The blocks of a form (head, funds, their management, goals, indicators, total, foot), found by their labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from normalize.columns.inferred import marked
from normalize.rows.row import Row
from normalize.sections.fund_lists import are_headings
from normalize.sections.goals import tells_a_goal
from normalize.values.number import number
from normalize.values.text import fold, is_blank
from normalize.vocabulary.label_words import kind_by_words, names, side_in
from normalize.vocabulary.labels import kind_of, level_depths, names_funds, side_label, without_numbering

HEADS = 3
SECTION = 25
AMOUNT = 20
PAIR = 2
WORDS = 4
FEW = 4
BEFORE = ("head", "funds", "spending", "management", "goals", "told_goals")
AFTER = ("indicators", "foot")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、[^:。]*$")
_AMOUNTS = {"initial", "budget", "executed", "rate"}
_NOT_OF_FUNDS = {"level1", "level2", "level3", "target"}
_INDICATOR_MARKS = {"level1", "level2", "level3", "target", "actual"}


@dataclass(slots=True)
class Blocks:
    """The rows of one form by block, the rows that head a block apart; ``aside`` are other tables'. Filled while its rows go by."""

    head: list[Row] = field(default_factory=list)
    fund_heads: list[Row] = field(default_factory=list)
    funds: list[Row] = field(default_factory=list)
    spending: list[Row] = field(default_factory=list)
    management: list[Row] = field(default_factory=list)
    goal_heads: list[Row] = field(default_factory=list)
    goals: list[Row] = field(default_factory=list)
    told_goals: list[Row] = field(default_factory=list)
    indicator_heads: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    total: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)
    aside: list[Row] = field(default_factory=list)


def segment(rows: Sequence[Row], *, titled: bool = True) -> list[Blocks]:
    """Sort a region's rows into blocks; a head that begins again after a total row begins another form.

    The row below a head that a page prints again is the first of its page.

    Heads whose labels are not known are looked for under the title of a 自评表 only (``titled``).
    """
    forms = [Blocks()]
    state = "head"
    again = False
    told = marked(rows, _labelled(rows)) if titled else rows
    sums = {id(row) for at, row in enumerate(told) if _is_total(row) and _goes_on_below(told[at + 1 :])}
    for printed in told:
        row = replace(printed, fresh=True) if again else printed
        if not row.filled or _is_section(row) or _numbers_columns(row):
            continue
        again = (
            state == "indicators"
            and row.fresh
            and any(set(row.texts) <= set(head.texts) for head in forms[-1].indicator_heads)
        )
        if state in ("foot", "aside") and _opens_form(row):
            forms.append(Blocks())
            state = "head"
        elif state in AFTER and row.apart and not _is_of_the_form(row, forms[-1]):
            state = "aside"
        if state == "indicators" and id(printed) in sums:
            forms[-1].indicators.append(row)
        else:
            state = _sort(row, forms[-1], state)
    return forms


def _goes_on_below(rows: Sequence[Row]) -> bool:
    """Tell whether more lines of the same table come below a row named 合计: it is the sum of a group."""
    for row in rows:
        if (
            row.line
            or row.apart
            or (row.filled and (_opens_form(row) or _is_indicator_head(row, Blocks(), "head")))
        ):
            return False
        if any(level_depths(text) for text in row.texts) and any(
            number(text) is not None for text in row.texts
        ):
            return True
    return False


def _labelled(rows: Sequence[Row]) -> list[str]:
    """Name the blocks whose heads are known by their labels."""
    tables = [row for row in rows if row.filled and not row.line]
    tests = {
        "indicators": lambda row: _is_indicator_head(row, Blocks(), "head") and not _is_fund_head(row),
        "funds": _is_fund_head,
        "goals": _is_goal_head,
    }
    return [block for block, test in tests.items() if any(map(test, tables))]


def _sort(row: Row, blocks: Blocks, state: str) -> str:
    """Put one row where it belongs and give the block that goes on after it."""
    opened = _opened(row, blocks, state) if state != "aside" else None
    if opened:
        return opened
    if state in BEFORE and (
        _head_row(row) or (state == "funds" and (not _fund_row(row) or _goes_on_head(row, blocks)))
    ):
        blocks.head.append(row)
        return state
    if state == "indicators" and _told_row(row):
        blocks.foot.append(row)
        return state
    rows: list[Row] = getattr(blocks, state)
    rows.append(row)
    return state


def _opened(row: Row, blocks: Blocks, state: str) -> str | None:
    last = state == "foot" and not blocks.foot and blocks.total and blocks.total[-1].at == row.at - 1
    if (state == "indicators" or last) and _is_total(row):
        blocks.total.append(row)
        return "foot"
    if row.line:
        return _sort_line(row, blocks, state)
    if row.opens:
        getattr(blocks, f"{row.opens.removesuffix('s')}_heads").append(row)
        return row.opens
    if _is_indicator_head(row, blocks, state) and not (
        state in BEFORE and _is_of_fund_heads(row, blocks, state)
    ):
        blocks.indicator_heads += [*_upper_tier(getattr(blocks, state), row), row]
        return "indicators"
    if state in AFTER and not blocks.goal_heads and _is_goal_head(row):
        blocks.goal_heads.append(row)
        return "goals"
    return _opened_before_the_table(row, blocks) if state in BEFORE else None


def _opened_before_the_table(row: Row, blocks: Blocks) -> str | None:
    if _is_fund_head(row) or _is_second_fund_tier(row, blocks):
        blocks.fund_heads.append(row)
        blocks.funds += [row] if any(number(text) is not None for text in row.texts) else []
        return "funds"
    if (
        len(row.filled) > 1
        and _kinds(row, "spending")
        and not any(number(text) is not None for text in row.texts)
    ):
        return "spending"
    if "told" in _kinds(row, "management"):
        return "management"
    if _is_goal_head(row):
        blocks.goal_heads.append(row)
        return "goals"
    if not blocks.goal_heads and tells_a_goal(row):
        blocks.told_goals.append(row)
        return "told_goals"
    return None


def heads_aside(blocks: Blocks) -> list[Row]:
    """Give the rows of other tables that could head the lines of a form."""
    return [
        row
        for row in blocks.aside
        if _is_indicator_head(row, Blocks(), "head") and _kinds(row, "indicator") & {"actual", "score"}
    ]


def _sort_line(row: Row, blocks: Blocks, state: str) -> str:
    """Put a line of text beside the indicators into the form's foot; one before them belongs to the head and ends a block."""
    below = bool(blocks.indicators)
    (blocks.foot if below else blocks.head).append(row)
    return state if below or len(row.texts[0]) < WORDS else "head"


def _is_indicator_head(row: Row, blocks: Blocks, state: str) -> bool:
    kinds = _kinds(row, "indicator")
    worded = _worded(row, "indicator")
    if len(worded) > HEADS and worded > {"target", "actual"} and not _kinds(row, "fund") & _AMOUNTS:
        return True
    mostly = len(kinds) == len(row.filled) or (len(kinds) > 1 and len(kinds) * 2 >= len(row.filled))
    second_tier = state == "indicators" and not blocks.indicators and mostly
    return second_tier or (len(kinds) >= HEADS and bool(kinds & _INDICATOR_MARKS))


def _upper_tier(before: list[Row], head: Row) -> list[Row]:
    """Take the row right above a head from the block before, where it heads groups of its columns: 指标体系 | 完成情况 | 评分."""
    row = before[-1] if before else head
    above = row.at == head.at - 1 and FEW - 1 < len(row.filled) + 1 <= len(head.filled)
    return (
        [before.pop()]
        if above and all(kind_by_words("tier", text) for text in row.texts) and not _is_goal_head(row)
        else []
    )


def _is_fund_head(row: Row) -> bool:
    worded = len(_worded(row, "fund")) >= HEADS and len(_worded(row, "fund") & _AMOUNTS) > 1
    known = len(_kinds(row, "fund") & _AMOUNTS) > 1
    return (known or worded) and not _kinds(row, "indicator") & _NOT_OF_FUNDS


def _is_goal_head(row: Row) -> bool:
    both = {"expected", "actual"}
    return _kinds(row, "goal") >= both or (
        len(row.filled) <= FEW and _worded(row, "goal") >= both and kind_of("head", row.texts[0]) is None
    )


def _is_of_fund_heads(row: Row, blocks: Blocks, state: str) -> bool:
    return _is_fund_head(row) or (state == "funds" and _is_second_fund_tier(row, blocks))


def _is_second_fund_tier(row: Row, blocks: Blocks) -> bool:
    """Tell whether a row parts the columns of the fund head right above it, as 金额 and 其中:财政拨款 under 全年预算."""
    if (
        not blocks.fund_heads
        or blocks.funds
        or any(is_blank(text) or any(c.isdigit() for c in text) for text in row.texts)
    ):
        return False
    first = next(c for c in blocks.fund_heads[0].filled if not side_label(c.text))
    below = row.filled[0].col > first.col or (
        len(_kinds(row, "fund")) > 1 and not _kinds(row, "indicator") & _NOT_OF_FUNDS
    )
    return below and not kind_of("fund_total", row.texts[0])


def _is_total(row: Row) -> bool:
    first = next((c for c in row.filled if not side_label(c.text)), None)
    return first is not None and not row.line and names("total", first.text.split(":")[0].split("：")[0])


def _head_row(row: Row) -> bool:
    first = next((c for c in row.filled if not side_label(c.text)), None)
    return first is not None and kind_of("head", first.text) is not None and len(row.filled) > 1


def _is_of_the_form(row: Row, blocks: Blocks) -> bool:
    """Tell whether a table apart is of the form before it: a head printed again, its total, or a label and its text."""
    again = any(set(row.texts) == set(head.texts) for head in blocks.indicator_heads)
    goals = not blocks.goal_heads and _is_goal_head(row)
    return again or goals or _is_total(row) or _told_row(row)


def _told_row(row: Row) -> bool:
    """Tell whether a row below the indicators is a label and its text, as 其他需要说明事项."""
    kind = kind_of("head", row.filled[0].text)
    return kind in ("score_total", "grade") or (kind == "other" and len(row.filled) <= PAIR)


def _fund_row(row: Row) -> bool:
    """Tell whether a row prints an amount, a blank mark, a known source, heads of lists or a bare name, or is the rest of one."""
    return (
        row.fresh
        or are_headings(row.filled)
        or (len(row.filled) == 1 and len(row.texts[0]) <= SECTION)
        or are_headings(row.filled)
        or any(
            is_blank(text)
            or any(c.isdigit() for c in text[:AMOUNT])
            or names_funds(text)
            or ":" in fold(text)
            for text in row.texts
        )
    )


def _goes_on_head(row: Row, blocks: Blocks) -> bool:
    """Tell whether a page's first row is the rest of a label's text, as of 部门职能概述 below the funds."""
    after_head = (
        row.fresh and bool(blocks.head) and not blocks.head[-1].line and blocks.head[-1].at == row.at - 1
    )
    return after_head and not any(names_funds(text) or number(text) is not None for text in row.texts)


def _is_section(row: Row) -> bool:
    """Tell whether a row is a section's heading, as 一、基本情况."""
    titled = (
        len(row.filled) == 1
        and len(row.texts[0]) <= SECTION
        and _SECTION.match(fold(row.texts[0])) is not None
    )
    return titled and not level_depths(without_numbering(row.texts[0]))


def _numbers_columns(row: Row) -> bool:
    """Tell whether a row only numbers the columns, as 列次 1 2 3 or 栏次 A B C."""
    return row.texts[0] in ("列次", "栏次") and all(len(text) <= PAIR for text in row.texts[1:])


def _opens_form(row: Row) -> bool:
    return (
        not row.line
        and kind_of("head", row.filled[0].text) in ("project", "department", "supervisor")
        and len(row.filled) > 1
    )


def _worded(row: Row, block: str) -> set[str]:
    """Tell what a row's labels mean by their words; of a row that holds anything but labels nothing."""
    if any(len(text) > SECTION or is_blank(text) or number(text) is not None for text in row.texts):
        return set()
    return _kinds(row, block) | {
        kind for text in row.texts if not side_in(block, text) and (kind := kind_by_words(block, text))
    }


def _kinds(row: Row, block: str) -> set[str]:
    return {kind for text in row.texts if (kind := kind_of(block, text)) and not side_in(block, text)}
