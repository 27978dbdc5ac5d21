"""Paths of ragged rows that are given up early: the one that is left is the best, whatever a row's cells say."""

import math

import pytest

from extract import read
from normalize import read_forms
from normalize.rows import slid_rows
from support.paths import SAMPLES

FORMS = ["L01", "L12", "L16"]
BROKEN = [
    lambda cell: f"{cell}满分",
    lambda cell: f"{cell}%{cell}",
    lambda cell: f"{cell}\t",
    lambda _: "",
]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("break_cell", BROKEN, ids=["word", "twice", "slid", "blank"])
def test_a_path_that_is_given_up_is_not_the_best(name, break_cell, tmp_path, monkeypatch):
    follow = slid_rows._follow_paths
    compared = []

    def follow_both(row, least):
        found, best = follow(row, least), follow(row, -math.inf)
        if found is not None and row.score_whole(found) >= least:
            compared.append(found.list_pairs() == best.list_pairs())
        return found

    monkeypatch.setattr(slid_rows, "_follow_paths", follow_both)
    lines = (SAMPLES / "families" / f"{name}.txt").read_text("utf-8").split("\n")
    path = tmp_path / "form.txt"
    for at, line in enumerate(lines):
        cells = line.split("\t")
        numbers = [place for place, cell in enumerate(cells) if cell.replace(".", "").isdigit()]
        if len(cells) < 5 or not numbers:
            continue
        for place in numbers:
            # a row as wide as its header stays in its columns: with a cell too many it may go anywhere
            broken = "\t".join([*cells[:place], break_cell(cells[place]), *cells[place + 1 :], "注"])
            path.write_text("\n".join([*lines[:at], broken, *lines[at + 1 :]]), "utf-8")
            read_forms(read(path))
    assert compared
    assert all(compared)
