"""The search index, and what people decide: reviews, kept questions, department names; more of what an import did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Without content the index is a third as large; rows that are gone stay in it until it is built anew, and no
# join finds them.
FTS5 = """
create virtual table search_index using fts5(tokens, content='', tokenize='unicode61 remove_diacritics 0')
"""

# A tsvector with its positions would be five times as large as the text.
BIGRAMS = (
    """
    create function hebiao_bigrams(text) returns text[] language sql immutable strict parallel safe cost 100000
    return array(
      select letter || following
      from (
        select letter, lead(letter) over (order by at) as following
        from unnest(string_to_array($1, null)) with ordinality as letters (letter, at)
      ) as pairs
      where following is not null
    )
    """,
    "create table search_index (rowid integer primary key references search_text on delete cascade, tokens text)",
    "create index ix_search_index_tokens on search_index using gin (hebiao_bigrams(tokens)) with (gin_pending_list_limit = 16384)",
    # Without statistics the planner always asks the index: to cut every row's text instead takes minutes.
    "alter index ix_search_index_tokens alter column 1 set statistics 0",
)


def upgrade() -> None:
    """Create the tables and the index; the forms that are there already are indexed when the database is opened."""
    for step in (_search, _reviews, _questions, _names, _runs, _overviews):
        step()


def _search() -> None:
    form = sa.ForeignKey("form.id", ondelete="CASCADE")
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("form_id", sa.Integer(), form, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_search_text_form_id", "search_text", ["form_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(FTS5)
        return
    for statement in BIGRAMS:
        op.execute(statement)


def _reviews() -> None:
    op.add_column("correction", sa.Column("confidence", sa.Double()))
    op.create_table(
        "review_decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("form_ordinal", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("field", sa.Text()),
        sa.Column("rule", sa.Text()),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text()),
        sa.Column("who", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("correction_id", sa.Integer(), sa.ForeignKey("correction.id")),
    )
    op.create_index("ix_review_decision_form", "review_decision", ["sha256", "form_ordinal"])
    doubtful = sa.text("confidence < 1")
    op.create_index(
        "ix_source_doubtful", "source", ["form_id"], sqlite_where=doubtful, postgresql_where=doubtful
    )


def _questions() -> None:
    op.create_table(
        "saved_query",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False, unique=True),
        sa.Column("sql", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _names() -> None:
    op.create_table(
        "department_name",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("alias", "name", name="uq_department_name_pair"),
    )


def _runs() -> None:
    """NULL in the runs of before: nobody counted."""
    for name in ("known", "second_looks", "interrupted"):
        op.add_column("import_run", sa.Column(name, sa.Integer()))
    op.add_column("import_run", sa.Column("second_seconds", sa.Double()))


def _overviews() -> None:
    """Index what the pages count and sort by, over a hundred thousand forms."""
    op.create_index("ix_form_overview", "form", ["department", "year", "verdict", "kind", "score_total"])
    op.create_index("ix_form_score_total", "form", ["score_total"])
    op.create_index("ix_finding_counts", "finding", ["form_id", "severity", "rule"])
