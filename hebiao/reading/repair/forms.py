"""The forms of a document with recognised pages, audited: figures chosen by the sums, doubts put, causes left open."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import chain

from audit import Audit, Finding, find_suspects, make_holder
from extract import Document
from hebiao.reading.audits import Audited, audit_forms
from hebiao.reading.repair.choosing import repair_form
from hebiao.reading.repair.settling import settle_form
from normalize import Form, Where, index_readings, list_rows


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
    return document, tuple((form, _open_causes(form, audit, pages)) for form, audit in audited)


def _stands_on(form: Form, pages: Collection[int]) -> bool:
    return _has_value_on(pages, (row.where for _, _, row in list_rows(form)))


def _open_causes(form: Form, audit: Audit, pages: Collection[int]) -> Audit:
    """Leave the cause of each finding open that rests on a recognised value.

    A speck before a number is read as a digit by two models alike: no reading of a picture accuses a form.
    """
    findings: list[Finding] = []
    for finding in audit.findings:
        if finding.cause == "form" and _rests_on_pages(form, finding, pages):
            findings.append(replace(finding, cause="unknown", explanation=None))
        else:
            findings.append(finding)
    return replace(audit, findings=tuple(findings))


def _rests_on_pages(form: Form, finding: Finding, pages: Collection[int]) -> bool:
    """Tell whether a finding rests on a value of some pages, or on what is missing: it may stand on them."""
    if finding.stated is None and finding.computed is None:
        return True
    return _has_value_on(pages, (suspect.where for suspect in find_suspects(form, finding)))


def _has_value_on(pages: Collection[int], wheres: Iterable[Where]) -> bool:
    boxes = chain.from_iterable(chain(*where.values()) for where in wheres)
    return any(box.page in pages for box in boxes)
