"""A number that touches what nobody can account for is no number; units, names and codes with letters are sound."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import audit_form
from hebiao import read
from normalize.values.broken import find_broken_runs, may_be_broken
from normalize.values.quantity import compact_text, find_broken_numbers, find_quantities

BROKEN = """
≥9\ufffd5%|9\ufffd5%
≥95\ufffd%|95\ufffd%
\ufffd95%|\ufffd95%
95\ue0a3人|95\ue0a3
≥\ufffd%|\ufffd%
95人\ufffd|95人\ufffd
9\x035%|9\x035%
≥1O0%|1O0%
≥6.S万亩次|6.S
达到9.S%|9.S%
≥1l0%|1l0%
≥l00%|l00%
1OO|1OO
O.95|O.95
9B人|9B
≥9A5人|9A5
A95%|A95%
≥A95|A95
1.2E+05元|1.2E+05
≥8 6%|8 6%
≥1 200株|1 200
1 286 000元|1 286 000
12 13|12 13
≥95¹%|95¹%
95%¹|95%¹
≥95②|95②
98¹|98¹
99.99%2699.16|99.99%2699.16
≥1.2.3万|1.2.3
12..5|12..5
9?5%|9?5%
9□5%|9□5%
9?|9?
\ufffd\ufffd\ufffd人|\ufffd\ufffd\ufffd
\ufffd|\ufffd
≥90℅|90℅
5½|5½
≤24S|24S
≤24S元/米|24S
≥6□万吨|6□
≤3□小时|3□
≥8*%|8*%
95*|95*
≥?5%|?5%
7\ufffd%|7\ufffd%
2①%|2①%
≥1,2345株|1,2345
3万5|3万5
(120)|(120)
"""

SOUND = """
≥5km
≥100m2
5km²
5000m³
3.5kg
100GB
≤15mg/L
≤35μg/m³
PM2.5浓度≤35μg/m³
PM10≤70
COVID-19疫苗2次
A级
5A级景区1个
≥3A级
4G覆盖率100%
5G基站30个
3D打印机2台
No.1
F1
≥80M
100Mbps
10kV线路5km
24h
7*24h
7×24小时
5°
≥100百分比
51000021R000000019951-农村公路
X001线5公里
K12+300
GB/T19001
DN300管道5公里
C30混凝土200立方米
A4纸500张
H1N1疫苗5支
CO2排放下降5%
O3浓度160
V2.0版
1、完成5个;2、完成6个
①完成率≥95%②满意度≥90%
1.1.2建设5个
5,12,18个
3,4,500个
2021 年 12 月底前
2023年11月1 3日完成
2023年1 1月26日完成
20 23年11月26日
2022-12-31 00:00:00
1200 亩
1:5000
1+6+N
13万2千株
(1)完成任务
☑95%以上 ☐90%以上
12*15米
(1,286)元
≥95%[1]
100%2.建设道路
"""


@pytest.mark.parametrize("line", BROKEN.strip("\n").split("\n"))
def test_a_number_beside_what_nobody_knows_is_told_and_no_quantity(line):
    text, broken = line.split("|")
    assert any(broken in found for found in find_broken_numbers(text))
    assert find_quantities(text, "target") == ()


@pytest.mark.parametrize("text", SOUND.strip("\n").split("\n"))
def test_a_sound_text_has_no_broken_number(text):
    assert find_broken_numbers(text) == ()


def test_a_broken_number_leaves_the_others_of_its_text():
    (found,) = find_quantities("完成9\ufffd5个，满意度95%", "actual")
    assert found.text == "95%"


FORM = """项目支出绩效自评表
(2022年度)
项目名称\t水渠清淤\t\t\t\t\t\t\t
年度总体目标\t预期目标\t\t\t\t实际完成情况\t\t\t
\t清淤12 3公里\t\t\t\t已完成\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t清淤里程\t≥90公里\t{actual}\t60\t60\t
\t效益指标\t社会效益指标\t受益人数\t≥120人\t130人\t40\t40\t
总分\t\t\t\t\t\t100\t100\t
"""


@pytest.mark.parametrize(
    ("actual", "doubt"), [("92公里", None), ("9\ufffd2公里", "broken"), ("9l公里", "broken")]
)
def test_a_form_with_a_broken_actual_is_in_doubt_and_cannot_agree(tmp_path, actual, doubt):
    path = tmp_path / "form.txt"
    path.write_text(FORM.format(actual=actual), encoding="utf-8")
    (form,) = read(path)
    first, second = form.indicators
    assert first.where["actual"][0].doubt == doubt
    assert second.where["actual"][0].doubt is None
    assert (audit_form(form).verdict == "agrees") == (doubt is None)
    assert [warning.code for warning in form.warnings] == ["broken-number"] * (doubt is not None)
    (goal,) = form.goals
    assert goal.where["expected"][0].doubt == "broken"


@given(st.text(alphabet="0123456789.,%≥≤ 个人元万千lOSBAk\ufffd¹②?*□(，", min_size=2, max_size=8))
def test_a_text_without_suspect_signs_has_no_broken_number(text):
    if not may_be_broken(text):
        assert find_broken_runs(compact_text(text)) == []


@pytest.mark.parametrize("piece", ["1l%,", "1 2,", "9\ufffd5个", "1A", "≥1,2345株", "3万5、", "95%②"])
def test_long_texts_take_linear_time(piece):
    start = time.process_time()
    find_broken_numbers(piece * 20_000)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("label", "broken"),
    [("总分", "总\ufffd"), ("实际完成值", "实际\ufffd成值"), ("受益人数", "受\ufffd人数")],
)
def test_a_broken_label_is_told_and_a_broken_name_is_not(tmp_path, label, broken):
    path = tmp_path / "form.txt"
    path.write_text(FORM.format(actual="92公里").replace(label, broken), encoding="utf-8")
    (form,) = read(path)
    is_label = label != "受益人数"
    assert ("broken-label" in [warning.code for warning in form.warnings]) == is_label
    audited = audit_form(form)
    assert (audited.verdict == "agrees") != is_label
    assert "form" not in {finding.cause for finding in audited.findings if is_label}
