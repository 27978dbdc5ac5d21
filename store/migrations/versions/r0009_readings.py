"""What fields of recognised pages may print is kept, where they were not read surely."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add a table, which is empty until scans are read."""
    op.create_table(
        "reading",
        sa.Column("id", _WIDE, primary_key=True),
        sa.Column("form_id", sa.Integer(), sa.ForeignKey("form.id", ondelete="CASCADE"), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cost", sa.Double(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
    )
    op.create_index("ix_reading_form_id", "reading", ["form_id"])
    op.create_index("ix_reading_entity", "reading", ["entity_id"])
