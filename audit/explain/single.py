"""What may explain a finding by its own line, where no figure of a sum does."""

from __future__ import annotations

from audit.explain.points import explain_excess, explain_execution_score, find_departing_level
from audit.explain.rate import StatedRate, explain_rate
from audit.explain.trials import Trials
from audit.finding import Finding
from audit.ledger import WHOLE, Ledger
from audit.ledger.execution import meant_scores
from audit.packs import Pack, in_force
from extract import Message


def explain_alone(ledger: Ledger, pack: Pack, finding: Finding, trials: Trials) -> Message | None:
    """Return what may explain a finding by its own line or level, or None."""
    if finding.rule == "execution-rate":
        return _explain_rate(ledger, finding, trials)
    if finding.rule == "score-over-weight":
        return _explain_excess(ledger, finding, trials)
    if finding.rule == "execution-score":
        return _explain_execution_score(ledger, pack, finding)
    if finding.rule == "weight-total" and finding.computed is not None:
        return find_departing_level(ledger, pack, finding.computed - WHOLE)
    return None


def _explain_rate(ledger: Ledger, finding: Finding, trials: Trials) -> Message | None:
    fund = next((fund for fund in ledger.form.funds if fund.ordinal == finding.fund), None)
    if fund is None or fund.rate is None or ledger.formula is None:
        return None
    amounts = ledger.ratio(fund)
    if amounts is None or not amounts.below:
        return None
    rate = StatedRate(fund, fund.rate, amounts.value, ledger.formula, ledger.base, ledger.unit)
    return explain_rate(rate, finding.about, trials)


def _explain_excess(ledger: Ledger, finding: Finding, trials: Trials) -> Message | None:
    about = (finding.fund, finding.indicator)
    line = next((row for row in ledger.rows if (row.fund, row.indicator) == about), None)
    if line is None or line.score is None or line.weight is None:
        return None
    return explain_excess(ledger, line, trials, finding.about)


def _explain_execution_score(ledger: Ledger, pack: Pack, finding: Finding) -> Message | None:
    if ledger.scored is None or finding.computed is not None:
        return None
    clauses = in_force(pack, "score", ledger.form.year)
    meant = [score for _, score in meant_scores(ledger.scored, clauses)]
    return explain_execution_score(ledger.scored, meant, ledger.form.score_total)
