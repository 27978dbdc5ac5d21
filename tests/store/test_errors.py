"""What the store refuses: each with a code, its arguments and a sentence in both languages."""

import pickle
from collections.abc import Iterator
from string import Formatter

import pytest

import store
from audit import render
from audit.messages.render import catalogue
from hebiao.database import store_errors
from hebiao.errors import Exit, HebiaoError, WrongUsage
from store.errors import DatabaseMissing, NewerDatabase, NoNumber, OpenFailed, QueryFailed
from support.store_samples import fresh


def refusals(base: type[store.StoreRefusal] = store.StoreRefusal) -> Iterator[type[store.StoreRefusal]]:
    for kind in base.__subclasses__():
        if hasattr(kind, "code"):
            yield kind
        yield from refusals(kind)


@pytest.mark.parametrize("kind", list(refusals()))
def test_every_refusal_is_told_in_both_languages(kind):
    blanks = {name for _, name, *_ in Formatter().parse(catalogue()[kind.code]["zh"]) if name}
    error = kind(**{name: f"‹{name}›" for name in blanks})
    for language in ("zh", "en"):
        shown = render(error.message, language)
        assert all(f"‹{name}›" in shown for name in blanks)


def test_every_refusal_has_a_code_of_its_own():
    codes = [kind.code for kind in refusals()]
    assert len(set(codes)) == len(codes) > 15


def test_a_refusal_survives_the_way_between_processes():
    for error in (NewerDatabase(revision="9", newest="8"), NoNumber(value="NaN")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.message, str(again)) == (type(error), error.message, str(error))


def test_the_text_of_a_refusal_is_its_data():
    assert str(OpenFailed(place="a.db", reason="busy")) == "database-not-opened place=a.db reason=busy"


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (DatabaseMissing(place="a.db"), Exit.DATABASE, ("没有数据库 a.db", "There is no database a.db")),
        (
            QueryFailed(reason="no such table: x"),
            Exit.USAGE,
            ("查询没有执行：no such table: x", "The query was not run: no such table: x"),
        ),
        (
            store.UnknownForm(number=9),
            Exit.USAGE,
            ("数据库里没有编号为 9 的表", "The database has no form with the number 9"),
        ),
    ],
)
def test_a_user_reads_a_refusal_in_his_language(error, status, told):
    with pytest.raises(HebiaoError) as refused, store_errors():
        raise error
    assert refused.value.exit_status == status
    assert (refused.value.sentence("zh"), refused.value.sentence("en")) == told


def test_a_wrong_argument_stays_a_value_error_at_the_edge(tmp_path):
    engine = fresh(tmp_path)
    with pytest.raises(ValueError, match="不能按 planet 汇总，可以按：") as refused, store_errors():
        store.compare_scores(engine, "planet")
    assert isinstance(refused.value, WrongUsage)
    with pytest.raises(store.WrongArgument, match="name=planet"):
        list(store.list_forms(engine, store.EVERYTHING, "planet"))
