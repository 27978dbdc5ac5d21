"""A file for each limit ends in a refusal by code or is read as far as the limit goes, in little memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import NamedTuple

import pytest

import extract
from audit import audit_form
from hebiao import read as hebiao_read
from support.hostile import READ, REFUSED
from support.paths import SAMPLES

KEPT = sorted(
    path for path in (SAMPLES / "office").iterdir() if path.is_file() and path.name != "make_office.py"
)
CUTS = [(path.name, part) for path in KEPT for part in (0.02, 0.3, 0.6, 0.97)]
MOST_SECONDS = 5
CHILD = """
import json, resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
import extract
for path in sorted(Path(sys.argv[1]).iterdir(), key=lambda path: int(path.name)):
    began = time.process_time()
    try:
        document = extract.read(path)
        told, weight = "read", sum(grid.rows * grid.cols for grid in document.grids) + len(document.tail)
    except extract.Unreadable as error:
        told, weight = error.code, 0
    except BaseException as error:
        told, weight = repr(error)[:200], -1
    print(json.dumps([path.name, told, weight, time.process_time() - began]), flush=True)
"""


class Outcome(NamedTuple):
    """``read`` or a code, the squares and lines that were read (-1 after another exception), and CPU seconds."""

    told: str
    weight: int
    seconds: float


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[object, Outcome]:
    folder = tmp_path_factory.mktemp("hostile")
    files = {name: make for group in (REFUSED, READ) for name, make in group.items()}
    names: list[object] = [*files, *CUTS]
    for at, make in enumerate(files.values()):
        (folder / str(at)).write_bytes(make())
    for at, (name, part) in enumerate(CUTS, len(files)):
        data = (SAMPLES / "office" / name).read_bytes()
        (folder / str(at)).write_bytes(data[: int(len(data) * part)])
    command = [sys.executable, "-c", CHILD, str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=500)
    assert ended.returncode == 0, (ended.stdout[-300:], ended.stderr[-2000:])
    lines = map(json.loads, ended.stdout.splitlines())
    return {names[int(name)]: Outcome(*rest) for name, *rest in lines}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_by_a_code(outcomes, name):
    outcome = outcomes[name]
    assert outcome.weight == 0, outcome
    assert outcome.told != "read"
    assert outcome.seconds < MOST_SECONDS


@pytest.mark.parametrize("name", READ)
def test_it_is_read_as_far_as_the_limit_goes(outcomes, name):
    outcome = outcomes[name]
    assert outcome.told == "read"
    assert 0 <= outcome.weight <= 1_000_000
    assert outcome.seconds < MOST_SECONDS


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: f"{cut[0]}-{cut[1]}")
def test_what_is_left_of_a_file_is_read_or_refused(outcomes, cut):
    outcome = outcomes[cut]
    assert outcome.weight >= 0, outcome
    assert outcome.seconds < MOST_SECONDS


@pytest.mark.parametrize("name", ["L04.rtf", "L11.html", "L12.mht"])
@pytest.mark.parametrize("part", [0.5, 0.8, 0.93])
def test_a_form_that_is_cut_short_never_agrees(tmp_path, name, part):
    whole = (SAMPLES / "office" / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(whole[: int(len(whole) * part)])
    assert "file-cut" in [warning.code for warning in extract.read(path).warnings]
    assert "agrees" not in [audit_form(form).verdict for form in hebiao_read(path)]
    path.write_bytes(whole)
    assert extract.read(path).warnings == ()
