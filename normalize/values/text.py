"""Texts less what printing broke, and labels folded for matching."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from normalize.values.settings import SETTINGS

P = ParamSpec("P")
R = TypeVar("R")


def cache_short_texts(function: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
    """Make a pure function keep what it returns for a short text, its first argument.

    All its arguments are hashable.
    """
    of_short = cast("Callable[Concatenate[str, P], R]", lru_cache(maxsize=SETTINGS.kept_texts)(function))

    @wraps(function)
    def of(text: str, /, *more: P.args, **named: P.kwargs) -> R:
        return (of_short if len(text) <= SETTINGS.kept_characters else function)(text, *more, **named)

    return of


_BLOCKS = "br|div|h[1-6]|li|ol|p|table|tbody|td|th|thead|tr|ul"
_INLINE = "a|b|em|font|i|img|o:p|s|span|strong|sub|sup|u"
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z][A-Za-z0-9]{1,30});")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_LOST = "\ufffd"
_CONTROL_IN_NUMBER = re.compile("(?<=[0-9.])[\x01-\x08\x0e-\x1f\x7f]+(?=[0-9.%])")

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PUNCTUATION = (
    "\u2014\u2018\u2019\u201c\u201d\u2026\u3001-\u3003\u3008-\u3011\u3014-\u301f"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_WIDE = f"[{_HAN}{_PUNCTUATION}]"
_BROKEN_LINE = rf"(?<={_WIDE})\n|\n(?={_WIDE})"
_BROKEN_WORD = rf"(?<=[{_HAN}])\s(?=[{_HAN}])|(?<=[{_PUNCTUATION}])\s|\s(?=[{_PUNCTUATION}])"
_BROKEN_NUMBER = r"(?<=\d)\s(?=\.\d|,\d{3}(?!\d)|%)|(?<=\d,\d)\s(?=\d\d(?!\d))|(?<=\d,\d\d)\s(?=\d(?!\d))"
_BROKEN = re.compile(f"{_BROKEN_LINE}|{_BROKEN_WORD}|{_BROKEN_NUMBER}")
_BLANKS = re.compile(r"\s+")

_RADICALS = (
    {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    | {ord("⼾"): "户"}
    | {
        ord(radical): character
        for radical, character in zip(
            "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
            "母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
            strict=True,
        )
    }
)
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_BLANK = re.compile(r"(?:[-–—―/\\*….]*|(?:无|不适用)。?|[Nn]/?[Aa])")
_MARK = r"(?:[A-Za-f①-⑨]|\([a-f\d①-⑨]\))"  # a column's letter or number, as heads number them
_FORMULA = r"[A-Za-f①-⑨\d.+\-−–*/∕×÷%‰=()\[\]]"
_WORDS = r"百分比|[^()]*数[/÷][^()]*数(?:[×*]100%?)?"
_QUALIFIER = re.compile(
    rf"{_FORMULA}+(?:,(?:%|[百千万亿]*元))?|{_WORDS}|(?:金额)?(?:单位:?)?[百千万亿]*元|(?:\d+(?:\.\d+)?)?分.*|[盖公签]章"
)
_DIVIDED = (
    rf"(?:\(%\))?(?:{_MARK}=)?[\[(]*{_MARK}(?:[\])]*[+\-−–/÷∕][\[(]*{_MARK})+[\])]*(?:[×*]100%?|%|\(%\))?"
)
_BARE_FORMULA = re.compile(
    rf"(?<=率)=?(?:{_DIVIDED}|(?:\(%\))?\d=\d[/÷∕]\d"
    r"|[\[(]*[A-Z][A-Z+\-−–/÷∕()\[\]]*(?:[×*]100%?|%|\(%\))?|%|\(%\))[\])]*$"
    r"|(?<=[数额率])[A-Fa-f①-⑨]$"
)


@cache_short_texts
def clean_text(text: str) -> str:
    """Return the text as the form prints it, without markup, HTML's names, broken lines and Kangxi radicals.

    Blanks go between Chinese characters, next to Chinese punctuation, and inside a number where they cannot
    part two numbers (``95 .61``, ``1,4 24``, ``98 %``; ``12 13`` stays). Other runs of blanks become one
    blank. A control code inside a number is a lost glyph. Nothing else is changed.
    """
    text = _without_entities(text).replace("\xa0", " ").translate(_RADICALS)
    text = _INVISIBLE.sub("", _CONTROL_IN_NUMBER.sub(_LOST, text))
    text = _BLOCK_TAG.sub("\n", _INLINE_TAG.sub("", text))
    text = _BLANKS.sub(_one_blank, text.strip())
    return _BROKEN.sub("", text).replace("\n", " ")


def _without_entities(text: str) -> str:
    """Return the characters for HTML's names of them, also where markup was escaped twice."""
    while (plain := _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)) != text:
        text = plain
    return text


def _one_blank(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] or "\r" in run[0] else " "


def make_half_width(text: str) -> str:
    """Return full-width signs, digits and letters as half-width ones, and nothing else as NFKC would."""
    return text.translate(HALF_WIDTH)


@cache_short_texts
def fold_text(text: str) -> str:
    """Fold a text for matching: no white space, signs, digits and letters in half width."""
    return make_half_width(_BLANKS.sub("", text))


@cache_short_texts
def is_blank(text: str) -> bool:
    """Tell whether a cell is empty or a placeholder, as ``--``, ``/``, ``无``; 0 and 0.00% are values."""
    return _BLANK.fullmatch(fold_text(text)) is not None


class FoldedText(NamedTuple):
    """A text folded for matching, the same without a label's qualifiers, and whether it is a blank mark."""

    folded: str
    label: str
    is_blank: bool


def fold_all(text: str) -> FoldedText:
    """Fold a text once for all who match it: as ``fold_text``, ``fold_label`` and ``is_blank`` do."""
    folded = fold_text(text)
    return FoldedText(folded, _drop_qualifiers(folded), _BLANK.fullmatch(folded) is not None)


@cache_short_texts
def fold_label(text: str) -> str:
    """Fold a label and drop its trailing colon and qualifiers.

    Those are as ``(A)``, ``((B-C)/A)``, ``(万元)``, ``(10分)``.
    A rate's formula may stand without brackets: ``执行率=B/A×100%``. What a page end cuts is none: its
    bracket is open.
    """
    return _drop_qualifiers(fold_text(text))


def _drop_qualifiers(folded: str) -> str:
    folded = folded.rstrip(":")
    if folded.count("(") == folded.count(")"):
        folded = _BARE_FORMULA.sub("", folded)
    while folded.endswith(")"):
        start = _opening(folded)
        if start <= 0 or not _QUALIFIER.fullmatch(folded, start + 1, len(folded) - 1):
            break
        folded = folded[:start].rstrip(":")
    return folded


def _opening(text: str) -> int:
    """Find the bracket that the last character of the text closes; -1 where none does."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0:
            return place
    return -1
