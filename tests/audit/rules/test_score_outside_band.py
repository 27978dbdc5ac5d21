"""The rule ``score-outside-band``: what it says of forms that break it, and of forms that it cannot check."""

from dataclasses import replace
from decimal import Decimal

import pytest

from support.audit_forms import form, in_chinese
from support.audit_targets import found, line
from support.rule_snapshots import golden, snapshots

RULE = "score-outside-band"

CASES = {
    "what the clause gives": form([], [line("≥100人", "80人", "8")]),
    "more than it": form([], [line("≥100人", "50人", "9.5")]),
    "a ceiling": form([], [line("≤10万元", "16万元", "9")]),
    "by a system's own rule": (form([], [line("≤10万元", "12万元", "9")]), "systems"),
    "a quality that is missed in part": form([], [line("达到要求", "部分达成", "9")], year=2022),
    "nothing to compare": form([], [line("≥100人", "较好", "9")]),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


@pytest.mark.parametrize(
    ("target", "actual", "score", "flagged"),
    [
        ("≥5000份", "2500份", "9.5", True),
        ("≥5000份", "2500份", "5", False),
        ("≥5000份", "2500份", "5.01", True),
        ("≥5000份", "2500份", "4", False),  # less than the clause gives
        ("≥5000份", "2500份", "10", False),  # a full score is of another rule
        ("≥7场", "6场", "9", False),  # 8.57 is printed as 9 by those who print no decimals
        ("≥7场", "6场", "8.6", False),
        ("≥7场", "6场", "8.7", True),
        ("≥7场", "6场", "8.58", False),
        ("≥100人", "120人", "8", False),  # met
        ("≤10万元", "16万元", "6.25", False),
        ("≤10万元", "16万元", "6.26", True),
        ("≤10万元", "8万元", "9", False),
        ("≤0起", "1起", "8", False),  # no share of a target of 0
        ("≥100人", "80%", "9", False),  # another unit
        ("2023年9月底前", "2023年11月20日", "9", False),  # no clause has a number for it
        ("健全", "不健全", "9", False),
        ("90-100人", "80人", "9.5", False),
    ],
)
def test_a_score_above_what_the_clause_gives_is_flagged(target, actual, score, flagged):
    assert [f.severity for f in found(RULE, line(target, actual, score))] == ["warning"] * flagged


@pytest.mark.parametrize(
    ("actual", "year", "score", "flagged"),
    [
        ("部分达成年度指标并具有一定效果", 2022, "8", False),
        ("部分达成年度指标并具有一定效果", 2022, "8.5", True),
        ("未达成年度指标且效果较差", 2022, "6", False),
        ("未达成年度指标且效果较差", 2022, "7", True),
        ("未达成年度指标且效果较差", 2018, "5.5", True),
        ("达成年度指标", 2022, "9", False),
    ],
)
def test_a_quality_missed_has_the_upper_end_of_its_band(actual, year, score, flagged):
    assert bool(found(RULE, line("提升", actual, score), year=year)) is flagged


@pytest.mark.parametrize(
    ("actual", "score", "year", "flagged"),
    [
        ("95%", "9.8", 2022, False),
        ("89%", "9.8", 2022, True),
        ("95%", "9.8", 2019, True),
        ("60%", "6.9", 2022, True),
    ],
)
def test_a_satisfaction_may_score_what_its_bands_give(actual, score, year, flagged):
    one = line("≥98%", actual, score, level2="服务对象满意度指标")
    assert bool(found(RULE, one, year=year)) is flagged


def test_the_most_is_rounded_up_at_the_decimals_that_the_score_prints():
    scored = replace(line("≥7场", "6场", "8.6"), score_text="8.60")
    (finding,) = found(RULE, scored)
    assert (finding.computed, finding.stated) == (Decimal("8.58"), scored.score)
    assert in_chinese(finding.explanation) == "依据全国惯例：正向指标未达目标，惯例按分值×B/A计"


def test_a_sub_row_and_an_indicator_that_cannot_be_told_are_left_alone():
    assert found(RULE, line("≥5000份", "2500份", "9.5", sub=True)) == []
    assert found(RULE, replace(line("≥5000份", "2500份", "9.5"), achieved=None)) == []
