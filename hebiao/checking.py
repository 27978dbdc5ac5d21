"""The findings of forms, whether a database holds them or a file was read just now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import store
from audit import Audit, audit_form
from audit.english import english
from audit.finding import Finding
from hebiao.commands import check_where
from hebiao.commands.check_found import Checked, Head, Line, together
from hebiao.errors import WrongUsage
from normalize.form import Form
from store import Record

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Manner:
    """How forms are checked: by the rules of the place that ``pack`` names, if any, and told in a language (``zh``, ``en``)."""

    pack: str | None = None
    language: str = "zh"


def in_database(engine: Engine, ids: Collection[int] | None, manner: Manner) -> Checked:
    """Tell what the database says of the forms with these ids, or of all; raises ``WrongUsage`` for an id that no form has."""
    forms = store.forms(engine, ids)
    if missing := set(ids or ()) - {form.id for form in forms}:
        raise WrongUsage(f"库中没有编号为 {'、'.join(map(str, sorted(missing)))} 的自评表")
    if manner.pack:
        return together([_by_pack(one.id, one.path, *store.load_form(engine, one.id), manner) for one in forms])
    heads = tuple(Head(form.year, form.department, form.verdict) for form in forms)
    return Checked(heads, tuple(_stored(engine, ids, manner.language)))


def in_record(record: Record, manner: Manner) -> Checked:
    """Tell what a file says that was read just now, by the rules that were asked for."""
    return together([_told(None, record.path, form, audit, manner) for form, audit in record.forms])


def _stored(engine: Engine, ids: Collection[int] | None, language: str) -> Iterator[Line]:
    spots = check_where.in_database(engine, ids)
    for found, there in zip(store.findings(engine, ids), spots, strict=True):
        facts = found._asdict()
        where = check_where.told(there, found.fund or found.indicator, found.field, language)
        line = Line(form=facts.pop("form_id"), difference=_difference(found.stated, found.computed), where=where, **facts)
        yield _in(language, line)


def _by_pack(number: int, path: str, form: Form, audit: Audit, manner: Manner) -> Checked:
    """Tell what the rules of a place say of a stored form, with the causes that were decided when it was read."""
    causes = {_key(finding): finding.cause for finding in audit.findings}
    again = audit_form(form, manner.pack)
    findings = tuple(replace(f, cause=causes.get(_key(f), f.cause)) for f in again.findings)
    return _told(number, path, form, replace(again, findings=findings), manner)


def _told(number: int | None, path: str, form: Form, audit: Audit, manner: Manner) -> Checked:
    lines = tuple(_in(manner.language, _line(number, path, form, finding, manner.language)) for finding in audit.findings)
    return Checked((Head(form.year, form.department, audit.verdict),), lines)


def _key(finding: Finding) -> tuple[str, int | None, int | None, str | None]:
    return finding.rule, finding.fund, finding.indicator, finding.field


def _line(number: int | None, path: str, form: Form, finding: Finding, language: str) -> Line:
    fund = next((fund.source for fund in form.funds if fund.ordinal == finding.fund), None)
    mine = next((line for line in form.indicators if line.ordinal == finding.indicator), None)
    indicator = (mine.content or mine.level3) if mine else None
    spots = check_where.in_form(form, finding)
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
        where=check_where.told(spots, fund or indicator, finding.field, language),
        **{name: getattr(finding, name) for name in _FROM_FINDING},
    )


_FROM_FINDING = ("rule", "severity", "cause", "field", "stated", "computed", "message", "explanation")


def _difference(stated: Decimal | None, computed: Decimal | None) -> Decimal | None:
    return None if stated is None or computed is None else stated - computed


def _in(language: str, line: Line) -> Line:
    if language == "zh":
        return line
    return replace(line, message=english(line.message), explanation=line.explanation and english(line.explanation))
