"""The program starts light: what is heavy is imported when it is used."""

import subprocess
import sys

import pytest

HEAVY = {
    "pandas",
    "numpy",
    "sqlalchemy",
    "alembic",
    "jieba",
    "camelot",
    "pdfplumber",
    "rich",
    "pebble",
    "pypdfium2",
    "distributed",
    "dask",
}


def modules_after(code):
    command = f"{code}\nimport sys; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", command], check=True, capture_output=True, text=True)
    return {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize("code", ["import hebiao", "import hebiao.cli"])
def test_nothing_heavy_is_imported_at_the_start(code):
    assert modules_after(code) & HEAVY == set()


def test_a_worker_imports_readers_and_rules_only():
    assert (
        modules_after("import hebiao.reading.file, hebiao.workers.worker") & (HEAVY - {"numpy", "pypdfium2"})
        == set()
    )
