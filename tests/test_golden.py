"""Each stage gives its golden file from the golden file of the stage before."""

from __future__ import annotations

import msgspec
import pytest

from audit.finding import Audit
from extract.grid import Document
from normalize import Form
from support.stages import NAMES, audits_of, document_of, forms_of, load


def same(got: object, golden: object, where: str = "") -> None:
    """Compare two trees of JSON; places on the page may differ by a point."""
    if isinstance(golden, dict):
        assert isinstance(got, dict)
        assert got.keys() == golden.keys(), where
        for key, value in golden.items():
            same(got[key], value, f"{where}.{key}")
    elif isinstance(golden, list | tuple):
        assert isinstance(got, list | tuple)
        assert len(got) == len(golden), where
        for at, value in enumerate(golden):
            same(got[at], value, f"{where}[{at}]")
    elif isinstance(golden, float):
        assert got == pytest.approx(golden, abs=1.0), where
    else:
        assert got == golden, where


@pytest.mark.parametrize("name", NAMES)
def test_a_file_gives_its_grids(name):
    same(msgspec.to_builtins(document_of(name)), msgspec.to_builtins(load(name, "grid", Document)))


@pytest.mark.parametrize("name", NAMES)
def test_grids_give_their_forms(name):
    assert forms_of(load(name, "grid", Document)) == load(name, "form", tuple[Form, ...])


@pytest.mark.parametrize("name", NAMES)
def test_forms_give_their_audits(name):
    assert audits_of(load(name, "form", tuple[Form, ...])) == load(name, "audit", tuple[Audit, ...])
