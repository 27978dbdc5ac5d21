"""Scans of samples are read as their samples are: hardly a field is lost, and no number is wrong where a form agrees."""

import json
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path

import pytest
import test_samples_read
from test_samples_read import LINE_TEXTS, bare, source_name

from audit import Audit
from extract import is_ocr_installed
from hebiao.reading.file import read_job
from hebiao.reading.recognition import recognise_job
from hebiao.workers.answers import PagesWanted
from hebiao.workers.job import Job, Options, RecognisedPages
from normalize import Form
from support.paths import SAMPLES, TESTS
from support.truth import FUND_NUMBERS, SEEDED

pytestmark = pytest.mark.skipif(not is_ocr_installed(), reason="the extra ocr is not installed")

FOLDER = TESTS / "data" / "scans"
TRUTH = {
    "L01.pdf": "families/L01.pdf",
    "碧川区教育局-2022.tif": "碧川区教育局-2022.pdf",
    "L05-b.pdf": "families/L05-b.pdf",
    "云澜市妇幼保健院-2023.jpg": "云澜市妇幼保健院-2023.pdf",
    "L03b.pdf": "families/L03b.pdf",
    "L18.pdf": "families/L18.pdf",
    "碧川区民政局-2023.pdf": "碧川区民政局-2023.pdf",
}
"""By the scan: the sample of which it is one. benchmarks/scan_samples.py makes them."""
FAMILIES = json.loads((SAMPLES / "families" / "expected.json").read_text("utf-8"))
EXPECTED = test_samples_read.EXPECTED | {f"families/{name}": entry for name, entry in FAMILIES.items()}
LEAST_RIGHT = 0.95
SPECKLED = {"L03b.pdf": 0.87, "碧川区教育局-2022.tif": 0.93}
"""Pages of one bit with specks, of which less is read."""
LONG, ALIKE = 30, 0.98  # a longer text is right when it is as much alike

every_scan = pytest.mark.parametrize("name", TRUTH)


@cache
def read_scan(name: str, folder: str) -> list[tuple[Form, Audit]]:
    """Read a scan by the steps of an import, in this process; ``folder`` keeps its pages."""
    path = FOLDER / name
    data = path.read_bytes()
    job = Job(str(path), sha256(data).hexdigest(), len(data), Options())
    wanted = read_job(job)
    assert isinstance(wanted, PagesWanted)
    files = {}
    for number in wanted.pages:
        files[number] = f"{folder}/{path.stem}-{number}"
        content = recognise_job(replace(job, page=number)).content
        Path(files[number]).write_bytes(content)
    return read_job(replace(job, recognised=RecognisedPages(files, {}))).forms


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """The folder that keeps recognised pages."""
    return str(tmp_path_factory.mktemp("pages"))


def numbers_of(want, form):
    """Each number's name, what is printed, and what was read."""
    funds = {source_name(fund.source): fund for fund in form.funds}
    for column in ("weight_total", "score_total"):
        yield column, want.get(column), getattr(form, column)
    for fund in want["funds"]:
        got = funds.get(source_name(fund["source"]))
        for column in FUND_NUMBERS:
            yield f"{fund['source']} {column}", fund.get(column), getattr(got, column, None)
    for row, got in zip_longest(want["indicators"], form.indicators[: len(want["indicators"])]):
        for column in ("weight", "score"):
            if column in row:
                yield f"{row['level3']} {column}", row[column], getattr(got, column, None)


def texts_of(want, form):
    """Each text's name, what is printed, and what was read."""
    for column in ("title", "department", "project"):
        yield column, bare(want.get(column)), bare(getattr(form, column))
    for row, got in zip_longest(want["indicators"], form.indicators[: len(want["indicators"])]):
        for column in LINE_TEXTS:
            yield f"{row['level3']} {column}", bare(row.get(column)), bare(getattr(got, column, None))


def is_same(want, got):
    if want is None or got is None:
        return want is got
    return abs(Decimal(want) - got) <= Decimal("0.005")


def is_alike(want, got):
    is_long = len(want) > LONG
    return want == got or (is_long and SequenceMatcher(None, want, got, autojunk=False).ratio() >= ALIKE)


@every_scan
def test_a_scan_is_read_as_its_sample_is(name, pages):
    forms = read_scan(name, pages)
    expected = EXPECTED[TRUTH[name]]["forms"]
    assert len(forms) == len(expected)
    for want, (form, audit) in zip(expected, forms, strict=True):
        numbers = [one for one in numbers_of(want, form) if one[1] is not None or one[2] is not None]
        texts = [one for one in texts_of(want, form) if one[1] or one[2]]
        wrong = [one for one in numbers if not is_same(one[1], one[2])]
        others = [one for one in texts if not is_alike(one[1], one[2])]
        least = SPECKLED.get(name, LEAST_RIGHT)
        assert len(wrong) + len(others) <= (1 - least) * (len(numbers) + len(texts)), [*wrong, *others]
        stored = [one for one in wrong if one[2] is not None]
        assert not stored or audit.verdict != "agrees"


@every_scan
def test_a_scan_is_accused_of_nothing_that_its_sample_does_not_print(name, pages):
    for want, (_, audit) in zip(EXPECTED[TRUTH[name]]["forms"], read_scan(name, pages), strict=True):
        seeded = {one["rule"] for one in want["findings"]} & SEEDED
        blamed = {one.rule for one in audit.findings if one.cause == "form" and one.rule in SEEDED}
        assert blamed <= seeded
        assert not (seeded - {"unexplained-deduction"} and audit.verdict == "agrees")
