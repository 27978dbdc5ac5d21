"""RTF as Word, WPS and LibreOffice write it: rows said before or behind their cells, bytes of a code page."""

from __future__ import annotations

import pytest

from extract.errors import TooDeep
from extract.office.word.rtf.reader import read_rtf
from support.word import draw, list_codes, list_doubts, list_lines

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fnil\fcharset134{\*\falt x}\'cb\'ce\'cc\'e5;}"
    r"{\f2\fcharset2 Symbol;}{\f3\fcharset2 Wingdings 2;}}"
    r"{\colortbl;\red255\green255\blue255;\red31\green78\blue121;}"
)


def rtf(body: str) -> bytes:
    return rf"{{\rtf1\ansi\ansicpg936\deff0{FONTS}\uc1 {body}}}".encode("gbk")


def escape(text: str) -> str:
    return "".join(rf"\'{byte:02x}" if byte > 0x7F else chr(byte) for byte in text.encode("gbk"))


def said(*cells: str) -> str:
    """A row's description: the codes of each cell, each 1000 twips wide unless it says its edge."""
    described = [one if "cellx" in one else rf"{one}\cellx{1000 * at}" for at, one in enumerate(cells, 1)]
    return rf"\trowd\trgaph108{''.join(described)}"


def row(description: str, *texts: str) -> str:
    inner = "".join(rf"\pard\intbl {text}\cell" for text in texts)
    return rf"{description}{inner}\row "


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (row(said("", ""), "1", "2") + row(said(r"\cellx2000"), "3"), ["1 2", "3 3"]),
        # merged downwards and to the right
        (
            row(said(r"\clvmgf", ""), "1", "2") + row(said(r"\clvmrg", ""), "", "3"),
            ["1 2", "1 3"],
        ),
        (
            row(said(r"\clmgf", r"\clmrg", ""), "1", "", "2") + row(said("", "", ""), "3", "4", "5"),
            ["1 1 2", "3 4 5"],
        ),
        # the description behind the cells, and in a group, as Word repeats it
        (rf"\pard\intbl 1\cell 2\cell{{{said('', '')}\row}}", ["1 2"]),
        # a row as the one before
        (row(said("", r"\cellx3000"), "1", "2") + row("", "3", "4"), ["1 2", "3 4"]),
        # edges that nearly meet, a left edge of its own
        (
            row(said(r"\cellx1000", r"\cellx2000"), "1", "2")
            + row(said(r"\cellx1010", r"\cellx1990"), "3", "4"),
            ["1 2", "3 4"],
        ),
        (
            row(said("", ""), "1", "2") + row(r"\trowd\trleft1000\cellx2000", "3"),
            ["1 2", ". 3"],
        ),
        # more cells than are described, or fewer
        (row(said("", ""), "1", "2", "3"), ["1 2 3"]),
        (row(said("", ""), "1", "2") + row(said("", ""), "3"), ["1 2", "3 ."]),
        # texts without \intbl, paragraphs in a cell
        (rf"{said('', '')}\pard 1\cell 2\par 3\cell\row", ["1 2/3"]),
    ],
)
def test_rows_make_a_grid(body, shown):
    document = read_rtf(rtf(body))
    assert draw(document) == shown
    assert document.conservation.holds


@pytest.mark.parametrize(
    ("body", "text", "doubt", "codes"),
    [
        (escape("产出指标"), "产出指标", None, []),
        (r"{\dbch\af1\loch\f0 \'b2\'fa}", "产", None, []),
        # the second byte of a character may be a letter
        ("\\'81A", b"\x81A".decode("gbk"), None, []),
        (r"\u20135\'3f\u20986?", "产出", None, []),
        (r"{\uc2\u20135\'b2\'fa}98", "产98", None, []),
        (r"{\uc0\u8805 98}", "≥98", None, []),
        (r"\u-10179?\u-8704?", "\U0001f600", None, []),
        (r"{\upr{98}{\*\ud{\u8805 ?98}}}", "≥98", None, []),
        (r"{\*\bkmkstart x}98{\*\bkmkend x}{\*\unknown 7}", "98", None, []),
        (r"98{\v 7}", "98", None, ["hidden-text"]),
        (r"98{\fs2 7}", "98", None, ["hidden-text"]),
        (r"98{\strike 7}", "98", "struck", ["struck-text"]),
        (r"{\strike 7\strike0 98}", "98", "struck", ["struck-text"]),
        (r"98{\cf1 7}", "98", "covered", ["white-text"]),
        (r"98{\cf1\chcbpat2 7}", "987", None, []),
        (r"98{\super 7}", "98", "mended", ["note-marks"]),
        (r"98{\up6\fs12 7}", "98", "mended", ["note-marks"]),
        (r"50m{\super 2}", "50m2", None, []),
        (r"{\deleted 97}{\revised 98}", "98", None, ["changes-accepted"]),
        (r"{\field{\*\fldinst =1+2}{\fldrslt 98}}", "98", None, []),
        (r'{\field{\*\fldinst SYMBOL 179 \\f "Symbol" \\s 10}{\fldrslt\f2}}98', "≥98", None, []),
        (r"{\field{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2}}}{\fldrslt }}", "\ufffd", "broken", []),
        (r"{\f2\'b3}98", "≥98", None, []),
        (r"{\f3 R}", "☑", None, []),
        (r"9\_8\line 7\tab 6\~5\{\}", "9-8/7\t6\xa05{}", None, []),
        (r"{\pict\wmetafile8 0123456789abcdef}98{\*\shppict{\pict\bin4 {{{{}}", "98", None, []),
        (r"{\listtext\pard\plain 1.\tab}98", "1.\t98", None, []),
        (r"98{\footnote 7}{\*\annotation 6}", "98", None, []),
        (r"98{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard 7\par}}{\shprslt 7}}", "98/7", "moved", []),
    ],
)
def test_what_a_cell_shows_is_its_text(body, text, doubt, codes):
    document = read_rtf(rtf(row(said("", ""), r"\u30002 ?", body)))
    assert draw(document) == [f"甲 {text}"]
    assert list_doubts(document) == ({text.replace("/", "\n"): doubt} if doubt else {})
    assert list_codes(document) == codes
    assert document.conservation.holds


def test_a_white_text_on_a_dark_cell_is_seen():
    body = row(said("", r"\clcbpat2"), "1", r"\cf1 2") + row(said("", r"\clcbpat1"), r"\cf0 3", r"\cf1 4")
    assert draw(read_rtf(rtf(body))) == ["1 2", "3 ."]


@pytest.mark.parametrize("painted", [r"\trcbpat2", r"\clshdng10000"])
def test_a_white_text_is_seen_where_its_row_is_painted(painted):
    description = rf"\trowd{painted}\cellx1000\cellx2000"
    assert draw(read_rtf(rtf(row(description, r"\cf1 1", r"\cf0 2")))) == ["1 2"]


def test_a_table_in_a_cell_comes_in_reading_order():
    nested = (
        r"\pard\intbl\itap2 a\nestcell{\nonesttables\par}\pard\intbl\itap2 b\nestcell"
        r"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    )
    outer = rf"{said('', '')}\pard\intbl 1\cell 2\cell\row {said('', '')}\pard\intbl 3\cell {nested}\pard\intbl 4\cell\row "
    document = read_rtf(rtf(outer + row(said("", ""), "5", "6") + r"\pard 7\par"))
    assert [draw(document, at) for at in range(3)] == [["1 2"], ["a b"], ["5 6"]]
    assert list_lines(document) == ["3", "4", "7"]
    assert document.conservation.holds


def test_lines_stand_between_tables_and_headers_above_all():
    body = (
        r"{\header\pard 0{\field{\*\fldinst PAGE}{\fldrslt 9}}\par}"
        rf"\pard 1\par {row(said('', ''), '2', '3')}\pard 4\par {row(said('', ''), '5', '6')}\pard 7"
    )
    document = read_rtf(rtf(body))
    assert list_lines(document) == ["0", "1", "4", "7"]
    assert [draw(document, at) for at in range(2)] == [["2 3"], ["5 6"]]
    assert document.conservation.holds


@pytest.mark.parametrize(
    "body", ["", "{", "}}}}", r"\'", r"\u", "\\", r"\bin99999999999 x", r"\cell\row\nestrow\cellx", "{" * 500]
)
def test_broken_codes_break_nothing(body):
    assert read_rtf(rtf(row(said("", ""), "1", "2") + body)).grids


def test_what_is_nested_too_deep_is_refused():
    with pytest.raises(TooDeep):
        read_rtf(rtf("{" * 100_000))


def test_counts_are_capped():
    grid = read_rtf(rtf(row(said("", ""), *["1"] * 3000) + row(said("", ""), "1", "2") * 6000)).grids[0]
    assert grid.cols <= 200
    assert grid.rows <= 5000
    assert read_rtf(rtf(r"\pard\intbl\itap999999 1\nestcell\nestrow"))
