"""Forms and findings to SQL and back. Nothing here imports SQLAlchemy until a function is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from store.errors import QueryError, StoreError, UnknownForm
from store.read.scoring import GROUPS
from store.record import Record

if TYPE_CHECKING:
    from store.engine.opening import open_store, upgrade
    from store.read.asking import Limits, query, query_rows
    from store.read.contents import Failure, Standing, failures, forget, read_again, standing, stored_forms
    from store.read.listing import FindingLine, FormLine, findings, forms
    from store.read.loading import load_form
    from store.read.scoring import ScoreLine, scores
    from store.write.runs import begin_run, interrupted_rereading, keep_run
    from store.write.saving import add_paths, save

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
    "Limits": "read.asking",
    "query": "read.asking",
    "query_rows": "read.asking",
    "FindingLine": "read.listing",
    "FormLine": "read.listing",
    "findings": "read.listing",
    "forms": "read.listing",
    "load_form": "read.loading",
    "open_store": "engine.opening",
    "upgrade": "engine.opening",
    "begin_run": "write.runs",
    "interrupted_rereading": "write.runs",
    "keep_run": "write.runs",
    "add_paths": "write.saving",
    "save": "write.saving",
    "ScoreLine": "read.scoring",
    "scores": "read.scoring",
    "Failure": "read.contents",
    "Standing": "read.contents",
    "failures": "read.contents",
    "forget": "read.contents",
    "read_again": "read.contents",
    "standing": "read.contents",
    "stored_forms": "read.contents",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'store' has no attribute {name!r}")
    return getattr(import_module(f"store.{_HOMES[name]}"), name)
