"""Numbers that touch a character that nobody can account for: what is left of them is no number.

A glyph that was lost (U+FFFD, private use), a raised mark, a letter that is no unit, a blank between digits,
marks that part no thousands: 9�5%, 95¹, 1O0%, 8 6%, 1.2.3万. Units and names with letters are sound: 100m2,
PM2.5, 5A级, 4G.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from normalize.values import comparator
from normalize.values.others import mask_dates
from normalize.values.units import Measure, read_unit

_LOST = "\ufffd\ufffc\ue000-\uf8ff\U000f0000-\U0010ffff\x01-\x08\x0e-\x1f\x7f-\x9f"
_BOXES = "□■▯"
_RAISED = "⁰¹²³⁴-⁹₀-₉ⁿ"
_CIRCLED = "①-⑳⑴-⒇❶-❿"
_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ"
_PERCENT = "%‰"
_ALWAYS = f"[0-9{_LETTERS}{_LOST}{_RAISED}{_CIRCLED}{_PERCENT}]"
_BETWEEN_DIGITS = rf"(?<=[0-9])[\s.,'·•*^!_|](?=[0-9{_LOST}{_PERCENT}])"
_ASKED = rf"(?<=[0-9])[?*{_BOXES}]|\?(?=[0-9])"
_POINTS = r"(?<=[0-9])\.{2,}|(?<=[OoIl])\.(?=[0-9])|(?<=[0-9])\.(?=[OoIlSBZ](?![A-Za-z]))"
_SIGN_OF_EXPONENT = "(?<=[0-9][Ee])[-+](?=[0-9])"
_RUN = re.compile(f"(?:{_ALWAYS}|{_BETWEEN_DIGITS}|{_ASKED}|{_POINTS}|{_SIGN_OF_EXPONENT})+")
_ANY_DIGIT, _ANY_LETTER = "[0-9０-９]", f"{_LETTERS}Ａ-Ｚａ-ｚ"
_SUSPECT = re.compile(
    rf"[{_LOST}{_RAISED}{_CIRCLED}]|{_ANY_DIGIT}[^\x00-\x7f\u3000-\uffff]"
    rf"|{_ANY_DIGIT}\.?[{_ANY_LETTER}\s'·•*^?？!_|{_BOXES}]"
    rf"|[{_ANY_LETTER}?？%％‰万亿千百(（]\s*[0-9０-９.]|[%％‰]\s*[{_ANY_LETTER}]|[.,，]\s*[.,，%％‰]"
    rf"|{_ANY_DIGIT}[.,，]{_ANY_DIGIT}+[.,，]|{_ANY_DIGIT}[,，]\s*{_ANY_DIGIT}{{4}}"
    rf"|[≥≤<>=＞＜＝]\s*{_ANY_DIGIT}+[,，]"
)
_IS_LOST = re.compile(f"[{_LOST}]")
_BLANK_BETWEEN = re.compile(r"[0-9]\s+[0-9]")
_MARKED = re.compile(rf"[0-9{_PERCENT}][{_RAISED}]|[0-9][{_CIRCLED}]")
_MARK_BEHIND = re.compile(rf"[{_PERCENT}][{_CIRCLED}]+$")
_ODD_BETWEEN = re.compile(rf"[0-9]['!_|^{_BOXES}][0-9{_PERCENT}]")
_ODD_BEHIND = re.compile(rf"[?{_BOXES}]|\*(?![0-9])")
_GLUED = re.compile(rf"[{_PERCENT}](?![0-9]{{1,2}}(?:\.(?![0-9])|$))[0-9]")
_LIST_MARK_AFTER = re.compile(r"[、.):]")
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_PLAIN = re.compile(rf"{_NUMBER}[{_PERCENT}]?")
_POINTED = re.compile(rf"[0-9][0-9.,·•]*[{_PERCENT}]?")
_DOTS = re.compile(r"[0-9]\.{2,}|[0-9]*\.[0-9]+\.[0-9]|[·•]|[0-9],,")
_LONG_GROUP = re.compile(r"^[0-9]{1,3},[0-9]{4,}$")
_OUTLINE = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})+")
_EXPONENT = re.compile(r"[0-9.]+[Ee][-+]?[0-9]+")
_LETTER = re.compile(f"[{_LETTERS}]+")
_FOREIGN = re.compile("[\u0400-\u04ff]")
_SYMBOLS = ("So", "No", "Nl", "Sk")
_LOOK_LIKE_ONE = frozenset("OoIl")
_LOOK_LIKE_DIGITS = _LOOK_LIKE_ONE | frozenset("iQDSsBbZzgq")
_SIGNS = "≥≤><="
_NO_COUNT = frozenset({"级", "度", "代", "类", "期", "版"})
_CODE_DIGITS = 9


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of digits, letters and marks with what stands around it."""

    text: str
    plain: str
    start: int
    end: int

    @property
    def digits(self) -> int:
        return sum(character.isascii() and character.isdigit() for character in self.text)

    @property
    def letters(self) -> list[str]:
        return _LETTER.findall(self.text)

    @property
    def comparator_start(self) -> int:
        return comparator.find_before(self.plain, self.start)[1]

    @property
    def is_compared(self) -> bool:
        return self.comparator_start < self.start

    @property
    def has_sign(self) -> bool:
        return self.start > 0 and self.plain[self.start - 1] in _SIGNS

    @property
    def is_share(self) -> bool:
        return self.text[-1] in _PERCENT

    @property
    def unit(self) -> Measure | None:
        """The unit behind it, but of 5A级."""
        found = read_unit(self.plain, self.end)
        if found is None or found.printed in _NO_COUNT:
            return None
        return found

    @property
    def is_counted(self) -> bool:
        return self.is_share or self.unit is not None

    @property
    def is_whole(self) -> bool:
        """Whether the text holds nothing else but a comparator and a unit."""
        unit = self.unit
        end = unit.end if unit else self.end
        return self.comparator_start == 0 and end >= len(self.plain.rstrip("。;,"))

    @property
    def is_number(self) -> bool:
        """Whether something around it tells that it is meant for a number."""
        return self.is_compared or self.is_counted or self.is_whole


def find_broken_runs(plain: str) -> list[tuple[int, int]]:
    """Return the places of the broken numbers of a compact text, from start to end."""
    return [(run.start, run.end) for run in _list_runs(plain) if _is_broken(run)]


def may_be_broken(text: str) -> bool:
    """Tell whether a text holds anything at all that may break a number; most do not."""
    return _SUSPECT.search(text) is not None


def is_unknown_sign(character: str) -> bool:
    """Tell whether a character behind a bare number may be any sign, as ℅ or ½; 5° has its sign."""
    return bool(character) and character != "°" and unicodedata.category(character) in _SYMBOLS


def is_lost(character: str) -> bool:
    """Tell whether a character is a glyph that was lost."""
    return _IS_LOST.match(character) is not None or unicodedata.category(character or " ") in ("Cn", "Co")


def _list_runs(plain: str) -> Iterator[_Run]:
    masked = mask_dates(plain)
    for match in _RUN.finditer(masked):
        text = match[0].strip()
        start = match.start() + match[0].index(text)
        yield _Run(text, plain, start, start + len(text))


def _is_broken(run: _Run) -> bool:
    if _IS_LOST.search(run.text):
        return _touches_number(run)
    if not run.digits:
        return False
    if _is_marked(run):
        return True
    if _ODD_BEHIND.search(run.text):
        return run.is_compared or run.is_whole
    if run.letters:
        return _has_broken_letters(run)
    return _has_broken_points(run)


def _touches_number(run: _Run) -> bool:
    """Tell whether a lost glyph stands beside a digit, or where one should: before % or 人, after ≥."""
    if run.digits or run.has_sign:
        return True
    return run.is_counted or run.is_whole


def _is_marked(run: _Run) -> bool:
    text = run.text
    if _BLANK_BETWEEN.search(text) or _ODD_BETWEEN.search(text) or _FOREIGN.search(text):
        return True
    ends_text = run.end >= len(run.plain.rstrip("。;"))
    if _MARKED.search(text) or (ends_text and _MARK_BEHIND.search(text)):
        return True
    glued = _GLUED.search(text)
    if glued is None:
        return False
    following = run.plain[run.end : run.end + 1]
    return _LIST_MARK_AFTER.match(following) is None


def _has_broken_points(run: _Run) -> bool:
    text = run.text.rstrip(_PERCENT)
    if _PLAIN.fullmatch(run.text) or not _POINTED.fullmatch(run.text):
        return False
    is_outline = _OUTLINE.fullmatch(text) is not None and not run.is_compared and not run.is_share
    if is_outline and not run.is_whole:
        return False
    if _DOTS.search(text) or _LONG_GROUP.search(text):
        return run.is_number
    return run.has_sign


def _has_broken_letters(run: _Run) -> bool:
    if _is_number_with_unit(run) or run.digits >= _CODE_DIGITS:
        return False
    if _EXPONENT.fullmatch(run.text):
        return run.is_number
    first, last = run.text[0], run.text.rstrip(_PERCENT)[-1]
    if not first.isdigit():
        return _begins_with_broken_letters(run)
    if last.isdigit():
        return _holds_broken_letters(run)
    return _ends_with_broken_letters(run)


def _is_number_with_unit(run: _Run) -> bool:
    number = re.match(_NUMBER, run.text)
    if number is None:
        return False
    unit = read_unit(run.text, number.end())
    if unit is None:
        return False
    return unit.end == len(run.text.rstrip(_PERCENT)) and not run.is_share


def _begins_with_broken_letters(run: _Run) -> bool:
    """Tell A95% and l00人 from PM2.5, COVID-19 and K12."""
    if run.is_share:
        return True
    first = run.letters[0]
    is_single = len(first) == 1
    look_alike = set(first) <= _LOOK_LIKE_DIGITS
    if run.has_sign:
        return is_single or look_alike
    if look_alike and run.is_whole:
        return run.is_counted or set(first) <= _LOOK_LIKE_ONE
    return is_single and run.is_counted and run.is_whole


def _holds_broken_letters(run: _Run) -> bool:
    """Tell 1O0 and 9A5人 from 10kV35, 3x50 and codes."""
    if run.is_share or run.is_compared:
        return True
    letters = "".join(run.letters)
    are_suspect = len(letters) == 1 or set(letters) <= _LOOK_LIKE_DIGITS
    if not are_suspect or letters in "xX":
        return False
    return run.is_counted or run.is_whole


def _ends_with_broken_letters(run: _Run) -> bool:
    """Tell 9O%, 1OO and 9B人 from 5A级, 4G, 80M and 10kV."""
    if run.is_share:
        return True
    letters = run.letters[-1]
    if set(letters) <= _LOOK_LIKE_ONE:
        return run.is_number
    if set(letters) <= _LOOK_LIKE_DIGITS:
        is_capital = letters.isupper() and run.is_compared and run.is_whole
        return run.unit is not None or is_capital
    return run.is_compared and run.unit is not None
