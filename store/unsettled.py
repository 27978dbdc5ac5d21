"""Where something may still wait for a person, told from findings and decisions alone: a long review must not read whole forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Engine, Row, Select, and_, case, literal

from store.deciding import DOUBTFUL, RANKS, Decision, Place, forms_having, seen_of
from store.filtering import FormFilter
from store.tables import DocumentRow, FindingRow, FormRow, SourceRow

_STAND = ("accept", "form-wrong", "skip")


class _About(NamedTuple):
    """What a decision on a finding is about, as far as the finding's own row tells."""

    sha256: str
    form_ordinal: int
    entity: str
    field: str | None
    rule: str
    seen: str


def unsettled_forms(engine: Engine, rank: int, chosen: FormFilter, standing: Iterable[Decision]) -> Iterator[Place]:
    """Give the chosen forms, in the order of their ids, but for those where decisions stand on all that there is of a rank."""
    made = list(standing)
    return _with_values(engine, chosen, made) if rank == DOUBTFUL else _with_findings(engine, rank, chosen, made)


def _with_findings(engine: Engine, rank: int, chosen: FormFilter, standing: list[Decision]) -> Iterator[Place]:
    settled = Counter(_about(one) for one in standing if one.key.rule is not None)
    owner = case((FindingRow.fund_id.is_not(None), "fund"), (FindingRow.indicator_id.is_not(None), "indicator"), else_="form")
    asked = (
        forms_having(rank, chosen)
        .join(FindingRow, and_(FindingRow.form_id == FormRow.id, FindingRow.severity.in_(("error", "warning"))))
        .add_columns(owner, FindingRow.field, FindingRow.rule, FindingRow.stated, FindingRow.computed)
        .add_columns(case((RANKS[rank], literal(1)), else_=literal(0)))
    )
    for place, rows in _by_form(engine, asked):
        told = [(_About(place.sha256, place.form_ordinal, row[3], row[4], row[5], seen_of(row[6], row[7])), row[8]) for row in rows]
        there = Counter(about for about, _ in told)
        if any(at_rank and there[about] > settled[about] for about, at_rank in told):
            yield place


def _with_values(engine: Engine, chosen: FormFilter, standing: list[Decision]) -> Iterator[Place]:
    # A value's text is not told here, so only what was decided of the present reading counts.
    times: dict[tuple[str, int], list[datetime]] = {}
    for one in standing:
        if one.key.rule is None and one.decision in _STAND:
            times.setdefault((one.sha256, one.form_ordinal), []).append(one.at)
    asked = (
        forms_having(DOUBTFUL, chosen)
        .join(SourceRow, and_(SourceRow.form_id == FormRow.id, RANKS[DOUBTFUL]))
        .add_columns(DocumentRow.imported_at, SourceRow.entity, SourceRow.entity_id, SourceRow.field)
    )
    for place, rows in _by_form(engine, asked):
        values = {row[4:7] for row in rows}
        since = [at for at in times.get(place[1:], ()) if at > rows[0][3]]
        if len(values) > len(since):
            yield place


def _about(one: Decision) -> _About:
    key = one.key
    return _About(one.sha256, one.form_ordinal, key.entity, key.field, key.rule or "", (key.seen or "").partition(" #")[0])


def _by_form(engine: Engine, asked: Select[*tuple[Any, ...]]) -> Iterator[tuple[Place, list[Row[*tuple[Any, ...]]]]]:
    with engine.connect() as connection:
        rows = connection.execution_options(stream_results=True, yield_per=1000).execute(asked)
        for place, some in groupby(rows, key=lambda row: Place(*row[:3])):
            yield place, list(some)
