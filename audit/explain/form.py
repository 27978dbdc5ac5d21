"""Why a form's figures do not agree: sought once for all of its findings, after all rules.

A cause is a change of the form that mends what disagrees and breaks nothing. The one that mends most comes
first; it is told in the first finding that it mends, as a possibility with its evidence. None is told where
two fit, nor where so many slips could have made the difference that one of them fits by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audit.explain.cells import FormCell
from audit.explain.search import Cause, Search
from audit.explain.trials import Hold, is_arithmetic
from audit.finding import About, Finding
from audit.ledger import Ledger
from audit.messages.words import COLUMNS
from audit.packs import Pack
from extract import Message, message

_BORROWED = "fits-elsewhere"
"""What a rule of another place gives, which does not bind the form: told where no slip fits as well."""


def explain_form(
    ledger: Ledger,
    pack: Pack,
    findings: Sequence[Finding],
    hold: Hold,
    settled: frozenset[FormCell] = frozenset(),
) -> tuple[Finding, ...]:
    """Return the findings with what may explain them; ``hold`` finds what disagrees in a changed form.

    ``settled`` are cells that a person confirmed: none of them is blamed.
    """
    if not any(is_sought(finding) for finding in findings):
        return tuple(findings)
    search = Search(ledger, pack, findings, hold, settled)
    told: dict[Message, Finding] = {}
    explained: list[Finding] = []
    for finding in findings:
        if finding.explanation is not None and finding.explanation.code == _BORROWED:
            cause = search.find_cause(finding)
            explained.append(finding if cause is None else replace(finding, explanation=None))
        elif is_sought(finding):
            cause = search.find_cause(finding)
            explained.append(
                replace(finding, explanation=_tell(cause, finding, told, tuple(search.trials.before)))
            )
        else:
            explained.append(finding)
    return tuple(explained)


def is_sought(finding: Finding) -> bool:
    """Tell whether a cause is sought: figures do not agree, nothing says why, and the reading is sure."""
    return is_arithmetic(finding) and finding.explanation is None and finding.cause == "form"


def _tell(
    cause: Cause | None, finding: Finding, told: dict[Message, Finding], in_order: Sequence[About]
) -> Message | None:
    """Return what a finding says of its cause: the cause itself, or where it was told already."""
    if cause is None:
        return None
    first = told.get(cause.sentence)
    if first is not None and len(cause.mended) > 1:
        return message("explained-above", column=_name_column(first.about))
    told[cause.sentence] = finding
    mended = tuple(dict.fromkeys(_name_column(key) for key in in_order if key in cause.mended))
    evidence = cause.evidence or message("then-agree", columns=mended)
    return message("perhaps", what=cause.sentence, evidence=evidence)


def _name_column(key: About) -> str | Message:
    rule, *_, field = key
    if rule == "score-over-weight":
        return message("score-within-weight")
    return COLUMNS.get(field or "", rule)
