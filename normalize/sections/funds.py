"""The funds block: rows of sources with their amounts, and lists of ``label:amount``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from normalize.columns.columns import read_columns
from normalize.columns.inferred import infer_fund_columns
from normalize.form import Fund
from normalize.rows.alignment import Column, Placed, cells_by_field
from normalize.rows.row import LabelledCell, Row
from normalize.sections.fund_rows import (
    are_headings,
    are_listed,
    clean_source,
    find_heading_over,
    join_cut_fund_rows,
    lists_sources,
    place_in_funds,
    read_list,
    read_rate,
    read_side_by_side,
    read_yuan,
    with_source_column,
    without_repeated_labels,
)
from normalize.values.number import parse_points
from normalize.vocabulary.lists import load_pattern

AMOUNTS = ("initial", "budget", "executed", "transferred", "net")
_WEIGHT = re.compile(r"\((\d+(?:\.\d+)?)分")
_UNIT = load_pattern("unit_of_column")
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
    lost: tuple[LabelledCell, ...]
    unread: tuple[str, ...] = ()


def read_funds(heads: Sequence[Row], rows: Sequence[Row], unit: str | None) -> FundBlock:
    """Read the fund rows.

    Amounts become yuan by the unit of the cell, of its column's head, or of the block.
    """
    columns = with_source_column(infer_fund_columns(read_columns(heads, "fund"), rows), rows)
    reader = _FundReader(columns, unit, _find_side_label((*heads, *rows)))
    for row in join_cut_fund_rows(rows):
        reader.read(row)
    order = [None, *(clean_source(heading.text) for heading in reader.headings)]
    found = sorted(
        reader.funds, key=lambda fund: order.index(fund.list_heading) if fund.list_heading in order else 0
    )
    head = _find_weight_in_head(reader.beside, columns)
    return FundBlock(
        tuple(replace(_with_weight(fund, head), ordinal=n) for n, fund in enumerate(found, 1)),
        columns,
        _find_formula(columns),
        tuple(reader.lost),
        tuple(dict.fromkeys(reader.unread)),
    )


def _find_side_label(rows: Sequence[Row]) -> LabelledCell | None:
    """Return the first label beside the block."""
    for row in rows:
        for cell in row.filled:
            if cell.labels.is_side:
                return cell
    return None


class _FundReader:
    """Reads the rows of a funds block one after the other; ``headings`` are those of the lists that go on."""

    def __init__(self, columns: Sequence[Column], unit: str | None, beside: LabelledCell | None) -> None:
        self.columns = columns
        self.unit = unit
        self.beside = beside
        self.headings: list[LabelledCell] = []
        self.funds: list[Fund] = []
        self.lost: list[LabelledCell] = []
        self.unread: list[str] = []

    def read(self, row: Row) -> None:
        """Read a row: headings of lists, a list, sources side by side, or a source with its amounts."""
        cells = without_repeated_labels([c for c in row.filled if not c.labels.is_side])
        if are_headings(cells):
            self.headings = cells
        elif are_listed(cells, headed=bool(self.headings)):
            for cell in cells:
                self.funds += read_list(cell, find_heading_over(cell, self.headings, row), self.unit)
        elif lists_sources(self.columns):
            self.funds += read_side_by_side(cells, self.columns, row, self.unit)
        else:
            self._read_source(cells, row)

    def _read_source(self, cells: Sequence[LabelledCell], row: Row) -> None:
        placed, outside = place_in_funds(cells, self.columns, row)
        self.lost += outside
        self.unread += _find_unread(placed, self.columns)
        beside = None if self.funds else self.beside
        fund = _read_fund(placed, self.columns, self.unit, beside)
        if fund:
            self.funds.append(fund)
        else:
            self.lost += placed.values()


def _find_unread(placed: Placed, columns: Sequence[Column]) -> Iterator[str]:
    """Return the labels of columns that nobody knows and that hold a figure."""
    for n, cell in placed.items():
        column = columns[n]
        is_unknown = column.field == "other" and "fund" not in column.labels.likely
        if is_unknown and cell.labels.number is not None:
            yield column.label


def _find_weight_in_head(beside: LabelledCell | None, columns: Sequence[Column]) -> LabelledCell | None:
    """Return the head that prints the weight of the execution where no column does.

    It is a label beside the block, as 预算执行情况(20分), or that of the scores, as 得分(20分×执行率).
    """
    scores = [c.cells[0] for c in columns if c.field == "score" and c.cells]
    if not scores or any(c.field == "weight" for c in columns):
        return None
    heads = (head for head in (*scores, beside) if head)
    return next((head for head in heads if _WEIGHT.search(head.labels.folded)), None)


def _with_weight(fund: Fund, head: LabelledCell | None) -> Fund:
    """Give the total the weight that a head prints."""
    if head is None or not fund.total:
        return fund
    m = _WEIGHT.search(head.labels.folded)
    if m is None:
        return fund
    texts, where = fund.texts | {"weight": m[1]}, fund.where | {"weight": head.boxes}
    return replace(fund, weight=parse_points(m[1]), texts=texts, where=where)


def _read_fund(
    placed: Placed, columns: Sequence[Column], unit: str | None, beside: LabelledCell | None
) -> Fund | None:
    """Read a row of amounts.

    One that names no source is called by the label ``beside`` the block, and is the total.
    """
    cells = cells_by_field(placed, columns)
    source = cells.get("source")
    if source is None and not cells.keys().isdisjoint(AMOUNTS):
        source = beside
    if source is None:
        return None
    texts = {field: cell.text for field, cell in cells.items() if field not in ("source", "other")}
    units = {column.field: _find_unit(column) or unit for column in columns}
    amounts = {field: read_yuan(texts.get(field, ""), units.get(field)) for field in AMOUNTS}
    is_beside = source is beside
    return Fund(
        0,
        clean_source(source.labels.label if is_beside else source.text),
        total=is_beside or "fund_total" in source.labels.names,
        among=source.labels.source != source.text,
        initial_yuan=amounts["initial"],
        budget_yuan=amounts["budget"],
        executed_yuan=amounts["executed"],
        transferred_yuan=amounts["transferred"],
        net_yuan=amounts["net"],
        rate=read_rate(texts.get("rate", ""), columns),
        weight=parse_points(texts.get("weight", "")),
        score=parse_points(texts.get("score", "")),
        texts=texts,
        where={field: cell.boxes for field, cell in cells.items() if field != "other"},
    )


def _find_unit(column: Column) -> str | None:
    m = _UNIT.search(column.labels.folded)
    if m:
        return m[1]
    return None


def _find_formula(columns: Sequence[Column]) -> str | None:
    for column in columns:
        m = _FORMULA.search(column.labels.folded)
        if m and column.field == "rate":
            return m[0]
    return None
