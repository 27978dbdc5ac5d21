"""Whose rules bind a form: the pack of its place, and which of its clauses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from audit.ledger.formula import prints_formula
from audit.ledger.printed import words
from audit.packs import NATIONAL, Pack, PackClause, pack_named, packs
from normalize import Form, UnitPlace, find_unit_place, fold_text

# A mark stands on forms of one place only; a place says whose rules bind; a note or a formula may be
# borrowed.
_MARK_WEIGHT, _PLACE_WEIGHT, _BORROWED_WEIGHT = 4, 2, 1
_DATE = re.compile(r"(20\d{2})[年./-](\d{1,2})[月./-](\d{1,2})")


def bind_pack(form: Form, name: str | None = None) -> Pack:
    """Return the pack that a form follows, less the clauses that do not bind it.

    With a ``name`` the pack of that name, as if the form were of its place; raises ``ValueError`` for a name
    that no pack has.
    """
    place = _find_place(form)
    pack = pack_named(name) if name else _find_pack(form, place)
    county = place.county if place else None
    prints = any(prints_formula(form, text) for text in pack.evidence.get("formulas", ()))
    bound: list[PackClause] = []
    for clause in pack.clauses:
        is_local = not clause.counties or county in clause.counties
        holds_here = is_local or prints or name is not None
        if holds_here and _was_filled_since(form, clause.filled_since):
            bound.append(clause)
    return replace(pack, clauses=tuple(bound))


def pack_of(form: Form) -> Pack:
    """Return the pack that most of the form's evidence names: marks, its place, notes and the rate's formula.

    The national pack where there is no evidence, or as much for another place.
    """
    return _find_pack(form, _find_place(form))


def _find_pack(form: Form, place: UnitPlace | None) -> Pack:
    province = place.province if place else None
    weights = {pack.key: _weigh_evidence(form, pack, province) for pack in packs()}
    best, *others = sorted(packs(), key=lambda pack: -weights[pack.key])
    if weights[best.key] > max(weights[other.key] for other in others):
        return best
    return pack_named(NATIONAL)


def _find_place(form: Form) -> UnitPlace | None:
    """Return the place that the form's own units and title tell, else its head's others, else its project."""
    units = (form.department, form.supervisor)
    found = find_unit_place(units, title=form.title, year=form.year)
    if found is not None:
        return found
    named = words("unit_labels")
    others = [header.value for header in form.headers if any(name in header.label for name in named)]
    return find_unit_place(others, project=form.project, year=form.year)


def _weigh_evidence(form: Form, pack: Pack, province: str | None) -> int:
    notes = "".join("".join(f"{header.label}{header.value}".split()) for header in form.headers)
    weight = 0
    if any(mark in notes for mark in pack.evidence.get("marks", ())):
        weight += _MARK_WEIGHT
    if province is not None and province == pack.evidence.get("province"):
        weight += _PLACE_WEIGHT
    is_noted = any(note in notes for note in pack.evidence.get("notes", ()))
    if is_noted or any(prints_formula(form, text) for text in pack.evidence.get("formulas", ())):
        weight += _BORROWED_WEIGHT
    return weight


def _was_filled_since(form: Form, day: date | None) -> bool:
    """Tell whether a form was filled in on a day or later: by the day that it prints, else by its year.

    Forms are filled in when their year is over, or near its end.
    """
    if day is None:
        return True
    filled = _find_filling_day(form)
    if filled is not None:
        return filled >= day
    return form.year is None or form.year >= day.year


def _find_filling_day(form: Form) -> date | None:
    for header in form.headers:
        if fold_text(header.label) not in words("filled_on"):
            continue
        printed = _DATE.search(fold_text(header.value))
        if printed:
            return _make_date(*map(int, printed.groups()))
    return None


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
