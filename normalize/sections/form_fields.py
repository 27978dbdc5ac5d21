"""The form's own fields among the labels of its head and foot: who reports, which year, in which unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract import Box
from normalize.rows.regions import Region, find_year_in
from normalize.sections.head import Pair, find_pair
from normalize.sections.settings import FORMS
from normalize.sections.totals import read_stated_grade, read_stated_score
from normalize.values.number import parse_points
from normalize.values.text import fold_text
from normalize.vocabulary.lists import load_label_lists
from normalize.vocabulary.words import load_pattern, load_words

Boxes = tuple[Box, ...]

_UNIT = load_pattern("unit_in_text")
_TRANSFER = load_words("transfer_words")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFields:
    """The pairs of the head and foot that are fields of the form; None for a field that it does not print."""

    department: Pair | None
    supervisor: Pair | None
    project: Pair | None
    year: Pair | None
    score_total: Pair | None
    grade: Pair | None

    def list_printed(self) -> list[tuple[str, Pair]]:
        """Return the fields that the form prints, with their names."""
        pairs = {
            "department": self.department,
            "supervisor": self.supervisor,
            "project": self.project,
            "year": self.year,
            "score_total": self.score_total,
            "grade": self.grade,
        }
        return [(name, pair) for name, pair in pairs.items() if pair]

    def list_used(self, score_total: Decimal | None) -> list[Pair]:
        """Return the pairs that became fields.

        A total in the head that is not the one below the lines stays a pair of the head.
        """
        used = [pair for _, pair in self.list_printed()]
        stated = self.score_total
        if stated and parse_points(stated.value) not in (None, score_total):
            used.remove(stated)
        return used


def find_fields(pairs: Sequence[Pair]) -> FormFields:
    """Find the form's own fields among its labels.

    Where no unit is named the 主管部门 reports, of a central and a local one the local, which is printed
    last.
    """
    nearest = find_pair(reversed(pairs), "supervisor")
    return FormFields(
        department=find_pair(pairs, "department", "executor") or nearest,
        supervisor=find_pair(pairs, "supervisor"),
        project=find_pair(pairs, "project"),
        year=find_pair(pairs, "year"),
        score_total=find_pair(pairs, "score_total") or _read_conclusion(pairs, read_stated_score),
        grade=_read_conclusion(pairs, read_stated_grade),
    )


def _read_conclusion(pairs: Sequence[Pair], read: Callable[[str], str | None]) -> Pair | None:
    """Return what a conclusion (自评结论) says as the value of its pair."""
    conclusion = find_pair(pairs, "grade")
    value = read(conclusion.value) if conclusion else None
    if conclusion is None or not value:
        return None
    return replace(conclusion, value=value)


def find_kind(title: str, fields: FormFields) -> str:
    """Return whose form it is: a transfer payment's, a whole department's, a project's, or another."""
    lists_of_words, folded = load_label_lists()["title"], fold_text(title)
    project = fields.project.label if fields.project else ""
    if _holds_any(folded, lists_of_words["transfer"]) or _holds_any(project, _TRANSFER):
        return "transfer"
    if _holds_any(folded, lists_of_words["department"]):
        return "department"
    return "project" if fields.project else "other"


def _holds_any(text: str, parts: Sequence[str]) -> bool:
    return any(part in text for part in parts)


def find_year(region: Region, fields: FormFields) -> tuple[int | None, Boxes]:
    """Return the year and its place."""
    for text, boxes in _list_year_texts(region, fields):
        year = find_year_in(text)
        if year is not None:
            return year, boxes
    return None, ()


def _list_year_texts(region: Region, fields: FormFields) -> Iterator[tuple[str, Boxes]]:
    """Return the texts that may print the year with their places, the nearest to the title first."""
    titles = [region.title] if region.title else []
    alone = [row for row in region.rows[: FORMS.title_rows] if len(row.filled) == 1]
    for row in (*titles, *alone):
        yield row.filled[0].text, row.filled[0].boxes
    if fields.year:
        yield fields.year.value, fields.year.boxes


def find_money_unit(region: Region, pairs: Sequence[Pair]) -> str | None:
    """Return the unit that a label beside the funds, a head field or a line above the table prints."""
    printed = find_pair(pairs, "money_unit")
    texts = [fold_text(f":{printed.value}")] if printed else []
    for row in region.rows:
        texts += [cell.labels.folded for cell in row.filled if len(cell.text) <= FORMS.longest_told]
    found = filter(None, map(_UNIT.search, texts))
    return next((m[1] for m in found), None)
