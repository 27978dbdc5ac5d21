"""Which printed figures a failed sum adds up, and who is at fault once their column was added again.

Audit opens no file: it names the figures with their places, the pipeline adds the raw cells, and audit
decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from audit.explain.suspects import rests_on_figures
from audit.finding import Finding
from audit.ledger import WHOLE, Ledger, build_ledger
from audit.ledger.printed import money
from audit.slips.numbers import plain
from extract import Box, Message, message
from normalize import AddColumn, ColumnSum, Form, Fund, Indicator, Places, SummedColumn, SummedFigure


def find_column(form: Form, finding: Finding) -> SummedColumn | None:
    """Return the column that a failed sum rests on, or None.

    None for other findings, and where the place of a figure is not known.
    """
    find_summed = _COLUMNS.get(finding.rule)
    if find_summed is None or not rests_on_figures(finding):
        return None
    found = find_summed(build_ledger(form), finding)
    if found is None or not found.figures:
        return None
    if not all(figure.boxes for figure in found.figures):
        return None
    return found


def decide_by_recount(form: Form, finding: Finding, recount: AddColumn) -> Finding:
    """Decide the cause of a failed sum by its raw column.

    ``reading`` where the raw cells add up to what the form says, so that the reading lost or misread a line;
    what it was where they add up to what was read, or cannot be added; ``unknown`` where they give a third
    number.
    """
    column = find_column(form, finding)
    if column is None:
        return finding
    raw = recount(column)
    if raw is None or raw.total == finding.computed:
        return finding
    if raw.total != column.expected:
        return replace(finding, cause="unknown")
    return replace(finding, cause="reading", message=_say_misread(column, finding, raw), explanation=None)


def _say_misread(column: SummedColumn, finding: Finding, raw: ColumnSum) -> Message:
    total: str | Message = plain(raw.total)
    if column.is_money:
        total = money(raw.total, column.unit)
    if raw.unread:
        return message("column-unread", message=finding.message, total=total, text=raw.unread)
    return message("column-misread", message=finding.message, total=total)


def _of_scores(ledger: Ledger, finding: Finding) -> SummedColumn:
    return _of_lines(ledger, "score", finding.stated or Decimal())


def _of_weights(ledger: Ledger, finding: Finding) -> SummedColumn:
    stated = finding.stated
    if not stated or stated == finding.computed:
        stated = WHOLE
    return _of_lines(ledger, "weight", stated)


def _of_lines(ledger: Ledger, field: str, expected: Decimal) -> SummedColumn:
    figures = [
        SummedFigure(getattr(line, field), _line_boxes(ledger.form, line.fund, line.indicator, field))
        for line in ledger.lines
        if getattr(line, field) is not None
    ]
    return SummedColumn(tuple(figures), _other_boxes(ledger.form, field, figures), expected)


def _line_boxes(form: Form, fund: int | None, indicator: int | None, field: str) -> Places:
    entries: list[Indicator | Fund] = [*(i for i in form.indicators if i.ordinal == indicator)]
    entries += [row for row in form.funds if row.ordinal == fund]
    return next((boxes for entry in entries if (boxes := entry.where.get(field))), ())


def _of_a_level(ledger: Ledger, finding: Finding) -> SummedColumn | None:
    asked = (finding.field, finding.indicator, finding.stated, finding.computed)
    for level in ledger.level_sums:
        if (f"level{level.depth}", level.indicator, level.stated, level.computed) == asked:
            figures = [
                SummedFigure(i.weight, i.where.get("weight", ())) for i in level.below if i.weight is not None
            ]
            others = _other_boxes(ledger.form, "weight", figures)
            return SummedColumn(tuple(figures), others, level.stated)
    return None


def _of_sources(ledger: Ledger, finding: Finding) -> SummedColumn | None:
    asked = (finding.field, finding.stated, finding.computed)
    one = next((s for s in ledger.fund_sums if (s.field, s.stated, s.computed) == asked), None)
    if one is None or one.stated is None or not one.rows:
        return None
    name = one.field.removesuffix("_yuan")
    if one.is_list:
        name = "amount"
    rows = {fund.ordinal: fund for fund in ledger.form.funds}
    figures = [
        SummedFigure(value, rows[ordinal].where.get(name, ()))
        for ordinal, (_, value) in zip(one.rows, one.parts, strict=True)
    ]
    others = _other_boxes(ledger.form, name, figures)
    return SummedColumn(tuple(figures), others, one.stated, is_money=True, unit=ledger.unit)


def _other_boxes(form: Form, field: str, figures: list[SummedFigure]) -> Places:
    """Return where figures of the same column stand that are not counted."""
    summed: set[Box] = set()
    for figure in figures:
        summed.update(figure.boxes)
    return tuple(box for box in _column_boxes(form, field) if box not in summed)


def _column_boxes(form: Form, field: str) -> Iterator[Box]:
    yield from form.where.get(f"{field}_total", ())
    lines: list[Fund | Indicator] = [*form.funds, *form.indicators]
    for line in lines:
        yield from line.where.get(field, ())


_COLUMNS: dict[str, Callable[[Ledger, Finding], SummedColumn | None]] = {
    "score-total": _of_scores,
    "weight-total": _of_weights,
    "level-weight": _of_a_level,
    "fund-total": _of_sources,
}
