from decimal import Decimal

import pytest
from audit_forms import form, of_rule

from audit import audit_form


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
    assert (check.outcome, check.explanation.startswith("依据全国惯例:惯例90分(含)以上为优")) == ("agrees", True)


def test_another_grade_is_a_warning_with_the_band_it_breaks():
    ((finding,), check) = graded("96", "良")
    assert (finding.severity, finding.field, finding.stated) == ("warning", "grade", Decimal(96))
    assert finding.message == "总分96,自评等级填「良」,按分档应为「优」。"
    assert finding.explanation.startswith("依据全国惯例")
    assert check.outcome == "differs"


@pytest.mark.parametrize(("total", "grade"), [("59", "合格"), ("60", "不合格"), ("96", "□优 ☑良"), ("59", "优□ 良□ 中☑ 差□")])
def test_a_grade_on_the_wrong_side_or_in_the_wrong_box_is_found(total, grade):
    assert [f.severity for f in graded(total, grade)[0]] == ["warning"]


def test_a_grade_by_the_bands_of_another_system_is_told_as_such():
    ((finding,), _) = graded("85.3", "优")
    assert "所填等级合于财政系统口径:80分(含)以上为优" in finding.explanation
    assert graded("85.3", "优", pack="systems")[0] == []
    assert graded("85.3", "良", pack="财政系统口径")[0]


@pytest.mark.parametrize(
    ("total", "grade", "rest", "missing"),
    [
        ("96", None, {}, "自评等级"),
        (None, "优", {}, "总分"),
        ("80", "优", {"weight_total": "90"}, "百分制的总分"),
        ("80", "特优", {}, "不认识的自评等级:特优"),
        ("80", "☑优 ☑良", {}, "不认识的自评等级:☑优 ☑良"),
    ],
)
def test_what_is_missing_leaves_the_grade_unchecked(total, grade, rest, missing):
    findings, check = graded(total, grade, **rest)
    assert (findings, check.outcome, check.missing) == ([], "unchecked", missing)
