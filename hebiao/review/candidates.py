"""What a doubtful value may really be: what the second reading says, and what the arithmetic wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.finding import Finding
from audit.suspects import arithmetic_fails
from hebiao.review.corrected.funds import unit_at
from normalize.form import Form, Fund
from normalize.number import MULTIPLIERS
from store.entities import AMOUNTS, key_of
from store.row_keys import row_at

_READ_TWICE = re.compile(r"两次读取(?:不一致:|有\d+处不一致,如 )(.+?) / (.+?)。$")
_EMPTY = "(空)"
_SUMS = {"score-total": "score", "weight-total": "weight"}
_PERCENT_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row, and the text that it prints now."""

    entity: str
    ordinal: int
    name: str
    text: str | None


def candidates(form: Form, field: Field, findings: Iterable[Finding]) -> list[str]:
    """Give the texts that may stand in a field in place of its own, the likeliest first, by what ``findings`` tell."""
    found = list(findings)
    readings = (reading for finding in found for reading in _readings(finding, field.text))
    wanted = (text for finding in found for text in _wanted(form, field, finding))
    return list(dict.fromkeys(one for one in (*readings, *wanted) if one != field.text))


def _readings(finding: Finding, text: str | None) -> Iterator[str]:
    """Give both readings of a value where a finding tells them and one is this text."""
    if match := _READ_TWICE.search(finding.message):
        both = ["" if reading == _EMPTY else reading for reading in match.groups()]
        if (text or "") in both:
            yield from both


def _wanted(form: Form, field: Field, finding: Finding) -> Iterator[str]:
    """Give what would make the figures agree: the computed value, or what a part must be for the stated sum."""
    if finding.computed is None or not arithmetic_fails(finding):
        return
    if (finding.field, owner_of(finding)) == (field.name, (field.entity, field.ordinal)):
        yield _printed(form, field, finding.computed)
    elif finding.stated is not None and (part := _part_of(form, field, finding)) is not None:
        yield _printed(form, field, part + finding.stated - finding.computed)


def _part_of(form: Form, field: Field, finding: Finding) -> Decimal | None:
    """Give the field's value where a finding's sum adds it up."""
    in_sum = field.entity in ("fund", "indicator") and field.name == _SUMS.get(finding.rule)
    in_funds = (finding.rule, finding.field, field.entity) == ("fund-total", field.name, "fund")
    if not in_sum and not in_funds:
        return None
    value: Decimal | None = getattr(row_at(form, field.entity, field.ordinal), field.name)
    return value


def owner_of(finding: Finding) -> tuple[str, int]:
    """Tell the row that a finding is about; the form is row 0."""
    if finding.fund is not None:
        return "fund", finding.fund
    return ("form", 0) if finding.indicator is None else ("indicator", finding.indicator)


def _printed(form: Form, field: Field, value: Decimal) -> str:
    """Give a value as its column prints it: an amount in the column's unit, a rate in percent."""
    cell = key_of(field.entity, field.name)
    if field.entity == "fund" and cell in AMOUNTS:
        fund: Fund = row_at(form, field.entity, field.ordinal)
        return _plain(value / MULTIPLIERS[unit_at(form, fund, cell).removesuffix("元")])
    return f"{(value * 100).quantize(_PERCENT_PLACES)}%" if field.name == "rate" else _plain(value)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
