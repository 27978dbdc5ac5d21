"""Which forms are meant: the filter that lists, counts and charts share, by facets and by words.

Words are found the same way over SQLite's FTS5 and PostgreSQL's GIN index of bigrams.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Text,
    bindparam,
    column,
    exists,
    or_,
    select,
    table,
    union,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from audit import all_rules
from store.search.entries import FIELDS, fold_text, format_phrase
from store.search.stored_texts import SEARCHED
from store.settings import SETTINGS
from store.tables import FindingRow, FormRow, SearchTextRow

FACETS = ("year", "verdict", "kind", "department", "rule")
"""What forms can be narrowed by, apart from a text that is searched for."""

NONE = "(none)"
"""Stands for the forms that have no value, as no year."""

_INDEX = table("search_index", column("rowid"))
_LONGEST_YEAR_DIGITS = 5


@dataclass(frozen=True, slots=True)
class FormFilter:
    """Forms that hold each word of ``text`` and have one of each facet's values.

    ``rule`` is one that found an error or a warning, or anything where it only ever informs.
    """

    text: str = ""
    year: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()

    def values(self, facet: str) -> tuple[str, ...]:
        """Return the values that a facet is narrowed to; none is all."""
        chosen: tuple[str, ...] = getattr(self, facet)
        return chosen

    def narrowed(self, facet: str, *values: str) -> FormFilter:
        """Return the filter with one facet narrowed to these values, or left open where there are none."""
        change: dict[str, Any] = {facet: values}
        return replace(self, **change)


EVERYTHING = FormFilter()


def build_conditions(chosen: FormFilter) -> list[ColumnElement[bool]]:
    """Return what a form has to fulfil, over the columns of ``FormRow``."""
    built = [
        _is_one_of(facet, chosen.values(facet))
        for facet in FACETS
        if facet != "rule" and chosen.values(facet)
    ]
    if chosen.rule:
        built.append(_is_found_by(chosen.rule))
    built.extend(holds_word(word) for word in split_words(chosen.text))
    return built


def _is_one_of(facet: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    named: list[Any] = [value for value in values if value != NONE]
    if facet == "year":
        named = [int(value) for value in named if _is_year(value)]
    stored: ColumnElement[Any] = FormRow.__table__.c[facet]
    if NONE in values:
        return or_(stored.in_(named), stored.is_(None))
    return stored.in_(named)


def _is_year(value: str) -> bool:
    is_number = value.isascii() and value.isdigit()
    return is_number and len(value) <= _LONGEST_YEAR_DIGITS


def _is_found_by(chosen: tuple[str, ...]) -> ColumnElement[bool]:
    informing = [rule.name for rule in all_rules() if rule.severity == "info"]
    counts = or_(FindingRow.severity != "info", FindingRow.rule.in_(informing))
    found = select(FindingRow.id).where(FindingRow.form_id == FormRow.id, FindingRow.rule.in_(chosen), counts)
    return exists(found.correlate(FormRow))  # a list of findings may be narrowed too


class _Phrase(TypeDecorator[str]):
    """A word as the database's own search asks for it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write the word as a phrase of bigrams, or folded."""
        if value is None:
            return None
        return format_phrase(value) if dialect.name == "sqlite" else fold_text(value)


class _Matches(FunctionElement[Any]):
    """Whether a row of the index holds a phrase.

    It has no type, for to a boolean SQLAlchemy adds ``= 1`` where SQLite takes none.
    """

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


def split_words(asked: str) -> tuple[str, ...]:
    """Part what a user asks for at its blanks."""
    return tuple(dict.fromkeys(asked.split()))


def holds_word(word: str) -> ColumnElement[bool]:
    """Return, over ``FormRow``, whether a form holds a word in one of its texts.

    No index helps with a single character, or with more than the longest word.
    """
    if not SETTINGS.shortest_word_chars <= len(word) <= SETTINGS.longest_word_chars:
        return FormRow.id.in_(_scan_for(word))
    found = select(_INDEX.c.rowid).where(_Matches(bindparam(None, word, type_=_Phrase())))
    return FormRow.id.in_(select(SearchTextRow.form_id).where(SearchTextRow.id.in_(found)))


def _scan_for(word: str) -> Any:  # noqa: ANN401 - SQLAlchemy's unions have no columns' types
    selects = []
    for entity, row in SEARCHED.items():
        columns = {each.name: each for each in row.__table__.columns}
        held = or_(*(columns[field].icontains(word, autoescape=True) for field in FIELDS[entity]))
        owner = "id" if entity == "form" else "form_id"
        selects.append(select(columns[owner]).where(held))
    return union(*selects)
