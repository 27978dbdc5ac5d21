"""Files in object stores and on the web are fetched one by one; what fails fails alone, and no password is stored."""

import http.server
import os
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from audit.messages.render import render
from hebiao.errors import WrongUsage
from hebiao.sources import remote
from hebiao.sources.choice import Limits
from hebiao.sources.content import without_secrets
from hebiao.sources.files import EVERYTHING, Choice, count_files, find_files, removed, shown
from hebiao.sources.remote import check_url, is_url, local_path
from support.packed_files import zipped

registry = pytest.importorskip("fsspec.registry", reason="needs the extra remote")
fsspec = pytest.importorskip("fsspec", reason="needs the extra remote")


def read(url, choice=EVERYTHING):
    told = {}
    for found in find_files([url], choice=choice):
        told[found.path] = render(found.problem) if found.problem else Path(found.place).read_bytes()
        removed(found)
    return told


@pytest.fixture
def bucket():
    files = fsspec.filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    for name, data in {
        "2023/表.pdf": b"%PDF",
        "a.txt": b"one",
        "in.zip": zipped({"里面/b.txt": b"two"}),
        ".hidden/c.txt": b"no",
        "旧/d.txt": b"old",
        "~$e.docx": b"no",
    }.items():
        files.pipe_file(f"/bucket/{name}", data)
    files.pipe_file("/other/f.txt", b"no")
    return files


@pytest.mark.usefixtures("bucket")
def test_a_folder_of_a_store_is_walked_like_any_other():
    wanted = {
        "memory://bucket/a.txt": b"one",
        "memory://bucket/in.zip/里面/b.txt": b"two",
        "memory://bucket/2023/表.pdf": b"%PDF",
        "memory://bucket/旧/d.txt": b"old",
    }
    assert read("memory://bucket") == read("memory://bucket/") == wanted
    assert list(read("memory://bucket")) == list(wanted)
    assert set(read("memory://bucket", Choice(include=("*.pdf", "b.*"), exclude=("旧",)))) == {
        "memory://bucket/in.zip/里面/b.txt",
        "memory://bucket/2023/表.pdf",
    }


@pytest.mark.usefixtures("bucket")
def test_one_object_is_named_by_its_url():
    assert read("memory://bucket/a.txt", Choice(include=("*.pdf",))) == {"memory://bucket/a.txt": b"one"}
    assert read("memory://bucket/gone.txt") == {"memory://bucket/gone.txt": "文件不存在或已被移走"}
    assert count_files(["memory://bucket"]) == 1


def test_an_object_that_fails_fails_alone(bucket, monkeypatch):
    fetch = type(bucket).cat_file

    def fails(self, path, **how):
        if path.endswith("a.txt"):
            raise RuntimeError("no route to https://key:pass@host/a.txt?X-Amz-Signature=abc")
        return fetch(self, path, **how)

    monkeypatch.setattr(type(bucket), "cat_file", fails)
    told = read("memory://bucket")
    assert (
        told["memory://bucket/a.txt"]
        == "取不到（RuntimeError: no route to https://***@host/a.txt?X-Amz-Signature=***）"
    )
    assert told["memory://bucket/2023/表.pdf"] == b"%PDF"


def test_an_object_that_is_too_large_or_never_comes_is_told(bucket, monkeypatch):
    assert read("memory://bucket/a.txt", Choice(limits=Limits(remote=2))) == {
        "memory://bucket/a.txt": "大于 0 KiB，不读"
    }
    monkeypatch.setattr(remote, "FETCHED_WHOLE", 0)  # in parts
    assert read("memory://bucket/a.txt") == {"memory://bucket/a.txt": b"one"}
    let_go = threading.Event()
    monkeypatch.setattr(type(bucket), "open", lambda *_args, **_how: let_go.wait(60))
    assert read("memory://bucket/a.txt", Choice(limits=Limits(seconds=0.2))) == {
        "memory://bucket/a.txt": "等了 0 秒没有取到"
    }
    let_go.set()


def test_a_folder_that_cannot_be_listed_is_told(bucket, monkeypatch):
    listed = type(bucket).ls

    def refuse(self, path, **how):
        if path.endswith("2023"):
            raise PermissionError(13, "denied")
        return listed(self, path, **how)

    monkeypatch.setattr(type(bucket), "ls", refuse)
    told = read("memory://bucket")
    assert told["memory://bucket/2023"] == "没有读取权限"
    assert told["memory://bucket/a.txt"] == b"one"
    opened = []
    assert list(find_files(["memory://bucket"], opened=opened.append))
    assert opened == ["memory://bucket", "memory://bucket/in.zip", "memory://bucket/旧"]


def test_what_is_missing_is_told_before_anything_is_read(monkeypatch):
    with pytest.raises(WrongUsage, match="不认识这种网址"):
        check_url("nosuch://x/y")
    monkeypatch.setitem(
        registry.known_implementations, "absent", {"class": "nowhere.at.All", "err": "Install nowhere"}
    )
    with pytest.raises(WrongUsage, match="absent:// 还要安装：pip install nowhere"):
        check_url("absent://x/y")
    assert list(read("absent://k:s@x/y").values()) == ["读取 absent:// 还要安装：pip install nowhere"]
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(WrongUsage, match="pip install"):
        check_url("s3://x/y")


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("sftp://用户:p@ss@host/表.pdf", "sftp://***@host/表.pdf"),
        ("s3://key:secret@bucket/a", "s3://***@bucket/a"),
        ("https://h/a.pdf?id=7&X-Amz-Signature=ab%2F&x=1", "https://h/a.pdf?id=7&X-Amz-Signature=***&x=1"),
        ("https://h/a@b.pdf?sv=1&sig=zz", "https://h/a@b.pdf?sv=1&sig=***"),
        ("s3://bucket/a@b/c", "s3://bucket/a@b/c"),
    ],
)
def test_secrets_in_urls_are_not_stored(url, stored):
    assert without_secrets(url) == shown(url) == stored


def test_urls_of_this_system_are_paths(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x")
    assert is_url("s3://b/c")
    assert is_url("simplecache::s3://b/c")
    assert not is_url("c:/x")
    assert not is_url("file:///x")
    assert local_path("file://localhost/x") == "/x"
    assert read(f"file://{tmp_path}") == {str(tmp_path / "a.txt"): b"x"}


def test_a_web_page_that_lists_files_is_a_folder(tmp_path):
    pytest.importorskip("aiohttp", reason="fsspec reads http with aiohttp")
    for name in ("自评 表.txt", "下/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    handler.func.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        assert read(f"{url}/") == {
            f"{url}/自评 表.txt": "自评 表.txt".encode(),
            f"{url}/下/b.txt": "下/b.txt".encode(),
        }
        assert list(read(f"{url}/%E8%87%AA%E8%AF%84%20%E8%A1%A8.txt").values()) == ["自评 表.txt".encode()]
        assert list(read(f"{url}/gone.txt").values()) == ["文件不存在或已被移走"]
        server.shutdown()
    assert next(iter(read(f"{url}/gone.txt").values())).startswith("取不到（ClientConnectorError")


def test_s3_is_read(monkeypatch):
    pytest.importorskip("s3fs", reason="S3 needs s3fs")
    moto = pytest.importorskip("moto.server", reason="a server of S3 for the test")
    pytest.importorskip("flask", reason="moto's server needs it")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*server.get_host_and_port()))
        files = fsspec.filesystem("s3")
        files.mkdir("bureau")
        for number in range(12):
            files.pipe_file(f"bureau/2023/{number:02}.txt", str(number).encode())
        assert read("s3://bureau/2023") == {
            f"s3://bureau/2023/{number:02}.txt": str(number).encode() for number in range(12)
        }
        assert list(read("s3://nosuch/x").values()) == ["文件不存在或已被移走"]
    finally:
        server.stop()
        os.environ.pop("AWS_ENDPOINT_URL", None)
