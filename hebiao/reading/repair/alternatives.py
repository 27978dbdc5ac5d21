"""What the fields of a recognised form may print, where they were not read surely: kept for whoever reviews it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extract import Box, CellReading
from hebiao.reading.repair.figures import Use, find_place, find_value_text
from hebiao.reading.repair.settings import RECOGNISED
from hebiao.reading.repair.sureness import has_digit, is_unsure
from normalize import FieldReading, Form, PlaceMissing, Readings, column_of, fold_text, list_rows, text_at


def list_field_readings(form: Form, readings: Readings, chosen: Mapping[Box, str]) -> Iterator[FieldReading]:
    """Yield what each field may print that was read unsurely or whose text was ``chosen``, by its place."""
    for entity, ordinal, row in list_rows(form):
        for key, boxes in row.where.items():
            place = find_place(boxes, readings)
            if place is not None:
                use = Use(entity, ordinal, column_of(entity, key), key)
                yield from _list_texts(form, use, readings[place], chosen.get(place))


def _is_worth_telling(reading: CellReading) -> bool:
    if reading.confidence < RECOGNISED.text_confidence:
        return True
    return has_digit(reading.text) and is_unsure(reading)


def _list_texts(form: Form, use: Use, reading: CellReading, chosen: str | None) -> Iterator[FieldReading]:
    """Yield the texts of one field, each once, as far as its cell prints nothing else otherwise."""
    if chosen is None and not _is_worth_telling(reading):
        return
    try:
        printed = text_at(form, use.entity, use.ordinal, use.column)
    except PlaceMissing:
        return
    told: dict[str, FieldReading] = {}
    for one in reading.alternatives[: RECOGNISED.most_options]:
        text = find_value_text(printed, chosen or reading.text, one.text)
        if text is not None and text not in told:
            told[text] = FieldReading(
                owner=use.entity,
                line=use.ordinal,
                field=use.column,
                ordinal=len(told) + 1,
                text=text,
                cost=one.cost,
                chosen=text == fold_text(printed or ""),
                confirmed=one.text in reading.confirmed,
            )
    yield from told.values()
