"""Audits the forms of a document, and adds the raw cells of a failed sum's column again."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from typing import TypeVar

from msgspec import structs

from audit import Audit, audit_form, decide_by_recount, find_suspects
from extract import Box, Document
from normalize import Form, Fund, Goal, Header, Indicator, Level, Where, make_adder

CONFIDENCE = 0.5

Line = TypeVar("Line", Header, Fund, Goal, Level, Indicator)


def doubtful(form: Form, boxes: Container[Box]) -> Form:
    """Return the form with ``CONFIDENCE`` in each value that stands in one of ``boxes``."""
    return replace(
        form,
        headers=_lines(form.headers, boxes),
        funds=_lines(form.funds, boxes),
        goals=_lines(form.goals, boxes),
        levels=_lines(form.levels, boxes),
        indicators=_lines(form.indicators, boxes),
        where=_lowered(form.where, boxes),
    )


def _lines(lines: tuple[Line, ...], boxes: Container[Box]) -> tuple[Line, ...]:
    return tuple(replace(line, where=_lowered(line.where, boxes)) for line in lines)


def _lowered(where: Where, boxes: Container[Box]) -> Where:
    return {
        name: tuple(structs.replace(box, confidence=CONFIDENCE) if box in boxes else box for box in places)
        for name, places in where.items()
    }


Audited = tuple[tuple[Form, Audit], ...]


def audited(document: Document, forms: Iterable[Form], pack: str | None = None) -> Audited:
    """Return each form with its audit.

    A sum that the raw cells clear is the reading's fault, and its values are in doubt.
    """
    recount = make_adder(document)
    found: list[tuple[Form, Audit]] = []
    for form in forms:
        audit = audit_form(form, pack)
        findings = tuple(decide_by_recount(form, finding, recount) for finding in audit.findings)
        misread = [
            after for before, after in zip(audit.findings, findings, strict=True) if before is not after
        ]
        boxes = {
            box
            for finding in misread
            if finding.cause == "reading"
            for suspect in find_suspects(form, finding)
            for boxes in suspect.where.values()
            for box in boxes
        }
        found.append((doubtful(form, boxes) if boxes else form, replace(audit, findings=findings)))
    return tuple(found)
