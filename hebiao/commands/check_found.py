"""What ``hebiao check`` found: forms with their verdicts, findings as lines, and those that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

AT_OR_ABOVE = {"error": ("error",), "warning": ("error", "warning")}


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with its form; ``form`` is the form's id where it is in a database.

    ``difference`` is ``stated`` less ``computed``, amounts in yuan; ``money_unit`` is the form's own (金额单位).
    ``where`` tells page, row and column.
    """

    form: int | None
    path: str
    department: str | None
    year: int | None
    title: str
    rule: str
    severity: str
    cause: str
    fund: str | None
    indicator: str | None
    field: str | None
    stated: Decimal | None
    computed: Decimal | None
    difference: Decimal | None
    where: str
    message: str
    explanation: str | None
    money_unit: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """A form that was checked, and its verdict."""

    year: int | None
    department: str | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The forms that were checked, and all their findings form by form."""

    heads: tuple[Head, ...] = ()
    lines: tuple[Line, ...] = ()

    def reaches(self, level: str) -> bool:
        """Whether there is a finding at or above a severity."""
        return any(line.severity in AT_OR_ABOVE[level] for line in self.lines)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are asked for: empty, or None, asks for all. ``department`` is a part of its name."""

    rules: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    department: str | None = None

    def of(self, checked: Checked) -> Checked:
        """Give what was asked for of all that was found."""
        heads = tuple(head for head in checked.heads if self._wants_form(head))
        return Checked(heads, tuple(line for line in checked.lines if self._wants_form(line) and self._wants(line)))

    def _wants_form(self, form: Head | Line) -> bool:
        in_year = not self.years or form.year in self.years
        return in_year and (self.department is None or self.department in (form.department or ""))

    def _wants(self, line: Line) -> bool:
        return (not self.rules or line.rule in self.rules) and (not self.severities or line.severity in self.severities)


def together(parts: Sequence[Checked]) -> Checked:
    """Put what was said of several files or databases together."""
    heads = chain.from_iterable(part.heads for part in parts)
    return Checked(tuple(heads), tuple(chain.from_iterable(part.lines for part in parts)))
