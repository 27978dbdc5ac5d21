"""What numbers count, by parts of speech, where the clause rules may have left a verb beside the noun.

jieba tags them; it is loaded late, as its dictionary is large.
"""

from __future__ import annotations

import logging
import os
import stat
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from normalize.form import Form
from normalize.parts import Goal, Indicator, Quantity
from normalize.values.clause import (
    Clause,
    is_known_verb,
    is_linking_verb,
    needs_modifier,
    split_clause,
)
from normalize.values.others import mask_others
from normalize.values.quantity import compact_text
from normalize.values.settings import SETTINGS

Tagged = tuple[str, str]
"""A word with its part of speech, as jieba tags it."""

Line = TypeVar("Line", Goal, Indicator)

_NOUNS = ("n", "an", "j", "l", "eng")
_VERB = "v"
_NO_NOUNS = ("v", "d", "ad", "p", "c")  # 门店300家签订责任书 counts 门店
_NOMINAL_VERB = "vn"
_PHRASE_MARKS = "“”的"  # what is quoted, and what 的 qualifies, is named as a whole


def name_counted(form: Form) -> Form:
    """Return the form with ``what`` of its quantities told by jieba where the clause rules are unsure.

    jieba and its dictionary are loaded by the first such text.
    """
    nouns = {place: find_noun(clause) for place, clause in find_unsure_clauses(form).items()}
    if not nouns:
        return form
    places = count()
    goals = tuple(_with_nouns(goal, nouns, places) for goal in form.goals)
    indicators = tuple(_with_nouns(line, nouns, places) for line in form.indicators)
    return replace(form, goals=goals, indicators=indicators)


def _with_nouns(line: Line, nouns: Mapping[int, str], places: Iterator[int]) -> Line:
    quantities: list[Quantity] = []
    for quantity in line.quantities:
        what = nouns.get(next(places))
        quantities.append(replace(quantity, what=what) if what else quantity)
    return replace(line, quantities=tuple(quantities))


def find_unsure_clauses(form: Form) -> dict[int, Clause]:
    """Return the clauses in which a verb may be left, in texts that hold several quantities.

    The keys are the quantities' places, from 0, among all that the goals and then the indicators have.
    """
    found: dict[int, Clause] = {}
    first = 0
    lines: tuple[Goal | Indicator, ...] = form.goals + form.indicators
    for line in lines:
        for field in {quantity.field for quantity in line.quantities[1:]}:
            numbers = {
                first + place: quantity.text
                for place, quantity in enumerate(line.quantities)
                if quantity.field == field
            }
            text = getattr(line, field, None)
            if text and len(numbers) > 1:
                found |= _clauses(text, numbers)
        first += len(line.quantities)
    return found


def _clauses(text: str, numbers: dict[int, str]) -> Iterator[tuple[int, Clause]]:
    plain = compact_text(text)
    masked = mask_others(plain)
    floor = 0
    for place, number in numbers.items():
        start = plain.find(number, floor)
        if start < 0:
            continue
        end = start + len(number)
        clause = split_clause(masked, start, end, floor)
        if _may_hold_verb(clause):
            yield place, clause
        floor = end


def _may_hold_verb(clause: Clause) -> bool:
    """Tell whether a verb may be left beside the noun; rates and bare heads keep theirs."""
    words = clause.after or clause.before
    if len(words) <= SETTINGS.sure_noun_characters or needs_modifier(words):
        return False
    return not any(mark in words for mark in _PHRASE_MARKS)


@lru_cache(SETTINGS.kept_clauses)
def find_noun(clause: Clause) -> str:
    """Return the noun that the words of a clause hold beside verbs; all the words where they hold none."""
    if clause.after:
        tagged = _tag_words(clause.after)
        first = tagged[0][1]
        is_noun = first == _NOMINAL_VERB or not first.startswith(_NO_NOUNS)
        if is_noun or not clause.before:
            return _noun_after(tagged)
    return _noun_before(_tag_words(clause.before), has_verb=clause.has_verb)


def _noun_after(tagged: Sequence[Tagged]) -> str:
    """Return the words after a number up to a verb that has more behind it, as 小区 of 小区引入物业企业."""
    is_cut = sum(len(word) for word, _ in tagged) == SETTINGS.noun_after_characters
    for place in range(1, len(tagged)):
        word, tag = tagged[place]
        if tag != _VERB:
            continue
        is_last = place == len(tagged) - 1 and not is_cut
        noun = _join(tagged[:place])
        ends_noun = not is_last or is_linking_verb(word)
        if ends_noun and len(noun) > 1:
            return noun
    return _join(tagged)


def _noun_before(tagged: Sequence[Tagged], *, has_verb: bool) -> str:
    """Return the words before a number past the verb in front, and past one within that says what was done.

    As 农村公路 of 养护农村公路, 租赁补贴 of 家庭发放租赁补贴. A second verb in front belongs to the noun, as
    in 辍学学生 of 劝返辍学学生, also where the first is a known one that was taken off already.
    """
    start = 0
    for place, (word, tag) in enumerate(tagged[:-1]):
        if tag != _VERB:
            continue
        is_in_front = place == 0 and not has_verb
        says_what_was_done = is_in_front or is_known_verb(word)
        if says_what_was_done and _is_noun(tagged[place + 1 :]):
            start = place + 1
    return _join(tagged[start:])


def _is_noun(tagged: Sequence[Tagged]) -> bool:
    words = _join(tagged)
    if len(words) == 1 or needs_modifier(words):
        return False
    return any(tag.startswith(_NOUNS) for _, tag in tagged)


def _join(tagged: Sequence[Tagged]) -> str:
    return "".join(word for word, _ in tagged)


def _tag_words(words: str) -> list[Tagged]:
    return [(pair.word, pair.flag) for pair in load_tagger().cut(words)]


@cache
def load_tagger() -> Any:  # noqa: ANN401 - jieba has no types
    """Return jieba's tagger with the words of these forms; loading it takes about a second."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own escapes and its use of pkg_resources
        import jieba  # noqa: PLC0415
        from jieba import posseg  # noqa: PLC0415
    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = str(_cache_folder())
    with resources.files("normalize.values").joinpath("words.txt").open("rb") as words:
        jieba.load_userdict(words)
    return posseg


@cache
def preload_tagger() -> None:
    """Begin to load jieba's words in a thread, once, so that the first correction need not wait for them."""
    Thread(target=load_tagger, daemon=True).start()


def _cache_folder() -> Path:
    """Return a folder that only this user can write: jieba unmarshals its cache, which must be no other's."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hebiao"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="hebiao-"))
    private = status.st_uid == os.getuid() and not stat.S_IMODE(status.st_mode) & 0o022
    return folder if private else Path(tempfile.mkdtemp(prefix="hebiao-"))
