"""The rules' documentation, made from their docstrings: ``python -m audit.rule_pages > docs/rules.md``."""

from __future__ import annotations

import inspect
import re
import sys

from audit.registry import Rule, all_rules

PARTS = ("Formula", "Tolerance", "Source", "Example")
_PART = re.compile(rf"^({'|'.join(PARTS)}): ", re.MULTILINE)

_HEAD = """# Rules

What `hebiao check` holds every form to. The page is made from the rules' docstrings by
`python -m audit.rule_pages`.

Lines are the indicators and, once, the total fund row (年度资金总额): sub-rows (其中) that repeat its weight or
score don't count, and an execution-rate row inside the indicator table is that row. Points of the execution
that stand in several sources and not in the total row are added up. Subtotals (rows of sums, levels in rows of their
own, headings of lists) are held against their parts and are no lines. Sums of printed numbers are compared
exactly, ratios as an interval at the precision that the form prints. What agrees, what could not be checked
for lack of a number (`unchecked`) and what does not apply (`n/a`: the form prints nothing of the kind) is told
in the table `checked`, not in `finding`.

A ✓ rule sets the verdict. It is `differs` when a ✓ rule has an error or a warning; `agrees` when every ✓
rule that the form's columns allow was checked and holds, a total of scores, weights or funds was among
them, every total, weight, score, amount and rate was read plainly, the reading of the form gave no warning,
and a form with a score column prints scores; else `unchecked`. A figure that was chosen because a sum comes
out proves no sum, and a finding that rests on a value in doubt has the cause `unknown`.
"""


def rules_page() -> str:
    """Return the page: the introduction, a table of all rules, and a section for each."""
    table = ["| rule | severity | ✓ |", "|---|---|---|", *(_row(rule) for rule in all_rules())]
    sections = [_section(rule) for rule in all_rules()]
    return "\n".join([_HEAD, *table, "", "\n\n".join(sections), ""])


def parts(rule: Rule) -> dict[str, str]:
    """Return a rule's docstring in its parts: ``Flags``, ``Formula``, ``Tolerance``, ``Source``, ..."""
    summary, *rest = _PART.split(inspect.getdoc(rule.run) or "")
    flat = [" ".join(text.split()).replace("``", "`") for text in rest]
    flags = " ".join(summary.split()).replace("``", "`").removeprefix("Flag ")
    return {"Flags": flags, **dict(zip(flat[::2], flat[1::2], strict=True))}


def _row(rule: Rule) -> str:
    return f"| [`{rule.name}`](#{rule.name}) | {rule.severity} | {'✓' if rule.sets_verdict else ''} |"


def _section(rule: Rule) -> str:
    items = [f"- **{name}**: {text}" for name, text in parts(rule).items()]
    return "\n".join([f"## {rule.name}", "", *items])


if __name__ == "__main__":
    sys.stdout.write(rules_page())
