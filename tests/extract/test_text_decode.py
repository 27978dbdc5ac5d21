"""Encodings of text files."""

from __future__ import annotations

import pytest

from extract.errors import NoText
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
    "data",
    [b"\x00\x01\x02\x03", ROW.encode("utf-16-le"), b"\xff" * 20, b"\xff\xfe\x00\xd8", "甲\x07乙".encode()],
)
def test_binary_is_refused(data):
    with pytest.raises(NoText):
        read_text(data)
