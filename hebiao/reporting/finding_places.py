"""Where a finding stands: page, row and column, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audit import COLUMNS, Finding, render
from extract import message
from normalize import Form, Fund, Indicator
from store import FindingPlace

_AMOUNT = "_yuan"


def list_places(form: Form, finding: Finding) -> tuple[FindingPlace, ...]:
    """Return the places of a finding in a form that was read now: of its column, else of the whole line."""
    funds = [fund for fund in form.funds if fund.ordinal == finding.fund]
    indicators = [line for line in form.indicators if line.ordinal == finding.indicator]
    entries: list[Fund | Indicator | Form] = [*funds, *indicators, form]
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
