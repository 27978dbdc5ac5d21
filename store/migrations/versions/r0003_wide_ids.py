"""The tables with hundreds of rows a form count them with 64 bits: 32 would end at seven million forms."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("source", "quantity", "checked", "finding")


def upgrade() -> None:
    """Widen the ids and the sequences that give them; SQLite's have 64 bits anyway."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in TABLES:
        op.execute(f"alter table {table} alter column id type bigint")
        op.execute(f"alter sequence {table}_id_seq as bigint")
