"""``hebiao check``: what it shows of a finding, which findings it shows, by which rules and in which language."""

import json
from pathlib import Path

import pytest

from hebiao.cli import run
from hebiao.workers.job import Options, labels_of, pack_of, product_of

FORM = """项目支出绩效自评表
({year}年度)
项目名称\t文化站建设
主管部门\t文化局\t实施单位\t{unit}
项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t100.00\t100.00\t95.00\t10\t96.00%\t9.5
年度总体目标\t预期目标\t\t\t实际完成情况
\t完成建设\t\t\t已完成建设
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t建设数量\t≥5个\t5个\t50\t48\t
\t效益指标\t社会效益指标\t受益人数\t≥100人\t125人\t30\t30\t
\t满意度指标\t服务对象满意度指标\t满意度\t≥90%\t95%\t10\t10\t
总分\t\t\t\t\t\t100\t99.5
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HEBIAO_DB", raising=False)
    (tmp_path / "a.txt").write_text(FORM.format(year=2022, unit="测试区文化站"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(FORM.format(year=2023, unit="测试区图书馆"), encoding="utf-8")
    run(["import", "a.txt", "b.txt"])
    return tmp_path


def checked(capsys, *arguments):
    capsys.readouterr()
    run(["check", *arguments, "--format", "json"])
    return json.loads(capsys.readouterr().out)


def shown(capsys, *arguments):
    capsys.readouterr()
    status = run(["check", *arguments])
    out, err = capsys.readouterr()
    return status, [line.replace(f"{Path.cwd()}/", "") for line in out.splitlines()], err


def test_a_finding_shows_its_figures_its_place_and_what_explains_it(capsys):
    status, lines, err = shown(capsys, "a.txt", "--rule", "score-total", "--rule", "execution-rate")
    assert status == 1
    assert lines == [
        "项目支出绩效自评表 · 测试区文化站 · 2022 · a.txt",
        "  错误 score-total 总分填99.5，各项得分之和为97.5，相差2。",
        "    第13行 总分 · 填报 99.5 · 计算 97.5 · 相差 2",
        "    说明：可能是合计仍按「建设数量」改动前的得分50计算，现在填48（改后总分相符）",
        "  警告 execution-rate 年度资金总额：执行率填96.00%，按B/A计算为95.00%。",
        "    第6行 年度资金总额 执行率 · 填报 96% · 计算 95% · 相差 1%",
    ]
    assert err.splitlines()[-1] == "自评表 1：勾稽相符 0，勾稽不符 1，无法核对 0，错误 1，警告 1，提示 0"


def test_the_same_is_told_in_english(capsys):
    _, lines, err = shown(capsys, "a.txt", "--rule", "score-total", "--lang", "en")
    assert lines == [
        "项目支出绩效自评表 · 测试区文化站 · 2022 · a.txt",
        "  error score-total The total score says 99.5, the lines' scores add up to 97.5, a difference of 2.",
        "    line 13 total score · stated 99.5 · computed 97.5 · difference 2",
        '    note: perhaps the total still counts "建设数量" with its earlier score 50, which is now 48 (total score would agree then)',
    ]
    assert err.splitlines()[-1] == "forms 1: agrees 0, differs 1, unchecked 0, error 1, warning 0, info 0"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "failed {path}: The file is empty"),
        ("letter.txt", "关于报送材料的函".encode(), "no form {path}: No table was found"),
        (
            "picture.png",
            b"\x89PNG\r\n\x1a\n" + bytes(20),
            "failed {path}: The picture is incomplete or broken",
        ),
    ],
)
def test_what_the_reading_doubts_is_told_in_english(name, content, told, home, capsys):
    (home / name).write_bytes(content)
    _, _, err = shown(capsys, name, "--lang", "en")
    assert err.splitlines()[0].replace(f"{home}/", "") == told.format(path=name)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("nowhere.txt",), "There is no such file or folder: nowhere.txt"),
        (("--rule", "nope"), "There is no rule nope; these are: "),
        (("--pack", "nope", "a.txt"), "There are no rules of nope; these are: "),
        (("99",), "The database has no form with the number 99"),
    ],
)
def test_what_is_wrong_with_a_call_is_told_in_english(asked, told, capsys):
    status, _, err = shown(capsys, *asked, "--lang", "en")
    assert (status, told in err) == (2, True), err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_database_and_the_files_tell_the_same(language, capsys):
    stored = checked(capsys, "--lang", language)
    read = checked(capsys, "a.txt", "b.txt", "--lang", language)
    assert {line["form"] for line in stored} == {1, 2}
    assert [line | {"form": None, "path": ""} for line in stored] == [line | {"path": ""} for line in read]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (("--rule", "score-total"), {("score-total", 2022), ("score-total", 2023)}),
        (("--severity", "error"), {("score-total", 2022), ("score-total", 2023)}),
        (("--rule", "execution-rate", "--year", "2023"), {("execution-rate", 2023)}),
        (("--severity", "error", "--department", "图书"), {("score-total", 2023)}),
        (("--department", "水利"), set()),
    ],
)
def test_findings_are_narrowed(asked, kept, capsys):
    assert {(line["rule"], line["year"]) for line in checked(capsys, *asked)} == kept


def test_only_what_is_asked_for_sets_the_exit_status(capsys):
    assert shown(capsys, "--rule", "execution-rate")[0] == 0
    assert shown(capsys, "--rule", "execution-rate", "--fail-on", "warning")[0] == 1
    assert shown(capsys, "--year", "1999", "--fail-on", "warning")[0] == 0
    assert (
        shown(capsys, "--department", "图书馆", "--severity", "info")[2]
        .splitlines()[-1]
        .startswith("自评表 1：")
    )


def test_a_named_pack_is_followed_for_files_and_for_the_database(capsys):
    for what in (("a.txt",), ("1",)):
        assert [line["explanation"] for line in checked(capsys, *what, "--rule", "over-achieved")] == []
        (line,) = checked(capsys, *what, "--rule", "over-achieved", "--pack", "hebei")
        assert (
            line["explanation"]
            == "依据河北口径（观察所得）：正向指标完成值达到目标值120%的标红，得分可以手改"
        )
        assert line["where"] == "第11行 受益人数 完成值"


def test_an_import_follows_a_named_pack_and_reads_again_what_followed_another(capsys):
    def imported(*options):
        run(["import", "a.txt", *options])
        (line,) = checked(capsys, "--department", "文化站", "--rule", "over-achieved") or [
            {"explanation": None}
        ]
        return line["explanation"]

    assert imported() is None
    assert (
        imported("--pack", "河北口径")
        == "依据河北口径（观察所得）：正向指标完成值达到目标值120%的标红，得分可以手改"
    )
    assert (
        imported("--pack", "systems")
        == "依据财政系统口径（观察所得）：正向和等于号指标完成值达到目标值120%的标红"
    )
    assert imported() == "依据财政系统口径（观察所得）：正向和等于号指标完成值达到目标值120%的标红"


def test_a_version_tells_its_product_labels_and_pack(home):
    (home / "own.toml").write_text("")
    version = Options(labels="own.toml", pack="hunan").version
    assert product_of(version) == Options().version
    assert len(labels_of(version)) == 8
    assert pack_of(version) == "hunan"
    assert (labels_of(Options().version), pack_of(Options().version)) == ("", "")


@pytest.mark.parametrize(
    ("asked", "told"),
    [(("--rule", "nope"), "score-total"), (("--pack", "nope"), "hunan"), (("--lang", "fr"), "zh")],
)
def test_what_is_not_there_is_wrong_usage(asked, told, capsys):
    status, _, err = shown(capsys, "a.txt", *asked)
    assert status == 2
    assert told in err


def test_csv_has_a_column_for_each_part(capsys):
    capsys.readouterr()
    run(["check", "a.txt", "--rule", "score-total", "--format", "csv"])
    head, row = capsys.readouterr().out.splitlines()
    assert head.split(",")[11:15] == ["stated", "computed", "difference", "where"]
    assert ",99.5,97.5,2.0,第13行 总分," in row
