"""What a form's money unit, told by a person, changes in how its amounts were read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extract import with_doubt, without_doubt
from normalize.form import Form
from normalize.parts import AMOUNTS, Places, Where
from normalize.sections.funds.money_units import UNIT_WARNINGS


def trust_money_unit(form: Form) -> Form:
    """Return a form whose money unit a person has told: its amounts are not in doubt for it any more."""
    warnings = tuple(warning for warning in form.warnings if warning.code not in UNIT_WARNINGS)
    return replace(_change_amounts(form, _without_unit_doubt), warnings=warnings)


def doubt_money_unit(form: Form) -> Form:
    """Return a form whose money unit is not sure, so that its amounts are in doubt."""
    return _change_amounts(form, _with_unit_doubt)


def _change_amounts(form: Form, change: Callable[[Places], Places]) -> Form:
    funds = tuple(replace(fund, where=_change_places(fund.where, change)) for fund in form.funds)
    subtotals = tuple(replace(one, where=_change_places(one.where, change)) for one in form.subtotals)
    return replace(form, funds=funds, subtotals=subtotals)


def _change_places(where: Where, change: Callable[[Places], Places]) -> Where:
    return {field: change(boxes) if field in AMOUNTS else boxes for field, boxes in where.items()}


def _with_unit_doubt(boxes: Places) -> Places:
    return with_doubt(boxes, "unit")


def _without_unit_doubt(boxes: Places) -> Places:
    return tuple(without_doubt(box) if box.doubt == "unit" else box for box in boxes)
