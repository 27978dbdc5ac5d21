"""One form put together from its blocks, and why its parts were read as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from extract import Message, find_doubt, message
from normalize.columns.columns import read_columns
from normalize.columns.inferred import infer_goal_columns
from normalize.form import Evidence, Form, Goal, Level, Quantity, Subtotal, Where
from normalize.rows.alignment import Column
from normalize.rows.column import compare_width, fill_up
from normalize.rows.regions import Region
from normalize.rows.row import LabelledCell, Row
from normalize.sections.blocks.types import Blocks, find_unread_heads
from normalize.sections.broken_numbers import (
    doubt_broken_goals,
    doubt_broken_lines,
    warn_of_broken_labels,
    warn_of_broken_numbers,
)
from normalize.sections.funds.block import FundBlock, read_funds
from normalize.sections.funds.money_units import list_known_amounts, prove_unit, warn_of_unit
from normalize.sections.goals import read_goals, read_labelled_goals
from normalize.sections.head import (
    Boxes,
    FormFields,
    Pair,
    find_fields,
    find_kind,
    find_year,
    list_headers,
    read_foot,
    read_head,
    read_management,
)
from normalize.sections.indicators.execution_lines import mark_execution_lines
from normalize.sections.indicators.table import IndicatorBlock, read_indicators
from normalize.sections.settings import FORMS
from normalize.sections.totals import Total, is_unread_number, read_total
from normalize.sections.unit_scopes import find_money_unit
from normalize.sections.unsure_cells import (
    warn_of_amounts_in_names,
    warn_of_covered_figures,
    warn_of_joined_rows,
)
from normalize.vocabulary.labels import SAME, find_depths
from normalize.vocabulary.lists import load_label_lists
from normalize.vocabulary.text_labels import label_text


@dataclass(frozen=True, slots=True, kw_only=True)
class _FormParts:
    """What was read of a form, block by block."""

    region: Region
    blocks: Blocks
    pairs: Sequence[Pair]
    fields: FormFields
    funds: FundBlock
    goals: tuple[Goal, ...]
    table: IndicatorBlock
    totals: Total
    lost: Sequence[LabelledCell]


def assemble_form(ordinal: int, region: Region, blocks: Blocks) -> Form:
    """Read all blocks of a form; amounts become yuan by the unit that it prints, 万元 where it prints none."""
    parts = _read_parts(region, blocks)
    fields, table, totals = parts.fields, parts.table, parts.totals
    year, year_boxes = find_year(region, fields)
    weight_total = totals.weight.labels.points if totals.weight else None
    score_total = totals.score.labels.points if totals.score else _points_of(fields.score_total)
    pages = _list_pages(region)
    evidence = tuple(_explain(parts))
    return Form(
        ordinal=ordinal,
        kind=find_kind(region.title_text, fields),
        title=region.title_text,
        year=year,
        department=_value_of(fields.department),
        project=_value_of(fields.project),
        supervisor=_value_of(fields.supervisor),
        money_unit=parts.funds.numbers.unit.stated,
        weight_total=weight_total,
        score_total=score_total,
        review_total=totals.review.labels.points if totals.review else None,
        grade=totals.grade.text if totals.grade else _value_of(fields.grade),
        page_first=min(pages, default=None),
        page_last=max(pages, default=None),
        headers=list_headers(parts.pairs, fields.list_used(score_total)),
        funds=parts.funds.funds,
        goals=parts.goals,
        levels=table.levels,
        indicators=mark_execution_lines(table.indicators, parts.funds.funds, weight_total, score_total),
        columns=_list_fields(table.columns, without=("other",)),
        fund_columns=_list_fields(parts.funds.columns, without=("source", "other")),
        rate_formula=parts.funds.rate_formula,
        templates=tuple(_find_templates(blocks)),
        subtotals=tuple(_number_subtotals((*parts.funds.subtotals, *table.subtotals))),
        warnings=tuple(_warn(parts)),
        notes=(*_note_left_out(parts), *_note_assumed(parts, evidence), *_note_year(year)),
        evidence=evidence,
        where=_find_places(parts, year_boxes),
    )


def _read_parts(region: Region, blocks: Blocks) -> _FormParts:
    pairs = [*read_head(blocks.head), *read_management(blocks.management), *read_foot(blocks.foot)]
    fields = find_fields(pairs)
    fund_block = read_funds(blocks.fund_heads, blocks.funds, find_money_unit(region, blocks))
    goal_rows, lost_goals = read_goals(blocks.goal_heads, blocks.goals)
    sums = _find_sums(blocks.total, fields, fund_block)
    table = read_indicators(blocks.list_parts(), sums)
    table = replace(table, indicators=doubt_broken_lines(table.indicators))
    totals = read_total(blocks.total, table.last_columns)
    goals = goal_rows or read_labelled_goals(blocks.labelled_goals)
    known = [*fund_block.numbers.known, *list_known_amounts(pairs, _list_quantities(goals, table))]
    unit = prove_unit(fund_block.numbers.unit, fund_block.numbers.bare, known)
    if unit != fund_block.numbers.unit or table.has_percent_scores:
        fund_block = read_funds(
            blocks.fund_heads, blocks.funds, unit, has_percent_scores=table.has_percent_scores
        )
    return _FormParts(
        region=region,
        blocks=blocks,
        pairs=pairs,
        fields=fields,
        funds=fund_block,
        goals=doubt_broken_goals(goals),
        table=table,
        totals=totals,
        lost=(*fund_block.lost, *lost_goals, *table.lost, *totals.lost),
    )


def _list_quantities(goals: Sequence[Goal], table: IndicatorBlock) -> Iterator[Quantity]:
    for goal in goals:
        yield from goal.quantities
    for line in table.indicators:
        yield from line.quantities


def _find_sums(rows: Sequence[Row], fields: FormFields, block: FundBlock) -> frozenset[Decimal]:
    """Return what the indicators' weights or scores may add up to.

    It is a total, with or without the funds' own points.
    """
    totals = [_points_of(fields.score_total)]
    for row in rows:
        totals += [cell.labels.points for cell in row.filled]
    of_funds: list[Decimal | None] = [Decimal(0)]
    for fund in block.funds:
        if fund.total:
            of_funds += (fund.weight, fund.score)
    pairs = product(filter(_is_number, totals), filter(_is_number, of_funds))
    return frozenset(whole - part for whole, part in pairs if whole is not None and part is not None)


def _is_number(value: Decimal | None) -> bool:
    return value is not None


def _list_pages(region: Region) -> list[int]:
    pages: list[int] = []
    for row in region.rows:
        for cell in row.cells:
            pages += [box.page for box in cell.boxes if box.page]
    return pages


def _number_subtotals(subtotals: Sequence[Subtotal]) -> Iterator[Subtotal]:
    for ordinal, subtotal in enumerate(subtotals, 1):
        yield replace(subtotal, ordinal=ordinal)


def _points_of(pair: Pair | None) -> Decimal | None:
    """Return the points that the value of a label is."""
    return label_text(pair.value).points if pair else None


def _value_of(pair: Pair | None) -> str | None:
    return pair.value if pair else None


def _list_fields(columns: Sequence[Column], *, without: Sequence[str]) -> tuple[str, ...]:
    fields = dict.fromkeys(column.field for column in columns)
    return tuple(field for field in fields if field not in without)


def _find_templates(blocks: Blocks) -> Iterator[str]:
    """Return the texts that the template prints for whoever fills it in."""
    phrases = load_label_lists()["template"]["phrases"]
    for row in (*blocks.head, *blocks.goals, *blocks.indicators):
        for text in row.texts:
            if any(phrase in text for phrase in phrases):
                yield text


def _warn(parts: _FormParts) -> Iterator[Message]:
    """Return what the reading was not sure of."""
    if any(map(_is_inferred, parts.region.rows)):
        yield message("table-inferred")
    if find_unread_heads(parts.blocks):
        yield message("untitled-indicators")
    for column in parts.funds.unread:
        yield message("unread-fund-column", column=column[: FORMS.longest_told])
    yield from parts.funds.numbers.faults
    if parts.funds.numbers.is_unit_used:
        yield from warn_of_unit(parts.funds.numbers.unit)
    yield from _warn_unread(parts)
    for row in filter(_has_emptied_cell, parts.region.rows):
        name = row.texts[0] if row.texts else ""
        yield message("cell-struck-out", row=name[: FORMS.longest_told])
    yield from warn_of_joined_rows(parts.blocks.funds, parts.funds.columns)
    yield from warn_of_covered_figures(parts.blocks.funds, parts.funds.columns)
    yield from warn_of_amounts_in_names(parts.funds.funds)
    yield from parts.table.unsure
    for row in _find_short_rows(parts):
        yield message("row-of-few-cells", row=row.texts[0][: FORMS.longest_told])
    for cell in parts.lost:
        yield message("unplaced-text", text=cell.text[: FORMS.longest_told])
    yield from warn_of_broken_numbers(parts.table.indicators)
    yield from warn_of_broken_labels(parts.region.rows)


def _warn_unread(parts: _FormParts) -> Iterator[Message]:
    """Return the numbers of the indicator table that were not read."""
    for column in parts.table.unread_columns:
        yield message("unread-indicator-column", column=column[: FORMS.longest_told])
    for row, column, text in parts.table.unread_points:
        yield message("cell-no-number", row=row, column=column, text=text[: FORMS.longest_told])
    for cell in parts.totals.unread:
        yield message("total-no-number", text=cell.text)
    stated = parts.fields.score_total
    if stated and is_unread_number(label_text(stated.value)):
        yield message("total-no-number", text=stated.value)


def _find_short_rows(parts: _FormParts) -> Iterator[Row]:
    """Return the rows of a text that lost a cell: they print a figure and fewer cells than their header."""
    for rows, columns in (
        (parts.blocks.funds, parts.funds.columns),
        (parts.blocks.indicators, parts.table.columns),
    ):
        fills_up = fill_up(rows, columns)
        for row in rows:
            is_short = fills_up and compare_width(row, columns, fills_up=fills_up) == "short"
            if is_short and any(char.isdigit() for char in "".join(row.texts)):
                yield row


def _is_inferred(row: Row) -> bool:
    """Tell whether a number of a row stands in a column that only white space tells."""
    return any(_is_mostly_digits(cell.text) and _is_doubted(cell) for cell in row.cells)


def _is_mostly_digits(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return digits > 0 and 2 * digits >= len(text)


def _has_emptied_cell(row: Row) -> bool:
    """Tell whether a cell of a row prints nothing but what is struck out."""
    return any(not cell.text and find_doubt(cell.boxes) == "struck" for cell in row.cells)


def _is_doubted(cell: LabelledCell) -> bool:
    return any(box.doubt == "inferred" for box in cell.boxes)


def _note_left_out(parts: _FormParts) -> Iterator[Message]:
    """Return what is only likely, and what was left out."""
    is_unruled = any(any(map(_is_doubted, row.cells)) for row in parts.region.rows)
    if is_unruled and not any(map(_is_inferred, parts.region.rows)):
        yield message("table-agreed")
    if not parts.table.sure_of_levels:
        yield message("levels-by-position")
    if parts.blocks.spending:
        yield message("payments-unread")


def _note_assumed(parts: _FormParts, evidence: Sequence[Evidence]) -> Iterator[Message]:
    """Return what was taken for granted."""
    unit = parts.funds.numbers.unit
    if parts.funds.numbers.is_unit_used and unit.is_proved and unit.printed != unit.proved:
        yield message("money-unit-proved", unit=unit.used, text=unit.proof)
    for by, code in (("words", "columns-by-words"), ("content", "columns-by-content")):
        columns = dict.fromkeys(each.printed for each in evidence if each.by == by)
        if columns:
            yield message(code, columns=tuple(columns))


def _note_year(year: int | None) -> Iterator[Message]:
    """Tell that the year is not known; the day of filling in lies in the year after it."""
    if year is None:
        yield message("year-unknown")


def _explain(parts: _FormParts) -> Iterator[Evidence]:
    """Return why the form was read so."""
    yield from explain_pairs(parts.pairs)
    yield from explain_columns("fund", parts.funds.columns)
    yield from explain_columns("goal", infer_goal_columns(read_columns(parts.blocks.goal_heads, "goal")))
    yield from explain_columns("indicator", parts.table.columns)
    yield from explain_levels(parts.table.levels)
    yield from explain_slides(parts.table.slides)
    if parts.funds.numbers.unit.stated is None and parts.funds.funds:
        yield Evidence("fund", "money_unit", "", "default", FORMS.default_unit)


def _find_places(parts: _FormParts, year: Boxes) -> Where:
    """Return where the form prints its own fields."""
    places: dict[str, Boxes] = {name: pair.boxes for name, pair in parts.fields.list_printed()}
    places.pop("year", None)
    if year:
        places["year"] = year
    if parts.funds.numbers.unit.boxes:
        places["money_unit"] = parts.funds.numbers.unit.where
    if parts.region.title:
        places["title"] = parts.region.title.filled[0].boxes
    totals = parts.totals
    for name, cell in (
        ("weight_total", totals.weight),
        ("score_total", totals.score),
        ("review_total", totals.review),
        ("grade", totals.grade),
    ):
        if cell:
            places[name] = cell.boxes
    return places


def explain_columns(block: str, columns: Sequence[Column]) -> Iterator[Evidence]:
    """Tell which label made each column what it is."""
    for column in columns:
        if column.label:
            yield _of_label(block, column.field, column.label)


def explain_pairs(pairs: Sequence[Pair]) -> Iterator[Evidence]:
    """Tell which label made each field of the head and foot what it is."""
    for pair in pairs:
        if pair.kind:
            yield _of_label("head", pair.kind, pair.label)


def explain_levels(levels: Sequence[Level]) -> Iterator[Evidence]:
    """Tell which level names are known, and which are so only by where they stand."""
    for level in levels:
        by = "level" if level.depth in find_depths(level.name) else "order"
        yield Evidence("level", f"level{level.depth}", level.name, by)


def explain_slides(slides: Sequence[tuple[str, int]]) -> Iterator[Evidence]:
    """Tell which rows of text stood beside their columns, and by how many (to the left below 0)."""
    for name, slide in slides:
        if slide:
            yield Evidence("indicator", "row", name, "path", f"{slide:+d}")


def _of_label(block: str, field: str, printed: str) -> Evidence:
    labels = label_text(printed)
    match = labels.matches.get(block)
    if match is None and labels.by_words.get(block) == field:
        return Evidence(block, field, printed, "words")
    if match is None:
        return Evidence(block, field, printed, "order" if field == "other" else "content")
    return Evidence(
        block, field, printed, "label" if match.score == SAME else "similar", match.known, match.score
    )
