"""The grade (自评等级) against the total score."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from audit.finding import Check
from audit.ledger.printed import plain
from audit.ledger.words import words
from audit.packs import Clause, Pack, in_force, known
from audit.registry import Said, flag, rule_by_pack, unchecked
from extract import Message, message
from normalize.form import Form
from normalize.values.text import fold

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
    printed = message("own-bands", best=lowest[0], good=lowest[1], fair=lowest[2])
    return Clause("grade", message("own-note"), printed, terms)


def _bounds(form: Form) -> Iterator[tuple[str, int]]:
    for header in form.headers:
        text = fold(f"{header.label}:{header.value}")
        for pattern, name, numbers in ((_AFTER, 1, (2, 3)), (_BEFORE, 3, (1, 2))):
            for found in pattern.finditer(text):
                yield found[name][0], min(int(found[n]) for n in numbers if found[n])


_WHOLE = Decimal(100)
_BESIDE = re.compile(r"\([^()]*\)|等?[次级档]$|(?<=[优良中差])等$")


@rule_by_pack("grade", "warning")
def grade(form: Form, pack: Pack) -> Said:
    """Flag a stated grade (自评等级) that the total score does not give.

    Formula: by the bands in the form's own notes, else the pack's, lower bounds included: 优 from 90, 良 from
    80, 中 from 60, else 差 (national practice). 优秀, 良好, 中等 and 较差 are the same grades; 合格 and
    不合格 only tell whether 中 is reached. Where the bands of another pack give the stated grade (80/70/60 in
    some systems) the explanation says so.
    Tolerance: none.
    Source: the pack's clause; the explanation names it.
    Example: 总分85.3，自评等级填「优」，按分档应为「良」。
    """
    lacking = _lacking(form)
    if lacking is not None:
        yield unchecked("grade", lacking, field="grade", stated=form.score_total)
        return
    assert form.grade is not None
    assert form.score_total is not None
    stated, total = _grades(form.grade), form.score_total
    bands = own_bands(form) or in_force(pack, "grade", form.year)[0]
    computed = _by(bands, total)
    if computed not in stated:
        yield flag(
            "grade",
            message("grade", total=plain(total), stated=_named(form.grade), computed=_named(computed)),
            field="grade",
            stated=total,
            explanation=_explained(form, pack, bands),
        )
    yield Check(
        "grade", "agrees" if computed in stated else "differs", total, explanation=bands.basis, field="grade"
    )


_NAMES = {"优": "grade-excellent", "良": "grade-good", "中": "grade-fair", "差": "grade-poor"}


def _named(grade: str) -> str | Message:
    """Return one of the four grades as a word of the catalogue, another as it is printed."""
    return message(_NAMES[grade]) if grade in _NAMES else grade


def _lacking(form: Form) -> Message | None:
    """Return what is missing to hold the grade against the total, None where nothing is."""
    if form.grade is None:
        return message("no-grade")
    if form.score_total is None:
        return message("no-score-total")
    if form.weight_total not in (None, _WHOLE):
        return message("not-of-hundred")
    return None if _grades(form.grade) else message("unknown-grade", grade=form.grade)


def _grades(text: str) -> tuple[str, ...]:
    """Return the grades that a printed one may stand for; none where it is not known."""
    printed = _BESIDE.sub("", _ticked(fold(text)))
    return tuple(words("grades").get(printed, ()))


def _ticked(text: str) -> str:
    """Return the grade that is ticked (☑优 □良, or 优□ 良☑), or the text where it has no such boxes."""
    ticked, empty = (words("boxes")[name] for name in ("ticked", "empty"))
    word = f"([^{ticked}{empty}]+)"
    found = re.findall(f"[{ticked}]{word}" if text[:1] in ticked + empty else f"{word}[{ticked}]", text)
    return found[0] if len(found) == 1 else text


def _by(bands: Clause, total: Decimal) -> str:
    """Return the grade that a clause's bands give; a total below every band has the last grade."""
    bounds: dict[str, int] = bands.terms["from"]
    return next((name for name, bound in bounds.items() if total >= bound), list(bounds)[-1])


def _explained(form: Form, pack: Pack, bands: Clause) -> Message:
    assert form.score_total is not None
    assert form.grade is not None
    for other in known(pack, "grade", form.year):
        if _by(other, form.score_total) in _grades(form.grade):
            return message(
                "other-bands", place=bands.place, clause=bands.text, other=other.place, bands=other.text
            )
    return bands.basis
