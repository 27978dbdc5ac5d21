"""The documents say what the program does."""

import importlib.util
import re

import click
import pytest

from hebiao import Archive
from hebiao.cli import hebiao
from support.paths import HOUSE

READMES = ("README.md", "README.zh.md")


def commands(group=hebiao, prefix="hebiao"):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield from (
            commands(command, f"{prefix} {name}")
            if isinstance(command, click.Group)
            else [f"{prefix} {name}"]
        )


def text_of(name):
    return (HOUSE / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def make():
    spec = importlib.util.spec_from_file_location("docs_make", HOUSE / "docs" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_those_that_the_code_makes(make):
    assert make.reference() == text_of("docs/cli.md"), "run `make docs`"
    assert make.modules_page() == text_of("docs/modules.md"), "run `make docs`"


@pytest.mark.parametrize("path", sorted(HOUSE.glob("docs/**/*.md")), ids=lambda path: path.name)
def test_a_document_names_only_files_that_are_there(path):
    named = re.findall(
        r"`((?:extract|normalize|audit|store|hebiao|tests|benchmarks|docs|samples)/[\w./-]*)`",
        path.read_text("utf-8"),
    )
    assert [name for name in named if not (HOUSE / name).exists()] == []


@pytest.mark.parametrize("name", [*READMES, "docs/cli.md"])
def test_every_command_is_told(name):
    assert [command for command in commands() if command not in text_of(name)] == []


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_only_what_is_there(name):
    text = text_of(name)
    targets = set(re.findall(r"^([\w-]+):", text_of("Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([\w-]+)", text)) <= targets
    assert {"demo", "test"} <= set(re.findall(r"\bmake ([\w-]+)", text))
    assert {f"hebiao {word}" for word in re.findall(r"^hebiao (\w+)", text, re.MULTILINE)} <= {
        " ".join(command.split()[:2]) for command in commands()
    }
    assert [link for link in re.findall(r"\]\(([^)#:]+)\)", text) if not (HOUSE / link).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_the_sql_of_a_readme_runs_and_finds_something(name, tmp_path):
    archive = Archive(f"sqlite:///{tmp_path}/a.db")
    archive.load([HOUSE / "samples" / "望城区征地服务中心-2020.txt"])
    queries = [
        part
        for block in re.findall(r"```sql\n(.*?)```", text_of(name), re.DOTALL)
        for part in block.split(";")
        if part.strip()
    ]
    assert [query for query in queries if archive.query(query).empty] == []
    assert len(queries) == 3


def test_the_changelog_tells_the_version_or_what_is_unreleased():
    assert "## [Unreleased]" in text_of("CHANGELOG.md")


def test_every_make_target_has_help():
    makefile = text_of("Makefile")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())
    assert set(re.findall(r"^([\w-]+):.*## ", makefile, re.MULTILINE)) == phony
