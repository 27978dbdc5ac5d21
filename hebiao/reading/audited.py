"""Audits the forms of a document, and adds the raw cells of a failed sum's column again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from audit import Audit, audit_form
from audit.recount import recounted
from audit.suspects import suspects
from extract.grid import Document
from hebiao.reading.doubtful import doubtful
from hebiao.reading.raw_columns import recounts
from normalize.form import Form

Audited = tuple[tuple[Form, Audit], ...]


def audited(document: Document, forms: Iterable[Form], pack: str | None = None) -> Audited:
    """Give each form with its audit; a sum that the raw cells clear is the reading's fault, and its values are in doubt."""
    recount = recounts(document)
    found: list[tuple[Form, Audit]] = []
    for form in forms:
        audit = audit_form(form, pack)
        findings = tuple(recounted(form, finding, recount) for finding in audit.findings)
        misread = [after for before, after in zip(audit.findings, findings, strict=True) if before is not after]
        boxes = {
            box
            for finding in misread
            if finding.cause == "reading"
            for suspect in suspects(form, finding)
            for boxes in suspect.where.values()
            for box in boxes
        }
        found.append((doubtful(form, boxes) if boxes else form, replace(audit, findings=findings)))
    return tuple(found)
