"""What the audit says, and where every value stands in its file."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Double, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Base, FormId, FundId, IndicatorId, WideId


class FindingRow(Base):
    """A contradiction in a form; ``args`` (JSON) holds the arguments of both sentences."""

    __tablename__ = "finding"
    __table_args__ = (
        Index("ix_finding_rule", "rule", "severity"),
        Index("ix_finding_counts", "form_id", "severity", "rule"),
    )

    id: Mapped[WideId]
    form_id: Mapped[FormId]
    rule: Mapped[str]
    severity: Mapped[str]
    cause: Mapped[str]
    fund_id: Mapped[FundId | None]
    indicator_id: Mapped[IndicatorId | None]
    subtotal_id: Mapped[int | None]  # no key: SQLite adds none to a table without copying it
    field: Mapped[str | None]
    stated: Mapped[Decimal | None]
    computed: Mapped[Decimal | None]
    tolerance: Mapped[Decimal | None]
    message: Mapped[str]
    explanation: Mapped[str | None]
    code: Mapped[str | None]
    args: Mapped[str | None]


class CheckedRow(Base):
    """What one rule did: ``outcome`` is ``agrees``, ``differs``, ``unchecked`` or ``n/a``."""

    __tablename__ = "checked"
    __table_args__ = (Index("ix_checked_rule", "rule", "outcome"),)

    id: Mapped[WideId]
    form_id: Mapped[FormId]
    rule: Mapped[str]
    outcome: Mapped[str]
    stated: Mapped[Decimal | None]
    computed: Mapped[Decimal | None]
    missing: Mapped[str | None]
    explanation: Mapped[str | None]
    fund_id: Mapped[FundId | None]
    field: Mapped[str | None]
    code: Mapped[str | None]
    args: Mapped[str | None]


class ReadingRow(Base):
    """What a field of a recognised page may print that was not read surely, the likeliest text first."""

    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_entity", "entity_id"),)

    id: Mapped[WideId]
    form_id: Mapped[FormId]
    entity: Mapped[str]
    entity_id: Mapped[int]
    field: Mapped[str]
    ordinal: Mapped[int]
    text: Mapped[str]
    cost: Mapped[float] = mapped_column(Double)
    chosen: Mapped[bool]
    confirmed: Mapped[bool]


class SourceRow(Base):
    """Where a value stands: one row for each piece that a page break cut, in reading order."""

    __tablename__ = "source"
    __table_args__ = (
        Index("ix_source_entity", "entity_id"),
        Index(
            "ix_source_doubtful",
            "form_id",
            sqlite_where=text("confidence < 1"),
            postgresql_where=text("confidence < 1"),
        ),
    )

    id: Mapped[WideId]
    form_id: Mapped[FormId]
    entity: Mapped[str]
    entity_id: Mapped[int]
    field: Mapped[str]
    page: Mapped[int | None]
    x0: Mapped[float | None] = mapped_column(Double)
    top: Mapped[float | None] = mapped_column(Double)
    x1: Mapped[float | None] = mapped_column(Double)
    bottom: Mapped[float | None] = mapped_column(Double)
    line: Mapped[int | None]
    place: Mapped[str | None]
    confidence: Mapped[float] = mapped_column(Double)
    doubt: Mapped[str | None]
