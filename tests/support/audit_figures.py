"""The figures that a form prints and what arithmetic holds between them, worked out without the audit's own code."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

HUNDREDTH = Decimal("0.01")
UNITS = {"元": Decimal(1), "万元": Decimal(10000), None: Decimal(1)}
AMOUNTS = ("initial", "budget", "executed", "transferred", "net", "amount")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: in the ``form``, or in the ``fund``, ``level`` or ``line`` of an ordinal."""

    entity: str
    ordinal: int
    field: str


@dataclass(frozen=True, slots=True)
class Sum:
    """``total`` (a figure, or 100) is what ``parts`` add up to; of several figures it must be one. ``about`` tells which sum."""

    rule: str
    about: tuple
    totals: tuple
    parts: tuple
    at_most: bool = False

    def holds(self, values):
        computed = sum(values[part] for part in self.parts)
        stated = [values.get(total, total) for total in self.totals]
        return any(abs(one - computed) <= HUNDREDTH or (self.at_most and computed < one) for one in stated)

    @property
    def places(self):
        return {place for place in (*self.totals, *self.parts) if isinstance(place, Place)}


@dataclass(frozen=True, slots=True)
class Rate:
    """``rate`` is (``above`` - ``taken``) / ``below``, to half of its last printed place."""

    about: tuple
    rate: Place
    above: Place
    taken: Place | None
    below: Place
    scale: int
    rule = "execution-rate"

    def of(self, values):
        return (
            (values[self.above] - values.get(self.taken, 0)) / values[self.below] * self.scale
            if values[self.below]
            else None
        )

    def holds(self, values):
        computed, step = self.of(values), Decimal(1).scaleb(values[self.rate].as_tuple().exponent)
        return computed is None or abs(computed - values[self.rate]) <= step / 2

    @property
    def places(self):
        return {self.rate, self.above, self.below} | ({self.taken} if self.taken else set())


@dataclass(frozen=True, slots=True)
class Within:
    """A score is not above its weight."""

    about: tuple
    score: Place
    weight: Place
    rule = "score-over-weight"

    def holds(self, values):
        return values[self.score] <= values[self.weight]

    @property
    def places(self):
        return {self.score, self.weight}


def figures(form):
    """The printed numbers of a form by their places, as the cells show them: in the form's unit, a percentage as its number."""
    unit = UNITS[form.money_unit]
    found = {Place("form", 0, name): getattr(form, name) for name in ("weight_total", "score_total")}
    for fund in form.funds:
        for name in AMOUNTS:
            value = getattr(fund, f"{name}_yuan")
            found[Place("fund", fund.ordinal, name)] = (
                None if value is None else printed(fund.texts[name], value / unit)
            )
        rate = None if fund.rate is None else printed(fund.texts["rate"], fund.rate)
        found |= {Place("fund", fund.ordinal, name): getattr(fund, name) for name in ("weight", "score")}
        found[Place("fund", fund.ordinal, "rate")] = rate
    for line in form.indicators:
        found |= {Place("line", line.ordinal, name): getattr(line, name) for name in ("weight", "score")}
    found |= {Place("level", level.ordinal, "weight"): level.weight for level in form.levels}
    return {place: value for place, value in found.items() if value is not None}


def printed(text, value):
    number = NUMBER.search(text)
    return Decimal(number[0].replace(",", "")) if number else value


def with_figure(form, place, value):
    """The form with one number printed otherwise."""
    if place.entity == "form":
        return replace(form, **{place.field: value})
    name = {"fund": "funds", "line": "indicators", "level": "levels"}[place.entity]
    rows = tuple(
        _changed(form, row, place.field, value) if row.ordinal == place.ordinal else row
        for row in getattr(form, name)
    )
    return replace(form, **{name: rows})


def _changed(form, row, field, value):
    if not hasattr(row, "texts"):
        return replace(
            row,
            **{field: value, **({f"{field}_text": f"{value:f}"} if hasattr(row, f"{field}_text") else {})},
        )
    texts = row.texts | {field: NUMBER.sub(f"{value:f}", row.texts.get(field, ""), count=1)}
    if field == "rate":
        return replace(
            row,
            rate=value * row.rate / printed(row.texts["rate"], row.rate) if row.rate else value / 100,
            texts=texts,
        )
    if field in AMOUNTS:
        before = getattr(row, f"{field}_yuan")
        unit = before / printed(row.texts[field], before) if before else UNITS[form.money_unit]
        return replace(row, **{f"{field}_yuan": value * unit}, texts=texts)
    return replace(row, **{field: value}, texts=texts)


def relations(form):
    """Everything that the figures of a sound form must keep to."""
    values = figures(form)
    found = chain(_points(form, values), _levels(form, values), _sources(form, values), _rates(form, values))
    return tuple(relation for relation in found if relation.holds(values))


def lines(form, values, field):
    """The places of the weights or scores that a total adds up, that of the execution (once) first."""
    row = next((Place("line", i.ordinal, field) for i in form.indicators if i.execution), None)
    fund = next((Place("fund", f.ordinal, field) for f in form.funds if f.total), None)
    plain = [Place("line", i.ordinal, field) for i in form.indicators if not i.sub and not i.execution]
    execution = row if row in values else fund
    return [place for place in (execution, *plain) if place in values]


def _points(form, values):
    for field in ("score", "weight"):
        total, parts = Place("form", 0, f"{field}_total"), tuple(lines(form, values, field))
        whole = (Decimal(100),) if field == "weight" else ()
        if parts and (total in values or whole):
            yield Sum(f"{field}-total", (), (total,) if total in values else whole, parts)
        if total in values and whole:
            yield Sum("weight-total", (), whole, (total,))
    for place in lines(form, values, "score"):
        if (weight := replace(place, field="weight")) in values:
            yield Within((place.entity, place.ordinal), place, weight)


def _levels(form, values):
    for level in form.levels:
        below = tuple(
            Place("line", i.ordinal, "weight")
            for i in form.indicators
            if not i.sub and level.ordinal in i.levels
        )
        if (
            Place("level", level.ordinal, "weight") in values
            and below
            and all(place in values for place in below)
        ):
            yield Sum("level-weight", (level.name,), (Place("level", level.ordinal, "weight"),), below)


def _sources(form, values):
    total = next((f for f in form.funds if f.total), None)
    sources = [f for f in form.funds if total and not f.total]
    for heading in dict.fromkeys(f.list_heading for f in sources):
        rows = [f for f in sources if f.list_heading == heading]
        for name in AMOUNTS:
            yield from _column(total, rows, name, values)


def _column(total, rows, name, values):
    places = [(row, place) for row in rows if (place := Place("fund", row.ordinal, name)) in values]
    blank = [
        row
        for row in rows
        if Place("fund", row.ordinal, name) not in values and not row.texts.get(name, "").strip()
    ]
    part = bool(blank) or (len(rows) == 1 and rows[0].among)
    names = AMOUNTS[:3] if name == "amount" else (name,)
    totals = tuple(place for n in names if (place := Place("fund", total.ordinal, n)) in values)
    for parts in ([p for _, p in places], [p for row, p in places if not row.among]):
        computed = sum(values[p] for p in parts)
        answering = tuple(t for t in totals if values[t] == computed)
        if parts and answering and name != "net":
            yield Sum("fund-total", tuple(f"{n}_yuan" for n in names), answering, tuple(parts), part)
            return
    if places and totals and part and name != "net":
        yield Sum(
            "fund-total", tuple(f"{n}_yuan" for n in names), totals, tuple(p for _, p in places), at_most=True
        )


FORMULAS = {
    "B/A": (("executed",), None, ("budget", "initial")),
    "E/C": (("executed",), None, ("net", "budget")),
}
FORMULAS["(B-C)/A"] = (("executed",), "transferred", ("budget",))


def _rates(form, values):
    (above,), taken, bases = FORMULAS[form.rate_formula or "B/A"]
    below = next((name for name in bases if any(place.field == name for place in values)), None)
    for fund in form.funds:
        places = {name: Place("fund", fund.ordinal, name) for name in ("rate", above, taken, below)}
        if all(places[name] in values for name in ("rate", above, below)) and values[places[below]]:
            scale = 1 if fund.rate == values[places["rate"]] != 0 else 100
            minus = places[taken] if places[taken] in values else None
            yield Rate((fund.ordinal,), places["rate"], places[above], minus, places[below], scale)
