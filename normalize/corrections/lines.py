"""A header, goal, level or indicator with one of its texts corrected."""

from __future__ import annotations

from dataclasses import replace

from extract import message
from normalize.corrections.values import read_points, replace_fields
from normalize.form import Form
from normalize.parts import Goal, Header, Indicator, Level, Quantity
from normalize.refusals import PlaceMissing, ValueRefused
from normalize.sections.indicators import VALUES, WORDED, unit_in_scope
from normalize.values.achieved import judge_achieved
from normalize.values.quantity import find_quantities

_NAMES = ("level1", "level2", "level3", "content", "sign")
_POINTS = ("weight", "score")
_ACHIEVED = {None: None, "": None, "1": 1, "0": 0}


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
    """Return a line with one of its texts corrected: its quantities, its points, and whether it met its target follow."""
    _require(field, "indicator", (*_NAMES, *WORDED, *_POINTS, "achieved"))
    if field == "achieved":
        return replace(line, achieved=_read_achieved(text))
    if field in _POINTS:
        return replace_fields(line, {field: read_points(text), f"{field}_text": text or ""})
    again = replace_fields(line, {field: (text or None) if field in _NAMES else text or ""})
    if field in ("level1", "level2"):
        return replace(again, levels=_hang_below(form, line, field, text))
    scope = unit_in_scope({"level3": again.level3 or ""})
    again = replace(again, quantities=_read_quantities(line.quantities, WORDED, field, text, scope))
    return replace(again, achieved=judge_achieved(again))


def _require(field: str, entity: str, fields: tuple[str, ...]) -> None:
    if field not in fields:
        raise PlaceMissing(message("no-such-field", entity=entity, field=field))


def _read_achieved(text: str | None) -> int | None:
    if text not in _ACHIEVED:
        raise ValueRefused(message("value-no-achieved", text=text or ""))
    return _ACHIEVED[text]


def _hang_below(form: Form, line: Indicator, field: str, name: str | None) -> tuple[int, ...]:
    """Return a line's levels with that of the name that it now prints, where the form has one of that name."""
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
