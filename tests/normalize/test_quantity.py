"""What the grammar of quantities reads in real-looking cells, and what it leaves alone."""

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.values.quantity import find_quantities
from normalize.values.text import clean_text, make_half_width

# text | comparator value unit [| next quantity]; a range is low..high
TARGETS = """
≥95%|>= 95 %
≧95%|>= 95 %
>=95%|>= 95 %
> = 95%|>= 95 %
＞＝95％|>= 95 %
≤5%|<= 5 %
≦5%|<= 5 %
<=5%|<= 5 %
>95%|> 95 %
＜95％|< 95 %
=97%|= 97 %
＝97%|= 97 %
﹦97%|= 97 %
═97%|= 97 %
±5%|~ 5 %
96%|= 96 %
0%|= 0 %
100.00%|= 100.00 %
104.00 %|= 104.00 %
99.4%。|= 99.4 %
95%以上|>= 95 %
95%（含）以上|>= 95 %
95%及以上|>= 95 %
5%以内|<= 5 %
5%以下|<= 5 %
95%左右|~ 95 %
不低于95%|>= 95 %
不得低于95%|>= 95 %
不少于12种|>= 12 种
不小于3米|>= 3 米
不高于85分|<= 85 分
不超过3次|<= 3 次
至少2次|>= 2 次
至少全年完成2次|>= 2 次
最多3天|<= 3 天
大于等于98%|>= 98 %
大于或等于98%|>= 98 %
小于等于5个工作日|<= 5 个工作日
等于100%|= 100 %
大于3个|> 3 个
小于3个|< 3 个
高于85分|> 85 分
低于5%|< 5 %
超过100人|> 100 人
未达到 95%|< 95 %
未达95%|< 95 %
不足95%|< 95 %
未超过820万元|<= 820 万元
未突破820万元|<= 820 万元
控制在5%以内|<= 5 %
控制在820万元以内|<= 820 万元
达到95%|>= 95 %
达到95%以上|>= 95 %
不低于：95%|>= 95 %
确保 2020 年度确保腾地达 8000 亩、力争达 10000 亩；|>= 8000 亩|>= 10000 亩
预算为 820 万|= 820 万
预算为 820 万，实际决算支出为 851.92 万|= 820 万|= 851.92 万
腾地 11876.45 亩|= 11876.45 亩
1,424亩|= 1424 亩
１，４２４亩|= 1424 亩
3,513亩以上|>= 3513 亩
大于等于6,467亩|>= 6467 亩
2142 亩以上|>= 2142 亩
5万亩|= 5 万亩
30万亩以上|>= 30 万亩
不低于46万页|>= 46 万页
550万粒|= 550 万粒
851.92万元|= 851.92 万元
820万|= 820 万
18.13亿元|= 18.13 亿元
2.6亿元|= 2.6 亿元
1亿2000万元|= 120000000 元
11,122,315.04元|= 11122315.04 元
￥1,200.00|= 1200.00 ￥
72890 元|= 72890 元
≤90万元|<= 90 万元
≤170元/人·天|<= 170 元/人·天
≤170元/人•天|<= 170 元/人•天
335元/件|= 335 元/件
4960 元 / 平|= 4960 元/平
8.8 万 元 / 人|= 8.8 万元/人
780元/生/年|= 780 元/生/年
1600元／亩|= 1600 元/亩
每亩300元|= 300 元
每亩300|= 300 -
≥75台(套)|>= 75 台(套)
不少于23台（套）|>= 23 台(套)
15台套|= 15 台套
≥3（个）|>= 3 个
814人次|= 814 人次
1.2万人次|= 1.2 万人次
4773批次|= 4773 批次
≥512个|>= 512 个
=9次|= 9 次
60场次|= 60 场次
0起|= 0 起
105 户|= 105 户
17宗|= 17 宗
1201栋|= 1201 栋
12名|= 12 名
3处|= 3 处
≥12辆次|>= 12 辆次
200头|= 200 头
36公里|= 36 公里
36km|= 36 km
3.5米|= 3.5 米
≥80M|>= 80 M
266㎡|= 266 ㎡
17813平方米|= 17813 平方米
1.5公顷|= 1.5 公顷
30吨|= 30 吨
500kg|= 500 kg
500公斤/亩|= 500 公斤/亩
30万千瓦时|= 30 万千瓦时
≤35μg/m³|<= 35 μg/m³
3.5‰|= 3.5 ‰
3个百分点|= 3 个百分点
≥100百分比|>= 100 百分比
>= 98 %(百分比)|>= 98 %(百分比)
365天|= 365 天
≥7年|>= 7 年
3个月内|<= 3 个月
24小时内|<= 24 小时
5个工作日内|<= 5 个工作日
≤6月|<= 6 月
3-5个|= 3..5 个
3～5个|= 3..5 个
3至5个|= 3..5 个
80%-90%|= 80..90 %
95%至98%|= 95..98 %
3000—5000元|= 3000..5000 元
1-1.5万元|= 1..1.5 万元
300余人|> 300 人
1万余人|> 1 万人
20多个|> 20 个
约3000名|~ 3000 名
大约20个|~ 20 个
近100人|~ 100 人
签约1326户|= 1326 户
附近3个村|= 3 个
双100%|= 100 %
\\>=95%|>= 95 %
≥=95%|>= 95 %
1次/季度|= 1 次/季度
RMB100万元|= 100 万元
负5%|= -5 %
零下5℃|= -5 ℃
负担5人|= 5 人
2020年-2022年5个|= 5 个
90%≤x≤100%|>= 90 %|<= 100 %
≥300元/席·月|>= 300 元/席·月
120元/亩次|= 120 元/亩次
80元/人次·年|= 80 元/人次·年
300元/个案|= 300 元/个案
300元/项目以内|<= 300 元/项目
300元/人标准|= 300 元/人
≤10/10万|<= 10 /10万
12.5/十万|= 12.5 /十万
13万2千|= 132000 -
≥13万2千株|>= 132000 株
2亿3千万元|= 230000000 元
3千5百万元|= 35000000 元
玖仟陆佰陆拾伍圆壹角捌分|= 9665.18 圆
5元3角|= 5.30 元
(1,286)元|= -1286 元
≥100m2|>= 100 m2
双“100%”|= 100 %
增长-3.2%|= -3.2 %
下降84%|= 84 %
人均增收≥428元|>= 428 元
满意度95分以上|>= 95 分
得分95.6。|= 95.6 -
100|= 100 -
≥100|>= 100 -
100 个 200 个|= 100 个|= 200 个
3，4，500个|= 3 -|= 4 -|= 500 个
零|= 0 -
两个|= 2 个
不少于三次|>= 3 次
十五个|= 15 个
一百二十万元|= 1200000 元
八成以上|>= 8 成
八成五|= 8.5 成
百分之九十五|= 95 %
不低于百分之百|>= 100 %
854万(高标准农田建设400万元,示范建设295万元)|= 854 万|= 400 万元|= 295 万元
第3季度完成5个|= 5 个
11月底完成100%|= 100 %
2020年新增12539名|= 12539 名
2019-2021年共3次|= 3 次
PM2.5浓度下降3.2%|= 3.2 %
A4纸500张|= 500 张
5G基站30座|= 30 座
1.完成改造31处;2.培训9期|= 31 处|= 9 期
目标1:改造11处 目标2:培训12期|= 11 处|= 12 期
(1)维修3次(2)巡查5次|= 3 次|= 5 次
一是新增3个。二是撤销2个|= 3 个|= 2 个
《2021年公报》(湘人社函〔2020〕107号)等6个方面|= 6 个
8:30开门10次|= 10 次
执行率95.5%，低于目标4.5%|= 95.5 %|= 4.5 %
60周岁以上老人500人|>= 60 周岁|= 500 人
一季度完成20%，二季度完成50%|= 20 %|= 50 %
""".strip().splitlines()

NONE = (
    """
按合同约定及时支付|2020年|2020年12月底前|2021年11月30日前|12月底之前完成|9月前|1-12月|2023.07-2024.01|2020.12.31前|2020-12-31|每月15日前
|按月安排|每季度末前|2020、2021年|2019—2021年|湘人社函(2020)107号|财预〔2020〕10号|财监[2021]2号|李宁0557-5788003|13812345678
|51000021R000000019951-|三清三精|一是统一二是创新|十四五|第三季度|第3次会议|1+6+N|1:1|12345热线|A4|PM2.5|5G|达到4A级|零投诉|指标1:|目标2：|一户一档|三公经费
|长期|无影响|--|有所提升|统一部署|一次性|千方百计|二〇二〇年|十二月|3号楼|20世纪90年代|百分比
""".strip()
    .replace("\n", "")
    .split("|")
)


@pytest.mark.parametrize("line", TARGETS)
def test_a_target(line):
    text, *expected = line.split("|")
    assert [_shown(quantity) for quantity in find_quantities(text, "target")] == expected


def _shown(quantity):
    high = f"..{quantity.value_high}" if quantity.value_high is not None else ""
    return f"{quantity.comparator} {quantity.value}{high} {quantity.unit or '-'}"


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_quantity(text):
    assert find_quantities(text, "target") == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("46万页", "460000", "页"),
        ("18.13亿元", "1813000000", "元"),
        ("851.92万元", "8519200", "元"),
        ("预算为820万", "8200000", "元"),
        ("共820万", "8200000", ""),
        ("3万贫困人口", "30000", ""),
        ("5角", "0.5", "元"),
        ("104.00%", "1.0400", ""),
        ("3.5‰", "0.0035", ""),
        ("八成五", "0.85", ""),
        ("3个百分点", "3", "个百分点"),
        ("2公顷", "30", "亩"),
        ("1平方公里", "1500", "亩"),
        ("0.6万亩", "6000", "亩"),
        ("266㎡", "266", "平方米"),
        ("4960元/平", "4960", "元/平方米"),
        ("8.8万元/人", "88000", "元/人"),
        ("8.8万元/公顷", "88000", "元/公顷"),
        ("780元/生/年", "780", "元/生·年"),
        ("170元/人·天", "170", "元/人·天"),
        ("每亩300元", "300", "元/亩"),
        ("每人每月300元", "300", "元/人·月"),
        ("36公里", "36000", "米"),
        ("30吨", "30000", "千克"),
        ("75台（套）", "75", "台(套)"),
        ("2周", "14", "天"),
        ("￥12", "12", "元"),
    ],
)
def test_base_values_are_exact(text, value, unit):
    (quantity,) = find_quantities(text, "target")
    assert (quantity.base_value, quantity.base_unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "scope", "expected", "base"),
    [
        ("100", "%", "= 100 %", "1"),
        ("≥5", "万元", ">= 5 万元", "50000"),
        ("5%", "万元", "= 5 %", "0.05"),
        ("820万", "元", "= 820 万", "8200000"),
        ("12", "幢号", "= 12 幢号", "12"),
        ("8", "", "= 8 -", "8"),
    ],
)
def test_a_bare_number_has_the_unit_of_its_scope(text, scope, expected, base):
    (quantity,) = find_quantities(text, "target", scope)
    assert (_shown(quantity), quantity.base_value) == (expected, Decimal(base))


def test_reaching_a_number_is_a_floor_in_a_plan_only():
    assert [
        find_quantities("达到95%", field)[0].comparator for field in ("target", "expected", "actual")
    ] == [
        ">=",
        ">=",
        "=",
    ]


def test_the_base_unit_of_a_second_amount_is_its_own():
    pair = find_quantities("预算为 820 万，实际决算支出为 851.92 万", "actual")
    assert [(quantity.base_value, quantity.base_unit, quantity.ordinal) for quantity in pair] == [
        (Decimal(8200000), "元", 1),
        (Decimal("8519200.00"), "元", 2),
    ]


@given(
    st.decimals(0, 10**9, places=2),
    st.sampled_from(["亩", "万元", "%", "人次", "元/人·天", "台(套)"]),
    st.sampled_from(["≥", "≤", "=", ">", "<"]),
)
def test_a_formatted_quantity_reads_as_itself(value, unit, sign):
    for printed in (f"{sign}{value}{unit}", f"{sign} {value:,} {unit}"):
        (quantity,) = find_quantities(printed, "target")
        assert (quantity.value, quantity.unit) == (value, unit)
        assert quantity.comparator == {"≥": ">=", "≤": "<="}.get(sign, sign)


_PIECES = [
    "≥",
    "不低于",
    "95",
    "1,234",
    ".5",
    "%",
    "万",
    "元",
    "/",
    "亩",
    "人·天",
    "以上",
    "-",
    "至",
    "约",
    "签约",
    "一",
    "十",
    "百分之",
    "成",
    "点",
    "每亩",
]
_PIECES += [
    "2020年",
    "(",
    ")",
    ":",
    "、",
    "，",
    " ",
    "\n",
    "第",
    "号",
    "￥",
    "A",
    "达到",
    "未",
    "\0",
    "²",
    "①",
    "٣",
    "０",
]


@given(st.one_of(st.text(max_size=30), st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)))
def test_any_text_is_read_and_each_quantity_stands_in_it(text):
    printed = make_half_width(re.sub(r"\s", "", text))
    found = find_quantities(text, "target")
    assert [quantity.ordinal for quantity in found] == list(range(1, len(found) + 1))
    place = 0
    for quantity in found:
        words = re.sub(r"\s", "", quantity.text)
        place = printed.index(words, place) + len(words)
        assert quantity.value_high is None or quantity.value_high > quantity.value


@pytest.mark.parametrize(
    "piece", ["1", "1,", "2020、", "1-", "1/", "1A", "“", "一", "约3个、", "\n", "(", "1 ", "每亩", "<p "]
)
def test_long_texts_take_linear_time(piece):
    for text in (piece * 20_000, piece * 20_000 + "3万个"):
        start = time.process_time()
        find_quantities(clean_text(text), "target")
        assert time.process_time() - start < 5
