"""What the audit says of a sound form with one number broken, held against what arithmetic says and what was done to it."""

import json
from collections import Counter
from dataclasses import dataclass

from audit import audit_form
from audit.registry import rule_named
from hebiao.api import read
from support.audit_breaks import Break, as_simple, breaks, broken
from support.audit_figures import figures, relations, with_figure
from support.audit_forms import in_chinese
from support.audit_shifts import blamed

# Sentences that name the broken figure and what it was.
SHOULD_BE = ("计为{}，得分栏填", "全国惯例为{}分")
YUAN_IN_WAN = 10000
DIGITS = ("two digits swapped", "a digit dropped")


@dataclass(frozen=True, slots=True)
class Outcome:
    """``wrong`` rules should be found, ``missed`` are those that were not; ``others`` are slips that explain the form as well.

    ``alone`` marks a figure that stands in no sum, rate or limit.
    """

    slip: Break
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    said: tuple[tuple[str, frozenset | None], ...]
    others: tuple[Break, ...] = ()
    alone: bool = False

    @property
    def told(self):
        """``right`` where the slip is named and nothing else, ``wrong`` where something else is, else ``none``."""
        told = [(text, cells) for text, cells in self.said if not is_pointer(text)]
        if not told:
            return "none"
        is_right = all(is_true(self.slip, text) or self.slip.place in (cells or ()) for text, cells in told)
        return "right" if is_right else "wrong"


def measured(form):
    """Break each figure of a sound form in every way and audit it."""
    values, held = figures(form), relations(form)
    for place in values:
        ways = {slip.value: slip for slip in reversed(breaks(form, values, held, place))}
        for slip in ways.values():
            yield _outcome(form, values | {place: slip.value}, held, slip)


def _outcome(form, values, held, slip):
    touched = [relation for relation in held if slip.place in relation.places]
    wrong = broken(touched, values)
    if not wrong:
        return Outcome(slip, (), (), (), alone=not touched)
    shown = with_figure(form, slip.place, slip.value)
    findings = audit_form(shown).findings
    answers = {
        relation: [f for f in findings if f.severity != "info" and is_of(f, relation)] for relation in wrong
    }
    said = {}
    for found in answers.values():
        for finding in found:
            if finding.explanation is not None:
                cells = blamed(finding, shown)
                said[in_chinese(finding.explanation)] = None if cells is None else frozenset(cells)
    others = {(one.kind, one.place, one.before): one for one in as_simple(form, held, values, slip)}
    told = [r for r, found in answers.items() if found or told_by_its_sum(slip, r, findings)]
    missed = tuple(relation.rule for relation in answers if relation not in told)
    return Outcome(slip, tuple(r.rule for r in wrong), missed, tuple(said.items()), tuple(others.values()))


def told_by_its_sum(slip, relation, findings):
    """Tell whether an amount in 元 among others in 万元 is told once, by its sum and not by the rate beside it."""
    if slip.kind != "万元 for 元" or relation.rule != "execution-rate":
        return False
    return any(f.rule == "fund-total" and f.field == f"{slip.place.field}_yuan" for f in findings)


def is_of(finding, relation):
    """Tell whether a finding is about this relation, not another of its kind."""
    if finding.rule != relation.rule:
        return False
    about = {
        "fund-total": lambda: finding.field in relation.about,
        "execution-rate": lambda: finding.fund in relation.about,
        "level-weight": lambda: f"「{relation.about[0]}」" in in_chinese(finding.message),
        "score-over-weight": lambda: (
            {"fund": finding.fund, "line": finding.indicator}[relation.about[0]] == relation.about[1]
        ),
    }
    return about.get(finding.rule, lambda: True)()


def is_pointer(text):
    """Tell whether an explanation only says where the cause is told."""
    return "见该项说明" in text


def is_true(slip, text):
    """Tell whether an explanation names the slip, and with the numbers where it is one of digits."""
    if any(told.format(plain(slip.before)) in text for told in SHOULD_BE):
        return True
    numbers = {plain(number * unit) for number in (slip.before, slip.value) for unit in (1, YUAN_IN_WAN)}
    named = slip.kind not in DIGITS or slip.place.field == "rate" or any(number in text for number in numbers)
    return named and all(word in text for word in slip.words)


def plain(value):
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def false_alarms(form):
    """The findings of a sound form by rules that set the verdict."""
    return [f for f in audit_form(form).findings if rule_named(f.rule).sets_verdict and f.severity != "info"]


def sound_forms(folder, expected):
    """The forms of the files in a folder whose truth has no mistake seeded; pictures of pages are left out."""
    truth = json.loads(expected.read_text("utf-8"))
    for name, entry in truth.items():
        if "scan" not in entry["tags"] and any(not form["findings"] for form in entry["forms"]):
            pairs = zip(read(folder / name), entry["forms"], strict=True)
            yield from ((name, form) for form, wanted in pairs if not wanted["findings"])


def once(forms):
    """The forms without those that are another file's in print: a sample that is there as text and as PDF."""
    texts = {name for name, _ in forms if name.endswith(".txt")}
    return [form for name, form in forms if name in texts or f"{name[:-4]}.txt" not in texts]


def counted(outcomes):
    """How many breaks of each kind came to what."""
    found = {}
    for one in outcomes:
        counts = found.setdefault(one.slip.kind, Counter())
        counts["broken"] += 1
        counts.update(_states(one))
    return found


def _states(one):
    if not one.wrong:
        return ["alone" if one.alone else "still true"]
    found = ["to find"] if one.missed else ["to find", "found"]
    if one.others:
        return [*found, "ambiguous"]
    return [
        *found,
        "to explain",
        {"right": "explained", "wrong": "explained wrongly", "none": "not explained"}[one.told],
    ]
