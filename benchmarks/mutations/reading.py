"""What the program makes of a file: the numbers that it stores, their doubts, its verdict and its accusations."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import hebiao
from audit import audit_form
from mutations.sheet import Key
from normalize import Form

POINTS = ("weight", "score")
AMOUNTS = ("initial_yuan", "budget_yuan", "executed_yuan")
TOTALS = ("weight_total", "score_total")
VALUES = ("target", "actual")


@dataclass(frozen=True, slots=True)
class Accusation:
    """A finding that the audit lays on the form: its rule, and its line and column."""

    rule: str
    severity: str
    line: str
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One form as it was read: ``doubted`` are the keys whose place is in doubt."""

    numbers: Mapping[Key, Decimal]
    doubted: frozenset[Key]
    verdict: str
    warnings: tuple[str, ...]
    accusations: frozenset[Accusation]


def read_bytes(data: bytes, ending: str) -> list[Reading]:
    """Read a file of these bytes as a user would, in this process."""
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        file.write(data)
        file.flush()
        return [_reading(form) for form in hebiao.read(Path(file.name))]


def _reading(form: Form) -> Reading:
    audit = audit_form(form)
    numbers: dict[Key, Decimal] = {}
    doubted: set[Key] = set()
    for key, value, in_doubt in _numbers(form):
        if value is not None:
            numbers[key] = value
        if in_doubt:
            doubted.add(key)
    accusations = frozenset(
        Accusation(
            finding.rule,
            finding.severity,
            _line_of(form, finding.fund, finding.indicator),
            finding.field or "",
            str(finding),
        )
        for finding in audit.findings
        if finding.cause == "form" and finding.severity != "info"
    )
    warnings = tuple(message.code for message in form.warnings)
    return Reading(numbers, frozenset(doubted), audit.verdict, warnings, accusations)


def _line_of(form: Form, fund: int | None, indicator: int | None) -> str:
    if fund is not None:
        return next(row.source for row in form.funds if row.ordinal == fund)
    if indicator is not None:
        return next(row.level3 or "" for row in form.indicators if row.ordinal == indicator)
    return ""


def _numbers(form: Form) -> Iterator[tuple[Key, Decimal | None, bool]]:
    seen: Counter[tuple[str, str]] = Counter()
    for row in form.indicators:
        name = _numbered(seen, "indicator", f"{row.level3 or ''}")
        for column in POINTS:
            yield Key("indicator", name, column), getattr(row, column), _in_doubt(row.where, column)
        for column in VALUES:
            found = [quantity for quantity in row.quantities if quantity.field == column]
            value = found[0].base_value if len(found) == 1 else None
            yield Key("indicator", name, column), value, _in_doubt(row.where, column)
    for fund in form.funds:
        name = _numbered(seen, "fund", fund.source)
        for column in (*AMOUNTS, "rate", *POINTS):
            place = column.removesuffix("_yuan")
            yield Key("fund", name, column), getattr(fund, column), _in_doubt(fund.where, place)
    for column in TOTALS:
        yield Key("form", "", column), getattr(form, column), _in_doubt(form.where, column)


def _numbered(seen: Counter[tuple[str, str]], entity: str, name: str) -> str:
    """Return a row's name, with a number behind it from the second of its name on."""
    name = "".join(name.split())
    seen[entity, name] += 1
    count = seen[entity, name]
    return name if count == 1 else f"{name}#{count}"


def _in_doubt(where: Mapping[str, tuple[object, ...]], column: str) -> bool:
    return any(getattr(box, "doubt", None) for box in where.get(column, ()))
