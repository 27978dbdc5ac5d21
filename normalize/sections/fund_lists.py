"""Funds in lists: cells of ``label:amount`` under headings, and sources side by side in a block's head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extract.grid import Cell
from normalize.form import Fund
from normalize.rows.alignment import Column, align
from normalize.rows.row import Row
from normalize.values.number import number, ratio, yuan
from normalize.values.text import fold, is_blank
from normalize.vocabulary.labels import kind_of, without_among

NOTHING = "0"  # in a list of sources a bare 0 is a blank mark (observed); 0.00 is an amount
_HEADING = re.compile(r"按[^:]{2,10}分(?:类)?:?")
_LISTED = re.compile(r"((?:其中:)?[^:]*[^\d:.,][^:]*):([-—/\\]*|[\d.,]+\s*(?:万元|亿元|元|万)?|无)?")
_ITEM = re.compile(r"((?:其中:)?[^:\d]*[^:\d.,]):([-—/\\]+|[\d.,]+\s*(?:万元|亿元|元|万)?|无|)")
_ITEMS = re.compile(f"(?:{_ITEM.pattern}){{2,}}")
_AMOUNT = re.compile(r":[\d.,]")


def are_headings(cells: Sequence[Cell]) -> bool:
    """Tell whether a row heads lists of funds, as 按收入性质分."""
    return any(_HEADING.fullmatch(fold(c.text)) for c in cells)


def are_listed(cells: Sequence[Cell], *, headed: bool) -> bool:
    """Tell whether a row's cells are each a label and its amount; without a heading over them every one must print it."""
    texts = [fold(c.text) for c in cells]
    return bool(texts) and all(_items(t) and (headed or _AMOUNT.search(t)) for t in texts)


def _items(text: str) -> list[tuple[str, str]]:
    """Give the labels and amounts of a cell that holds nothing else: one, or a whole list."""
    if m := _LISTED.fullmatch(text):
        return [(m[1], m[2] or "")]
    return [(m[1], m[2]) for m in _ITEM.finditer(text)] if _ITEMS.fullmatch(text) else []


def lists_sources(columns: Sequence[Column]) -> bool:
    """Tell whether the block prints its sources side by side in its head, with one row of amounts below."""
    return sum(bool(c.label) and kind_of("fund_source", c.label) is not None for c in columns) > 1


def side_by_side(
    cells: Sequence[Cell], columns: Sequence[Column], row: Row, unit: str | None
) -> Iterator[Fund]:
    """Read the one row of amounts below a head of sources: a fund for each source, and the total with its rate."""
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
                amount_yuan=yuan_of(cell.text, unit),
                executed_yuan=yuan_of(texts.get("executed", ""), unit),
                rate=rate_of(texts.get("rate", ""), columns),
                texts=texts | {"amount": cell.text},
                where={field: c.boxes for field, c in by_field.items()}
                | {"amount": cell.boxes, "source": columns[n + 1].cells[0].boxes},
            )
        elif kind_of("fund_source", label):
            where = {"source": columns[n + 1].cells[0].boxes, "amount": cell.boxes}
            yield Fund(
                0,
                source_name(label),
                amount_yuan=yuan_of(cell.text, unit),
                texts={"amount": cell.text},
                where=where,
            )


def listed(cell: Cell, heading: Cell | None, unit: str | None) -> Iterator[Fund]:
    """Read a cell of ``label:amount`` in the list under a heading, or of the whole list."""
    return (_listed(name, amount, cell, heading, unit) for name, amount in _items(fold(cell.text)))


def _listed(name: str, amount: str, cell: Cell, heading: Cell | None, unit: str | None) -> Fund:
    return Fund(
        0,
        source_name(name),
        among=without_among(name) != name,
        list_heading=source_name(heading.text) if heading else None,
        amount_yuan=None if amount == NOTHING else yuan_of(amount, unit),
        texts={"amount": amount},
        where={"source": cell.boxes, "amount": cell.boxes},
    )


def heading_over(cell: Cell, headings: Sequence[Cell], row: Row) -> Cell | None:
    """Give the heading whose list a cell stands in: over it in a grid, the nearest in text."""
    if row.ragged:
        return min(headings, key=lambda h: abs(h.col - cell.col), default=None)
    over = [h for h in headings if min(h.col + h.colspan, cell.col + cell.colspan) > max(h.col, cell.col)]
    return over[0] if over else None


def source_name(text: str) -> str:
    """Give a source as printed, without a leading 其中: and a trailing colon."""
    return without_among(text).strip().rstrip(":：").strip()


def yuan_of(text: str, unit: str | None) -> Decimal | None:
    """Give an amount in yuan by the unit that its cell prints, else by ``unit``; None for a blank mark."""
    return None if is_blank(text) else yuan(text, unit)


def rate_of(text: str, columns: Sequence[Column]) -> Decimal | None:
    """Give a rate as a ratio; a bare number is percent where its column's head says so."""
    percent = any(c.field == "rate" and "%" in fold(c.label) for c in columns)
    return ratio(text, percent=percent)
