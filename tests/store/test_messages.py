"""Messages go into their columns and come back."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

import store
from audit import Audit, Check, Finding, render
from extract import message
from store.messages import (
    make_columns,
    make_list_column,
    message_as_told,
    read_explanation,
    read_message,
    read_messages,
)
from store.write.rows import make_check_columns
from support.store_samples import fresh, record, rich_form

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


def test_what_no_database_takes_is_cleaned():
    assert make_columns(message("x", name="a\0b\ud800")).args == r'{"name":"ab\\ud800"}'


def test_a_check_tells_what_is_missing_before_what_explains():
    assert make_check_columns(None, WHY) == make_columns(WHY)
    assert make_check_columns(PAGE, WHY) == make_columns(PAGE, WHY)


@pytest.mark.usefixtures("database")
def test_what_an_audit_tells_comes_back_as_messages(tmp_path):
    findings = (
        Finding("score-total", "error", PAGE, explanation=WHY),
        Finding(
            "score-total", "error", message_as_told("总分不符"), explanation=message_as_told("多了一个8")
        ),
    )
    checks = (Check("grade", "unchecked", missing=PAGE), Check("execution-score", "agrees", explanation=WHY))
    audit = Audit(findings, checks, "differs")
    form = replace(rich_form(), warnings=(WHY, message_as_told("缺字体")), notes=(PAGE,))
    engine = fresh(tmp_path)
    assert store.save_records(engine, [record("a.pdf", forms=((form, audit),))]) == {}
    assert store.load_form(engine, 1) == (form, audit)
    with engine.connect() as connection:
        told = connection.execute(text("select message, code from finding order by id")).all()
    assert told == [(render(PAGE), "lacking-score"), ("总分不符", None)]


@pytest.mark.usefixtures("database")
def test_the_error_and_the_warnings_of_a_document_keep_their_codes(tmp_path):
    warnings = (WHY, message_as_told("缺字体"))
    engine = fresh(tmp_path)
    assert store.save_records(engine, [record("a.pdf", status="failed", error=WHY, warnings=warnings)]) == {}
    with engine.connect() as connection:
        asked = text("select error, code, args, warnings, warning_messages from document")
        row = connection.execute(asked).one()
    assert row[:4] == (render(WHY), "figure-dropped", '{"computed":"8"}', f"{render(WHY)}\n缺字体")
    assert read_messages((render(WHY), "缺字体"), row[4]) == warnings
    [line] = store.list_documents(engine)
    assert line.reason == WHY
