"""What people said of doubtful values and findings, and where there is still something to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
from store.people.correcting import find_content
from store.search.filtering import FormFilter, build_conditions
from store.settings import SETTINGS
from store.tables import DecisionRow, DocumentRow, FindingRow, FormRow, SourceRow

DECISIONS = ("accept", "correct", "form-wrong", "skip")
UNDO = "undo"

_SETTLING = ("accept", "form-wrong", "skip")
_REVIEWED_SEVERITIES = ("error", "warning")


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


class FormPlace(NamedTuple):
    """A form and where it stands: its file's content and its ordinal there."""

    form_id: int
    sha256: str
    form_ordinal: int


_DECISION_COLUMNS = (
    *("id", "sha256", "form_ordinal", *ItemKey._fields),
    *("decision", "who", "at", "note", "correction_id"),
)

RANKS: tuple[ColumnElement[bool], ...] = (
    and_(FindingRow.severity == "error", FindingRow.cause != "form"),
    and_(FindingRow.severity == "error", FindingRow.cause == "form"),
    and_(FindingRow.severity == "warning", FindingRow.cause != "form"),
    SourceRow.confidence < literal_column("1"),  # as the index on doubtful places has it
    and_(FindingRow.severity == "warning", FindingRow.cause == "form"),
)
"""What waits for a person, the worst first; a doubtful value before what only the form is to blame for."""

DOUBTFUL = 3


def describe_seen(stated: Decimal | None, computed: Decimal | None) -> str:
    """Return what a finding says, as a decision on it remembers it."""
    return " ".join(f"{value.normalize():f}" for value in (stated, computed) if value is not None)


def count_items(engine: Engine, chosen: FormFilter) -> int:
    """Count the findings and doubtful values of the chosen forms, decided or not.

    With rules only what these found.
    """
    conditions = build_conditions(chosen)
    findings = select(func.count()).select_from(FindingRow).join(FormRow).where(*conditions)
    findings = findings.where(FindingRow.severity.in_(_REVIEWED_SEVERITIES))
    if chosen.rule:
        findings = findings.where(FindingRow.rule.in_(chosen.rule))
    places = select(SourceRow.entity, SourceRow.entity_id, SourceRow.field)
    doubtful = places.join(FormRow, FormRow.id == SourceRow.form_id).where(*conditions, RANKS[DOUBTFUL])
    values = select(func.count()).select_from(doubtful.distinct().subquery())
    with engine.connect() as connection:
        count = connection.execute(findings).scalar_one()
        if not chosen.rule:
            count += connection.execute(values).scalar_one()
    return count


def find_places(engine: Engine, chosen: FormFilter) -> set[tuple[str, int]]:
    """Tell where the chosen forms stand: the content of each one's file and its ordinal there."""
    asked = select(DocumentRow.sha256, FormRow.ordinal).join(FormRow, FormRow.document_id == DocumentRow.id)
    with engine.connect() as connection:
        rows = connection.execute(asked.where(*build_conditions(chosen)))
        return {(row.sha256, row.ordinal) for row in rows}


def find_place(engine: Engine, form_id: int) -> FormPlace:
    """Tell where a form stands; raises ``UnknownForm``."""
    with engine.connect() as connection:
        return FormPlace(form_id, *find_content(connection, form_id))


def list_decisions(engine: Engine, place: FormPlace | None = None) -> list[Decision]:
    """List the decisions in the order in which they were made: all, or those on one form."""
    columns = (DecisionRow.__table__.c[name] for name in _DECISION_COLUMNS)
    asked = select(*columns).order_by(DecisionRow.id)
    if place is not None:
        at_place = (DecisionRow.sha256 == place.sha256, DecisionRow.form_ordinal == place.form_ordinal)
        asked = asked.where(*at_place)
    with engine.connect() as connection:
        return [_make_decision(row._asdict()) for row in connection.execute(asked)]


def _make_decision(row: dict[str, Any]) -> Decision:
    key = ItemKey(**{name: row.pop(name) for name in ItemKey._fields})
    return Decision(key=key, **row)


def keep_decision(
    engine: Engine,
    place: FormPlace,
    key: ItemKey,
    decision: str,
    *,
    who: str | None = None,
    note: str | None = None,
    correction_id: int | None = None,
) -> int:
    """Keep a decision and return its number."""
    row = key._asdict() | {
        "sha256": place.sha256,
        "form_ordinal": place.form_ordinal,
        "decision": decision,
        "who": who,
        "note": note,
        "correction_id": correction_id,
        "at": datetime.now(UTC),
    }
    with writing(engine) as connection:
        return connection.execute(insert(DecisionRow).values(row).returning(DecisionRow.id)).scalar_one()


def select_places(rank: int, chosen: FormFilter) -> Select[*tuple[Any, ...]]:
    """Return the statement for the places of the chosen forms that have something of a rank, by their ids."""
    owner = SourceRow.form_id if rank == DOUBTFUL else FindingRow.form_id
    has_rank = FormRow.id.in_(select(owner).where(RANKS[rank]))
    place = select(FormRow.id, DocumentRow.sha256, FormRow.ordinal)
    asked = place.join(DocumentRow, DocumentRow.id == FormRow.document_id)
    return asked.where(*build_conditions(chosen), has_rank).order_by(FormRow.id)


def find_unsettled_forms(
    engine: Engine, rank: int, chosen: FormFilter, standing: Iterable[Decision]
) -> Iterator[FormPlace]:
    """Yield the chosen forms on whose items of a rank not all decisions stand, in the order of their ids."""
    made = list(standing)
    if rank == DOUBTFUL:
        return _find_with_values(engine, chosen, made)
    return _find_with_findings(engine, rank, chosen, made)


class _About(NamedTuple):
    """What a decision on a finding is about, as far as the finding's own row tells."""

    sha256: str
    form_ordinal: int
    entity: str
    field: str | None
    rule: str
    seen: str


class _RankedFinding(NamedTuple):
    """A finding's row behind its ``FormPlace``; ``at_rank`` is 1 where it has the rank in question."""

    form_id: int
    sha256: str
    form_ordinal: int
    entity: str
    field: str | None
    rule: str
    stated: Decimal | None
    computed: Decimal | None
    at_rank: int

    def about(self) -> _About:
        seen = describe_seen(self.stated, self.computed)
        return _About(self.sha256, self.form_ordinal, self.entity, self.field, self.rule, seen)


def _find_with_findings(
    engine: Engine, rank: int, chosen: FormFilter, standing: list[Decision]
) -> Iterator[FormPlace]:
    settled = Counter(_about_decision(one) for one in standing if one.key.rule is not None)
    owner = case(
        (FindingRow.fund_id.is_not(None), "fund"),
        (FindingRow.indicator_id.is_not(None), "indicator"),
        (FindingRow.subtotal_id.is_not(None), "subtotal"),
        else_="form",
    )
    at_rank = case((RANKS[rank], literal(1)), else_=literal(0))
    reviewed = FindingRow.severity.in_(_REVIEWED_SEVERITIES)
    asked = select_places(rank, chosen).join(FindingRow, and_(FindingRow.form_id == FormRow.id, reviewed))
    finding = (FindingRow.field, FindingRow.rule, FindingRow.stated, FindingRow.computed)
    for place, rows in _read_by_form(engine, asked.add_columns(owner, *finding, at_rank)):
        findings = [_RankedFinding(*row) for row in rows]
        there = Counter(one.about() for one in findings)
        unsettled = {about for about, count in there.items() if count > settled[about]}
        if any(one.about() in unsettled for one in findings if one.at_rank):
            yield place


def _find_with_values(engine: Engine, chosen: FormFilter, standing: list[Decision]) -> Iterator[FormPlace]:
    # A value's text is not told here, so only what was decided of the present reading counts.
    times: dict[tuple[str, int], list[datetime]] = {}
    for one in standing:
        if one.key.rule is None and one.decision in _SETTLING:
            times.setdefault((one.sha256, one.form_ordinal), []).append(one.at)
    doubtful = and_(SourceRow.form_id == FormRow.id, RANKS[DOUBTFUL])
    asked = select_places(DOUBTFUL, chosen).join(SourceRow, doubtful)
    value = (SourceRow.entity, SourceRow.entity_id, SourceRow.field)
    for place, rows in _read_by_form(engine, asked.add_columns(DocumentRow.imported_at, *value)):
        imported_at = rows[0][3]
        values = {row[4:7] for row in rows}
        decided = [at for at in times.get((place.sha256, place.form_ordinal), ()) if at > imported_at]
        if len(values) > len(decided):
            yield place


def _about_decision(one: Decision) -> _About:
    key = one.key
    seen = (key.seen or "").partition(" #")[0]
    return _About(one.sha256, one.form_ordinal, key.entity, key.field, key.rule or "", seen)


def _read_by_form(
    engine: Engine, asked: Select[*tuple[Any, ...]]
) -> Iterator[tuple[FormPlace, Sequence[Row[*tuple[Any, ...]]]]]:
    options = {"stream_results": True, "yield_per": SETTINGS.reviewed_rows_at_once}
    with engine.connect() as connection:
        rows = connection.execution_options(**options).execute(asked)
        for place, some in groupby(rows, key=lambda row: FormPlace(*row[:3])):
            yield place, list(some)
