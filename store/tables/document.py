"""Documents, where they were found, and the imports that read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Double, ForeignKey, func, or_
from sqlalchemy.orm import Mapped, mapped_column

from store.record import CODES_CUT_SHORT, CODES_WITHOUT_OCR
from store.tables.base import Base, Id


class DocumentRow(Base):
    """One row for each content; ``status`` is ``imported``, ``no-form``, ``failed`` or ``unread``.

    An ``unread`` one looks like a form, but its table is lost.

    ``code`` and ``args`` (JSON) are those of ``error``, ``warning_messages`` those of ``warnings``.
    """

    __tablename__ = "document"

    id: Mapped[Id]
    path: Mapped[str]
    name: Mapped[str] = mapped_column(index=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    format: Mapped[str]
    pages: Mapped[int]
    bytes: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(index=True)
    error: Mapped[str | None]
    code: Mapped[str | None]
    args: Mapped[str | None]
    warnings: Mapped[tuple[str, ...] | None]
    warning_messages: Mapped[str | None]
    engine: Mapped[str]
    version: Mapped[str]
    imported_at: Mapped[datetime]
    glyphs: Mapped[int]
    glyphs_in_cells: Mapped[int]
    glyphs_outside: Mapped[int]
    second_looks: Mapped[int]
    second_seconds: Mapped[float] = mapped_column(Double)


def was_cut_short() -> ColumnElement[bool]:
    """Return what tells, as ``is_cut_short``, whether a document's reading was ended before it was done."""
    return _was_warned(CODES_CUT_SHORT).label("is_cut_short")


def lacked_ocr() -> ColumnElement[bool]:
    """Return what tells, as ``lacks_ocr``, whether nothing was there to recognise a document's pictures."""
    return _was_warned(CODES_WITHOUT_OCR).label("lacks_ocr")


def _was_warned(codes: Iterable[str]) -> ColumnElement[bool]:
    told = func.coalesce(DocumentRow.warning_messages, "")
    return or_(*(told.contains(f'"{code}"', autoescape=True) for code in codes))


class PathRow(Base):
    """Every place where a document was found."""

    __tablename__ = "document_path"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True, index=True)


class RunRow(Base):
    """One row for each ``hebiao import``: what was asked and what came of it.

    None where an earlier version did not count it.
    """

    __tablename__ = "import_run"

    id: Mapped[Id]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    paths: Mapped[tuple[str, ...] | None]
    files: Mapped[int]
    imported: Mapped[int]
    no_form: Mapped[int]
    failed: Mapped[int]
    forms: Mapped[int]
    findings: Mapped[int]
    version: Mapped[str]
    known: Mapped[int | None]
    second_looks: Mapped[int | None]
    second_seconds: Mapped[float | None] = mapped_column(Double)
    interrupted: Mapped[bool | None]
    reread_since: Mapped[datetime | None]
