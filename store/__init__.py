"""Forms and findings to SQL and back. Nothing here imports SQLAlchemy until a function is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from store.errors import QueryError, StoreError, UnknownForm
from store.groups import GROUPS
from store.record import Record

if TYPE_CHECKING:
    from store.asking import Limits, query, query_rows
    from store.contents import Failure, Standing, failures, forget, read_again, standing, stored_forms
    from store.listing import FindingLine, FormLine, findings, forms
    from store.loading import load_form
    from store.opening import open_store, upgrade
    from store.places import add_paths
    from store.runs import begin_run, interrupted_rereading, keep_run
    from store.saving import save
    from store.scoring import ScoreLine, scores

__all__ = [
    "GROUPS",
    "Failure",
    "FindingLine",
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
    "failures",
    "findings",
    "forget",
    "forms",
    "interrupted_rereading",
    "keep_run",
    "load_form",
    "open_store",
    "query",
    "query_rows",
    "read_again",
    "save",
    "scores",
    "standing",
    "stored_forms",
    "upgrade",
]

_HOMES = {
    "Limits": "asking",
    "query": "asking",
    "query_rows": "asking",
    "FindingLine": "listing",
    "FormLine": "listing",
    "findings": "listing",
    "forms": "listing",
    "load_form": "loading",
    "open_store": "opening",
    "upgrade": "opening",
    "begin_run": "runs",
    "interrupted_rereading": "runs",
    "keep_run": "runs",
    "add_paths": "places",
    "save": "saving",
    "ScoreLine": "scoring",
    "scores": "scoring",
    "Failure": "contents",
    "Standing": "contents",
    "failures": "contents",
    "forget": "contents",
    "read_again": "contents",
    "standing": "contents",
    "stored_forms": "contents",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'store' has no attribute {name!r}")
    return getattr(import_module(f"store.{_HOMES[name]}"), name)
