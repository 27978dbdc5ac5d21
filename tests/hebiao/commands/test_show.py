"""``hebiao show``: a page as a picture, and why a form was read as it was."""

from __future__ import annotations

import pytest
from PIL import Image

from hebiao.cli import run
from support.paths import SAMPLES

PDF = str(SAMPLES / "碧川区教育局-2023.pdf")
TEXT = str(SAMPLES / "澜江县水利局-2021.txt")


def test_a_page_is_drawn_into_a_file(tmp_path, capsys):
    file = tmp_path / "out.png"
    assert run(["show", PDF, "--page", "2", "--boxes", str(file)]) == 0
    with Image.open(file) as picture:
        assert (picture.format, picture.size[0]) == ("PNG", 1190)
    told = capsys.readouterr()
    assert (told.out, str(file) in told.err) == ("", True)


@pytest.mark.parametrize(
    "sample", [TEXT, str(SAMPLES / "office" / "L03.docx"), str(SAMPLES / "office" / "L00.ofd")]
)
def test_what_is_no_pdf_is_drawn_as_its_tables(sample, tmp_path):
    file = tmp_path / "out.png"
    assert run(["show", sample, "--page", "1", "--boxes", str(file)]) == 0
    with Image.open(file) as picture:
        assert picture.width > 1000


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([PDF, "--page", "9", "--boxes", "out.png"], "没有第 9 页，共 2 页"),
        ([TEXT, "--page", "2", "--boxes", "out.png"], "没有第 2 页，共 1 页"),
        ([str(SAMPLES), "--page", "1", "--boxes", "out.png"], "不是文件夹"),
        ([PDF, "--page", "1", "--boxes", "nowhere/out.png"], "写不了文件"),
        ([PDF, "--page", "1"], "一起用"),
        (["3", "--why"], "只对文件"),
    ],
)
def test_what_cannot_be_drawn_is_wrong_usage_and_leaves_no_file(
    arguments, reason, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert run(["show", *arguments]) == 2
    assert reason in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_fails_with_its_reason_and_leaves_no_file(tmp_path, capsys):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    assert (
        run(["show", str(tmp_path / "broken.pdf"), "--page", "1", "--boxes", str(tmp_path / "out.png")]) == 3
    )
    assert "失败" in capsys.readouterr().err
    assert not (tmp_path / "out.png").exists()


def test_why_tells_the_evidence_block_by_block(capsys):
    assert run(["show", PDF, "--why"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["部门整体支出绩效自评表", "  表头"]
    assert "    department ← 「区级预算单位名称」 标签相同（100%）" in lines
    assert lines.index("  资金") < lines.index("  绩效指标") < lines.index("  指标级次")
