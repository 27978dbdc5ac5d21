"""The funds block: rows of sources with their amounts, rate, weight and score, and lists of ``label:amount``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from msgspec import structs

from extract.grid import Cell
from normalize.columns.columns import columns_of
from normalize.columns.inferred import fund_columns
from normalize.form import Fund
from normalize.rows.alignment import Column, Placed, align
from normalize.rows.row import Row, boxes_of, joined_rows
from normalize.sections.fund_lists import (
    are_headings,
    are_listed,
    heading_over,
    listed,
    lists_sources,
    rate_of,
    side_by_side,
    source_name,
    yuan_of,
)
from normalize.values.number import number, points
from normalize.values.text import fold, label
from normalize.vocabulary.label_words import likely_kind, names
from normalize.vocabulary.labels import kind_of, names_funds, side_label, without_among

ASIDE = ("reason", "other")  # columns without a figure
AMOUNTS = ("initial", "budget", "executed", "transferred", "net")
_END = Column("end", 10_000)
_WEIGHT = re.compile(r"\((\d+(?:\.\d+)?)分")
_MARK = r"(?:[A-Fa-f①-⑨]|(?<!\d)\d(?!\d))"
_SIDE = rf"(?:\({_MARK}(?:[-+−–]{_MARK})*\)|{_MARK}(?:[-+−–]{_MARK})*)"
_FORMULA = re.compile(rf"{_SIDE}[/÷∕]{_SIDE}|(?<=\()[^()]*数[/÷∕][^()]*数")


@dataclass(frozen=True, slots=True)
class FundBlock:
    """The fund rows, their columns, the rate's formula as its head prints it, and what fitted nowhere.

    ``unread`` are the labels of columns with figures that nobody knows.
    """

    funds: tuple[Fund, ...]
    columns: tuple[Column, ...]
    rate_formula: str | None
    lost: tuple[Cell, ...]
    unread: tuple[str, ...] = ()


def funds(heads: Sequence[Row], rows: Sequence[Row], unit: str | None) -> FundBlock:
    """Read the fund rows; amounts are turned into yuan from the unit of the cell, of its column's head, or of the block."""
    columns = _with_source(fund_columns(columns_of(heads, "fund"), rows), rows)
    found: list[Fund] = []
    lost: list[Cell] = []
    headings: list[Cell] = []
    unread: dict[str, None] = {}
    beside = next((c for row in (*heads, *rows) for c in row.filled if side_label(c.text)), None)
    for row in _whole(rows):
        cells = _without_repeated_labels([c for c in row.filled if not side_label(c.text)])
        if are_headings(cells):
            headings = cells
        elif are_listed(cells, headed=bool(headings)):
            found += (fund for c in cells for fund in listed(c, heading_over(c, headings, row), unit))
        elif lists_sources(columns):
            found += side_by_side(cells, columns, row, unit)
        else:
            placed, outside = _placed(cells, columns, row)
            lost += outside
            unread |= dict.fromkeys(_unread(placed, columns))
            row_funds = list(_row_fund(placed, columns, unit, None if found else beside))
            found += row_funds
            lost += () if row_funds else placed.values()
    order = [None, *(source_name(h.text) for h in headings)]
    found.sort(key=lambda f: order.index(f.list_heading) if f.list_heading in order else 0)
    weight = _weight_in_head(beside, columns)
    numbered = tuple(
        replace(_weighed(f, weight) if f.total else f, ordinal=n) for n, f in enumerate(found, 1)
    )
    return FundBlock(numbered, columns, _formula(columns), tuple(lost), tuple(unread))


def _unread(placed: Placed, columns: Sequence[Column]) -> Iterator[str]:
    """Give the labels of columns that nobody knows and that hold a figure."""
    for n, cell in placed.items():
        column = columns[n]
        if (
            column.field == "other"
            and number(cell.text) is not None
            and likely_kind("fund", column.label) is None
        ):
            yield column.label


def _weight_in_head(beside: Cell | None, columns: Sequence[Column]) -> Cell | None:
    """Give the head that prints the weight of the execution where no column does: 预算执行情况(20分) or 得分(20分×执行率)."""
    scores = [c.cells[0] for c in columns if c.field == "score" and c.cells]
    if not scores or any(c.field == "weight" for c in columns):
        return None
    return next((c for c in (*scores, beside) if c and _WEIGHT.search(fold(c.text))), None)


def _weighed(fund: Fund, head: Cell | None) -> Fund:
    m = _WEIGHT.search(fold(head.text)) if head else None
    if head is None or m is None:
        return fund
    return replace(
        fund,
        weight=points(m[1]),
        texts=fund.texts | {"weight": m[1]},
        where=fund.where | {"weight": head.boxes},
    )


def _without_repeated_labels(cells: Sequence[Cell]) -> list[Cell]:
    """Leave out the labels that a row prints again before each of its amounts: 预算数 100 到位数 100 执行数 98."""
    labels = [c for c in cells if kind_of("fund", c.text) or names_funds(c.text)]
    return [c for c in cells if c not in labels[1:]]


def _with_source(columns: tuple[Column, ...], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Add the column of sources where its head is blank: it stands before the first amount, where the rows print them.

    A text's head that leaves the blank cell out stands a column to the left of its rows.
    """
    wide = tuple(
        replace(c, colspan=max(c.colspan, after.col - c.col)) for c, after in pairwise((*columns, _END))
    )
    if any(c.field == "source" for c in columns) or not columns:
        return wide
    first = next((c for c in columns if c.field != "other" or names_funds(c.label)), columns[0])
    cols = [c.col for row in rows for c in row.filled[:2] if names_funds(c.text)]
    most = max(set(cols), key=cols.count, default=max(first.col - 1, 0))
    source = Column("source", min(most, first.col - 1) if any(row.ragged for row in rows) else most)
    narrow = (
        replace(c, colspan=min(c.colspan, source.col - c.col))
        if c.col < source.col < c.col + c.colspan
        else c
        for c in wide
    )
    return tuple(sorted((source, *narrow), key=lambda column: column.col))


def _whole(rows: Sequence[Row]) -> Iterator[Row]:
    """Join a row that a page end cut: its rest, or the row itself, prints no number, or its rest no name."""
    held: Row | None = None
    for row in rows:
        if held and row.fresh and _is_rest(held, row):
            held = joined_rows(held, row)
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


def _is_rest(held: Row, row: Row) -> bool:
    """Tell whether a page's first row is the rest of the row before; a heading, or a known source after a whole row, is not."""
    if are_headings(row.filled) or are_headings(held.filled):
        return False
    whole = _named(held) and _digits(held)
    return not _named(row) or not _digits(held) or not (_digits(row) or (whole and names_funds(row.texts[0])))


def _named(row: Row) -> bool:
    return any(re.search(r"[\u4e00-\u9fff]", text) for text in row.texts)


def _digits(row: Row) -> bool:
    return any(c.isdigit() for text in row.texts for c in text)


def _placed(cells: Sequence[Cell], columns: Sequence[Column], row: Row) -> tuple[Placed, tuple[Cell, ...]]:
    """Place a row's cells; in a grid all that stands before the first amount is the source's name."""
    if row.ragged or not columns:
        return align(cells, columns, ragged=row.ragged)
    source = next((n for n, c in enumerate(columns) if c.field == "source"), 0)
    first = min((c.col for c in columns if c.field not in ("source", *ASIDE)), default=0)
    others = [c for c in columns if c.field in ASIDE]
    left = [c for c in cells if c.col + c.colspan <= first and not any(other.overlap(c) for other in others)]
    name = left or [c for c in cells[:1] if number(c.text) is None]
    placed, lost = align([c for c in cells if c not in name], columns, ragged=False)
    if name:
        text = "".join(c.text for c in name)
        placed[source] = structs.replace(name[0], text=text, boxes=boxes_of(name))
    return placed, lost


def _row_fund(
    placed: Placed, columns: Sequence[Column], unit: str | None, beside: Cell | None
) -> Iterator[Fund]:
    """Read a row of amounts; one that names no source is called by the label ``beside`` the block, and is the total."""
    cells = {columns[n].field: cell for n, cell in placed.items()}
    source = cells.get("source") or (beside if not set(AMOUNTS).isdisjoint(cells) else None)
    if source is None:
        return
    texts = {field: cell.text for field, cell in cells.items() if field not in ("source", "other")}
    units = {c.field: _unit_of(c) or unit for c in columns}
    amounts = {field: yuan_of(texts.get(field, ""), units.get(field)) for field in AMOUNTS}
    yield Fund(
        0,
        source_name(label(source.text) if source is beside else source.text),
        total=names("fund_total", source.text) or source is beside,
        among=without_among(source.text) != source.text,
        initial_yuan=amounts["initial"],
        budget_yuan=amounts["budget"],
        executed_yuan=amounts["executed"],
        transferred_yuan=amounts["transferred"],
        net_yuan=amounts["net"],
        rate=rate_of(texts.get("rate", ""), columns),
        weight=points(texts.get("weight", "")),
        score=points(texts.get("score", "")),
        texts=texts,
        where={field: cell.boxes for field, cell in cells.items() if field != "other"},
    )


def _unit_of(column: Column) -> str | None:
    m = re.search(r"\((万元|元|亿元|千元|百万元)\)", fold(column.label))
    return m[1] if m else None


def _formula(columns: Sequence[Column]) -> str | None:
    for column in columns:
        if column.field == "rate" and (m := _FORMULA.search(fold(column.label))):
            return m[0]
    return None
