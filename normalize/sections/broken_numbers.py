"""Fields whose text holds a number that touches a sign nobody can account for: they are read in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extract import Message, message, with_doubt
from normalize.form import Goal, Indicator, Where
from normalize.sections.settings import FORMS
from normalize.values.quantity import find_broken_numbers

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


def _doubt_fields(part: Indicator | Goal, where: Where, fields: Sequence[str]) -> Where:
    broken = [field for field in fields if find_broken_numbers(getattr(part, field) or "")]
    doubted = {field: with_doubt(where[field], "broken") for field in broken if field in where}
    return where | doubted
