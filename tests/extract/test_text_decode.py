"""Encodings of text files."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import find_doubt
from extract.errors import BrokenEncoding, NoText, Unreadable
from extract.grid import Document
from extract.text.reader import read_text

ROW = "满意度\t≥95%\t平²"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encodings_that_offices_write_are_read(encoding):
    (grid,) = read_text(ROW.encode(encoding)).grids
    assert [cell.text for cell in grid.cells] == ROW.split("\t")


def test_big_endian_utf_16_is_read_by_its_mark():
    (grid,) = read_text(b"\xfe\xff" + ROW.encode("utf-16-be")).grids
    assert [cell.text for cell in grid.cells] == ROW.split("\t")


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03", b"\xff" * 20, b"\xff\xfe\x00\xd8", "甲\x07乙".encode()]
)
def test_binary_is_refused(data):
    with pytest.raises(NoText):
        read_text(data)


# A mark is no longer asked of UTF-16: tabs, figures and line ends have a zero byte each, which no other text has.
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-32"])
def test_wide_encodings_are_read_with_and_without_their_mark(encoding):
    (grid,) = read_text(ROW.encode(encoding)).grids
    assert [cell.text for cell in grid.cells] == ROW.split("\t")


FORM = """项目支出绩效自评表
三级指标\t年度指标值\t实际完成值\t分值\t得分
修缮馆舍面积\t≥1200平方米\t1200平方米\t50\t49.5
读者满意程度\t≥95%\t96.3%\t40\t40
总分\t\t\t100\t99.5
"""


def texts_of(document: Document) -> list[str]:
    return [cell.text for grid in document.grids for cell in grid.cells]


def doubted(document: Document) -> list[str]:
    cells = [cell for grid in document.grids for cell in grid.cells]
    return [cell.text for cell in cells if find_doubt(cell.boxes)]


@pytest.mark.parametrize(
    ("encoding", "was", "broken"),
    [
        ("utf-8", "修".encode(), b"\xe4"),
        ("utf-8", "面".encode(), b"\xff"),
        ("gb18030", "修".encode("gb18030"), b"\xd0"),
        ("gb18030", "积".encode("gb18030"), b"\xff"),
        ("utf-16-le", "面".encode("utf-16-le"), b"\x62"),
        ("utf-16-be", "面".encode("utf-16-be"), b"\x62"),
    ],
)
def test_one_bad_byte_costs_its_place_and_not_the_text(encoding, was, broken):
    data = FORM.encode(encoding)
    assert data.count(was) == 1
    document = read_text(data.replace(was, broken))
    right = texts_of(read_text(FORM.encode()))
    wrong = [text for text in texts_of(document) if text not in right]
    assert len(wrong) == 1
    assert "\ufffd" in wrong[0]
    assert doubted(document) == wrong
    assert [warning.code for warning in document.warnings] == ["bytes-lost"]


def test_a_lost_byte_before_a_number_leaves_the_number_in_doubt():
    document = read_text(FORM.encode("gb18030").replace(b"96.3%", b"\xa19\xff.3%"))
    assert doubted(document) == ["\ufffd9\ufffd.3%"]


def test_lines_of_two_encodings_are_read_each_by_its_own():
    lines = FORM.splitlines(keepends=True)
    for encodings in (("utf-8", "gb18030"), ("gb18030", "utf-8")):
        data = b"".join(line.encode(encodings[number % 2]) for number, line in enumerate(lines))
        assert texts_of(read_text(data)) == texts_of(read_text(FORM.encode()))
        assert not read_text(data).warnings


@pytest.mark.parametrize("named", ["gb2312", "utf-8", "big5", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_what_a_page_says_of_its_charset_decides_nothing(named, encoding):
    page = f"<html><meta charset={named}><table><tr><td>满意度<td>96%</table></html>"
    (grid,) = read_text(page.encode(encoding)).grids
    assert [cell.text for cell in grid.cells] == ["满意度", "96%"]


TRADITIONAL = "項目支出績效自評表\n三級指標\t年度指標值\t實際完成值\t得分\n修繕館舍面積\t三處\t三處\t十分\n總分數\t一百\n"


def test_big5_is_read_where_it_is_certain():
    assert texts_of(read_text(TRADITIONAL.encode("big5"))) == texts_of(read_text(TRADITIONAL.encode()))
    assert texts_of(read_text(FORM.encode("gb18030"))) == texts_of(read_text(FORM.encode()))


def test_a_text_of_which_much_is_lost_is_refused_with_its_reason():
    data = FORM.encode()
    broken = b"".join(b"\xff" if at % 7 == 0 else bytes([byte]) for at, byte in enumerate(data))
    with pytest.raises(BrokenEncoding):
        read_text(broken)


@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_fail(data):
    try:
        document = read_text(FORM.encode("gb18030") + data)
    except Unreadable:
        return
    assert document.conservation.holds


def test_noise_is_no_text_however_long():
    noise = random.Random(3).randbytes(1 << 20)
    high = bytes(byte | 0x80 for byte in noise)
    for data in (noise, high, high + b"\n" + noise):
        with pytest.raises(NoText):
            read_text(data)


def test_rare_characters_of_gb18030_hide_no_lost_byte():
    text = FORM.replace("修缮", "朱镕喆修缮")
    assert texts_of(read_text(text.encode("gb18030"))) == texts_of(read_text(text.encode()))
    assert not read_text(text.encode("gb18030")).warnings
