"""The parts of a form: what each line of a 绩效自评表 says, in exact values, each with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extract import Box

Places = tuple[Box, ...]
Where = dict[str, Places]

AMOUNTS = ("initial", "budget", "executed", "transferred", "net", "amount")
CELLS = (*AMOUNTS, "rate", "weight", "score")
TEXTS = (*CELLS, "reason")
"""The cells of a fund row whose text is kept; the reason has no number beside it."""

INDICATOR_PROSE = ("content", "target", "initial_target", "actual", "reason", "measures")
"""The texts of an indicator in words and numbers, which are searched and read for quantities."""

INDICATOR_TEXTS = ("sign", *INDICATOR_PROSE)
"""The fields of an indicator that hold what a labelled column prints.

They are read, corrected, and compared on re-reading; the names of the levels and the points are read apart.
"""

INDICATOR_POINTS = ("weight", "score", "review_score")
"""The points of an indicator, each with its ``*_text``; a coefficient is a ratio."""

SUBTOTAL_CELLS = ("weight", "score", "review_score", "amount")
"""The cells of a subtotal whose text is kept."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number found in a text, as ``≥95%`` or ``腾地 11876.45 亩``.

    ``field`` is the entity's field whose text holds it, ``ordinal`` its place in that text from 1, ``text``
    the words read. ``comparator`` is one of ``= >= <= > < ~``. ``base_value`` is in ``base_unit``: money in
    元, area in 亩, a percentage as a ratio (``base_unit`` is empty), others in their own unit. ``what`` is
    the noun that it counts.
    """

    field: str
    ordinal: int
    text: str
    comparator: str
    value: Decimal
    value_high: Decimal | None = None
    unit: str = ""
    base_value: Decimal | None = None
    base_unit: str = ""
    what: str | None = None


@dataclass(frozen=True, slots=True)
class FieldReading:
    """A text that a recognised field may print.

    ``owner`` is the entity (``form``, ``fund``, ...) and ``line`` its ordinal (0 for the form), ``field`` the
    column; ``ordinal`` counts a field's texts from 1, the likeliest first. ``cost`` is the negative logarithm
    of the text's probability. ``chosen``: the field has this text; ``confirmed``: a second reading said so.
    """

    owner: str
    line: int
    field: str
    ordinal: int
    text: str
    cost: float
    chosen: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """A label and its value in the head or foot of the form."""

    ordinal: int
    label: str
    value: str
    where: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund row (资金来源). Amounts are yuan, ``rate`` is a ratio, ``weight`` and ``score`` are points.

    ``total`` marks the total row (年度资金总额), ``subtotal`` a row (小计) that adds up sources; ``among`` a row
    printed with 其中; ``list_heading`` the list it stands in, as 按收入性质分. ``net_yuan`` is 扣除统筹整合资金后预算金额.
    ``texts`` holds each cell as printed, by field: ``initial``, ``budget``, ``executed``, ``transferred``,
    ``net``, ``amount``, ``rate``, ``weight``, ``score``, ``reason``. ``where`` is by the same names, and
    ``source``.
    """

    ordinal: int
    source: str
    total: bool = False
    subtotal: bool = False
    among: bool = False
    list_heading: str | None = None
    initial_yuan: Decimal | None = None
    budget_yuan: Decimal | None = None
    executed_yuan: Decimal | None = None
    transferred_yuan: Decimal | None = None
    net_yuan: Decimal | None = None
    amount_yuan: Decimal | None = None
    rate: Decimal | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    texts: dict[str, str] = field(default_factory=dict)
    where: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Goal:
    """An annual goal (年度总体目标) and what came of it."""

    ordinal: int
    expected: str
    actual: str
    quantities: tuple[Quantity, ...] = ()
    where: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Level:
    """A level name (一级指标 is depth 1, 二级指标 depth 2) and the weight that it prints, as 50 of 产出指标(50分)."""

    ordinal: int
    depth: int
    name: str
    weight: Decimal | None = None
    where: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the indicator table. ``levels`` are the ordinals of the levels above it.

    ``sub`` marks a sub-row (其中…) whose weight and score are no line of their own; ``execution`` the
    execution-rate row inside the table, which is the total fund row. ``achieved`` is 1, 0, or None where it
    cannot be told. ``review_score`` is that of a second score column (复核分), ``coefficient`` a ratio
    (得分系数), ``initial_target`` the target before it was adjusted in the year.
    """

    ordinal: int
    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    content: str | None = None
    sign: str | None = None
    target: str = ""
    actual: str = ""
    weight: Decimal | None = None
    score: Decimal | None = None
    weight_text: str = ""
    score_text: str = ""
    review_score: Decimal | None = None
    review_score_text: str = ""
    coefficient: Decimal | None = None
    coefficient_text: str = ""
    initial_target: str | None = None
    reason: str = ""
    measures: str = ""
    achieved: int | None = None
    sub: bool = False
    execution: bool = False
    levels: tuple[int, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    where: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A figure that adds up rows: a level in a row of its own, a 小计 row, a fund list's heading with amount.

    It is no indicator and no fund. ``lines`` are the ordinals of the indicators that it adds up, ``funds``
    those of the fund rows. ``texts`` holds each cell as printed, by field: ``weight``, ``score``,
    ``review_score``, ``amount``. ``where`` is by the same names, and ``name``.
    """

    ordinal: int
    name: str
    weight: Decimal | None = None
    score: Decimal | None = None
    review_score: Decimal | None = None
    amount_yuan: Decimal | None = None
    texts: dict[str, str] = field(default_factory=dict)
    lines: tuple[int, ...] = ()
    funds: tuple[int, ...] = ()
    where: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a part of the form was read as it was.

    ``block`` and ``field`` say as what, ``printed`` is the text on the form. ``by`` is ``label`` (a known
    label, word by word), ``similar`` (one like it: ``known``, alike by ``score`` of 100), ``words`` (by the
    words that it is made of), ``level`` (a known level name), ``order`` (a level name that is not known, by
    where it stands), ``content`` (by what stands below it), ``path`` (a row of text that had slid, by what
    its cells say), or ``default``.
    """

    block: str
    field: str
    printed: str
    by: str
    known: str = ""
    score: float | None = None
