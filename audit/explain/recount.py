"""Which printed figures a failed sum adds up, and, once their column was added again cell by cell, who is at fault.

Audit opens no file: it names the figures with their places, the pipeline adds the raw cells, and audit
decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from audit.explain.suspects import arithmetic_fails
from audit.finding import Finding
from audit.ledger.levels import level_sums
from audit.ledger.lines import lines
from audit.ledger.printed import form_unit, money, plain
from audit.ledger.sources import fund_sums
from audit.ledger.sums import WHOLE
from extract import Message, message
from normalize.form import Form, Fund, Indicator, Places


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a sum counts: its value, in yuan or points, and where it stands."""

    value: Decimal
    boxes: Places


@dataclass(frozen=True, slots=True)
class Column:
    """The figures that a failed sum counts, and where those stand that it must not count: the total, sub-rows, other lines.

    ``expected`` is what the form says they add up to. ``unit`` is the form's money unit (金额单位) for
    amounts; points have none.
    """

    figures: tuple[Figure, ...]
    others: Places
    expected: Decimal
    is_money: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Recount:
    """What the raw cells of a column add up to, and the texts of those that no line of the form was read from."""

    total: Decimal
    unread: tuple[str, ...] = ()


Recounts = Callable[[Column], Recount | None]


def column_of(form: Form, finding: Finding) -> Column | None:
    """Return the column that a failed sum rests on; None for other findings, and where the place of a figure is not known."""
    if not arithmetic_fails(finding) or finding.rule not in _COLUMNS:
        return None
    found = _COLUMNS[finding.rule](form, finding)
    return found if found and found.figures and all(figure.boxes for figure in found.figures) else None


def recounted(form: Form, finding: Finding, recount: Recounts) -> Finding:
    """Decide the cause of a failed sum by its raw column.

    ``reading`` where the raw cells add up to what the form says, so that the reading lost or misread a line;
    what it was where they add up to what was read, or cannot be added; ``unknown`` where they give a third
    number.
    """
    column = column_of(form, finding)
    raw = recount(column) if column else None
    if column is None or raw is None or raw.total == finding.computed:
        return finding
    if raw.total != column.expected:
        return replace(finding, cause="unknown")
    return replace(finding, cause="reading", message=_told(form, finding, raw), explanation=None)


def _told(form: Form, finding: Finding, raw: Recount) -> Message:
    total = money(raw.total, form_unit(form)) if finding.rule == "fund-total" else plain(raw.total)
    if raw.unread:
        return message("column-unread", message=finding.message, total=total, text=raw.unread)
    return message("column-misread", message=finding.message, total=total)


def _of_scores(form: Form, finding: Finding) -> Column:
    return _of_lines(form, "score", finding.stated or Decimal())


def _of_weights(form: Form, finding: Finding) -> Column:
    stated = finding.stated if finding.stated not in (None, finding.computed) else WHOLE
    return _of_lines(form, "weight", stated or WHOLE)


def _of_lines(form: Form, field: str, expected: Decimal) -> Column:
    counted = [line for line in lines(form) if getattr(line, field) is not None]
    figures = [
        Figure(getattr(line, field), _line_boxes(form, line.fund, line.indicator, field)) for line in counted
    ]
    return Column(tuple(figures), _others(form, field, figures), expected)


def _line_boxes(form: Form, fund: int | None, indicator: int | None, field: str) -> Places:
    entries: list[Indicator | Fund] = [*(i for i in form.indicators if i.ordinal == indicator)]
    entries += [row for row in form.funds if row.ordinal == fund]
    return next((boxes for entry in entries if (boxes := entry.where.get(field))), ())


def _of_a_level(form: Form, finding: Finding) -> Column | None:
    same = (finding.field, finding.indicator, finding.stated, finding.computed)
    level = next(
        (s for s in level_sums(form) if (f"level{s.depth}", s.indicator, s.stated, s.computed) == same), None
    )
    if level is None:
        return None
    figures = [Figure(i.weight, i.where.get("weight", ())) for i in level.below if i.weight is not None]
    return Column(tuple(figures), _others(form, "weight", figures), level.stated)


def _of_sources(form: Form, finding: Finding) -> Column | None:
    same = (finding.field, finding.stated, finding.computed)
    one = next((s for s in fund_sums(form) if (s.field, s.stated, s.computed) == same), None)
    if one is None or one.stated is None:
        return None
    name = "amount" if one.is_list else one.field.removesuffix("_yuan")
    rows = [fund for fund in form.funds if fund.ordinal in one.rows]
    figures = [
        Figure(value, row.where.get(name, ())) for row, (_, value) in zip(rows, one.parts, strict=True)
    ]
    return Column(
        tuple(figures), _others(form, name, figures), one.stated, is_money=True, unit=form_unit(form)
    )


def _others(form: Form, field: str, figures: list[Figure]) -> Places:
    """Return where figures of the same column stand that are not counted."""
    counted = {box for figure in figures for box in figure.boxes}
    lines: list[Fund | Indicator] = [*form.funds, *form.indicators]
    wheres = (form.where.get(f"{field}_total", ()), *(line.where.get(field, ()) for line in lines))
    return tuple(box for boxes in wheres for box in boxes if box not in counted)


_COLUMNS: dict[str, Callable[[Form, Finding], Column | None]] = {
    "score-total": _of_scores,
    "weight-total": _of_weights,
    "level-weight": _of_a_level,
    "fund-total": _of_sources,
}
