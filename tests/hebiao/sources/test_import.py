"""An archive as offices have them, imported as a user does it: nothing is lost, and every content is found again."""

import io
import os

from sqlalchemy import create_engine, text

from hebiao.cli import run
from hebiao.errors import Exit
from hebiao.sources.originals import original_of
from support.packed_files import put, tarred, zipped
from support.paths import SAMPLES


def rows(database, question):
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


def documents(database, folder):
    told = rows(
        database,
        "SELECT status, p.path, error FROM document JOIN document_path p ON document_id = document.id ORDER BY p.path",
    )
    return [(status, os.path.relpath(path, folder), error) for status, path, error in told]


def test_a_folder_of_all_sorts_is_in_the_database_once_and_what_could_not_be_read_is_listed(
    tmp_path, capfd, monkeypatch
):
    one, two, three = (
        (SAMPLES / name).read_bytes()
        for name in (
            "云澜市公路养护中心-2022.pdf",
            "云澜市妇幼保健院-2023.pdf",
            "望城区征地服务中心-2020-a.pdf",
        )
    )
    folder, database, keep = tmp_path / "档案", tmp_path / "x.db", tmp_path / "档案" / "原件"
    put(folder / "一.pdf", one)
    put(
        folder / "包.zip",
        zipped({"又一.pdf": one, "里/二.pdf": two, "里/包.tgz": tarred({"三.pdf": three}, "gz")}),
    )
    put(folder / "坏.zip", zipped({"x.txt": os.urandom(999)})[:500])
    put(folder / "草稿" / "四.txt", b"no")
    command = [
        "import",
        str(folder),
        "--exclude",
        "草稿",
        "--keep",
        str(keep),
        "--db",
        f"sqlite:///{database}",
    ]
    wanted = [
        ("imported", "一.pdf", None),
        ("imported", "包.zip/又一.pdf", None),
        ("imported", "包.zip/里/二.pdf", None),
        ("imported", "包.zip/里/包.tgz/三.pdf", None),
        ("failed", "坏.zip", "压缩包已损坏或不完整"),
    ]
    for _ in range(2):
        assert run(command) == Exit.FAILED_FILES
        assert documents(database, folder) == wanted
    assert "压缩包已损坏或不完整" in capfd.readouterr().err
    contents = rows(database, "SELECT sha256, path FROM document WHERE status = 'imported'")
    assert [original_of([path], sha256) for sha256, path in contents] == [one, two, three]
    assert [original_of([], sha256, keep) for sha256, _ in contents] == [one, two, three]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{folder}/包.zip\n".encode())))
    assert run(["import", "-", "--include", "*三*", "--db", f"sqlite:///{tmp_path}/y.db"]) == Exit.DONE
    assert documents(tmp_path / "y.db", folder) == [("imported", "包.zip/里/包.tgz/三.pdf", None)]
