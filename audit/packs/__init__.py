"""Scoring rules by place and year: a TOML file for each place, read as packs of clauses."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from audit.messages.render import render
from extract import Message, message

NATIONAL = "national"

# What a clause of each kind may hold, beside its words, its source and its years. docs/audit.md tells what each means.
TERMS: Mapping[str, frozenset[str]] = {
    kind: frozenset(terms.split())
    for kind, terms in {
        "formula": "text plus minus over",
        "gap": "most",
        "grade": "from",
        "marked": "direction",
        "over": "threshold at_zero",
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
_OF_EVERY_CLAUSE = frozenset(("clause", "source", "since", "until"))


@dataclass(frozen=True, slots=True)
class PackClause:
    """One rule of a place: ``kind`` is its table in the file (``score``, ``grade``, ...).

    ``terms`` are its numbers, ``text`` is the rule in words, ``place`` its pack's name; it holds from the
    year ``since`` to ``until``.
    """

    kind: str
    place: Message
    text: Message
    terms: Mapping[str, Any]
    since: int | None = None
    until: int | None = None

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

    ``evidence`` lists what shows that a form follows them, by ``places``, ``formulas`` and ``notes``.
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


def known(pack: Pack, kind: str, year: int | None) -> Iterator[PackClause]:
    """Yield every clause of a kind that holds in a year: the pack's own, the national, other places'."""
    for one in dict.fromkeys((pack.key, *(other.key for other in packs()))):
        yield from _of_kind(pack_named(one), kind, year)


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
    """Make a clause; raises ``ValueError`` for a kind or a term that no rule reads, which would be no rule."""
    if kind not in TERMS:
        raise ValueError(f"no rule reads clauses of the kind {kind!r}; known: {', '.join(sorted(TERMS))}")
    unread = entry.keys() - TERMS[kind] - _OF_EVERY_CLAUSE
    if unread:
        raise ValueError(
            f"a clause of the kind {kind!r} has terms that no rule reads: {', '.join(sorted(unread))}"
        )
    return PackClause(
        kind=kind,
        place=place,
        text=message(entry["clause"]["code"]),
        terms=entry,
        since=entry.get("since"),
        until=entry.get("until"),
    )
