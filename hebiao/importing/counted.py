"""What the numbers count, where a clause rule cannot tell: jieba's tags, in the parent, for the few texts that need them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from threading import Thread

from normalize.form import Form, Goal, Indicator
from store import Record


def counted(record: Record) -> Record:
    """Give the record with the nouns of its quantities named."""
    return replace(record, forms=tuple((named(form), audit) for form, audit in record.forms))


@cache
def load_words() -> None:
    """Begin to load jieba's words, once, so that the first correction need not wait for them."""
    from normalize.counted import tagger

    Thread(target=tagger, daemon=True).start()


def named(form: Form) -> Form:
    """Name the nouns of a form's quantities, where one of its texts holds several quantities."""
    lines: tuple[Goal | Indicator, ...] = form.goals + form.indicators
    if not any(quantity.ordinal > 1 for line in lines for quantity in line.quantities):
        return form
    from normalize.counted import name_counted

    return name_counted(form)
