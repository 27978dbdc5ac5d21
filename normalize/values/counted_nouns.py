"""What numbers count, by parts of speech: for texts that hold several numbers."""

from __future__ import annotations

import logging
import os
import stat
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

from normalize.form import Form, Goal, Indicator, Quantity
from normalize.values.clause import words_after, words_before
from normalize.values.quantity import compact, mask

Clause = tuple[str, str]
"""The words after a number, and those before it where the number may count them."""

_LONGEST = 20
_KEPT = 4096  # clauses whose nouns are remembered: an archive's forms have many in common
_NOUNS = ("n", "vn", "an", "j", "l", "b", "eng")
_QUOTED = ("”", "》")


def name_counted(form: Form) -> Form:
    """Give the form with ``what`` of its quantities told by jieba's tags, in each text that holds several.

    The clause rules' word stays where the tags know no noun. jieba and its dictionary are loaded by the first
    such text.
    """
    waiting = clauses(form)
    if not waiting:
        return form
    nouns = {place: noun(*clause) for place, clause in waiting.items()}
    places = count()

    def named(quantity: Quantity) -> Quantity:
        what = nouns.get(next(places))
        return replace(quantity, what=what) if what else quantity

    return replace(
        form,
        goals=tuple(replace(goal, quantities=tuple(map(named, goal.quantities))) for goal in form.goals),
        indicators=tuple(
            replace(line, quantities=tuple(map(named, line.quantities))) for line in form.indicators
        ),
    )


@cache
def preload_tagger() -> None:
    """Begin to load jieba's words in a thread, once, so that the first correction need not wait for them."""
    Thread(target=tagger, daemon=True).start()


def clauses(form: Form) -> dict[int, Clause]:
    """Give the words around the quantities that share a text, by place among all that the goals and then the indicators have."""
    found: dict[int, Clause] = {}
    first = 0
    lines: tuple[Goal | Indicator, ...] = form.goals + form.indicators
    for line in lines:
        for field in {quantity.field for quantity in line.quantities[1:]}:
            among = {
                first + place: quantity.text
                for place, quantity in enumerate(line.quantities)
                if quantity.field == field
            }
            text = getattr(line, field, None)
            if text and len(among) > 1:
                found |= _clauses(text, among)
        first += len(line.quantities)
    return found


def _clauses(text: str, numbers: dict[int, str]) -> Iterator[tuple[int, Clause]]:
    plain = compact(text)
    masked = mask(plain)
    floor = 0
    for place, number in numbers.items():
        start = plain.find(number, floor)
        if start >= 0:
            quoted = masked[:start].endswith(_QUOTED)
            floor_before, floor = floor, start + len(number)
            yield (
                place,
                (
                    words_after(masked, floor),
                    "" if quoted else words_before(masked, start, floor_before)[-_LONGEST:],
                ),
            )


def noun(after: str, before: str) -> str:
    """Give the noun that a number counts; empty where its clause has none."""
    return first_noun(after) or last_noun(before)


@lru_cache(_KEPT)
def first_noun(words: str) -> str:
    """Give the noun that words begin with, as 项目 of 项目拆迁; empty where they begin with none."""
    noun = ""
    for word, tag in _tagged(words):
        if not tag.startswith(_NOUNS):
            break
        noun += word
    return noun if len(noun) > 1 else ""


@lru_cache(_KEPT)
def last_noun(words: str) -> str:
    """Give the noun at the end of words, past the last verb that has an object, as 社保资金 of 已缴付社保资金."""
    tagged = _tagged(words)
    nominal = [tag.startswith(_NOUNS) for _, tag in tagged]
    start = next(
        (
            place + 1
            for place in range(len(tagged) - 1, -1, -1)
            if not nominal[place] and any(nominal[place + 1 :])
        ),
        0,
    )
    return "".join(word for word, _ in tagged[start:]) if any(nominal) else ""


def _tagged(words: str) -> list[tuple[str, str]]:
    return [(pair.word, pair.flag) for pair in tagger().cut(words)] if words else []


@cache
def tagger() -> Any:  # noqa: ANN401 - jieba has no types
    """Give jieba's tagger, with the words of these forms and a cache of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own escapes and its use of pkg_resources
        import jieba  # noqa: PLC0415
        from jieba import posseg  # noqa: PLC0415
    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = str(_cache_folder())
    with resources.files("normalize.values").joinpath("words.txt").open("rb") as words:
        jieba.load_userdict(words)
    return posseg


def _cache_folder() -> Path:
    """Give a folder that only this user can write: jieba unmarshals its cache, and in a shared folder it may be another's."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hebiao"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="hebiao-"))
    private = status.st_uid == os.getuid() and not stat.S_IMODE(status.st_mode) & 0o022
    return folder if private else Path(tempfile.mkdtemp(prefix="hebiao-"))
