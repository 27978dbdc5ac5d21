"""Corrected rows of the head, the goals, the levels and the indicators."""

from __future__ import annotations

from dataclasses import replace

from hebiao.review.corrected.value import having, points_in
from normalize.achieved import achieved
from normalize.form import Form, Goal, Header, Indicator, Level, Quantity
from normalize.indicators import VALUES, WORDED, unit_in_scope
from normalize.quantity import quantities

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
    lines = (having(line, {name: level.name}) if level.ordinal in line.levels else line for line in form.indicators)
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
        again, quantities=_quantities(line.quantities, WORDED, field, text, unit_in_scope({"level3": again.level3 or ""}))
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
    return tuple(one for each in fields for one in (again if each == field else (q for q in old if q.field == each)))


def _scope(old: tuple[Quantity, ...], told: str | None) -> str | None:
    """Give the unit that the line prints for its values: in its name, or in a column of its own."""
    return told or next((q.unit for q in old if q.field in VALUES and q.unit and q.unit not in q.text), None)
