"""The cells of fund rows: their numbers with how each was read, and the figures that tell the money unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from extract import Box, Doubt, Message, message, with_doubt
from normalize.rows.alignment import Column
from normalize.rows.row import LabelledCell
from normalize.sections.funds.money_units import KnownAmount, MoneyUnit, find_unit_in_label
from normalize.sections.point_values import take_share
from normalize.sections.settings import FORMS, UNITS
from normalize.values.amount import read_amount
from normalize.values.number_cell import (
    NO_NUMBER,
    NumberCell,
    read_amount_cell,
    read_points_cell,
    read_rate_cell,
)
from normalize.values.text import fold_text

_AMOUNTS = ("initial", "budget", "executed", "transferred", "net", "amount")
_POINTS = ("weight", "score")
_YUAN = "元"


@dataclass(frozen=True, slots=True)
class FundNumbers:
    """What a row's cells hold, by field, and where; a place is in doubt where its number is."""

    values: Mapping[str, Decimal | None]
    where: dict[str, tuple[Box, ...]]


@dataclass(slots=True)
class FundCells:
    """Reads the cells of fund rows; keeps what has to be told, and the amounts that tell the unit.

    ``has_percent_scores``: the indicators print their scores in percent of their weights, and so do the
    funds. ``chosen`` are the fields of columns that were chosen because the rate comes out. ``bare`` are the
    amounts that a cell prints without a unit, ``known`` those that print one. ``is_unit_used`` tells that an
    amount hangs on the form's unit.
    """

    unit: MoneyUnit
    columns: tuple[Column, ...]
    chosen: frozenset[str] = frozenset()
    has_percent_scores: bool = False
    faults: list[Message] = field(default_factory=list)
    bare: list[Decimal] = field(default_factory=list)
    known: list[KnownAmount] = field(default_factory=list)
    is_unit_used: bool = False

    def read(self, row: str, cells: Mapping[str, LabelledCell]) -> FundNumbers:
        """Read the numbers of a row, which has a name, by the fields of their columns."""
        found = {field: self._read_cell(row, field, cell.text) for field, cell in cells.items()}
        found |= _settle_blanks(found)
        if "score" in cells:
            found["score"] = self._read_score(cells["score"].text, cells.get("weight"), found)
        values: dict[str, Decimal | None] = {}
        where: dict[str, tuple[Box, ...]] = {}
        for name, cell in cells.items():
            number = found[name]
            values[name] = number.value
            where[name] = self._mark_doubt(name, number, cell.boxes)
            if number.fault:
                self._tell(number.fault, row, name, cell.text)
        return FundNumbers(values, where)

    def read_text(self, row: str, name: str, text: str, boxes: tuple[Box, ...]) -> FundNumbers:
        """Read the number of one field from a text that is a part of a cell."""
        number = self._read_cell(row, name, text)
        if number.is_mended:
            number = NumberCell(fault=NO_NUMBER)
        if number.fault:
            self._tell(number.fault, row, name, text)
        return FundNumbers({name: number.value}, {name: self._mark_doubt(name, number, boxes)})

    def _read_cell(self, row: str, name: str, text: str) -> NumberCell:
        if name == "rate":
            return read_rate_cell(text, percent=are_rates_in_percent(self.columns))
        if name in _POINTS:
            return read_points_cell(text)
        if name not in _AMOUNTS:
            return NumberCell()
        own = self._find_unit(name) or find_unit_in_label(row)
        number = read_amount_cell(text, own or self.unit.used)
        self._keep_figure(text, number)
        return number

    def _read_score(
        self, text: str, weight: LabelledCell | None, found: Mapping[str, NumberCell]
    ) -> NumberCell:
        """Return the points of a score; a percentage is that of the weight where the indicators print so."""
        number, points = found["score"], found["weight"].value if "weight" in found else None
        is_percentage = "%" in fold_text(text)
        if number.value is None or not is_percentage:
            return number
        if weight is not None and "%" in weight.labels.folded:
            return number
        if not self.has_percent_scores or points is None:
            return NumberCell(fault=NO_NUMBER)
        return NumberCell(take_share(points, number.value))

    def _find_unit(self, name: str) -> str | None:
        units = (find_unit_in_label(column.label) for column in self.columns if column.field == name)
        return next(filter(None, units), None)

    def _keep_figure(self, text: str, number: NumberCell) -> None:
        if number.value is None:
            return
        if number.is_bare:
            self.is_unit_used = True
            amount = read_amount(text, _YUAN)
            if amount:
                self.bare.append(amount.bare)
        elif number.value:
            self.known.append(KnownAmount(abs(number.value), text, in_funds=True))

    def _mark_doubt(self, name: str, number: NumberCell, boxes: tuple[Box, ...]) -> tuple[Box, ...]:
        doubt: Doubt | None = None
        if number.fault:
            doubt = "broken"
        elif number.is_mended:
            doubt = "mended"
        elif name in self.chosen and number.value is not None:
            doubt = "chosen"
        elif number.is_bare and not self.unit.is_sure:
            doubt = "unit"
        return with_doubt(boxes, doubt) if doubt else boxes

    def _tell(self, fault: str, row: str, name: str, text: str) -> None:
        labels = (column.label for column in self.columns if column.field == name and column.label)
        column = next(labels, None) or message("column-of-amounts")
        printed = text[: FORMS.longest_told]
        self.faults.append(message(fault, row=row[: FORMS.longest_told], column=column, text=printed))


def are_rates_in_percent(columns: Iterable[Column]) -> bool:
    """Tell whether the head of the rates says %, so that a bare number is a percentage."""
    return any(column.field == "rate" and "%" in fold_text(column.label) for column in columns)


def _settle_blanks(found: Mapping[str, NumberCell]) -> dict[str, NumberCell]:
    """Return a fault for each amount with blanks that is far from the row's others: it may be two amounts."""
    mended = {name: number for name, number in found.items() if number.is_mended}
    others = [number.value for name, number in found.items() if name in _AMOUNTS and not number.is_mended]
    largest = max((abs(value) for value in others if value), default=None)
    settled: dict[str, NumberCell] = {}
    for name, number in mended.items():
        value = abs(number.value or Decimal(0))
        if largest is None or value > largest * UNITS.most_times_others:
            settled[name] = NumberCell(fault=NO_NUMBER)
    return settled
