"""What people decide: corrections, reviews, kept questions, and which names are one department's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Double, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Base, Id
from store.tables.form import FormRow


class CorrectionRow(Base):
    """What a person changed; append-only, and by content, so that it outlives the rows that it changed."""

    __tablename__ = "correction"

    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(index=True)
    form_ordinal: Mapped[int]
    entity: Mapped[str]
    row_key: Mapped[str]
    field: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    who: Mapped[str | None]
    at: Mapped[datetime]
    note: Mapped[str | None]
    confidence: Mapped[float | None] = mapped_column(Double)
    doubt: Mapped[str | None]


class DecisionRow(Base):
    """What a person said of a doubtful value (``rule`` is None) or a finding.

    Append-only and by content, as a correction.
    ``decision`` is ``accept``, ``correct``, ``form-wrong``, ``skip`` or ``undo``; the last one of an item
    holds, as long as the item still says ``seen``. ``correction_id`` is the correction that ``correct`` made.
    """

    __tablename__ = "review_decision"
    __table_args__ = (Index("ix_review_decision_form", "sha256", "form_ordinal"),)

    id: Mapped[Id]
    sha256: Mapped[str]
    form_ordinal: Mapped[int]
    entity: Mapped[str]
    row_key: Mapped[str]
    field: Mapped[str | None]
    rule: Mapped[str | None]
    decision: Mapped[str]
    seen: Mapped[str | None]
    who: Mapped[str | None]
    at: Mapped[datetime]
    note: Mapped[str | None]
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("correction.id"))


class SavedQueryRow(Base):
    """A question in SQL that people keep under a name."""

    __tablename__ = "saved_query"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    sql: Mapped[str]
    at: Mapped[datetime]


class DepartmentNameRow(Base):
    """Whether two names are one department's: ``confirmed`` is 1 where a person said yes, else 0."""

    __tablename__ = "department_name"
    __table_args__ = (UniqueConstraint("alias", "name", name="uq_department_name_pair"),)

    id: Mapped[Id]
    alias: Mapped[str]
    name: Mapped[str]
    confirmed: Mapped[bool]
    who: Mapped[str | None]
    at: Mapped[datetime]


def resolve_department() -> ColumnElement[str | None]:
    """Return a form's department, over ``FormRow``, by the name that a person said stands for it."""
    row = DepartmentNameRow
    confirmed = select(row.name).where(row.alias == FormRow.department, row.confirmed == 1)
    stands = confirmed.limit(1).correlate(FormRow).scalar_subquery()
    return func.coalesce(stands, FormRow.department)
