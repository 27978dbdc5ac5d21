"""The head and foot of a form: labels with their values, and the form's own fields among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import chain

from extract import Box
from normalize.form import Header
from normalize.rows.regions import Region, find_year_in
from normalize.rows.row import LabelledCell, Row, collect_boxes, join_halves_of_row
from normalize.sections.conclusion import concludes, read_stated_grade, read_stated_score
from normalize.sections.settings import FORMS
from normalize.values.number import parse_points
from normalize.values.text import clean_text, fold_text, is_blank
from normalize.vocabulary.lists import depend_on_lists, load_label_lists, load_pattern, load_words
from normalize.vocabulary.text_labels import label_text

_PAIR = re.compile(r"([^:：\s]{1,20}(?:\([^)]*\))?)\s*[:：]\s*(.*?)(?=\s+[^:：\s]{1,20}[:：]|$)")
_TOTAL_IN_TEXT = re.compile(r"([^\d:]{2,10})(\d{1,3}(?:\.\d+)?)分?")
_MONEY_UNIT = load_pattern("money_unit")
_NOTE = load_pattern("note")
_DAY_PRINTED = load_pattern("day_printed")
_CLAUSE_END = re.compile("[。;；,，]")
_NUMBERED_NOTE = re.compile(r"\d+\s*[.、．]")
(_NOTE_LABEL,) = load_words("note_label")
(_CONCLUSION_LABEL,) = load_words("conclusion_label")
Boxes = tuple[Box, ...]
_TRANSFER = load_words("transfer_words")


@dataclass(frozen=True, slots=True)
class Pair:
    """A printed label, what it means (None where it is not known), and its value with its place."""

    label: str
    kind: str | None
    value: str
    boxes: tuple[Box, ...] = ()

    @property
    def is_listed(self) -> bool:
        """Whether a list has the label; of another only its words tell what it means."""
        return "head" in label_text(self.label).kinds


def read_head(rows: Sequence[Row]) -> list[Pair]:
    """Read label, value, label, value ... from the rows of a head.

    A row that a page end cut goes on the row before.
    """
    pairs: list[Pair] = []
    for row in _join_cut_rows(rows):
        pairs += _read_line(row) if row.line else _read_row(row)
    return pairs


def read_management(rows: Sequence[Row]) -> list[Pair]:
    """Read the block on the management of funds: a subject, and what the form says about it."""
    pairs: list[Pair] = []
    for row in rows:
        cells = [c for c in row.filled if not c.labels.is_side]
        label, rest = cells[0], cells[1:]
        if row.begins_page and pairs and "management" not in label.labels.kinds:
            last = pairs[-1]
            value = last.value + "".join(c.text for c in cells)
            pairs[-1] = replace(last, value=value, boxes=last.boxes + collect_boxes(cells))
        else:
            value = " ".join(c.text for c in rest)
            pairs.append(Pair(label.labels.folded.rstrip(":"), None, value, collect_boxes(rest)))
    return pairs


def read_foot(rows: Sequence[Row]) -> list[Pair]:
    """Read the labels that are known and the notes from the rows after the total.

    Other text there is not the form's.
    """
    pairs: list[Pair] = []
    for row in rows:
        first = row.filled[0]
        if _NOTE.match(first.text):
            pairs.append(Pair(_NOTE_LABEL, None, clean_text(first.text), first.boxes))
        elif pairs and pairs[-1].label == _NOTE_LABEL and _NUMBERED_NOTE.match(first.text):
            last = pairs[-1]
            value = f"{last.value} {clean_text(first.text)}"
            pairs[-1] = replace(last, value=value, boxes=last.boxes + first.boxes)
        else:
            found = _read_line(row) if len(row.filled) == 1 else _read_row(row)
            pairs += [pair for pair in found if pair.kind]
    return pairs


def find_pair(pairs: Iterable[Pair], *kinds: str) -> Pair | None:
    """Return the first pair of the first of some kinds that prints a value.

    Those that a known label names come before others.
    """
    printed = [pair for pair in pairs if pair.kind in kinds and not is_blank(pair.value)]
    printed.sort(key=lambda pair: (kinds.index(pair.kind or ""), not pair.is_listed))
    if printed:
        return printed[0]
    return None


def list_headers(pairs: Iterable[Pair], used: Iterable[Pair]) -> tuple[Header, ...]:
    """Return the pairs that are no field of the form."""
    fields = list(used)
    rest = [pair for pair in pairs if pair not in fields]
    return tuple(Header(n, pair.label, pair.value, {"value": pair.boxes}) for n, pair in enumerate(rest, 1))


def _join_cut_rows(rows: Sequence[Row]) -> list[Row]:
    whole: list[Row] = []
    for row in rows:
        goes_on = row.begins_page and "head" not in row.filled[0].labels.kinds
        if goes_on and whole and not whole[-1].line:
            whole[-1] = join_halves_of_row(whole[-1], row)
        else:
            whole.append(row)
    return whole


def _read_row(row: Row) -> Iterator[Pair]:
    cells = [c for c in row.filled if not c.labels.is_side]
    at = 0
    while at < len(cells):
        label = cells[at]
        kind = label.labels.likely.get("head")
        value = cells[at + 1] if at + 1 < len(cells) else None
        if value is not None and not (kind and "head" in value.labels.kinds):
            yield _pair(label, kind, value)
            at += 2
            continue
        if kind is None:
            yield from _read_text(label)
        else:
            yield _pair(label, kind, None)
        at += 1


def _pair(label: LabelledCell, kind: str | None, value: LabelledCell | None) -> Pair:
    text, boxes = (value.text, value.boxes) if value else ("", ())
    return Pair(label.labels.folded.rstrip(":"), _kind_beside(kind, text), text, boxes)


def _kind_beside(kind: str | None, value: str) -> str | None:
    """Return a label's kind beside its value: 单位:万元 names no unit that reports."""
    if kind == "department" and _MONEY_UNIT.fullmatch(fold_text(value)):
        return "money_unit"
    return kind


def _read_line(row: Row) -> Iterator[Pair]:
    for cell in row.filled:
        yield from _read_text(cell)


def _read_text(cell: LabelledCell) -> Iterator[Pair]:
    """Read ``填表人:李建国  填报日期:2025年6月27日`` from one text, where each label is known.

    A total may have no colon, as in ``项目总得分99分``, and a conclusion no label.
    """
    total = _TOTAL_IN_TEXT.fullmatch(cell.labels.folded)
    if total and label_text(total[1]).kinds.get("head") == "score_total":
        yield Pair(total[1], "score_total", total[2], cell.boxes)
        return
    labelled = [m for m in _PAIR.finditer(cell.text) if label_text(m[1]).kinds.get("head")]
    for m in labelled:
        for label, value in _part_glued(m[1], m[2]):
            kind = label_text(label).kinds.get("head")
            yield Pair(fold_text(label), _kind_beside(kind, value), value.strip(), cell.boxes)
    if not labelled and concludes(cell.text):
        yield Pair(_CONCLUSION_LABEL, "grade", clean_text(cell.text), cell.boxes)


def _part_glued(label: str, value: str) -> Iterator[tuple[str, str]]:
    """Part ``2022年8月10日自评总分:95`` at the labels that a list has; a sentence is left whole."""
    glued = [] if _CLAUSE_END.search(value) else list(_load_glued_label().finditer(value))
    starts = [match.start() for match in glued]
    if not starts or not starts[0]:
        yield label, value
        return
    yield label, value[: starts[0]]
    for match, end in zip(glued, [*starts[1:], None], strict=True):
        yield match[1], value[match.end() : end]


@cache
def _load_glued_label() -> re.Pattern[str]:
    """Return what finds a label of the head with its colon; shorter ones end other words."""
    labels = chain.from_iterable(load_label_lists()["head"].values())
    long_enough = [label for label in labels if len(label) >= FORMS.shortest_glued_label]
    return re.compile(f"({'|'.join(map(re.escape, long_enough))})[:：]")


depend_on_lists(_load_glued_label.cache_clear)


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
    conclusions = [pair for pair in pairs if pair.kind == "grade" and not is_blank(pair.value)]
    conclusions.sort(key=lambda pair: not pair.is_listed)
    for conclusion in conclusions:
        value = read(conclusion.value)
        if value:
            return replace(conclusion, value=value)
    return None


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
    """Return the year and its place; a day, as that of filling in, prints none."""
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
        without_days = _DAY_PRINTED.sub("", row.filled[0].labels.folded)
        yield without_days, row.filled[0].boxes
    if fields.year:
        yield fields.year.value, fields.year.boxes
