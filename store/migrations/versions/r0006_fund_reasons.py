"""A fund row keeps the reason that stands beside it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was read before has NULL there until it is read again."""
    op.add_column("fund", sa.Column("reason_text", sa.Text()))
