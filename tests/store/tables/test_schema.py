import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import store
from normalize import Form
from store.tables import Base
from support.paths import HOUSE
from support.store_samples import fresh, no_form, record, rich_form

pytestmark = pytest.mark.usefixtures("database")

DOC = HOUSE / "docs" / "schema.md"


def documented() -> dict[str, set[str]]:
    """The columns that the page names, by table."""
    sections = re.split(
        r"^### `(\w+)`$", DOC.read_text("utf8").split("## Ten queries")[0], flags=re.MULTILINE
    )[1:]
    return {
        name: set(re.findall(r"^\| `(\w+)` \| .+ \|$", body, re.MULTILINE))
        for name, body in zip(*[iter(sections)] * 2, strict=True)
    }


def examples() -> list[str]:
    return re.findall(r"```sql\n(.+?)```", DOC.read_text("utf8"), re.DOTALL)


def test_the_steps_lead_to_the_tables(tmp_path):
    with fresh(tmp_path).connect() as connection:
        ours = {
            "compare_type": True,
            "include_name": lambda name, *_: not (name or "").startswith("search_index"),
        }
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, Base.metadata) == []


def test_the_page_names_every_column_and_no_other(tmp_path):
    inspector = inspect(fresh(tmp_path))
    names = [*inspector.get_table_names(), *inspector.get_view_names()]
    found = {
        name: {column["name"] for column in inspector.get_columns(name)}
        for name in names
        if not name.startswith(("alembic_version", "search_index"))
    }
    assert documented() == found


def test_the_contracts_tables_are_there():
    told = "document document_path form header fund goal level indicator quantity finding checked source correction import_run"
    sums = "subtotal subtotal_part reading"
    people = "review_decision department_name saved_query search_text"
    views = "department_score flagged_form indicator_full fund_sum score_sum"
    assert set(documented()) == {*told.split(), *sums.split(), *people.split(), *views.split()}


@pytest.mark.parametrize("sql", examples())
def test_every_example_finds_something(tmp_path, sql):
    engine = fresh(tmp_path)
    store.save_records(
        engine, [record("a.pdf"), record("b.pdf", rich_form(1), Form(2, "other", "")), no_form()]
    )
    columns, rows = store.query_rows(engine, sql)
    assert rows, sql
    assert len(set(columns)) == len(columns)


def test_there_are_ten_examples():
    assert len(examples()) == 10
