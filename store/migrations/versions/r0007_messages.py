"""Sentences keep their code and arguments, so that they can be told in another language than Chinese."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ADDED = {
    "document": ("code", "args", "warning_messages"),
    "form": ("warning_messages", "note_messages"),
    "finding": ("code", "args"),
    "checked": ("code", "args"),
}


def upgrade() -> None:
    """Add the columns; what was read before has NULL there until it is read again."""
    for table, names in ADDED.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.Text()))
