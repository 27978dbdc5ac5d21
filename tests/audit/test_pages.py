from audit import all_rules
from audit.rule_pages import PARTS, parts, rules_page
from support.paths import HOUSE

PAGE = HOUSE / "docs" / "rules.md"


def test_the_page_of_rules_is_what_the_docstrings_make():
    assert PAGE.read_text(encoding="utf-8") == rules_page(), "run: python -m audit.rule_pages > docs/rules.md"


def test_every_rule_tells_its_formula_tolerance_source_and_example():
    for rule in all_rules():
        told = parts(rule)
        assert tuple(told) == ("Flags", *PARTS), rule.name
        assert all(told.values()), rule.name
