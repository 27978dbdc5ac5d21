"""The weights that a place usually gives its levels (默认权重), and the one level that departs from them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.catalogue import say
from audit.lines import execution_line, lines
from audit.packs import Clause, Pack, in_force
from audit.printed import plain
from audit.slips import Slip
from normalize.form import Form

_EXECUTION, _ALL = "预算执行", "绩效指标"


def departing_levels(form: Form, pack: Pack, difference: Decimal) -> Iterator[Slip]:
    """Yield the only level that departs from the pack's weights, where that makes the whole ``difference`` from 100."""
    for clause in in_force(pack, "weights", form.year):
        weighed = _weights(form, clause)
        departing = [name for name, weight in clause.terms["levels"].items() if weighed.get(name) != weight]
        if weighed.keys() == clause.terms["levels"].keys() and len(departing) == 1:
            value, usual = weighed[departing[0]], clause.terms["levels"][departing[0]]
            if value - usual == difference:
                yield Slip(2, say("level-departs", level=departing[0], value=plain(value), place=clause.place, usual=usual))


def _weights(form: Form, clause: Clause) -> dict[str, Decimal]:
    """Return what the form's levels weigh, by the names that the clause uses."""
    execution = execution_line(form)
    weighed = {_EXECUTION: execution.weight} if execution and execution.weight is not None else {}
    level1 = {indicator.ordinal: indicator.level1 for indicator in form.indicators}
    for line in lines(form):
        if not line.execution and line.indicator is not None and line.weight is not None:
            name = _ALL if _ALL in clause.terms["levels"] else level1[line.indicator] or ""
            weighed[name] = weighed.get(name, Decimal()) + line.weight
    return weighed
