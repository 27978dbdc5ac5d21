"""The glossary names what is there, and all of it."""

import ast
import re

import pytest

from store.tables import Base
from support.paths import HOUSE

ROOMS = ("extract", "normalize", "audit", "store", "hebiao")
FORM_TABLES = (
    "form",
    "header",
    "fund",
    "goal",
    "level",
    "indicator",
    "quantity",
    "finding",
    "checked",
    "source",
)
KEYS = re.compile(r"^id$|_id$|^entity$|^field$|^rule$|^text$|^piece$|^is_")
ROWS = [
    line.strip("| \n").split(" | ")
    for line in (HOUSE / "docs" / "glossary.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| term ")
]


def named(row):
    return re.findall(r"`(\w+)`", row[2])


@pytest.fixture(scope="module")
def identifiers():
    """Every name that the five rooms define or that is a module's own."""
    found = set()
    for room in ROOMS:
        for path in (HOUSE / room).rglob("*.py"):
            found |= {path.stem, path.parent.name}
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef | ast.FunctionDef):
                    found.add(node.name)
                elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    found.add(node.target.id)
                elif isinstance(node, ast.arg):
                    found.add(node.arg)
    tables = Base.metadata.tables.values()
    return (
        found
        | {table.name for table in tables}
        | {column.name for table in tables for column in table.columns}
    )


def test_each_row_has_a_term_a_chinese_term_a_name_and_one_line():
    assert [row for row in ROWS if len(row) != 4 or not named(row) or not all(row)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_name_of_the_glossary_is_in_the_code(row, identifiers):
    assert [name for name in named(row) if name not in identifiers] == []


@pytest.mark.parametrize("table", FORM_TABLES)
def test_each_column_of_a_form_is_in_the_glossary(table):
    columns = {column.name for column in Base.metadata.tables[table].columns if not KEYS.search(column.name)}
    assert columns - {name for row in ROWS for name in named(row)} == set()
