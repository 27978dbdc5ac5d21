"""Every table and view of CONTRACT.md."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Column = sa.Column[Any]


def upgrade() -> None:
    """Create the tables, then the views over them."""
    for create in (_documents, _forms, _lines, _quantities, _audits, _sources, _people):
        create()
    for view in VIEWS:
        op.execute(view)


def _texts(*names: str, null: bool = True) -> list[Column]:
    return [sa.Column(name, sa.Text(), nullable=null) for name in names]


def _numbers(*names: str, null: bool = True) -> list[Column]:
    return [sa.Column(name, sa.Numeric(), nullable=null) for name in names]


def _integers(*names: str, null: bool = True) -> list[Column]:
    return [sa.Column(name, sa.Integer(), nullable=null) for name in names]


def _of(table: str, name: str | None = None, *, null: bool = False, primary_key: bool = False) -> Column:
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return sa.Column(name or f"{table}_id", sa.Integer(), key, nullable=null, primary_key=primary_key)


def _table(name: str, *items: Column | sa.Constraint, index: tuple[str, ...] = ()) -> None:
    op.create_table(name, sa.Column("id", sa.Integer(), primary_key=True), *items)
    for column in index:
        op.create_index(f"ix_{name}_{column}", name, [column])


def _line(name: str, *items: Column, index: tuple[str, ...] = ()) -> None:
    unique = sa.UniqueConstraint("form_id", "ordinal", name=f"uq_{name}_ordinal")
    _table(name, _of("form"), *_integers("ordinal", null=False), *items, unique, index=index)


def _documents() -> None:
    _table(
        "document",
        *_texts("path", "name", null=False),
        sa.Column("sha256", sa.Text(), nullable=False, unique=True),
        *_texts("format", null=False),
        *_integers("pages", null=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        *_texts("status", null=False),
        *_texts("error", "warnings"),
        *_texts("engine", "version", null=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        *_integers("glyphs", "glyphs_in_cells", "glyphs_outside", "second_looks", null=False),
        sa.Column("second_seconds", sa.Double(), nullable=False),
        index=("name", "status"),
    )
    path = sa.Column("path", sa.Text(), primary_key=True)
    op.create_table("document_path", _of("document", primary_key=True), path)
    op.create_index("ix_document_path_path", "document_path", ["path"])


def _forms() -> None:
    _table(
        "form",
        _of("document"),
        *_integers("ordinal", null=False),
        *_texts("kind", "title", null=False),
        *_integers("year"),
        *_texts("department", "project", "supervisor", "money_unit"),
        *_numbers("weight_total", "score_total"),
        *_texts("grade"),
        *_integers("page_first", "page_last"),
        *_texts("verdict", null=False),
        *_texts("columns", "fund_columns", "rate_formula", "templates", "warnings", "notes"),
        sa.UniqueConstraint("document_id", "ordinal", name="uq_form_ordinal"),
        index=("kind", "year", "department", "project", "supervisor", "verdict"),
    )


def _lines() -> None:
    _line("header", *_texts("label", "value", null=False), index=("label",))
    _line(
        "fund",
        *_texts("source", null=False),
        *_texts("list"),
        *_numbers(
            "initial_yuan",
            "budget_yuan",
            "executed_yuan",
            "transferred_yuan",
            "net_yuan",
            "amount_yuan",
            "rate",
            "weight",
            "score",
        ),
        *_texts(
            "initial_text", "budget_text", "executed_text", "transferred_text", "net_text", "amount_text"
        ),
        *_texts("rate_text", "weight_text", "score_text"),
        *_integers("is_total", "among", null=False),
        index=("source",),
    )
    _line("goal", *_texts("expected", "actual", null=False))
    _line("level", *_integers("depth", null=False), *_texts("name", null=False), *_numbers("weight"))
    _line(
        "indicator",
        *_texts("level1", "level2", "level3", "content", "sign"),
        *_texts("target", "actual", null=False),
        *_numbers("weight", "score"),
        *_texts("reason", "measures", null=False),
        *_integers("achieved"),
        *_texts("weight_text", "score_text", null=False),
        *_integers("is_sub", "is_execution", null=False),
        _of("level", "level1_id", null=True),
        _of("level", "level2_id", null=True),
        index=("level1", "level2", "level3", "level1_id", "level2_id"),
    )


def _quantities() -> None:
    _table(
        "quantity",
        _of("form"),
        _of("indicator", null=True),
        *_texts("entity", null=False),
        *_integers("entity_id", null=False),
        *_texts("field", null=False),
        *_integers("ordinal", null=False),
        *_texts("text", "comparator", null=False),
        *_numbers("value", null=False),
        *_numbers("value_high"),
        *_texts("unit", null=False),
        *_numbers("base_value"),
        *_texts("base_unit", null=False),
        *_texts("what"),
        index=("form_id", "indicator_id", "what"),
    )


def _audits() -> None:
    _table(
        "finding",
        _of("form"),
        *_texts("rule", "severity", "cause", null=False),
        _of("fund", null=True),
        _of("indicator", null=True),
        *_texts("field"),
        *_numbers("stated", "computed", "tolerance"),
        *_texts("message", null=False),
        *_texts("explanation"),
        index=("form_id", "fund_id", "indicator_id"),
    )
    op.create_index("ix_finding_rule", "finding", ["rule", "severity"])
    _table(
        "checked",
        _of("form"),
        *_texts("rule", "outcome", null=False),
        *_numbers("stated", "computed"),
        *_texts("missing", "explanation"),
        _of("fund", null=True),
        *_texts("field"),
        index=("form_id", "fund_id"),
    )
    op.create_index("ix_checked_rule", "checked", ["rule", "outcome"])


def _sources() -> None:
    _table(
        "source",
        _of("form"),
        *_texts("entity", null=False),
        *_integers("entity_id", null=False),
        *_texts("field", null=False),
        *_integers("page"),
        *(sa.Column(edge, sa.Double()) for edge in ("x0", "top", "x1", "bottom")),
        *_integers("line"),
        *_texts("place"),
        sa.Column("confidence", sa.Double(), nullable=False),
        index=("form_id",),
    )
    op.create_index("ix_source_entity", "source", ["entity_id", "entity"])


def _people() -> None:
    _table(
        "correction",
        *_texts("sha256", null=False),
        *_integers("form_ordinal", null=False),
        *_texts("entity", "row_key", "field", null=False),
        *_texts("before", "after", "who"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_texts("note"),
        index=("sha256",),
    )
    _table(
        "import_run",
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        *_texts("paths"),
        *_integers("files", "imported", "no_form", "failed", "forms", "findings", null=False),
        *_texts("version", null=False),
    )


# Sums are of whole fen and of ten-thousandths of a point: SQLite's numbers are floats, and 0.1 + 0.2 is not
# 0.3.
DEPARTMENT_SCORE = """
create view department_score as
select form.year, form.department, count(*) as forms, round(avg(form.score_total), 4) as score_total,
  coalesce(sum(told.errors), 0) as errors, coalesce(sum(told.warnings), 0) as warnings
from form
left join (
  select form_id, sum(case when severity = 'error' then 1 else 0 end) as errors,
    sum(case when severity = 'warning' then 1 else 0 end) as warnings
  from finding group by form_id
) as told on told.form_id = form.id
group by form.year, form.department
"""

FLAGGED_FORM = """
create view flagged_form as
select form.id as form, form.id as form_id, document.path, form.department, form.year, form.title,
  finding.rule, finding.severity, finding.stated, finding.computed, finding.message
from finding
join form on form.id = finding.form_id
join document on document.id = form.document_id
where finding.severity in ('error', 'warning')
"""

INDICATOR_FULL = """
create view indicator_full as
select indicator.id, indicator.form_id, document.path, form.department, form.project, form.year, form.kind, indicator.ordinal,
  indicator.level1, indicator.level2, indicator.level3, indicator.content, indicator.sign, indicator.target, indicator.actual,
  indicator.weight, indicator.score, indicator.reason, indicator.measures, indicator.achieved, indicator.is_sub,
  indicator.is_execution
from indicator
join form on form.id = indicator.form_id
join document on document.id = form.document_id
"""


def _exact_sum(column: str, unit: int) -> str:
    return f"sum(cast(round({column} * {unit}) as bigint)) / {unit}.0"


FUND_SUM = f"""
create view fund_sum as
select form_id, list, count(*) as sources,
  {_exact_sum("initial_yuan", 100)} as initial_yuan,
  {_exact_sum("budget_yuan", 100)} as budget_yuan,
  {_exact_sum("executed_yuan", 100)} as executed_yuan,
  {_exact_sum("transferred_yuan", 100)} as transferred_yuan,
  {_exact_sum("amount_yuan", 100)} as amount_yuan
from fund where is_total = 0
group by form_id, list
"""  # noqa: S608 - the columns are named here

SCORE_SUM = f"""
create view score_sum as
select form.id as form_id, count(coalesce(line.weight, line.score)) as lines,
  {_exact_sum("line.weight", 10000)} as weight, {_exact_sum("line.score", 10000)} as score, form.weight_total, form.score_total
from form
left join (
  select form_id, weight, score from indicator where is_sub = 0 and is_execution = 0
  union all
  select paid.id as form_id, coalesce(told.weight, fund.weight) as weight, coalesce(told.score, fund.score) as score
  from form as paid
  left join indicator as told
    on told.id = (select min(id) from indicator where form_id = paid.id and is_execution = 1)
  left join fund
    on fund.id = coalesce(
      (select min(id) from fund where form_id = paid.id and is_total = 1),
      (select min(id) from fund where form_id = paid.id and (weight is not null or score is not null))
    )
) as line on line.form_id = form.id
group by form.id, form.weight_total, form.score_total
"""  # noqa: S608 - as above

VIEWS = (DEPARTMENT_SCORE, FLAGGED_FORM, INDICATOR_FULL, FUND_SUM, SCORE_SUM)
