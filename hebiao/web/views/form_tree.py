"""A form as the page shows it: funds, indicators under their levels, findings at their values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from audit import Audit, Finding, amount, money_units, unit_yuan
from hebiao.locale.formats import EMPTY, percent, plain
from normalize import Form, Fund, Indicator, Level
from store import AMOUNTS, CELLS, column_of

__all__ = [
    "amount",
    "find_money_unit",
    "find_severities",
    "list_findings",
    "list_fund_columns",
    "list_indicators",
    "show_figure",
    "show_fund_cell",
    "unit_yuan",
    "value_key",
]

YUAN = "元"

_RATIO_DECIMALS = 6
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WORST_FIRST = ("error", "warning", "info")
_LEVEL_DEPTHS = {"level1": 1, "level2": 2}


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value: its key, what is shown, and the exact value as a tooltip where the text does not say it."""

    key: str
    text: str
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """A level and the key of its name."""

    level: Level
    key: str


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """An indicator with its levels above it.

    ``spans`` are the rows that each level spans where it begins at this row, 0 where it began above.
    """

    indicator: Indicator
    levels: tuple[ShownLevel | None, ...]
    spans: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its figures as they are shown, and the key of the value that it is about.

    ``allowed`` are the ends of what would agree, where the computed value is not exact.
    """

    finding: Finding
    key: str
    stated: str
    computed: str
    allowed: tuple[str, str] | None


def value_key(entity: str, ordinal: int, column: str) -> str:
    """Name a value on the page: ``fund-1-budget_yuan``; the form's own have the ordinal 0."""
    return f"{entity}-{ordinal}-{column}"


def find_money_unit(form: Form) -> str:
    """Return the unit of the form's amounts: the one it states, else the one they were taken in."""
    known: dict[str, int] = money_units()
    if form.money_unit in known:
        return form.money_unit
    counted_as = _find_unit_yuan(form)
    return next((unit for unit, yuan in known.items() if yuan == counted_as), YUAN)


def _find_unit_yuan(form: Form) -> Decimal | None:
    """Return how many yuan the first printed amount counts its unit as."""
    for fund in form.funds:
        for name in AMOUNTS:
            yuan: Decimal | None = getattr(fund, column_of("fund", name))
            printed = _NUMBER.fullmatch(fund.texts.get(name, "").replace(",", ""))
            if yuan and printed:
                return yuan / Decimal(printed[0])
    return None


def list_fund_columns(form: Form) -> tuple[str, ...]:
    """List the columns that some fund row fills, as the cells of a fund are named (``budget``, ``rate``)."""
    return tuple(name for name in CELLS if _is_filled(form, name))


def _is_filled(form: Form, name: str) -> bool:
    return any(_show_fund_text(fund, name, YUAN) != EMPTY for fund in form.funds)


def show_fund_cell(fund: Fund, name: str, unit: str) -> ShownValue:
    """Return a cell of a fund row as printed; an amount in another unit tells its yuan."""
    column = column_of("fund", name)
    yuan: Decimal | None = getattr(fund, column)
    tooltip = ""
    if name in AMOUNTS and yuan is not None and unit != YUAN:
        tooltip = f"{yuan:,f} {YUAN}"
    return ShownValue(value_key("fund", fund.ordinal, column), _show_fund_text(fund, name, unit), tooltip)


def _show_fund_text(fund: Fund, name: str, unit: str) -> str:
    printed = fund.texts.get(name)
    if printed:
        return printed
    value: Decimal | None = getattr(fund, column_of("fund", name))
    if value is None:
        return EMPTY
    if name in AMOUNTS:
        return plain(value / unit_yuan(unit))
    return percent(value) if name == "rate" else plain(value)


def list_indicators(form: Form) -> list[ShownIndicator]:
    """List the indicators with each level at the first of its rows."""
    by_ordinal = {level.ordinal: level for level in form.levels}
    above = [(_find_level(row, 1, by_ordinal), _find_level(row, 2, by_ordinal)) for row in form.indicators]
    first_spans = _count_runs([first for first, _ in above])
    second_spans = _count_runs(above)
    rows: list[ShownIndicator] = []
    for indicator, (first, second), spans in zip(
        form.indicators, above, zip(first_spans, second_spans, strict=True), strict=True
    ):
        rows.append(ShownIndicator(indicator, (_show_level(first), _show_level(second)), spans))
    return rows


def _find_level(row: Indicator, depth: int, by_ordinal: dict[int, Level]) -> Level | None:
    levels = (by_ordinal[ordinal] for ordinal in row.levels)
    return next((level for level in levels if level.depth == depth), None)


def _count_runs(values: Sequence[object]) -> list[int]:
    """Return for each place how many equal values begin there, 0 inside a run."""
    counts: list[int] = []
    for _, run in groupby(values):
        length = len(list(run))
        counts += [length, *[0] * (length - 1)]
    return counts


def _show_level(level: Level | None) -> ShownLevel | None:
    return None if level is None else ShownLevel(level, value_key("level", level.ordinal, "name"))


def list_findings(form: Form, audit: Audit) -> list[ShownFinding]:
    """List the findings, the worst first."""
    ordered = sorted(audit.findings, key=lambda finding: _WORST_FIRST.index(finding.severity))
    unit = find_money_unit(form)
    return [_show_finding(finding, form, unit) for finding in ordered]


def find_severities(findings: list[ShownFinding]) -> dict[str, str]:
    """Return by key the worst that is found at a value."""
    return {shown.key: shown.finding.severity for shown in reversed(findings)}


def _show_finding(finding: Finding, form: Form, unit: str) -> ShownFinding:
    return ShownFinding(
        finding=finding,
        key=_find_key(finding, form),
        stated=show_figure(finding.stated, finding.field, unit),
        computed=show_figure(finding.computed, finding.field, unit),
        allowed=_show_allowed(finding, unit),
    )


def show_figure(value: Decimal | None, field: str | None, unit: str) -> str:
    """Show a figure of a finding as its column prints it: amounts in the form's unit, ratios in percent."""
    if value is None:
        return EMPTY
    if field == "rate":
        return percent(round(value, _RATIO_DECIMALS))
    if field and field.endswith("_yuan"):
        return f"{amount(value, unit)} {unit}"
    return plain(value)


def _show_allowed(finding: Finding, unit: str) -> tuple[str, str] | None:
    if finding.computed is None or not finding.tolerance:
        return None
    low, high = finding.computed - finding.tolerance, finding.computed + finding.tolerance
    return show_figure(low, finding.field, unit), show_figure(high, finding.field, unit)


def _find_key(finding: Finding, form: Form) -> str:
    """Return the key of the value that a finding is about."""
    if finding.indicator is not None:
        level_key = _find_level_key(finding, form)
        return level_key or value_key("indicator", finding.indicator, finding.field or "score")
    if finding.fund is not None:
        return value_key("fund", finding.fund, finding.field or "source")
    if finding.subtotal is not None:
        return value_key("subtotal", finding.subtotal, finding.field or "name")
    return value_key("form", 0, finding.field or "title")


def _find_level_key(finding: Finding, form: Form) -> str | None:
    """Return the key of the level that a finding at an indicator's ``level1`` or ``level2`` is about."""
    depth = _LEVEL_DEPTHS.get(finding.field or "")
    if depth is None:
        return None
    by_ordinal = {level.ordinal: level for level in form.levels}
    row = next(row for row in form.indicators if row.ordinal == finding.indicator)
    level = _find_level(row, depth, by_ordinal)
    return None if level is None else value_key("level", level.ordinal, "name")
