"""The findings of forms, whether a database holds them or a file was read just now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

import store
from audit import COLUMNS, Audit, Finding, audit_form, render
from extract import Message, message
from hebiao.errors import WrongUsage
from normalize import Form, Fund, Indicator, Subtotal
from store import FindingPlace, Record, read_explanation, read_message

if TYPE_CHECKING:
    from sqlalchemy import Engine

_AMOUNT = "_yuan"


def list_places(form: Form, finding: Finding) -> tuple[FindingPlace, ...]:
    """Return the places of a finding in a form that was read now: of its column, else of the whole line."""
    funds = [fund for fund in form.funds if fund.ordinal == finding.fund]
    indicators = [line for line in form.indicators if line.ordinal == finding.indicator]
    subtotals = [one for one in form.subtotals if one.ordinal == finding.subtotal]
    entries: list[Fund | Indicator | Subtotal | Form] = [*funds, *indicators, *subtotals, form]
    entry = entries[0]
    places: list[FindingPlace] = []
    for name, boxes in entry.where.items():
        places += [FindingPlace(name, box.page, box.line, box.place) for box in boxes]
    return choose_places(finding.field, places, is_line=entry is not form)


def choose_places(
    field: str | None, places: Iterable[FindingPlace], *, is_line: bool
) -> tuple[FindingPlace, ...]:
    """Return the places of a column, else, of a line of the form, the first of all."""
    known = tuple(place for place in places if place.field)
    own = tuple(place for place in known if _is_same_column(place.field, field))
    return own or (known[:1] if is_line else ())


def describe_place(places: Sequence[FindingPlace], row: str | None, field: str | None, language: str) -> str:
    """Return where a finding is in words: ``第1页 年度资金总额 执行率``."""
    parts = (_describe_pages(places, language), row, _name_column(field, language))
    return " ".join(part for part in parts if part)


def _is_same_column(one: str | None, other: str | None) -> bool:
    return (one or "").removesuffix(_AMOUNT) == (other or "").removesuffix(_AMOUNT)


def _describe_pages(places: Sequence[FindingPlace], language: str) -> str:
    """Return pages, else lines, else places in a sheet."""
    pages = {place.page for place in places if place.page is not None}
    lines = {place.line for place in places if place.line is not None}
    for code, numbers in (("on-pages", pages), ("on-lines", lines)):
        if numbers:
            return render(message(code, numbers="–".join(map(str, sorted(numbers)))), language)
    return " ".join(dict.fromkeys(place.place for place in places if place.place))


def _name_column(field: str | None, language: str) -> str:
    name = COLUMNS.get(field or "")
    if name is None:
        return ""
    return render(name, language)


AT_OR_ABOVE = {"error": ("error",), "warning": ("error", "warning")}
_FROM_FINDING = ("rule", "severity", "cause", "field", "stated", "computed")


@dataclass(frozen=True, slots=True)
class ListedFinding:
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
class CheckedForm:
    """A form that was checked, and its verdict."""

    year: int | None
    department: str | None
    verdict: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The forms that were checked, and all their findings form by form."""

    forms: tuple[CheckedForm, ...] = ()
    findings: tuple[ListedFinding, ...] = ()

    def reaches(self, level: str) -> bool:
        """Return whether there is a finding at or above a severity."""
        return any(finding.severity in AT_OR_ABOVE[level] for finding in self.findings)


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are asked for: what is empty, or None, asks for all.

    ``department`` is a part of its name.
    """

    rules: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    department: str | None = None

    def choose(self, result: CheckResult) -> CheckResult:
        """Return what was asked for of all that was found."""
        forms = tuple(form for form in result.forms if self._is_form_chosen(form))
        findings = tuple(
            finding
            for finding in result.findings
            if self._is_form_chosen(finding) and self._is_finding_chosen(finding)
        )
        return CheckResult(forms, findings)

    def _is_form_chosen(self, form: CheckedForm | ListedFinding) -> bool:
        if self.years and form.year not in self.years:
            return False
        return self.department is None or self.department in (form.department or "")

    def _is_finding_chosen(self, finding: ListedFinding) -> bool:
        if self.rules and finding.rule not in self.rules:
            return False
        return not self.severities or finding.severity in self.severities


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How forms are checked: by the rules of the place that ``pack`` names, if any, and in which language."""

    pack: str | None = None
    language: str = "zh"


def combine_results(results: Sequence[CheckResult]) -> CheckResult:
    """Put what was found in several files or databases together."""
    forms = chain.from_iterable(result.forms for result in results)
    findings = chain.from_iterable(result.findings for result in results)
    return CheckResult(tuple(forms), tuple(findings))


def check_database(engine: Engine, ids: Collection[int] | None, how: CheckOptions) -> CheckResult:
    """Return what the database says of the forms with these ids, or of all.

    Raises ``WrongUsage`` for an id that no form has.
    """
    forms = store.find_forms(engine, ids)
    missing = set(ids or ()) - {form.id for form in forms}
    if missing:
        raise WrongUsage("no-such-form", numbers=tuple(map(str, sorted(missing))))
    if how.pack:
        return combine_results([_check_anew(engine, form.id, form.path, how) for form in forms])
    checked = tuple(CheckedForm(form.year, form.department, form.verdict) for form in forms)
    return CheckResult(checked, tuple(_read_findings(engine, ids, how.language)))


def check_record(record: Record, how: CheckOptions) -> CheckResult:
    """Return what a file says that was read just now, by the rules that were asked for."""
    results = [_list_findings(None, record.path, form, audit, how.language) for form, audit in record.forms]
    return combine_results(results)


def _read_findings(engine: Engine, ids: Collection[int] | None, language: str) -> Iterator[ListedFinding]:
    places = store.find_finding_places(engine, ids)
    for found, pieces in zip(store.find_findings(engine, ids), places, strict=True):
        facts = found._asdict()
        code, args = facts.pop("code"), facts.pop("args")
        facts["message"] = _render(read_message(found.message, code, args), language)
        facts["explanation"] = _render(read_explanation(found.explanation, args), language)
        own = choose_places(found.field, pieces, is_line=True)
        yield ListedFinding(
            form=facts.pop("form_id"),
            difference=_subtract(found.stated, found.computed),
            where=describe_place(own, found.fund or found.indicator, found.field, language),
            **facts,
        )


def _check_anew(engine: Engine, form_id: int, path: str, how: CheckOptions) -> CheckResult:
    """Return what the rules of a place say of a stored form, with the causes decided when it was read."""
    form, audit = store.load_form(engine, form_id)
    causes = {finding.about: finding.cause for finding in audit.findings}
    again = audit_form(form, how.pack)
    findings = tuple(
        replace(finding, cause=causes.get(finding.about, finding.cause)) for finding in again.findings
    )
    return _list_findings(form_id, path, form, replace(again, findings=findings), how.language)


def _list_findings(form_id: int | None, path: str, form: Form, audit: Audit, language: str) -> CheckResult:
    findings = tuple(_make_row(form_id, path, form, finding, language) for finding in audit.findings)
    return CheckResult((CheckedForm(form.year, form.department, audit.verdict),), findings)


def _make_row(form_id: int | None, path: str, form: Form, finding: Finding, language: str) -> ListedFinding:
    fund = next((fund.source for fund in form.funds if fund.ordinal == finding.fund), None)
    line = next((line for line in form.indicators if line.ordinal == finding.indicator), None)
    indicator = (line.content or line.level3) if line else None
    return ListedFinding(
        form=form_id,
        path=path,
        department=form.department,
        year=form.year,
        title=form.title,
        money_unit=form.money_unit,
        fund=fund,
        indicator=indicator,
        difference=_subtract(finding.stated, finding.computed),
        where=describe_place(list_places(form, finding), fund or indicator, finding.field, language),
        message=render(finding.message, language),
        explanation=_render(finding.explanation, language),
        **{name: getattr(finding, name) for name in _FROM_FINDING},
    )


def _subtract(stated: Decimal | None, computed: Decimal | None) -> Decimal | None:
    if stated is None or computed is None:
        return None
    return stated - computed


def _render(message: Message | None, language: str) -> str | None:
    if message is None:
        return None
    return render(message, language)
