"""The head and foot of a form: labels with their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.grid import Box, Cell
from normalize.form import Header
from normalize.rows.row import Row, boxes_of, joined_rows
from normalize.values.text import clean, fold, is_blank
from normalize.vocabulary.label_words import likely_kind
from normalize.vocabulary.labels import kind_of, side_label

_PAIR = re.compile(r"([^:：\s]{1,20}(?:\([^)]*\))?)\s*[:：]\s*(.*?)(?=\s+[^:：\s]{1,20}[:：]|$)")
_GLUED = re.compile(r"([^\d:]{2,10})(\d{1,3}(?:\.\d+)?)分?")
_MONEY_UNIT = re.compile(r"(?:人民币)?[百千万亿]*元(?:[、,/].{1,4})?")
_NOTE = re.compile(r"^(注|备注|说明)\d?\s*[:：]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A printed label, what it means (None where it is not known), and its value with its place."""

    label: str
    kind: str | None
    value: str
    boxes: tuple[Box, ...] = ()


def head_pairs(rows: Sequence[Row]) -> list[Pair]:
    """Read label, value, label, value ... from the rows of a head; a row that a page end cut goes on the row before."""
    return [pair for row in _whole_rows(rows) for pair in (_line_pairs(row) if row.line else _row_pairs(row))]


def told_pairs(rows: Sequence[Row]) -> list[Pair]:
    """Read the block on the management of funds: a subject, and what is told of it."""
    told: list[Pair] = []
    for row in rows:
        cells = [c for c in row.filled if not side_label(c.text)]
        label, rest = cells[0], cells[1:]
        if row.fresh and told and kind_of("management", label.text) is None:
            told[-1] = replace(
                told[-1],
                value=told[-1].value + "".join(c.text for c in cells),
                boxes=told[-1].boxes + boxes_of(cells),
            )
        else:
            told.append(
                Pair(fold(label.text).rstrip(":"), None, " ".join(c.text for c in rest), boxes_of(rest))
            )
    return told


def foot_pairs(rows: Sequence[Row]) -> list[Pair]:
    """Read the labels that are known and the notes from the rows after the total; other text there is not the form's."""
    pairs: list[Pair] = []
    for row in rows:
        first = row.filled[0]
        if _NOTE.match(first.text):
            pairs.append(Pair("注", None, clean(first.text), first.boxes))
        elif pairs and pairs[-1].label == "注" and re.match(r"\d+\s*[.、．]", first.text):
            pairs[-1] = replace(
                pairs[-1], value=f"{pairs[-1].value} {clean(first.text)}", boxes=pairs[-1].boxes + first.boxes
            )
        else:
            pairs += [p for p in (_line_pairs(row) if len(row.filled) == 1 else _row_pairs(row)) if p.kind]
    return pairs


def value_of(pairs: Iterable[Pair], *kinds: str) -> Pair | None:
    """Give the first pair of the first of some kinds that prints a value, those that a known label names before others."""
    known = sorted(pairs, key=lambda pair: kind_of("head", pair.label) is None)
    return next((p for kind in kinds for p in known if p.kind == kind and not is_blank(p.value)), None)


def headers(pairs: Iterable[Pair], used: Iterable[Pair]) -> tuple[Header, ...]:
    """Give the pairs that are no field of the form."""
    fields = list(used)
    rest = [p for p in pairs if p not in fields]
    return tuple(Header(n, p.label, p.value, {"value": p.boxes}) for n, p in enumerate(rest, 1))


def _whole_rows(rows: Sequence[Row]) -> list[Row]:
    whole: list[Row] = []
    for row in rows:
        if whole and row.fresh and kind_of("head", row.filled[0].text) is None and not whole[-1].line:
            whole[-1] = joined_rows(whole[-1], row)
        else:
            whole.append(row)
    return whole


def _row_pairs(row: Row) -> Iterator[Pair]:
    cells = [c for c in row.filled if not side_label(c.text)]
    at = 0
    while at < len(cells):
        label = cells[at]
        kind = likely_kind("head", label.text)
        value = cells[at + 1] if at + 1 < len(cells) else None
        if value is None or (kind and kind_of("head", value.text)):
            yield from _line_pairs_of(label) if kind is None else [_pair(label, kind, None)]
            at += 1
        else:
            yield _pair(label, kind, value)
            at += 2


def _pair(label: Cell, kind: str | None, value: Cell | None) -> Pair:
    text = value.text if value else ""
    return Pair(fold(label.text).rstrip(":"), _kind_with(kind, text), text, value.boxes if value else ())


def _kind_with(kind: str | None, value: str) -> str | None:
    """Tell a label's kind beside its value: 单位:万元 names no unit that reports."""
    return "money_unit" if kind == "department" and _MONEY_UNIT.fullmatch(fold(value)) else kind


def _line_pairs(row: Row) -> Iterator[Pair]:
    for cell in row.filled:
        yield from _line_pairs_of(cell)


def _line_pairs_of(cell: Cell) -> Iterator[Pair]:
    """Read ``填表人:李建国  填报日期:2025年6月27日`` from one text, where each label is known, or a total as ``项目总得分99分``."""
    glued = _GLUED.fullmatch(fold(cell.text))
    if glued and kind_of("head", glued[1]) == "score_total":
        yield Pair(glued[1], "score_total", glued[2], cell.boxes)
    for m in _PAIR.finditer(cell.text):
        kind = kind_of("head", m[1])
        if kind:
            yield Pair(fold(m[1]), _kind_with(kind, m[2]), m[2].strip(), cell.boxes)
