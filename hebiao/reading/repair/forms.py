"""The forms of a document with recognised pages, audited: figures chosen by the sums, doubts put, causes left open."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import chain

from audit import Audit, Finding, find_suspects, make_holder
from extract import CellReading, Document, without_doubt
from hebiao.reading.audits import Audited, audit_forms
from hebiao.reading.repair.choosing import repair_form
from hebiao.reading.repair.figures import Readings, index_readings, list_places
from hebiao.reading.repair.settling import settle_form
from hebiao.reading.repair.sureness import is_unsure
from normalize import Form


def audit_recognised(
    document: Document, forms: Iterable[Form], pack: str | None = None
) -> tuple[Document, Audited]:
    """Return the document with the figures that the sums chose, and its forms, each with its audit.

    Forms on printed pages alone are audited as ever.
    """
    readings = index_readings(document)
    pages = frozenset(document.scanned)
    settled: list[Form] = []
    for number, form in enumerate(forms):
        if _stands_on(form, pages):
            document, read, mended = repair_form(document, form, number, readings, pack)
            settled.append(settle_form(read, readings, mended, make_holder(read, pack), pages))
        else:
            settled.append(form)
    audited = audit_forms(document, settled, pack)
    return document, tuple(_open_causes(form, audit, readings, pages) for form, audit in audited)


def _stands_on(form: Form, pages: Collection[int]) -> bool:
    return any(box.page in pages for box in list_places(form))


def _open_causes(form: Form, audit: Audit, readings: Readings, pages: Collection[int]) -> tuple[Form, Audit]:
    """Leave the cause of each finding open whose figures were recognised, but not twice and surely."""
    findings: list[Finding] = []
    for finding in audit.findings:
        if finding.cause == "form" and _rests_on_scan(form, finding, readings, pages):
            findings.append(replace(finding, cause="unknown", explanation=None))
        else:
            findings.append(finding)
    return form, replace(audit, findings=tuple(findings))


def _rests_on_scan(form: Form, finding: Finding, readings: Readings, pages: Collection[int]) -> bool:
    """Tell whether a value that a finding rests on was recognised, and not twice with one result."""
    for suspect in find_suspects(form, finding):
        for box in chain(*suspect.where.values()):
            if box.page in pages and not _is_read_twice(readings.get(without_doubt(box))):
                return True
    return False


def _is_read_twice(reading: CellReading | None) -> bool:
    return reading is not None and reading.text in reading.confirmed and not is_unsure(reading)
