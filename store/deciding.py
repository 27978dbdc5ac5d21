"""What people said of doubtful values and findings, and where there is still something to say."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Engine, Select, and_, func, insert, literal_column, select

from store.correcting import content_of
from store.filtering import FormFilter, conditions
from store.opening import writing
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
    asked = select(FormRow.id, DocumentRow.sha256, FormRow.ordinal).join(DocumentRow, DocumentRow.id == FormRow.document_id)
    return asked.where(*conditions(chosen), _has(rank)).order_by(FormRow.id)


def seen_of(stated: Decimal | None, computed: Decimal | None) -> str:
    """Give what a finding says, as a decision on it remembers it."""
    return " ".join(f"{value.normalize():f}" for value in (stated, computed) if value is not None)


def count_items(engine: Engine, chosen: FormFilter) -> int:
    """Count the findings and doubtful values of the chosen forms, decided or not; with rules only what these found."""
    rules = [FindingRow.rule.in_(chosen.rule)] if chosen.rule else []
    findings = select(func.count()).select_from(FindingRow).join(FormRow).where(*conditions(chosen), *rules)
    doubtful = select(SourceRow.entity, SourceRow.entity_id, SourceRow.field).join(FormRow, FormRow.id == SourceRow.form_id)
    values = select(func.count()).select_from(doubtful.where(*conditions(chosen), RANKS[DOUBTFUL]).distinct().subquery())
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
        asked = asked.where(DecisionRow.sha256 == place.sha256, DecisionRow.form_ordinal == place.form_ordinal)
    with engine.connect() as connection:
        return [_decision(row._asdict()) for row in connection.execute(asked)]


def _decision(row: dict[str, Any]) -> Decision:
    key = ItemKey(**{name: row.pop(name) for name in ItemKey._fields})
    return Decision(key=key, **row)


def _asked() -> Select[*tuple[Any, ...]]:
    names = ("id", "sha256", "form_ordinal", *ItemKey._fields, "decision", "who", "at", "note", "correction_id")
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
    told = {"decision": decision, "who": who, "note": note, "correction_id": correction_id, "at": datetime.now(UTC)}
    row = {"sha256": place.sha256, "form_ordinal": place.form_ordinal} | key._asdict() | told
    with writing(engine) as connection:
        return connection.execute(insert(DecisionRow).values(row).returning(DecisionRow.id)).scalar_one()
