"""Forms and findings to SQL and back. Nothing here imports SQLAlchemy until a function is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from store.errors import QueryError, StoreError, UnknownForm
from store.record import Record

if TYPE_CHECKING:
    from store.opening import open_store, upgrade
    from store.saving import known, log_import, save

__all__ = [
    "QueryError",
    "Record",
    "StoreError",
    "UnknownForm",
    "known",
    "log_import",
    "open_store",
    "save",
    "upgrade",
]

_HOMES = {
    "known": "saving",
    "log_import": "saving",
    "open_store": "opening",
    "save": "saving",
    "upgrade": "opening",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'store' has no attribute {name!r}")
    return getattr(import_module(f"store.{_HOMES[name]}"), name)
