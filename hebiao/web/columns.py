"""The columns of the list of forms: which there are, which are shown, and what a cell says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from hebiao.web import formats
from hebiao.web.texts import Texts
from store.form_list import SORTS, ListedForm

Value = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column by the name that the list gives it; ``coded`` values have names in the catalogue's group of that name."""

    name: str
    number: bool = False
    coded: bool = False
    show: Callable[..., object] = formats.or_dash

    @property
    def sorts(self) -> bool:
        """Whether the list can be sorted by it."""
        return self.name in SORTS

    def value(self, form: ListedForm) -> Value:
        """Give what the form has there."""
        value: Value = getattr(form, self.name)
        return value

    def said(self, form: ListedForm, t: Texts) -> Value:
        """Give the value as a spreadsheet has it: names in words, numbers as numbers."""
        value = self.value(form)
        return t.name(self.name, value) if self.coded and value is not None else value


COLUMNS = (
    Column("id", number=True),
    Column("year", number=True),
    Column("department"),
    Column("project"),
    Column("supervisor"),
    Column("kind", coded=True),
    Column("title"),
    Column("weight_total", number=True, show=formats.plain),
    Column("score_total", number=True, show=formats.plain),
    Column("grade"),
    Column("budget_yuan", number=True, show=formats.grouped),
    Column("executed_yuan", number=True, show=formats.grouped),
    Column("verdict", coded=True),
    Column("errors", number=True),
    Column("warnings", number=True),
    Column("file"),
)
AT_FIRST = ("year", "department", "project", "kind", "score_total", "grade", "verdict", "errors", "warnings")


def shown_columns(names: list[str]) -> tuple[Column, ...]:
    """Give the columns that are asked for in the list's order, or those that are shown at first."""
    asked = {name for name in names if any(column.name == name for column in COLUMNS)} or set(AT_FIRST)
    return tuple(column for column in COLUMNS if column.name in asked)
