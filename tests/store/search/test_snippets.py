"""What is shown of the texts that hold a word."""

from dataclasses import replace

import store
from store.search.searching import find_snippets
from support.store_samples import fresh, record


def test_a_snippet_marks_each_word_where_it_stands(tmp_path):
    engine = fresh(tmp_path)
    store.save_records(engine, [record()])
    found = find_snippets(engine, [1], "地8000亩")[1]
    assert (found.entity, found.field) == ("goal", "expected")
    assert [(piece.text, piece.found) for piece in found.pieces] == [
        ("腾", False),
        ("地8000亩", True),
        ("", False),
    ]
    assert (
        find_snippets(engine, [1], "没有的话")
        == find_snippets(engine, [1], " ")
        == find_snippets(engine, [], "亩")
        == {}
    )
    engine.dispose()


def test_a_long_text_is_cut_around_its_first_word(tmp_path):
    engine = fresh(tmp_path)
    title = "前" * 100 + "腾地" + "后" * 100
    ((form, audit),) = record().forms
    store.save_records(engine, [replace(record(), forms=((replace(form, title=title), audit),))])
    pieces = find_snippets(engine, [1], "前腾地后")[1].pieces
    assert [piece.text for piece in pieces if piece.found] == ["前腾地后"]
    assert pieces[0].text == "…" == pieces[-1].text[-1]
    assert len("".join(piece.text for piece in pieces)) < 100
    engine.dispose()
