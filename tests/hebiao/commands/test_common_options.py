"""The options of every command: the language, and how much is told."""

import pickle
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from hebiao.cli import hebiao, run
from hebiao.commands.command import TranslatedOption
from hebiao.errors import HebiaoError, WrongUsage
from hebiao.locale.language import use_language
from hebiao.locale.texts import LANGUAGES, catalogue
from support.paths import SAMPLES

WARNED = str(SAMPLES / "青禾县林业工作总站-2022.txt")
CHINESE = re.compile("[一-鿿]")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HEBIAO_DB", raising=False)
    yield tmp_path
    use_language("zh")


def commands(group=hebiao, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", [(), *(path for path, _ in commands())])
def test_help_is_told_in_both_languages(path, capsys):
    assert run([*path, "--help"]) == 0
    chinese = capsys.readouterr().out
    assert run([*path, "--lang", "en", "--help"]) == 0
    assert run(["--lang=en", *path, "--help"]) == 0
    first, second = (text for text in capsys.readouterr().out.split("Usage: hebiao")[1:])
    assert CHINESE.search(chinese)
    assert not CHINESE.search(first.replace("绩效自评表", ""))
    assert first == second


def test_every_option_has_its_help_in_the_catalogue():
    for path, command in commands():
        assert f"help.{command.help}" in catalogue(), path
        for parameter in command.params:
            if isinstance(parameter, TranslatedOption):
                assert f"option.{parameter.help}" in catalogue(), (path, parameter.name)
            else:
                assert isinstance(parameter, click.Argument), (path, parameter.name)


@pytest.mark.parametrize("call", [["--lang", "en", "check", "nowhere"], ["check", "nowhere", "--lang", "en"]])
def test_errors_are_told_in_the_language(call, capsys):
    assert run(call) == 2
    assert "There is no such file or folder: nowhere" in capsys.readouterr().err


def test_an_error_of_the_database_is_told_in_the_language(capsys):
    assert run(["import", WARNED]) == 0
    capsys.readouterr()
    assert run(["query", "delete from form", "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith("Error: The query was not run: ")


def test_an_import_speaks_english_where_it_is_asked_to(capsys):
    assert run(["import", WARNED, "--lang", "en"]) == 0
    err = capsys.readouterr().err
    assert err.startswith(
        "files 1, read 1, no form 0, failed 0, known 0, forms 1, findings 1 (warning 1)\ntook "
    )
    assert not CHINESE.search(err)


def test_what_a_reading_doubts_is_told_in_the_language(capsys, home):
    (home / "empty.txt").touch()
    assert run(["import", "empty.txt", str(SAMPLES / "families" / "L07.txt"), "--lang", "en"]) == 3
    err = capsys.readouterr().err
    assert f"failed {home}/empty.txt: " in err
    assert "note " in err
    assert not CHINESE.search(err.replace(str(SAMPLES), "").replace("万元", ""))


@pytest.mark.parametrize("place", [0, 2])
def test_a_quiet_command_tells_results_and_errors_only(place, capsys, home):
    call = ["import", WARNED]
    call.insert(place, "--quiet")
    assert run(call) == 0
    assert capsys.readouterr() == ("", "")
    assert run(["search", "-q", "林业"]) == 0
    out, err = capsys.readouterr()
    assert "林业" in out
    assert err == ""
    (home / "empty.txt").touch()
    assert run(["-q", "import", "empty.txt"]) == 3
    assert capsys.readouterr().err == f"失败 {home}/empty.txt：文件是空的\n"


def test_a_verbose_command_tells_of_each_file_and_of_its_time(capsys):
    assert run(["import", "-v", WARNED]) == 0
    err = capsys.readouterr().err
    assert f"读入 {WARNED}\n" in err
    assert re.search(r"用时 [\d.]+ 秒\n$", err)
    assert run(["-v", "query", "select nothing"]) == 2
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert err.splitlines()[-1].startswith("错误：查询没有执行：")


def test_quiet_and_verbose_exclude_each_other(capsys):
    assert run(["-q", "labels", "-v"]) == 2
    assert "--quiet 和 --verbose 不能同时给出" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_its_sentence_and_survives_a_pickle(language):
    use_language(language)
    error = pickle.loads(pickle.dumps(WrongUsage("no-such-page", path="a.pdf", page=9, pages=2)))
    assert isinstance(error, HebiaoError)
    assert str(error) == {"zh": "a.pdf 没有第 9 页，共 2 页", "en": "a.pdf has no page 9, it has 2"}[language]


def test_a_command_is_imported_when_it_is_asked_for():
    code = "import sys; from hebiao.cli import run; run(['labels', '--help']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "'hebiao.commands.labels'" in done.stdout
    assert "'hebiao.commands.check'" not in done.stdout
    assert not {"'audit'", "'normalize'", "'rich'"} & set(re.findall(r"'\w+'", done.stdout))


def test_no_sentence_of_the_catalogue_mixes_its_punctuation():
    files = Path(__file__).parents[3] / "hebiao" / "locale"
    for name in ("commands", "errors", "terminal"):
        for sentence in re.findall(
            r'zh = ("""(?:.|\n)*?"""|".*?")', (files / f"{name}.toml").read_text("utf-8")
        ):
            assert not re.search("[一-鿿][,;:(!?]|[,;:)][一-鿿]", sentence), sentence


def test_every_error_that_is_raised_has_its_sentence():
    source = Path(__file__).parents[3] / "hebiao"
    raised = r"(?:WrongUsage|DatabaseUnusable|ClusterUnusable|NoWorker|BadCall|BadValue)\(\s*\"([^\"]*)\""
    codes = {code for file in source.rglob("*.py") for code in re.findall(raised, file.read_text("utf-8"))}
    assert len(codes) > 30
    assert {code for code in codes if f"refusal.{code}" not in catalogue()} == set()
