from string import Formatter

import pytest
from audit_forms import form, fund, indicator, wangcheng

from audit import audit_form
from audit.catalogue import data, places_name, say
from audit.english import english
from audit.finding import Finding
from audit.packs import packs
from audit.suspects import Seen, judged

SAID = data("messages.toml")["say"]
HAN = range(0x4E00, 0x9FFF)


def blanks(sentence):
    return {name for _, name, *_ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", SAID)
def test_every_message_is_in_both_languages_with_the_same_blanks(key):
    assert set(SAID[key]) == {"zh", "en"}
    assert all(SAID[key].values())
    assert blanks(SAID[key]["zh"]) == blanks(SAID[key]["en"])


@pytest.mark.parametrize("key", SAID)
def test_every_message_is_found_again_in_english(key):
    values = {name: f"{number}.{number}" for number, name in enumerate(sorted(blanks(SAID[key]["zh"])), 1)}
    assert english(say(key, **values)) == SAID[key]["en"].format(**values)


def test_a_message_is_put_in_english_down_to_its_parts():
    assert (
        english(say("rate-padded", places=places_name(1), printed=places_name(2)))
        == "the rate was taken to one decimal and printed with two decimals"
    )
    assert english(say("rounded-to", places=places_name(9))) == "the total was rounded to 9 decimals"
    assert english(
        say("rate-formula", above=say("less", one=say("executed_yuan"), other=say("transferred_yuan")), below=say("budget_yuan"))
    ) == ("it was computed as executed − upper transfers ÷ budget")


def test_what_a_form_prints_stays_as_it_is():
    assert english("望城区") == "望城区"
    name = "得分19,超过分值18"
    assert english(say("negative-score", name=name, score="-1")) == f'"{name}" scores -1, less than 0.'


def hanzi(text):
    return "".join(char for char in text or "" if ord(char) in HAN)


def test_all_that_is_said_of_a_form_has_its_english():
    names = hanzi("".join(f"{i.content}{i.level3}" for i in wangcheng().indicators) + "年度资金总额财政拨款万元优良中差")
    audit = audit_form(wangcheng())
    for entry in (*audit.findings, *audit.checks):
        for text in (getattr(entry, "message", ""), entry.explanation, getattr(entry, "missing", "")):
            assert set(hanzi(english(text or ""))) <= set(names), text


def test_every_clause_of_every_pack_has_its_english():
    for pack in packs():
        for clause in pack.clauses:
            assert set(hanzi(english(clause.basis))) <= set("优良中差"), clause.text


def test_the_second_reading_of_a_finding_has_its_english():
    row = fund(1, "总额", budget="100", executed="90", rate="0.8", texts={"rate": "80%"}, where={"rate": ()})
    audit = audit_form(form([row], [indicator(1, "10", "10")]))
    twice = judged(form([row]), audit, lambda _: Seen(differ=("80%", "90%")))
    finding = next(f for f in twice.findings if f.rule == "execution-rate")
    assert isinstance(finding, Finding)
    assert english(finding.message).endswith("by B/A it is 90.00%. Two readings differ: 80% / 90%.")
