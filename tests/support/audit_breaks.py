"""The ways in which people get one printed number wrong, and which of them could have made a form what it is."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import pairwise

from support.audit_figures import AMOUNTS, FORMULAS, Place, Rate, Sum, lines

CHANGES = [Decimal(by) for by in ("-5", "-2", "-1", "1", "2", "5")]
CHANGED = ("a weight changed, the total not", "a score changed, the total not", "a score above its weight")
WHOLE, PART, DIGIT_OF_PART = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Break:
    """One number printed wrong: ``rank`` tells in how many places such a slip can happen, ``words`` what an explanation must say."""

    kind: str
    place: Place
    before: Decimal
    value: Decimal
    rank: int
    words: tuple[str, ...] = ()


def breaks(form, values, relations, place):
    """Every way to break one figure of a sound form; a number cut is no other slip where rounding gives the same."""
    held = [relation for relation in relations if place in relation.places]
    found = [one for one in _ways(form, values, held, place) if one.value != values[place]]
    shortened = {one.value for one in found if one.kind in ("rounded", "cut")}
    kept = dict.fromkeys(
        one for one in found if one.kind not in ("cut", "a digit dropped") or one.value not in shortened
    )
    cut = [
        one
        for one in found
        if one.kind == "cut" and one.value not in {o.value for o in kept if o.kind == "rounded"}
    ]
    return [*dict.fromkeys([*kept, *cut])]


def _ways(form, values, held, place):
    value = values[place]
    is_total = any(isinstance(r, Sum) and place in r.totals for r in held)
    whole = is_total or place.field == "rate"

    def slip(kind, new, rank, *words):
        return Break(kind, place, value, new, rank, words)

    yield from _shortened(values, held, slip, place, whole=whole)
    for factor in scales(place):
        kind, words = ("万元 for 元", ("万元与元",)) if factor == 10000 else ("percent for ratio", ("百分",))
        yield slip(kind, value * factor, WHOLE if whole else PART, *words)
        yield slip(kind, value / factor, WHOLE if whole else PART, *words)
    yield from _counted(form, values, held, slip, place)
    yield from (
        slip("two digits swapped", new, PART if whole else DIGIT_OF_PART, "颠倒") for new in swapped(value)
    )
    yield from (
        slip("a digit dropped", new, PART if whole else DIGIT_OF_PART, "漏写了一位") for new in dropped(value)
    )
    yield from _changed(values, slip, place)
    if place.field == "rate":
        yield from _by_other_formula(values, held, slip, place)


def scales(place):
    if place.field in AMOUNTS:
        return (10000,)
    return (100,) if place.field == "rate" or place.entity != "level" else ()


def swapped(value):
    text = f"{value:f}"
    digits = [n for n, char in enumerate(text) if char.isdigit()]
    for left, right in pairwise(digits):
        chars = list(text)
        chars[left], chars[right] = chars[right], chars[left]
        if "".join(chars) != text and not (chars[0] == "0" != text[0]):
            yield Decimal("".join(chars))


def dropped(value):
    """Leave out a digit; one left out at the end is a number cut short, and one left out at the front leaves no zero there."""
    text = f"{value:f}"
    for place, char in enumerate(text):
        rest = text[:place] + text[place + 1 :]
        if (
            char.isdigit()
            and rest[:1].isdigit()
            and not (rest[0] == "0" and rest[1:2].isdigit())
            and not rest.endswith(".")
        ):
            yield Decimal(rest)


def _shortened(values, held, slip, place, *, whole):
    places = max(0, -values[place].as_tuple().exponent)
    exact = next((r.of(values) for r in held if isinstance(r, Rate) and r.rate == place), values[place])
    exact = values[place] if exact is None else exact
    for rounding, kind, words in (
        (ROUND_HALF_UP, "rounded", ("四舍五入到",)),
        (ROUND_DOWN, "cut", ("截取",)),
    ):
        for shorter in range(places, -1, -1):
            new = exact.quantize(Decimal(1).scaleb(-shorter), rounding)
            if place.field == "rate":
                new = new.quantize(Decimal(1).scaleb(-places))
            told = words if whole else ("取到",)
            padded = place.field == "rate" and rounding == ROUND_HALF_UP
            yield slip(kind, new, WHOLE if whole else DIGIT_OF_PART, *(("印",) if padded else told))


def _counted(form, values, held, slip, place):
    execution = {p for f in ("weight", "score") for p in lines(form, values, f)[:1] if _is_execution(form, p)}
    for one in (r for r in held if isinstance(r, Sum) and place in r.totals):
        for part in one.parts:
            named = ("预算执行",) if part in execution else (_name(form, part),)
            what = "the execution's points" if part in execution else "one line"
            yield slip(f"{what} left out", values[place] - values[part], PART, "漏加", *named)
            yield slip(f"{what} twice", values[place] + values[part], PART, "两次", *named)
        repeated = _repeated(form, values, one)
        if repeated:
            yield slip("sub-rows counted", values[place] + repeated, WHOLE, "其中")
    for field in ("score",) if place == Place("form", 0, "score_total") else ():
        for line in lines(form, values, field):
            if line in execution:
                yield from _by_printed_rate(form, values, slip, place, line)


def _is_execution(form, place):
    return place.entity == "fund" or any(i.ordinal == place.ordinal and i.execution for i in form.indicators)


def _repeated(form, values, one):
    if one.rule == "fund-total":
        field = one.parts[0].field
        rest = [Place("fund", f.ordinal, field) for f in form.funds if f.among and not f.total]
    else:
        rest = [
            Place("line", i.ordinal, "score" if one.rule == "score-total" else "weight")
            for i in form.indicators
            if i.sub
        ]
    return sum(values[p] for p in rest if p in values and p not in one.parts and p.field != "amount")


def _by_printed_rate(form, values, slip, place, line):
    fund = next((f for f in form.funds if f.total and f.rate is not None), None)
    weight = values.get(Place(line.entity, line.ordinal, "weight"))
    if fund and weight:
        score = (min(fund.rate, Decimal(1)) * weight).quantize(Decimal("0.01"), ROUND_HALF_UP)
        yield slip("computed from the printed rate", values[place] - values[line] + score, WHOLE, "按执行率")


def _changed(values, slip, place):
    """A weight or a full score that was changed, and the total not: the other of the two still tells what it was."""
    if place.entity not in ("line", "fund") or place.field not in ("weight", "score"):
        return
    if values.get(_other(place)) != values[place]:
        return
    for by in CHANGES:
        new = values[place] + by
        above = place.field == "score" and by > 0
        kind = "a score above its weight" if above else f"a {place.field} changed, the total not"
        if new > 0:
            yield slip(kind, new, PART, "改成了" if place.field == "weight" else "改动前")


def _other(place):
    """The weight beside a score, the score beside a weight."""
    return Place(place.entity, place.ordinal, {"weight": "score", "score": "weight"}.get(place.field, ""))


def _by_other_formula(values, held, slip, place):
    rate = next((r for r in held if isinstance(r, Rate)), None)
    for above, taken, bases in FORMULAS.values() if rate else ():
        amounts = [values.get(Place("fund", place.ordinal, name)) for name in (above[0], *bases[:1])]
        minus = values.get(Place("fund", place.ordinal, taken), 0) if taken else 0
        for base in (values.get(Place("fund", place.ordinal, name)) for name in bases):
            if amounts[0] is not None and base:
                step = Decimal(1).scaleb(values[place].as_tuple().exponent)
                new = ((amounts[0] - minus) / base * rate.scale).quantize(step, ROUND_HALF_UP)
                yield slip("the rate by another formula", new, PART, "计算的")


def _name(form, place):
    if place.entity == "fund":
        return next(f.source for f in form.funds if f.ordinal == place.ordinal)
    line = next(i for i in form.indicators if i.ordinal == place.ordinal)
    return (line.content or line.level3 or line.level2 or line.level1 or f"第{line.ordinal}行")[:24]


def broken(relations, values):
    """The relations that do not hold."""
    return [relation for relation in relations if not relation.holds(values)]


def as_simple(form, relations, values, truth):
    """Other slips that would have printed the very same form, and are no less simple than the true one."""
    wrong = broken(relations, values)
    for place in set.intersection(*(relation.places for relation in wrong)):
        for before in _befores(values, wrong, place):
            sound = values | {place: before}
            if any(not r.holds(sound) for r in relations if place in r.places):
                continue
            for one in breaks(form, sound, relations, place):
                if one.value == values[place] and one.rank <= truth.rank and one != truth:
                    yield one
            if truth.rank >= PART and truth.kind not in CHANGED and values.get(_other(place)) == before:
                yield Break("changed", place, before, values[place], PART)


def _befores(values, wrong, place):
    value = values[place]
    for one in (r for r in wrong if isinstance(r, Sum)):
        stated = [values.get(total, total) for total in one.totals]
        computed = sum(values[part] for part in one.parts)
        found = {computed} if place in one.totals else {value + total - computed for total in stated}
        return {before for before in found if before >= 0}
    rate = next((r for r in wrong if isinstance(r, Rate)), None)
    found = (
        {value * f for f in scales(place)}
        | {value / f for f in scales(place)}
        | set(swapped(value))
        | set(undropped(value))
    )
    if rate and place == rate.rate and rate.of(values) is not None:
        step = Decimal(1).scaleb(value.as_tuple().exponent)
        found |= {rate.of(values).quantize(unit, ROUND_HALF_UP) for unit in (step, step / 10)}
    found.add(values.get(_other(place), value))
    return found


def undropped(value):
    text = f"{value:f}"
    if len(text) <= 12:
        for place in range(len(text) + 1):
            yield from (Decimal(text[:place] + digit + text[place:]) for digit in "0123456789")
