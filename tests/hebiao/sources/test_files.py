"""Finding files in folders, and knowing them by their content."""

import contextlib
import hashlib
import os
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from audit.messages.render import render
from extract import message
from hebiao.sources.content import FileChanged, NotRegular
from hebiao.sources.files import Choice, content_of, count_files, find_files, shown, stand_in_for_content
from support.packed_files import zipped
from support.paths import SAMPLES


def touch(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return str(path)


def found(paths, **more):
    return [entry.path for entry in find_files(paths, **more)]


def test_folders_are_walked_in_order_without_hidden_and_temporary_files(tmp_path):
    wanted = [
        touch(tmp_path / "a.pdf"),
        touch(tmp_path / "b" / "c.txt"),
        touch(tmp_path / "b" / "d" / "e.pdf"),
    ]
    for name in (".hidden.pdf", "~$a.docx", ".git/config", "b/.DS_Store"):
        touch(tmp_path / name)
    assert found([tmp_path]) == wanted


def test_program_code_and_data_in_a_folder_are_passed_over_and_read_where_they_are_named(tmp_path):
    form, code = touch(tmp_path / "form.PDF"), touch(tmp_path / "make.PY")
    for name in ("expected.json", "form.toml", "package.lock", "hebiao.db"):
        touch(tmp_path / name)
    assert found([tmp_path]) == [form]
    assert found([tmp_path, code]) == [form, code]


def test_exported_json_and_xml_are_told_by_their_content_in_folders_and_archives(tmp_path):
    office = SAMPLES / "office"
    names = ["L08.xml", "L13.docling.json", "L18.mineru.json"]
    for name in names:
        (tmp_path / name).write_bytes((office / name).read_bytes())
    (tmp_path / "expected.json").write_bytes((office / "expected.json").read_bytes())
    (tmp_path / "pom.xml").write_text('<?xml version="1.0"?><project/>')
    (tmp_path / "empty.json").write_text("")
    members = {path.name: path.read_bytes() for path in sorted(tmp_path.iterdir())}
    (tmp_path / "z.zip").write_bytes(zipped(members))
    paths = [str(tmp_path / name) for name in names]
    assert found([tmp_path]) == [*paths, *(str(tmp_path / "z.zip" / name) for name in names)]


def test_a_hidden_file_that_is_named_is_meant(tmp_path):
    path = touch(tmp_path / ".form.txt")
    assert found([path]) == [path]


def test_a_file_named_twice_is_found_once_and_the_database_never(tmp_path):
    path, database = touch(tmp_path / "a.txt"), touch(tmp_path / "hebiao.db")
    assert found([path, tmp_path, tmp_path / "." / "a.txt"], leave_out=frozenset({database})) == [path]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path, monkeypatch):
    locked = tmp_path / "locked"
    locked.mkdir()
    touch(tmp_path / "z.txt")
    scandir = os.scandir

    def refuse(path):
        if str(path) == str(locked):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [(entry.path, render(entry.problem)) for entry in find_files([tmp_path]) if entry.problem] == [
        (str(locked), "没有读取权限")
    ]


def test_links_that_lead_nowhere_or_round_and_what_is_no_file_are_told_and_never_opened(tmp_path):
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round.pdf").symlink_to(tmp_path / "round.pdf")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(os.path.relpath(tmp_path / "socket"))
        told = {
            Path(entry.path).name: entry.problem and render(entry.problem) for entry in find_files([tmp_path])
        }
    no_file = "不是普通文件"
    assert told == {
        "gone.pdf": "链接所指的文件不存在",
        "round.pdf": "链接互相指向，后面没有文件",
        "pipe": no_file,
        "device": no_file,
        "socket": no_file,
    }
    with pytest.raises(NotRegular):
        content_of(str(tmp_path / "pipe"))


def test_links_to_files_and_folders_are_followed_and_each_folder_is_walked_once(tmp_path):
    file = touch(tmp_path / "outside" / "a.txt")
    inside = tmp_path / "inside"
    inside.mkdir()
    for name, target in {
        "file.txt": file,
        "folder": tmp_path / "outside",
        "again": tmp_path / "outside",
        "round": inside,
    }.items():
        (inside / name).symlink_to(target)
    assert found([inside]) == [str(inside / "file.txt"), str(inside / "again" / "a.txt")]
    assert found([inside, tmp_path]) == [str(inside / "file.txt"), str(inside / "again" / "a.txt")]


def test_folders_deeper_than_calls_may_go_are_walked(tmp_path):
    start = os.open(tmp_path, os.O_RDONLY)
    here = start
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        here = os.open("d", os.O_RDONLY, dir_fd=here)
    os.close(os.open("a.txt", os.O_CREAT, dir_fd=here))
    os.close(here)
    assert [Path(path).name for path in found([tmp_path])] == ["a.txt"]
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # pytest's own cleaning calls itself too often


@contextlib.contextmanager
def without_power():
    """Be nobody for a while, where root runs the tests: root may read everything."""
    power = os.geteuid()
    os.seteuid(power or 65534)
    try:
        yield
    finally:
        os.seteuid(power)


def test_what_may_not_be_read_is_told_where_it_is_wanted_or_may_be_an_archive():
    with tempfile.TemporaryDirectory() as name:  # pytest's own folder is closed to others
        folder = Path(name)
        folder.chmod(0o755)
        for path in ("a.txt", "b.zip", "c.doc", "locked/d.txt"):
            touch(folder / path)
        (folder / "link.txt").symlink_to(folder / "locked" / "d.txt")
        for path in ("a.txt", "b.zip", "c.doc", "locked"):
            (folder / path).chmod(0)
        assert found([folder], choice=Choice(("*.none",))) == [], (
            "everything that the search needs is imported"
        )
        with without_power():
            told = list(find_files([folder, folder / "locked" / "d.txt"], choice=Choice(("*.txt",))))
        (folder / "locked").chmod(0o700)
    assert [os.path.relpath(one.path, folder) for one in told] == [
        "a.txt",
        "b.zip",
        "link.txt",
        "locked",
        "locked/d.txt",
    ]
    assert {one.problem for one in told} == {message("no-permission")}


@pytest.mark.parametrize(
    ("include", "exclude", "wanted"),
    [
        ((), (), "2022/a.pdf 2022/b.txt 2023/x/a.pdf 2023/草稿/c.PDF top.pdf"),
        (("*.pdf",), (), "2022/a.pdf 2023/x/a.pdf 2023/草稿/c.PDF top.pdf"),
        (("A.*", "top.pdf"), (), "2022/a.pdf 2023/x/a.pdf top.pdf"),
        (("2023/*",), (), "2023/x/a.pdf 2023/草稿/c.PDF"),
        (("2023",), ("草稿",), "2023/x/a.pdf"),
        (("2023/**/*.pdf", "**/top.pdf"), (), "2023/x/a.pdf 2023/草稿/c.PDF top.pdf"),
        ((), ("2023/", "*.txt"), "2022/a.pdf top.pdf"),
        (("[",), (), ""),
    ],
)
def test_globs_choose(tmp_path, include, exclude, wanted):
    for name in ("2022/a.pdf", "2022/b.txt", "2023/x/a.pdf", "2023/草稿/c.PDF", "top.pdf"):
        touch(tmp_path / name)
    choice = Choice(include, exclude)
    told = [os.path.relpath(path, tmp_path) for path in found([tmp_path], choice=choice)]
    assert sorted(told) == wanted.split()
    assert count_files([tmp_path], choice=choice) == len(told)
    assert found([tmp_path / "top.pdf"], choice=Choice(("x",), ("*",))) == [str(tmp_path / "top.pdf")]


def test_an_excluded_folder_is_not_walked_and_one_that_is_left_out_neither(tmp_path, monkeypatch):
    wanted, _, kept = (touch(tmp_path / name) for name in ("a/1.txt", "b/2.txt", "c/3.txt"))
    walked = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: walked.append(str(path)) or scandir(path))
    assert found(
        [tmp_path], choice=Choice(exclude=("B",)), leave_out=frozenset({str(Path(kept).parent)})
    ) == [wanted]
    assert walked == [str(tmp_path), str(tmp_path / "a")]


def test_nothing_is_found_before_it_is_asked_for(tmp_path):
    touch(tmp_path / "a.txt")
    search = find_files(iter([tmp_path, None]))
    assert next(search).path == str(tmp_path / "a.txt")


def test_a_file_that_changes_under_the_reading_is_told(tmp_path, monkeypatch):
    path = touch(tmp_path / "a.txt")
    digest = hashlib.file_digest

    def written_to(file, name):
        Path(path).write_bytes(b"more than before")
        return digest(file, name)

    monkeypatch.setattr(hashlib, "file_digest", written_to)
    with pytest.raises(FileChanged):
        content_of(path)


def test_content_decides_and_a_stand_in_stays_the_same(tmp_path):
    one, two = touch(tmp_path / "1"), touch(tmp_path / "2")
    assert content_of(one) == content_of(two)
    assert content_of(one).size == 1
    assert stand_in_for_content(one) == stand_in_for_content(one) != stand_in_for_content(two)


@pytest.mark.parametrize(
    ("raw", "name"),
    [("自评表".encode(), "自评表"), ("自评表".encode("gb18030"), "自评表"), (b"a\xff", "a\\xff")],
)
def test_names_that_are_not_utf8_become_text(raw, name):
    text = shown(os.fsdecode(b"/x/" + raw))
    assert text == f"/x/{name}"
    text.encode("utf-8")


def test_a_path_of_names_in_two_encodings_becomes_text():
    assert shown(os.fsdecode("/年度/".encode() + "自评表".encode("gb18030"))) == "/年度/自评表"
