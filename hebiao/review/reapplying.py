"""Corrections put back into a form that was read anew."""

from __future__ import annotations

from collections.abc import Iterable

from normalize import Form, correct_text, row_keys
from store.people.correcting import Correction

_NAMING = ("label", "source", "list", "name", "level1", "level2", "level3", "content")
"""Fields that are part of their row's key."""


def reapply(form: Form, corrections: Iterable[Correction]) -> tuple[Form, tuple[Correction, ...]]:
    """Put corrections into a form in their order; return the form and the corrections that find no row in it."""
    unplaced: list[Correction] = []
    for one in list_in_force(corrections):
        ordinals = {key: ordinal for ordinal, key in row_keys(form, one.entity).items()}
        if one.row_key in ordinals:
            form = correct_text(form, one.entity, ordinals[one.row_key], one.field, one.after)
        else:
            unplaced.append(one)
    return form, tuple(unplaced)


def list_in_force(corrections: Iterable[Correction]) -> list[Correction]:
    """Leave out what was undone: a correction and the one that turns it round."""
    kept: list[Correction] = []
    for one in corrections:
        undone = next((n for n in range(len(kept) - 1, -1, -1) if _turns_round(one, kept[n])), None)
        if undone is None:
            kept.append(one)
        else:
            del kept[undone]
    return kept


def _turns_round(one: Correction, other: Correction) -> bool:
    turned = (other.entity, other.field, other.after, other.before)
    if (one.entity, one.field, one.before, one.after) != turned:
        return False
    return one.row_key == other.row_key or one.field in _NAMING
