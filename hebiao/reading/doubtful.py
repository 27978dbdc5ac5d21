"""Lowers the confidence in the values of a form that two readings differ in."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import TypeVar

from msgspec import structs

from extract.grid import Box
from normalize.form import Form, Fund, Goal, Header, Indicator, Level, Where

CONFIDENCE = 0.5

Line = TypeVar("Line", Header, Fund, Goal, Level, Indicator)


def doubtful(form: Form, boxes: Container[Box]) -> Form:
    """Give the form with ``CONFIDENCE`` in each value that stands in one of ``boxes``."""
    return replace(
        form,
        headers=_lines(form.headers, boxes),
        funds=_lines(form.funds, boxes),
        goals=_lines(form.goals, boxes),
        levels=_lines(form.levels, boxes),
        indicators=_lines(form.indicators, boxes),
        where=_lowered(form.where, boxes),
    )


def _lines(lines: tuple[Line, ...], boxes: Container[Box]) -> tuple[Line, ...]:
    return tuple(replace(line, where=_lowered(line.where, boxes)) for line in lines)


def _lowered(where: Where, boxes: Container[Box]) -> Where:
    return {
        name: tuple(structs.replace(box, confidence=CONFIDENCE) if box in boxes else box for box in places)
        for name, places in where.items()
    }
