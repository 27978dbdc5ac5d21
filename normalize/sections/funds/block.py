"""The funds block: rows of sources with their amounts, and lists of ``label:amount``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract import Message, message, with_doubt
from normalize.columns.columns import read_columns
from normalize.columns.inferred import infer_fund_columns
from normalize.form import Fund, Subtotal
from normalize.rows.alignment import Column, Placed, cells_by_field
from normalize.rows.column import fill_up
from normalize.rows.row import LabelledCell, Row
from normalize.sections.funds.cells import FundCells
from normalize.sections.funds.lists import (
    ListHeading,
    are_headings,
    clean_source,
    find_heading_over,
    find_items,
    is_subtotal,
    prints_amounts,
    read_headings,
    read_item,
)
from normalize.sections.funds.money_units import MoneyUnit
from normalize.sections.funds.rows import (
    is_read_beside,
    join_cut_fund_rows,
    lists_sources,
    place_in_funds,
    place_side_by_side,
    read_side_by_side,
    with_source_column,
    without_repeated_labels,
)
from normalize.sections.settings import FORMS
from normalize.values.number import parse_points
from normalize.values.number_cell import is_like_number

AMOUNTS = ("initial", "budget", "executed", "transferred", "net")
_TOLD_BY_RATE = frozenset(("budget", "executed", "weight", "score"))
_WEIGHT = re.compile(r"\((\d+(?:\.\d+)?)分")
_MARK = r"(?:[A-Fa-f①-⑨]|(?<!\d)\d(?!\d))"
_SIDE = rf"(?:\({_MARK}(?:[-+−–]{_MARK})*\)|{_MARK}(?:[-+−–]{_MARK})*)"
_FORMULA = re.compile(rf"{_SIDE}[/÷∕]{_SIDE}|(?<=\()[^()]*数[/÷∕][^()]*数")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundBlock:
    """The fund rows, their columns, the rate's formula as its head prints it, and what fitted nowhere.

    ``subtotals`` are the headings of lists that print an amount. ``unread`` are the labels of columns with
    figures that nobody knows, ``numbers`` what was found out about the cells with numbers.
    """

    funds: tuple[Fund, ...]
    subtotals: tuple[Subtotal, ...]
    columns: tuple[Column, ...]
    rate_formula: str | None
    lost: tuple[LabelledCell, ...]
    unread: tuple[str, ...]
    numbers: FundCells


def read_funds(
    heads: Sequence[Row], rows: Sequence[Row], unit: MoneyUnit, *, has_percent_scores: bool = False
) -> FundBlock:
    """Read the fund rows.

    Amounts become yuan by the unit of the cell, of its column's head, of its row's label, or of the form.
    ``has_percent_scores``: the indicators print their scores in percent of their weights.
    """
    labelled = read_columns(heads, "fund")
    told = infer_fund_columns(labelled, rows)
    columns = with_source_column(told, rows)
    numbers = FundCells(
        unit, columns, chosen=_find_chosen(labelled, told), has_percent_scores=has_percent_scores
    )
    beside = _find_side_label((*heads, *rows))
    reader = _FundReader(columns, numbers, beside, fills_up=fill_up(rows, columns))
    for row in join_cut_fund_rows(rows):
        reader.read(row)
    order = [None, *(heading.name for heading in reader.all_headings)]
    found = sorted(
        reader.funds, key=lambda fund: order.index(fund.list_heading) if fund.list_heading in order else 0
    )
    reader.numbers.faults += [*_find_repeated(reader.funds), *_find_second_totals(reader.funds)]
    head = _find_weight_in_head(reader.beside, columns)
    funds = tuple(replace(_with_weight(fund, head), ordinal=n) for n, fund in enumerate(found, 1))
    subtotals = (heading.read_subtotal(funds, reader.numbers) for heading in reader.all_headings)
    return FundBlock(
        funds=funds,
        subtotals=tuple(filter(None, subtotals)),
        columns=columns,
        rate_formula=_find_formula(columns),
        lost=tuple(reader.lost),
        unread=tuple(dict.fromkeys(reader.unread)),
        numbers=reader.numbers,
    )


def _find_chosen(labelled: Sequence[Column], told: Sequence[Column]) -> frozenset[str]:
    """Return the fields of columns that no head tells, by a rate that turns the one into the other."""
    unknown = {column.col for column in labelled if column.field == "other"}
    return frozenset(column.field for column in told if column.col in unknown) & _TOLD_BY_RATE


def _find_repeated(funds: Sequence[Fund]) -> Iterator[Message]:
    """Tell of rows that repeat the row above with all its amounts: the file or the reading doubled them."""
    for above, fund in pairwise(funds):
        is_same = (above.source, above.list_heading, above.texts) == (
            fund.source,
            fund.list_heading,
            fund.texts,
        )
        if is_same and any(getattr(fund, f"{name}_yuan") for name in (*AMOUNTS, "amount")):
            yield message("fund-row-repeated", row=fund.source[: FORMS.longest_told])


def _find_second_totals(funds: Sequence[Fund]) -> Iterator[Message]:
    """Tell of a second row of the total whose amount is not the first one's: no source adds up to it."""
    totals = [fund for fund in funds if fund.total]
    for fund in totals[1:]:
        first = totals[0]
        names = [name for name in AMOUNTS if name in first.texts and name in fund.texts]
        if any(getattr(first, f"{name}_yuan") != getattr(fund, f"{name}_yuan") for name in names):
            yield message("fund-totals-differ", rows=(first.source, fund.source))


def _find_side_label(rows: Sequence[Row]) -> LabelledCell | None:
    """Return the first label beside the block."""
    for row in rows:
        for cell in row.filled:
            if cell.labels.is_side:
                return cell
    return None


class _FundReader:
    """Reads the rows of a funds block one after the other.

    ``headings`` are those of the lists that go on, ``all_headings`` those of all lists. ``fills_up``: the
    rows of a text are filled up with blank cells.
    """

    def __init__(
        self, columns: tuple[Column, ...], numbers: FundCells, beside: LabelledCell | None, *, fills_up: bool
    ) -> None:
        self.columns = columns
        self.numbers = numbers
        self.fills_up = fills_up
        self.beside = beside
        self.headings: list[ListHeading] = []
        self.all_headings: list[ListHeading] = []
        self.funds: list[Fund] = []
        self.lost: list[LabelledCell] = []
        self.unread: list[str] = []

    def read(self, row: Row) -> None:
        """Read a row: headings of lists, a list, sources side by side, or a source with its amounts."""
        printed = [c for c in row.filled if not c.labels.is_side]
        cells = without_repeated_labels(printed)
        if are_headings(printed):
            self._read_headings(printed, row)
        elif items := find_items(printed, self.headings):
            for item in items:
                heading = find_heading_over(item.cell, self.headings, row)
                fund = read_item(item, heading, self.numbers)
                is_unsure = row.ragged and len(self.headings) > 1 and _holds_later_lines(item.cell)
                self.funds.append(_doubt_amount(fund) if is_unsure else fund)
        elif lists_sources(self.columns):
            self._read_beside(cells, row)
        elif not _is_title(row, self.columns):
            self._read_source(cells, row)

    def _read_headings(self, cells: Sequence[LabelledCell], row: Row) -> None:
        has_own_row = prints_amounts(cells)
        self.headings = read_headings(cells[:1] if has_own_row else cells)
        self.all_headings += self.headings
        if not has_own_row:
            return
        self._read_source(cells, row)
        name = self.headings[0].name
        self.funds[-1] = replace(self.funds[-1], source=name, list_heading=name, subtotal=True, total=False)

    def _read_beside(self, cells: Sequence[LabelledCell], row: Row) -> None:
        placed, outside = place_side_by_side(cells, self.columns, row)
        self.lost += outside
        heads = (self.columns[n] for n in placed)
        self.unread += [head.label for head in heads if not is_read_beside(head)]
        self.funds += read_side_by_side(placed, self.columns, self.numbers)

    def _read_source(self, cells: Sequence[LabelledCell], row: Row) -> None:
        placed, outside = place_in_funds(cells, self.columns, row, fills_up=self.fills_up)
        self.lost += outside
        self.unread += _find_unread(placed, self.columns)
        beside = None if self.funds else self.beside
        fund = _read_fund(placed, self.columns, self.numbers, beside)
        if fund:
            self.funds.append(self._put_in_list(fund))
        else:
            self.lost += placed.values()

    def _put_in_list(self, fund: Fund) -> Fund:
        """Put a row of amounts into the list whose one heading stands over it with amounts of its own."""
        if len(self.headings) == 1 and self.funds and self.funds[-1].list_heading == self.headings[0].name:
            return replace(fund, list_heading=self.headings[0].name)
        return fund


def _holds_later_lines(cell: LabelledCell) -> bool:
    """Tell whether a list in a text's cell goes on in later lines, which may be of the list beside it."""
    lines = {box.line for box in cell.boxes}
    return len(lines) > 1 and len(find_items([cell], ())) > 1


def _doubt_amount(fund: Fund) -> Fund:
    return replace(fund, where=fund.where | {"amount": with_doubt(fund.where["amount"], "moved")})


def _is_title(row: Row, columns: Sequence[Column]) -> bool:
    """Tell whether a row is one cell over all columns without a figure: it names the table below it."""
    if row.ragged or row.line or len(row.cells) != 1 or not columns:
        return False
    (cell,) = row.cells
    has_digit = any(char.isdigit() for char in cell.text)
    return not has_digit and all(column.overlap(cell) > 0 for column in columns) and cell.colspan > 1


def _find_unread(placed: Placed, columns: Sequence[Column]) -> Iterator[str]:
    """Return the labels of columns that hold a figure and are not read.

    Those are columns that nobody knows, and second columns of one field where they print another figure than
    the first. Columns of past years are no part of the form, and those that the lists know as ``other`` than
    amounts that are checked (到位数) are left out knowingly.
    """
    kept: dict[str, LabelledCell] = {}
    others: list[tuple[Column, LabelledCell, str]] = []
    for n, cell in placed.items():
        column = columns[n]
        if column.field != "other" and column.field not in kept:
            kept[column.field] = cell
        elif not column.is_of_past and _find_kind(column) != "other":
            others.append((column, cell, _find_kind(column)))
    for column, cell, kind in others:
        twin = kept.get(kind)
        is_repeated = twin is not None and twin.labels.folded == cell.labels.folded
        if is_like_number(cell.text) and not is_repeated:
            yield column.label


def _find_kind(column: Column) -> str:
    if column.field != "other":
        return column.field
    return column.labels.likely.get("fund", "")


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
    placed: Placed, columns: Sequence[Column], numbers: FundCells, beside: LabelledCell | None
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
    printed = {field: cell for field, cell in cells.items() if field not in ("source", "other")}
    is_beside = source is beside
    name = clean_source(source.labels.label if is_beside else source.text)
    read = numbers.read(name, printed)
    is_sum = is_subtotal(source.labels.label)
    return Fund(
        0,
        name,
        total=is_beside or ("fund_total" in source.labels.names and not is_sum),
        subtotal=is_sum,
        among=source.labels.source != source.text,
        initial_yuan=read.values.get("initial"),
        budget_yuan=read.values.get("budget"),
        executed_yuan=read.values.get("executed"),
        transferred_yuan=read.values.get("transferred"),
        net_yuan=read.values.get("net"),
        rate=read.values.get("rate"),
        weight=read.values.get("weight"),
        score=read.values.get("score"),
        texts={field: cell.text for field, cell in printed.items()},
        where=({"source": source.boxes} if "source" in cells else {}) | read.where,
    )


def _find_formula(columns: Sequence[Column]) -> str | None:
    for column in columns:
        m = _FORMULA.search(column.labels.folded)
        if m and column.field == "rate":
            return m[0]
    return None
