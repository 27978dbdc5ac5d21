"""Scoring rules by place and year: a TOML file for each place, read as packs of clauses."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from audit.messages.render import render
from extract import Message, message

NATIONAL = "national"

# What a clause of each kind may hold, beside its words, its source and its years. docs/audit.md tells what
# each means.
TERMS: Mapping[str, frozenset[str]] = {
    kind: frozenset(terms.split())
    for kind, terms in {
        "formula": "text plus minus over",
        "gap": "most",
        "grade": "from",
        "marked": "direction",
        "over": "threshold at_zero directions",
        "qualitative": "met from to words",
        "quantitative": "met direction constant per_ratio per_inverse",
        "reason": "below changed",
        "satisfaction": "from",
        "score": "expression when from constant per_rate per_inverse",
        "unset": "levels",
        "unspent": "most",
        "weights": "levels",
        "whole": "",
    }.items()
}
ORIGINS = frozenset(("printed", "observed", "remembered"))
"""Where clauses come from: printed on forms, observed in figures, remembered of an official text."""

_OF_EVERY_CLAUSE = frozenset(("clause", "origin", "source", "since", "until", "filled_since", "counties"))


@dataclass(frozen=True, slots=True)
class PackClause:
    """One rule of a place: ``kind`` is its table in the file (``score``, ``grade``, ...).

    ``terms`` are its numbers, ``text`` is the rule in words, ``place`` its pack's name, which says so where
    the clause was only observed. It holds for forms of the year ``since`` to ``until``, and for those that
    were filled in on a day not before ``filled_since``; where it has ``counties``, only there.
    """

    kind: str
    place: Message
    text: Message
    terms: Mapping[str, Any]
    since: int | None = None
    until: int | None = None
    filled_since: date | None = None
    counties: tuple[str, ...] = ()

    def holds_in(self, year: int | None) -> bool:
        """Tell whether it holds in a year; where none is known, the newest rules do."""
        if year is None:
            return self.until is None
        return (self.since or year) <= year <= (self.until or year)

    @property
    def basis(self) -> Message:
        """What a finding says that it rests on."""
        return message("rests-on", place=self.place, clause=self.text)


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one place.

    ``evidence`` tells what shows that a form follows them: its ``province``, ``marks`` that only the place's
    own forms print, ``notes`` and ``formulas`` that others may have, too.
    """

    key: str
    name: Message
    evidence: Mapping[str, Any]
    clauses: tuple[PackClause, ...]


@cache
def packs() -> tuple[Pack, ...]:
    """Return all packs, the national one first."""
    found = (
        read_pack(file.name.removesuffix(".toml"), file.read_text(encoding="utf-8"))
        for file in files(__name__).iterdir()
        if file.name.endswith(".toml")
    )
    return tuple(sorted(found, key=lambda pack: (pack.key != NATIONAL, pack.key)))


def pack_named(name: str) -> Pack:
    """Return the pack with a key (``hunan``) or a Chinese name.

    Raises ``ValueError`` with the known keys for another.
    """
    for pack in packs():
        if name in (pack.key, render(pack.name)):
            return pack
    raise ValueError("、".join(pack.key for pack in packs()))


def in_force(pack: Pack, kind: str, year: int | None) -> tuple[PackClause, ...]:
    """Return a pack's clauses of one kind that hold in a year, or the national ones where it has none."""
    own = _of_kind(pack, kind, year)
    if own:
        return own
    return _of_kind(packs()[0], kind, year)


def binding(pack: Pack, kind: str, year: int | None) -> tuple[PackClause, ...]:
    """Return the clauses of a kind that bind a form of a year: its own place's, then the national ones."""
    own = _of_kind(pack, kind, year)
    if pack.key == NATIONAL:
        return own
    return own + _of_kind(packs()[0], kind, year)


def elsewhere(pack: Pack, kind: str, year: int | None) -> tuple[PackClause, ...]:
    """Return the clauses of a kind that hold in other places and do not bind a form that follows ``pack``."""
    bound = {clause.text.code for clause in binding(pack, kind, year)}
    found: list[PackClause] = []
    for one in packs():
        found += (clause for clause in _of_kind(one, kind, year) if clause.text.code not in bound)
    return tuple(found)


def _of_kind(pack: Pack, kind: str, year: int | None) -> tuple[PackClause, ...]:
    return tuple(clause for clause in pack.clauses if clause.kind == kind and clause.holds_in(year))


def read_pack(key: str, text: str) -> Pack:
    """Read the pack of a TOML text; raises ``ValueError`` for a clause that no rule reads."""
    content = tomllib.loads(text)
    evidence = content.pop("evidence", {})
    place = message(content.pop("name")["code"])
    clauses: list[PackClause] = []
    for kind, entries in content.items():
        clauses += [_clause(kind, place, entry) for entry in entries]
    return Pack(key, place, evidence, tuple(clauses))


def _clause(kind: str, place: Message, entry: dict[str, Any]) -> PackClause:
    """Make a clause; raises ``ValueError`` for a kind or a term that no rule reads."""
    if kind not in TERMS:
        raise ValueError(f"no rule reads clauses of the kind {kind!r}; known: {', '.join(sorted(TERMS))}")
    unread = entry.keys() - TERMS[kind] - _OF_EVERY_CLAUSE
    if unread:
        raise ValueError(
            f"a clause of the kind {kind!r} has terms that no rule reads: {', '.join(sorted(unread))}"
        )
    if entry["origin"] not in ORIGINS:
        raise ValueError(f"a clause has the origin {entry['origin']!r}; known: {', '.join(sorted(ORIGINS))}")
    if entry["origin"] == "observed":
        place = message("observed-place", place=place)
    return PackClause(
        kind=kind,
        place=place,
        text=message(entry["clause"]["code"]),
        terms=entry,
        since=entry.get("since"),
        until=entry.get("until"),
        filled_since=entry.get("filled_since"),
        counties=tuple(entry.get("counties", ())),
    )
