"""The form behind the cells: what a 绩效自评表 says, in exact values, each with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from extract.grid import Box

if TYPE_CHECKING:
    from pandas import DataFrame
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

Places = tuple[Box, ...]
Where = dict[str, Places]


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
class Header:
    """A label and its value in the head or foot of the form."""

    ordinal: int
    label: str
    value: str
    where: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund row (资金来源). Amounts are yuan, ``rate`` is a ratio, ``weight`` and ``score`` are points.

    ``total`` marks the total row (年度资金总额); ``among`` a row printed with 其中; ``list_heading`` the list
    it stands in, as 按收入性质分. ``net_yuan`` is 扣除统筹整合资金后预算金额. ``texts`` holds each cell as
    printed, by field: ``initial``, ``budget``, ``executed``, ``transferred``, ``net``, ``amount``, ``rate``,
    ``weight``, ``score``, ``reason``. ``where`` is by the same names, and ``source``.
    """

    ordinal: int
    source: str
    total: bool = False
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
    cannot be told.
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
    reason: str = ""
    measures: str = ""
    achieved: int | None = None
    sub: bool = False
    execution: bool = False
    levels: tuple[int, ...] = ()
    quantities: tuple[Quantity, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Form:
    """One 绩效自评表.

    ``columns`` and ``fund_columns`` name the columns that the form prints, in the fields' names (``weight``,
    ``reason``, ...; ``budget``, ``rate``, ...). ``rate_formula`` is the formula in the rate's column head, as
    ``(B-C)/A``. ``templates`` are texts of the template that were left in place. ``warnings`` say what the
    reading was not sure of, ``notes`` what it took for granted, such as the money unit; ``evidence`` is why
    it was read so.
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
    grade: str | None = None
    page_first: int | None = None
    page_last: int | None = None
    headers: tuple[Header, ...] = ()
    funds: tuple[Fund, ...] = ()
    goals: tuple[Goal, ...] = ()
    levels: tuple[Level, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    columns: tuple[str, ...] = ()
    fund_columns: tuple[str, ...] = ()
    rate_formula: str | None = None
    templates: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    where: Where = field(default_factory=dict)

    def to_frames(self) -> dict[str, DataFrame]:
        """Give the form as pandas frames, by table; ``normalize.form.frames`` tells their columns."""
        return frames(self)


Row = dict[str, Any]

_COLUMN_TYPES = {
    "Decimal": "float64",
    "int": "Int64",
    "bool": "Int64",
    "str": "string",
    "tuple[str,": "string",
}
_RENAMED = {"list_heading": "list", "total": "is_total", "sub": "is_sub", "execution": "is_execution"}
_CELLS = (
    "initial",
    "budget",
    "executed",
    "transferred",
    "net",
    "amount",
    "rate",
    "weight",
    "score",
    "reason",
)


def frames(form: Form) -> dict[str, DataFrame]:
    """Give ``form``, ``header``, ``fund``, ``goal``, ``level``, ``indicator`` and ``quantity`` with their tables' columns.

    A form that is not stored has no ids: its ordinal and its lines' stand for them, so that the frames join
    as the tables do; ``document_id`` and ``verdict`` are left out. Numbers are floats or nullable integers,
    None is NA.
    """
    ids = {"id": "Int64", "form_id": "Int64"}
    texts = {f"{cell}_text": "string" for cell in _CELLS}
    above = {"level1_id": "Int64", "level2_id": "Int64"}
    owner = {"indicator_id": "Int64", "entity": "string", "entity_id": "Int64"}
    return {
        "form": _frame(Form, [{"id": form.ordinal} | _values(form)], {"id": "Int64"}),
        "header": _frame(Header, _lines(form, form.headers), ids),
        "fund": _frame(Fund, _lines(form, form.funds, _texts), ids, texts),
        "goal": _frame(Goal, _lines(form, form.goals), ids),
        "level": _frame(Level, _lines(form, form.levels), ids),
        "indicator": _frame(
            Indicator, _lines(form, form.indicators, lambda line: _above(line, form)), ids, above
        ),
        "quantity": _frame(Quantity, _quantities(form), ids | owner),
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
    if isinstance(value, tuple) and all(isinstance(part, str) for part in value):
        return "\n".join(value) if value else None
    return value


def _lines(
    form: Form, entries: Iterable[Any], more: Callable[[Any], Row] = lambda _entry: {}
) -> Iterator[Row]:
    for entry in entries:
        yield _values(entry) | {"id": entry.ordinal, "form_id": form.ordinal} | more(entry)


def _texts(fund: Fund) -> Row:
    return {f"{cell}_text": fund.texts.get(cell) for cell in _CELLS}


def _above(indicator: Indicator, form: Form) -> Row:
    depths = {level.ordinal: level.depth for level in form.levels}
    return {f"level{depths[ordinal]}_id": ordinal for ordinal in indicator.levels}


def _quantities(form: Form) -> Iterator[Row]:
    lines = [("goal", line) for line in form.goals] + [("indicator", line) for line in form.indicators]
    found = ((entity, line.ordinal, quantity) for entity, line in lines for quantity in line.quantities)
    for number, (entity, ordinal, quantity) in enumerate(found, start=1):
        owner = {
            "entity": entity,
            "entity_id": ordinal,
            "indicator_id": ordinal if entity == "indicator" else None,
        }
        yield {"id": number, "form_id": form.ordinal} | owner | _values(quantity)
