"""Messages and the sentences that are made of them."""

import json

import pytest

from audit.messages import render as rendering
from audit.messages.render import is_renderable, render
from extract import Message, message

SENTENCES = {
    "told": {"zh": "第{page}页:{what}", "en": "page {page}: {what}"},
    "several": {"zh": "如{names}", "en": "such as {names}"},
}


@pytest.fixture(autouse=True)
def sentences(monkeypatch):
    monkeypatch.setattr(rendering, "catalogue", lambda: SENTENCES)


def test_arguments_fill_the_sentence_in_both_languages():
    told = message("told", page=3, what="扫描件")
    assert render(told) == "第3页:扫描件"
    assert render(told, "en") == "page 3: 扫描件"


def test_a_message_or_a_list_may_be_an_argument():
    told = message("told", page=1, what=message("several", names=("甲", "乙")))
    assert render(told) == "第1页:如甲、乙"
    assert render(told, "en") == "page 1: such as 甲, 乙"


def test_equal_messages_are_equal_whatever_the_order_of_their_arguments():
    assert message("told", page=1, what="x") == message("told", what="x", page=1)
    assert len({message("told", page=1, what="x"), message("told", what="x", page=1)}) == 1


def test_a_message_survives_json():
    told = message("told", page=1, what=message("several", names=("甲", message("told", page=2, what="乙"))))
    assert Message.from_data(json.loads(json.dumps(told.to_data()))) == told


def test_an_unknown_code_and_an_unfilled_blank_are_errors():
    with pytest.raises(KeyError):
        render(message("unheard-of"))
    with pytest.raises(KeyError):
        render(message("told", page=1))


def test_what_another_version_told_may_not_be_renderable():
    assert is_renderable(message("told", page=1, what="x"))
    assert not is_renderable(message("told", page=1))
    assert not is_renderable(message("told", page=1, what=message("unheard-of")))
