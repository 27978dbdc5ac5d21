"""The findings of forms, whether a database holds them or a file was read just now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, groupby
from typing import TYPE_CHECKING

import store
from audit import COLUMNS, Audit, Finding, audit_form, render
from extract import Message, message
from hebiao.errors import WrongUsage
from normalize.form import Form, Fund, Indicator
from store import Record, explanation_from, message_from

if TYPE_CHECKING:
    from sqlalchemy import Engine

AT_OR_ABOVE = {"error": ("error",), "warning": ("error", "warning")}


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with its form; ``form`` is the form's id where it is in a database.

    ``difference`` is ``stated`` less ``computed``, amounts in yuan; ``money_unit`` is the form's own
    (金额单位). ``where`` tells page, row and column.
    """

    form: int | None
    path: str
    department: str | None
    year: int | None
    title: str
    rule: str
    severity: str
    cause: str
    fund: str | None
    indicator: str | None
    field: str | None
    stated: Decimal | None
    computed: Decimal | None
    difference: Decimal | None
    where: str
    message: str
    explanation: str | None
    money_unit: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """A form that was checked, and its verdict."""

    year: int | None
    department: str | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The forms that were checked, and all their findings form by form."""

    heads: tuple[Head, ...] = ()
    lines: tuple[Line, ...] = ()

    def reaches(self, level: str) -> bool:
        """Whether there is a finding at or above a severity."""
        return any(line.severity in AT_OR_ABOVE[level] for line in self.lines)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are asked for: empty, or None, asks for all. ``department`` is a part of its name."""

    rules: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    department: str | None = None

    def of(self, checked: Checked) -> Checked:
        """Give what was asked for of all that was found."""
        heads = tuple(head for head in checked.heads if self._wants_form(head))
        return Checked(
            heads, tuple(line for line in checked.lines if self._wants_form(line) and self._wants(line))
        )

    def _wants_form(self, form: Head | Line) -> bool:
        in_year = not self.years or form.year in self.years
        return in_year and (self.department is None or self.department in (form.department or ""))

    def _wants(self, line: Line) -> bool:
        return (not self.rules or line.rule in self.rules) and (
            not self.severities or line.severity in self.severities
        )


def together(parts: Sequence[Checked]) -> Checked:
    """Put what was said of several files or databases together."""
    heads = chain.from_iterable(part.heads for part in parts)
    return Checked(tuple(heads), tuple(chain.from_iterable(part.lines for part in parts)))


_AMOUNT = "_yuan"
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
    spots = (
        Spot(name, box.page, box.line, box.place) for name, boxes in entry.where.items() for box in boxes
    )
    return _chosen(finding.field, spots, whole_line=entry is not form)


def spots_in_database(engine: Engine, ids: Collection[int] | None) -> Iterator[tuple[Spot, ...]]:
    """Give the spots of every finding of these forms, or of all, in the order in which ``store.findings`` lists them."""
    which = (
        ""
        if ids is None
        else f"where finding.form_id in ({', '.join(str(int(one)) for one in ids) or 'null'})"
    )
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
    for key, numbers in (
        ("on-pages", [spot.page for spot in spots]),
        ("on-lines", [spot.line for spot in spots]),
    ):
        if known := sorted({number for number in numbers if number is not None}):
            return render(message(key, numbers="–".join(map(str, known))), language)
    return " ".join(dict.fromkeys(spot.place for spot in spots if spot.place))


def _column(field: str | None, language: str) -> str:
    name = COLUMNS.get(field or "")
    return "" if name is None else render(name, language)


@dataclass(frozen=True, slots=True)
class Manner:
    """How forms are checked: by the rules of the place that ``pack`` names, if any, and told in a language (``zh``, ``en``)."""

    pack: str | None = None
    language: str = "zh"


def in_database(engine: Engine, ids: Collection[int] | None, manner: Manner) -> Checked:
    """Tell what the database says of the forms with these ids, or of all; raises ``WrongUsage`` for an id that no form has."""
    forms = store.forms(engine, ids)
    if missing := set(ids or ()) - {form.id for form in forms}:
        raise WrongUsage("no-such-form", numbers=tuple(map(str, sorted(missing))))
    if manner.pack:
        return together(
            [_by_pack(one.id, one.path, *store.load_form(engine, one.id), manner) for one in forms]
        )
    heads = tuple(Head(form.year, form.department, form.verdict) for form in forms)
    return Checked(heads, tuple(_stored(engine, ids, manner.language)))


def in_record(record: Record, manner: Manner) -> Checked:
    """Tell what a file says that was read just now, by the rules that were asked for."""
    return together([_told(None, record.path, form, audit, manner) for form, audit in record.forms])


def _stored(engine: Engine, ids: Collection[int] | None, language: str) -> Iterator[Line]:
    spots = spots_in_database(engine, ids)
    for found, there in zip(store.findings(engine, ids), spots, strict=True):
        facts = found._asdict()
        code, args = facts.pop("code"), facts.pop("args")
        facts["message"] = _rendered(message_from(found.message, code, args), language)
        facts["explanation"] = _rendered(explanation_from(found.explanation, args), language)
        yield Line(
            form=facts.pop("form_id"),
            difference=_difference(found.stated, found.computed),
            where=told(there, found.fund or found.indicator, found.field, language),
            **facts,
        )


def _by_pack(number: int, path: str, form: Form, audit: Audit, manner: Manner) -> Checked:
    """Tell what the rules of a place say of a stored form, with the causes that were decided when it was read."""
    causes = {_key(finding): finding.cause for finding in audit.findings}
    again = audit_form(form, manner.pack)
    findings = tuple(replace(f, cause=causes.get(_key(f), f.cause)) for f in again.findings)
    return _told(number, path, form, replace(again, findings=findings), manner)


def _told(number: int | None, path: str, form: Form, audit: Audit, manner: Manner) -> Checked:
    lines = tuple(_line(number, path, form, finding, manner.language) for finding in audit.findings)
    return Checked((Head(form.year, form.department, audit.verdict),), lines)


def _key(finding: Finding) -> tuple[str, int | None, int | None, str | None]:
    return finding.rule, finding.fund, finding.indicator, finding.field


def _line(number: int | None, path: str, form: Form, finding: Finding, language: str) -> Line:
    fund = next((fund.source for fund in form.funds if fund.ordinal == finding.fund), None)
    mine = next((line for line in form.indicators if line.ordinal == finding.indicator), None)
    indicator = (mine.content or mine.level3) if mine else None
    spots = in_form(form, finding)
    return Line(
        form=number,
        path=path,
        department=form.department,
        year=form.year,
        title=form.title,
        money_unit=form.money_unit,
        fund=fund,
        indicator=indicator,
        difference=_difference(finding.stated, finding.computed),
        where=told(spots, fund or indicator, finding.field, language),
        message=render(finding.message, language),
        explanation=_rendered(finding.explanation, language),
        **{name: getattr(finding, name) for name in _FROM_FINDING},
    )


_FROM_FINDING = ("rule", "severity", "cause", "field", "stated", "computed")


def _difference(stated: Decimal | None, computed: Decimal | None) -> Decimal | None:
    return None if stated is None or computed is None else stated - computed


def _rendered(sentence: Message | None, language: str) -> str | None:
    return None if sentence is None else render(sentence, language)
