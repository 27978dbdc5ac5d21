"""Audits the forms of a document, and adds the raw cells of a failed sum's column again."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from msgspec import structs

from audit import Audit, Finding, audit_form, decide_by_recount, find_suspects
from extract import Box, Document, Doubt, without_doubt
from normalize import MANY, Form, Where, make_adder

CONFIDENCE = 0.5


def lower_confidence(form: Form, boxes: Iterable[Box], doubt: Doubt | None = None) -> Form:
    """Return the form with ``CONFIDENCE`` and ``doubt`` in each value that stands in one of ``boxes``."""
    places = {without_doubt(box) for box in boxes}
    return change_places(form, partial(_lower, places=places, doubt=doubt))


def change_places(form: Form, change: Callable[[Box], Box]) -> Form:
    """Return the form with the place of each value changed."""

    def change_where(where: Where) -> Where:
        return {name: tuple(change(box) for box in boxes) for name, boxes in where.items()}

    def change_row(row: Any) -> Any:  # noqa: ANN401 - any row of the form, or the form
        return replace(row, where=change_where(row.where))

    rows = {many: tuple(map(change_row, getattr(form, many))) for many in MANY.values()}
    changed: Form = replace(change_row(form), **rows)
    return changed


def _lower(box: Box, places: Container[Box], doubt: Doubt | None) -> Box:
    if without_doubt(box) not in places:
        return box
    return structs.replace(box, confidence=CONFIDENCE, doubt=box.doubt or doubt)


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
