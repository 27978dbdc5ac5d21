"""Reads a document's forms anew, knowing in which cells of unruled pages a second reading agrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from audit import Audit
from extract import Box, join_pages, read_pdf_pages, with_agreement
from hebiao.reading.audits import Audited, audit_forms
from normalize import Form, Fund, Indicator, decide_seams, read_forms

Line = TypeVar("Line", Fund, Indicator)


def read_agreed(
    path: Path, engine: str, pack: str | None, forms: Audited, agreed: Mapping[Box, float]
) -> Audited:
    """Return the forms as they are read where the cells in ``agreed`` have these confidences.

    A form that is another then stays as it was: agreement changes no value.
    """
    pages = (with_agreement(page, agreed) for page in read_pdf_pages(path))
    document = decide_seams(join_pages(pages, format="pdf", engine=engine))
    again = audit_forms(document, read_forms(document).forms, pack)
    if len(again) != len(forms):
        return forms
    return tuple(_choose(one, other) for one, other in zip(forms, again, strict=True))


def _choose(one: tuple[Form, Audit], other: tuple[Form, Audit]) -> tuple[Form, Audit]:
    return other if _has_same_values(one[0], other[0]) else one


def _has_same_values(one: Form, other: Form) -> bool:
    same_totals = (one.weight_total, one.score_total) == (other.weight_total, other.score_total)
    return same_totals and _list_values(one) == _list_values(other)


def _list_values(form: Form) -> list[Fund | Indicator]:
    return [*map(_without_places, form.funds), *map(_without_places, form.indicators)]


def _without_places(line: Line) -> Line:
    return replace(line, where={})
