"""Forms and findings to SQL and back. Nothing here imports SQLAlchemy until a function is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from store.errors import QueryError, StoreError, UnknownForm
from store.groups import GROUPS
from store.record import Record

if TYPE_CHECKING:
    from store.asking import query, query_rows
    from store.listing import FindingLine, FormLine, findings, forms
    from store.loading import load_form
    from store.opening import open_store, upgrade
    from store.places import add_paths
    from store.saving import known, log_import, save
    from store.scoring import ScoreLine, scores

__all__ = [
    "GROUPS",
    "FindingLine",
    "FormLine",
    "QueryError",
    "Record",
    "ScoreLine",
    "StoreError",
    "UnknownForm",
    "add_paths",
    "findings",
    "forms",
    "known",
    "load_form",
    "log_import",
    "open_store",
    "query",
    "query_rows",
    "save",
    "scores",
    "upgrade",
]

_HOMES = {
    "query": "asking",
    "query_rows": "asking",
    "FindingLine": "listing",
    "FormLine": "listing",
    "findings": "listing",
    "forms": "listing",
    "load_form": "loading",
    "open_store": "opening",
    "upgrade": "opening",
    "add_paths": "places",
    "known": "saving",
    "log_import": "saving",
    "save": "saving",
    "ScoreLine": "scoring",
    "scores": "scoring",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'store' has no attribute {name!r}")
    return getattr(import_module(f"store.{_HOMES[name]}"), name)
