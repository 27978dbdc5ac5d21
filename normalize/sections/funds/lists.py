"""Lists of funds below a heading, as 按收入性质分: each source with its amount, and the heading with the list's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from normalize.form import Fund, Subtotal
from normalize.rows.row import LabelledCell, Row
from normalize.sections.funds.cells import FundCells
from normalize.values.text import fold_text
from normalize.vocabulary.labels import drop_among
from normalize.vocabulary.lists import load_pattern, load_words

_COLON = ":"
_SUMS = load_words("sums")
_SUBTOTALS = load_words("group_sum_endings")
_NOTHING = "0"  # in a list of sources a bare 0 is a blank mark (observed); 0.00 is an amount
_HEADING = load_pattern("fund_list_heading")
_LISTED = load_pattern("listed_fund")
_BROKEN = load_pattern("listed_fund_broken")
_ITEM = load_pattern("fund_list_item")
_ITEMS = re.compile(f"(?:{_ITEM.pattern}){{2,}}")
_AMOUNT = re.compile(r":[\d.,￥¥(+-]")


@dataclass(frozen=True, slots=True)
class ListHeading:
    """A heading over a list of funds, and the cell and text of the amount that it prints."""

    cell: LabelledCell
    name: str
    amount: str = ""
    amount_cell: LabelledCell | None = None

    def adds_up(self, fund: Fund) -> bool:
        """Tell whether a source is one of the list; a 小计 in it is none."""
        return fund.list_heading == self.name and not fund.subtotal

    def read_subtotal(self, funds: Sequence[Fund], numbers: FundCells) -> Subtotal | None:
        """Return the heading's amount as what its list adds up to; None where it prints none."""
        place = self.amount_cell or self.cell
        if not self.amount:
            return None
        amount = numbers.read_text(self.name, "amount", self.amount, place.boxes)
        return Subtotal(
            ordinal=0,
            name=self.name,
            amount_yuan=amount.values["amount"],
            texts={"amount": self.amount},
            funds=tuple(fund.ordinal for fund in funds if self.adds_up(fund)),
            where={"name": self.cell.boxes, **amount.where},
        )


@dataclass(frozen=True, slots=True)
class ListItem:
    """A source in a list: its name with its cell, and its amount with its own."""

    name: str
    cell: LabelledCell
    amount: str
    amount_cell: LabelledCell


def are_headings(cells: Sequence[LabelledCell]) -> bool:
    """Tell whether a row heads lists of funds, as 按收入性质分."""
    return any(_HEADING.fullmatch(c.labels.folded) for c in cells)


def prints_amounts(cells: Sequence[LabelledCell]) -> bool:
    """Tell whether a row is one heading with its amounts in several columns: it adds up the list below it."""
    heading, *amounts = cells
    is_alone = _HEADING.fullmatch(heading.labels.folded) is not None and all(map(_is_amount, amounts))
    return is_alone and sum(not cell.labels.is_blank for cell in amounts) > 1


def read_headings(cells: Sequence[LabelledCell]) -> list[ListHeading]:
    """Read a row of headings, each with the amount that it prints, or that the cell right of it does."""
    headings: list[ListHeading] = []
    for cell in cells:
        match = _HEADING.fullmatch(cell.labels.folded)
        if match:
            printed = match[2] or match[3] or match[4] or ""
            headings.append(ListHeading(cell, match[1], printed))
        elif headings and not headings[-1].amount and not cell.labels.is_blank:
            last = headings.pop()
            headings.append(ListHeading(last.cell, last.name, cell.text, cell))
    return headings


def find_items(cells: Sequence[LabelledCell], headings: Sequence[ListHeading]) -> list[ListItem]:
    """Return the items of a row whose cells are each a label and its amount; none where they are not.

    A label and its amount may be two cells below two headings or more, or below one whose amount is. Without
    a heading over them every cell must print its amount.
    """
    has_own_cells = len(headings) > 1 or any(heading.amount_cell for heading in headings)
    if has_own_cells and (pairs := _pair_cells(cells)):
        return pairs
    items: list[ListItem] = []
    for cell in cells:
        found = _find_items(cell.labels.folded)
        is_listed = headings or _AMOUNT.search(cell.labels.folded)
        if not found or not is_listed:
            return []
        items += [ListItem(name, cell, amount, cell) for name, amount in found]
    return items


def _pair_cells(cells: Sequence[LabelledCell]) -> list[ListItem]:
    """Return labels with the amounts right of them, where a row is nothing else."""
    names, amounts = cells[::2], cells[1::2]
    are_pairs = len(names) == len(amounts) and all(map(_is_amount, amounts))
    if not are_pairs or any(_is_amount(name) or _COLON in drop_among(name.labels.folded) for name in names):
        return []
    return [
        ListItem(name.text, name, amount.text, amount) for name, amount in zip(names, amounts, strict=True)
    ]


def _is_amount(cell: LabelledCell) -> bool:
    return cell.labels.is_blank or cell.labels.number is not None


def _find_items(text: str) -> list[tuple[str, str]]:
    """Return the labels and amounts of a cell that holds nothing else: one, or a whole list."""
    if m := _LISTED.fullmatch(text):
        return [(m[1], m[2] or "")]
    if _ITEMS.fullmatch(text):
        return [(m[1], m[2]) for m in _ITEM.finditer(text)]
    if m := _BROKEN.fullmatch(text):
        return [(m[1], m[2])]
    return []


def read_item(item: ListItem, heading: ListHeading | None, numbers: FundCells) -> Fund:
    """Read a source in the list under a heading."""
    name = clean_source(item.name)
    amount = "" if fold_text(item.amount) == _NOTHING else item.amount
    read = numbers.read_text(name, "amount", amount, item.amount_cell.boxes)
    return Fund(
        0,
        name,
        subtotal=is_subtotal(name) or name in _SUMS,
        among=drop_among(item.name) != item.name,
        list_heading=heading.name if heading else None,
        amount_yuan=read.values["amount"],
        texts={"amount": item.amount},
        where={"source": item.cell.boxes, **read.where},
    )


def find_heading_over(cell: LabelledCell, headings: Sequence[ListHeading], row: Row) -> ListHeading | None:
    """Return the heading whose list a cell stands in: over it in a grid, the nearest in text."""
    if row.ragged:
        return min(headings, key=lambda heading: abs(heading.cell.col - cell.col), default=None)
    return next((heading for heading in headings if _are_in_one_column(heading.cell, cell)), None)


def _are_in_one_column(upper: LabelledCell, lower: LabelledCell) -> bool:
    return min(upper.col + upper.colspan, lower.col + lower.colspan) > max(upper.col, lower.col)


def is_subtotal(source: str) -> bool:
    """Tell whether a row adds up the sources over it, as 小计 or 财政资金小计."""
    return source.endswith(_SUBTOTALS)


def clean_source(text: str) -> str:
    """Return a source as printed, without a leading 其中: and a trailing colon."""
    return drop_among(text).strip().rstrip(":：").strip()
