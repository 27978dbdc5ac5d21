"""The rule ``grade``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from audit.finding import Check
from audit.ledger import WHOLE, Ledger
from audit.ledger.printed import words
from audit.packs import Pack, PackClause, binding, elsewhere, in_force
from audit.registry import Outcomes, flag, not_applicable, outcome_where, rule, unchecked
from audit.slips.numbers import plain
from extract import Message, message
from normalize import Form, fold_text

_SENTENCES = {"优": "grade-excellent", "良": "grade-good", "中": "grade-fair", "差": "grade-poor"}
_GRADES = tuple(_SENTENCES)
_NUMBER = r"(\d{2,3})分?(?:\(含[^()]*\)|含)?"
_RANGE = rf"{_NUMBER}(?:及?以上|[-~—–至到]{_NUMBER}(?:之间)?)"
_NAME = "(优秀?|良好?|中等?)"
_BEFORE = re.compile(rf"{_RANGE}的?(?:[,:]|评定?为|等级为|为|是)?[\"“「]?{_NAME}")
_AFTER = re.compile(rf"{_NAME}[\"”」]?[:(]?{_RANGE}")


_MARKS = re.compile(r"\([^()]*\)|等?[次级档]$|(?<=[优良中差])等$")  # what stands around the name of a grade


@rule("grade", "warning", order=400)
def grade(ledger: Ledger, pack: Pack) -> Outcomes:
    """Flag a stated grade (自评等级) that the total score does not give.

    Formula: by the bands in the form's own notes, else the pack's, lower bounds included: 优 from 90, 良 from
    80, 中 from 60, else 差 (national practice). 优秀, 良好, 中等 and 较差 are the same grades; 合格 and
    不合格 only tell whether 中 is reached. Where the bands of another place give the stated grade (80/70/60 in
    some systems) the explanation says so as a possibility.
    Tolerance: none.
    Source: the pack's clause; the explanation names it.
    Example: 总分85.3，自评等级填「优」，按分档应为「良」。
    """
    form = ledger.form
    if form.grade is None:
        yield not_applicable("grade", message("no-grade"), field="grade", stated=form.score_total)
        return
    lacking = _find_lacking(form, form.grade)
    if lacking is not None:
        yield unchecked("grade", lacking, field="grade", stated=form.score_total)
        return
    assert form.score_total is not None
    total = form.score_total
    bands = find_own_bands(form) or in_force(pack, "grade", form.year)[0]
    computed = _grade_by(bands, total)
    agrees = computed in _grades_named(form.grade)
    if not agrees:
        yield flag(
            "grade",
            message("grade", total=plain(total), stated=_name(form.grade), computed=_name(computed)),
            field="grade",
            stated=total,
            explanation=_explain(form.grade, total, bands, _other_bands(pack, form.year)),
        )
    outcome = outcome_where(differs=not agrees)
    yield Check("grade", outcome, total, explanation=bands.basis, field="grade")


def find_own_bands(form: Form) -> PackClause | None:
    """Return the bands that the form's notes print, as a clause of its own, or None."""
    bounds = dict(_find_bounds(form))
    lowest = [bounds[name] for name in _GRADES[:-1] if name in bounds]
    is_descending = lowest == sorted(set(lowest), reverse=True)
    if len(lowest) != len(_GRADES) - 1 or not is_descending:
        return None
    best, good, fair = lowest
    return PackClause(
        kind="grade",
        place=message("own-note"),
        text=message("own-bands", best=best, good=good, fair=fair),
        terms={"from": dict(zip(_GRADES, (best, good, fair, 0), strict=True))},
    )


def _find_bounds(form: Form) -> Iterator[tuple[str, int]]:
    """Yield each grade that a note names with its lower bound."""
    for header in form.headers:
        text = fold_text(f"{header.label}:{header.value}")
        for pattern, name, numbers in ((_AFTER, 1, (2, 3)), (_BEFORE, 3, (1, 2))):
            for found in pattern.finditer(text):
                yield found[name][0], min(int(found[n]) for n in numbers if found[n])


def _find_lacking(form: Form, grade: str) -> Message | None:
    """Return what is missing to hold the grade against the total, None where nothing is."""
    if form.score_total is None:
        return message("no-score-total")
    if form.weight_total not in (None, WHOLE):
        return message("not-of-hundred")
    if not _grades_named(grade):
        return message("unknown-grade", grade=grade)
    return None


def _name(grade: str) -> str | Message:
    """Return one of the four grades as a word of the catalogue, another as it is printed."""
    if grade not in _SENTENCES:
        return grade
    return message(_SENTENCES[grade])


def _grades_named(text: str) -> tuple[str, ...]:
    """Return the grades that a printed one may stand for; none where it is not known."""
    printed = _MARKS.sub("", _find_ticked(fold_text(text)))
    return tuple(words("grades").get(printed, ()))


def _find_ticked(text: str) -> str:
    """Return the grade that is ticked (☑优 □良, or 优□ 良☑), or the text where it has no such boxes."""
    ticked, empty = (words("boxes")[name] for name in ("ticked", "empty"))
    word = f"([^{ticked}{empty}]+)"
    pattern = f"{word}[{ticked}]"
    box_is_first = text[:1] in ticked + empty
    if box_is_first:
        pattern = f"[{ticked}]{word}"
    found: list[str] = re.findall(pattern, text)
    if len(found) != 1:
        return text
    return found[0]


def _grade_by(bands: PackClause, total: Decimal) -> str:
    """Return the grade that a clause's bands give; a total below every band has the last grade."""
    bounds: dict[str, int] = bands.terms["from"]
    return next((name for name, bound in bounds.items() if total >= bound), list(bounds)[-1])


def _other_bands(pack: Pack, year: int | None) -> tuple[PackClause, ...]:
    return binding(pack, "grade", year) + elsewhere(pack, "grade", year)


def _explain(stated: str, total: Decimal, bands: PackClause, others: Iterable[PackClause]) -> Message:
    """Return what the computed grade rests on, and which other bands give the stated one."""
    for other in others:
        if _grade_by(other, total) in _grades_named(stated):
            return message(
                "other-bands", place=bands.place, clause=bands.text, other=other.place, bands=other.text
            )
    return bands.basis
