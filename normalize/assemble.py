"""One form put together from its blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from extract import Message, message
from extract.grid import Box, Cell
from normalize.columns.columns import columns_of
from normalize.columns.inferred import goal_columns
from normalize.form import Evidence, Form, Where
from normalize.provenance import of_columns, of_levels, of_pairs, of_slides
from normalize.rows.regions import Region, year_in
from normalize.sections.blocks import Blocks, find_unread_heads
from normalize.sections.funds import FundBlock, funds
from normalize.sections.goals import goals, labelled_goals
from normalize.sections.head import Pair, foot_pairs, head_pairs, headers, management_pairs, value_of
from normalize.sections.indicators import IndicatorBlock, indicators
from normalize.sections.totals import Total, grade_told, mark_execution_lines, score_told, total
from normalize.values.number import points
from normalize.values.text import fold
from normalize.vocabulary.labels import lists

Boxes = tuple[Box, ...]

DEFAULT_UNIT = "万元"
SHOWN = 20
_UNIT = re.compile(r"[(:](?:金额)?(?:单位:?)?(百万元|万元|千元|亿元|元)(?:\)|$)")


def assemble(ordinal: int, region: Region, blocks: Blocks) -> Form:
    """Read all blocks of a form; amounts are turned into yuan by the unit that the form prints, 万元 where it prints none."""
    pairs = head_pairs(blocks.head) + management_pairs(blocks.management) + foot_pairs(blocks.foot)
    fields = _fields(pairs)
    year, year_boxes = _year(region, fields)
    unit = _money_unit(region, pairs)
    fund_block = funds(blocks.fund_heads, blocks.funds, unit or DEFAULT_UNIT)
    goal_rows, goal_lost = goals(blocks.goal_heads, blocks.goals)
    table = indicators(blocks.indicator_heads, blocks.indicators, _sums(blocks, fields, fund_block))
    totals = total(blocks.total, table.columns)
    pages = [b.page for row in region.rows for c in row.cells for b in c.boxes if b.page]
    score = totals.score.text if totals.score else _value(fields["score_total"])
    evidence = tuple(_evidence(pairs, fund_block, blocks, table, unit))
    weight_total, score_total = (
        (points(totals.weight.text) if totals.weight else None),
        (points(score) if score else None),
    )
    lost = (*fund_block.lost, *goal_lost, *table.lost, *totals.lost)
    return Form(
        ordinal=ordinal,
        kind=_kind(region.title_text, fields),
        title=region.title_text,
        year=year,
        department=_value(fields["department"]),
        project=_value(fields["project"]),
        supervisor=_value(fields["supervisor"]),
        money_unit=unit,
        weight_total=weight_total,
        score_total=score_total,
        grade=totals.grade.text if totals.grade else _value(fields["grade"]),
        page_first=min(pages, default=None),
        page_last=max(pages, default=None),
        headers=headers(pairs, _used(fields, score_total)),
        funds=fund_block.funds,
        goals=goal_rows or labelled_goals(blocks.labelled_goals),
        levels=table.levels,
        indicators=mark_execution_lines(table.indicators, fund_block.funds, weight_total, score_total),
        columns=tuple(dict.fromkeys(c.field for c in table.columns if c.field != "other")),
        fund_columns=tuple(
            dict.fromkeys(c.field for c in fund_block.columns if c.field not in ("source", "other"))
        ),
        rate_formula=fund_block.rate_formula,
        templates=tuple(_templates(blocks)),
        warnings=tuple(_warnings(region, blocks, lost, fund_block.unread)),
        notes=tuple(chain(_left_out(blocks, table), _notes(fund_block, unit, evidence))),
        evidence=evidence,
        where=_where(region, fields, totals, year_boxes),
    )


def _sums(blocks: Blocks, fields: dict[str, Pair | None], block: FundBlock) -> frozenset[Decimal]:
    """Give the figures that the indicators' weights or scores may add up to: a total, with or without the funds' own."""
    texts = [text for row in blocks.total for text in row.texts] + [_value(fields["score_total"]) or ""]
    totals = [n for text in texts if (n := points(text)) is not None]
    funds = [n for fund in block.funds if fund.total for n in (fund.weight, fund.score) if n is not None]
    return frozenset((*totals, *(n - part for n in totals for part in funds)))


def _fields(pairs: Sequence[Pair]) -> dict[str, Pair | None]:
    """Find the form's own fields among its labels.

    Where no unit is named the 主管部门 reports, of a central and a local one the local, which is printed
    last.
    """
    supervisor, nearest = value_of(pairs, "supervisor"), value_of(reversed(pairs), "supervisor")
    return {
        "department": value_of(pairs, "department", "executor") or nearest,
        "supervisor": supervisor,
        "project": value_of(pairs, "project"),
        "year": value_of(pairs, "year"),
        "score_total": value_of(pairs, "score_total") or _told(pairs, score_told),
        "grade": _told(pairs, grade_told),
    }


def _used(fields: dict[str, Pair | None], score_total: Decimal | None) -> list[Pair]:
    """Give the pairs that became fields; a total in the head that is not the one below the lines stays a pair of the head."""
    stated = fields["score_total"]
    overruled = stated if stated and points(stated.value) not in (None, score_total) else None
    return [pair for pair in fields.values() if pair and pair is not overruled]


def _told(pairs: Sequence[Pair], told: Callable[[str], str | None]) -> Pair | None:
    """Give what a conclusion (自评结论) tells as the value of its pair."""
    conclusion = value_of(pairs, "grade")
    value = told(conclusion.value) if conclusion else None
    return replace(conclusion, value=value) if conclusion and value else None


def _value(pair: Pair | None) -> str | None:
    return pair.value if pair else None


def _kind(title: str, fields: dict[str, Pair | None]) -> str:
    words, title = lists()["title"], fold(title)
    project = fields["project"]
    if any(w in title for w in words["transfer"]) or (project and "转移支付" in project.label):
        return "transfer"
    if any(w in title for w in words["department"]):
        return "department"
    return "project" if project else "other"


def _year(region: Region, fields: dict[str, Pair | None]) -> tuple[int | None, Boxes]:
    """Give the year and its place."""
    found = ((year_in(text), boxes) for text, boxes in _year_texts(region, fields))
    return next(((year, boxes) for year, boxes in found if year is not None), (None, ()))


def _year_texts(region: Region, fields: dict[str, Pair | None]) -> Iterator[tuple[str, Boxes]]:
    """Give the texts that may print the year with their places, the nearest to the title first."""
    if region.title:
        yield region.title.filled[0].text, region.title.filled[0].boxes
    yield from ((row.filled[0].text, row.filled[0].boxes) for row in region.rows[:4] if len(row.filled) == 1)
    if year := fields["year"]:
        yield year.value, year.boxes


def _money_unit(region: Region, pairs: Sequence[Pair]) -> str | None:
    """Give the unit that a label beside the funds, a head field or a line above the table prints."""
    printed = value_of(pairs, "money_unit")
    texts = [f":{printed.value}"] if printed else []
    texts += [text for row in region.rows for text in row.texts if len(text) <= SHOWN]
    return next((m[1] for text in texts if (m := _UNIT.search(fold(text)))), None)


def _templates(blocks: Blocks) -> Iterator[str]:
    phrases = lists()["template"]["phrases"]
    for row in (*blocks.head, *blocks.goals, *blocks.indicators):
        yield from (text for text in row.texts if any(phrase in text for phrase in phrases))


def _warnings(
    region: Region, blocks: Blocks, lost: Sequence[Cell], unread: Sequence[str]
) -> Iterator[Message]:
    if any(box.confidence < 1 for row in region.rows for cell in row.cells for box in cell.boxes):
        yield message("table-inferred")
    if find_unread_heads(blocks):
        yield message("untitled-indicators")
    for column in unread:
        yield message("unread-fund-column", column=column[:SHOWN])
    for cell in lost:
        yield message("unplaced-text", text=cell.text[:SHOWN])


def _left_out(blocks: Blocks, table: IndicatorBlock) -> Iterator[Message]:
    if not table.sure_of_levels:
        yield message("levels-by-position")
    if blocks.spending:
        yield message("payments-unread")


def _notes(block: FundBlock, unit: str | None, evidence: Sequence[Evidence]) -> Iterator[Message]:
    if block.funds and unit is None:
        yield message("default-money-unit", unit=DEFAULT_UNIT)
    for by, code in (("words", "columns-by-words"), ("content", "columns-by-content")):
        if columns := dict.fromkeys(e.printed for e in evidence if e.by == by):
            yield message(code, columns=tuple(columns))


def _evidence(
    pairs: Sequence[Pair], block: FundBlock, blocks: Blocks, table: IndicatorBlock, unit: str | None
) -> Iterator[Evidence]:
    yield from of_pairs(pairs)
    yield from of_columns("fund", block.columns)
    yield from of_columns("goal", goal_columns(columns_of(blocks.goal_heads, "goal")))
    yield from of_columns("indicator", table.columns)
    yield from of_levels(table.levels)
    yield from of_slides(table.slides)
    if unit is None and block.funds:
        yield Evidence("fund", "money_unit", "", "default", DEFAULT_UNIT)


def _where(region: Region, fields: dict[str, Pair | None], totals: Total, year: Boxes) -> Where:
    boxes: dict[str, Boxes] = {
        field: pair.boxes for field, pair in fields.items() if pair and field != "year"
    }
    boxes |= {"year": year} if year else {}
    if region.title:
        boxes["title"] = region.title.filled[0].boxes
    boxes |= {
        f: c.boxes
        for f, c in (("weight_total", totals.weight), ("score_total", totals.score), ("grade", totals.grade))
        if c
    }
    return boxes
