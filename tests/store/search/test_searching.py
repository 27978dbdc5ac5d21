from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

import store
from audit import Audit
from hebiao.review import correct
from normalize import Form, Fund, Goal, Header, Indicator, Level
from store.engine.connecting import writing
from store.search.entries import fold_text, pack_pieces
from store.search.filtering import EVERYTHING, FormFilter
from store.search.indexing import rebuild_index
from store.search.searching import count_found_forms, find_spans, search_texts
from store.settings import SETTINGS
from support.store_samples import count_rows, fresh, record, rich_form

LONGEST = SETTINGS.longest_word_chars

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def engine(tmp_path, database):  # noqa: ARG001 - which database it is
    return fresh(tmp_path)


def holding(name, form, **changes):
    return record(name, forms=((form, Audit((), (), "unchecked")),), **changes)


def told(hits):
    return [(hit.form_id, hit.entity, hit.field, hit.text) for hit in hits]


def test_a_hit_tells_form_row_field_and_place(engine):
    store.save_records(engine, [record("a.pdf"), record("b.pdf", Form(1, "other", "别的表", year=2024))])
    (hit, *others) = search_texts(engine, "1876.4")
    assert hit.text[slice(*hit.spans[0])] == "1876.4"
    assert (hit.form_id, hit.year, hit.department, hit.entity) == (1, 2023, "望城区自然资源局", "goal")
    assert [(other.entity, other.field, other.row) for other in others] == [("indicator", "actual", "腾地")]
    assert [hit.title for hit in search_texts(engine, "别的")] == ["别的表"]


EVERYWHERE = Form(
    1,
    "project",
    "标题甲",
    department="部门乙",
    project="项目丙",
    supervisor="主管丁",
    headers=(Header(1, "标签戊", "内容己"),),
    funds=(Fund(1, "来源庚", list_heading="分类辛", texts={"budget": "11,876.45万元", "rate": "104.00%"}),),
    goals=(Goal(1, "预期壬", "实际癸"),),
    levels=(Level(1, 1, "一级子"),),
    indicators=(
        Indicator(
            1,
            "一级子",
            None,
            "名称丑",
            "内容寅",
            target="≥A4纸",
            actual="完成卯",
            reason="原因辰",
            measures="措施巳",
        ),
    ),
)
HELD = [
    "标题甲",
    "部门乙",
    "项目丙",
    "主管丁",
    "标签戊",
    "内容己",
    "来源庚",
    "分类辛",
    "876.4",
    ",8",
    "5万",
    "04.00%",
    "预期壬",
    "实际癸",
    "一级子",
    "名称丑",
    "内容寅",
    "≥A",
    "A4",
    "a4",
    "Ａ４",
    "4纸",
    "完成卯",
    "原因辰",
    "措施巳",
    "甲",
    "%",
    "题",
]


def test_everything_that_a_form_prints_is_found(engine):
    store.save_records(engine, [holding("a.pdf", EVERYWHERE), record("b.pdf", Form(1, "other", "没有"))])
    for word in HELD:
        hits = search_texts(engine, word)
        assert {hit.form_id for hit in hits} == {1}, word
        assert all(
            fold_text(hit.text[start:end]) == fold_text(word) for hit in hits for start, end in hit.spans
        ), word


def test_what_no_text_holds_is_not_found(engine):
    store.save_records(engine, [holding("a.pdf", EVERYWHERE), record("b.pdf", Form(1, "other", "没有"))])
    for word in (
        "题乙",
        "甲部",
        "甲乙",
        "11876",
        "%' or 1=1",
        '"',
        "癸一",
        "部门乙 没有",
        "",
        "  ",
        "戌",
        "___",
        "%%",
    ):
        assert search_texts(engine, word) == [], word
        assert count_found_forms(engine, word) == 0, word


def test_words_must_all_stand_in_the_form_and_filters_narrow(engine):
    other = replace(EVERYWHERE, year=2024, department="部门乙二")
    store.save_records(engine, [holding("a.pdf", EVERYWHERE), holding("b.pdf", other)])
    assert {hit.form_id for hit in search_texts(engine, "部门乙 措施巳")} == {1, 2}
    assert told(search_texts(engine, "乙二 巳"))[0][0] == 2
    assert count_found_forms(engine, "部门乙", FormFilter(year=("2024",))) == 1
    assert [form.form_id for form in search_texts(engine, "标题甲")] == [2, 1], "the newest year first"
    assert len(search_texts(engine, "标题甲", limit=1)) == 1


alphabet = st.sampled_from("绩效自评表0123.,%≥ aAａ（)\"'*^-+:|&!<>\\😀𠀀\U0010fffe\ufffd")
words = st.text(alphabet.filter(lambda letter: letter != " "), min_size=2, max_size=5)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(alphabet, max_size=40), min_size=1, max_size=6), word=words)
@example(texts=["0" * 700 + "7"], word="007")
@example(texts=["年度绩效" * 300], word="年度绩效" * 16)
@example(texts=["年度绩效" * 300], word="年度绩效" * 17)
@example(texts=["零" * 65, "一" * 255 + "二" * 3], word="一二")
def test_a_word_is_found_in_the_forms_that_hold_it_and_in_no_other(engine, texts, word):
    with writing(engine) as connection:
        connection.execute(text("delete from document"))
    forms = tuple(Form(n, "other", "", goals=(Goal(1, one, ""),)) for n, one in enumerate(texts, 1))
    store.save_records(engine, [record("a.pdf", *forms)])
    stored = [line.id for line in store.find_forms(engine)]
    holders = {
        form_id for form_id, one in zip(stored, texts, strict=True) if fold_text(word) in fold_text(one)
    }
    assert {hit.form_id for hit in search_texts(engine, word, limit=1000)} == holders
    assert count_found_forms(engine, word) == len(holders)


@given(st.integers(LONGEST, 4000), st.data())
def test_the_longest_word_stands_whole_in_a_piece(length, data):
    text = "".join(chr(0x4E00 + n) for n in range(length))
    start = data.draw(st.integers(0, length - LONGEST))
    cut = list(pack_pieces(["甲", text, "乙"]))
    assert all(sum(map(len, piece)) <= 1000 for piece in cut)
    assert any(text[start : start + LONGEST] in part for piece in cut for part in piece)


def test_the_index_follows_what_is_read_again_and_what_is_corrected(engine):
    store.save_records(engine, [holding("a.pdf", EVERYWHERE)])
    store.save_records(engine, [holding("a.pdf", replace(EVERYWHERE, title="另一个标题"), version="2.0")])
    assert search_texts(engine, "标题甲") == []
    (hit,) = search_texts(engine, "另一个")
    correct(engine, hit.form_id, "indicator", 1, "level3", after="腾退土地")
    assert search_texts(engine, "名称丑") == []
    assert [found.row for found in search_texts(engine, "退土")] == ["内容寅"]
    before = count_rows(engine)["search_text"]
    rebuild_index(engine)
    assert count_rows(engine)["search_text"] == before
    assert len(search_texts(engine, "退土")) == 1


def test_places_that_overlap_are_one():
    assert find_spans("ABABA 绩效，绩效", ["aba", "绩效"]) == ((0, 5), (6, 8), (9, 11))


def test_a_form_is_found_by_a_filter_as_by_the_search(engine):
    store.save_records(engine, [record("a.pdf", rich_form())])
    assert search_texts(engine, "腾地", EVERYTHING) == search_texts(engine, "腾地", FormFilter(text="望城区"))
    assert search_texts(engine, "腾地", FormFilter(text="没有的")) == []
