"""Measure how often ``quantity.what`` is what a careful reader says: by clause rules, by jieba's tags, by both.

``python benchmarks/counted_nouns.py [--wrong WAY]`` reads ``tests/data/counted_nouns.toml`` and prints for
each way how many of its nouns are right. ``--wrong clause|tags|both`` lists what that way gets wrong.
"""

from __future__ import annotations

import argparse
import itertools
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from normalize import Form, Goal, Quantity, load_tagger, name_counted
from normalize.values.clause import find_words_after
from normalize.values.others import mask_others
from normalize.values.quantity import compact_text, find_quantities

TRUTH = Path(__file__).parents[1] / "tests" / "data" / "counted_nouns.toml"
NOTHING = "-"
NOUNS = ("n", "vn", "an", "j", "l", "b", "eng")

Way = Callable[[str], list[str]]


class Answer(NamedTuple):
    """What one way says of a sentence's numbers, with what a reader says."""

    sentence: str
    said: list[str]
    truth: list[str]

    def count_right(self) -> int:
        """Count the nouns that are one of those a reader says."""
        return sum(said in truth.split("/") for said, truth in zip(self.said, self.truth, strict=False))


def main() -> None:
    """Print the shares, and the wrong answers of one way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", choices=list(WAYS))
    wanted = parser.parse_args().wrong
    nouns = sum(len(truth) for _, truth in read_truth())
    for name, way in WAYS.items():
        answers = [Answer(sentence, way(sentence), truth) for sentence, truth in read_truth()]
        right = sum(answer.count_right() for answer in answers)
        print(f"{name}: {right} of {nouns} nouns right ({right / nouns:.1%}) in {len(answers)} sentences")
        if name == wanted:
            show_wrong(answers)


def read_truth() -> Iterator[tuple[str, list[str]]]:
    """Yield each sentence with what its numbers count."""
    for sentences in tomllib.loads(TRUTH.read_text(encoding="utf-8")).values():
        yield from sentences.items()


def show_wrong(answers: list[Answer]) -> None:
    """Print the sentences of which a number's noun is wrong."""
    for answer in answers:
        if answer.count_right() < len(answer.truth):
            print(f"  {answer.sentence}\n    {answer.said}\n    {answer.truth}")


def say_by_clause(sentence: str) -> list[str]:
    """Return what the clause rules say."""
    return [quantity.what or NOTHING for quantity in find_quantities(sentence, "actual")]


def say_by_tags(sentence: str) -> list[str]:
    """Return what jieba's tags alone say: the nouns right after a number, else those right before it."""
    text = compact_text(sentence)
    masked = mask_others(text)
    said: list[str] = []
    floor = 0
    for quantity in find_quantities(sentence, "actual"):
        start = text.index(quantity.text, floor)
        end = start + len(quantity.text)
        before = re.split(r"[^\u4e00-\u9fff“”]", masked[floor:start])[-1]
        said.append(first_nouns(find_words_after(masked, end)) or last_nouns(before) or NOTHING)
        floor = end
    return said


def first_nouns(words: str) -> str:
    """Return the nouns that words begin with."""
    tagged = tag_words(words)
    return "".join(word for word, _ in itertools.takewhile(lambda pair: pair[1].startswith(NOUNS), tagged))


def last_nouns(words: str) -> str:
    """Return the nouns that words end with."""
    tagged = reversed(tag_words(words))
    nouns = [word for word, _ in itertools.takewhile(lambda pair: pair[1].startswith(NOUNS), tagged)]
    return "".join(reversed(nouns))


def tag_words(words: str) -> list[tuple[str, str]]:
    """Return words with their parts of speech."""
    return [(pair.word, pair.flag) for pair in load_tagger().cut(words)]


def say_by_both(sentence: str) -> list[str]:
    """Return what an import stores."""
    return [quantity.what or NOTHING for quantity in name_counted(form_of(sentence)).goals[0].quantities]


def form_of(sentence: str) -> Form:
    """Return a form whose only goal is the sentence."""
    found: tuple[Quantity, ...] = find_quantities(sentence, "actual")
    goal = Goal(1, "", sentence, quantities=found)
    return replace(Form(1, "department", ""), goals=(goal,))


WAYS: dict[str, Way] = {"clause": say_by_clause, "tags": say_by_tags, "both": say_by_both}

if __name__ == "__main__":
    main()
