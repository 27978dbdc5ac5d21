"""The commands: what they print, where they print it, and the exit status that they give."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

import store
from hebiao.cli import run
from hebiao.commands.scores import GROUPS
from support.paths import SAMPLES
from support.pdf_bytes import pdf

CLEAN = SAMPLES / "澜江县水利局-2021.txt"
WARNED = SAMPLES / "青禾县林业工作总站-2022.txt"
NO_FORM = SAMPLES / "云澜市文化馆-2023-自评报告.txt"

FORM = """项目支出绩效自评表
(2023年度)
项目名称\t[red]x[/b]
主管部门\t=1+1\t实施单位\t测试局
项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t100.00\t100.00\t100.00\t10\t100.00%\t10
年度总体目标\t预期目标\t\t\t实际完成情况
\t完成建设\t\t\t已完成建设
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t建设[red]数量\t≥5个\t5个\t50\t50\t
\t效益指标\t社会效益指标\t受益人数\t≥100人\t120人\t30\t30\t
\t满意度指标\t服务对象满意度指标\t满意度\t≥90%\t95%\t10\t10\t
总分\t\t\t\t\t\t100\t98
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HEBIAO_DB", raising=False)
    return tmp_path


@pytest.fixture
def wrong(home):
    path = home / "wrong.txt"
    path.write_text(FORM, encoding="utf-8")
    return str(path)


@pytest.fixture
def empty(home):
    (home / "empty.pdf").touch()
    return str(home / "empty.pdf")


def test_import_tells_its_summary_on_standard_error(capsys):
    assert run(["import", str(CLEAN), str(WARNED), str(NO_FORM)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    for part in ("文件 3", "读入 2", "不是自评表 1", "失败 0", "自评表 2", "用时", "每秒"):
        assert part in err
    assert Path("hebiao.db").exists()


def test_import_with_a_bad_file_exits_3_and_keeps_the_others(empty, capsys):
    assert run(["import", str(CLEAN), empty]) == 3
    assert f"失败 {empty}：文件是空的" in capsys.readouterr().err
    statuses = dict(sqlite3.connect("hebiao.db").execute("select name, status from document").fetchall())
    assert statuses == {CLEAN.name: "imported", "empty.pdf": "failed"}


@pytest.mark.parametrize(
    "command",
    [
        ["import"],
        ["import", "nowhere"],
        ["import", "--workers", "0", "."],
        ["import", "--engine", "magic", "."],
        ["check", "nowhere"],
        ["show", "nowhere"],
        ["query", "select 1", "--format", "parquet"],
        ["scores", "--by", "weather"],
        ["unknown"],
    ],
)
def test_wrong_usage_exits_2(command, capsys):
    assert run(command) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("command", [["check"], ["show", "1"], ["scores"], ["query", "select 1"]])
def test_a_database_that_is_not_there_exits_4_and_is_not_made(command, capsys):
    assert run(command) == 4
    assert "没有数据库" in capsys.readouterr().err
    assert not Path("hebiao.db").exists()


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "not a url", "nosuch://host/db"])
def test_a_database_that_cannot_be_used_exits_4(url, capsys):
    assert run(["import", str(CLEAN), "--db", url]) == 4
    assert "错误" in capsys.readouterr().err


def test_a_file_that_is_no_database_exits_4(home, capsys):
    (home / "hebiao.db").write_text("这不是数据库" * 100)
    assert run(["import", str(CLEAN)]) == 4
    assert "Traceback" not in capsys.readouterr().err


def test_the_environment_names_the_database(monkeypatch, capsys):
    monkeypatch.setenv("HEBIAO_DB", "sqlite:///other.db")
    assert run(["import", str(CLEAN)]) == 0
    assert run(["query", "select count(*) as n from form", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"n": 1}]
    assert Path("other.db").exists()


def test_check_fails_at_the_level_that_is_asked(capsys):
    assert run(["check", str(CLEAN)]) == 0
    assert run(["check", str(WARNED)]) == 0
    assert run(["check", str(WARNED), "--fail-on", "warning"]) == 1
    assert "execution-rate" in capsys.readouterr().out
    assert not Path("hebiao.db").exists()


def test_check_of_a_wrong_total_exits_1_and_of_a_bad_file_3(wrong, empty, capsys):
    assert run(["check", wrong]) == 1
    assert "score-total" in capsys.readouterr().out
    assert run(["check", wrong, empty]) == 3
    out, err = capsys.readouterr()
    assert "score-total" in out
    assert "文件是空的" in err


def test_check_of_the_database_says_the_same_as_of_the_files(wrong, capsys):
    run(["import", wrong, str(WARNED)])
    capsys.readouterr()
    assert run(["check", "--format", "json"]) == 1
    stored = json.loads(capsys.readouterr().out)
    assert run(["check", wrong, str(WARNED), "--format", "json"]) == 1
    read = json.loads(capsys.readouterr().out)
    assert sorted(map(str, (line | {"form": None} for line in stored))) == sorted(map(str, read))
    assert {line["form"] for line in stored} == {1, 2}


def test_check_takes_ids_and_tells_of_one_that_no_form_has(wrong, capsys):
    run(["import", wrong])
    assert run(["check", "1"]) == 1
    assert run(["check", "1", "7"]) == 2
    assert "编号为 7" in capsys.readouterr().err


def test_query_is_read_only_and_bad_sql_is_wrong_usage(capsys):
    run(["import", str(CLEAN)])
    capsys.readouterr()
    for sql in ("delete from form", "drop table form", "selec 1", "select * from nowhere"):
        assert run(["query", sql]) == 2
    assert capsys.readouterr().out == ""
    assert run(["query", "select count(*) as n from form", "--format", "csv"]) == 0
    assert capsys.readouterr().out == "n\n1\n"


def test_query_writes_files_of_each_format(home, capsys):
    run(["import", str(CLEAN)])
    capsys.readouterr()
    for form in ("csv", "json", "table"):
        assert run(["query", "select id, title from form", "--format", form, "-o", f"out.{form}"]) == 0
    assert capsys.readouterr().out == ""
    assert (home / "out.csv").read_text().startswith("id,title")


def test_parquet_needs_pyarrow_and_says_so(home, capsys):
    run(["import", str(CLEAN)])
    status = run(["query", "select id, title from form", "--format", "parquet", "-o", "out.parquet"])
    if find_spec("pyarrow"):
        assert status == 0
        assert (home / "out.parquet").read_bytes().startswith(b"PAR1")
    else:
        assert status == 2
        assert "pip install hebiao[parquet]" in capsys.readouterr().err


def test_a_query_into_a_folder_that_is_not_there_is_no_bug(capsys):
    run(["import", str(CLEAN)])
    assert run(["query", "select 1 as n", "-o", "nowhere/x.csv"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_show_draws_a_file_and_a_stored_form_alike(wrong, capsys):
    assert run(["show", wrong]) == 0
    drawn = capsys.readouterr().out
    run(["import", wrong])
    capsys.readouterr()
    assert run(["show", "1"]) == 0
    assert capsys.readouterr().out == drawn
    assert "建设[red]数量" in drawn
    assert "score-total" in drawn
    assert run(["show", "2"]) == 2


def test_show_tells_why_there_is_nothing_to_show(empty, capsys):
    assert run(["show", str(NO_FORM)]) == 0
    assert "没有自评表" in capsys.readouterr().err
    assert run(["show", empty]) == 3


@pytest.mark.parametrize(
    "command",
    [
        ["show", "1"],
        ["check"],
        ["check", "--format", "json"],
        ["query", "select title from form"],
        ["scores"],
    ],
)
def test_text_in_the_database_never_comes_alive(wrong, command, capsys):
    run(["import", wrong])
    with sqlite3.connect("hebiao.db") as connection:
        connection.execute(
            "update form set title = title || char(27) || '[31m', department = char(27) || '[2J[red]'"
        )
    capsys.readouterr()
    run(command)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "[31m" in out or "[2J[red]" in out


def test_formulas_are_inert_in_csv(wrong, capsys):
    run(["import", wrong])
    capsys.readouterr()
    run(["query", "select supervisor, score_total from form", "--format", "csv"])
    assert capsys.readouterr().out.splitlines()[1] == "'=1+1,98"


@pytest.mark.parametrize("by", GROUPS)
def test_scores_go_by_each_group(by, capsys):
    run(["import", str(CLEAN), str(WARNED)])
    capsys.readouterr()
    assert run(["scores", "--by", by, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0].keys() == {
        by,
        "forms",
        "mean",
        "lowest",
        "highest",
        "errors",
        "warnings",
    }


def test_scores_of_one_year(capsys):
    run(["import", str(CLEAN), str(WARNED)])
    capsys.readouterr()
    assert run(["scores", "--year", "2021", "--format", "json"]) == 0
    assert [line["department"] for line in json.loads(capsys.readouterr().out)] == ["澜江县水利局"]


def test_the_groups_are_the_stores_own():
    assert set(GROUPS) == set(store.GROUPS)


def test_db_upgrade_makes_and_keeps_a_database():
    assert run(["db", "upgrade"]) == 0
    assert run(["db", "upgrade"]) == 0
    assert run(["query", "select count(*) as n from form"]) == 0


def test_a_pipe_that_closes_early_is_no_error(home):
    run(["import", str(CLEAN)])
    sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 200000) select i from n"
    command = f'"{sys.executable}" -m hebiao query "{sql}" --format csv | head -n 1'
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, cwd=home, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "i\n", "")


def test_a_database_that_breaks_exits_4(capsys):
    run(["import", str(WARNED)])
    with sqlite3.connect("hebiao.db") as connection:
        connection.execute("drop table finding")
    capsys.readouterr()
    assert run(["check"]) == 4
    assert "Traceback" not in capsys.readouterr().err


def test_doubts_of_the_reading_are_told(tmp_path, capsys):
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf("q 400 0 0 600 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID A EI Q"))
    assert run(["import", str(scan), "--ocr-workers", "0"]) == 3
    err = capsys.readouterr().err
    assert f"注意 {scan}：" in err
    [(status, reason)] = sqlite3.connect("hebiao.db").execute("select status, error from document").fetchall()
    assert status == "failed"  # a scan was no-form once: a folder of them was imported as a success
    assert "扫描件" in reason


def documents():
    try:
        return sqlite3.connect("hebiao.db").execute("select count(*) from document").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


@pytest.mark.slow
def test_an_interrupt_ends_cleanly_and_keeps_what_is_stored(home):
    (home / "many").mkdir()
    for number in range(400):
        (home / "many" / f"{number}.txt").write_text(
            f"{number}\n{WARNED.read_text(encoding='utf-8')}", encoding="utf-8"
        )
    process = subprocess.Popen(
        [sys.executable, "-m", "hebiao", "import", "many"], stderr=subprocess.PIPE, text=True
    )
    while not documents():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err.strip() == "已中断；已入库的文件不会丢失。"
    assert 0 < documents() < 400


def test_a_lack_of_memory_is_no_bug(monkeypatch, capsys):
    def eat(*_given, **_named):
        raise MemoryError

    monkeypatch.setattr("hebiao.cli.hebiao.main", eat)
    assert run(["import", "x"]) == 71
    assert "内存不足" in capsys.readouterr().err
