"""The bands of grades (等级分档) that a form prints itself, in a note: 90分(含)以上为优, 优(90-100分)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.catalogue import say
from audit.packs import Clause
from normalize.clean import fold
from normalize.form import Form

_GRADES = ("优", "良", "中", "差")
_NUMBER = r"(\d{2,3})分?(?:\(含[^()]*\)|含)?"
_RANGE = rf"{_NUMBER}(?:及?以上|[-~—–至到]{_NUMBER}(?:之间)?)"
_NAME = "(优秀?|良好?|中等?)"
_BEFORE = re.compile(rf"{_RANGE}的?(?:[,:]|评定?为|等级为|为|是)?[\"“「]?{_NAME}")
_AFTER = re.compile(rf"{_NAME}[\"”」]?[:(]?{_RANGE}")


def own_bands(form: Form) -> Clause | None:
    """Return the bands that the form's notes print, as a clause of its own; None where they do not print all of them."""
    bounds = dict(_bounds(form))
    lowest = [bounds[name] for name in _GRADES[:-1] if name in bounds]
    if len(lowest) != len(_GRADES) - 1 or lowest != sorted(set(lowest), reverse=True):
        return None
    terms = {"from": dict(zip(_GRADES, (*lowest, 0), strict=True))}
    printed = say("own-bands", best=lowest[0], good=lowest[1], fair=lowest[2])
    return Clause("grade", say("own-note"), printed, "", terms)


def _bounds(form: Form) -> Iterator[tuple[str, int]]:
    for header in form.headers:
        text = fold(f"{header.label}:{header.value}")
        for pattern, name, numbers in ((_AFTER, 1, (2, 3)), (_BEFORE, 3, (1, 2))):
            for found in pattern.finditer(text):
                yield found[name][0], min(int(found[n]) for n in numbers if found[n])
