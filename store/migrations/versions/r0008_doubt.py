"""A value says how it was read; subtotals, review scores, coefficients and initial targets are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OWN_NUMBERS = ("weight", "score", "review_score", "amount_yuan")
_PARTS = ("form", "subtotal", "indicator", "fund")
_OWN_TEXTS = ("weight_text", "score_text", "review_score_text", "amount_text")

INDICATOR_FULL = """
create view indicator_full as
select indicator.id, indicator.form_id, document.path, form.department, form.project, form.year, form.kind, indicator.ordinal,
  indicator.level1, indicator.level2, indicator.level3, indicator.content, indicator.sign, indicator.target, indicator.actual,
  indicator.weight, indicator.score, indicator.reason, indicator.measures, indicator.achieved, indicator.is_sub,
  indicator.is_execution, indicator.initial_target, indicator.review_score, indicator.coefficient
from indicator
join form on form.id = indicator.form_id
join document on document.id = form.document_id
"""

FUND_SUM = """
create view fund_sum as
select form_id, list, count(*) as sources,
  sum(cast(round(initial_yuan * 100) as bigint)) / 100.0 as initial_yuan,
  sum(cast(round(budget_yuan * 100) as bigint)) / 100.0 as budget_yuan,
  sum(cast(round(executed_yuan * 100) as bigint)) / 100.0 as executed_yuan,
  sum(cast(round(transferred_yuan * 100) as bigint)) / 100.0 as transferred_yuan,
  sum(cast(round(amount_yuan * 100) as bigint)) / 100.0 as amount_yuan
from fund where is_total = 0 and is_subtotal = 0
group by form_id, list
"""


def upgrade() -> None:
    """Add tables and columns; what was read before has NULL, 0 or an empty text there until it is read again."""
    for table in ("source", "correction"):
        op.add_column(table, sa.Column("doubt", sa.Text()))
    op.add_column("form", sa.Column("review_total", sa.NUMERIC()))
    op.add_column("fund", sa.Column("is_subtotal", sa.Integer(), nullable=False, server_default="0"))
    for name in ("review_score", "coefficient"):
        op.add_column("indicator", sa.Column(name, sa.NUMERIC()))
        op.add_column("indicator", sa.Column(f"{name}_text", sa.Text(), nullable=False, server_default=""))
    op.add_column("indicator", sa.Column("initial_target", sa.Text()))
    op.create_table(
        "subtotal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("form_id", sa.Integer(), sa.ForeignKey("form.id", ondelete="CASCADE"), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        *(sa.Column(name, sa.NUMERIC()) for name in _OWN_NUMBERS),
        *(sa.Column(name, sa.Text()) for name in _OWN_TEXTS),
        sa.UniqueConstraint("form_id", "ordinal", name="uq_subtotal_ordinal"),
    )
    op.create_table(
        "subtotal_part",
        sa.Column("id", _WIDE, primary_key=True),
        *(_make_reference(table, is_null=table in ("indicator", "fund")) for table in _PARTS),
    )
    for name in _PARTS:
        op.create_index(f"ix_subtotal_part_{name}_id", "subtotal_part", [f"{name}_id"])
    op.add_column("finding", sa.Column("subtotal_id", sa.Integer()))
    for name, view in (("indicator_full", INDICATOR_FULL), ("fund_sum", FUND_SUM)):
        op.execute(f"drop view {name}")
        op.execute(view)


def _make_reference(table: str, *, is_null: bool) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return sa.Column(f"{table}_id", sa.Integer(), key, nullable=is_null)
