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
from pathlib import Path
from typing import Any, TypeVar

from normalize.clause import words_after, words_before
from normalize.form import Form, Goal, Indicator, Quantity
from normalize.quantity import compact
from normalize.quantity_mask import mask

_Entity = TypeVar("_Entity", Goal, Indicator)

_SEVERAL = 2
_LONGEST = 20
_KEPT = 4096  # clauses whose tags are remembered: an archive's forms have many in common
_NOUNS = ("n", "vn", "an", "j", "l", "b", "eng")
_QUOTED = "”》"


def name_counted(form: Form) -> Form:
    """Give the form with ``what`` of its quantities told by jieba's tags, in each text that holds several.

    The clause rules' word stays where the tags know no noun. jieba and its dictionary are loaded by the first such text.
    """
    return replace(
        form,
        goals=tuple(_named(goal) for goal in form.goals),
        indicators=tuple(_named(indicator) for indicator in form.indicators),
    )


def _named(entity: _Entity) -> _Entity:
    named: dict[int, Quantity] = {}
    for field in {quantity.field for quantity in entity.quantities}:
        among = [quantity for quantity in entity.quantities if quantity.field == field]
        text = getattr(entity, field, None)
        if text and len(among) >= _SEVERAL:
            named |= {id(old): new for old, new in zip(among, _by_tags(text, among), strict=True)}
    return (
        replace(entity, quantities=tuple(named.get(id(quantity), quantity) for quantity in entity.quantities)) if named else entity
    )


def _by_tags(text: str, among: list[Quantity]) -> Iterator[Quantity]:
    plain = compact(text)
    masked = mask(plain)
    floor = 0
    for quantity in among:
        start = plain.find(quantity.text, floor)
        if start < 0:
            yield quantity
            continue
        end = start + len(quantity.text)
        yield replace(quantity, what=_what(masked, start, end, floor) or quantity.what)
        floor = end


def _what(text: str, start: int, end: int, floor: int) -> str:
    following = first_noun(words_after(text, end))
    if following or text[:start].endswith(tuple(_QUOTED)):
        return following
    return last_noun(words_before(text, start, floor)[-_LONGEST:])


def first_noun(words: str) -> str:
    """Give the noun that words begin with, as 项目 of 项目拆迁; empty where they begin with none."""
    noun = ""
    for word, tag in _tagged(words):
        if not tag.startswith(_NOUNS):
            break
        noun += word
    return noun if len(noun) > 1 else ""


def last_noun(words: str) -> str:
    """Give the noun at the end of words, past the last verb that has an object, as 社保资金 of 已缴付社保资金."""
    tagged = _tagged(words)
    nominal = [tag.startswith(_NOUNS) for _, tag in tagged]
    start = next((place + 1 for place in range(len(tagged) - 1, -1, -1) if not nominal[place] and any(nominal[place + 1 :])), 0)
    return "".join(word for word, _ in tagged[start:]) if any(nominal) else ""


@lru_cache(_KEPT)
def _tagged(words: str) -> tuple[tuple[str, str], ...]:
    return tuple((pair.word, pair.flag) for pair in tagger().cut(words)) if words else ()


@cache
def tagger() -> Any:  # noqa: ANN401 - jieba has no types
    """Give jieba's tagger, with the words of these forms and a cache of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own escapes and its use of pkg_resources
        import jieba  # noqa: PLC0415
        from jieba import posseg  # noqa: PLC0415
    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = str(_cache_folder())
    with resources.files("normalize").joinpath("words.txt").open("rb") as words:
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
