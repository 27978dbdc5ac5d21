"""``hebiao serve`` tells its address, answers there, and ends when it is told to."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

pytest.importorskip("uvicorn", reason="the pages need the extra [web]")

import store
from hebiao.cli import hebiao, run
from hebiao.web.settings import SETTINGS


@pytest.mark.slow
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_it_answers_where_it_says_and_ends_in_order(tmp_path, host):
    url = f"sqlite:///{tmp_path}/forms.db"
    store.open_store(url).dispose()
    command = [sys.executable, "-m", "hebiao", "serve", "--db", url, "--host", host, "--port", "0"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={"XDG_CACHE_HOME": str(tmp_path)}
    ) as server:
        told = server.stderr.readline()
        address = re.search(r"http://\S+", told)[0].replace("0.0.0.0", "127.0.0.1")
        assert ("token=" in address) == (host == "0.0.0.0")
        with urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open(address) as answer:
            assert "总览" in answer.read().decode()
        if host == "127.0.0.1":
            sql = f"select '{'表' * (SETTINGS.sql_chars - 9)}'"
            with urllib.request.urlopen(f"{address}api/query?{urlencode({'sql': sql})}") as answer:
                assert answer.status == 200, "the longest question fits into an address"
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        assert server.stderr.read() == ""


def test_a_port_that_is_taken_is_told(tmp_path, capsys):
    store.open_store(f"sqlite:///{tmp_path}/forms.db").dispose()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(["serve", "--db", f"sqlite:///{tmp_path}/forms.db", "--port", port]) == 2
        assert port in capsys.readouterr().err


def test_a_database_that_is_not_there_is_told(tmp_path, capsys):
    assert run(["serve", "--db", f"sqlite:///{tmp_path}/none.db"]) == 4
    assert "none.db" in capsys.readouterr().err


def test_the_help_says_where_it_listens():
    assert "127.0.0.1" in CliRunner().invoke(hebiao, ["serve", "--help"]).output
