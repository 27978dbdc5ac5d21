"""Forms and findings to SQL and back. Nothing here imports SQLAlchemy until a function is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from store.entities import AMOUNTS, CELLS, GROUPS, MANY, TEXTS, column_of, key_of
from store.errors import QueryError, StoreError, UnknownForm
from store.messages import explanation_from, message_from

if TYPE_CHECKING:
    from store.engine.connecting import writing
    from store.migrations.opening import open_store, upgrade
    from store.read.asking import Limits, query, query_rows
    from store.read.contents import Failure, Standing, failures, forget, read_again, standing, stored_forms
    from store.read.finding_places import FindingPlace, find_finding_places
    from store.read.listing import FindingLine, FormLine, findings, forms
    from store.read.loading import load_form
    from store.read.scoring import ScoreLine, scores
    from store.record import Record
    from store.search.words import find_keywords, suggest_words
    from store.write.runs import begin_run, interrupted_rereading, keep_run
    from store.write.saving import add_paths, save

__all__ = [
    "AMOUNTS",
    "CELLS",
    "GROUPS",
    "MANY",
    "TEXTS",
    "Failure",
    "FindingLine",
    "FindingPlace",
    "FormLine",
    "Limits",
    "QueryError",
    "Record",
    "ScoreLine",
    "Standing",
    "StoreError",
    "UnknownForm",
    "add_paths",
    "begin_run",
    "column_of",
    "explanation_from",
    "failures",
    "find_finding_places",
    "find_keywords",
    "findings",
    "forget",
    "forms",
    "interrupted_rereading",
    "keep_run",
    "key_of",
    "load_form",
    "message_from",
    "open_store",
    "query",
    "query_rows",
    "read_again",
    "save",
    "scores",
    "standing",
    "stored_forms",
    "suggest_words",
    "upgrade",
    "writing",
]

_HOMES = {
    "engine.connecting": ("writing",),
    "migrations.opening": ("open_store", "upgrade"),
    "read.asking": ("Limits", "query", "query_rows"),
    "read.contents": (
        *("Failure", "Standing", "failures", "forget", "read_again", "standing", "stored_forms"),
    ),
    "read.finding_places": ("FindingPlace", "find_finding_places"),
    "read.listing": ("FindingLine", "FormLine", "findings", "forms"),
    "read.loading": ("load_form",),
    "read.scoring": ("ScoreLine", "scores"),
    "record": ("Record",),
    "search.words": ("find_keywords", "suggest_words"),
    "write.runs": ("begin_run", "interrupted_rereading", "keep_run"),
    "write.saving": ("add_paths", "save"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'store' has no attribute {name!r}")
    return getattr(import_module(f"store.{_HOME_OF[name]}"), name)
