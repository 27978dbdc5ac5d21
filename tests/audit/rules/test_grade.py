from decimal import Decimal

import pytest

from audit import audit_form
from normalize import Header
from support.audit_forms import form, in_chinese, of_rule
from support.rule_snapshots import golden, snapshots

RULE = "grade"
CASES = {
    "agrees": form(score_total="96", grade="优"),
    "another grade": form(score_total="85.3", grade="优"),
    "of other bands": form(score_total="75", grade="良"),
    "by the form's own note": form(
        score_total="86", grade="良", headers=(Header(1, "备注", "85分以上为优,75分以上为良,60分以上为中"),)
    ),
    "a grade that is not known": form(score_total="96", grade="特优"),
    "not of a hundred": form(score_total="96", grade="优", weight_total="120"),
    "no grade": form(score_total="96"),
}


def test_findings_and_checks_are_those_of_the_golden_file():
    assert snapshots(RULE, CASES) == golden(RULE)


def graded(total, grade, **rest):
    pack = rest.pop("pack", None)
    audit = audit_form(form(score_total=total, grade=grade, **rest), pack)
    (check,) = of_rule(audit.checks, "grade")
    return of_rule(audit.findings, "grade"), check


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("96", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良好"),
        ("79", "中"),
        ("60", "中等"),
        ("59.9", "差"),
        ("96", " 优 秀 "),
        ("0", "较差"),
        ("85", "合格"),
        ("59", "不合格"),
        ("96", "优(90-100)"),
        ("96", "优秀等次"),
        ("96", "优等"),
        ("96", "☑优 □良 □中 □差"),
        ("85", "优□ 良√ 中□ 差□"),
    ],
)
def test_the_grade_of_the_total_agrees(total, grade):
    findings, check = graded(total, grade)
    assert findings == []
    assert (
        check.outcome,
        in_chinese(check.explanation).startswith("依据全国惯例：惯例90分（含）以上为优"),
    ) == (
        "agrees",
        True,
    )


def test_another_grade_is_a_warning_with_the_band_it_breaks():
    ((finding,), check) = graded("96", "良")
    assert (finding.severity, finding.field, finding.stated) == ("warning", "grade", Decimal(96))
    assert in_chinese(finding.message) == "总分96，自评等级填「良」，按分档应为「优」。"
    assert in_chinese(finding.explanation).startswith("依据全国惯例")
    assert check.outcome == "differs"


@pytest.mark.parametrize(
    ("total", "grade"), [("59", "合格"), ("60", "不合格"), ("96", "□优 ☑良"), ("59", "优□ 良□ 中☑ 差□")]
)
def test_a_grade_on_the_wrong_side_or_in_the_wrong_box_is_found(total, grade):
    assert [f.severity for f in graded(total, grade)[0]] == ["warning"]


@pytest.mark.parametrize(
    ("note", "good"),
    [
        ("85分(含)以上为优,75分(含)以上为良,60分以上为中,60分以下为差", "优"),
        ("评价等级:优(100-85分)、良(84-75分)、中(74-60分)、差(60分以下)", "优"),
        ("95(含)-100分为优秀、85(含)-95分为良好、60(含)-85分为中等、60分以下为较差", "良"),
        ("优:95分以上;良:85-95分;中:60-85分;差:60分以下", "良"),
        ("得分86分为优", "良"),  # no bands
        ("60分以上为优,85分以上为良,90分以上为中", "良"),  # none that can be
    ],
)
def test_the_bands_of_the_forms_own_note_are_followed(note, good):
    for grade in ("优", "良", "中"):
        findings, check = graded("86", grade, headers=(Header(1, "注", note),))
        assert [f.rule for f in findings] == ([] if grade == good else ["grade"])
        assert check.outcome == ("agrees" if grade == good else "differs")


def test_a_finding_by_the_forms_own_bands_says_so():
    ((finding,), _) = graded(
        "86", "中", headers=(Header(1, "注", "85分以上为优，75分以上为良，60分以上为中"),)
    )
    assert in_chinese(finding.explanation) == "依据表内注明：85分以上为优，75分以上为良，60分以上为中"


def test_a_grade_by_the_bands_of_of_another_system_is_told_as_such():
    ((finding,), _) = graded("85.3", "优")
    assert "所填等级可能依据财政系统口径（观察所得）：80分（含）以上为优" in in_chinese(finding.explanation)
    assert graded("85.3", "优", pack="systems")[0] == []
    assert graded("85.3", "良", pack="财政系统口径")[0]


@pytest.mark.parametrize(
    ("total", "grade", "rest", "missing"),
    [
        (None, "优", {}, "总分"),
        ("80", "优", {"weight_total": "90"}, "百分制的总分"),
        ("80", "特优", {}, "不认识的自评等级：特优"),
        ("80", "☑优 ☑良", {}, "不认识的自评等级：☑优 ☑良"),
    ],
)
def test_what_is_missing_leaves_the_grade_unchecked(total, grade, rest, missing):
    findings, check = graded(total, grade, **rest)
    assert (findings, check.outcome, in_chinese(check.missing)) == ([], "unchecked", missing)


def test_a_form_without_a_grade_has_none_to_check():
    findings, check = graded("96", None)
    assert (findings, check.outcome, in_chinese(check.missing)) == ([], "n/a", "自评等级")
