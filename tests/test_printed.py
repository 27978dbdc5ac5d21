"""The samples printed in other ways are read as they are: two on a sheet, turned, larger and smaller."""

import io
from collections.abc import Callable
from functools import cache, partial
from math import cos, radians, sin
from pathlib import Path
from zipfile import ZipFile

import pytest

from audit import audit_form
from extract import find_doubt, message, read_pdf_pages
from hebiao import read
from hebiao.reading.file import read_document
from hebiao.workers.job import Options
from normalize import Form
from support.forms_told import list_values, list_verdict
from support.ofd import WRITERS, write_ofd
from support.paths import SAMPLES, SHARED
from support.printed import (
    cover_number,
    crop_pages,
    cut_sheets,
    join_files,
    lean_by_content,
    mirror_pages,
    note_number,
    print_booklet,
    print_two_up,
    scale_pages,
    strike_number,
    take_pages,
    turn_by_content,
    turn_by_entry,
)

FAMILIES = SAMPLES / "families"
REALWORLD = SHARED / "forms" / "realworld"
LONG = ("L01", "L04", "L05", "L14", "L18")  # of two and three pages
SHORT = ("L02", "L06", "L11")
UPRIGHT = (595.0, 842.0)
WAYS = {
    "two-up": print_two_up,
    "two above each other": partial(print_two_up, size=UPRIGHT, across=1, down=2),
    "four-up": partial(print_two_up, size=UPRIGHT, across=2, down=2),
    "four-up on a lying sheet": partial(print_two_up, across=2, down=2),
    "six-up": partial(print_two_up, across=3, down=2),
    "two-up on its side": lambda data: turn_by_content(print_two_up(data), 3),
    "two-up, turned by its entry": lambda data: turn_by_entry(print_two_up(data), 2),
}
TURNS = {
    **{f"entry {quarters}": partial(turn_by_entry, quarters=quarters) for quarters in (1, 2, 3)},
    **{f"content {quarters}": partial(turn_by_content, quarters=quarters) for quarters in (1, 2, 3)},
    "entry and content": lambda data: turn_by_entry(turn_by_content(data, 2), 2),
    "leaning a little": partial(lean_by_content, degrees=0.3),
    "leaning": partial(lean_by_content, degrees=-1.7),
    "leaning on its side": partial(lean_by_content, degrees=91.2),
    "cut out of a larger page": partial(crop_pages, quarters=0),
    "cut out and turned": partial(crop_pages, quarters=1),
    "larger": partial(scale_pages, factor=1.4),
    "smaller": partial(scale_pages, factor=0.7),
}


@cache
def read_sample(name: str) -> list[Form]:
    return read(FAMILIES / f"{name}.pdf")


@pytest.fixture
def read_printed(tmp_path):
    def read_other(name: str, way: Callable[[bytes], bytes]) -> list[Form]:
        path = tmp_path / "printed.pdf"
        path.write_bytes(way((FAMILIES / f"{name}.pdf").read_bytes()))
        return read(path)

    return read_other


def assert_same(printed: list[Form], plain: list[Form]) -> None:
    assert [list_values(form) for form in printed] == [list_values(form) for form in plain]
    assert list(map(list_verdict, printed)) == list(map(list_verdict, plain))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("name", LONG)
def test_pages_on_a_sheet_are_read_one_after_the_other(read_printed, name, way):
    assert_same(read_printed(name, way), read_sample(name))


@pytest.mark.parametrize("across", [1, 2])
def test_forms_on_one_sheet_are_read_one_after_the_other(tmp_path, across):
    names = ("L03", "L02", "L12")
    path = tmp_path / "printed.pdf"
    whole = join_files([(FAMILIES / f"{name}.pdf").read_bytes() for name in names])
    path.write_bytes(print_two_up(whole, UPRIGHT, across, down=2))
    assert_same(read(path), [form for name in names for form in read_sample(name)])


def test_pages_of_a_booklet_are_read_as_it_is_folded(tmp_path):
    names = ("L03", "L02", "L12", "L08")
    path = tmp_path / "printed.pdf"
    path.write_bytes(print_booklet(join_files([(FAMILIES / f"{name}.pdf").read_bytes() for name in names])))
    assert_same(read(path), [form for name in names for form in read_sample(name)])


@pytest.mark.parametrize("way", TURNS.values(), ids=TURNS)
@pytest.mark.parametrize("name", SHORT)
def test_turned_and_scaled_pages_are_read_as_they_are(read_printed, name, way):
    assert_same(read_printed(name, way), read_sample(name))


@pytest.mark.parametrize("degrees", [1.5, 88.6])
def test_places_lie_on_the_page_as_it_leans(read_printed, degrees):
    (form,) = read_printed("L06", partial(lean_by_content, degrees=degrees))
    (plain,) = read_sample("L06")
    page = next(read_pdf_pages(FAMILIES / "L06.pdf"))
    c, s = cos(radians(degrees)), sin(radians(degrees))
    for found, line in zip(form.indicators, plain.indicators, strict=True):
        box, known = found.where["score"][0], line.where["score"][0]
        if known.page != 1 or len(line.where["score"]) > 1:
            continue
        x, y = (known.x0 + known.x1) / 2, page.height - (known.top + known.bottom) / 2
        right, up = c * x - s * y + s * page.height, s * x + c * y
        highest = s * page.width + c * page.height
        assert (box.x0 + box.x1) / 2 == pytest.approx(right, abs=2)
        assert (box.top + box.bottom) / 2 == pytest.approx(highest - up, abs=2)


def test_a_mirrored_page_is_told_and_not_read(tmp_path):
    path = tmp_path / "mirrored.pdf"
    path.write_bytes(mirror_pages((FAMILIES / "L06.pdf").read_bytes()))
    document, _, reading = read_document(path, Options())
    assert not reading.forms
    assert message("mirrored-page", page=1) in document.warnings


@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("name", ["L03b", "L08", "L18"])
def test_a_sheet_cut_through_its_texts_agrees_with_no_other_number(read_printed, name, columns):
    plain = read_sample(name)
    edges = [box.x0 for line in plain[0].indicators for box in line.where.get("actual", ())]
    assert edges

    def cut(data: bytes) -> bytes:
        return cut_sheets(data, min(set(edges)) + 40 * columns)

    for form in read_printed(name, cut):
        same = list_points(form) == list_points(plain[0])
        assert same or audit_form(form).verdict != "agrees"


@pytest.mark.parametrize("field", ["level3", "weight", "score"])
@pytest.mark.parametrize("name", ["L03b", "L08"])
def test_a_sheet_cut_between_its_columns_is_whole_again(read_printed, name, field):
    plain = read_sample(name)
    edges = [box.x0 for line in plain[0].indicators for box in line.where.get(field, ())]
    printed = read_printed(name, partial(cut_sheets, x=min(edges)))
    assert list(map(list_points, printed)) == list(map(list_points, plain))
    assert list(map(list_verdict, printed)) == list(map(list_verdict, plain))


def list_points(form: Form) -> list[object]:
    return [(line.actual, line.weight, line.score) for line in form.indicators]


def find_scored(forms: list[Form]) -> tuple[int, int]:
    """Find a line that prints its score on one page: the places of its form and of the line."""
    for at, form in enumerate(forms):
        scored = [n for n, line in enumerate(form.indicators) if len(line.where.get("score", ())) == 1]
        if scored:
            return at, scored[len(scored) // 2]
    pytest.skip("no form of this file prints scores")


@cache
def read_file(path: Path) -> list[Form]:
    return read(path)


PRINTED = sorted([*SAMPLES.glob("*.pdf"), *FAMILIES.glob("*.pdf")])
CORRECTIONS = {
    "covered": (cover_number, "covered"),
    "struck": (strike_number, "struck"),
    "noted": (note_number, "mended"),
}


@pytest.mark.parametrize(("correct", "doubt"), CORRECTIONS.values(), ids=CORRECTIONS)
@pytest.mark.parametrize("name", [path.relative_to(SAMPLES) for path in PRINTED], ids=str)
def test_a_corrected_or_noted_score_is_read_as_it_is_seen_and_doubted(tmp_path, name, correct, doubt):
    plain = read_file(SAMPLES / name)
    at, line = find_scored(plain)
    before = plain[at].indicators[line]
    (box,) = before.where["score"]
    path = tmp_path / "corrected.pdf"
    path.write_bytes(correct((SAMPLES / name).read_bytes(), box.page, box.edges, "3"))
    printed = read(path)
    wanted = before.score if correct is note_number else 3
    assert (printed[at].indicators[line].score, len(printed)) == (wanted, len(plain))
    assert find_doubt(printed[at].indicators[line].where["score"]) == doubt
    found = audit_form(printed[at])
    assert found.verdict != "agrees"
    assert not [one for one in found.findings if one.cause == "form" and one.rule == "score-total"]


@pytest.mark.parametrize("order", [(1, 2, 4), (1, 4, 2)], ids=["behind", "before"])
@pytest.mark.parametrize("name", ["L01", "L06"])
def test_a_page_and_its_correction_are_told_and_prove_nothing(tmp_path, name, order):
    plain = (FAMILIES / f"{name}.pdf").read_bytes()
    scores = [line.where["score"] for line in read_sample(name)[0].indicators if "score" in line.where]
    (box,) = next(boxes for boxes in scores if len(boxes) == 1 and boxes[0].page == 2)
    path = tmp_path / "corrected.pdf"
    path.write_bytes(take_pages(join_files([plain, cover_number(plain, 2, box.edges, "3")]), order))
    (form,) = read(path)
    assert message("page-corrected", page=3) in form.warnings
    found = audit_form(form)
    assert found.verdict != "agrees"
    assert not [one for one in found.findings if one.cause == "form" and one.rule == "score-total"]


@pytest.mark.skipif(not REALWORLD.exists(), reason="the shared forms are not here")
def test_titles_over_two_forms_side_by_side_are_two():
    forms = read(REALWORLD / "a35-two-forms-side-by-side.pdf")
    assert [form.title for form in forms] == ["项目支出绩效自评表"] * 2


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize("name", [*LONG, *SHORT])
def test_a_form_in_an_ofd_is_the_form(read_printed, name, writer):
    assert_same(read_printed(name, partial(write_ofd, writer=writer)), read_sample(name))


def test_a_form_of_an_ofd_with_a_broken_page_does_not_agree(read_printed):
    def break_page(data: bytes) -> bytes:
        broken = io.BytesIO()
        with ZipFile(io.BytesIO(write_ofd(data, WRITERS["plain"]))) as whole, ZipFile(broken, "w") as other:
            for name in whole.namelist():
                part = whole.read(name)
                other.writestr(name, part.removesuffix(b"</ofd:Page>") if "Page_0" in name else part)
        return broken.getvalue()

    (form,) = read_printed("L06", break_page)
    assert message("broken-page", page=1) in form.warnings
    assert audit_form(form).verdict != "agrees"
