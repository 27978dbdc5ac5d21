"""A conclusion in prose (自评结论): the total score and the grade that it tells."""

from __future__ import annotations

import re

from normalize.clean import fold

_OPENING = (
    r"^(?:综上(?:所述)?,?)?(?:满分100分,)?(?:[本该]?(?:项目|单位|部门))?"  # the score that a conclusion begins with is the total
)
_SCORE = re.compile(
    rf"(?:(?:自评|综合|总)(?:总|综合)?(?:得|评)?分|{_OPENING}(?:最终|最后|实际)?得分)(?:数)?(?:为|是|:)?(\d{{1,3}}(?:\.\d+)?)分"
)
_GRADE = re.compile(r"(?:等级|结论|结果|档次)(?:为|是|:)?[“\"「]?(优秀?|良好?|中等?|较?差|不?合格)")
_WORD = re.compile(r"(?:优秀?|良好?|中等?|较?差|不?合格)[级等]?")


def score_told(text: str) -> str | None:
    """Give the total score of ``综上,自评得分98.5分,等级为优``, None where it tells none or several."""
    told = {m[1] for m in _SCORE.finditer(fold(text))}
    return told.pop() if len(told) == 1 else None


def grade_told(text: str) -> str | None:
    """Give the grade of a conclusion: the word where it is one, or names one as the grade; None where prose tells only a score."""
    if _WORD.fullmatch(fold(text)):
        return text
    named = _GRADE.search(fold(text))
    return named[1] if named else (None if score_told(text) else text)
