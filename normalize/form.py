"""The form behind the cells: what a 绩效自评表 says, in exact values."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from extract import Message
from normalize.frames import make_frames
from normalize.parts import (
    Evidence,
    FieldReading,
    Fund,
    Goal,
    Header,
    Indicator,
    Level,
    Places,
    Quantity,
    Subtotal,
    Where,
)

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = [
    "Evidence",
    "Form",
    "Fund",
    "Goal",
    "Header",
    "Indicator",
    "Level",
    "Places",
    "Quantity",
    "Subtotal",
    "Where",
]


@dataclass(frozen=True, slots=True)
class Form:
    """One 绩效自评表.

    ``columns`` and ``fund_columns`` name the columns that the form prints, in the fields' names (``weight``,
    ``reason``, ...; ``budget``, ``rate``, ...). ``rate_formula`` is the formula in the rate's column head, as
    ``(B-C)/A``. ``review_total`` is the total of a second score column. ``templates`` are texts of the
    template that were left in place. ``warnings`` say what the reading was not sure of, ``notes`` what it
    took for granted, such as the money unit; ``evidence`` is why it was read so. ``readings`` are what fields
    of recognised pages may print that were not read surely.
    """

    ordinal: int
    kind: str
    title: str
    year: int | None = None
    department: str | None = None
    project: str | None = None
    supervisor: str | None = None
    money_unit: str | None = None
    weight_total: Decimal | None = None
    score_total: Decimal | None = None
    review_total: Decimal | None = None
    grade: str | None = None
    page_first: int | None = None
    page_last: int | None = None
    headers: tuple[Header, ...] = ()
    funds: tuple[Fund, ...] = ()
    goals: tuple[Goal, ...] = ()
    levels: tuple[Level, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    subtotals: tuple[Subtotal, ...] = ()
    columns: tuple[str, ...] = ()
    fund_columns: tuple[str, ...] = ()
    rate_formula: str | None = None
    templates: tuple[str, ...] = ()
    warnings: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    readings: tuple[FieldReading, ...] = ()
    where: Where = field(default_factory=dict)

    def to_frames(self) -> dict[str, DataFrame]:
        """Return the form as pandas frames by table; ``normalize.frames.make_frames`` tells their columns."""
        return make_frames(self)
