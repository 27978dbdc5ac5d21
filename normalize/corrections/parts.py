"""A part of a form (header, fund row, goal, level, indicator) with one of its texts corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any, TypeVar

from extract import message
from normalize.entities import PlaceMissing, ValueRefused, column_of
from normalize.form import Form
from normalize.parts import (
    AMOUNTS,
    INDICATOR_POINTS,
    INDICATOR_TEXTS,
    SUBTOTAL_CELLS,
    TEXTS,
    Fund,
    Goal,
    Header,
    Indicator,
    Level,
    Quantity,
    Subtotal,
)
from normalize.sections.funds.lists import clean_source
from normalize.sections.funds.rows import read_yuan
from normalize.sections.indicators.table import VALUES, WORDED, unit_in_scope
from normalize.sections.settings import FORMS
from normalize.values.number import parse_points, parse_ratio
from normalize.values.quantity import find_quantities
from normalize.values.targets.achieved import judge_achieved
from normalize.values.text import is_blank
from normalize.values.unit_lexicon import list_money_units
from normalize.vocabulary.labels import drop_among, is_named

_INDICATOR_WORDS = ("level1", "level2", "level3", *INDICATOR_TEXTS)
_NOT_PRINTED = {field.name: field.default for field in fields(Indicator)}
_WITH_TEXT = (*INDICATOR_POINTS, "coefficient")
_ACHIEVED = {None: None, "": None, "1": 1, "0": 0}
Part = TypeVar("Part", Form, Header, Fund, Goal, Level, Indicator, Subtotal)


def correct_header(_form: Form, header: Header, field: str, text: str | None) -> Header:
    """Return a label and its value with one of them corrected."""
    _require(field, "header", ("label", "value"))
    return replace_fields(header, {field: text or ""})


def correct_goal(_form: Form, goal: Goal, field: str, text: str | None) -> Goal:
    """Return a goal with one of its texts corrected, and the quantities of that text."""
    _require(field, "goal", ("expected", "actual"))
    again = _read_quantities(goal.quantities, ("expected", "actual"), field, text, None)
    return replace_fields(goal, {field: text or "", "quantities": again})


def correct_level(_form: Form, level: Level, field: str, text: str | None) -> Level:
    """Return a level with its name or its weight corrected."""
    _require(field, "level", ("name", "weight"))
    if field == "name":
        return replace(level, name=text or "")
    return replace(level, weight=read_points(text))


def rename_level(form: Form, level: Level) -> Form:
    """Return the form with the lines below a level named after it."""
    name = f"level{level.depth}"
    lines: list[Indicator] = []
    for line in form.indicators:
        is_below = level.ordinal in line.levels
        lines.append(replace_fields(line, {name: level.name}) if is_below else line)
    return replace(form, indicators=tuple(lines))


def correct_indicator(form: Form, line: Indicator, field: str, text: str | None) -> Indicator:
    """Return a line with one of its texts corrected, and with what follows from it.

    Its quantities, its points, and whether it met its target do.
    """
    _require(field, "indicator", (*_INDICATOR_WORDS, *_WITH_TEXT, "achieved"))
    if field == "achieved":
        return replace(line, achieved=_read_achieved(text))
    if field == "coefficient":
        ratio = read_number(text, parse_ratio(text or "", percent=True))
        return replace_fields(line, {field: ratio, f"{field}_text": text or ""})
    if field in INDICATOR_POINTS:
        return replace_fields(line, {field: read_points(text), f"{field}_text": text or ""})
    again = replace_fields(line, {field: text or _NOT_PRINTED[field]})
    if field in ("level1", "level2"):
        return replace(again, levels=_hang_below(form, line, field, text))
    scope = unit_in_scope({"level3": again.level3 or ""})
    again = replace(again, quantities=_read_quantities(line.quantities, WORDED, field, text, scope))
    return replace(again, achieved=judge_achieved(again))


def subtotal_text(subtotal: Subtotal, field: str) -> str | None:
    """Return what a subtotal prints in a field; raises ``PlaceMissing`` for one that it does not have."""
    cell = field.removesuffix("_yuan")
    _require(cell, "subtotal", ("name", *SUBTOTAL_CELLS))
    return subtotal.name if cell == "name" else subtotal.texts.get(cell)


def correct_subtotal(form: Form, subtotal: Subtotal, field: str, text: str | None) -> Subtotal:
    """Return a subtotal as if it printed ``text`` in a field; raises ``CorrectionRefused``."""
    cell = field.removesuffix("_yuan")
    _require(cell, "subtotal", ("name", *SUBTOTAL_CELLS))
    if cell == "name":
        return replace(subtotal, name=text or "")
    texts = {name: old for name, old in subtotal.texts.items() if name != cell}
    if text is not None:
        texts[cell] = text
    if cell == "amount":
        unit = form.money_unit or FORMS.default_unit
        value = read_number(text, read_yuan(text or "", unit))
    else:
        value = read_points(text)
    return replace_fields(subtotal, {"texts": texts, column_of("subtotal", cell): value})


def _require(field: str, entity: str, fields: tuple[str, ...]) -> None:
    if field not in fields:
        raise PlaceMissing(message("no-such-field", entity=entity, field=field))


def _read_achieved(text: str | None) -> int | None:
    if text not in _ACHIEVED:
        raise ValueRefused(message("value-no-achieved", text=text or ""))
    return _ACHIEVED[text]


def _hang_below(form: Form, line: Indicator, field: str, name: str | None) -> tuple[int, ...]:
    """Return a line's levels with that of the name that it now prints, where the form has one."""
    depth = int(field[-1])
    depths = {level.ordinal: level.depth for level in form.levels}
    named = [level.ordinal for level in form.levels if (level.depth, level.name) == (depth, name)]
    kept = [ordinal for ordinal in line.levels if depths[ordinal] != depth]
    return tuple(sorted([*kept, *named[:1]]))


def _read_quantities(
    old: tuple[Quantity, ...], fields: tuple[str, ...], field: str, text: str | None, scope: str | None
) -> tuple[Quantity, ...]:
    """Read the quantities of one field anew; those of the others stay, all in the order of ``fields``."""
    if field not in fields:
        return old
    unit = _unit_of_values(old, scope) if field in VALUES else None
    again: list[Quantity] = []
    for each in fields:
        if each == field:
            again += find_quantities(text or "", field, unit)
        else:
            again += [quantity for quantity in old if quantity.field == each]
    return tuple(again)


def _unit_of_values(old: tuple[Quantity, ...], in_name: str | None) -> str | None:
    """Return the unit that the line prints for its values: in its name, or in a column of its own."""
    if in_name:
        return in_name
    for quantity in old:
        is_from_scope = quantity.unit and quantity.unit not in quantity.text
        if quantity.field in VALUES and is_from_scope:
            return quantity.unit
    return None


def replace_fields(part: Part, values: dict[str, Any]) -> Part:
    """Return a part of a form with other values in the fields that are named."""
    return replace(part, **values)


def read_points(text: str | None) -> Decimal | None:
    """Return the points of a corrected weight or score; raises ``ValueRefused`` for anything else."""
    return read_number(text, parse_points(text or ""))


def read_number(text: str | None, value: Decimal | None) -> Decimal | None:
    """Return the value, None for a blank mark; raises ``ValueRefused`` for a text that has no value."""
    if value is None and not is_blank(text or ""):
        raise ValueRefused(message("value-no-number", text=text or ""))
    return value


def fund_text(fund: Fund, field: str) -> str | None:
    """Return what a fund row prints in a field; raises ``PlaceMissing`` for one that it does not have."""
    if field == "source":
        return fund.source
    if field == "list":
        return fund.list_heading
    return fund.texts.get(_cell_of(field))


def correct_fund(form: Form, fund: Fund, field: str, text: str | None) -> Fund:
    """Return a fund row as if it printed ``text`` in a field; raises ``CorrectionRefused``."""
    if field == "source":
        name = text or ""
        is_among = fund.among or drop_among(name) != name
        return replace(fund, source=clean_source(name), total=is_named("fund_total", name), among=is_among)
    if field == "list":
        return replace(fund, list_heading=text or None)
    cell = _cell_of(field)
    texts = {name: old for name, old in fund.texts.items() if name != cell}
    if text is not None:
        texts[cell] = text
    if cell == "reason":
        return replace(fund, texts=texts)
    value = _read_cell(form, fund, cell, text)
    return replace_fields(fund, {"texts": texts, column_of("fund", cell): value})


def change_money_unit(form: Form, unit: str | None) -> Form:
    """Return a form that prints another money unit, with the amounts that were in its own unit read anew."""
    if unit is not None and unit not in list_money_units():
        raise ValueRefused(message("value-no-money-unit", text=unit, units=list_money_units()))
    funds = tuple(replace_fields(fund, dict(_amounts_in(form, fund, unit))) for fund in form.funds)
    return replace(form, money_unit=unit, funds=funds)


def unit_at(form: Form, row: Fund | Subtotal, cell: str) -> str:
    """Return an amount's unit by what was read from its column; else the form's unit."""
    own = form.money_unit or FORMS.default_unit
    for one in (row, *form.funds):
        text, value = one.texts.get(cell), getattr(one, f"{cell}_yuan")
        if not text or not value:
            continue
        fitting = [unit for unit in (own, *list_money_units()) if read_yuan(text, unit) == value]
        tells_unit = len(set(fitting)) < len(list_money_units())
        if fitting and tells_unit:
            return fitting[0]
    return own


def _cell_of(field: str) -> str:
    cell = field.removesuffix("_yuan")
    if cell not in TEXTS:
        raise PlaceMissing(message("no-such-field", entity="fund", field=field))
    return cell


def _amounts_in(form: Form, fund: Fund, unit: str | None) -> Iterator[tuple[str, Decimal | None]]:
    for cell in AMOUNTS:
        if fund.texts.get(cell) and unit_at(form, fund, cell) == (form.money_unit or FORMS.default_unit):
            yield f"{cell}_yuan", read_yuan(fund.texts[cell], unit or FORMS.default_unit)


def _read_cell(form: Form, fund: Fund, cell: str, text: str | None) -> Decimal | None:
    if cell in AMOUNTS:
        return read_number(text, read_yuan(text or "", unit_at(form, fund, cell)))
    if cell == "rate":
        return read_number(text, parse_ratio(text or "", percent=_rates_are_percent(form)))
    return read_points(text)


def _rates_are_percent(form: Form) -> bool:
    """Tell whether rates were read as percent without saying so, because their column's head does."""
    for fund in form.funds:
        text = fund.texts.get("rate", "")
        if fund.rate is not None and parse_ratio(text) != fund.rate == parse_ratio(text, percent=True):
            return True
    return False
