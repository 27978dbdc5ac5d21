"""The search index's own rows; the index itself is ``search_index``, an FTS5 table or one with a GIN index of bigrams."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from store.tables.base import Base, FormId, Id


class SearchTextRow(Base):
    """A form's texts, or a part of them; ``search_index`` has them under the same number, which is never used again."""

    __tablename__ = "search_text"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Id]
    form_id: Mapped[FormId]
