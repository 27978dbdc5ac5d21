"""A form with corrections in it: each corrected text is read as the form's own was, with all the numbers that come of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from msgspec import structs

from normalize.assemble import DEFAULT_UNIT
from normalize.form import Form, Fund, Goal, Header, Indicator, Level, Quantity, Where
from normalize.sections.fund_lists import source_name, yuan_of
from normalize.sections.indicators import VALUES, WORDED, unit_in_scope
from normalize.values.achieved import achieved
from normalize.values.number import points, ratio
from normalize.values.quantity import quantities
from normalize.values.text import is_blank
from normalize.vocabulary.labels import names, without_among
from store.entities import AMOUNTS, MANY, TEXTS, column_of, key_of, row_at, row_keys
from store.people.correcting import Correction

Part = TypeVar("Part", Form, Header, Fund, Goal, Level, Indicator)


def having(part: Part, values: dict[str, Any]) -> Part:
    """Give a part of a form with other values in the fields that are named."""
    return replace(part, **values)


def points_in(text: str | None) -> Decimal | None:
    """Give the points that a corrected weight or score prints; raises ``ValueError`` where it prints something else."""
    return number_or_blank(text, points(text or ""))


def number_or_blank(text: str | None, value: Decimal | None) -> Decimal | None:
    """Give the value, or None for an empty cell or a placeholder; raises ``ValueError`` for a text that has no value."""
    if value is None and not is_blank(text or ""):
        raise ValueError(f"「{text}」不是一个数")
    return value


def believed(where: Where, field: str, confidence: float) -> Where:
    """Give the places of a row with another confidence in one of its fields."""
    if field not in where:
        return where
    return where | {field: tuple(structs.replace(box, confidence=confidence) for box in where[field])}


_NAMES = ("level1", "level2", "level3", "content", "sign")
_POINTS = ("weight", "score")
_MET = {None: None, "": None, "1": 1, "0": 0}


def corrected_header(_form: Form, header: Header, field: str, text: str | None) -> Header:
    """Give a label and its value with one of them corrected."""
    _require(field, "header", ("label", "value"))
    return having(header, {field: text or ""})


def corrected_goal(_form: Form, goal: Goal, field: str, text: str | None) -> Goal:
    """Give a goal with one of its texts corrected, and the quantities of that text."""
    _require(field, "goal", ("expected", "actual"))
    again = _quantities(goal.quantities, ("expected", "actual"), field, text, None)
    return having(goal, {field: text or "", "quantities": again})


def corrected_level(_form: Form, level: Level, field: str, text: str | None) -> Level:
    """Give a level with its name or its weight corrected."""
    _require(field, "level", ("name", "weight"))
    return replace(level, name=text or "") if field == "name" else replace(level, weight=points_in(text))


def renamed_level(form: Form, level: Level) -> Form:
    """Give the form with the lines below a level named after it."""
    name = f"level{level.depth}"
    lines = (
        having(line, {name: level.name}) if level.ordinal in line.levels else line for line in form.indicators
    )
    return replace(form, indicators=tuple(lines))


def corrected_indicator(form: Form, line: Indicator, field: str, text: str | None) -> Indicator:
    """Give a line with one of its texts corrected: its quantities, its points, and whether it met its target follow."""
    _require(field, "indicator", (*_NAMES, *WORDED, *_POINTS, "achieved"))
    if field == "achieved":
        return replace(line, achieved=_met(text))
    if field in _POINTS:
        return having(line, {field: points_in(text), f"{field}_text": text or ""})
    again = having(line, {field: (text or None) if field in _NAMES else text or ""})
    if field in ("level1", "level2"):
        return replace(again, levels=_levels(form, line, field, text))
    again = replace(
        again,
        quantities=_quantities(
            line.quantities, WORDED, field, text, unit_in_scope({"level3": again.level3 or ""})
        ),
    )
    return replace(again, achieved=achieved(again))


def _require(field: str, entity: str, fields: tuple[str, ...]) -> None:
    if field not in fields:
        raise LookupError(f"{entity} 没有 {field} 这一项可以更正")


def _met(text: str | None) -> int | None:
    if text not in _MET:
        raise ValueError(f"「{text}」不是 1(达到)、0(没有达到)或空")
    return _MET[text]


def _levels(form: Form, line: Indicator, field: str, name: str | None) -> tuple[int, ...]:
    """Hang a line below the level that it now names, where the form has one of that name."""
    depth = int(field[-1])
    depths = {level.ordinal: level.depth for level in form.levels}
    named = [level.ordinal for level in form.levels if (level.depth, level.name) == (depth, name)]
    return tuple(sorted([*(ordinal for ordinal in line.levels if depths[ordinal] != depth), *named[:1]]))


def _quantities(
    old: tuple[Quantity, ...], fields: tuple[str, ...], field: str, text: str | None, scope: str | None
) -> tuple[Quantity, ...]:
    """Read the quantities of one field anew; those of the others stay, all in the order of ``fields``."""
    if field not in fields:
        return old
    again = tuple(quantities(text or "", field, _scope(old, scope) if field in VALUES else None))
    return tuple(
        one for each in fields for one in (again if each == field else (q for q in old if q.field == each))
    )


def _scope(old: tuple[Quantity, ...], told: str | None) -> str | None:
    """Give the unit that the line prints for its values: in its name, or in a column of its own."""
    return told or next((q.unit for q in old if q.field in VALUES and q.unit and q.unit not in q.text), None)


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
            fund,
            source=source_name(name),
            total=names("fund_total", name),
            among=fund.among or without_among(name) != name,
        )
    if field == "list":
        return replace(fund, list_heading=text or None)
    cell = _cell(field)
    texts = {name: old for name, old in fund.texts.items() if name != cell} | (
        {} if text is None else {cell: text}
    )
    value = {} if cell == "reason" else {column_of("fund", cell): _value(form, fund, cell, text)}
    return having(fund, {"texts": texts, **value})


def in_unit(form: Form, unit: str | None) -> Form:
    """Give a form that prints another money unit, with the amounts that were in its own unit read anew."""
    if unit is not None and unit not in UNITS:
        raise ValueError(f"「{unit}」不是金额单位,可以用:{'、'.join(UNITS)}")
    return replace(
        form,
        money_unit=unit,
        funds=tuple(having(fund, dict(_amounts(form, fund, unit))) for fund in form.funds),
    )


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


_NAMING = ("label", "source", "list", "name", "level1", "level2", "level3", "content")
"""Fields that are part of their row's key."""

_NUMBERS = ("weight_total", "score_total")
_TEXTS = ("department", "project", "supervisor", "grade")
_CORRECTED: dict[str, Callable[[Form, Any, str, str | None], Any]] = {
    "header": corrected_header,
    "fund": corrected_fund,
    "goal": corrected_goal,
    "level": corrected_level,
    "indicator": corrected_indicator,
}


def corrected(form: Form, corrections: Iterable[Correction]) -> tuple[Form, tuple[Correction, ...]]:
    """Put corrections into a form in their order; gives the form and the corrections that find no row in it."""
    unplaced: list[Correction] = []
    for one in in_force(corrections):
        ordinals = {key: ordinal for ordinal, key in row_keys(form, one.entity).items()}
        if one.row_key in ordinals:
            form = with_text(form, one.entity, ordinals[one.row_key], one.field, one.after)
        else:
            unplaced.append(one)
    return form, tuple(unplaced)


def in_force(corrections: Iterable[Correction]) -> list[Correction]:
    """Leave out what was undone: a correction and the one that turns it round."""
    kept: list[Correction] = []
    for one in corrections:
        undone = next((n for n in range(len(kept) - 1, -1, -1) if _turns_round(one, kept[n])), None)
        if undone is None:
            kept.append(one)
        else:
            del kept[undone]
    return kept


def _turns_round(one: Correction, other: Correction) -> bool:
    same = (one.entity, one.field, one.before, one.after) == (
        other.entity,
        other.field,
        other.after,
        other.before,
    )
    return same and (one.row_key == other.row_key or one.field in _NAMING)


def column_at(entity: str, field: str) -> str:
    """Give the column that a field is corrected as: ``budget_text`` is ``budget_yuan``, ``score_text`` is ``score``."""
    return column_of(entity, field.removesuffix("_text").removesuffix("_yuan"))


def text_at(form: Form, entity: str, ordinal: int, field: str) -> str | None:
    """Give what the form prints in a field, None for nothing; raises ``LookupError`` for a row or field that is not there."""
    row = row_at(form, entity, ordinal)
    if entity == "fund":
        return fund_text(row, field) or None
    if field not in row.__slots__:
        raise LookupError(f"{entity} 没有 {field} 这一项")
    value = (
        getattr(row, f"{field}_text", None)
        if entity == "indicator" and field in ("weight", "score")
        else getattr(row, field)
    )
    return f"{value:f}" if isinstance(value, Decimal) else None if value in (None, "") else str(value)


def confidence_at(form: Form, entity: str, ordinal: int, field: str) -> float | None:
    """Tell how sure the reading of a field is, None where its place is not known."""
    boxes = row_at(form, entity, ordinal).where.get(_place(entity, field))
    return min(box.confidence for box in boxes) if boxes else None


def with_text(
    form: Form, entity: str, ordinal: int, field: str, text: str | None, *, confidence: float = 1.0
) -> Form:
    """Give the form as if it printed ``text`` in a field, read with ``confidence``.

    Raises ``ValueError`` for a text that is no number where one must stand, ``LookupError`` as ``text_at``.
    """
    old = row_at(form, entity, ordinal)
    where = believed(old.where, _place(entity, field), confidence)
    if entity == "form":
        return having(_form(form, field, text), {"where": where})
    row = having(_CORRECTED[entity](form, old, field, text), {"where": where})
    if entity == "level":
        form = renamed_level(form, row)
    many = MANY[entity]
    return having(
        form, {many: tuple(row if line.ordinal == ordinal else line for line in getattr(form, many))}
    )


def _place(entity: str, field: str) -> str:
    """Give the key of ``where`` that holds a column's places: a level's weight stands in its name."""
    return "name" if entity == "level" else key_of(entity, field)


def _form(form: Form, field: str, text: str | None) -> Form:
    if field in _NUMBERS:
        return having(form, {field: points_in(text)})
    if field in _TEXTS:
        return having(form, {field: text or None})
    if field == "title":
        return replace(form, title=text or "")
    if field == "year":
        return replace(form, year=_year(text))
    if field == "money_unit":
        return in_unit(form, text or None)
    raise LookupError(f"form 没有 {field} 这一项可以更正")


def _year(text: str | None) -> int | None:
    if not text:
        return None
    match = re.fullmatch(r"\s*(\d{4})\s*(?:年度?)?\s*", text)
    if match is None:
        raise ValueError(f"「{text}」不是年份")
    return int(match[1])
