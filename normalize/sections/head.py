"""The head and foot of a form: labels with their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract import Box
from normalize.form import Header
from normalize.rows.row import LabelledCell, Row, collect_boxes, join_halves_of_row
from normalize.values.text import clean_text, fold_text, is_blank
from normalize.vocabulary.text_labels import label_text
from normalize.vocabulary.words import load_pattern, load_words

_PAIR = re.compile(r"([^:：\s]{1,20}(?:\([^)]*\))?)\s*[:：]\s*(.*?)(?=\s+[^:：\s]{1,20}[:：]|$)")
_TOTAL_IN_TEXT = re.compile(r"([^\d:]{2,10})(\d{1,3}(?:\.\d+)?)分?")
_MONEY_UNIT = load_pattern("money_unit")
_NOTE = load_pattern("note")
_NUMBERED_NOTE = re.compile(r"\d+\s*[.、．]")
(_NOTE_LABEL,) = load_words("note_label")


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

    A total may have no colon, as in ``项目总得分99分``.
    """
    total = _TOTAL_IN_TEXT.fullmatch(cell.labels.folded)
    if total and label_text(total[1]).kinds.get("head") == "score_total":
        yield Pair(total[1], "score_total", total[2], cell.boxes)
    for m in _PAIR.finditer(cell.text):
        kind = label_text(m[1]).kinds.get("head")
        if kind:
            yield Pair(fold_text(m[1]), _kind_beside(kind, m[2]), m[2].strip(), cell.boxes)
