"""Corrected fund rows: amounts in the unit that their cell's neighbours are in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from hebiao.review.corrected.value import having, number_or_blank, points_in
from normalize.assemble import DEFAULT_UNIT
from normalize.form import Form, Fund
from normalize.fund_lists import source_name, yuan_of
from normalize.labels import names, without_among
from normalize.number import ratio
from store.entities import AMOUNTS, TEXTS, column_of

UNITS = ("万元", "元", "亿元", "千元", "百万元")


def fund_text(fund: Fund, field: str) -> str | None:
    """Give what a fund row prints in a field; raises ``LookupError`` for one that it does not have."""
    if field == "source":
        return fund.source
    return fund.list_heading if field == "list" else fund.texts.get(_cell(field))


def corrected_fund(form: Form, fund: Fund, field: str, text: str | None) -> Fund:
    """Give a fund row as if it printed ``text`` in a field; raises ``ValueError`` and ``LookupError``."""
    if field == "source":
        name = text or ""
        return replace(
            fund, source=source_name(name), total=names("fund_total", name), among=fund.among or without_among(name) != name
        )
    if field == "list":
        return replace(fund, list_heading=text or None)
    cell = _cell(field)
    texts = {name: old for name, old in fund.texts.items() if name != cell} | ({} if text is None else {cell: text})
    value = {} if cell == "reason" else {column_of("fund", cell): _value(form, fund, cell, text)}
    return having(fund, {"texts": texts, **value})


def in_unit(form: Form, unit: str | None) -> Form:
    """Give a form that prints another money unit, with the amounts that were in its own unit read anew."""
    if unit is not None and unit not in UNITS:
        raise ValueError(f"「{unit}」不是金额单位,可以用:{'、'.join(UNITS)}")
    return replace(form, money_unit=unit, funds=tuple(having(fund, dict(_amounts(form, fund, unit))) for fund in form.funds))


def unit_at(form: Form, fund: Fund, cell: str) -> str:
    """Tell in which unit an amount's column is printed, by the amounts that were read from it; else the form's unit."""
    own = form.money_unit or DEFAULT_UNIT
    for one in (fund, *form.funds):
        text, value = one.texts.get(cell), getattr(one, f"{cell}_yuan")
        fitting = [unit for unit in (own, *UNITS) if text and value and yuan_of(text, unit) == value]
        if fitting and len(set(fitting)) < len(UNITS):
            return fitting[0]
    return own


def _cell(field: str) -> str:
    cell = field.removesuffix("_yuan")
    if cell not in TEXTS:
        raise LookupError(f"fund 没有 {field} 这一项")
    return cell


def _amounts(form: Form, fund: Fund, unit: str | None) -> Iterator[tuple[str, Decimal | None]]:
    for cell in AMOUNTS:
        if fund.texts.get(cell) and unit_at(form, fund, cell) == (form.money_unit or DEFAULT_UNIT):
            yield f"{cell}_yuan", yuan_of(fund.texts[cell], unit or DEFAULT_UNIT)


def _value(form: Form, fund: Fund, cell: str, text: str | None) -> Decimal | None:
    if cell in AMOUNTS:
        return number_or_blank(text, yuan_of(text or "", unit_at(form, fund, cell)))
    if cell == "rate":
        return number_or_blank(text, ratio(text or "", percent=_in_percent(form)))
    return points_in(text)


def _in_percent(form: Form) -> bool:
    """Tell whether the rates that were read are percent without saying so, because their column's head does."""
    read = ((fund.texts.get("rate", ""), fund.rate) for fund in form.funds)
    return any(rate is not None and ratio(text) != rate == ratio(text, percent=True) for text, rate in read)
