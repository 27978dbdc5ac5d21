"""No true figure is an error, and no single wrong one goes by a rule that sets the verdict."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from audit import all_rules, audit_form
from support.audit_forms import form, fund, indicator, level

SETS_VERDICT = {rule.name for rule in all_rules() if rule.sets_verdict}
LEVELS = ("产出指标", "效益指标", "满意度指标")
COLUMNS = ("initial_yuan", "budget_yuan", "executed_yuan")

wholes = (
    st.lists(st.integers(1, 9), min_size=6, max_size=12)
    .map(lambda few: [*few, 90 - sum(few)])
    .filter(lambda all_: all_[-1] > 0)
)
wan = st.decimals("0.01", "9999", places=2)


@st.composite
def true_forms(draw):
    """A form in which every figure follows from the others."""
    weights = draw(wholes)
    lost = [draw(st.decimals("0", str(weight), places=1)) for weight in weights]
    lines = [
        indicator(n, str(w), str(w - less), level1=LEVELS[n % 3], levels=(n % 3 + 1,), reason="受疫情影响")
        for n, (w, less) in enumerate(zip(weights, lost, strict=True))
    ]
    levels = [
        level(n + 1, 1, name, str(sum(w for at, w in enumerate(weights) if at % 3 == n)))
        for n, name in enumerate(LEVELS)
    ]
    sources = [_source(n, [draw(wan) for _ in COLUMNS]) for n in (2, 3, 4)]
    total = _total(sources)
    score = total.score + sum((line.score for line in lines), Decimal())
    given = {"weight_total": "100", "score_total": str(score), "levels": tuple(levels)}
    return form([total, *sources], lines, **given)


def _source(ordinal, amounts):
    initial, budget, spent = (str(value * 10000) for value in amounts)
    executed = str(min(Decimal(budget), Decimal(spent)))
    return fund(ordinal, f"来源{ordinal}", initial=initial, budget=budget, executed=executed)


def _total(sources):
    sums = {name.removesuffix("_yuan"): str(sum(getattr(one, name) for one in sources)) for name in COLUMNS}
    rate = Decimal(sums["executed"]) / Decimal(sums["budget"])
    percent = round(rate * 100, 2)
    score = round(rate * 10, 2)
    texts = {"rate": f"{percent}%", "score": f"{score}"}
    return fund(
        1, "年度资金总额", **sums, rate=str(percent / 100), weight="10", score=str(score), texts=texts
    )


@given(true_forms())
def test_a_form_of_true_figures_agrees(a_form):
    audit = audit_form(a_form)
    assert [f for f in audit.findings if f.severity != "info"] == []
    assert audit.verdict == "agrees"


figures = st.sampled_from(
    (
        "score_total",
        "weight_total",
        "line.weight",
        "line.score",
        "level",
        "total.amount",
        "source.amount",
        "rate",
        "total.score",
        "total.weight",
    )
)


@given(true_forms(), figures, st.decimals("0.02", "50", places=2), st.sampled_from((1, -1)), st.data())
def test_any_wrong_figure_is_found_by_a_rule_that_sets_the_verdict(a_form, figure, by, sign, data):
    wrong = _changed(a_form, figure, by * sign, data)
    audit = audit_form(wrong)
    found = {f.rule for f in audit.findings if f.severity != "info"} & SETS_VERDICT
    assert found, figure
    assert audit.verdict == "differs"


def _changed(a_form, figure, by, data):
    if figure in ("score_total", "weight_total"):
        return replace(a_form, **{figure: getattr(a_form, figure) + by})
    where, _, field = figure.partition(".")
    if where == "line":
        return replace(a_form, indicators=_one_changed(a_form.indicators, field, by, data))
    if where == "level":
        return replace(a_form, levels=_one_changed(a_form.levels, "weight", by, data))
    if field == "amount":
        rows = a_form.funds[:1] if where == "total" else a_form.funds[1:]
        changed = _one_changed(rows, data.draw(st.sampled_from(COLUMNS)), by * 10000, data)
        return replace(
            a_form, funds=(*changed, *a_form.funds[1:]) if where == "total" else (*a_form.funds[:1], *changed)
        )
    total = a_form.funds[0]
    if figure == "rate":
        rate = total.rate + by / 100
        changed = replace(total, rate=rate, texts=total.texts | {"rate": f"{rate * 100:.2f}%"})
    else:
        changed = replace(total, **{field: getattr(total, field) + by})
    return replace(a_form, funds=(changed, *a_form.funds[1:]))


def _one_changed(entries, field, by, data):
    place = data.draw(st.integers(0, len(entries) - 1))
    changed = list(entries)
    changed[place] = replace(entries[place], **{field: getattr(entries[place], field) + by})
    return tuple(changed)
