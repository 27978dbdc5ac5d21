"""The front of the room: what it names exists, and a sentence costs no rule."""

import subprocess
import sys

import pytest

import audit

HEAVY = ("pandas", "jieba", "sqlalchemy", "normalize", "audit.rules", "audit.auditor")


@pytest.mark.parametrize("name", audit.__all__)
def test_what_the_front_names_exists(name):
    assert getattr(audit, name) is not None


def test_the_front_has_no_other_name():
    with pytest.raises(AttributeError, match="has no attribute 'scores'"):
        _ = audit.scores


def test_a_sentence_is_rendered_without_a_rule_or_a_form():
    code = "import sys; from audit import render; render; print(*sorted(sys.modules))"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(asked.stdout.split()).isdisjoint(HEAVY)
