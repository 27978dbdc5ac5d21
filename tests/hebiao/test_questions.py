import pytest

import store
from hebiao.questions import questions
from store import drop_question, keep_question, list_questions, list_relations
from support.store_samples import fresh, record

pytestmark = pytest.mark.usefixtures("database")
LIMITS = store.QueryLimits(seconds=20, rows=1000)


@pytest.fixture
def engine(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf"), record("b.pdf")])
    yield engine
    engine.dispose()


def test_every_question_is_answered_by_both_databases(engine):
    answers = {question.zh: store.query_rows(engine, question.sql, LIMITS) for question in questions()}
    assert len(answers) == len(questions()) > 10
    assert [tuple(map(float, row[1:4])) for row in answers["最低分的部门"][1]] == [(2, 95.61, 95.61)]
    assert [(row[0], float(row[6])) for row in answers["总分对不上的表"][1]] == [(1, 68), (2, 68)]
    assert [float(row[6]) for row in answers["超预算的单位"][1]] == [319200, 319200]
    assert [row[3] for row in answers["没有扣分原因的指标"][1]] == ["满意度", "满意度"]
    assert [row[:2] for row in answers["各年度的平均总分"][1]] == [(2023, 2)]
    empty = [name for name, (_, rows) in answers.items() if not rows]
    assert empty == [
        "未达标却满分的指标",
        "达标却扣分的指标",
        "同一指标在各部门的得分",
        "读取失败的文件",
        "人工更正了什么",
    ]


def test_a_question_is_kept_under_a_name_until_it_is_dropped(engine):
    keep_question(engine, "我的", "select 1")
    keep_question(engine, "别的", "select 2")
    keep_question(engine, "我的", "select 3")
    assert sorted(one.sql for one in list_questions(engine)) == ["select 2", "select 3"]
    for one in list_questions(engine):
        drop_question(engine, one.id)
    assert list_questions(engine) == []


def test_the_schema_names_what_a_question_may_ask_for(engine):
    known = {table.name: table for table in list_relations(engine)}
    assert known["indicator_full"].view
    assert not known["form"].view
    assert {"id", "department", "score_total"} < set(known["form"].columns)
    for table in known.values():
        quoted = ", ".join(f'"{column}"' for column in table.columns)
        assert store.query_rows(engine, f"select {quoted} from {table.name}")[0] == list(table.columns)
    assert not [name for name in known if name.startswith(("search", "alembic", "sqlite"))]
