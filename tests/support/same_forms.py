"""A form's fields without where they stand in its file, to compare what files of other formats give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

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
