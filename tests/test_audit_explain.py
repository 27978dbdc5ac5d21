from decimal import Decimal

import pytest

from audit.explain import Part, explain_total, swaps


def explained(stated, *values, execution="9.61", repeated=()):
    parts = [Part("预算执行", Decimal(execution), execution=True), *(Part(f"第{n}项", Decimal(v)) for n, v in enumerate(values, 1))]
    return explain_total(Decimal(stated), sum((p.value for p in parts), Decimal()), parts, [Decimal(r) for r in repeated])


@pytest.mark.parametrize(
    ("stated", "values", "explanation"),
    [
        ("70.5", ("20.5", "50"), "漏加了预算执行得分(分值)9.61"),
        ("89.72", ("20.5", "50"), "预算执行得分(分值)9.61加了两次"),
        ("59.61", ("20.5", "50"), "漏加了「第1项」的20.5"),
        ("100.61", ("20.5", "50"), "「第1项」的20.5加了两次"),
        ("59.61", ("50", "50"), None),
        ("80.1", ("20.5", "50"), "合计四舍五入到一位小数"),
        ("81.01", ("20.5", "50"), "合计81.01应为80.11,相邻两位数字写颠倒了"),
        ("116.11", ("20.5", "68"), "「第2项」的68应为86,相邻两位数字写颠倒了"),
        ("77.77", ("20.5", "50"), None),
    ],
)
def test_a_slip_is_named_only_where_one_fits(stated, values, explanation):
    assert explained(stated, *values) == explanation


def test_sub_rows_that_were_counted_are_named():
    assert explained("92.11", "20.5", "50", repeated=("7", "5")) == "把其中行的12也加进了合计"


def test_neighbouring_digits_change_places():
    assert set(swaps(Decimal("95.61"))) == {Decimal("59.61"), Decimal("96.51"), Decimal("95.16")}
    assert list(swaps(Decimal(10))) == []
