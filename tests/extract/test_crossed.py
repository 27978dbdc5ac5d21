"""The layout families' forms in the styles that they are hardest to read in: short pages, cut labels, repeated heads, reports."""

import sys
from dataclasses import replace
from functools import cache

import pytest
from test_families import EXPECTED, SAMPLES, printed, wanted

from extract.joining.pages import join_pages
from extract.pdfium.pages import read_pages
from normalize import read_forms
from styles import ruling
from styles.crossed import laid_out, print_forms
from styles.styles import STYLES, Style

CLOSED = Style(ruling.word, closed=True)
SPLIT = replace(CLOSED, labels="split")
WHOLE = STYLES["repeated heads"]
OPEN = STYLES["repeated heads, cut rows"]
HEADS = {"L09": ("一级指标", "符号"), "未见省份": ("指标大类",), "L18": ("指标名称",)}
PAIRS = [
    (CLOSED, 93, "L05-b"),
    (CLOSED, 93, "L05"),
    (CLOSED, 93, "L09"),
    (CLOSED, 93, "L10"),
    (CLOSED, 125, "L03b"),
    (CLOSED, 125, "L08"),
    (CLOSED, 310, "L07"),
    (SPLIT, 93, "L04"),
    (SPLIT, 93, "L13"),
    (SPLIT, 93, "L16"),
    (SPLIT, 93, "L19"),
    (SPLIT, 93, "自评报告"),
    (SPLIT, 125, "L02"),
    (SPLIT, 125, "L08"),
    (SPLIT, 125, "L11b-b"),
    (SPLIT, 125, "L12"),
    (SPLIT, 173, "L05-b"),
    (SPLIT, 173, "L06"),
    (SPLIT, 173, "L07"),
    (WHOLE, 310, "L09"),
    (OPEN, 310, "L12"),
    (OPEN, 310, "L18"),
    (Style(), 480, "绩效监控表+L01+指标体系"),
    (Style(), 480, "绩效监控表+L04-b+指标体系"),
    (Style(), 480, "绩效监控表+L16+指标体系"),
    (Style(), 480, "绩效监控表+L06+指标体系"),
    (Style(), 480, "L11b-b+L18+L01"),
    (CLOSED, 480, "指标体系+L02+目标申报表"),
    (CLOSED, 310, "绩效监控表+L06+指标体系"),
]


@cache
def families():
    sys.path.insert(0, str(SAMPLES))
    from source.family import load_families  # noqa: PLC0415 - the samples' folder is no package of the tests

    return load_families()


@pytest.mark.parametrize(
    ("style", "body", "files"), PAIRS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_form_in_another_style_is_read_the_same(style, body, files):
    forms = [form for file in files.split("+") for form in families() if form.file == file]
    data = print_forms(replace(style, body=body), laid_out(forms), HEADS.get(files, ("一级指标",)))
    read = read_forms(join_pages(read_pages(data, max_pages=100), format="pdf", engine="pdfium")).forms
    truth = [form for file in files.split("+") for form in EXPECTED[f"{file}.pdf"]["forms"]]
    assert [form.title for form in read] == [form["title"] for form in truth]
    for got, form in zip(read, truth, strict=True):
        assert printed(got, form) == wanted(form)
