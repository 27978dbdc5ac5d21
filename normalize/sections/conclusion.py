"""What a conclusion in words (自评结论) says: the form's total and grade, and no other number in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.values.text import fold_text
from normalize.vocabulary.lists import load_pattern

_WAYS = ("total_in_prose", "total_scored", "total_opening", "total_after_named_grade", "total_after_grade")
_TOTALS = tuple(map(load_pattern, _WAYS))
_PART = load_pattern("total_of_part")
_COMPARED = load_pattern("total_compared")
_CONCLUDING = load_pattern("concluding")
_GRADE = load_pattern("grade")
_GRADE_WORD = load_pattern("grade_word")
_GRADES = tuple(
    load_pattern(name) for name in ("grade_named", "grade_behind_score", "grade_opening", "grade_quoted")
)
_TICKED, _TICKED_BEHIND = load_pattern("grade_ticked"), load_pattern("grade_ticked_behind")
_BOXES = load_pattern("grade_boxes")
_THRESHOLD = load_pattern("grade_threshold")
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年|\b)")
_SENTENCE_END = re.compile("[。;]")
_CLAUSE_END = re.compile("[。;,]")
_FULL_MARKS = ("100", "1000", "120", "110")
_FULL_NAMES = ("总分", "总分值", "总评分")
_LONGEST_GRADE = 4
"""Characters of a grade: 优秀等级; a longer text is a sentence."""


def read_stated_score(text: str, year: int | None = None) -> str | None:
    """Return the total score that a text states, as 98.5 of ``综上,自评得分98.5分,等级为优``.

    ``year`` is the form's own: a total of another year is none. Of a threshold, a part and the full marks
    neither. None where it states no total or several.
    """
    folded = fold_text(text)
    found = list(_list_totals(folded, year))
    scores = {score for name, score in found if not (name in _FULL_NAMES and score in _FULL_MARKS)}
    scores = scores or {score for _, score in found}
    return scores.pop() if len(scores) == 1 else None


def _list_totals(text: str, year: int | None) -> Iterator[tuple[str, str]]:
    for pattern in _TOTALS:
        for match in pattern.finditer(text):
            if _is_total(text, match, year):
                yield match["name"], match[match.lastindex or 0]


def _is_total(text: str, match: re.Match[str], year: int | None) -> bool:
    before = _CLAUSE_END.split(text[: match.start("name")])[-1]
    clause = _CLAUSE_END.split(text[: match.start(match.lastindex or 0)])[-1]
    if _PART.search(before) or _COMPARED.search(clause):
        return False
    years = {int(printed) for printed in _YEAR.findall(clause)}
    return not years or year is None or year in years


def read_stated_grade(text: str) -> str | None:
    """Return the grade that a conclusion is or names; None where it tells none: a sentence is no grade."""
    folded = fold_text(text)
    if _GRADE_WORD.fullmatch(folded):
        return text
    if _BOXES.search(folded):
        ticked = _read_ticked(folded)
        is_list = not _BOXES.sub("", _GRADE.sub("", folded))
        return ticked or (text if is_list else None)
    for pattern in _GRADES:
        named = {match[1] for match in pattern.finditer(folded) if not _is_threshold(folded, match)}
        if len(named) == 1:
            return named.pop()
    is_word = len(folded) <= _LONGEST_GRADE and not any(map(str.isdigit, folded))
    return text if is_word else None


def _read_ticked(text: str) -> str | None:
    """Return the one grade that is ticked, as of ☑优 □良 or 优□ 良☑; None where none or several are."""
    pattern = _TICKED if _BOXES.match(text) else _TICKED_BEHIND
    ticked = pattern.findall(text)
    return ticked[0] if len(ticked) == 1 else None


def _is_threshold(text: str, match: re.Match[str]) -> bool:
    clause = _CLAUSE_END.split(text[: match.start(1)])[-1]
    return _THRESHOLD.search(clause) is not None


def concludes(text: str) -> bool:
    """Tell whether a text without a label holds a sentence that concludes and states the total."""
    return any(map(_is_conclusion, _SENTENCE_END.split(fold_text(text))))


def _is_conclusion(sentence: str) -> bool:
    return _CONCLUDING.match(sentence) is not None and any(_list_totals(sentence, None))
