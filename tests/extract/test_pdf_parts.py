"""A long file that is read part by part gives what it gives when it is read whole."""

from __future__ import annotations

import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import Unreadable
from extract.grid import Page
from extract.pdfium import parts as pdf_parts
from extract.pdfium.page_tree import find_page_tree
from extract.pdfium.pages import read_pages
from support.paths import SAMPLES
from support.pdf_bytes import grid, pdf, rule, show

SAMPLES = sorted((SAMPLES).glob("*.pdf"))
FEW = 7


def table(number: int) -> str:
    drawn = grid((100, 200, 300), (600, 650, 700)) + rule(100, 500, 300, 500)
    return (
        drawn
        + show("部门名称", 105, 680)
        + show(f"水利局{number}", 205, 680)
        + show("总分", 105, 630)
        + show("95.61", 205, 630)
    )


def flat() -> bytes:
    return pdf(*(table(number) for number in range(FEW)))


def nested() -> bytes:
    """Put the first three pages into a node of their own, which they inherit a turn from."""
    data = flat().replace(b"/Rotate 0 ", b"").replace(b"/Parent 2 0 R", b"/Parent 5 0 R", 3)
    kids = re.search(rb"/Kids \[((?:\d+ 0 R ?)+)\]", data)[1].split(b" R")
    inner, outer = b" R".join(kids[:3]) + b" R", b" R".join([b" 5 0", *kids[3:]])
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (outer, FEW)
    node = b"<< /Type /Pages /Parent 2 0 R /Rotate 90 /Kids [%b] /Count 3 >>" % inner
    return _rewritten(data, {2: tree, 5: node})


def packed() -> bytes:
    """Put every object that is no stream into an object stream, and the cross-reference into a stream, as newer programs do."""
    objects = _objects(flat())
    plain = {number: body for number, body in objects.items() if b"stream" not in body}
    at, heads, bodies = 0, b"", b""
    for number, body in plain.items():
        heads += b"%d %d " % (number, at)
        bodies += body + b"\n"
        at = len(bodies)
    holder, xref = max(objects) + 1, max(objects) + 2
    content = zlib.compress(heads + bodies)
    about = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d" % (
        len(plain),
        len(heads),
        len(content),
    )
    streams = {number: body for number, body in objects.items() if number not in plain}
    streams[holder] = b"<< %b >>\nstream\n%b\nendstream" % (about, content)
    data, starts = _written(streams)
    places = [b"\0" * 7]
    for number in range(1, xref + 1):
        if number in plain:
            places.append(b"\2" + holder.to_bytes(4, "big") + list(plain).index(number).to_bytes(2, "big"))
        else:
            places.append(b"\1" + starts.get(number, len(data)).to_bytes(4, "big") + b"\0\0")
    entries = zlib.compress(b"".join(places))
    head = b"/Type /XRef /W [1 4 2] /Size %d /Root 1 0 R /Filter /FlateDecode /Length %d" % (
        xref + 1,
        len(entries),
    )
    return data + b"%d 0 obj\n<< %b >>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        xref,
        head,
        entries,
        len(data),
    )


def _objects(data: bytes) -> dict[int, bytes]:
    return {int(number): body for number, body in re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", data, re.DOTALL)}


def _rewritten(data: bytes, changed: dict[int, bytes]) -> bytes:
    objects = _objects(data) | changed
    out, starts = _written(objects)
    table = b"".join(b"%010d 00000 n \n" % starts[number] for number in sorted(objects))
    size = len(objects) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\n" % (size, table, size)
    return out + tail + b"startxref\n%d\n%%%%EOF\n" % len(out)


def _written(objects: dict[int, bytes]) -> tuple[bytes, dict[int, int]]:
    data, starts = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        starts[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number])
    return data, starts


def whole(data: bytes) -> list[Page]:
    return list(read_pages(data, max_pages=100))


@pytest.fixture
def in_parts(monkeypatch):
    def read(data: bytes, part: int = 2, only: tuple[int, ...] | None = None) -> list[Page]:
        monkeypatch.setattr(pdf_parts, "_LONG", 1)
        monkeypatch.setattr(pdf_parts, "_PART", part)
        pages = list(read_pages(data, max_pages=100, only=only))
        monkeypatch.undo()
        return pages

    return read


@pytest.mark.parametrize("made", [flat, nested, packed])
@pytest.mark.parametrize("part", [1, 2, 5])
def test_a_file_in_parts_is_the_file(in_parts, made, part):
    data = made()
    assert len(find_page_tree(data, FEW).pages) == FEW
    assert in_parts(data, part) == whole(data)
    assert len(whole(data)) == FEW


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_in_parts_is_the_sample(in_parts, path):
    data = path.read_bytes()
    assert in_parts(data, 1) == whole(data)


def test_a_turn_that_pages_inherit_is_kept(in_parts):
    pages = in_parts(nested(), 2)
    assert [page.number for page in pages] == list(range(1, FEW + 1))
    shown = [page.turn or page for page in pages]  # pages that lie are turned upright to be read
    assert [one.width > one.height for one in shown] == [True] * 3 + [False] * (FEW - 3)


def test_only_the_wanted_pages_of_a_long_file_are_read(in_parts):
    assert in_parts(flat(), 2, (2, 7)) == [whole(flat())[1], whole(flat())[6]]


@pytest.mark.parametrize(
    "wrong", [(b"/Count 7", b"/Count 6"), (b"/Size ", b"/Sise "), (b"xref\n0", b"xref\n1")]
)
def test_a_file_that_is_written_otherwise_is_read_whole(in_parts, wrong):
    data = flat().replace(*wrong)
    assert in_parts(data) == whole(data)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([flat(), nested(), packed()]), st.data())
def test_a_broken_file_has_no_tree_or_a_whole_one(data, drawn):
    broken = bytearray(data)
    for _ in range(drawn.draw(st.integers(1, 6))):
        broken[drawn.draw(st.integers(0, len(data) - 1))] = drawn.draw(st.integers(0, 255))
    tree = find_page_tree(bytes(broken), FEW)
    assert tree is None or len(tree.pages) == FEW


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([flat(), nested(), packed()]), st.integers(0, 10_000))
def test_a_cut_file_says_so(data, cut):
    with pytest.raises(Unreadable):
        whole(data[: min(cut, len(data) - 40)])
