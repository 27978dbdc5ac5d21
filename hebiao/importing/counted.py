"""What the numbers count, where a clause rule cannot tell: jieba's tags, in the parent, for the few texts that need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from threading import Thread

from hebiao.workers.answer import Answered
from normalize.form import Form, Goal, Indicator
from normalize.values.counted_nouns import Clause, name_counted, noun, tagger
from store import Record
from store.values import clean
from store.write.ready import Ready, ReadyForm


def counted(record: Record) -> Record:
    """Give the record with the nouns of its quantities named."""
    read = record.forms
    if not isinstance(read, Answered):
        return record
    rows = [
        _told(form, waiting) if waiting else form
        for form, waiting in zip(read.rows, read.clauses, strict=True)
    ]
    return replace(record, forms=Ready(rows, lambda: [(named(form), audit) for form, audit in read]))


def _told(form: ReadyForm, waiting: Mapping[int, Clause]) -> ReadyForm:
    what = list(form.column("quantity", "what"))
    for row, clause in waiting.items():
        what[row] = clean(noun(*clause)) or what[row]
    return form.with_column("quantity", "what", what)


@cache
def load_words() -> None:
    """Begin to load jieba's words, once, so that the first correction need not wait for them."""
    Thread(target=tagger, daemon=True).start()


def named(form: Form) -> Form:
    """Name the nouns of a form's quantities, where one of its texts holds several quantities."""
    lines: tuple[Goal | Indicator, ...] = form.goals + form.indicators
    if not any(quantity.ordinal > 1 for line in lines for quantity in line.quantities):
        return form
    return name_counted(form)
