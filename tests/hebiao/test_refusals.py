"""Refusals of files and warnings of readers: each has its sentence in both languages."""

import pickle
import re
import tomllib
from importlib.resources import files
from string import Formatter

import pytest

import hebiao
import hebiao.reading.file
import hebiao.sources.remote
from audit.messages.render import LANGUAGES, render
from extract import Unreadable, message
from extract.errors import OtherFormat, TooManyPages

CHINESE = re.compile(r"[\u3400-\u9fff，。：；（）]")
CATALOGUE = {
    code: sentences
    for name in ("extract.toml", "files.toml")
    for code, sentences in tomllib.loads(files("audit.messages").joinpath(name).read_text("utf-8")).items()
}


def refusals(base=Unreadable):
    for kind in base.__subclasses__():
        yield kind
        yield from refusals(kind)


@pytest.mark.parametrize("kind", [kind for kind in refusals() if not kind.__subclasses__()])
def test_every_refusal_has_its_sentence(kind):
    assert kind.code in CATALOGUE


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_sentence_is_rendered_in_both_languages(code):
    sentences = CATALOGUE[code]
    assert set(sentences) == set(LANGUAGES)
    blanks = {name: f"<{name}>" for _, name, *_ in Formatter().parse(sentences["zh"]) if name}
    told = {language: render(message(code, **blanks), language) for language in LANGUAGES}
    assert not CHINESE.search(told["en"])
    assert not re.search(r"[\u3400-\u9fff][,;:()]|[,;:()][\u3400-\u9fff]", told["zh"])
    assert all(blank in sentence for blank in blanks.values() for sentence in told.values())


def test_a_refusal_survives_the_way_between_processes():
    for error in (TooManyPages(count=3, most=2), OtherFormat(kind=message("format-old-office"))):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.message, str(again)) == (type(error), error.message, str(error))


def test_who_reads_from_python_is_told_in_chinese(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"Rar!\x1a\x07\x01\0")
    with pytest.raises(Unreadable) as refusal:
        hebiao.read(tmp_path / "a.pdf")
    assert str(refusal.value) == "是压缩包（RAR），这类文件不能读"
    assert render(refusal.value.message, "en") == "It is an archive (RAR), which is not read"
