"""The findings of forms, whether a database holds them or a file was read just now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING

import store
from audit.finding import Finding
from hebiao.errors import WrongUsage
from hebiao.printable import printable
from hebiao.words import CAUSES, SEVERITIES, VERDICTS
from normalize.form import Form
from store import Record

if TYPE_CHECKING:
    from sqlalchemy import Engine

AT_OR_ABOVE = {"error": ("error",), "warning": ("error", "warning")}


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with its form; ``form`` is the form's id where it is in a database."""

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
    stated: object
    computed: object
    message: str
    explanation: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict of each form, and all their findings form by form."""

    verdicts: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()

    def reaches(self, level: str) -> bool:
        """Whether there is a finding at or above a severity."""
        return any(line.severity in AT_OR_ABOVE[level] for line in self.lines)


def together(parts: Sequence[Checked]) -> Checked:
    """Put what was said of several files or databases together."""
    verdicts = chain.from_iterable(part.verdicts for part in parts)
    return Checked(tuple(verdicts), tuple(chain.from_iterable(part.lines for part in parts)))


def in_database(engine: Engine, ids: Collection[int] | None) -> Checked:
    """Tell what the database says of the forms with these ids, or of all; raises ``WrongUsage`` for an id that no form has."""
    forms = store.forms(engine, ids)
    if missing := set(ids or ()) - {form.id for form in forms}:
        raise WrongUsage(f"库中没有编号为 {'、'.join(map(str, sorted(missing)))} 的自评表")
    return Checked(tuple(form.verdict for form in forms), tuple(Line(*line) for line in store.findings(engine, ids)))


def in_record(record: Record) -> Checked:
    """Tell what a file says that was read just now."""
    lines = tuple(_line(record, form, finding) for form, audit in record.forms for finding in audit.findings)
    return Checked(tuple(audit.verdict for _, audit in record.forms), lines)


def as_text(lines: Iterable[Line]) -> Iterator[str]:
    """Give the findings as lines of text, each form's under a head."""
    for head, mine in groupby(lines, key=_head):
        yield printable(head)
        yield from (printable(_words(line)) for line in mine)


def told(checked: Checked) -> str:
    """Verdicts and findings in one line."""
    verdicts, severities = Counter(checked.verdicts), Counter(line.severity for line in checked.lines)
    counts = [(VERDICTS, verdicts), (SEVERITIES, severities)]
    parts = [f"{word} {found[key]}" for words, found in counts for key, word in words.items()]
    return f"自评表 {len(checked.verdicts)}:" + ",".join(parts)


def _line(record: Record, form: Form, finding: Finding) -> Line:
    fund = next((fund.source for fund in form.funds if fund.ordinal == finding.fund), None)
    mine = next((line for line in form.indicators if line.ordinal == finding.indicator), None)
    return Line(
        form=None,
        path=record.path,
        department=form.department,
        year=form.year,
        title=form.title,
        fund=fund,
        indicator=(mine.content or mine.level3) if mine else None,
        **{name: getattr(finding, name) for name in _FROM_FINDING},
    )


_FROM_FINDING = ("rule", "severity", "cause", "field", "stated", "computed", "message", "explanation")


def _head(line: Line) -> str:
    number = f"#{line.form} " if line.form is not None else ""
    facts = (line.title, line.department, line.year and str(line.year), line.path)
    return number + " · ".join(fact for fact in facts if fact)


def _words(line: Line) -> str:
    place = line.fund or line.indicator
    return f"  {SEVERITIES[line.severity]} {line.rule}{f' [{place}]' if place else ''} {line.message}{CAUSES[line.cause]}"
