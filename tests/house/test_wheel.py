"""The wheel ships the five rooms with their data files, and nothing else."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support.paths import HOUSE

ROOMS = ("extract", "normalize", "audit", "store", "hebiao")
NEVER = {".pyc"}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    pytest.importorskip("hatchling", reason="building a wheel needs hatchling (pip install -e '.[dev]')")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(
        command, cwd=HOUSE, check=True, capture_output=True, env=os.environ | {"PIP_NO_INDEX": "1"}
    )
    [wheel] = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.slow
def test_the_wheel_is_the_rooms(shipped):
    there = {
        path.relative_to(HOUSE).as_posix()
        for room in ROOMS
        for path in (HOUSE / room).rglob("*")
        if path.is_file()
    }
    wanted = {name for name in there if Path(name).suffix not in NEVER}
    assert {name for name in shipped if ".dist-info/" not in name} == wanted


@pytest.mark.slow
def test_the_wheel_holds_data_and_migrations_and_the_licence(shipped):
    assert {Path(name).suffix for name in shipped if ".dist-info/" not in name} <= {
        ".py",
        ".toml",
        ".otf",
        ".txt",
        ".sql",
        ".mako",
        ".ttf",
        ".typed",
        ".html",
        ".css",
        ".js",
        ".svg",
        ".tsv",
        ".gz",
        ".md",
    }
    assert any(name.startswith("store/migrations/versions/") for name in shipped)
    assert any(name.startswith("normalize/") and name.endswith(".toml") for name in shipped)
    assert any(name.endswith("licenses/LICENSE") for name in shipped)
