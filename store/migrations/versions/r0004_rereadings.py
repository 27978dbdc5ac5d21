"""An import that reads again keeps since when, so that one that is broken off goes on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; NULL in the runs that read nothing again."""
    op.add_column("import_run", sa.Column("reread_since", sa.DateTime(timezone=True)))
