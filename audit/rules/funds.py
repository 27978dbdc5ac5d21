"""Fund rows (资金情况): the total against its sources, and spending against the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.explain.amounts import wrong_side
from audit.explain.totals import Part, Total, explain_money
from audit.finding import Check, Finding
from audit.ledger.formula import PLAIN, base_column, column, rate_formula, ratio
from audit.ledger.lines import total_row
from audit.ledger.printed import HUNDREDTH, compare, form_unit, money, unit_yuan
from audit.ledger.sources import Sum, fund_sums
from audit.messages.words import COLUMNS
from audit.registry import Said, flag, rule, unchecked
from extract import Message, message
from normalize.form import Form, Fund


def prints_sources(form: Form) -> bool:
    """Tell whether the form prints a total fund row and amounts of its sources."""
    return any(True for _ in fund_sums(form))


@rule("fund-total", "error", sets_verdict=True, allowed_by=prints_sources)
def fund_total(form: Form) -> Said:
    """Flag a total fund row (年度资金总额) that is not the sum of its sources; one finding a column, named in ``field``.

    Formula: 年度资金总额 = Σ 各资金来源, for 年初预算数, 全年预算数, 扣除统筹整合资金后预算金额, 全年执行数
    and 上级转移支付 each. A 其中 row below another source may be a part of that one, and so may rows that add
    up to the one above them, as most columns tell. A list of amounts without a column (按收入性质分,
    按支出性质分) adds up to one of the total row's amounts. Sources that are only a part (a single 其中 row,
    blanks) may add up to less: info; with blanks the rule is unchecked then. A placeholder (-, /) or a 0 is
    no blank: it says that there is no such money.
    Tolerance: none; a difference of 0.01 in the form's money unit is info.
    Source: observed: 年度资金总额 stands above the sources that it is made of.
    Example: 全年预算数：年度资金总额填3658万元，各资金来源之和为3668万元，相差-10万元。
    """
    sums = tuple(fund_sums(form))
    if not sums:
        yield unchecked("fund-total", message("no-sources"))
    said = [entry for one in sums for entry in _hold(form, one, sums)]
    yield from _one_a_column([entry for entry in said if isinstance(entry, Finding)])
    yield from (entry for entry in said if isinstance(entry, Check))


@rule("over-budget", "warning")
def over_budget(form: Form) -> Said:
    """Flag more executed than budgeted (超预算): once in the total fund row, in sources only where the total is not over.

    Formula: 全年执行数 > 全年预算数, or the column that the form's rate divides by; where it takes upper
    transfers out, (B-C) > A.
    Tolerance: none.
    Source: observed: the budget column is the adjusted budget of the year, which spending keeps to.
    Example: 年度资金总额：全年执行数851.92万元，全年预算数为820万元，超预算31.92万元。
    """
    rows = tuple(_budgets(form))
    if not rows:
        yield unchecked("over-budget", message("no-budget"))
        return
    over = [row for row in rows if row.executed > row.budget]
    for row in [row for row in over if row.fund.total] or over:
        yield _over(form, row)
    yield Check(
        "over-budget",
        "differs" if over else "agrees",
        rows[0].executed,
        rows[0].budget,
        fund=rows[0].fund.ordinal,
    )


@dataclass(frozen=True, slots=True)
class _Budget:
    fund: Fund
    budget: Decimal
    executed: Decimal
    taken: Decimal
    basis: Message | None
    column: str


def _budgets(form: Form) -> Iterator[_Budget]:
    formula = rate_formula(form) or PLAIN
    below = base_column(formula, form.funds)
    for fund in form.funds:
        amounts = ratio(formula, fund, below)
        if amounts is not None:
            yield _Budget(fund, amounts.below, amounts.above, amounts.taken, formula.basis, below)


def _over(form: Form, row: _Budget) -> Finding:
    unit = form_unit(form)
    shown: dict[str, str | Message] = {
        "name": row.fund.source,
        "executed": money(row.executed, unit),
        "column": COLUMNS[f"{row.column}_yuan"],
        "budget": money(row.budget, unit),
        "difference": money(row.executed - row.budget, unit),
    }
    added, taken = money(row.executed + row.taken, unit), money(row.taken, unit)
    net = message("over-budget-net", **shown, added=added, taken=taken)
    return flag(
        "over-budget",
        net if row.taken else message("over-budget", **shown),
        fund=row.fund.ordinal,
        field="executed_yuan",
        stated=row.executed,
        computed=row.budget,
        explanation=row.basis if row.taken else None,
    )


def _hold(form: Form, one: Sum, sums: Sequence[Sum]) -> Said:
    total = total_row(form)
    ordinal = total.ordinal if total else None
    if one.stated is None:
        yield unchecked(
            "fund-total", message("no-total-amount", column=COLUMNS[one.field]), fund=ordinal, field=one.field
        )
        return
    found = _outcome(one, one.stated, HUNDREDTH * unit_yuan(form_unit(form)))
    if found != "agrees":
        yield _difference(form, one, one.stated, found, wrong_side(form, one, sums))
    outcome = {"close": "agrees", "part": "unchecked"}.get(found, found)
    missing = _part(one) if found == "part" else None
    heading = None if one.heading is None else message("as-printed", text=one.heading)
    explanation = message("rounded-before") if found == "close" else heading
    possible = not missing or bool(one.blank)
    yield Check(
        "fund-total", outcome, one.stated, one.computed, missing, explanation, ordinal, one.field, possible
    )


def _outcome(one: Sum, stated: Decimal, tolerance: Decimal) -> str:
    found = compare(stated, one.computed, tolerance)
    return "part" if found == "differs" and one.partial and one.computed < stated else found


def _part(one: Sum) -> Message:
    return message("blank-sources", names=one.blank) if one.blank else message("part-of-sources")


def _one_a_column(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the gravest finding of each column: two lists that miss the same total tell of one mistake."""
    for field in dict.fromkeys(f.field for f in findings):
        same = [f for f in findings if f.field == field]
        yield next((f for f in same if f.severity != "info"), same[0])


def _difference(form: Form, one: Sum, stated: Decimal, found: str, wrong: str | None) -> Finding:
    total = total_row(form)
    unit, scale = form_unit(form), unit_yuan(form_unit(form))
    parts = [Part(name, value / scale) for name, value in one.parts]
    told = {"close": message("rounded-before"), "part": _part(one)}
    shown = {
        "column": COLUMNS[one.field],
        "stated": money(stated, unit),
        "computed": money(one.computed, unit),
        "difference": money(stated - one.computed, unit),
    }
    failed = Total(
        stated / scale, one.computed / scale, parts, [value / scale for value in _beside(form, one)]
    )
    return flag(
        "fund-total",
        message("fund-total-list", **shown, heading=one.heading or message("list-of-sources"))
        if one.is_list
        else message("fund-total", **shown),
        severity=None if found == "differs" else "info",
        fund=total.ordinal if total else None,
        field=one.field,
        stated=stated,
        computed=one.computed,
        tolerance=HUNDREDTH * scale,
        explanation=told.get(found) or explain_money(failed, wrong=wrong),
    )


def _beside(form: Form, one: Sum) -> list[Decimal]:
    """Return the column's amounts of the rows that are parts of a source and not counted."""
    name = one.field.removesuffix("_yuan")
    rows = (
        []
        if one.is_list
        else [fund for fund in form.funds if not fund.total and fund.ordinal not in one.rows]
    )
    return [value for fund in rows if fund.among and (value := column(fund, name))]
