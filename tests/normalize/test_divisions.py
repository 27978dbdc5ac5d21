import pytest

from normalize import find_unit_place
from normalize.divisions.register import full_names, town_names


def place(*units, **rest):
    found = find_unit_place(units, **rest)
    return found and (found.province, found.city, found.county, found.level)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("四川省教育厅", ("四川省", None, None, "省")),
        ("绵阳市教育局", ("四川省", "绵阳市", None, "市")),
        ("稷山县水利局", ("山西省", "运城市", "稷山县", "县")),
        ("长沙市望城区征地服务中心", ("湖南省", "长沙市", "望城区", "县")),
        ("219001-中江县司法局部门", ("四川省", "德阳市", "中江县", "县")),
        ("(2022年)湖南省教育厅", ("湖南省", None, None, "省")),
        ("中共长沙市望城区委组织部", ("湖南省", "长沙市", "望城区", "县")),
        ("国家税务总局中江县税务局", ("四川省", "德阳市", "中江县", "县")),
        ("泰安市岱岳区良庄镇人民政府", ("山东省", "泰安市", "岱岳区", "乡")),
        ("虎门镇人民政府", ("广东省", "东莞市", None, "乡")),
        ("北京市朝阳区教育局", ("北京市", None, "朝阳区", "县")),
        ("天津和平区教育局", ("天津市", None, "和平区", "县")),
        ("仙桃市教育局", ("湖北省", None, "仙桃市", "县")),
        ("广西自治区教育厅", ("广西壮族自治区", None, None, "省")),
        ("恩施州财政局", ("湖北省", "恩施土家族苗族自治州", None, "市")),
        ("恩施市财政局", ("湖北省", "恩施土家族苗族自治州", "恩施市", "县")),
        ("通道县财政局", ("湖南省", "怀化市", "通道侗族自治县", "县")),
        ("湖南大学", ("湖南省", None, None, "省")),
        ("石家庄铁道大学", ("河北省", "石家庄市", None, "市")),
        ("雄安新区管委会", ("河北省", "雄安新区", None, "市")),
    ],
)
def test_a_units_name_tells_its_place(unit, expected):
    assert place(unit) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("河北区教育局", ("天津市", None, "河北区", "县")),
        ("河南县水务局", ("青海省", "黄南藏族自治州", "河南蒙古族自治县", "县")),
        ("海南州财政局", ("青海省", "海南藏族自治州", None, "市")),
        ("海南大学", ("海南省", None, None, "省")),
        ("四川北路街道办事处", ("上海市", None, "虹口区", "乡")),
        ("山西省青溪市教育局", ("山西省", None, None, None)),
    ],
)
def test_a_longer_name_is_another_place(unit, expected):
    assert place(unit) == expected


@pytest.mark.parametrize(
    "unit",
    [
        "",
        "水利局",
        "云岭市交通运输局",
        "青溪市温州中路小学",
        "青溪市棠湖区虎门镇人民政府",
        "天津街道办事处",
        "河北路小学",
        "湖南镇人民政府",
        "成都路社区卫生服务中心",
        "西藏班",
        "长治久安办公室",
        "来宾接待中心",
        "东方市场服务中心",
        "和平区域医疗中心",
        "城区环卫处",
        "城镇管理办公室",
        "城关区教育局",
        "鼓楼区教育局",
        "朝阳区教育局",
        "市农业农村局-市畜牧兽医服务中心",
    ],
)
def test_what_only_looks_like_a_place_or_may_be_several_is_none(unit):
    assert place(unit) is None


def test_another_text_tells_which_of_several_is_meant():
    assert place("朝阳区教育局", "北京市教育委员会") == ("北京市", None, "朝阳区", "县")
    assert place("鼓楼区教育局", title="2021年度福建省项目支出绩效自评表") == (
        "福建省",
        "福州市",
        "鼓楼区",
        "县",
    )
    assert place("鼓楼区华大街道办事处") == ("福建省", "福州市", "鼓楼区", "乡")
    assert place("水利局", title="2020年度稷山县项目支出绩效自评表") == ("山西省", "运城市", "稷山县", "县")


def test_texts_that_contradict_each_other_tell_none():
    assert place("成都市教育局", "广西壮族自治区教育厅") is None
    assert place("朝阳区教育局", "成都市教育局") is None


def test_a_project_tells_where_nothing_else_does_and_it_is_no_help_to_others():
    assert place("水利局", project="稷山县2023年高标准农田建设") == ("山西省", "运城市", "稷山县", "县")
    assert place("长沙市水利局", project="稷山县2023年高标准农田建设") == ("湖南省", "长沙市", None, "市")
    assert place("水利局", project="稷山县对口帮扶项目") is None
    assert place("水利局", project="四川高标准农田") is None


def test_names_of_earlier_years_are_known():
    assert place("望城县农业局") == ("湖南省", "长沙市", "望城县", "县")
    assert place("寿县教育局", year=2013) == ("安徽省", "六安市", "寿县", "县")
    assert place("寿县教育局", year=2020) == place("寿县教育局") == ("安徽省", "淮南市", "寿县", "县")


def test_the_data_have_every_province_and_level():
    provinces = {
        one.province for some in full_names().values() for one in some if not one.city and not one.county
    }
    assert len(provinces) == 34
    assert len({one.path for some in full_names().values() for one in some if one.county}) > 2900
    assert len(town_names()) > 30_000
