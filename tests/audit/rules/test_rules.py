"""Every rule is a module of its name, with a test of its name and a golden file."""

import pytest

from audit import all_rules
from audit.rule_pages import PARTS, parts
from support.rule_snapshots import TESTS, golden


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_has_its_module_its_test_and_its_page(rule):
    name = rule.name.replace("-", "_")
    assert rule.run.__module__.rpartition(".")[2] == rule.run.__name__ == name
    assert (TESTS / f"test_{name}.py").exists()
    assert {"Flags", *PARTS} == set(parts(rule))


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_golden_file_shows_a_finding_and_a_form_that_has_none(rule):
    said = golden(rule.name).values()
    assert any(one["findings"] for one in said)
    assert any(not one["findings"] for one in said)


def test_rules_have_an_order_of_their_own():
    orders = [rule.order for rule in all_rules()]
    assert len(set(orders)) == len(orders)
