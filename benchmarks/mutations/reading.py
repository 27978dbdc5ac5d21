"""What the program makes of a file: the numbers that it stores, their doubts, its verdict and its accusations."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import hebiao
from audit import Audit, audit_form
from mutations.sheet import Key
from normalize import Form, Fund, Indicator, Places

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
        return [describe_form(form, audit_form(form)) for form in hebiao.read(Path(file.name))]


def describe_form(form: Form, audit: Audit) -> Reading:
    """Return what a form stores and what its audit says."""
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


def numbers_of(form: Form) -> dict[Key, Decimal]:
    """Return the numbers that a form stores."""
    return {key: value for key, value, _ in _numbers(form) if value is not None}


def _numbers(form: Form) -> Iterator[tuple[Key, Decimal | None, bool]]:
    """Give each number's key, what is stored for it, and whether its place is in doubt."""
    for entity, name, row in _name_rows(form):
        columns = POINTS if entity == "indicator" else (*AMOUNTS, "rate", *POINTS)
        if entity == "form":
            columns = TOTALS
        for column in columns:
            doubted = _in_doubt(row.where, column.removesuffix("_yuan"))
            yield Key(entity, name, column), getattr(row, column), doubted
        if isinstance(row, Indicator):
            for column in VALUES:
                found = [quantity for quantity in row.quantities if quantity.field == column]
                value = found[0].base_value if len(found) == 1 else None
                yield Key(entity, name, column), value, _in_doubt(row.where, column)


def _name_rows(form: Form) -> Iterator[tuple[str, str, Indicator | Fund | Form]]:
    """Give the rows with the entity and the name that their keys have."""
    seen: Counter[tuple[str, str]] = Counter()
    for row in form.indicators:
        content = "" if row.content in {None, row.level3} else row.content
        yield "indicator", _numbered(seen, "indicator", f"{row.level3 or ''}{content}"), row
    for fund in form.funds:
        yield "fund", _numbered(seen, "fund", fund.source), fund
    yield "form", "", form


def texts_of(form: Form) -> Iterator[tuple[Key, str, Places]]:
    """Give the key, the text and the places of each number's cell."""
    for entity, name, row in _name_rows(form):
        if isinstance(row, Indicator):
            texts = {column: getattr(row, f"{column}_text") for column in POINTS}
            texts |= {column: getattr(row, column) for column in VALUES}
        elif isinstance(row, Fund):
            texts = {
                f"{column}_yuan" if f"{column}_yuan" in AMOUNTS else column: text
                for column, text in row.texts.items()
            }
        else:
            texts = {column: f"{getattr(form, column)}" for column in TOTALS}
        for column, text in texts.items():
            yield Key(entity, name, column), text, row.where.get(column.removesuffix("_yuan"), ())


def _numbered(seen: Counter[tuple[str, str]], entity: str, name: str) -> str:
    """Return a row's name, with a number behind it from the second of its name on."""
    name = "".join(name.split())
    seen[entity, name] += 1
    count = seen[entity, name]
    return name if count == 1 else f"{name}#{count}"


def _in_doubt(where: Mapping[str, Places], column: str) -> bool:
    return any(box.doubt for box in where.get(column, ()))
