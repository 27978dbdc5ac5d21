"""Contents are kept under their hashes and found again, never a wrong one; temporary files end with their process."""

import os
import signal
import stat
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from hebiao.sources.content import FileChanged
from hebiao.sources.files import FoundFile, find_files, removed, shown
from hebiao.sources.originals import keep, kept, located, original_file, original_of
from hebiao.sources.temporary import remove_stale, room
from support.packed_files import put, tarred, zipped


def digest(data):
    return sha256(data).hexdigest()


def test_a_content_is_kept_once_under_its_hash(tmp_path):
    folder, name = tmp_path / "keep", digest(b"one")
    file = put(tmp_path / "表.PDF", b"one")
    assert kept(name, folder) is None
    there = keep(file, name, folder)
    assert there == folder / name[:2] / f"{name[2:]}.pdf" == kept(name, folder)
    assert there.read_bytes() == b"one"
    before = there.stat()
    assert keep(put(tmp_path / "other.strange", b"one"), name, folder) == there
    assert there.stat() == before
    assert keep(put(tmp_path / "strange.x y", b"two"), digest(b"two"), folder).suffix == ""


def test_what_has_changed_or_breaks_off_is_not_kept(tmp_path, monkeypatch):
    file, name = put(tmp_path / "a.txt", b"changed"), digest(b"one")
    with pytest.raises(FileChanged):
        keep(file, name, tmp_path / "keep")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        keep(file, digest(b"changed"), tmp_path / "keep")
    assert [path for path in (tmp_path / "keep").rglob("*") if path.is_file()] == []


def test_a_kept_file_that_was_cut_is_written_again(tmp_path):
    file, name = put(tmp_path / "a.txt", b"whole"), digest(b"whole")
    keep(file, name, tmp_path / "keep").write_bytes(b"wh")
    assert original_of([], name, tmp_path / "keep") is None
    assert keep(file, name, tmp_path / "keep").read_bytes() == b"whole"
    assert original_of([], name, tmp_path / "keep") == b"whole"


def test_a_document_is_found_again_where_it_was(tmp_path):
    inner = zipped({"里面/表.txt": b"member", "z.txt": b"other"})
    put(tmp_path / "a.tgz", tarred({"x.txt": b"no", "in.zip": inner}, "gz"))
    put(tmp_path / "b.zip", zipped({"same.txt": b"first", "./same.txt": b"second"}))
    put(tmp_path / "c.txt", b"plain")
    paths = []
    for found in find_files([tmp_path]):
        paths.append(found.path)
        removed(found)
    for data in (b"member", b"other", b"no", b"first", b"second", b"plain"):
        assert original_of(paths, digest(data)) == data
    assert original_of(paths, digest(b"gone")) is None
    assert original_file(paths, digest(b"plain")) == FoundFile(f"{tmp_path}/c.txt")
    before = set(Path(room()).iterdir())
    member = original_file(paths, digest(b"second"))
    assert Path(member.file).read_bytes() == b"second"
    removed(member)
    assert set(Path(room()).iterdir()) == before
    assert original_of([f"{tmp_path}/a.tgz/in.zip/里面/表.txt"], digest(b"member")) == b"member"


def test_a_path_that_now_holds_another_content_is_not_trusted(tmp_path):
    path = put(tmp_path / "a.txt", b"before")
    assert original_of([str(path)], digest(b"before")) == b"before"
    path.write_bytes(b"after!")
    assert (
        original_of(
            [str(path), f"{tmp_path}/b/../a.txt", "/dev/zero", f"{tmp_path}", "s3://b/a", ""],
            digest(b"before"),
        )
        is None
    )


@pytest.mark.parametrize("name", ["自评表.txt".encode(), "自评表.txt".encode("gb18030"), b"\xff\xfe.txt"])
def test_names_as_they_are_stored_lead_to_their_files(tmp_path, name):
    path = put(tmp_path / os.fsdecode(name), b"found")
    assert located(shown(str(path))) == (str(path), "")
    assert original_of([shown(str(path))], digest(b"found")) == b"found"


def holding_a_temporary_file(room):
    """Start a process that holds one, and give both."""
    code = "from hebiao.sources.temporary import written; import time; print(written([b'x'], 'a.pdf'), flush=True); time.sleep(60)"
    how = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.DEVNULL,
        "env": {**os.environ, "TMPDIR": str(room)},
    }
    process = subprocess.Popen([sys.executable, "-c", code], **how)
    return process, Path(process.stdout.readline().decode().strip())


def ended(process, how=signal.SIGKILL):
    process.send_signal(how)
    process.communicate()


def test_temporary_files_are_private_and_go_with_their_process(tmp_path):
    process, file = holding_a_temporary_file(tmp_path)
    assert file.parent.parent == tmp_path
    assert (stat.S_IMODE(file.parent.stat().st_mode), stat.S_IMODE(file.stat().st_mode)) == (0o700, 0o600)
    ended(process, signal.SIGINT)
    assert list(tmp_path.iterdir()) == []


def test_the_next_import_removes_what_killed_ones_left_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (killed, left), (alive, used) = holding_a_temporary_file(tmp_path), holding_a_temporary_file(tmp_path)
    ended(killed)
    foreign = put(tmp_path / "hebiao-data" / "a.txt", b"x")
    (tmp_path / "hebiao-link").symlink_to(left.parent)
    remove_stale()
    assert not left.parent.exists()
    assert used.exists()
    assert foreign.exists()
    ended(alive)
