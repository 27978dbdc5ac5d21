"""Which forms are meant: the filters that lists, counts and charts share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

import audit
from store.search.matching import holding, words_of
from store.tables import FindingRow, FormRow

FACETS = ("year", "verdict", "kind", "department", "rule")
"""What forms can be narrowed by, apart from a text that is searched for."""

NONE = "(none)"
"""Stands for the forms that have no value, as no year."""


@dataclass(frozen=True, slots=True)
class FormFilter:
    """Forms that hold each word of ``text`` and have one of each facet's values.

    ``rule`` is one that found an error or a warning, or anything where it only ever informs.
    """

    text: str = ""
    year: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()

    def values(self, facet: str) -> tuple[str, ...]:
        """Give the values that a facet is narrowed to; none is all."""
        chosen: tuple[str, ...] = getattr(self, facet)
        return chosen

    def narrowed(self, facet: str, *values: str) -> FormFilter:
        """Give the filter with one facet narrowed to these values, or left open where there are none."""
        change: dict[str, Any] = {facet: values}
        return replace(self, **change)


EVERYTHING = FormFilter()


def conditions(chosen: FormFilter) -> list[ColumnElement[bool]]:
    """Give what a form has to fulfil, over the columns of ``FormRow``."""
    facets = [
        _one_of(facet, chosen.values(facet)) for facet in FACETS if facet != "rule" and chosen.values(facet)
    ]
    found = [_found_by(chosen.rule)] if chosen.rule else []
    return [*facets, *found, *(holding(word) for word in words_of(chosen.text))]


def _one_of(facet: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    column: ColumnElement[Any] = FormRow.__table__.c[facet]
    named = [value for value in values if value != NONE]
    wanted = [int(value) for value in named if _is_year(value)] if facet == "year" else named
    return or_(column.in_(wanted), column.is_(None)) if NONE in values else column.in_(wanted)


def _is_year(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < len("100000")


def _found_by(chosen: tuple[str, ...]) -> ColumnElement[bool]:
    informing = [rule.name for rule in audit.all_rules() if rule.severity == "info"]
    counts = or_(FindingRow.severity != "info", FindingRow.rule.in_(informing))
    found = select(FindingRow.id).where(FindingRow.form_id == FormRow.id, FindingRow.rule.in_(chosen), counts)
    return exists(found.correlate(FormRow))  # a list of findings may be narrowed too
