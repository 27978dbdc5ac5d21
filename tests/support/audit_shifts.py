"""Slips outside the list: figures shifted at random, two at once, misprints of kinds that no rule knows; and whom the audit blames."""

import random
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from audit import audit_form
from support.audit_breaks import breaks, broken
from support.audit_figures import AMOUNTS, Place, figures, lines, relations, with_figure

TIMES = 6
"""How often each kind is tried on each form."""

STEPS = (Decimal(1), Decimal("0.5"), Decimal("0.1"), Decimal("0.01"))
MOST_STEPS = 20
AMOUNT_SHARE = 20
"""An amount is shifted by up to a twentieth of it."""

OF_TOTAL = {
    "left-out-execution", "left-out-line", "twice-execution", "twice-line", "sub-rows", "counted-subtotal", "swapped-total",
    "dropped-total", "rounded-to", "cut-to", "percent-total", "unit-total", "total-meant", "level-meant", "row-left-out", "row-twice",
    "line-left-out-of-both", "line-twice-in-both", "points-moved",
}  # fmt: skip
OF_RATE = {
    "rate-padded", "rate-padded-whole", "rate-cut", "rate-capped", "rate-swapped", "rate-dropped", "rate-formula",
    "rate-percent-sign",
}  # fmt: skip
OF_SCORE = {
    "figure-rounded",
    "figure-swapped",
    "figure-dropped",
    "score-is-rate",
    "score-is-total",
    "score-uncapped",
}
OF_NOBODY = {"rate-exact-amounts", "explained-above", "rate-unit", "level-departs"}
COLUMN_OF = {
    "column-budget": "budget",
    "column-executed": "executed",
    "column-initial": "initial",
    "column-net": "net",
}
COLUMN_OF["column-transferred"] = "transferred"


@dataclass(frozen=True, slots=True)
class Shift:
    """What was done to a form: the ``places`` that now print something else."""

    kind: str
    places: frozenset
    form: object


def shifts(form, seed=0):
    """Every kind of slip outside the list, some times each, on a sound form; slips that change nothing that is held are left out."""
    chance = random.Random(f"{seed} {form.title} {form.department} {form.project}")
    values, held = figures(form), relations(form)
    summed = {place for relation in held for place in relation.places}
    for kind, pick in KINDS.items():
        for _ in range(TIMES):
            changed = pick(chance, form, values, summed)
            changed = {
                place: value
                for place, value in (changed or {}).items()
                if value != values[place] and value >= 0
            }
            if not changed or not broken(held, values | changed):
                continue
            if len(changed) == 1 and _is_listed(form, values, held, changed):
                continue
            again = form
            for place, value in changed.items():
                again = with_figure(again, place, value)
            yield Shift(kind, frozenset(changed), again)


def _is_listed(form, values, held, changed):
    """Tell whether one slip of the list would have made the same."""
    ((place, value),) = changed.items()
    return any(one.value == value for one in breaks(form, values, held, place))


def blamed(finding, form):
    """The places that a finding's explanation blames, None where it blames none."""
    told = finding.explanation
    if told is None:
        return None
    args = dict(told.args)
    if told.code == "perhaps":
        told = args["what"]
        args = dict(told.args)
    if told.code in OF_NOBODY or told.code not in KNOWN:
        return None
    return _places(told.code, args, finding, form)


def _places(code, args, finding, form):
    if code in OF_TOTAL:
        return _total_of(finding, form)
    if code in OF_RATE:
        return {Place("fund", finding.fund, "rate")}
    if code in OF_SCORE:
        return {Place("fund", finding.fund, "score"), Place("line", finding.indicator, "score")}
    if code.startswith("rate-amount"):
        return {Place("fund", finding.fund, COLUMN_OF[args["column"].code])}
    if code == "by-rate-total":
        return _total_of(finding, form) | {Place("fund", f.ordinal, "score") for f in form.funds}
    return _line_of(finding, form, args["name"])


KNOWN = OF_TOTAL | OF_RATE | OF_SCORE | {
    "swapped-line", "dropped-line", "rounded-line", "unit-line", "percent-line", "line-meant", "earlier-score", "earlier-weight",
    "by-rate-total", "rate-amount-swapped", "rate-amount-dropped",
}  # fmt: skip


def _total_of(finding, form):
    if finding.rule == "fund-total":
        total = next(f for f in form.funds if f.total)
        return {Place("fund", total.ordinal, finding.field.removesuffix("_yuan"))}
    if finding.rule == "level-weight":
        name = dict(finding.message.args)["name"]
        return {Place("level", level.ordinal, "weight") for level in form.levels if level.name == name}
    return {Place("form", 0, finding.field)}


def _line_of(finding, form, name):
    if finding.rule == "fund-total":
        field = finding.field.removesuffix("_yuan")
        return {
            Place("fund", f.ordinal, n) for f in form.funds if f.source == name for n in (field, "amount")
        }
    field = "score" if finding.rule == "score-total" else "weight"
    if finding.rule == "score-over-weight":
        field = finding.field
    found = {Place("fund", f.ordinal, field) for f in form.funds if f.source == name}
    for line in form.indicators:
        names = (line.content, line.level3, line.level2, line.level1)
        called = next(filter(None, names), f"第{line.ordinal}行")
        if called[:24] == str(name).removesuffix("…")[:24]:
            found.add(Place("line", line.ordinal, field))
    return found


def blames(form, seed=0):
    """What the audit says of each slip outside the list: the kind, how many findings, and what their explanations blame."""
    for shift in shifts(form, seed):
        found = [one for one in audit_form(shift.form).findings if one.severity != "info"]
        counts = Counter(findings=0)
        for one in found:
            if one.rule not in HELD:
                continue
            counts["findings"] += 1
            cells = blamed(one, shift.form)
            if cells is None:
                counts["not explained"] += (
                    one.explanation is None or dict(one.explanation.args).get("what") is None
                )
                continue
            right = bool(cells & shift.places)
            counts["blames what is wrong" if right else "blames what is right"] += 1
        yield shift, counts, found


HELD = {
    "score-total",
    "weight-total",
    "level-weight",
    "fund-total",
    "execution-rate",
    "score-over-weight",
    "execution-score",
}


def tallied(forms, seed=0):
    """The counts of every kind over all forms."""
    kinds = {}
    for form in forms:
        for shift, counts, _ in blames(form, seed):
            kinds.setdefault(shift.kind, Counter()).update(counts | Counter(slips=1))
    return kinds


def _shifted(chance, value, *, money=False):
    if money:
        places = -min(0, value.as_tuple().exponent)
        by = value * Decimal(chance.randint(1, 10**6)) / 10**6 / AMOUNT_SHARE
        by = by.quantize(Decimal(1).scaleb(-places)) or Decimal(1).scaleb(-places)
        return value + by * chance.choice((1, -1))
    return value + chance.choice(STEPS) * chance.randint(1, MOST_STEPS) * chance.choice((1, -1))


def _pick(chance, values, wanted):
    places = sorted((p for p in values if wanted(p)), key=lambda p: (p.entity, p.ordinal, p.field))
    return chance.choice(places) if places else None


def _one(wanted, change=_shifted):
    def pick(chance, _, values, summed):
        place = _pick(chance, values, lambda p: p in summed and wanted(p))
        if place is None:
            return None
        if change is _shifted:
            return {place: _shifted(chance, values[place], money=place.field in AMOUNTS)}
        return {place: change(chance, values[place])}

    return pick


def _two(wanted):
    def pick(chance, form, values, summed):
        first, second = (_one(wanted)(chance, form, values, summed) for _ in range(2))
        return (first or {}) | (second or {})

    return pick


def _is_line(*fields):
    return lambda p: p.entity in ("line", "fund") and p.field in fields


def _is_amount(form_total):
    return lambda p: p.field in AMOUNTS and (p.ordinal == 1) == form_total


def _retype(chance, value):
    """Another digit at one place."""
    text = f"{value:f}"
    place = chance.choice([n for n, char in enumerate(text) if char.isdigit()])
    digit = chance.choice([d for d in "0123456789" if d != text[place]])
    return Decimal(text[:place] + digit + text[place + 1 :])


def _repeat(chance, value):
    """A digit typed twice."""
    text = f"{value:f}"
    place = chance.choice([n for n, char in enumerate(text) if char.isdigit()])
    return Decimal(text[:place] + text[place] + text[place:])


def _swap_apart(chance, value):
    """Two digits that do not stand side by side."""
    text = f"{value:f}"
    digits = [n for n, char in enumerate(text) if char.isdigit()]
    pairs = [(a, b) for n, a in enumerate(digits) for b in digits[n + 2 :]]
    if not pairs:
        return value
    a, b = chance.choice(pairs)
    chars = list(text)
    chars[a], chars[b] = chars[b], chars[a]
    return Decimal("".join(chars))


def _copy_neighbour(field):
    def pick(chance, form, values, _):
        places = lines(form, values, field)
        if len(places) < 2:
            return None
        at = chance.randrange(1, len(places))
        return {places[at]: values[places[at - 1]]}

    return pick


KINDS = {
    "a total score shifted": _one(lambda p: p == Place("form", 0, "score_total")),
    "a total weight shifted": _one(lambda p: p == Place("form", 0, "weight_total")),
    "a line's score shifted": _one(_is_line("score")),
    "a line's weight shifted": _one(_is_line("weight")),
    "a level's weight shifted": _one(lambda p: p.entity == "level"),
    "an amount of the total row shifted": _one(_is_amount(form_total=True)),
    "an amount of a source shifted": _one(_is_amount(form_total=False)),
    "a rate shifted": _one(lambda p: p.field == "rate", lambda c, v: v + Decimal(c.randint(1, 999)) / 100 * c.choice((1, -1))),
    "another digit": _one(lambda _: True, _retype),
    "a digit twice": _one(lambda _: True, _repeat),
    "two digits apart swapped": _one(lambda _: True, _swap_apart),
    "a score of the line above": _copy_neighbour("score"),
    "a weight of the line above": _copy_neighbour("weight"),
    "two scores shifted": _two(_is_line("score")),
    "two weights shifted": _two(_is_line("weight")),
    "two amounts shifted": _two(lambda p: p.field in AMOUNTS),
    "two figures shifted": _two(lambda _: True),
}  # fmt: skip
