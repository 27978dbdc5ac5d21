"""Which forms hold a word: the condition of a query, the same over SQLite's FTS5 and PostgreSQL's GIN index of bigrams."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Dialect, Text, bindparam, column, or_, select, table, union
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from store.search.bigrams import LONGEST, SHORTEST, folded, fts5_phrase
from store.search.stored_texts import TABLES
from store.search.texts import FIELDS
from store.tables import FormRow, SearchTextRow

_INDEX = table("search_index", column("rowid"))


class _Phrase(TypeDecorator[str]):
    """A word as the database's own search asks for it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write the word as a phrase of bigrams, or folded."""
        if value is None:
            return None
        return fts5_phrase(value) if dialect.name == "sqlite" else folded(value)


class _Matches(FunctionElement[Any]):
    """Whether a row of the index holds a phrase; of no type, for to a boolean SQLAlchemy adds ``= 1`` where SQLite takes none."""

    inherit_cache = True


@compiles(_Matches, "sqlite")
def _match_fts5(element: _Matches, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"search_index MATCH {compiler.process(element.clauses, **how)}"


@compiles(_Matches, "postgresql")
def _match_bigrams(element: _Matches, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - as above
    word = compiler.process(element.clauses, **how)
    # As the index has it, which tells where all bigrams of the word stand.
    held = f'hebiao_bigrams(search_index.tokens) COLLATE "C" @> hebiao_bigrams({word})'
    return f"({held} AND strpos(search_index.tokens, {word}) > 0)"


def words_of(asked: str) -> tuple[str, ...]:
    """Part what a user asks for at its blanks."""
    return tuple(dict.fromkeys(asked.split()))


def holding(word: str) -> ColumnElement[bool]:
    """Tell, over ``FormRow``, whether a form holds a word in one of its texts; no index helps with a single character."""
    if not SHORTEST <= len(word) <= LONGEST:
        return FormRow.id.in_(_by_scan(word))
    found = select(_INDEX.c.rowid).where(_Matches(bindparam(None, word, type_=_Phrase())))
    return FormRow.id.in_(select(SearchTextRow.form_id).where(SearchTextRow.id.in_(found)))


def _by_scan(word: str) -> Any:  # noqa: ANN401 - SQLAlchemy's unions have no columns' types
    selects = []
    for entity, row in TABLES.items():
        columns = {each.name: each for each in row.__table__.columns}
        held = or_(*(columns[field].icontains(word, autoescape=True) for field in FIELDS[entity]))
        selects.append(select(columns["id" if entity == "form" else "form_id"]).where(held))
    return union(*selects)
