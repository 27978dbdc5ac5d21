"""Messages go into their columns and come back."""

import json

import pytest
from sqlalchemy import text

import store
from audit.finding import Check, Finding
from audit.messages.render import render
from extract import message
from store.messages import (
    make_columns,
    make_list_column,
    message_as_told,
    read_explanation,
    read_message,
    read_messages,
)
from store.write.rows import find_columns as columns_of_table
from store.write.rows import (
    make_check_columns,
    make_form_rows,
    make_message_columns,
    make_messages_column,
    render_text,
    render_texts,
)
from support.store_samples import fresh, record, rich_audit, rich_form

PAGE = message("lacking-score", names=("甲", message("unnamed-line", ordinal=3)))
WHY = message("figure-dropped", computed="8")


def test_a_message_comes_back_from_its_columns():
    code, args = make_columns(PAGE)
    assert (code, read_message("第3页", code, args)) == ("lacking-score", PAGE)
    assert json.loads(args) == {"names": ["甲", {"code": "unnamed-line", "args": {"ordinal": 3}}]}


def test_an_explanation_stands_among_the_arguments():
    code, args = make_columns(PAGE, WHY)
    assert json.loads(args)["explanation"] == {"code": "figure-dropped", "args": {"computed": "8"}}
    assert read_message("第3页", code, args) == PAGE
    assert read_explanation("多了一个8", args) == WHY
    assert read_explanation(None, args) is None


def test_a_sentence_without_a_code_is_told_as_it_is_in_both_languages():
    told = read_message("总分不符", None, None)
    assert told == message_as_told("总分不符")
    assert render(told, "zh") == render(told, "en") == "总分不符"
    assert make_columns(told) == make_columns(None) == (None, None)
    assert read_message(None, None, None) is None


def test_a_code_that_this_version_does_not_know_leaves_the_stored_sentence():
    assert read_message("旧句子", "of-another-version", "{}") == message_as_told("旧句子")
    assert read_message("旧句子", "lacking-score", "{}") == message_as_told("旧句子")
    unknown = '{"explanation": {"code": "of-another-version", "args": {}}}'
    assert read_explanation("旧说明", unknown) == message_as_told("旧说明")
    assert read_messages(("旧",), '[{"code": "of-another-version", "args": {}}]') == (message_as_told("旧"),)


def test_several_messages_are_a_list():
    column = make_list_column([PAGE, message_as_told("缺字体")])
    assert read_messages(("第3页", "缺字体"), column) == (PAGE, message_as_told("缺字体"))
    assert make_list_column([message_as_told("缺字体")]) is None
    assert read_messages(("缺字体",), None) == (message_as_told("缺字体"),)


def test_texts_are_told_as_they_are_and_messages_are_rendered():
    told = message("as-told", text="缺字体")
    assert (render_text("甲"), render_text(told), render_text(None)) == ("甲", "缺字体", None)
    assert render_texts(("甲", told)) == ("甲", "缺字体")
    assert make_messages_column(("甲",)) is None
    assert json.loads(make_messages_column(("甲", WHY)))[0] == {"code": "as-told", "args": {"text": "甲"}}


def test_what_no_database_takes_is_cleaned():
    assert make_message_columns(message("x", name="a\0b\ud800")).args == r'{"name":"ab\\ud800"}'


def test_a_check_tells_what_is_missing_before_what_explains():
    assert make_check_columns(None, WHY) == make_message_columns(WHY)
    assert make_check_columns(PAGE, WHY) == make_message_columns(PAGE, WHY)


def test_a_finding_that_tells_messages_has_their_code():
    audit = rich_audit()
    finding = Finding("score-total", "error", message("as-told", text="总分不符"))
    coded = Finding(
        "score-total", "error", message_as_told("总分不符"), explanation=message_as_told("多了一个8")
    )
    check = Check("grade", "unchecked", missing=message("as-told", text="等级标准"))
    rows = make_form_rows(rich_form(), type(audit)((finding, coded), (check,), "differs"))
    names = columns_of_table("finding")
    told = [dict(zip(names, row, strict=True)) for row in rows["finding"]]
    assert [row["message"] for row in told] == ["总分不符", "总分不符"]
    assert [row["code"] for row in told] == [None, None]
    checked = dict(zip(columns_of_table("checked"), rows["checked"][0], strict=True))
    assert (checked["missing"], checked["code"]) == ("等级标准", None)


@pytest.mark.usefixtures("database")
def test_the_error_and_the_warnings_of_a_document_keep_their_codes(tmp_path, monkeypatch):
    sentences = {
        "as-told": {"zh": "{text}", "en": "{text}"},
        "figure-dropped": {"zh": "多了一个{computed}", "en": "{computed} too many"},
    }
    monkeypatch.setattr("audit.messages.render.catalogue", lambda: sentences)
    engine = fresh(tmp_path)
    assert (
        store.save_records(engine, [record("a.pdf", status="failed", error=WHY, warnings=(WHY, "缺字体"))])
        == {}
    )
    with engine.connect() as connection:
        row = connection.execute(
            text("select error, code, args, warnings, warning_messages from document")
        ).one()
    assert row[:4] == ("多了一个8", "figure-dropped", '{"computed":"8"}', "多了一个8\n缺字体")
    assert read_messages(("多了一个8", "缺字体"), row[4]) == (WHY, message_as_told("缺字体"))
