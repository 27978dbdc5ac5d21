"""Where a finding's figure stands: the page, line or sheet cell of the file, and its row and column in the form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import store
from audit.catalogue import data, say_in
from audit.finding import Finding
from normalize.form import Form, Fund, Indicator

if TYPE_CHECKING:
    from sqlalchemy import Engine

_AMOUNT = "_yuan"
_NAMES = {"grade": "no-grade"}
_SQL = """
select finding.id, finding.field, source.field, source.page, source.line, source.place
from finding left join source on source.form_id = finding.form_id and (
    (source.entity = 'fund' and source.entity_id = finding.fund_id)
    or (source.entity = 'indicator' and source.entity_id = finding.indicator_id and finding.fund_id is null)
    or (source.entity = 'form' and finding.indicator_id is null and finding.fund_id is null)
)
{which}
order by finding.form_id, finding.id, source.id
"""


@dataclass(frozen=True, slots=True)
class Spot:
    """One piece of a value: ``field`` is its column, and its page, its line or its place in a sheet."""

    field: str | None
    page: int | None
    line: int | None
    place: str | None


def in_form(form: Form, finding: Finding) -> tuple[Spot, ...]:
    """Give the spots of a finding in a form that was read just now: of its column, else of the whole line."""
    funds = [fund for fund in form.funds if fund.ordinal == finding.fund]
    indicators = [line for line in form.indicators if line.ordinal == finding.indicator]
    entries: list[Fund | Indicator | Form] = [*funds, *indicators, form]
    entry = entries[0]
    spots = (Spot(name, box.page, box.line, box.place) for name, boxes in entry.where.items() for box in boxes)
    return _chosen(finding.field, spots, whole_line=entry is not form)


def in_database(engine: Engine, ids: Collection[int] | None) -> Iterator[tuple[Spot, ...]]:
    """Give the spots of every finding of these forms, or of all, in the order in which ``store.findings`` lists them."""
    which = "" if ids is None else f"where finding.form_id in ({', '.join(str(int(one)) for one in ids) or 'null'})"
    rows = store.query_rows(engine, _SQL.format(which=which))[1]
    for (_, field), found in groupby(rows, key=lambda row: (row[0], row[1])):
        spots = tuple(Spot(*row[2:]) for row in found)
        yield _chosen(field, spots, whole_line=True)


def told(spots: Iterable[Spot], row: str | None, field: str | None, language: str) -> str:
    """Say where a finding is: ``第1页 年度资金总额 执行率``."""
    return " ".join(part for part in (_at(tuple(spots), language), row, _column(field, language)) if part)


def _chosen(field: str | None, spots: Iterable[Spot], *, whole_line: bool) -> tuple[Spot, ...]:
    known = tuple(spot for spot in spots if spot.field)
    own = tuple(spot for spot in known if _same(spot.field, field))
    return own or (known[:1] if whole_line else ())


def _same(one: str | None, other: str | None) -> bool:
    return (one or "").removesuffix(_AMOUNT) == (other or "").removesuffix(_AMOUNT)


def _at(spots: tuple[Spot, ...], language: str) -> str:
    for key, numbers in (("on-pages", [spot.page for spot in spots]), ("on-lines", [spot.line for spot in spots])):
        if known := sorted({number for number in numbers if number is not None}):
            return say_in(language, key, numbers="–".join(map(str, known)))
    return " ".join(dict.fromkeys(spot.place for spot in spots if spot.place))


def _column(field: str | None, language: str) -> str:
    key = _NAMES.get(field or "", field or "")
    return say_in(language, key) if key in data("messages.toml")["say"] else ""
