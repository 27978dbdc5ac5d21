"""The form and its parts, one table each.

An attribute has the name of the field of ``normalize``'s type that it holds.
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import (
    Base,
    FormId,
    FundId,
    Id,
    IndicatorId,
    LevelId,
    LineFormId,
    SubtotalId,
    WideId,
)


class FormRow(Base):
    """One 绩效自评表 with its verdict."""

    __tablename__ = "form"
    __table_args__ = (
        UniqueConstraint("document_id", "ordinal", name="uq_form_ordinal"),
        Index("ix_form_overview", "department", "year", "verdict", "kind", "score_total"),
        Index("ix_form_score_total", "score_total"),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    year: Mapped[int | None] = mapped_column(index=True)
    department: Mapped[str | None] = mapped_column(index=True)
    project: Mapped[str | None] = mapped_column(index=True)
    supervisor: Mapped[str | None] = mapped_column(index=True)
    money_unit: Mapped[str | None]
    weight_total: Mapped[Decimal | None]
    score_total: Mapped[Decimal | None]
    review_total: Mapped[Decimal | None]
    grade: Mapped[str | None]
    page_first: Mapped[int | None]
    page_last: Mapped[int | None]
    verdict: Mapped[str] = mapped_column(index=True)
    columns: Mapped[tuple[str, ...] | None]
    fund_columns: Mapped[tuple[str, ...] | None]
    rate_formula: Mapped[str | None]
    templates: Mapped[tuple[str, ...] | None]
    warnings: Mapped[tuple[str, ...] | None]
    notes: Mapped[tuple[str, ...] | None]
    warning_messages: Mapped[str | None]
    note_messages: Mapped[str | None]


class HeaderRow(Base):
    """Every other label and value of the head and foot."""

    __tablename__ = "header"
    __table_args__ = (UniqueConstraint("form_id", "ordinal", name="uq_header_ordinal"),)

    id: Mapped[Id]
    form_id: Mapped[LineFormId]
    ordinal: Mapped[int]
    label: Mapped[str] = mapped_column(index=True)
    value: Mapped[str]


class FundRow(Base):
    """A fund row (资金来源)."""

    __tablename__ = "fund"
    __table_args__ = (UniqueConstraint("form_id", "ordinal", name="uq_fund_ordinal"),)

    id: Mapped[Id]
    form_id: Mapped[LineFormId]
    ordinal: Mapped[int]
    source: Mapped[str] = mapped_column(index=True)
    list_heading: Mapped[str | None] = mapped_column("list", key="list_heading")
    initial_yuan: Mapped[Decimal | None]
    budget_yuan: Mapped[Decimal | None]
    executed_yuan: Mapped[Decimal | None]
    transferred_yuan: Mapped[Decimal | None]
    net_yuan: Mapped[Decimal | None]
    amount_yuan: Mapped[Decimal | None]
    rate: Mapped[Decimal | None]
    weight: Mapped[Decimal | None]
    score: Mapped[Decimal | None]
    initial_text: Mapped[str | None]
    budget_text: Mapped[str | None]
    executed_text: Mapped[str | None]
    transferred_text: Mapped[str | None]
    net_text: Mapped[str | None]
    amount_text: Mapped[str | None]
    rate_text: Mapped[str | None]
    weight_text: Mapped[str | None]
    score_text: Mapped[str | None]
    reason_text: Mapped[str | None]
    total: Mapped[bool] = mapped_column("is_total", key="total")
    subtotal: Mapped[bool] = mapped_column("is_subtotal", key="subtotal")
    among: Mapped[bool]


class GoalRow(Base):
    """An annual goal (年度总体目标) and what came of it."""

    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("form_id", "ordinal", name="uq_goal_ordinal"),)

    id: Mapped[Id]
    form_id: Mapped[LineFormId]
    ordinal: Mapped[int]
    expected: Mapped[str]
    actual: Mapped[str]


class LevelRow(Base):
    """A level name and the weight that it prints."""

    __tablename__ = "level"
    __table_args__ = (UniqueConstraint("form_id", "ordinal", name="uq_level_ordinal"),)

    id: Mapped[Id]
    form_id: Mapped[LineFormId]
    ordinal: Mapped[int]
    depth: Mapped[int]
    name: Mapped[str]
    weight: Mapped[Decimal | None]


class IndicatorRow(Base):
    """A line of the indicator table; ``level1_id`` and ``level2_id`` are the levels that it stands under."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("form_id", "ordinal", name="uq_indicator_ordinal"),)

    id: Mapped[Id]
    form_id: Mapped[LineFormId]
    ordinal: Mapped[int]
    level1: Mapped[str | None] = mapped_column(index=True)
    level2: Mapped[str | None] = mapped_column(index=True)
    level3: Mapped[str | None] = mapped_column(index=True)
    content: Mapped[str | None]
    sign: Mapped[str | None]
    target: Mapped[str]
    actual: Mapped[str]
    weight: Mapped[Decimal | None]
    score: Mapped[Decimal | None]
    reason: Mapped[str]
    measures: Mapped[str]
    achieved: Mapped[int | None]
    weight_text: Mapped[str]
    score_text: Mapped[str]
    review_score: Mapped[Decimal | None]
    review_score_text: Mapped[str]
    coefficient: Mapped[Decimal | None]
    coefficient_text: Mapped[str]
    initial_target: Mapped[str | None]
    sub: Mapped[bool] = mapped_column("is_sub", key="sub")
    execution: Mapped[bool] = mapped_column("is_execution", key="execution")
    level1_id: Mapped[LevelId | None]
    level2_id: Mapped[LevelId | None]


class SubtotalRow(Base):
    """A figure that adds up indicators or fund rows: a level in a row of its own, 小计, a list's heading."""

    __tablename__ = "subtotal"
    __table_args__ = (UniqueConstraint("form_id", "ordinal", name="uq_subtotal_ordinal"),)

    id: Mapped[Id]
    form_id: Mapped[LineFormId]
    ordinal: Mapped[int]
    name: Mapped[str]
    weight: Mapped[Decimal | None]
    score: Mapped[Decimal | None]
    review_score: Mapped[Decimal | None]
    amount_yuan: Mapped[Decimal | None]
    weight_text: Mapped[str | None]
    score_text: Mapped[str | None]
    review_score_text: Mapped[str | None]
    amount_text: Mapped[str | None]


class SubtotalPartRow(Base):
    """An indicator or a fund row that a subtotal adds up."""

    __tablename__ = "subtotal_part"

    id: Mapped[WideId]
    form_id: Mapped[FormId]
    subtotal_id: Mapped[SubtotalId]
    indicator_id: Mapped[IndicatorId | None]
    fund_id: Mapped[FundId | None]


class QuantityRow(Base):
    """A number found in a text of an ``indicator`` or a ``goal``; ``indicator_id`` is NULL for a goal's."""

    __tablename__ = "quantity"

    id: Mapped[WideId]
    form_id: Mapped[FormId]
    indicator_id: Mapped[IndicatorId | None]
    entity: Mapped[str]
    entity_id: Mapped[int]
    field: Mapped[str]
    ordinal: Mapped[int]
    text: Mapped[str]
    comparator: Mapped[str]
    value: Mapped[Decimal]
    value_high: Mapped[Decimal | None]
    unit: Mapped[str]
    base_value: Mapped[Decimal | None]
    base_unit: Mapped[str]
    what: Mapped[str | None] = mapped_column(index=True)


class SearchTextRow(Base):
    """A form's texts, or a part of them, in the search index.

    ``search_index`` (an FTS5 table, or one with a GIN index of bigrams) has them under the same number, which
    is never used again.
    """

    __tablename__ = "search_text"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Id]
    form_id: Mapped[FormId]
