"""The catalogue: every sentence in both languages, and every one of them used."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from audit import all_rules, audit_form
from audit.explain.suspects import SecondReading, decide_by_second_reading
from audit.finding import Finding
from audit.messages.render import catalogue, render
from audit.messages.words import decimals
from audit.packs import packs
from extract import Message, message
from normalize.parts import Subtotal
from normalize.values.quantity import find_quantities
from support.audit_breaks import breaks
from support.audit_figures import figures, relations, with_figure
from support.audit_forms import form, fund, indicator, level, wangcheng
from support.paths import HOUSE

HAN = range(0x4E00, 0x9FFF)
FORMS_OWN = set("优良中差")  # the four grades stay as forms print them
HALF_WIDTH = set(",:;")


def blanks(sentence):
    return {name for _, name, *_ in Formatter().parse(sentence) if name}


def hanzi(text):
    return "".join(char for char in text or "" if ord(char) in HAN)


def of_packs():
    named = {pack.name.code for pack in packs()}
    return named | {clause.text.code for pack in packs() for clause in pack.clauses}


@pytest.mark.parametrize("code", catalogue())
def test_every_sentence_is_in_both_languages_with_the_same_blanks(code):
    sentences = catalogue()[code]
    assert {"zh", "en"} <= set(sentences)
    assert sentences["zh"]
    assert sentences["en"]
    assert blanks(sentences["zh"]) == blanks(sentences["en"])


@pytest.mark.parametrize("code", catalogue())
def test_every_sentence_is_rendered_with_every_argument(code):
    named = sorted(blanks(catalogue()[code]["zh"]))
    args = {name: f"‹{number}›" for number, name in enumerate(named)}
    for language in ("zh", "en"):
        shown = render(message(code, **args), language)
        assert all(arg in shown for arg in args.values())
        assert "{" not in shown
    assert set(hanzi(render(message(code, **args), "en"))) <= FORMS_OWN


@pytest.mark.parametrize("code", catalogue())
def test_chinese_prose_has_full_width_punctuation(code):
    sentence = catalogue()[code]["zh"]
    own = "".join(text for text, *_ in Formatter().parse(sentence)).replace("://", "")  # of an address
    assert not hanzi(own) or not HALF_WIDTH & set(own)


def is_code(statement: ast.stmt) -> bool:
    """Whether a statement of a class gives it its ``code``."""
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "code"


def constants(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield each text constant of a module, and whether it is a code: of a call of ``message`` or of a class."""
    tree = ast.parse(path.read_text("utf-8"))
    called = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
            called.add(node.args[0])
        if isinstance(node, ast.ClassDef):
            called |= {own.value for own in node.body if is_code(own)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node in called


def modules():
    for room in ("extract", "normalize", "audit", "store", "hebiao"):
        yield from sorted((HOUSE / room).rglob("*.py"))


OF_OLDER_DATABASES = {"picture-file"}


def test_every_code_in_a_call_exists_and_every_sentence_is_used():
    found = [one for path in modules() for one in constants(path)]
    called = {code for code, is_called in found if is_called}
    assert called - set(catalogue()) == set()
    assert set(catalogue()) - {code for code, _ in found} - of_packs() == OF_OLDER_DATABASES


def test_a_message_is_put_in_english_down_to_its_parts():
    padded = message("rate-padded", places=decimals(1), printed=decimals(2))
    assert render(padded, "en") == "the rate was taken to one decimal and printed with two decimals"
    cut = message("rounded-to", places=decimals(9))
    assert render(cut, "en") == "the stated figure was rounded to 9 decimals"


@pytest.mark.parametrize("name", ["望城区", "得分19,超过分值18", "执行率", "5万元", "{name}"])
def test_what_a_form_prints_stays_as_it_is(name):
    negative = message("negative-score", name=name, score="-1")
    assert render(negative, "en") == f'"{name}" scores -1, less than 0.'


def test_what_stands_in_for_a_name_that_is_not_printed_is_put_in_english():
    negative = message("negative-score", name=message("unnamed-line", ordinal=3), score="-1")
    assert render(negative, "en") == '"line 3" scores -1, less than 0.'


def sentences(entry):
    found = (getattr(entry, "message", None), entry.explanation, getattr(entry, "missing", None))
    return [one for one in found if one is not None]


def messages_in(one: Message) -> Iterator[Message]:
    yield one
    for _, value in one.args:
        parts = value if isinstance(value, tuple) else (value,)
        for part in parts:
            if isinstance(part, Message):
                yield from messages_in(part)


def test_all_that_is_said_of_a_form_has_its_english():
    printed = "".join(f"{i.content}{i.level3}" for i in wangcheng().indicators)
    names = hanzi(printed + "年度资金总额财政拨款万元优良中差")
    audit = audit_form(wangcheng())
    for entry in (*audit.findings, *audit.checks):
        for one in sentences(entry):
            assert set(hanzi(render(one, "en"))) <= set(names), one


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
    compared = find_quantities("≥100", "target") + find_quantities("200", "actual")
    far = indicator(9, "1", "2", level3="Far", target="≥100", actual="200", achieved=1, quantities=compared)
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
    half = replace(missed, quantities=find_quantities("≥100", "target") + find_quantities("80", "actual"))
    unsound = (
        replace(half, score=half.weight * 9 / 10),
        indicator(11, "-5", "0", level3="Light"),
        indicator(12, "5", "5", level3="Empty", target="≥100"),
        indicator(13, "5", "5", level3="Unsaid", target="≥100", actual="-"),
        *(indicator(n, "5", "5", level3="Twice", target="≥100", actual="200") for n in (14, 15)),
        indicator(
            16,
            "5",
            "5",
            level3="Other",
            target="≥95%",
            actual="20km",
            quantities=find_quantities("≥95%", "target") + find_quantities("20km", "actual"),
        ),
    )
    yield replace(sound, indicators=unsound, columns=(*sound.columns, "actual"))
    lowered = find_quantities("≥200", "initial_target") + find_quantities("≥100", "target")
    judged = (
        replace(one, review_score=one.weight + 1),
        replace(one, ordinal=20, coefficient=one.score / 100, coefficient_text="1%"),
        replace(one, ordinal=21, initial_target="≥200", target="≥100", quantities=lowered),
    )
    rows = (
        Subtotal(1, "Output", weight=one.weight, score=one.score + 1, lines=(one.ordinal,)),
        Subtotal(2, "List", amount_yuan=one.score, funds=(2,), lines=()),
    )
    yield replace(sound, subtotals=rows)
    for total in (None, one.score, one.score + 100):
        yield replace(sound, indicators=judged, review_total=total)


def broken():
    """The form with each figure broken in every way that people break one."""
    sound = latin()
    values, held = figures(sound), relations(sound)
    for place in values:
        for one in breaks(sound, values, held, place):
            yield with_figure(sound, place, one.value)


def test_every_rule_and_every_slip_is_told_in_english_with_all_its_arguments():
    audits = [audit_form(one, pack) for one in (*every_kind(), *broken()) for pack in (None, "systems")]
    said = [entry for audit in audits for entry in (*audit.findings, *audit.checks)]
    assert {entry.rule for entry in said if isinstance(entry, Finding)} >= {rule.name for rule in all_rules()}
    told = {one for entry in said for one in sentences(entry)}
    assert len(told) > 100
    printed = FORMS_OWN | set("产出指标效益")
    assert [one for one in told if set(hanzi(render(one, "en"))) - printed] == []
    parts = {part for one in told for part in messages_in(one)}
    assert [
        part for part in parts if {name for name, _ in part.args} != blanks(catalogue()[part.code]["zh"])
    ] == []


def test_the_second_reading_of_a_finding_has_its_english():
    where = {"rate": (), "budget": ()}
    row = fund(1, "总额", budget="100", executed="90", rate="0.8", texts={"rate": "80%"}, where=where)
    audit = audit_form(form([row], [indicator(1, "10", "10")]))
    twice = decide_by_second_reading(
        form([row]),
        audit,
        lambda suspect: SecondReading(differ=("80%", "") if suspect.field == "rate" else ("100", "10")),
    )
    finding = next(f for f in twice.findings if f.rule == "execution-rate")
    assert isinstance(finding, Finding)
    assert render(finding.message, "en").endswith(
        "by B/A it is 90.00%. Two readings differ in 2 places, as 80% / (empty)."
    )
