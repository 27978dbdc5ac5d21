"""A form as the page shows it: funds, indicators under their levels, findings at their values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from audit import Audit, Finding, amount, money_units, unit_yuan
from hebiao.locale.formats import EMPTY, percent, plain
from hebiao.web.shared.value_places import key_of
from normalize.form import Form, Fund, Indicator, Level
from store.entities import AMOUNTS, CELLS, column_of

_PLACES = 6  # of a ratio
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WORST_FIRST = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: its key, what is shown, and ``told``, the exact value where the text does not say it."""

    key: str
    text: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class LevelCell:
    """A level and the key of its name."""

    level: Level
    key: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator; ``levels`` and the ``rows`` that they span where they begin at its row, 0 where they began above."""

    indicator: Indicator
    levels: tuple[LevelCell | None, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding with its figures as they are shown, and the key of the value that it is about."""

    finding: Finding
    key: str
    stated: str
    computed: str
    between: tuple[str, str] | None


def money_unit(form: Form) -> str:
    """Give the unit that the form's amounts are printed in: the one it states, else the one in which they were taken."""
    known: dict[str, int] = money_units()
    if form.money_unit in known:
        return form.money_unit
    return next((unit for unit, yuan in known.items() if yuan == _taken_for(form)), "元")


def _taken_for(form: Form) -> Decimal | None:
    """Give how many yuan the first printed amount counts its unit as."""
    for fund in form.funds:
        for name in AMOUNTS:
            yuan: Decimal | None = getattr(fund, column_of("fund", name))
            printed = _NUMBER.fullmatch(fund.texts.get(name, "").replace(",", ""))
            if yuan and printed:
                return yuan / Decimal(printed[0])
    return None


def fund_columns(form: Form) -> tuple[str, ...]:
    """Name the columns that some fund row fills, as the cells of a fund are named (``budget``, ``rate``)."""
    return tuple(name for name in CELLS if any(_fund_text(fund, name, "元") != EMPTY for fund in form.funds))


def fund_cell(fund: Fund, name: str, unit: str) -> Cell:
    """Give a cell of a fund row as printed; an amount tells its yuan."""
    column = column_of("fund", name)
    yuan: Decimal | None = getattr(fund, column)
    told = f"{yuan:,f} 元" if name in AMOUNTS and yuan is not None and unit != "元" else ""
    return Cell(key_of("fund", fund.ordinal, column), _fund_text(fund, name, unit), told)


def indicator_rows(form: Form) -> list[IndicatorRow]:
    """List the indicators with each level at the first of its rows."""
    by_ordinal = {level.ordinal: level for level in form.levels}
    above = [tuple(_level_at(row, depth, by_ordinal) for depth in (1, 2)) for row in form.indicators]
    runs = list(zip(_runs([pair[0] for pair in above]), _runs(above), strict=True))
    return [
        IndicatorRow(row, tuple(map(_level_cell, pair)), rows)
        for row, pair, rows in zip(form.indicators, above, runs, strict=True)
    ]


def finding_lines(form: Form, audit: Audit) -> list[FindingLine]:
    """List the findings, the worst first."""
    ordered = sorted(audit.findings, key=lambda finding: _WORST_FIRST.index(finding.severity))
    return [_finding_line(finding, form) for finding in ordered]


def severities(lines: list[FindingLine]) -> dict[str, str]:
    """Give by key the worst that is found at a value."""
    return {line.key: line.finding.severity for line in reversed(lines)}


def figure(value: Decimal | None, field: str | None, unit: str) -> str:
    """Show a figure of a finding as its column prints it: an amount in the form's unit, a ratio as a percentage."""
    if value is None:
        return EMPTY
    if field == "rate":
        return percent(round(value, _PLACES))
    return f"{amount(value, unit)} {unit}" if field and field.endswith("_yuan") else plain(value)


def _fund_text(fund: Fund, name: str, unit: str) -> str:
    printed = fund.texts.get(name)
    if printed:
        return printed
    value: Decimal | None = getattr(fund, column_of("fund", name))
    if value is None:
        return EMPTY
    return (
        plain(value / unit_yuan(unit))
        if name in AMOUNTS
        else percent(value)
        if name == "rate"
        else plain(value)
    )


def _level_at(row: Indicator, depth: int, by_ordinal: dict[int, Level]) -> Level | None:
    return next((by_ordinal[ordinal] for ordinal in row.levels if by_ordinal[ordinal].depth == depth), None)


def _runs(values: Sequence[object]) -> list[int]:
    """Give for each place how many equal values begin there, 0 inside a run."""
    return [
        length if at == 0 else 0
        for _, run in groupby(values)
        for length in [len(list(run))]
        for at in range(length)
    ]


def _level_cell(level: Level | None) -> LevelCell | None:
    return None if level is None else LevelCell(level, key_of("level", level.ordinal, "name"))


def _finding_line(finding: Finding, form: Form) -> FindingLine:
    unit = money_unit(form)
    stated, computed = (figure(value, finding.field, unit) for value in (finding.stated, finding.computed))
    return FindingLine(finding, _key_of_finding(finding, form), stated, computed, _between(finding, unit))


def _between(finding: Finding, unit: str) -> tuple[str, str] | None:
    if finding.computed is None or not finding.tolerance:
        return None
    low, high = finding.computed - finding.tolerance, finding.computed + finding.tolerance
    return figure(low, finding.field, unit), figure(high, finding.field, unit)


def _key_of_finding(finding: Finding, form: Form) -> str:
    if finding.indicator is not None:
        level = _level_found(finding, form)
        return level or key_of("indicator", finding.indicator, finding.field or "score")
    if finding.fund is not None:
        return key_of("fund", finding.fund, finding.field or "source")
    return key_of("form", 0, finding.field or "title")


def _level_found(finding: Finding, form: Form) -> str | None:
    """Give the key of the level that a finding at an indicator's ``level1`` or ``level2`` is about."""
    depth = {"level1": 1, "level2": 2}.get(finding.field or "")
    by_ordinal = {level.ordinal: level for level in form.levels}
    row = next(row for row in form.indicators if row.ordinal == finding.indicator)
    level = _level_at(row, depth, by_ordinal) if depth else None
    return None if level is None else key_of("level", level.ordinal, "name")
