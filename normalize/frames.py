"""A form as pandas frames, a frame a table; ``form`` is a ``normalize.Form``, whose method this is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any

from extract import Message
from normalize.parts import (
    SUBTOTAL_CELLS,
    TEXTS,
    FieldReading,
    Fund,
    Goal,
    Header,
    Indicator,
    Level,
    Quantity,
    Subtotal,
)

if TYPE_CHECKING:
    from pandas import DataFrame

Row = dict[str, Any]

_COLUMN_TYPES = {
    "Decimal": "float64",
    "int": "Int64",
    "bool": "Int64",
    "str": "string",
    "float": "float64",
    "tuple[Message,": "string",
    "tuple[str,": "string",
}
_RENAMED = {
    "list_heading": "list",
    "total": "is_total",
    "subtotal": "is_subtotal",
    "sub": "is_sub",
    "execution": "is_execution",
    "owner": "entity",
    "line": "entity_id",
}


def make_frames(form: Any) -> dict[str, DataFrame]:  # noqa: ANN401 - a Form, as everywhere in this module
    """Return a frame with its table's columns for the form and for each kind of its lines, by table.

    A form that is not stored has no ids: its ordinal and its lines' stand for them, so that the frames join
    as the tables do; ``document_id`` and ``verdict`` are left out. Numbers are floats or nullable integers,
    None is NA.
    """
    ids = {"id": "Int64", "form_id": "Int64"}
    texts = {f"{cell}_text": "string" for cell in TEXTS}
    subtotal_texts = {f"{cell}_text": "string" for cell in SUBTOTAL_CELLS}
    above = {"level1_id": "Int64", "level2_id": "Int64"}
    owner = {"indicator_id": "Int64", "entity": "string", "entity_id": "Int64"}
    return {
        "form": _frame(type(form), [{"id": form.ordinal} | _values(form)], {"id": "Int64"}),
        "header": _frame(Header, _lines(form, form.headers), ids),
        "fund": _frame(Fund, _lines(form, form.funds, _texts), ids, texts),
        "goal": _frame(Goal, _lines(form, form.goals), ids),
        "level": _frame(Level, _lines(form, form.levels), ids),
        "indicator": _frame(
            Indicator, _lines(form, form.indicators, lambda line: _above(line, form)), ids, above
        ),
        "subtotal": _frame(Subtotal, _lines(form, form.subtotals, _subtotal_texts), ids, subtotal_texts),
        "quantity": _frame(Quantity, _quantities(form), ids | owner),
        "reading": _frame(FieldReading, _readings(form), ids),
    }


def _frame(
    kind: type[Any], rows: Iterable[Row], first: Mapping[str, str], last: Mapping[str, str] | None = None
) -> DataFrame:
    from pandas import DataFrame  # noqa: PLC0415 - heavy, and few want frames

    columns = {**first, **_columns(kind), **(last or {})}
    return DataFrame(list(rows), columns=list(columns)).astype(columns)


def _columns(kind: type[Any]) -> dict[str, str]:
    """Give the columns that hold a type's plain fields, with what pandas calls them."""
    types = {field.name: str(field.type).split(" ")[0] for field in fields(kind)}
    return {
        _RENAMED.get(name, name): _COLUMN_TYPES[given]
        for name, given in types.items()
        if given in _COLUMN_TYPES
    }


def _values(entry: Any) -> Row:  # noqa: ANN401 - any of the form's dataclasses
    return {
        _RENAMED.get(field.name, field.name): _plain(getattr(entry, field.name)) for field in fields(entry)
    }


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, tuple) and all(isinstance(part, str | Message) for part in value):
        return "\n".join(_sentence(part) for part in value) if value else None
    return value


def _sentence(part: str | Message) -> str:
    """Return a message as its Chinese sentence, as the database's columns have it.

    The catalogue lies in a room further on. It is asked when a frame is made, by somebody who has all rooms;
    reading forms needs none of it.
    """
    return part if isinstance(part, str) else str(import_module("audit").render(part))


def _lines(
    form: Any,  # noqa: ANN401
    entries: Iterable[Any],
    more: Callable[[Any], Row] = lambda _entry: {},
) -> Iterator[Row]:
    for entry in entries:
        yield _values(entry) | {"id": entry.ordinal, "form_id": form.ordinal} | more(entry)


def _texts(fund: Fund) -> Row:
    return {f"{cell}_text": fund.texts.get(cell) for cell in TEXTS}


def _subtotal_texts(subtotal: Subtotal) -> Row:
    return {f"{cell}_text": subtotal.texts.get(cell) for cell in SUBTOTAL_CELLS}


def _above(indicator: Indicator, form: Any) -> Row:  # noqa: ANN401
    depths = {level.ordinal: level.depth for level in form.levels}
    return {f"level{depths[ordinal]}_id": ordinal for ordinal in indicator.levels}


def _readings(form: Any) -> Iterator[Row]:  # noqa: ANN401
    for number, reading in enumerate(form.readings, 1):
        yield {"id": number, "form_id": form.ordinal} | _values(reading)


def _quantities(form: Any) -> Iterator[Row]:  # noqa: ANN401
    lines = [("goal", line) for line in form.goals] + [("indicator", line) for line in form.indicators]
    numbers = count(1)
    for entity, line in lines:
        indicator = line.ordinal if entity == "indicator" else None
        owner = {"entity": entity, "entity_id": line.ordinal, "indicator_id": indicator}
        for quantity in line.quantities:
            yield {"id": next(numbers), "form_id": form.ordinal} | owner | _values(quantity)
