"""``hebiao labels`` and ``--labels``: what is known, and a user's own synonyms over it."""

from __future__ import annotations

import json
import sqlite3

import pytest

from hebiao.cli import run
from normalize import load_label_lists
from support.paths import SAMPLES

FORM = SAMPLES / "银杉区保障性住房服务中心-2021.txt"
KNOWN, LABEL = "部门(单位)名称", "贵处机构称谓"
DEPARTMENT = "银杉区保障性住房服务中心"


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A form whose department has a label that nobody knows, and the labels that tell it."""
    monkeypatch.chdir(tmp_path)
    text = FORM.read_text(encoding="utf-8")
    (tmp_path / "labels.toml").write_text(f'[head]\ndepartment = ["{LABEL}"]\n', encoding="utf-8")
    (tmp_path / "form.txt").write_text(text.replace(KNOWN, LABEL, 1), encoding="utf-8")


def departments():
    return sqlite3.connect("hebiao.db").execute("select department from form").fetchall()


@pytest.mark.usefixtures("own")
def test_own_labels_are_listed_over_the_built_in_ones(capsys):
    assert run(["labels", "--format", "json"]) == 0
    built_in = json.loads(capsys.readouterr().out)
    assert run(["labels", "--labels", "labels.toml", "--format", "json"]) == 0
    more = json.loads(capsys.readouterr().out)
    assert [entry for entry in more if entry not in built_in] == [
        {"block": "head", "kind": "department", "label": LABEL}
    ]
    assert {"block": "level", "kind": "depth1", "label": "产出指标"} in built_in


@pytest.mark.usefixtures("own")
def test_a_form_is_read_by_own_labels_and_read_anew_where_it_was_read_without():
    assert run(["import", "form.txt"]) == 0
    assert departments() != [(DEPARTMENT,)]
    assert run(["import", "form.txt", "--labels", "labels.toml"]) == 0
    assert departments() == [(DEPARTMENT,)]
    assert LABEL not in str(load_label_lists())


@pytest.mark.usefixtures("own")
def test_show_and_check_take_own_labels(capsys):
    assert run(["show", "form.txt", "--labels", "labels.toml"]) == 0
    assert DEPARTMENT in capsys.readouterr().out.splitlines()[0]
    assert run(["check", "form.txt", "--labels", "labels.toml"]) in (0, 1)


@pytest.mark.parametrize(
    "text", ["[nowhere]\nx = ['a']", "[head]\nnothing = ['a']", "[head", "[head]\nyear = ['部门名称']"]
)
@pytest.mark.parametrize("command", [["import"], ["check"], ["show"]])
def test_labels_that_cannot_be_used_are_wrong_usage(text, command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    assert run([*command, str(FORM), "--labels", "bad.toml"]) == 2
    assert "标签文件不能用" in capsys.readouterr().err
    assert not (tmp_path / "hebiao.db").exists()
