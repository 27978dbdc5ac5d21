"""Which place's rules a form follows, by its own evidence."""

from __future__ import annotations

import re

from audit.ledger.formula import same_formula
from audit.packs import Pack, packs
from normalize.form import Form

# A note states the rule itself, a place says whose rules bind, a formula may be borrowed from another place.
_NOTE, _PLACE, _FORMULA = 4, 2, 1
_STREET = r"(?![东南西北中一二三四五六七八九十]{0,2}[路街道巷弄村镇乡社桥])"  # 成都路 is no 成都


def pack_of(form: Form) -> Pack:
    """Return the pack that most of the form's evidence names: notes, then place names, then the formula in the rate's head.

    The national pack where there is no evidence, or as much for another place.
    """
    best, *others = sorted(packs(), key=lambda pack: -_evidence(form, pack))
    national = packs()[0]
    return best if _evidence(form, best) > max(_evidence(form, other) for other in others) else national


def _evidence(form: Form, pack: Pack) -> int:
    who = " ".join(filter(None, (form.title, form.department, form.supervisor)))
    notes = "".join(f"{header.label}{header.value}" for header in form.headers)
    return (
        _NOTE * any(note in "".join(notes.split()) for note in pack.evidence.get("notes", ()))
        + _PLACE * any(re.search(place + _STREET, who) for place in pack.evidence.get("places", ()))
        + _FORMULA * any(same_formula(form, text) for text in pack.evidence.get("formulas", ()))
    )
