"""Finding files in folders, and knowing them by their content."""

import os

import pytest

from hebiao.files import content_of, find_files, problem_of, shown, stand_in_for_content


def touch(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return str(path)


def found(paths, **more):
    return [entry.path for entry in find_files(paths, **more)]


def test_folders_are_walked_in_order_without_hidden_and_temporary_files(tmp_path):
    wanted = [touch(tmp_path / "a.pdf"), touch(tmp_path / "b" / "c.txt"), touch(tmp_path / "b" / "d" / "e.pdf")]
    for name in (".hidden.pdf", "~$a.docx", ".git/config", "b/.DS_Store"):
        touch(tmp_path / name)
    assert found([tmp_path]) == wanted


def test_program_code_and_data_in_a_folder_are_passed_over_and_read_where_they_are_named(tmp_path):
    form, code = touch(tmp_path / "form.PDF"), touch(tmp_path / "make.PY")
    for name in ("expected.json", "form.toml", "package.lock", "hebiao.db"):
        touch(tmp_path / name)
    assert found([tmp_path]) == [form]
    assert found([tmp_path, code]) == [form, code]


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
    assert [(entry.path, entry.problem) for entry in find_files([tmp_path]) if entry.problem] == [(str(locked), "没有读取权限")]


def test_links_that_lead_nowhere_and_pipes_cannot_be_read(tmp_path):
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    reasons = []
    for entry in find_files([tmp_path]):
        with pytest.raises(OSError, match=r"No such|普通文件") as error:
            content_of(entry.path)
        reasons.append(problem_of(error.value))
    assert reasons == ["文件不存在或已被移走", "不是普通文件"]


def test_content_decides_and_a_stand_in_stays_the_same(tmp_path):
    one, two = touch(tmp_path / "1"), touch(tmp_path / "2")
    assert content_of(one) == content_of(two)
    assert content_of(one).size == 1
    assert stand_in_for_content(one) == stand_in_for_content(one) != stand_in_for_content(two)


@pytest.mark.parametrize(
    ("raw", "name"), [("自评表".encode(), "自评表"), ("自评表".encode("gb18030"), "自评表"), (b"a\xff", "a\\xff")]
)
def test_names_that_are_not_utf8_become_text(raw, name):
    text = shown(os.fsdecode(b"/x/" + raw))
    assert text == f"/x/{name}"
    text.encode("utf-8")
