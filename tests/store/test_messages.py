"""Messages go into their columns and come back."""

import json

import pytest
from sqlalchemy import text

import store
from audit.finding import Check, Finding
from audit.messages.render import render
from extract import message
from store.messages import (
    column_of,
    columns_of,
    explanation_from,
    message_as_told,
    message_from,
    messages_from,
)
from store.write.messages import code_and_args, code_and_args_of_check, messages_column, text_of, texts_of
from store.write.rows import columns_of as columns_of_table
from store.write.rows import form_rows
from support.store_samples import fresh, record, rich_audit, rich_form

PAGE = message("lacking-score", names=("甲", message("unnamed-line", ordinal=3)))
WHY = message("figure-dropped", computed="8")


def test_a_message_comes_back_from_its_columns():
    code, args = columns_of(PAGE)
    assert (code, message_from("第3页", code, args)) == ("lacking-score", PAGE)
    assert json.loads(args) == {"names": ["甲", {"code": "unnamed-line", "args": {"ordinal": 3}}]}


def test_an_explanation_stands_among_the_arguments():
    code, args = columns_of(PAGE, WHY)
    assert json.loads(args)["explanation"] == {"code": "figure-dropped", "args": {"computed": "8"}}
    assert message_from("第3页", code, args) == PAGE
    assert explanation_from("多了一个8", args) == WHY
    assert explanation_from(None, args) is None


def test_a_sentence_without_a_code_is_told_as_it_is_in_both_languages():
    told = message_from("总分不符", None, None)
    assert told == message_as_told("总分不符")
    assert render(told, "zh") == render(told, "en") == "总分不符"
    assert columns_of(told) == columns_of(None) == (None, None)
    assert message_from(None, None, None) is None


def test_a_code_that_this_version_does_not_know_leaves_the_stored_sentence():
    assert message_from("旧句子", "of-another-version", "{}") == message_as_told("旧句子")
    assert message_from("旧句子", "lacking-score", "{}") == message_as_told("旧句子")
    unknown = '{"explanation": {"code": "of-another-version", "args": {}}}'
    assert explanation_from("旧说明", unknown) == message_as_told("旧说明")
    assert messages_from(("旧",), '[{"code": "of-another-version", "args": {}}]') == (message_as_told("旧"),)


def test_several_messages_are_a_list():
    column = column_of([PAGE, message_as_told("缺字体")])
    assert messages_from(("第3页", "缺字体"), column) == (PAGE, message_as_told("缺字体"))
    assert column_of([message_as_told("缺字体")]) is None
    assert messages_from(("缺字体",), None) == (message_as_told("缺字体"),)


def test_texts_are_told_as_they_are_and_messages_are_rendered():
    told = message("as-told", text="缺字体")
    assert (text_of("甲"), text_of(told), text_of(None)) == ("甲", "缺字体", None)
    assert texts_of(("甲", told)) == ("甲", "缺字体")
    assert messages_column(("甲",)) is None
    assert json.loads(messages_column(("甲", WHY)))[0] == {"code": "as-told", "args": {"text": "甲"}}


def test_what_no_database_takes_is_cleaned():
    assert code_and_args(message("x", name="a\0b\ud800")).args == r'{"name":"ab\\ud800"}'


def test_a_check_tells_what_is_missing_before_what_explains():
    assert code_and_args_of_check(None, WHY) == code_and_args(WHY)
    assert code_and_args_of_check(PAGE, WHY) == code_and_args(PAGE, WHY)


def test_a_finding_that_tells_messages_has_their_code():
    audit = rich_audit()
    finding = Finding("score-total", "error", message("as-told", text="总分不符"))
    coded = Finding(
        "score-total", "error", message_as_told("总分不符"), explanation=message_as_told("多了一个8")
    )
    check = Check("grade", "unchecked", missing=message("as-told", text="等级标准"))
    rows = form_rows(rich_form(), type(audit)((finding, coded), (check,), "differs"))
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
    assert store.save(engine, [record("a.pdf", status="failed", error=WHY, warnings=(WHY, "缺字体"))]) == {}
    with engine.connect() as connection:
        row = connection.execute(
            text("select error, code, args, warnings, warning_messages from document")
        ).one()
    assert row[:4] == ("多了一个8", "figure-dropped", '{"computed":"8"}', "多了一个8\n缺字体")
    assert messages_from(("多了一个8", "缺字体"), row[4]) == (WHY, message_as_told("缺字体"))
