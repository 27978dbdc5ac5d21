"""What a form says and what is found in it, without its places: two readings of it are compared by that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from audit import audit_form
from normalize import Form


def list_values(form: Form) -> list[object]:
    """List what a form says, without its places."""
    return [
        (form.kind, form.title, form.year, form.department, form.project, form.supervisor),
        (form.weight_total, form.score_total, [one.code for one in form.warnings]),
        [(fund.source, fund.initial_yuan, fund.budget_yuan, fund.executed_yuan) for fund in form.funds],
        [(fund.rate, fund.weight, fund.score) for fund in form.funds],
        [(goal.expected, goal.actual) for goal in form.goals],
        [(line.level1, line.level2, line.level3, line.content) for line in form.indicators],
        [(line.target, line.actual, line.weight, line.score, line.reason) for line in form.indicators],
    ]


def list_verdict(form: Form) -> list[object]:
    found = audit_form(form)
    return [found.verdict, *((one.rule, one.cause, one.stated, one.computed) for one in found.findings)]


_OF_THE_PLACE = frozenset({"where", "page_first", "page_last", "warnings", "notes"})


def describe_form(form: object) -> dict[str, object]:
    """Each field of a form by its path."""
    return dict(_flatten(form, ""))


def _flatten(value: object, path: str) -> Iterator[tuple[str, object]]:
    if is_dataclass(value):
        for one in fields(value):
            if one.name not in _OF_THE_PLACE:
                yield from _flatten(getattr(value, one.name), f"{path}.{one.name}")
    elif isinstance(value, tuple):
        yield path, len(value)
        for at, one in enumerate(value):
            yield from _flatten(one, f"{path}[{at}]")
    else:
        yield path, value
