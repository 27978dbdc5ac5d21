from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

import store
from normalize import Form, Indicator
from support.store_samples import D, fresh, record, rich_audit, rich_form

pytestmark = pytest.mark.usefixtures("database")


def test_a_form_comes_back_as_it_was_saved(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf", rich_form(1), Form(2, "other", ""))])
    assert store.load_form(engine, 1) == (rich_form(1), rich_audit())
    assert store.load_form(engine, 2)[0] == Form(2, "other", "")


def test_a_form_that_is_not_there_is_told(tmp_path):
    with pytest.raises(store.UnknownForm, match="99"):
        store.load_form(fresh(tmp_path), 99)


def test_numbers_are_numbers_whatever_they_are(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record()])
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's NUMERIC holds nothing but numbers")
    columns = [
        *(("fund", f"{name}_yuan") for name in ("initial", "budget", "executed", "transferred", "amount")),
        *((table, column) for table in ("fund", "indicator") for column in ("weight", "score")),
        *(("quantity", column) for column in ("value", "value_high", "base_value")),
        *(("form", column) for column in ("weight_total", "score_total")),
        *(("finding", "stated"), ("checked", "computed"), ("level", "weight"), ("fund", "rate")),
    ]
    with engine.connect() as connection:
        for table, column in columns:
            found = connection.execute(
                text(f"select distinct typeof({column}) from {table} where {column} is not null")
            )
            assert set(found.scalars()) in ({"integer"}, {"real"}, {"integer", "real"}), (table, column)
        assert connection.execute(
            text("select budget_yuan, initial_yuan from fund where ordinal = 1")
        ).one() == (8200000, 0)
        assert (
            connection.execute(
                text("select count(*) from fund where ordinal = 3 and budget_yuan is null")
            ).scalar()
            == 1
        )


yuan = st.decimals(min_value=D("-9999999999999.99"), max_value=D("9999999999999.99"), places=2)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(yuan, min_size=1, max_size=30))
def test_amounts_come_back_to_the_fen(engine, amounts):
    lines = tuple(Indicator(n, weight=amount) for n, amount in enumerate(amounts, start=1))
    name = f"{len(store.find_forms(engine))}.pdf"
    store.save_records(engine, [record(name, Form(1, "other", "", indicators=lines))])
    loaded, _ = store.load_form(engine, store.find_forms(engine)[-1].id)
    assert [line.weight for line in loaded.indicators] == amounts


@pytest.fixture
def engine(tmp_path):
    return fresh(tmp_path)


@pytest.mark.parametrize(
    "number", [Decimal("1E+30"), Decimal(10**19), Decimal("0.123456789012345"), Decimal("1E-7")]
)
def test_an_odd_number_is_no_reason_to_fail(engine, number):
    assert store.save_records(engine, [record("a.pdf", Form(1, "other", "", score_total=number))]) == {}
    assert store.load_form(engine, 1)[0].score_total == number
