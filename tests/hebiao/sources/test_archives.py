"""Archives are opened by content, in each other, within limits; what is wrong with one is told and the rest goes on."""

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.messages.render import render
from hebiao.sources.choice import Limits
from hebiao.sources.files import EVERYTHING, Choice, find_files, removed, shown
from hebiao.sources.temporary import room
from support.packed_files import put, tarred, zipped


def read(paths, choice=EVERYTHING):
    """Give what was found below the first path: its content, or its problem as a text; temporary files are gone afterwards."""
    told = {}
    for found in find_files(paths, choice=choice):
        told[shown(found.path)] = render(found.problem) if found.problem else Path(found.place).read_bytes()
        if found.file:
            assert Path(found.file).stat().st_mode & 0o777 == 0o600
        removed(found)
    return told


def below(folder, told):
    return {os.path.relpath(path, folder): what for path, what in told.items()}


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("a.zip", zipped),
        ("a.tar", tarred),
        ("a.tar.gz", lambda members: tarred(members, "gz")),
        ("a.tar.bz2", lambda members: tarred(members, "bz2")),
        ("a.tar.xz", lambda members: tarred(members, "xz")),
        ("no-suffix", lambda members: tarred(members, "gz")),
    ],
)
def test_the_members_of_an_archive_are_found_in_it_whatever_its_name(tmp_path, name, packed):
    path = put(tmp_path / name, packed({"里面/表.pdf": b"%PDF-1", "b.txt": b"two"}))
    wanted = {f"{name}/里面/表.pdf": b"%PDF-1", f"{name}/b.txt": b"two"}
    assert below(tmp_path, read([tmp_path])) == wanted
    assert below(tmp_path, read([path])) == wanted


def test_archives_are_opened_in_each_other_down_to_a_limit(tmp_path):
    data = zipped({"deep.txt": b"x"})
    for level in (3, 2, 1):
        data = (
            tarred({f"{level}.zip": data, f"{level}.txt": b"here"}, "gz"),
            zipped({f"{level}.tgz": data, f"{level}.txt": b"here"}),
        )[level % 2]
    put(tmp_path / "a.zip", data)
    told = below(tmp_path, read([tmp_path], Choice(limits=Limits(depth=4))))
    assert told == {
        "a.zip/1.txt": b"here",
        "a.zip/1.tgz/2.txt": b"here",
        "a.zip/1.tgz/2.zip/3.txt": b"here",
        "a.zip/1.tgz/2.zip/3.tgz/deep.txt": b"x",
    }
    told = below(tmp_path, read([tmp_path], Choice(limits=Limits(depth=2))))
    assert told == {
        "a.zip/1.txt": b"here",
        "a.zip/1.tgz/2.txt": b"here",
        "a.zip/1.tgz/2.zip": "压缩包套压缩包超过 2 层，里面的不读",
    }


def test_one_compressed_file_is_an_archive_of_one(tmp_path):
    for suffix, compress in ((".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)):
        put(tmp_path / f"表.txt{suffix}", compress("部门".encode()))
    assert set(below(tmp_path, read([tmp_path]))) == {
        "表.txt.gz/表.txt",
        "表.txt.bz2/表.txt",
        "表.txt.xz/表.txt",
    }


def test_documents_that_are_packed_as_zip_are_documents(tmp_path):
    word = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    office = zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"})
    put(tmp_path / "a.docx", word)
    put(tmp_path / "cut.docx", word[: len(word) // 2])
    put(tmp_path / "b.zip", office)
    put(tmp_path / "c.ofd", zipped({"Doc_0/Document.xml": b"<x/>", "OFD.xml": b"<x/>"}))
    put(tmp_path / "d.tar", tarred({"in.docx": word}))
    assert set(below(tmp_path, read([tmp_path]))) == {"a.docx", "cut.docx", "b.zip", "c.ofd", "d.tar/in.docx"}


def as_windows_packs(name, encoding):
    """Give a ZIP whose member's name is in ``encoding`` with nothing that says so."""
    stand_in = "n" * len(name.encode(encoding))
    return (
        zipped({"folder~": b"", stand_in: b"x"})
        .replace(b"folder~", b"folder\\")
        .replace(stand_in.encode(), name.encode(encoding))
    )


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_in_zips_that_do_not_say_their_encoding_are_told_right(tmp_path, encoding):
    put(tmp_path / "a.zip", as_windows_packs("自评表\\望城区.pdf", encoding))
    assert below(tmp_path, read([tmp_path])) == {"a.zip/自评表/望城区.pdf": b"x"}


def test_names_in_tars_that_are_gb18030_are_told_right_below_folders_that_are_utf8(tmp_path):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", encoding="gb18030", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("自评表.txt"))
    put(tmp_path / "年度" / "a.tar", out.getvalue())
    assert list(below(tmp_path, read([tmp_path]))) == ["年度/a.tar/自评表.txt"]


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_names_that_lead_out_are_names_only_and_links_are_none(tmp_path, packed):
    put(
        tmp_path / "a", packed({"../../up.txt": b"1", "/etc/root.txt": b"2", "./x/./y.txt": b"3", "..": b"4"})
    )
    assert below(tmp_path, read([tmp_path])) == {
        "a/up.txt": b"1",
        "a/etc/root.txt": b"2",
        "a/x/y.txt": b"3",
        "a/_": b"4",
    }


def test_links_and_devices_in_archives_are_passed_over(tmp_path):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(f"x{kind.decode()}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    put(tmp_path / "a.tar", out.getvalue())
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    put(tmp_path / "b.zip", zipped({link: b"/etc/passwd"}))
    assert read([tmp_path]) == {}


def test_what_is_passed_over_in_folders_is_passed_over_in_archives(tmp_path):
    put(
        tmp_path / "a.zip",
        zipped(
            {
                "__MACOSX/._a.pdf": b"",
                "__MACOSX/a.pdf": b"",
                "~$a.docx": b"",
                ".git/a.pdf": b"",
                "a.py": b"",
                "a.pdf": b"1",
            }
        ),
    )
    assert below(tmp_path, read([tmp_path])) == {"a.zip/a.pdf": b"1"}


def with_flag(data, flag):
    """Set a flag bit in each header of a ZIP."""
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            flags = struct.unpack_from("<H", data, start + offset)[0] | flag
            data = data[: start + offset] + struct.pack("<H", flags) + data[start + offset + 2 :]
    return data


def with_method(data, method):
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = data.find(mark)
        data = data[: start + offset] + struct.pack("<H", method) + data[start + offset + 2 :]
    return data


def test_what_cannot_be_unpacked_is_told_and_the_others_go_on(tmp_path):
    put(tmp_path / "a-encrypted.zip", with_flag(zipped({"a.txt": b"x" * 99, "b.txt": b"y" * 99}), 1))
    put(tmp_path / "b-method.zip", with_method(zipped({"a.txt": b"x" * 99}), 9))
    put(tmp_path / "c-cut.zip", zipped({"a.txt": os.urandom(999)})[:600])
    crc = zipped({"a.txt": b"A" * 99, "b.txt": b"good"}, compress_type=zipfile.ZIP_STORED)
    put(tmp_path / "d-crc.zip", crc.replace(b"AAAA", b"AAAB", 1))
    put(
        tmp_path / "e-cut.tgz",
        (data := tarred({"a.txt": b"first", "b.txt": os.urandom(10**5)}, "gz"))[: len(data) // 2],
    )
    put(
        tmp_path / "f-header.tar",
        (plain := tarred({"a.txt": b"first", "b.txt": b"second"}))[:1024] + b"\x07" * 512 + plain[1536:],
    )
    put(tmp_path / "g.7z", b"7z\xbc\xaf\x27\x1c" + bytes(99))
    put(tmp_path / "h.rar", b"Rar!\x1a\x07\x01\x00" + bytes(99))
    put(tmp_path / "z.txt", b"last")
    assert below(tmp_path, read([tmp_path])) == {
        "a-encrypted.zip/a.txt": "有密码，不能读取",
        "a-encrypted.zip/b.txt": "有密码，不能读取",
        "b-method.zip/a.txt": "压缩包里的文件的压缩方法不支持",
        "c-cut.zip": "压缩包已损坏或不完整",
        "d-crc.zip/a.txt": "压缩包里的文件已损坏或不完整",
        "d-crc.zip/b.txt": b"good",
        "e-cut.tgz/a.txt": b"first",
        "e-cut.tgz/b.txt": "压缩包里的文件已损坏或不完整",
        "e-cut.tgz": "压缩包已损坏或不完整",
        "f-header.tar/a.txt": b"first",
        "f-header.tar": "压缩包已损坏或不完整",
        "g.7z": "是压缩包（7z），不能直接读取，请先解压",
        "h.rar": "是压缩包（RAR），不能直接读取，请先解压",
        "z.txt": b"last",
    }


SMALL = Limits(unpacked=2**20, member=2**17, members=5, ratio=20, ratio_from=10**5, directory=300_000)


def problems(told):
    return {path: what for path, what in told.items() if isinstance(what, str)}


@pytest.mark.parametrize(
    "packed",
    [zipped, lambda members: tarred(members, "gz"), lambda members: zipped({"inner": zipped(members)})],
)
def test_a_bomb_is_given_up_after_what_was_read_before(tmp_path, packed):
    put(tmp_path / "bomb", packed({"a.txt": b"good", **{f"{n}.txt": bytes(120_000) for n in range(4)}}))
    told = below(tmp_path, read([tmp_path], Choice(limits=SMALL)))
    assert b"good" in told.values()
    assert problems(told) == {"bomb": "压缩包解开后是原来的 20 倍以上，可能是压缩炸弹；其余的没有读"}


def test_too_much_and_too_many_is_told(tmp_path):
    put(tmp_path / "many.zip", zipped({f"{n}.txt": b"x" for n in range(9)}))
    put(tmp_path / "directory.zip", zipped({f"{n:04000}": b"x" for n in range(99)}))
    put(tmp_path / "large.zip", zipped({"a.txt": b"good", "b.txt": os.urandom(200_000), "c.txt": b"too"}))
    put(tmp_path / "sum.tar", tarred({f"{n}.txt": os.urandom(99_999) for n in range(5)}))
    told = below(tmp_path, read([tmp_path], Choice(limits=SMALL)))
    assert problems(told) == {
        "many.zip": "压缩包里的文件多于 5 个，请先解压；其余的没有读",
        "directory.zip": "压缩包里的文件太多，请先解压",
        "large.zip/b.txt": "大于 128 KiB，不读",
    }
    assert told["large.zip/c.txt"] == b"too"
    told = read([tmp_path / "sum.tar"], Choice(limits=Limits(unpacked=3 * 2**17)))
    assert [what for what in told.values() if isinstance(what, str)] == [
        "压缩包解开后大于 384 KiB，请先解压；其余的没有读"
    ]


def test_a_tar_whose_header_wants_gigabytes_is_refused_before_it_gets_them(tmp_path):
    info = tarfile.TarInfo("././@PaxHeader")
    info.type, info.size = tarfile.XHDTYPE, 2**33
    put(tmp_path / "a.tar", tarred({"a.txt": b"good"})[:1024] + info.tobuf(tarfile.GNU_FORMAT) + bytes(2048))
    assert below(tmp_path, read([tmp_path])) == {"a.tar/a.txt": b"good", "a.tar": "压缩包里的文件头过大"}


def test_globs_choose_among_members_and_shut_archives_out(tmp_path):
    inner = zipped({"x.pdf": b"inner", "x.doc": b"no"})
    put(
        tmp_path / "a.zip",
        zipped({"2023/a.PDF": b"1", "2023/b.doc": b"2", "旧/c.pdf": b"3", "in.zip": inner}),
    )
    put(tmp_path / "skip.zip", zipped({"a.pdf": b"4"}))
    told = below(tmp_path, read([tmp_path], Choice(include=("*.pdf",), exclude=("旧", "skip.*"))))
    assert told == {"a.zip/2023/a.PDF": b"1", "a.zip/in.zip/x.pdf": b"inner"}
    assert below(tmp_path, read([tmp_path / "a.zip"], Choice(include=("2023/*",)))) == {
        "a.zip/2023/a.PDF": b"1",
        "a.zip/2023/b.doc": b"2",
    }


def test_no_temporary_file_stays_where_the_search_is_given_up(tmp_path):
    put(tmp_path / "a.zip", zipped({"in.zip": zipped({"a.txt": b"1", "b.txt": b"2"})}))
    before = set(Path(room()).iterdir())
    search = find_files([tmp_path])
    first = next(search)
    assert len(set(Path(room()).iterdir()) - before) == 2  # the inner archive and its member
    removed(first)
    search.close()
    assert set(Path(room()).iterdir()) == before


SOUND = [
    zipped({"a.txt": b"one", "b/c.txt": b"two" * 99}),
    tarred({"a.txt": b"one", "b/c.txt": b"two" * 99}),
    tarred({"a.txt": b"one"}, "gz"),
    tarred({"a.txt": b"one"}, "xz"),
]


@given(
    st.sampled_from(SOUND),
    st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), max_size=6),
    st.integers(0, 2**16),
)
def test_whatever_an_archive_holds_the_search_goes_on(tmp_path_factory, data, changes, length):
    broken = bytearray(data)
    for place, value in changes:
        broken[place % len(broken)] = value
    path = put(
        tmp_path_factory.getbasetemp() / "broken" / "a",
        bytes(broken[: max(length % len(broken), len(broken) // 2)]),
    )
    read([path])
