"""What a rule says of forms, as golden files: each finding and check with its sentences in both languages.

``python -m support.rule_snapshots`` writes the golden files anew from the tests' own cases; look at what
changed.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

from audit import audit_form, render
from support.paths import HOUSE

TESTS = HOUSE / "tests" / "audit" / "rules"


def golden_path(rule: str) -> Path:
    return TESTS / "golden" / f"{rule}.json"


def golden(rule: str):
    return json.loads(golden_path(rule).read_text("utf-8"))


def snapshots(rule: str, cases: dict):
    """Return what the rule says of each case: a form, or a form and the name of a pack."""
    return {
        name: _snapshot(rule, *(case if isinstance(case, tuple) else (case,))) for name, case in cases.items()
    }


def _snapshot(rule, form, pack=None):
    audit = audit_form(form, pack)
    return {
        "findings": [_shown(entry) for entry in audit.findings if entry.rule == rule],
        "checks": [_shown(entry) for entry in audit.checks if entry.rule == rule],
    }


def _shown(entry):
    shown = {}
    for name in type(entry).__slots__:
        value = getattr(entry, name)
        if name == "rule" or value is None:
            continue
        if name in ("message", "explanation", "missing"):
            value = {"code": value.code, "zh": render(value), "en": render(value, "en")}
        elif not isinstance(value, str | int):
            value = f"{value:f}"
        shown[name] = value
    return shown


def main() -> None:
    for test in sorted(TESTS.glob("test_*.py")):
        module = import_module(test.stem)
        if hasattr(module, "CASES"):
            written = json.dumps(snapshots(module.RULE, module.CASES), ensure_ascii=False, indent=1)
            golden_path(module.RULE).write_text(written + "\n", encoding="utf-8")


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(TESTS))
    main()
