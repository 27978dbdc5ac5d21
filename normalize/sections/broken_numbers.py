"""Signs that nobody can account for: fields whose number touches one are read in doubt, labels are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from extract import Message, message, with_doubt
from normalize.form import Goal, Indicator, Where
from normalize.rows.row import Row
from normalize.sections.settings import FORMS
from normalize.values.quantity import find_broken_numbers
from normalize.values.text import fold_label
from normalize.vocabulary.labels import match_blocks
from normalize.vocabulary.lists import load_label_lists

_LOST = "\ufffd"
_LOST_WITH_BEFORE = re.compile(f".?{_LOST}")
_QUALIFIER = re.compile("[(（].*")
_AFTER_LABEL = re.compile("[:：]")
_COMPARED = ("target", "actual", "initial_target")
_LINE_FIELDS = (*_COMPARED, "content", "reason", "measures")
_GOAL_FIELDS = ("expected", "actual")


def doubt_broken_lines(lines: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Return the lines with each field in doubt whose text holds a broken number."""
    return tuple(replace(line, where=_doubt_fields(line, line.where, _LINE_FIELDS)) for line in lines)


def doubt_broken_goals(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    """Return the goals with each field in doubt whose text holds a broken number."""
    return tuple(replace(goal, where=_doubt_fields(goal, goal.where, _GOAL_FIELDS)) for goal in goals)


def warn_of_broken_numbers(lines: Iterable[Indicator]) -> Iterator[Message]:
    """Tell each broken number of a target or an actual; in prose only its field is in doubt."""
    for line in lines:
        for field in _COMPARED:
            for text in find_broken_numbers(getattr(line, field) or ""):
                yield message("broken-number", text=text[: FORMS.longest_told])


def warn_of_broken_labels(rows: Iterable[Row]) -> Iterator[Message]:
    """Tell each text that may be a label with a sign lost: what it heads may be read wrong, or not at all."""
    for row in rows:
        for cell in row.filled:
            if _LOST in cell.text and _may_be_label(cell.text):
                yield message("broken-label", text=cell.text[: FORMS.longest_told])


def _may_be_label(text: str) -> bool:
    """Tell whether a known label has one to three signs where the text has a lost one and the one before it.

    Where bytes are lost, the character before them may be wrong, too. A label's qualifier, as ``(B/A)``,
    tells what it means.
    """
    printed = _AFTER_LABEL.split(text, maxsplit=1)[0]
    if _LOST not in printed:
        return False
    name = fold_label(printed)
    bare = _QUALIFIER.sub("", printed)
    if _LOST not in bare:
        return bool(match_blocks(bare))
    pattern = re.compile(".{0,3}".join(map(re.escape, _LOST_WITH_BEFORE.split(name))))
    kinds = chain.from_iterable(lists.values() for lists in load_label_lists().values())
    return any(pattern.fullmatch(fold_label(label)) for label in chain.from_iterable(kinds))


def _doubt_fields(part: Indicator | Goal, where: Where, fields: Sequence[str]) -> Where:
    broken = [field for field in fields if find_broken_numbers(getattr(part, field) or "")]
    doubted = {field: with_doubt(where[field], "broken") for field in broken if field in where}
    return where | doubted
