"""What people said of doubtful values and findings, and where there is still something to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Engine,
    Row,
    Select,
    and_,
    case,
    func,
    insert,
    literal,
    literal_column,
    select,
)

from store.engine.connecting import writing
from store.people.correcting import content_of
from store.search.filtering import FormFilter, conditions
from store.tables import DecisionRow, DocumentRow, FindingRow, FormRow, SourceRow

DECISIONS = ("accept", "correct", "form-wrong", "skip")
UNDO = "undo"


class ItemKey(NamedTuple):
    """What is decided on: a doubtful value (``rule`` is None) or a finding, as long as it says ``seen``."""

    entity: str
    row_key: str
    field: str | None
    rule: str | None
    seen: str | None


class Decision(NamedTuple):
    """A row of ``review_decision``."""

    id: int
    sha256: str
    form_ordinal: int
    key: ItemKey
    decision: str
    who: str | None
    at: datetime
    note: str | None
    correction_id: int | None


class Place(NamedTuple):
    """A form and where it stands: its file's content and its ordinal there."""

    form_id: int
    sha256: str
    form_ordinal: int


RANKS: tuple[ColumnElement[bool], ...] = (
    and_(FindingRow.severity == "error", FindingRow.cause != "form"),
    and_(FindingRow.severity == "error", FindingRow.cause == "form"),
    and_(FindingRow.severity == "warning", FindingRow.cause != "form"),
    SourceRow.confidence < literal_column("1"),  # as the index on doubtful places has it
    and_(FindingRow.severity == "warning", FindingRow.cause == "form"),
)
"""What waits for a person, the worst first: findings, and doubtful values before what only the form is to blame for."""

DOUBTFUL = 3


def forms_having(rank: int, chosen: FormFilter) -> Select[*tuple[Any, ...]]:
    """Give the statement for the ``Place``s of the chosen forms that have something of a rank, in the order of their ids."""
    asked = select(FormRow.id, DocumentRow.sha256, FormRow.ordinal).join(
        DocumentRow, DocumentRow.id == FormRow.document_id
    )
    return asked.where(*conditions(chosen), _has(rank)).order_by(FormRow.id)


def seen_of(stated: Decimal | None, computed: Decimal | None) -> str:
    """Give what a finding says, as a decision on it remembers it."""
    return " ".join(f"{value.normalize():f}" for value in (stated, computed) if value is not None)


def count_items(engine: Engine, chosen: FormFilter) -> int:
    """Count the findings and doubtful values of the chosen forms, decided or not; with rules only what these found."""
    rules = [FindingRow.rule.in_(chosen.rule)] if chosen.rule else []
    findings = select(func.count()).select_from(FindingRow).join(FormRow).where(*conditions(chosen), *rules)
    doubtful = select(SourceRow.entity, SourceRow.entity_id, SourceRow.field).join(
        FormRow, FormRow.id == SourceRow.form_id
    )
    values = select(func.count()).select_from(
        doubtful.where(*conditions(chosen), RANKS[DOUBTFUL]).distinct().subquery()
    )
    with engine.connect() as connection:
        found = connection.execute(findings.where(FindingRow.severity.in_(("error", "warning")))).scalar_one()
        return found if rules else found + connection.execute(values).scalar_one()


def places(engine: Engine, chosen: FormFilter) -> set[tuple[str, int]]:
    """Tell where the chosen forms stand: the content of each one's file and its ordinal there."""
    asked = select(DocumentRow.sha256, FormRow.ordinal).join(FormRow, FormRow.document_id == DocumentRow.id)
    with engine.connect() as connection:
        return {(row.sha256, row.ordinal) for row in connection.execute(asked.where(*conditions(chosen)))}


def _has(rank: int) -> ColumnElement[bool]:
    if rank == DOUBTFUL:
        doubtful = select(SourceRow.form_id).where(RANKS[DOUBTFUL])
        return FormRow.id.in_(doubtful)
    return FormRow.id.in_(select(FindingRow.form_id).where(RANKS[rank]))


def place_of(engine: Engine, form_id: int) -> Place:
    """Tell where a form stands; raises ``UnknownForm``."""
    with engine.connect() as connection:
        return Place(form_id, *content_of(connection, form_id))


def decisions(engine: Engine, place: Place | None = None) -> list[Decision]:
    """List the decisions in the order in which they were made: all, or those on one form."""
    asked = _asked()
    if place is not None:
        asked = asked.where(
            DecisionRow.sha256 == place.sha256, DecisionRow.form_ordinal == place.form_ordinal
        )
    with engine.connect() as connection:
        return [_decision(row._asdict()) for row in connection.execute(asked)]


def _decision(row: dict[str, Any]) -> Decision:
    key = ItemKey(**{name: row.pop(name) for name in ItemKey._fields})
    return Decision(key=key, **row)


def _asked() -> Select[*tuple[Any, ...]]:
    names = (
        "id",
        "sha256",
        "form_ordinal",
        *ItemKey._fields,
        "decision",
        "who",
        "at",
        "note",
        "correction_id",
    )
    return select(*(DecisionRow.__table__.c[name] for name in names)).order_by(DecisionRow.id)


def keep_decision(
    engine: Engine,
    place: Place,
    key: ItemKey,
    decision: str,
    *,
    who: str | None = None,
    note: str | None = None,
    correction_id: int | None = None,
) -> int:
    """Keep a decision and give its number."""
    told = {
        "decision": decision,
        "who": who,
        "note": note,
        "correction_id": correction_id,
        "at": datetime.now(UTC),
    }
    row = {"sha256": place.sha256, "form_ordinal": place.form_ordinal} | key._asdict() | told
    with writing(engine) as connection:
        return connection.execute(insert(DecisionRow).values(row).returning(DecisionRow.id)).scalar_one()


_STAND = ("accept", "form-wrong", "skip")


class _About(NamedTuple):
    """What a decision on a finding is about, as far as the finding's own row tells."""

    sha256: str
    form_ordinal: int
    entity: str
    field: str | None
    rule: str
    seen: str


def unsettled_forms(
    engine: Engine, rank: int, chosen: FormFilter, standing: Iterable[Decision]
) -> Iterator[Place]:
    """Give the chosen forms, in the order of their ids, but for those where decisions stand on all that there is of a rank."""
    made = list(standing)
    return (
        _with_values(engine, chosen, made) if rank == DOUBTFUL else _with_findings(engine, rank, chosen, made)
    )


def _with_findings(
    engine: Engine, rank: int, chosen: FormFilter, standing: list[Decision]
) -> Iterator[Place]:
    settled = Counter(_about(one) for one in standing if one.key.rule is not None)
    owner = case(
        (FindingRow.fund_id.is_not(None), "fund"),
        (FindingRow.indicator_id.is_not(None), "indicator"),
        else_="form",
    )
    asked = (
        forms_having(rank, chosen)
        .join(
            FindingRow, and_(FindingRow.form_id == FormRow.id, FindingRow.severity.in_(("error", "warning")))
        )
        .add_columns(owner, FindingRow.field, FindingRow.rule, FindingRow.stated, FindingRow.computed)
        .add_columns(case((RANKS[rank], literal(1)), else_=literal(0)))
    )
    for place, rows in _by_form(engine, asked):
        told = [
            (
                _About(place.sha256, place.form_ordinal, row[3], row[4], row[5], seen_of(row[6], row[7])),
                row[8],
            )
            for row in rows
        ]
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
    return _About(
        one.sha256,
        one.form_ordinal,
        key.entity,
        key.field,
        key.rule or "",
        (key.seen or "").partition(" #")[0],
    )


def _by_form(
    engine: Engine, asked: Select[*tuple[Any, ...]]
) -> Iterator[tuple[Place, list[Row[*tuple[Any, ...]]]]]:
    with engine.connect() as connection:
        rows = connection.execution_options(stream_results=True, yield_per=1000).execute(asked)
        for place, some in groupby(rows, key=lambda row: Place(*row[:3])):
            yield place, list(some)
