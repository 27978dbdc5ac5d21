from dataclasses import replace
from string import Formatter

import pytest

from audit import audit_form, rules
from audit.explain.suspects import Seen, judged
from audit.finding import Finding
from audit.messages.catalogue import data, places_name, say
from audit.messages.english import english
from audit.packs import packs
from normalize.values.quantity import quantities
from support.audit_breaks import breaks
from support.audit_figures import figures, relations, with_figure
from support.audit_forms import form, fund, indicator, level, wangcheng

SAID = data("messages.toml")["say"]
HAN = range(0x4E00, 0x9FFF)


def blanks(sentence):
    return {name for _, name, *_ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", SAID)
def test_every_message_is_in_both_languages_with_the_same_blanks(key):
    assert set(SAID[key]) == {"zh", "en"}
    assert all(SAID[key].values())
    assert blanks(SAID[key]["zh"]) == blanks(SAID[key]["en"])
    assert not hanzi(SAID[key]["en"])


@pytest.mark.parametrize("key", SAID)
def test_every_message_is_found_again_in_english(key):
    values = {name: f"{number}.{number}" for number, name in enumerate(sorted(blanks(SAID[key]["zh"])), 1)}
    assert english(say(key, **values)) == SAID[key]["en"].format(**values)


def test_a_message_is_put_in_english_down_to_its_parts():
    assert (
        english(say("rate-padded", places=places_name(1), printed=places_name(2)))
        == "the rate was taken to one decimal and printed with two decimals"
    )
    assert english(say("rounded-to", places=places_name(9))) == "the stated figure was rounded to 9 decimals"
    assert english(
        say(
            "rate-formula",
            above=say("less", one=say("executed_yuan"), other=say("transferred_yuan")),
            below=say("budget_yuan"),
        )
    ) == ("it was computed as executed amount − upper transfers ÷ budget")


@pytest.mark.parametrize("name", ["望城区", "得分19,超过分值18", "执行率", "5万元"])
def test_what_a_form_prints_stays_as_it_is(name):
    assert english("望城区") == "望城区"
    assert english(say("negative-score", name=name, score="-1")) == f'"{name}" scores -1, less than 0.'


def test_what_stands_in_for_a_name_that_is_not_printed_is_put_in_english():
    assert (
        english(say("negative-score", name=say("row", ordinal=3), score="-1"))
        == '"line 3" scores -1, less than 0.'
    )


def hanzi(text):
    return "".join(char for char in text or "" if ord(char) in HAN)


def test_all_that_is_said_of_a_form_has_its_english():
    names = hanzi(
        "".join(f"{i.content}{i.level3}" for i in wangcheng().indicators) + "年度资金总额财政拨款万元优良中差"
    )
    audit = audit_form(wangcheng())
    for entry in (*audit.findings, *audit.checks):
        for text in (getattr(entry, "message", ""), entry.explanation, getattr(entry, "missing", "")):
            assert set(hanzi(english(text or ""))) <= set(names), text


GRADES = "优良中差"


def latin():
    """A form that prints no Chinese but its levels, which the rules go by."""
    texts = {
        "budget": "820",
        "executed": "851.92",
        "transferred": "0",
        "rate": "104.00%",
        "weight": "10",
        "score": "9.61",
    }
    amounts = {"budget": "8200000", "executed": "8519200", "transferred": "0", "rate": "1.04"}
    funds = [
        fund(1, "Total", **amounts, weight="10", score="9.61", texts=texts),
        fund(2, "Grant", **amounts, texts=texts),
    ]
    depths = {"产出指标": "50", "效益指标": "40"}
    lines = [
        indicator(
            n,
            w,
            w,
            level1=one,
            level3=f"Line {n}",
            weight_text=w,
            score_text=w,
            levels=(1 + list(depths).index(one),),
            target="≥100",
            actual="100",
        )
        for n, (one, w) in enumerate((("产出指标", "20.5"), ("产出指标", "29.5"), ("效益指标", "40")), 1)
    ]
    rest = {
        "weight_total": "100",
        "score_total": "99.61",
        "rate_formula": "(B-C)/A",
        "title": "T",
        "year": 2020,
    }
    return form(funds, lines, levels=[level(n, 1, *pair) for n, pair in enumerate(depths.items(), 1)], **rest)


def every_kind():
    """Forms that each rule finds something wrong with."""
    sound = latin()
    one = sound.indicators[0]
    missed = replace(one, achieved=0, target="≥100", actual="80", reason="")
    compared = quantities("≥100", "target") + quantities("200", "actual")
    far = indicator(9, "1", "2", level3="Far", target="≥100", actual="200", quantities=compared)
    yield replace(sound, score_total=sound.score_total + 1, grade="差")
    yield replace(
        sound, indicators=(missed, replace(one, ordinal=2, weight=one.weight + 3, score=one.score - 30))
    )
    yield replace(
        sound,
        indicators=(replace(one, achieved=1, score=one.score - 1), *sound.indicators[1:]),
        weight_total=None,
    )
    yield replace(sound, indicators=(), score_total=None, templates=("Fill in",), rate_formula="A+B")
    yield replace(
        sound, funds=(replace(sound.funds[0], score=sound.score_total, transferred_yuan=10), *sound.funds[1:])
    )
    yield form(
        [fund(1, "Total", budget="10", executed="20"), fund(2, "List", amount="15", heading="H")], [far]
    )


def broken():
    """The form with each figure broken in every way that people break one."""
    sound = latin()
    values, held = figures(sound), relations(sound)
    return (
        with_figure(sound, place, one.value) for place in values for one in breaks(sound, values, held, place)
    )


def test_every_rule_and_every_slip_is_told_in_english_without_a_chinese_letter_but_the_forms():
    audits = (audit_form(one, pack) for one in (*every_kind(), *broken()) for pack in (None, "systems"))
    said = [entry for audit in audits for entry in (*audit.findings, *audit.checks)]
    assert {entry.rule for entry in said if isinstance(entry, Finding)} >= {rule.name for rule in rules()}
    texts = {
        text
        for e in said
        for text in (getattr(e, "message", ""), e.explanation, getattr(e, "missing", ""))
        if text
    }
    assert len(texts) > 100
    assert [text for text in texts if set(hanzi(english(text))) - set(GRADES + "产出指标效益")] == []


def test_every_clause_of_every_pack_has_its_english():
    for pack in packs():
        for clause in pack.clauses:
            assert set(hanzi(english(clause.basis))) <= set("优良中差"), clause.text


def test_the_second_reading_of_a_finding_has_its_english():
    where = {"rate": (), "budget": ()}
    row = fund(1, "总额", budget="100", executed="90", rate="0.8", texts={"rate": "80%"}, where=where)
    audit = audit_form(form([row], [indicator(1, "10", "10")]))
    twice = judged(
        form([row]),
        audit,
        lambda suspect: Seen(differ=("80%", "") if suspect.field == "rate" else ("100", "10")),
    )
    finding = next(f for f in twice.findings if f.rule == "execution-rate")
    assert isinstance(finding, Finding)
    assert english(finding.message).endswith(
        "by B/A it is 90.00%. Two readings differ in 2 places, as 80% / (empty)."
    )
