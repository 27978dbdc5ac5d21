"""The column types that hold a form's values alike in SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from sqlalchemy import NUMERIC, BigInteger, DateTime, Dialect, ForeignKey, Integer, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from store.values import as_sqlite, clean, finite, one_a_line

Texts = tuple[str, ...]
_Processor = Callable[[Any], Any] | None


class _AsBound(NUMERIC[Any]):
    """NUMERIC that hands SQLite what it is given; SQLAlchemy's own makes a float of every whole number."""

    def bind_processor(self, dialect: Dialect) -> None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None

    # as above
    def result_processor(self, dialect: Dialect, coltype: object) -> _Processor:  # noqa: ARG002
        return None


class Number(TypeDecorator[Decimal]):
    """A ``Decimal``: NUMERIC in PostgreSQL, an integer or a real in SQLite, exact to 15 digits."""

    impl = NUMERIC
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return SQLite's NUMERIC without SQLAlchemy's conversions, or PostgreSQL's own."""
        return _AsBound() if dialect.name == "sqlite" else NUMERIC()

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | float | None:
        """Refuse what is no number (``NoNumber``)."""
        if value is None:
            return None
        number = finite(value)
        return as_sqlite(number) if dialect.name == "sqlite" else number

    # the driver's value and SQLAlchemy's argument
    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ANN401, ARG002
        """Return the printed digits: ``repr`` gives the shortest that name the float."""
        if value is None:
            return None
        return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


class Words(TypeDecorator[str]):
    """A text without what no database takes: no NUL, and a lone surrogate (of a file name) written out."""

    impl = Text
    cache_ok = True

    # SQLAlchemy's
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Clean the text."""
        return None if value is None else clean(value)


class LinedTexts(TypeDecorator[Texts]):
    """Several texts, one a line; NULL is none."""

    impl = Words
    cache_ok = True

    # SQLAlchemy's
    def process_bind_param(self, value: Texts | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Join; a line break inside a text becomes a blank."""
        return one_a_line(value) if value else None

    # SQLAlchemy's
    def process_result_value(self, value: str | None, dialect: Dialect) -> Texts:  # noqa: ARG002
        """Split."""
        return () if value is None else tuple(value.split("\n"))


class Flag(TypeDecorator[bool]):
    """1 or 0, so that ``= 1`` is right in both databases."""

    impl = Integer
    cache_ok = True

    # SQLAlchemy's
    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002, FBT001
        """Bind as a number."""
        return None if value is None else int(value)

    # SQLAlchemy's
    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002
        """Return a ``bool``."""
        return None if value is None else bool(value)


class Moment(TypeDecorator[datetime]):
    """A time in UTC; SQLite keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn to UTC."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's
    ) -> datetime | None:
        """Say that it is UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables of CONTRACT.md."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Words,
        Decimal: Number,
        tuple[str, ...]: LinedTexts,
        bool: Flag,
        datetime: Moment,
    }


Id = Annotated[int, mapped_column(primary_key=True)]

# SQLite numbers the rows of no wider type itself
WideId = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]

FormId = Annotated[int, mapped_column(ForeignKey("form.id", ondelete="CASCADE"), index=True)]

# without an index of its own: the table's (form_id, ordinal) is one
LineFormId = Annotated[int, mapped_column(ForeignKey("form.id", ondelete="CASCADE"))]

FundId = Annotated[int, mapped_column(ForeignKey("fund.id", ondelete="CASCADE"), index=True)]
IndicatorId = Annotated[int, mapped_column(ForeignKey("indicator.id", ondelete="CASCADE"), index=True)]
SubtotalId = Annotated[int, mapped_column(ForeignKey("subtotal.id", ondelete="CASCADE"), index=True)]
LevelId = Annotated[int, mapped_column(ForeignKey("level.id", ondelete="CASCADE"), index=True)]
