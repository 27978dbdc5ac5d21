"""Audits the forms of a document, and adds the raw cells of a failed sum's column again."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from msgspec import structs

from audit import Audit, Finding, audit_form, decide_by_recount, find_suspects
from extract import Box, Document
from normalize import Form, Fund, Goal, Header, Indicator, Level, Subtotal, Where, make_adder

CONFIDENCE = 0.5

Line = TypeVar("Line", Header, Fund, Goal, Level, Indicator, Subtotal)


def lower_confidence(form: Form, boxes: Container[Box]) -> Form:
    """Return the form with ``CONFIDENCE`` in each value that stands in one of ``boxes``."""
    return replace(
        form,
        headers=_lower_lines(form.headers, boxes),
        funds=_lower_lines(form.funds, boxes),
        goals=_lower_lines(form.goals, boxes),
        levels=_lower_lines(form.levels, boxes),
        indicators=_lower_lines(form.indicators, boxes),
        subtotals=_lower_lines(form.subtotals, boxes),
        where=_lower_places(form.where, boxes),
    )


def _lower_lines(lines: tuple[Line, ...], boxes: Container[Box]) -> tuple[Line, ...]:
    return tuple(replace(line, where=_lower_places(line.where, boxes)) for line in lines)


def _lower_places(where: Where, boxes: Container[Box]) -> Where:
    lowered: dict[str, tuple[Box, ...]] = {}
    for name, places in where.items():
        doubted = (structs.replace(box, confidence=CONFIDENCE) if box in boxes else box for box in places)
        lowered[name] = tuple(doubted)
    return lowered


Audited = tuple[tuple[Form, Audit], ...]


def audit_forms(document: Document, forms: Iterable[Form], pack: str | None = None) -> Audited:
    """Return each form with its audit.

    A sum that the raw cells clear is the reading's fault, and its values are in doubt.
    """
    recount = make_adder(document)
    found: list[tuple[Form, Audit]] = []
    for form in forms:
        audit = audit_form(form, pack)
        findings = tuple(decide_by_recount(form, finding, recount) for finding in audit.findings)
        boxes: set[Box] = set()
        for before, after in zip(audit.findings, findings, strict=True):
            if before is not after and after.cause == "reading":
                boxes.update(_find_suspect_boxes(form, after))
        read = lower_confidence(form, boxes) if boxes else form
        found.append((read, replace(audit, findings=findings)))
    return tuple(found)


def _find_suspect_boxes(form: Form, finding: Finding) -> Iterator[Box]:
    for suspect in find_suspects(form, finding):
        yield from chain.from_iterable(suspect.where.values())
