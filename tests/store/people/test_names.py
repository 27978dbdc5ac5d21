import pytest
from hypothesis import given
from hypothesis import strategies as st

import store
from normalize import Form
from store.people.names import decide_name, find_alike, read_department_names, split_name, suggest_names
from support.store_samples import D, fresh, record

ONE = [
    ("望城区征地服务中心", "长沙市望城区征地服务中心"),
    ("望城区征地服务中心", "湖南省长沙市望城区征地服务中心"),
    ("望城区自然资源规划局", "望城区自然资源和规划局"),
    ("219001-望城区民政局", "望城区民政局"),
    ("道县财政局", "永州市道县财政局"),
    ("征地服务中心", "望城区征地服务中心"),
    ("(望城区)财政局", "（望城区）财政局"),
    ("渝涪区民政局（本级）", "渝涪区民政局"),
    ("渝涪区民政局", "渝涪区民政局机关"),
    ("渝涪区民政局（本级）", "渝涪区民政局机关"),
    ("民政局本级", "渝涪区民政局"),
    ("渝涪区自然资源规划局机关", "渝涪区自然资源规划局"),
]
NOT_ONE = [
    ("望城区一中", "望城区二中"),
    ("望城区第一中学", "望城区第二中学"),
    ("望城区第一人民医院", "望城区人民医院"),
    ("长郡斑马湖小学", "长郡斑马湖中学"),
    ("东区市场监督管理局", "西区市场监督管理局"),
    ("高新东区市场监督管理局", "高新西区市场监督管理局"),
    ("望城区征地服务中心", "雨花区征地服务中心"),
    ("渝涪区民政局（本级）", "青禾区民政局"),
    ("渝涪区民政局（本级）", "渝涪区财政局（本级）"),
    ("渝涪区机关事务管理局", "渝涪区事务管理局本级"),
    ("长沙市财政局", "长沙市望城区财政局"),
    ("望城区月亮岛街道社区卫生服务中心", "望城区丁字湾街道社区卫生服务中心"),
    ("望城区教育局", "望城区体育局"),
    ("长沙市望城区征地服务中心", "株洲市望城区征地服务中心"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_names_that_are_one_are_suggested(one, other):
    assert [{a, b} for a, b, _ in find_alike([one, other])] == [{one, other}]


@pytest.mark.parametrize(("one", "other"), NOT_ONE)
def test_names_that_differ_in_a_place_or_a_number_are_not(one, other):
    assert list(find_alike([one, other])) == []


def test_a_bare_name_that_may_be_two_units_is_left_alone():
    assert list(find_alike(["征地服务中心", "望城区征地服务中心", "雨花区征地服务中心"])) == []


@given(st.lists(st.text("长沙市望城区县一二中心局", max_size=8), unique=True, max_size=8))
def test_no_pair_is_yielded_twice_and_none_with_itself(names):
    pairs = [frozenset(pair[:2]) for pair in find_alike(names)]
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 for pair in pairs)
    assert all(
        "".join((*places, rest)) == name
        for name, (places, rest) in zip(names, map(split_name, names), strict=True)
    )


@pytest.mark.usefixtures("database")
def test_confirmed_names_are_one_in_comparisons(tmp_path):
    engine = fresh(tmp_path)
    names = [
        "望城区征地服务中心",
        "长沙市望城区征地服务中心",
        "湖南省长沙市望城区征地服务中心",
        "望城区财政局",
    ]
    forms = [
        Form(n, "department", "", year=2023, department=name, score_total=D(90 + n))
        for n, name in enumerate(names, 1)
    ]
    store.save_records(engine, [record("a.pdf", *forms)])
    found = suggest_names(engine)
    assert {(one.alias, one.name) for one in found} == {
        (names[0], names[1]),
        (names[0], names[2]),
        (names[1], names[2]),
    }
    decide_name(engine, names[0], names[1], same=True, who="张三")
    assert {line.group: line.forms for line in store.compare_scores(engine)}[names[1]] == 2
    decide_name(engine, names[1], names[2], same=True)
    assert read_department_names(engine) == {names[0]: names[2], names[1]: names[2]}
    assert [(line.group, line.forms, line.mean) for line in store.compare_scores(engine)] == [
        (names[3], 1, 94),
        (names[2], 3, 92),
    ]
    assert suggest_names(engine) == []
    decide_name(engine, names[0], names[2], same=False)
    assert read_department_names(engine) == {names[1]: names[2]}
    assert {(one.alias, one.name) for one in suggest_names(engine)} == {(names[0], names[1])}
    with pytest.raises(store.SameName):
        decide_name(engine, names[0], names[0], same=True)
