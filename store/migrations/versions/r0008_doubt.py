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


def _make_reference(table: str, *, is_null: bool) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return sa.Column(f"{table}_id", sa.Integer(), key, nullable=is_null)
