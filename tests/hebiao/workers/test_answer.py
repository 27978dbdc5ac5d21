"""What a worker hands over is stored as what it read."""

import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import inspect, text

import store
from extract import message
from hebiao.importing.pipeline import name_nouns
from hebiao.workers.answers import decode_record, encode_answer
from normalize import Form, Indicator, Quantity, name_counted
from store.tables.lines import TABLES
from store.write.rows import FORM_TABLES, find_columns
from support.store_samples import D, fresh, record, rich_form

pytestmark = pytest.mark.usefixtures("database")

SEVERAL = "涉及村民300户,安置房屋1200平方米"
ODD = Form(
    2,
    "other",
    "一\0二",
    score_total=D("99.50"),
    warnings=(message("as-told", text="一行\n二行"),),
    indicators=(
        Indicator(
            1,
            target=SEVERAL,
            quantities=tuple(
                Quantity("target", n, text, "=", D(3)) for n, text in ((1, "300户"), (2, "1200平方米"))
            ),
        ),
    ),
)


def rows(engine):
    with engine.connect() as connection:
        names = sorted(inspect(engine).get_table_names())
        return {
            name: sorted(map(repr, connection.execute(text(f"select * from {name}"))))
            for name in names
            if name != "document"
        }


def test_it_is_stored_as_what_was_read(tmp_path):
    read = [record("a.pdf", rich_form(1), ODD), record("b.pdf"), record("c.pdf", Form(1, "other", ""))]
    whole = [
        replace(one, forms=tuple((name_counted(form), audit) for form, audit in one.forms)) for one in read
    ]
    there, handed = fresh(tmp_path, "there.db"), fresh(tmp_path, "handed.db")
    assert store.save_records(there, whole) == {}
    assert store.save_records(handed, [name_nouns(decode_record(encode_answer(one))) for one in read]) == {}
    assert rows(handed) == rows(there)


def test_its_forms_are_there_for_who_asks():
    before = record("a.pdf", rich_form(1), ODD)
    after = decode_record(encode_answer(before))
    assert len(after.forms) == len(before.forms)
    assert tuple(after.forms) == before.forms
    assert tuple(name_nouns(after).forms) == tuple(
        (name_counted(form), audit) for form, audit in before.forms
    )
    assert decode_record(encode_answer(replace(before, forms=()))).forms[:] == ()


def test_a_row_has_every_column_of_its_table():
    for table in FORM_TABLES:
        columns = set(TABLES[table].__table__.columns.keys())
        assert {"id", *find_columns(table)} == columns, table


def test_a_worker_needs_no_database():
    program = "import sys, hebiao.workers.worker, hebiao.reading.file; sys.exit('sqlalchemy' in sys.modules or 'jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
