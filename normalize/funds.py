"""The funds block: rows of sources with their amounts, rate, weight and score, and lists of ``label:amount``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extract.grid import Cell
from normalize.align import Column, Placed, align
from normalize.blocks import columns_of
from normalize.clean import fold, is_blank
from normalize.form import Fund
from normalize.labels import kind_of, names, side_label, without_among
from normalize.number import number, points, ratio, yuan
from normalize.rows import Row, boxes_of, joined

NOTHING = "0"  # in a list of sources a bare 0 is a blank mark (observed); 0.00 is an amount
AMOUNTS = ("initial", "budget", "executed", "transferred", "net")
_END = Column("end", 10_000)
_HEADING = re.compile(r"按[^:]{2,10}分(?:类)?:?")
_LISTED = re.compile(r"((?:其中:)?[^:]*[^\d:.,][^:]*):([-—/\\]*|[\d.,]+\s*(?:万元|亿元|元|万)?|无)?")
_FORMULA = re.compile(r"\((\(?[A-E].*?[A-E]\)?)(?:[×*]100%)?\)$")


@dataclass(frozen=True, slots=True)
class FundBlock:
    """The fund rows, their columns, the rate's formula as its head prints it, and what fitted nowhere."""

    funds: tuple[Fund, ...]
    columns: tuple[Column, ...]
    rate_formula: str | None
    lost: tuple[Cell, ...]


def funds(heads: Sequence[Row], rows: Sequence[Row], unit: str | None) -> FundBlock:
    """Read the fund rows; amounts are turned into yuan from the unit of the cell, of its column's head, or of the block."""
    columns = _with_source(columns_of(heads, "fund"), rows)
    found: list[Fund] = []
    lost: list[Cell] = []
    headings: list[Cell] = []
    for row in _whole(rows):
        cells = _without_repeated_labels([c for c in row.filled if not side_label(c.text)])
        if any(_HEADING.fullmatch(fold(c.text)) for c in cells):
            headings = cells
        elif (
            cells and all(_LISTED.fullmatch(fold(c.text)) for c in cells) and (headings or len(cells) == len(_amount_texts(cells)))
        ):
            found += (_listed(c, _heading_over(c, headings, row), unit) for c in cells)
        else:
            if _lists_sources(columns):
                found += _transposed(cells, columns, row, unit)
                continue
            placed, outside = _placed(cells, columns, row)
            lost += outside
            found += _row_fund(placed, columns, unit)
    order = [None, *(source_name(h.text) for h in headings)]
    found.sort(key=lambda f: order.index(f.list_heading) if f.list_heading in order else 0)
    numbered = tuple(replace(f, ordinal=n) for n, f in enumerate(found, 1))
    return FundBlock(numbered, columns, _formula(columns), tuple(lost))


def _without_repeated_labels(cells: Sequence[Cell]) -> list[Cell]:
    """Leave out the labels that a row prints again before each of its amounts: 预算数 100 到位数 100 执行数 98."""
    labels = [
        c
        for c in cells
        if kind_of("fund", c.text) or kind_of("fund_source", without_among(c.text)) or kind_of("fund_total", c.text)
    ]
    return [c for c in cells if c not in labels[1:]]


def _with_source(columns: tuple[Column, ...], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Add the column of sources where its head is blank: it stands before the first amount, where the rows print them."""
    wide = tuple(replace(c, colspan=max(c.colspan, after.col - c.col)) for c, after in pairwise((*columns, _END)))
    if any(c.field == "source" for c in columns) or not columns:
        return wide
    cols = [
        c.col
        for row in rows
        for c in row.filled[:2]
        if names("fund_total", c.text) or kind_of("fund_source", without_among(c.text))
    ]
    return (Column("source", max(set(cols), key=cols.count, default=max(columns[0].col - 1, 0))), *wide)


def _whole(rows: Sequence[Row]) -> Iterator[Row]:
    """Join a row that a page end cut: its rest, or the row itself, prints no number."""
    held: Row | None = None
    for row in rows:
        if held and row.fresh and (not _digits(row) or not _digits(held)):
            rest = {c.col: c for c in row.filled}
            first = {c.col: joined(c, rest[c.col]) if c.col in rest else c for c in held.filled}
            held = replace(held, cells=tuple(sorted((rest | first).values(), key=lambda c: c.col)))
            continue
        if held:
            yield held
        held = row
    if held:
        yield held


def _digits(row: Row) -> bool:
    return any(c.isdigit() for text in row.texts for c in text)


def _amount_texts(cells: Sequence[Cell]) -> list[Cell]:
    return [c for c in cells if re.search(r":[\d.,]", fold(c.text))]


def _placed(cells: Sequence[Cell], columns: Sequence[Column], row: Row) -> tuple[Placed, tuple[Cell, ...]]:
    """Place a row's cells; in a grid all that stands before the first amount is the source's name."""
    if row.ragged or not columns:
        return align(cells, columns, ragged=row.ragged)
    first = next((c.col for c in columns if c.field != "source"), 0)
    name = [c for c in cells if c.col + c.colspan <= first] or [c for c in cells[:1] if number(c.text) is None]
    placed, lost = align([c for c in cells if c not in name], columns, ragged=False)
    if name:
        text = "".join(c.text for c in name)
        placed[0] = replace(name[0], text=text, boxes=boxes_of(name))
    return placed, lost


def _row_fund(placed: Placed, columns: Sequence[Column], unit: str | None) -> Iterator[Fund]:
    cells = {columns[n].field: cell for n, cell in placed.items()}
    source = cells.get("source")
    if source is None:
        return
    texts = {field: cell.text for field, cell in cells.items() if field not in ("source", "other")}
    units = {c.field: _unit_of(c) or unit for c in columns}
    amounts = {field: _yuan(texts.get(field, ""), units.get(field)) for field in AMOUNTS}
    yield Fund(
        0,
        source_name(source.text),
        total=names("fund_total", source.text),
        among=without_among(source.text) != source.text,
        initial_yuan=amounts["initial"],
        budget_yuan=amounts["budget"],
        executed_yuan=amounts["executed"],
        transferred_yuan=amounts["transferred"],
        net_yuan=amounts["net"],
        rate=_rate(texts.get("rate", ""), columns),
        weight=points(texts.get("weight", "")),
        score=points(texts.get("score", "")),
        texts=texts,
        where={field: cell.boxes for field, cell in cells.items() if field != "other"},
    )


def _lists_sources(columns: Sequence[Column]) -> bool:
    """Tell whether the block prints its sources side by side in its head, with one row of amounts below."""
    return sum(bool(c.label) and kind_of("fund_source", c.label) is not None for c in columns) > 1


def _transposed(cells: Sequence[Cell], columns: Sequence[Column], row: Row, unit: str | None) -> Iterator[Fund]:
    placed, _ = align([c for c in cells if number(c.text) is not None], columns[1:], ragged=row.ragged)
    by_field = {columns[n + 1].field: cell for n, cell in placed.items() if columns[n + 1].field != "other"}
    texts = {field: cell.text for field, cell in by_field.items()}
    for n, cell in placed.items():
        label = columns[n + 1].label
        if kind_of("fund_total", label):
            yield Fund(
                0,
                source_name(label),
                total=True,
                amount_yuan=_yuan(cell.text, unit),
                executed_yuan=_yuan(texts.get("executed", ""), unit),
                rate=_rate(texts.get("rate", ""), columns),
                texts=texts | {"amount": cell.text},
                where={field: c.boxes for field, c in by_field.items()}
                | {"amount": cell.boxes, "source": columns[n + 1].cells[0].boxes},
            )
        elif kind_of("fund_source", label):
            where = {"source": columns[n + 1].cells[0].boxes, "amount": cell.boxes}
            yield Fund(0, source_name(label), amount_yuan=_yuan(cell.text, unit), texts={"amount": cell.text}, where=where)


def _listed(cell: Cell, heading: Cell | None, unit: str | None) -> Fund:
    m = _LISTED.fullmatch(fold(cell.text))
    assert m
    amount = m[2] or ""
    return Fund(
        0,
        source_name(m[1]),
        among=without_among(m[1]) != m[1],
        list_heading=source_name(heading.text) if heading else None,
        amount_yuan=None if amount == NOTHING else _yuan(amount, unit),
        texts={"amount": amount},
        where={"source": cell.boxes, "amount": cell.boxes},
    )


def _heading_over(cell: Cell, headings: Sequence[Cell], row: Row) -> Cell | None:
    """Give the heading whose list a cell stands in: over it in a grid, the nearest in text."""
    if row.ragged:
        return min(headings, key=lambda h: abs(h.col - cell.col), default=None)
    over = [h for h in headings if min(h.col + h.colspan, cell.col + cell.colspan) > max(h.col, cell.col)]
    return over[0] if over else None


def source_name(text: str) -> str:
    """Give a source as printed, without a leading 其中: and a trailing colon."""
    return without_among(text).strip().rstrip(":：").strip()


def _yuan(text: str, unit: str | None) -> Decimal | None:
    return None if is_blank(text) else yuan(text, unit or "万元")


def _unit_of(column: Column) -> str | None:
    m = re.search(r"\((万元|元|亿元|千元|百万元)\)", fold(column.label))
    return m[1] if m else None


def _rate(text: str, columns: Sequence[Column]) -> Decimal | None:
    percent = any(c.field == "rate" and "%" in fold(c.label) for c in columns)
    return ratio(text, percent=percent)


def _formula(columns: Sequence[Column]) -> str | None:
    for column in columns:
        if column.field == "rate" and (m := _FORMULA.search(fold(column.label))):
            return m[1]
    return None
