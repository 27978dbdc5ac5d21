"""A fund row with one of its cells corrected, and a form with another money unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extract import message
from normalize.corrections.values import read_number, read_points, replace_fields
from normalize.entities import column_of
from normalize.form import Form
from normalize.parts import AMOUNTS, TEXTS, Fund
from normalize.refusals import PlaceMissing, ValueRefused
from normalize.sections.fund_lists import clean_source, read_yuan
from normalize.sections.settings import FORMS
from normalize.values.number import parse_ratio
from normalize.values.unit_lexicon import list_money_units
from normalize.vocabulary.labels import drop_among, is_named


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


def unit_at(form: Form, fund: Fund, cell: str) -> str:
    """Return in which unit an amount's column is printed, by the amounts that were read from it; else the form's unit."""
    own = form.money_unit or FORMS.default_unit
    for one in (fund, *form.funds):
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
    """Tell whether the rates that were read are percent without saying so, because their column's head does."""
    for fund in form.funds:
        text = fund.texts.get("rate", "")
        if fund.rate is not None and parse_ratio(text) != fund.rate == parse_ratio(text, percent=True):
            return True
    return False
