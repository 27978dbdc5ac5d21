"""A list of paths on standard input."""

import io
import os
from pathlib import Path

import pytest
from click import UsageError

from audit import render
from hebiao.commands.options import find_sources
from hebiao.importing.pipeline import name_paths
from hebiao.sources.files import find_files, listed_paths


def listed(data):
    return list(listed_paths(io.BytesIO(data)))


def test_lines_and_nul_part_a_list_and_blank_lines_are_passed_over():
    assert listed("\ufeff/甲/a.txt\r\n\n  \n/b c.txt\n./d".encode()) == ["/甲/a.txt", "/b c.txt", "./d"]
    assert listed("/甲\n乙/a.txt\0\0/b.txt\0".encode()) == ["/甲\n乙/a.txt", "/b.txt"]
    assert listed(b"") == []


def test_a_long_list_is_parted_right_wherever_it_is_read_in_parts():
    paths = [f"/自评表/{number}" for number in range(20_000)]
    assert listed("\n".join(paths).encode()) == paths
    assert listed("\0".join(paths).encode()) == paths


def test_paths_are_bytes_and_gb18030_only_where_there_is_no_such_file(tmp_path):
    raw = os.fsencode(tmp_path) + "/自评表.txt".encode("gb18030")
    assert listed(raw) == [f"{tmp_path}/自评表.txt"]
    Path(os.fsdecode(raw)).touch()
    assert [os.fsencode(path) for path in listed(raw)] == [raw]
    assert listed(b"/a\xff") == [os.fsdecode(b"/a\xff")]


def test_what_a_list_names_and_is_not_there_or_no_path_is_told(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x")
    names = listed(f"{tmp_path}/a.txt\n{tmp_path}/gone\n{'x' * 70000}\nwith\0nul".encode())
    assert [found.problem and render(found.problem) for found in find_files(names)] == [
        None,
        "文件不存在或已被移走",
        "路径太长",
        "路径里有空字符",
    ]


def test_a_list_is_asked_for_alone_and_words_are_checked(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"/a\n/b\n")))
    assert find_sources(("-",)) == ["/a", "/b"]
    (tmp_path / "broken").symlink_to("nowhere")
    words = (str(tmp_path / "broken"), f"file://{tmp_path}")
    assert find_sources(words) == list(words)
    for wrong in (("-", "a"), (str(tmp_path / "gone"),)):
        with pytest.raises(UsageError):
            find_sources(wrong)


def test_of_a_long_list_an_import_remembers_the_beginning():
    told = name_paths([f"/{number}" for number in range(10_000)], 100)
    assert told[:2] == ("/0", "/1")
    assert told[-1] == f"……另有 {10_000 - len(told) + 1} 个"
    assert name_paths(["s3://k:secret@b/c"], 100) == ("s3://***@b/c",)
